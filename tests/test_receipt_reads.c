/* test_receipt_reads.c - others read our receipts: tesseract the text, zbarimg the codes.
 *
 * tesseract gets the texts of a sample, line by line, at twice the size, since it wants about 300
 * dots an inch. What it reads is held against the sample by the share of characters that differ
 * (Levenshtein's distance, without spaces). The limit is a tenth. Measured with tesseract 5.3.0, of
 * a thousand: English 4, Hindi 47, Vietnamese 16, Danish 10, Arabic 0, Japanese 69.
 */
#include "tests/test_receipt_sample.h"

#include <png.h>
#include <unistd.h>

#include "plugin/base/utf8.h"
#include "receipts/dots/png.h"
#include "receipts/dots/qr.h"

#define PATH_ROOM 512
#define TEXT_ROOM 4096 /* characters */
#define SCALE 2
#define BORDER 24
#define LIMIT_PERMILLE 100

/* letters_only: texts with digits or Latin letters are left out, and signs do not count, because
 * tesseract's model of Arabic hardly knows any; the others are one text of several lines, because
 * it passes over lines of one short word. */
static const struct language {
	const char *name;
	const char *model;
	bool letters_only;
} LANGUAGES[] = {
	{ "en", "eng", false }, { "hi", "hin+eng", false }, { "vi", "vie", false },
	{ "da", "dan", false }, { "ar", "ara", true },	    { "ja", "jpn", false },
};

struct text {
	uint32_t count;
	uint32_t characters[TEXT_ROOM];
};

static bool is_blank(uint32_t character)
{
	return character <= ' ' || character == 0xA0 || character == 0x3000 ||
	       (character >= 0x200B && character <= 0x200F) ||
	       (character >= 0x202A && character <= 0x202E) ||
	       (character >= 0x2066 && character <= 0x2069);
}

static bool is_arabic(uint32_t character)
{
	return character >= 0x621 && character <= 0x64A;
}

/* Digits of any kind, Latin letters. */
static bool has_other(const char *text)
{
	for (size_t at = 0; at < strlen(text);) {
		const uint32_t character = utf8_next(text, strlen(text), &at);

		if ((character >= '0' && character <= 'z') ||
		    (character >= 0x660 && character <= 0x66C))
			return true;
	}
	return false;
}

static void append(struct text *text, const struct language *language, const char *line)
{
	const size_t length = strlen(line);
	size_t at = 0;

	while (at < length && text->count < TEXT_ROOM) {
		const uint32_t character = utf8_next(line, length, &at);

		if (is_blank(character) || (language->letters_only && !is_arabic(character)))
			continue;
		text->characters[text->count++] = character;
	}
}

static uint32_t least(uint32_t one, uint32_t other)
{
	return one < other ? one : other;
}

/* How many characters have to be put in, left out or changed: Levenshtein 1966. */
static uint32_t distance(const struct text *one, const struct text *other)
{
	static uint32_t row[TEXT_ROOM + 1];

	for (uint32_t i = 0; i <= other->count; i++)
		row[i] = i;
	for (uint32_t i = 0; i < one->count; i++) {
		uint32_t corner = row[0];

		row[0] = i + 1;
		for (uint32_t j = 0; j < other->count; j++) {
			const uint32_t above = row[j + 1];
			const bool is_same = one->characters[i] == other->characters[j];

			row[j + 1] = least(least(above, row[j]) + 1, corner + (is_same ? 0 : 1));
			corner = above;
		}
	}
	return row[other->count];
}

static void path_of(const char *ending, char ret[PATH_ROOM])
{
	const char *folder = getenv("TMPDIR");

	(void)snprintf(ret, PATH_ROOM, "%s/regulars-reads-%ld.%s", folder == NULL ? "/tmp" : folder,
		       (long)getpid(), ending);
}

/* Each dot twice as wide and high, with a border of white, as paper has around it. */
static void save_large(const struct canvas *canvas, const char *path)
{
	const uint32_t width = (canvas->width + 2 * BORDER) * SCALE;
	const uint32_t rows = (canvas->rows + 2 * BORDER) * SCALE;
	png_image image = { .version = PNG_IMAGE_VERSION,
			    .width = width,
			    .height = rows,
			    .format = PNG_FORMAT_GRAY };
	uint8_t *grey = malloc((size_t)width * rows);

	assert_non_null(grey);
	for (uint32_t y = 0; y < rows; y++)
		for (uint32_t x = 0; x < width; x++) {
			const bool is_black = canvas_is_black(canvas, (int32_t)(x / SCALE) - BORDER,
							      (int32_t)(y / SCALE) - BORDER);

			grey[(size_t)y * width + x] = is_black ? 0 : 255;
		}
	assert_int_not_equal(png_image_write_to_file(&image, path, 0, grey, 0, NULL), 0);
	free(grey);
}

/* Adds what counts of an element: a text a line, or words behind those of the line before. */
static void add_texts(struct paper *paper, const struct language *language,
		      const struct paper_element *element, char *words, struct text *ret)
{
	const struct paper_style plain = { PAPER_LEFT, PAPER_NORMAL, false, 0 };

	for (uint32_t i = 0; element->kind != PAPER_QR && i < element->columns; i++) {
		const char *const text = element->texts[i];

		if (language->letters_only && has_other(text))
			continue;
		append(ret, language, text);
		if (language->letters_only)
			(void)snprintf(words + strlen(words), PAPER_TEXT_ROOM - strlen(words),
				       "%s ", text);
		else
			paper_text(paper, element->kind == PAPER_TEXT ? element->style : plain,
				   text);
	}
}

