/* test_receipt_shape.c - glyphs stand where the scripts of the world put them.
 *
 * Oracles: FriBidi's own visual order; Unicode's canonical equivalence; joined letters that must
 * differ from lone ones.
 */
#include "tests/test_receipt_sample.h"

#include <fribidi.h>
#include <hb.h>

#include "plugin/base/utf8.h"
#include "receipts/dots/shape.h"

#define SIZE 26
#define GLYPHS_MAX 600
#define WIDE 60000 /* dots; any test's text fits in one line */

static const struct shape_style STYLE = { SIZE, false, false };

/* What a test needs, opened once for each. */
struct desk {
	struct sweep sweep;
	struct host host;
	struct fonts *fonts;
	struct shape *shape;
};

static int set_up(void **state)
{
	static struct desk desk;
	struct rgl_why why = { 0 };

	sweep_init(&desk.sweep, SWEEP_NEVER);
	host_init(&desk.host, &desk.sweep.host);
	assert_int_equal(fonts_open(&desk.host, &desk.fonts, &why), RGL_OK);
	assert_int_equal(shape_open(&desk.host, desk.fonts, &desk.shape), RGL_OK);
	*state = &desk;
	return 0;
}

static int tear_down(void **state)
{
	struct desk *desk = *state;

	shape_close(desk->shape);
	fonts_close(desk->fonts);
	assert_int_equal(desk->sweep.held, 0);
	return 0;
}

static struct shape_line one_line(struct desk *desk, const char *text)
{
	struct shape_line line;

	assert_int_equal(shape_text(desk->shape, STYLE, text), RGL_OK);
	assert_true(shape_has_more(desk->shape));
	assert_int_equal(shape_line(desk->shape, WIDE, false, &line), RGL_OK);
	assert_false(shape_has_more(desk->shape));
	return line;
}

/* Fails unless glyph number `index` of a line is the character's own, right of the one before. */
static void expect_glyph(struct desk *desk, const struct shape_line *line, uint32_t index,
			 uint32_t character)
{
	const struct shape_glyph *glyph = &line->glyphs[index];
	hb_codepoint_t expected = 0;

	assert_true(index < line->count);
	assert_int_not_equal(glyph->face, FONTS_NONE);
	assert_int_not_equal(hb_font_get_nominal_glyph(fonts_shaper(desk->fonts, glyph->face, SIZE),
						       character, &expected),
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
	struct desk *desk = *state;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		FriBidiChar visual[GLYPHS_MAX];
		const FriBidiStrIndex length = visual_order(texts[i], visual);
		struct shape_line line = one_line(desk, texts[i]);
		uint32_t seen = 0;

		for (FriBidiStrIndex j = 0; j < length; j++, seen++)
			/* An isolate stands there, with nothing to see. */
			if (visual[j] < 0x2066 || visual[j] > 0x2069)
				expect_glyph(desk, &line, seen, visual[j]);
		assert_int_equal(seen, line.count);
	}
}

static void expect_equal(struct desk *desk, const char *one, const char *other)
{
	struct shape_glyph glyphs[GLYPHS_MAX];
	struct shape_line line = one_line(desk, one);
	const uint32_t count = line.count;
	const uint32_t width = line.width_dots;

	assert_true(count < GLYPHS_MAX);
	memcpy(glyphs, line.glyphs, count * sizeof(glyphs[0]));
	line = one_line(desk, other);
	assert_int_equal(line.count, count);
	assert_int_equal(line.width_dots, width);
	assert_memory_equal(line.glyphs, glyphs, count * sizeof(glyphs[0]));
}

/* Canonically equivalent texts look the same: UAX #15. A till may send either. */
static void composed_and_decomposed_names_look_the_same(void **state)
{
	struct desk *desk = *state;

	expect_equal(desk, "Zo\xC3\xAB S\xC3\xA5g", "Zoe\xCC\x88 Sa\xCC\x8Ag");
	expect_equal(desk,
		     "s\xE1\xBB\xAF"
		     "a",
		     "su\xCC\x9B\xCC\x83"
		     "a");
}

