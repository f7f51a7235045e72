/* test_receipt_fonts.c - fonts are found, tried in order, and say what to install when missing. */
#include "tests/test_receipt_sample.h"

#include <sys/stat.h>
#include <unistd.h>

#include "receipts/dots/fonts.h"
#include "receipts/dots/glyphs.h"

#define NOTO "/usr/share/fonts/truetype/noto/"
#define PATH_ROOM 512

static void lend(struct sweep *sweep, struct host *host, long fail_at)
{
	sweep_init(sweep, fail_at);
	host_init(host, &sweep->host);
}

static void need(const char *path)
{
	if (access(path, R_OK) != 0)
		skip();
}

static void a_folder_without_fonts_says_what_to_install(void **state)
{
	struct rgl_why why = { 0 };
	struct fonts *fonts = NULL;
	struct sweep sweep;
	struct host host;

	(void)state;
	lend(&sweep, &host, SWEEP_NEVER);
	assert_int_equal(fonts_open_below(&host, "/nowhere", &fonts, &why), RGL_E_FONT);
	assert_int_equal(why.code, RGL_E_FONT);
	assert_non_null(strstr(why.text, "install"));
	assert_non_null(strstr(why.text, "fonts-noto-core"));
	assert_null(fonts);
	assert_int_equal(sweep.held, 0);
	fonts_close(NULL);
}

static void each_script_has_its_face_and_the_same_one_each_time(void **state)
{
	/* Latin, Devanagari, Arabic, Hebrew, Thai, Tamil. */
	const uint32_t letters[] = { 'A', 0x915, 0x628, 0x5D0, 0xE01, 0xB95 };
	struct rgl_why why = { 0 };
	struct sweep sweep;
	struct host host;
	struct fonts *fonts;

	(void)state;
	need(NOTO "NotoSansTamil-Regular.ttf");
	lend(&sweep, &host, SWEEP_NEVER);
	assert_int_equal(fonts_open(&host, &fonts, &why), RGL_OK);
	for (size_t i = 0; i < 6; i++) {
		uint16_t regular = 0;
		uint16_t bold = 0;
		uint16_t again = 0;

		assert_int_equal(fonts_pick(fonts, &letters[i], 1, false, &regular), RGL_OK);
		assert_int_equal(fonts_pick(fonts, &letters[i], 1, true, &bold), RGL_OK);
		assert_int_equal(fonts_pick(fonts, &letters[i], 1, false, &again), RGL_OK);
		assert_int_not_equal(regular, FONTS_NONE);
		assert_int_equal(bold, regular + 1);
		assert_true(fonts_is_bold(bold) && !fonts_is_bold(regular));
		assert_int_equal(again, regular);
		assert_true(fonts_has(fonts, regular, letters[i]));
	}
	fonts_close(fonts);
	assert_int_equal(sweep.held, 0);
}

/* Kana, kanji and their signs are of one font, so that no sentence is of two; it has no bold. */
static void japanese_is_of_one_font(void **state)
{
	const uint32_t letters[] = { 0x3042, 0x30A2, 0x6771, 0x3002, 0x300C, 0xFFE5, 0x30FC };
	struct rgl_why why = { 0 };
	uint16_t first = FONTS_NONE;
	struct sweep sweep;
	struct host host;
	struct fonts *fonts;

	(void)state;
	need("/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf");
	lend(&sweep, &host, SWEEP_NEVER);
	assert_int_equal(fonts_open(&host, &fonts, &why), RGL_OK);
	assert_int_equal(fonts_pick(fonts, &letters[0], 1, false, &first), RGL_OK);
	assert_int_not_equal(first, FONTS_NONE);
	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
		uint16_t face = FONTS_NONE;

		assert_int_equal(fonts_pick(fonts, &letters[i], 1, i % 2 == 1, &face), RGL_OK);
		assert_int_equal(face, first);
	}
	assert_false(fonts_is_bold(first));
	fonts_close(fonts);
	assert_int_equal(sweep.held, 0);
}

