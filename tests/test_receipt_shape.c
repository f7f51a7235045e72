/* test_receipt_shape.c - glyphs stand where the scripts of the world put them.
 *
 * Oracles: FriBidi's own visual order; Unicode's canonical equivalence; joined letters that must
 * differ from lone ones.
 */
#include "tests/test_receipt_facts.h"

#include <fribidi.h>
#include <hb.h>

#include "plugin/base/utf8.h"
#include "receipts/dots/shape.h"

#define SIZE 26
#define GLYPHS_MAX 600
#define WIDE 60000 /* dots; any test's text fits in one line */

static const struct shape_style STYLE = { SIZE, false };

/* What a test needs, opened once for each. */
struct bench {
	struct sweep sweep;
	struct host host;
	struct fonts *fonts;
	struct shape *shape;
};

static int set_up(void **state)
{
	static struct bench bench;
	struct rgl_why why = { 0 };

	facts_lend(&bench.sweep, &bench.host, SWEEP_NEVER);
	assert_int_equal(fonts_open(&bench.host, &bench.fonts, &why), RGL_OK);
	assert_int_equal(shape_open(&bench.host, bench.fonts, &bench.shape), RGL_OK);
	*state = &bench;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *bench = *state;

	shape_close(bench->shape);
	fonts_close(bench->fonts);
	assert_int_equal(bench->sweep.held, 0);
	return 0;
}

static struct shape_line one_line(struct bench *bench, const char *text)
{
	struct shape_line line;

	assert_int_equal(shape_text(bench->shape, STYLE, text), RGL_OK);
	assert_true(shape_has_more(bench->shape));
	assert_int_equal(shape_line(bench->shape, WIDE, false, &line), RGL_OK);
	assert_false(shape_has_more(bench->shape));
	return line;
}

/* Fails unless glyph number `index` of a line is the character's own, right of the one before. */
static void expect_glyph(struct bench *bench, const struct shape_line *line, uint32_t index,
			 uint32_t character)
{
	const struct shape_glyph *glyph = &line->glyphs[index];
	hb_codepoint_t expected = 0;

	assert_true(index < line->count);
	assert_int_not_equal(glyph->face, FONTS_NONE);
	assert_int_not_equal(
		hb_font_get_nominal_glyph(fonts_shaper(bench->fonts, glyph->face, SIZE), character,
					  &expected),
		0);
	assert_int_equal(glyph->glyph, expected);
	assert_true(index == 0 || glyph->x >= line->glyphs[index - 1].x);
}

static FriBidiStrIndex visual_order(const char *text, FriBidiChar *ret)
{
	FriBidiChar logical[GLYPHS_MAX];
	FriBidiParType direction = FRIBIDI_PAR_ON;
	FriBidiStrIndex length = 0;
	size_t at = 0;

	while (at < strlen(text))
		logical[length++] = utf8_next(text, strlen(text), &at);
	assert_int_not_equal(fribidi_log2vis(logical, length, &direction, ret, NULL, NULL, NULL),
			     0);
	return length;
}

/* Hebrew does not join, so a line's glyphs are those of the characters in the order that FriBidi
 * itself makes of them. */
static void mixed_lines_stand_in_fribidis_order(void **state)
{
	const char *const texts[] = {
		"abc \xD7\x90\xD7\x91\xD7\x92 def",
		"\xD7\x90\xD7\x91\xD7\x92 abc 123 \xD7\x93",
		"2 x \xD7\x90\xD7\x91 (12.50) \xD7\x92",
		"\xD7\x90\xD7\x91 12-34 \xD7\x92, ok?",
		"a \xE2\x81\xA8\xD7\x90\xD7\x91!\xE2\x81\xA9 7 b",
	};
	struct bench *bench = *state;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		FriBidiChar visual[GLYPHS_MAX];
		const FriBidiStrIndex length = visual_order(texts[i], visual);
		struct shape_line line = one_line(bench, texts[i]);
		uint32_t seen = 0;

		for (FriBidiStrIndex j = 0; j < length; j++, seen++)
			/* An isolate stands there, with nothing to see. */
			if (visual[j] < 0x2066 || visual[j] > 0x2069)
				expect_glyph(bench, &line, seen, visual[j]);
		assert_int_equal(seen, line.count);
	}
}