/* A sample's texts, and what they say. */
static struct paper texts_of(const struct host *host, const struct language *language,
			     struct text *ret)
{
	const struct paper_style plain = { PAPER_LEFT, PAPER_NORMAL, false, 0 };
	struct paper sample = sample_paper(host, language->name);
	struct paper paper = paper_of(host);
	char words[PAPER_TEXT_ROOM] = "";

	paper.is_right_to_left = sample.is_right_to_left;
	for (size_t i = 0; i < sample.count; i++) {
		const struct paper_element element = paper_at(&sample, i);

		add_texts(&paper, language, &element, words, ret);
	}
	if (language->letters_only)
		paper_text(&paper, plain, words);
	paper_free(&sample);
	assert_true(paper.count > 0 && ret->count > 100);
	return paper;
}

static void read_by_tesseract(const char *path, const struct language *language, struct text *ret)
{
	char command[PATH_ROOM + 200];
	char line[4096];
	FILE *answer;

	(void)snprintf(command, sizeof(command),
		       "OMP_THREAD_LIMIT=1 tesseract '%s' - -l %s --psm 6 --dpi 300 2>/dev/null",
		       path, language->model);
	answer = popen(command, "r");
	assert_non_null(answer);
	while (fgets(line, sizeof(line), answer) != NULL)
		append(ret, language, line);
	assert_int_equal(pclose(answer), 0);
}

static void tesseract_reads_every_language(void **state)
{
	struct bench *bench = *state;
	static struct text wanted;
	static struct text seen;

	if (system("tesseract --list-langs 2>/dev/null | grep -q jpn") != 0)
		skip();
	for (size_t i = 0; i < sizeof(LANGUAGES) / sizeof(LANGUAGES[0]); i++) {
		struct rgl_why why = { 0 };
		struct canvas canvas;
		struct paper paper;
		char path[PATH_ROOM];
		uint32_t permille;

		path_of("png", path);
		wanted.count = 0;
		seen.count = 0;
		paper = texts_of(&bench->host, &LANGUAGES[i], &wanted);
		assert_int_equal(layout_draw(&paper, bench->fonts, 576, NULL, &canvas, &why),
				 RGL_OK);
		save_large(&canvas, path);
		read_by_tesseract(path, &LANGUAGES[i], &seen);
		permille =
			wanted.count == 0 ? 1000 : distance(&wanted, &seen) * 1000 / wanted.count;
		print_message("# %s: %u of 1000 characters were read otherwise\n",
			      LANGUAGES[i].name, permille);
		assert_true(permille <= LIMIT_PERMILLE);
		assert_int_equal(unlink(path), 0);
		canvas_free(&canvas);
		paper_free(&paper);
	}
}

/* A code by itself, of a text of some length, at each width of a head that is sold. */
static void expect_code(struct bench *bench, uint32_t width, enum paper_size size, const char *text)
{
	struct paper paper = paper_of(&bench->host);
	struct bytes png = bytes_of(&bench->host);
	struct rgl_why why = { 0 };
	struct canvas canvas;
	char path[PATH_ROOM];
	char command[PATH_ROOM + 100];
	char line[QR_TEXT_MAX + 10];
	FILE *file;

	path_of("png", path);
	paper_text(&paper, (struct paper_style) { PAPER_CENTRE, PAPER_NORMAL, false, 0 }, "above");
	paper_qr(&paper, size, text);
	paper_text(&paper, (struct paper_style) { PAPER_CENTRE, PAPER_NORMAL, false, 0 }, "below");
	assert_int_equal(layout_draw(&paper, bench->fonts, width, NULL, &canvas, &why), RGL_OK);
	assert_int_equal(png_write(&canvas, &png, &why), RGL_OK);
	file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(png.data, 1, png.length, file), png.length);
	assert_int_equal(fclose(file), 0);
	(void)snprintf(command, sizeof(command),
		       "zbarimg -q --raw -Sdisable -Sqrcode.enable '%s' 2>/dev/null", path);
	file = popen(command, "r");
	assert_non_null(file);
	assert_non_null(fgets(line, sizeof(line), file));
	line[strcspn(line, "\n")] = '\0';
	assert_string_equal(line, text);
	assert_int_equal(pclose(file), 0);
	assert_int_equal(unlink(path), 0);
	canvas_free(&canvas);
	bytes_free(&png);
	paper_free(&paper);
}

static void zbarimg_reads_every_code(void **state)
{
	const uint32_t widths[] = { 256, 384, 512, 576, 640 };
	struct bench *bench = *state;

	if (system("command -v zbarimg >/dev/null") != 0)
		skip();
	for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++) {
		for (size_t length = 1; length <= QR_TEXT_MAX; length += length < 100 ? 11 : 1) {
			char text[QR_TEXT_MAX + 1];

			/* Bytes of all modes of a code; and the longest text there is. */
			for (size_t j = 0; j < length; j++)
				text[j] = "https://example.com/q/7F3A9C5E1B2D4F60?l=da&x="[j % 46];
			text[length] = '\0';
			if (length >= 100 && length < QR_TEXT_MAX && i != 1)
				continue;
			expect_code(bench, widths[i], PAPER_NORMAL, text);
			expect_code(bench, widths[i], PAPER_LARGE, text);
		}
		expect_code(bench, widths[i], PAPER_NORMAL, "RG17KQM2XWD9FABC3DE");
	}
}

int main(void)
{
#define WITH_FONTS(test) cmocka_unit_test_setup_teardown(test, bench_set_up, bench_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_FONTS(tesseract_reads_every_language),
		WITH_FONTS(zbarimg_reads_every_code),

	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