struct log {
	int lines;
	char last[512];
};

static void keep_line(void *user, int32_t level, const char *line)
{
	struct log *log = user;

	assert_int_equal(level, RGL_LOG_WARNING);
	log->lines++;
	(void)snprintf(log->last, sizeof(log->last), "%s", line);
}

/* What a font below a folder cannot write, the till's log is told once a script, with what to
 * install. */
static void expect_advice(const char *folder)
{
	const uint32_t missing[] = { 0x3042, 0x3044, 0xAC00, 0x30A2 };
	struct rgl_host lent = { .size = sizeof(lent) };
	struct rgl_why why = { 0 };
	struct log log = { 0 };
	struct host host;
	struct fonts *fonts;

	lent.user = &log;
	lent.log = keep_line;
	host_init(&host, &lent);
	assert_int_equal(fonts_open_below(&host, folder, &fonts, &why), RGL_OK);
	for (int i = 0; i < 8; i++) {
		uint16_t face = 0;

		assert_int_equal(fonts_pick(fonts, &missing[i % 4], 1, false, &face), RGL_OK);
		assert_int_equal(face, FONTS_NONE);
		if (i == 0)
			assert_non_null(strstr(log.last, "install Debian's package "
							 "fonts-ipaexfont-gothic"));
	}
	assert_int_equal(log.lines, 3);
	fonts_close(fonts);
}

/* A private-use character belongs to nobody; no face may pretend. */
static void a_character_without_a_face_is_told_apart(void **state)
{
	const uint32_t nobody = 0x10FFFD;
	const uint32_t mixed[] = { 'A', 0x10FFFD };
	struct rgl_why why = { 0 };
	uint16_t face = 0;
	struct sweep sweep;
	struct host host;
	struct fonts *fonts;

	(void)state;
	lend(&sweep, &host, SWEEP_NEVER);
	assert_int_equal(fonts_open(&host, &fonts, &why), RGL_OK);
	assert_int_equal(fonts_pick(fonts, &nobody, 1, false, &face), RGL_OK);
	assert_int_equal(face, FONTS_NONE);
	assert_int_equal(fonts_pick(fonts, mixed, 2, true, &face), RGL_OK);
	assert_int_equal(face, FONTS_NONE);
	assert_false(fonts_has(fonts, FONTS_NONE, 'A'));
	fonts_close(fonts);
}

/* A shop that has installed DejaVu alone can print English; without bold files, in regular. */
static void one_font_of_the_list_is_enough(void **state)
{
	const char *const dejavu = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
	const uint32_t letter = 'A';
	char folder[PATH_ROOM - 100];
	char path[PATH_ROOM];
	struct rgl_why why = { 0 };
	uint16_t regular = FONTS_NONE;
	uint16_t bold = FONTS_NONE;
	struct sweep sweep;
	struct host host;
	struct fonts *fonts;
	const char *parent = getenv("TMPDIR");

	(void)state;
	need(dejavu);
	(void)snprintf(folder, sizeof(folder), "%s/regulars-fonts-XXXXXX",
		       parent == NULL ? "/tmp" : parent);
	assert_non_null(mkdtemp(folder));
	(void)snprintf(path, sizeof(path), "%s/truetype", folder);
	assert_int_equal(mkdir(path, 0700), 0);
	(void)snprintf(path, sizeof(path), "%s/truetype/dejavu", folder);
	assert_int_equal(mkdir(path, 0700), 0);
	(void)snprintf(path, sizeof(path), "%s/truetype/dejavu/DejaVuSans.ttf", folder);
	assert_int_equal(symlink(dejavu, path), 0);

	lend(&sweep, &host, SWEEP_NEVER);
	assert_int_equal(fonts_open_below(&host, folder, &fonts, &why), RGL_OK);
	assert_int_equal(fonts_pick(fonts, &letter, 1, false, &regular), RGL_OK);
	assert_int_equal(fonts_pick(fonts, &letter, 1, true, &bold), RGL_OK);
	assert_int_not_equal(regular, FONTS_NONE);
	assert_int_equal(bold, regular);
	fonts_close(fonts);
	assert_int_equal(sweep.held, 0);
	expect_advice(folder);

	assert_int_equal(unlink(path), 0);
	*strrchr(path, '/') = '\0';
	assert_int_equal(rmdir(path), 0);
	*strrchr(path, '/') = '\0';
	assert_int_equal(rmdir(path), 0);
	assert_int_equal(rmdir(folder), 0);
}