static void expect_equal(struct bench *bench, const char *one, const char *other)
{
	struct shape_glyph glyphs[GLYPHS_MAX];
	struct shape_line line = one_line(bench, one);
	const uint32_t count = line.count;
	const uint32_t width = line.width_dots;

	assert_true(count < GLYPHS_MAX);
	memcpy(glyphs, line.glyphs, count * sizeof(glyphs[0]));
	line = one_line(bench, other);
	assert_int_equal(line.count, count);
	assert_int_equal(line.width_dots, width);
	assert_memory_equal(line.glyphs, glyphs, count * sizeof(glyphs[0]));
}

/* Canonically equivalent texts look the same: UAX #15. A till may send either. */
static void composed_and_decomposed_names_look_the_same(void **state)
{
	struct bench *bench = *state;

	expect_equal(bench, "Zo\xC3\xAB S\xC3\xA5g", "Zoe\xCC\x88 Sa\xCC\x8Ag");
	expect_equal(bench,
		     "s\xE1\xBB\xAF"
		     "a",
		     "su\xCC\x9B\xCC\x83"
		     "a");
}

static void letters_join_where_the_script_joins_them(void **state)
{
	struct bench *bench = *state;
	struct shape_line line;
	uint32_t lone;

	/* Beh on its own, and three that hold hands: first, middle and last differ. */
	line = one_line(bench, "\xD8\xA8");
	lone = line.glyphs[0].glyph;
	line = one_line(bench, "\xD8\xA8\xD8\xA8\xD8\xA8");
	assert_true(line.count >= 3);
	assert_int_not_equal(line.glyphs[0].glyph, line.glyphs[line.count - 1].glyph);
	for (uint32_t i = 0; i < line.count; i++)
		assert_int_not_equal(line.glyphs[i].glyph, lone);
	/* Ka, virama, Ssa: three characters, one conjunct. */
	line = one_line(bench, "\xE0\xA4\x95\xE0\xA5\x8D\xE0\xA4\xB7");
	assert_int_equal(line.count, 1);
	/* Ka and the short i, which is written before it and spoken after. */
	lone = one_line(bench, "\xE0\xA4\x95").glyphs[0].glyph;
	line = one_line(bench, "\xE0\xA4\x95\xE0\xA4\xBF");
	assert_int_equal(line.count, 2);
	assert_int_equal(line.glyphs[1].glyph, lone);
	assert_true(line.glyphs[1].x > line.glyphs[0].x);
}

static void what_no_font_has_is_a_box(void **state)
{
	struct bench *bench = *state;
	struct shape_line line = one_line(bench, "a\xF4\x8F\xBF\xBD\xF4\x8F\xBF\xBD"
						 "b");

	assert_int_equal(line.count, 4);
	assert_int_not_equal(line.glyphs[0].face, FONTS_NONE);
	assert_int_equal(line.glyphs[1].face, FONTS_NONE);
	assert_int_equal(line.glyphs[2].face, FONTS_NONE);
	assert_int_equal(line.glyphs[2].x - line.glyphs[1].x, fonts_box_dots(SIZE));
	assert_int_not_equal(line.glyphs[3].face, FONTS_NONE);
}