static void letters_join_where_the_script_joins_them(void **state)
{
	struct desk *desk = *state;
	struct shape_line line;
	uint32_t lone;

	/* Beh on its own, and three that hold hands: first, middle and last differ. */
	line = one_line(desk, "\xD8\xA8");
	lone = line.glyphs[0].glyph;
	line = one_line(desk, "\xD8\xA8\xD8\xA8\xD8\xA8");
	assert_true(line.count >= 3);
	assert_int_not_equal(line.glyphs[0].glyph, line.glyphs[line.count - 1].glyph);
	for (uint32_t i = 0; i < line.count; i++)
		assert_int_not_equal(line.glyphs[i].glyph, lone);
	/* Ka, virama, Ssa: three characters, one conjunct. */
	line = one_line(desk, "\xE0\xA4\x95\xE0\xA5\x8D\xE0\xA4\xB7");
	assert_int_equal(line.count, 1);
	/* Ka and the short i, which is written before it and spoken after. */
	lone = one_line(desk, "\xE0\xA4\x95").glyphs[0].glyph;
	line = one_line(desk, "\xE0\xA4\x95\xE0\xA4\xBF");
	assert_int_equal(line.count, 2);
	assert_int_equal(line.glyphs[1].glyph, lone);
	assert_true(line.glyphs[1].x > line.glyphs[0].x);
}

static void what_no_font_has_is_a_box(void **state)
{
	struct desk *desk = *state;
	struct shape_line line = one_line(desk, "a\xF4\x8F\xBF\xBD\xF4\x8F\xBF\xBD"
						"b");

	assert_int_equal(line.count, 4);
	assert_int_not_equal(line.glyphs[0].face, FONTS_NONE);
	assert_int_equal(line.glyphs[1].face, FONTS_NONE);
	assert_int_equal(line.glyphs[2].face, FONTS_NONE);
	assert_int_equal(line.glyphs[2].x - line.glyphs[1].x, fonts_box_dots(SIZE));
	assert_int_not_equal(line.glyphs[3].face, FONTS_NONE);
}

/* Whether a glyph is a character's own. */
static bool shows(struct desk *desk, const struct shape_glyph *glyph, uint32_t character)
{
	hb_codepoint_t own = 0;

	return glyph->face != FONTS_NONE &&
	       hb_font_get_nominal_glyph(fonts_shaper(desk->fonts, glyph->face, SIZE), character,
					 &own) != 0 &&
	       own == glyph->glyph;
}

static bool shows_any(struct desk *desk, const struct shape_glyph *glyph, const char *characters)
{
	for (size_t at = 0; at < strlen(characters);)
		if (shows(desk, glyph, utf8_next(characters, strlen(characters), &at)))
			return true;
	return false;
}

static uint32_t glyphs_of(struct desk *desk, const char *text)
{
	return one_line(desk, text).count;
}

/* A picture of several characters is one box, as it would be one picture: UTS #51. The characters
 * are of private use, so that no font has them. */
static void what_is_seen_as_one_is_one_box(void **state)
{
	struct desk *desk = *state;
	struct shape_line line = one_line(desk, "\xF4\x8F\xBF\xBD\xE2\x80\x8D\xEF\xB8\x8F");

	/* With a joiner and a selector of variations; a family of three; a hand of some colour. */
	assert_int_equal(line.count, 1);
	assert_int_equal(line.glyphs[0].face, FONTS_NONE);
	assert_int_equal(glyphs_of(desk, "\xF3\xB0\x80\x80\xE2\x80\x8D\xF3\xB0\x80\x81"
					 "\xE2\x80\x8D\xF3\xB0\x80\x82"),
			 1);
	assert_int_equal(glyphs_of(desk, "\xF3\xB0\x80\x80\xF0\x9F\x8F\xBD"), 1);
	/* What is not UTF-8 is U+FFFD, which is seen. */
	line = one_line(desk, "\xFF");
	assert_int_equal(line.count, 1);
	assert_true(line.width_dots > SIZE / 2);
}

/* Kinsoku: no line begins with what ends a sentence, a bracket or a sound, nor ends with what opens
 * one. JIS X 4051. */