/* A glyph is the same dots whether it was kept or drawn anew, however many pass in between, and
 * what is kept does not grow without end. */
static void the_cache_changes_nothing_and_stays_bounded(void **state)
{
	struct rgl_why why = { 0 };
	const uint32_t letter = 'A';
	const struct glyph *glyph;
	struct glyph first;
	uint8_t dots[512];
	size_t length;
	uint16_t face = 0;
	struct sweep sweep;
	struct host host;
	struct fonts *fonts;

	(void)state;
	lend(&sweep, &host, SWEEP_NEVER);
	assert_int_equal(fonts_open(&host, &fonts, &why), RGL_OK);
	assert_int_equal(fonts_pick(fonts, &letter, 1, false, &face), RGL_OK);
	assert_int_equal(fonts_glyph(fonts, face, 26, 40, &glyph), RGL_OK);
	first = *glyph;
	length = (size_t)first.bitmap.stride * first.bitmap.rows;
	assert_true(length > 0 && length <= sizeof(dots));
	memcpy(dots, first.bitmap.bits, length);
	for (uint32_t size = 20; size < 24; size++)
		for (uint32_t other = 0; other < 1000; other++)
			assert_int_equal(fonts_glyph(fonts, face, size, other, &glyph), RGL_OK);
	assert_true(sweep.held < GLYPHS_SLOTS + 500);
	assert_int_equal(fonts_glyph(fonts, face, 26, 40, &glyph), RGL_OK);
	assert_int_equal(glyph->left, first.left);
	assert_int_equal(glyph->above, first.above);
	assert_int_equal(glyph->bitmap.width, first.bitmap.width);
	assert_memory_equal(glyph->bitmap.bits, dots, length);
	/* No such glyph: nothing is drawn. */
	assert_int_equal(fonts_glyph(fonts, face, 26, 65000, &glyph), RGL_OK);
	assert_int_equal(glyph->bitmap.rows, 0);
	fonts_close(fonts);
	assert_int_equal(sweep.held, 0);
}

static void fonts_without_memory_are_refused_and_leave_nothing_behind(void **state)
{
	rgl_rc rc = RGL_E_MEMORY;
	long n;

	(void)state;
	for (n = 0; rc != RGL_OK; n++) {
		const uint32_t letters[] = { 0x915, 0x628 };
		struct rgl_why why = { 0 };
		struct fonts *fonts = NULL;
		uint16_t face;
		struct sweep sweep;
		struct host host;

		assert_true(n < 5000);
		lend(&sweep, &host, n);
		rc = fonts_open(&host, &fonts, &why);
		assert_int_equal(why.code, rc);
		if (rc == RGL_OK)
			rc = fonts_pick(fonts, &letters[0], 1, false, &face);
		if (rc == RGL_OK)
			rc = fonts_pick(fonts, &letters[1], 1, true, &face);
		assert_int_equal(rc, sweep.ran_out ? RGL_E_MEMORY : RGL_OK);
		fonts_close(fonts);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
	}
	assert_true(n > 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_folder_without_fonts_says_what_to_install),
		cmocka_unit_test(each_script_has_its_face_and_the_same_one_each_time),
		cmocka_unit_test(japanese_is_of_one_font),
		cmocka_unit_test(a_character_without_a_face_is_told_apart),
		cmocka_unit_test(one_font_of_the_list_is_enough),
		cmocka_unit_test(the_cache_changes_nothing_and_stays_bounded),
		cmocka_unit_test(fonts_without_memory_are_refused_and_leave_nothing_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