/* Each line fits, all is set, and a word is only torn when it is wider than the line itself. */
static void lines_break_behind_words(void **state)
{
	const char *const text = "one two three four nine six seven";
	struct bench *bench = *state;
	uint32_t glyphs = 0;
	int lines = 0;

	assert_int_equal(shape_text(bench->shape, STYLE, text), RGL_OK);
	while (shape_has_more(bench->shape)) {
		struct shape_line line;

		assert_int_equal(shape_line(bench->shape, 120, false, &line), RGL_OK);
		assert_true(line.width_dots <= 120);
		glyphs += line.count;
		lines++;
	}
	assert_true(lines >= 4 && lines <= 6);
	/* 33 characters; the space that a line breaks at is not set. */
	assert_int_equal(glyphs, 33 - (uint32_t)(lines - 1));
}

static void a_name_in_isolates_moves_to_the_next_line_whole(void **state)
{
	struct bench *bench = *state;
	struct shape_line line;
	uint32_t first;

	assert_int_equal(
		shape_text(bench->shape, STYLE, "Thank you, \xE2\x81\xA8Mette Holm\xE2\x81\xA9!"),
		RGL_OK);
	first = one_line(bench, "Thank you,").width_dots;
	assert_int_equal(
		shape_text(bench->shape, STYLE, "Thank you, \xE2\x81\xA8Mette Holm\xE2\x81\xA9!"),
		RGL_OK);
	/* There would be room for "Mette" too. */
	assert_int_equal(shape_line(bench->shape, first + 100, false, &line), RGL_OK);
	assert_int_equal(line.width_dots, first);
}

static void any_width_ends_and_keeps_its_promise(void **state)
{
	char text[400];
	struct bench *bench = *state;

	facts_repeat(text, sizeof(text), "\xE5\xBC\xA0w\xCC\x81\xD8\xB9w\xD8\xB9");
	for (uint32_t width = 0; width < 400; width += 7) {
		int lines = 0;

		assert_int_equal(shape_text(bench->shape, STYLE, text), RGL_OK);
		while (shape_has_more(bench->shape)) {
			struct shape_line line;

			assert_true(++lines < 600);
			assert_int_equal(shape_line(bench->shape, width, lines == 3, &line),
					 RGL_OK);
			assert_true(line.count > 0);
			if (width > 40)
				assert_true(line.width_dots <= width + SIZE / 2);
		}
		assert_true(lines <= 3);
	}
}

static void what_does_not_fit_the_last_line_ends_with_an_ellipsis(void **state)
{
	struct bench *bench = *state;
	struct shape_line line = one_line(bench, "\xE2\x80\xA6");
	const uint32_t dots = line.glyphs[0].glyph;

	assert_int_equal(shape_text(bench->shape, STYLE, "a rather long name for a coffee"),
			 RGL_OK);
	assert_int_equal(shape_line(bench->shape, 150, true, &line), RGL_OK);
	assert_true(line.width_dots <= 150);
	assert_int_equal(line.glyphs[line.count - 1].glyph, dots);
	assert_false(shape_has_more(bench->shape));
	/* In Hebrew the end is on the left. */
	assert_int_equal(
		shape_text(bench->shape, STYLE,
			   "\xD7\x90\xD7\x91\xD7\x92\xD7\x93\xD7\x94\xD7\x95\xD7\x96\xD7\x97"
			   "\xD7\x98\xD7\x99\xD7\x9A\xD7\x9B"),
		RGL_OK);
	assert_int_equal(shape_line(bench->shape, 100, true, &line), RGL_OK);
	assert_int_equal(line.glyphs[0].glyph, dots);
}

int main(void)
{
#define WITH_FONTS(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		WITH_FONTS(mixed_lines_stand_in_fribidis_order),
		WITH_FONTS(composed_and_decomposed_names_look_the_same),
		WITH_FONTS(letters_join_where_the_script_joins_them),
		WITH_FONTS(what_no_font_has_is_a_box),
		WITH_FONTS(lines_break_behind_words),
		WITH_FONTS(a_name_in_isolates_moves_to_the_next_line_whole),
		WITH_FONTS(any_width_ends_and_keeps_its_promise),
		WITH_FONTS(what_does_not_fit_the_last_line_ends_with_an_ellipsis),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
