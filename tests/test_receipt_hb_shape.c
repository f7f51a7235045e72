/* test_receipt_hb_shape.c - our glyphs are those of hb-shape, HarfBuzz's own command.
 *
 * It is another program that reads the font by itself and is told script and direction, which we
 * find out. tests/golden/shaped.txt has a text of one script a line: font, direction, script, text.
 */
#include "tests/test_receipt_sample.h"

#include "plugin/base/utf8.h"
#include "receipts/dots/paragraph.h"
#include "receipts/dots/shape.h"

#define FONTS "/usr/share/fonts/"
#define ANSWER_ROOM 16384
#define WIDE 60000

/* Fields of a line, parted by tabs. */
struct wanted {
	const char *font;
	const char *direction;
	const char *script;
	const char *text;
};

static int32_t dots_of(long units)
{
	return (int32_t)((units + PARAGRAPH_DOT / 2) >> 6);
}

/* What hb-shape answers about a text: [glyph@x,y+advance|...]. */
static void ask(const struct wanted *wanted, bool is_bold, uint32_t size, char ret[ANSWER_ROOM])
{
	const bool is_file = strstr(wanted->font, ".ttf") != NULL;
	const char *const ending = is_bold ? "-Bold.ttf" : "-Regular.ttf";
	char command[4096];
	size_t used;
	size_t at = 0;
	FILE *answer;

	used = (size_t)snprintf(command, sizeof(command),
				"hb-shape --font-file=" FONTS "%s%s --font-size=%u --shapers=ot "
				"--language=und --direction=%s --script=%s --no-glyph-names "
				"--no-clusters --unicodes=",
				wanted->font, is_file ? "" : ending, size * PARAGRAPH_DOT,
				wanted->direction, wanted->script);
	while (at < strlen(wanted->text))
		used += (size_t)snprintf(command + used, sizeof(command) - used, "%x,",
					 utf8_next(wanted->text, strlen(wanted->text), &at));
	command[used - 1] = '\0';
	answer = popen(command, "r");
	assert_non_null(answer);
	assert_non_null(fgets(ret, ANSWER_ROOM, answer));
	assert_int_equal(pclose(answer), 0);
}

static void expect_glyphs(const struct shape_line *line, const char *answer)
{
	uint32_t count = 0;
	long pen = 0;

	for (const char *at = answer; *at == '[' || *at == '|'; count++) {
		const struct shape_glyph *glyph = &line->glyphs[count];
		char *end;
		long x = 0;
		long y = 0;

		assert_true(count < line->count);
		assert_int_equal(glyph->glyph, strtol(at + 1, &end, 10));
		if (*end == '@') {
			x = strtol(end + 1, &end, 10);
			y = strtol(end + 1, &end, 10);
		}
		assert_int_equal(glyph->x, dots_of(pen + x));
		assert_int_equal(glyph->y, -dots_of(y));
		assert_int_equal(*end, '+');
		pen += strtol(end + 1, &end, 10);
		at = end;
	}
	assert_int_equal(count, line->count);
	assert_true(count > 0);
	assert_int_equal(line->width_dots, (pen + PARAGRAPH_DOT - 1) / PARAGRAPH_DOT);
}

/* In three sizes, regular and bold. */
static void hold_against_hb_shape(struct shape *shape, const struct wanted *wanted)
{
	const uint32_t sizes[] = { 22, 26, 46 };

	assert_non_null(wanted->text);
	for (int i = 0; i < 6; i++) {
		const struct shape_style style = { sizes[i % 3], i >= 3, false };
		struct shape_line shaped;
		char answer[ANSWER_ROOM];

		assert_int_equal(shape_text(shape, style, wanted->text), RGL_OK);
		assert_int_equal(shape_line(shape, WIDE, false, &shaped), RGL_OK);
		ask(wanted, style.is_bold, style.size_dots, answer);
		expect_glyphs(&shaped, answer);
	}
}

static void every_glyph_is_and_stands_as_hb_shape_has_it(void **state)
{
	struct bench *bench = *state;
	struct shape *shape;
	char line[SAMPLE_LINE_ROOM];
	FILE *file;
	int texts = 0;

	if (system("command -v hb-shape >/dev/null") != 0)
		skip();
	file = fopen("tests/golden/shaped.txt", "r");
	assert_non_null(file);
	assert_int_equal(shape_open(&bench->host, bench->fonts, &shape), RGL_OK);
	for (; fgets(line, sizeof(line), file) != NULL; texts++) {
		char *rest = line;
		struct wanted wanted;

		wanted.font = strsep(&rest, "\t");
		wanted.direction = strsep(&rest, "\t");
		wanted.script = strsep(&rest, "\t");
		wanted.text = strsep(&rest, "\n");
		hold_against_hb_shape(shape, &wanted);
	}
	assert_true(texts > 30);
	assert_int_equal(fclose(file), 0);
	shape_close(shape);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_glyph_is_and_stands_as_hb_shape_has_it,
						bench_set_up, bench_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