static void japanese_lines_begin_and_end_where_they_may(void **state)
{
	const char *const text = "「ありがとう。」、コーヒーをどうぞ！（ちょっと）ーっゃ"
				 "「またのお越しを」きゃっきゃっ、東京・大阪：１２５０円。";
	struct desk *desk = *state;
	int lines = 0;

	for (uint32_t width = 7 * SIZE; width < 16 * SIZE; width += 5) {
		assert_int_equal(shape_text(desk->shape, STYLE, text), RGL_OK);
		for (; shape_has_more(desk->shape); lines++) {
			struct shape_line line;

			assert_int_equal(shape_line(desk->shape, width, false, &line), RGL_OK);
			assert_true(line.count > 0 && line.width_dots <= width);
			assert_false(shows_any(desk, &line.glyphs[0], "。、」！）ーっゃょ・：ッ"));
			assert_false(shows_any(desk, &line.glyphs[line.count - 1], "「（"));
		}
	}
	assert_true(lines > 200);
}

/* "ご来/店" reads badly. There would be room for two letters more. */
static void japanese_lines_end_between_words(void **state)
{
	struct desk *desk = *state;
	const uint32_t first = one_line(desk, "はじめての").width_dots;
	struct shape_line line;

	assert_int_equal(shape_text(desk->shape, STYLE, "はじめてのご来店を"), RGL_OK);
	assert_int_equal(shape_line(desk->shape, first + 2 * SIZE, false, &line), RGL_OK);
	assert_int_equal(line.width_dots, first);
}

static void append_words(char *ret, const char *const *words, uint64_t *chance)
{
	for (int i = 0; i < 4; i++) {
		if (i > 0)
			strcat(ret, " ");
		strcat(ret, words[next_number(chance) % 6]);
	}
}

/* The second line of a text is what it would be alone, though it is cut out of glyphs that were
 * shaped with their neighbours. */
static void a_line_out_of_several_is_as_it_would_be_alone(void **state)
{
	/* Of one direction each: which one a text has goes by its beginning. */
	const char *const words[2][6] = {
		{ "AVATAR", "fi", "office", "V.A.", "To", "\xE0\xA4\x95\xE0\xA5\x8D\xE0\xA4\xB7" },
		{ "\xD8\xA8\xD8\xA8", "\xD9\x84\xD8\xA7", "\xD8\xB9",
		  "\xD9\x82\xD9\x87\xD9\x88\xD8\xA9", "\xD9\x85\xD8\xAD\xD9\x85\xD8\xAF",
		  "\xD8\xAF\xD8\xA8\xD9\x8A" },
	};
	struct desk *desk = *state;
	uint64_t chance = 77;

	for (int round = 0; round < 200; round++) {
		char first[120] = "";
		char second[120] = "";
		char text[250];
		struct shape_glyph glyphs[GLYPHS_MAX];
		struct shape_line line;
		uint32_t count;
		uint32_t width;

		append_words(first, words[round % 2], &chance);
		append_words(second, words[round % 2], &chance);
		(void)snprintf(text, sizeof(text), "%s %s", first, second);
		width = one_line(desk, first).width_dots;
		line = one_line(desk, second);
		count = line.count;
		memcpy(glyphs, line.glyphs, count * sizeof(glyphs[0]));
		assert_int_equal(shape_text(desk->shape, STYLE, text), RGL_OK);
		assert_int_equal(shape_line(desk->shape, width, false, &line), RGL_OK);
		assert_int_equal(shape_line(desk->shape, WIDE, false, &line), RGL_OK);
		assert_int_equal(line.count, count);
		assert_memory_equal(line.glyphs, glyphs, count * sizeof(glyphs[0]));
	}
}

/* Nor does a word that is torn keep what its letters had from neighbours that are elsewhere now:
 * here each letter moves nearer to the next, but the last of a line. */
static void a_torn_word_is_shaped_anew_at_its_ends(void **state)
{
	const char *const text = "AVAVAVAVAVAVAVAVAVAVAV";
	struct desk *desk = *state;
	uint32_t at = 0;
	int lines = 0;

	while (at < strlen(text)) {
		struct shape_line line;
		char alone[32] = "";
		uint32_t width;
		uint32_t count;

		assert_int_equal(shape_text(desk->shape, STYLE, text), RGL_OK);
		for (int skip = 0; skip <= lines; skip++)
			assert_int_equal(shape_line(desk->shape, 90, false, &line), RGL_OK);
		count = line.count;
		width = line.width_dots;
		memcpy(alone, text + at, count);
		assert_int_equal(one_line(desk, alone).width_dots, width);
		at += count;
		lines++;
	}
	assert_true(lines > 3);
}

/* Each line fits, all is set, and a word is only torn when it is wider than the line itself. */
static void lines_break_behind_words(void **state)
{
	const char *const text = "one two three four nine six seven";
	struct desk *desk = *state;
	uint32_t glyphs = 0;
	int lines = 0;

	assert_int_equal(shape_text(desk->shape, STYLE, text), RGL_OK);
	while (shape_has_more(desk->shape)) {
		struct shape_line line;

		assert_int_equal(shape_line(desk->shape, 120, false, &line), RGL_OK);
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
	struct desk *desk = *state;
	struct shape_line line;
	uint32_t first;

	assert_int_equal(
		shape_text(desk->shape, STYLE, "Thank you, \xE2\x81\xA8Mette Holm\xE2\x81\xA9!"),
		RGL_OK);
	first = one_line(desk, "Thank you,").width_dots;
	assert_int_equal(
		shape_text(desk->shape, STYLE, "Thank you, \xE2\x81\xA8Mette Holm\xE2\x81\xA9!"),
		RGL_OK);
	/* There would be room for "Mette" too. */
	assert_int_equal(shape_line(desk->shape, first + 100, false, &line), RGL_OK);
	assert_int_equal(line.width_dots, first);
}

static void any_width_ends_and_keeps_its_promise(void **state)
{
	const char piece[] = "\xE5\xBC\xA0w\xCC\x81\xD8\xB9w\xD8\xB9";
	char text[400] = { 0 };
	struct desk *desk = *state;

	for (size_t i = 0; i + sizeof(piece) < sizeof(text); i += sizeof(piece) - 1)
		memcpy(text + i, piece, sizeof(piece));
	for (uint32_t width = 0; width < 400; width += 7) {
		int lines = 0;

		assert_int_equal(shape_text(desk->shape, STYLE, text), RGL_OK);
		while (shape_has_more(desk->shape)) {
			struct shape_line line;

			assert_true(++lines < 600);
			assert_int_equal(shape_line(desk->shape, width, lines == 3, &line), RGL_OK);
			assert_true(line.count > 0);
			if (width > 40)
				assert_true(line.width_dots <= width + SIZE / 2);
		}
		assert_true(lines <= 3);
	}
}

static void what_does_not_fit_the_last_line_ends_with_an_ellipsis(void **state)
{
	struct desk *desk = *state;
	struct shape_line line = one_line(desk, "\xE2\x80\xA6");
	const uint32_t dots = line.glyphs[0].glyph;

	assert_int_equal(shape_text(desk->shape, STYLE, "a rather long name for a coffee"), RGL_OK);
	assert_int_equal(shape_line(desk->shape, 150, true, &line), RGL_OK);
	assert_true(line.width_dots <= 150);
	assert_int_equal(line.glyphs[line.count - 1].glyph, dots);
	assert_false(shape_has_more(desk->shape));
	/* In Hebrew the end is on the left. */
	assert_int_equal(
		shape_text(desk->shape, STYLE,
			   "\xD7\x90\xD7\x91\xD7\x92\xD7\x93\xD7\x94\xD7\x95\xD7\x96\xD7\x97"
			   "\xD7\x98\xD7\x99\xD7\x9A\xD7\x9B"),
		RGL_OK);
	assert_int_equal(shape_line(desk->shape, 100, true, &line), RGL_OK);
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
		WITH_FONTS(what_is_seen_as_one_is_one_box),
		WITH_FONTS(japanese_lines_begin_and_end_where_they_may),
		WITH_FONTS(japanese_lines_end_between_words),
		WITH_FONTS(a_line_out_of_several_is_as_it_would_be_alone),
		WITH_FONTS(a_torn_word_is_shaped_anew_at_its_ends),
		WITH_FONTS(lines_break_behind_words),
		WITH_FONTS(a_name_in_isolates_moves_to_the_next_line_whole),
		WITH_FONTS(any_width_ends_and_keeps_its_promise),
		WITH_FONTS(what_does_not_fit_the_last_line_ends_with_an_ellipsis),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
