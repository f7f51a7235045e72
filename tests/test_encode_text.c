/* test_encode_text.c - a printer's own letters: what they say, where they end, and that nothing but
 * letters ever gets in by a text. */
#include "tests/test_encode_parts.h"

#include "receipts/printer/text_page.h"

static struct printer printer;

/* Prints the desk's paper as text. */
static void print(struct desk *desk, const char *profile)
{
	const struct encode_wish wish = { profile_find(profile), ENCODE_TEXT, NULL, NULL };

	assert_int_equal(desk_encode(desk, &wish), RGL_OK);
	printer = (struct printer) { 0 };
	printer_take_all(&printer, &desk->bytes);
	assert_int_equal(printer.unknown, 0);
	assert_int_equal(printer.known + printer.skip, 0);
}

static void start_over(struct desk *desk)
{
	paper_free(&desk->paper);
}

static void a_receipt_says_what_it_should(void **state)
{
	const struct profile *profile = profile_find("epson-tm-t20ii");
	struct desk *desk = *state;

	desk_fill(desk);
	print(desk, profile->name);
	assert_string_equal(printer.said, "Caf\xE9\n"
					  "------------------------------------------------\n"
					  "Flat white                                 38.00\n"
					  "2 \xD7 Cinnamon snail                         64.00\n"
					  "\n"
					  "\n\n");
	/* Drawer; the Hindi line alone as dots; a cut in the middle; the code; buzzer: it has none.
	 */
	assert_string_equal(printer.events, "idppcqc");
	assert_string_equal(printer.code, "RG17KQM2XWD9FABC3DE");
	assert_in_range(printer.module, 4, 8);
	assert_int_equal(printer.page, 16);
	assert_int_equal(printer.stride, 72);
	assert_int_equal(printer.size, 0);
	assert_int_equal(encode_cuts(profile, desk->bytes.data, desk->bytes.length), 2);
}

/* A cut with nothing above or below it would leave scraps of paper. */
static void no_empty_paper_is_cut_off(void **state)
{
	struct desk *desk = *state;

	paper_mark(&desk->paper, PAPER_CUT);
	desk_say(desk, PAPER_NORMAL, "One");
	paper_mark(&desk->paper, PAPER_CUT);
	paper_mark(&desk->paper, PAPER_CUT);
	desk_say(desk, PAPER_NORMAL, "Two");
	paper_mark(&desk->paper, PAPER_CUT);
	print(desk, "epson-tm-m30");
	assert_string_equal(printer.events, "icc");
	assert_string_equal(printer.said, "One\nTwo\n");
}

static void words_are_wrapped_and_cut(void **state)
{
	const struct paper_style two_lines = { PAPER_LEFT, PAPER_NORMAL, false, 2 };
	struct desk *desk = *state;

	desk_say(desk, PAPER_NORMAL,
		 "Thank you, Asha, this was your twelfth visit and we hope for many more of them");
	desk_say(desk, PAPER_NORMAL, "Donaudampfschifffahrtsgesellschaftskapitaensmuetzenband");
	paper_text(&desk->paper, two_lines,
		   "one two three four five six seven eight nine ten eleven twelve thirteen "
		   "fourteen fifteen sixteen seventeen eighteen");
	print(desk, "epson-tm-t20ii");
	assert_string_equal(printer.said, "Thank you, Asha, this was your twelfth visit and\n"
					  "we hope for many more of them\n"
					  "Donaudampfschifffahrtsgesellschaftskapitaensmuet\n"
					  "zenband\n"
					  "one two three four five six seven eight nine ten\n"
					  "eleven twelve thirteen fourteen fifteen sixteen\x85\n");
}

static void columns_keep_to_the_width(void **state)
{
	const struct paper_style large = { PAPER_LEFT, PAPER_LARGE, true, 0 };
	const struct paper_style plain = { PAPER_LEFT, PAPER_NORMAL, false, 0 };
	const char *const total[] = { "TOTAL", "1,234,567.00" };
	const char *const first[] = { "Flat white", "2", "76.00" };
	const char *const second[] = { "Cinnamon snail, the large one, with extra", "10", "5.00" };
	struct desk *desk = *state;

	paper_columns(&desk->paper, plain, first, 3);
	paper_columns(&desk->paper, plain, second, 3);
	paper_columns(&desk->paper, large, total, 2);
	desk_row(desk, "A name that is much longer than what the amount leaves", "38.00");
	print(desk, "bixolon-srp-350iii");
	assert_string_equal(printer.said, "Flat white                         2 76.00\n"
					  "Cinnamon snail, the large one,    10  5.00\n"
					  "with extra\n"
					  "TOTAL    1,234,567.00\n"
					  "A name that is much longer than what 38.00\n"
					  "the amount leaves\n");
	start_over(desk);
	/* Where the last column takes nearly all, the row goes as dots. */
	desk_row(desk, "x", "123456789 123456789 123456789 123456789");
	print(desk, "bixolon-srp-350iii");
	assert_string_equal(printer.said, "");
	assert_int_equal(printer.stride, 64);
}

/* What the printer cannot say as text is drawn: it has no letters that are known, or the receipt is
 * from right to left. */
static void all_is_dots_where_text_would_not_do(void **state)
{
	struct desk *desk = *state;

	desk_row(desk, "Flat white", "38.00");
	print(desk, "generic-80");
	assert_string_equal(printer.said, "");
	assert_true(printer.length > 0);
	desk->paper.is_right_to_left = true;
	print(desk, "epson-tm-m30");
	assert_string_equal(printer.said, "");
	assert_true(printer.length > 0);
}

/* An id goes to the printers that repeat it, and to no other. */
static void the_id_is_echoed_by_who_counts(void **state)
{
	struct encode_wish wish = { profile_find("epson-tm-t20iii"), ENCODE_TEXT, NULL, "J7~ " };
	struct desk *desk = *state;

	desk_say(desk, PAPER_NORMAL, "x");
	for (int i = 0; i < 2; i++) {
		assert_int_equal(desk_encode(desk, &wish), RGL_OK);
		printer = (struct printer) { 0 };
		printer_take_all(&printer, &desk->bytes);
		assert_string_equal(printer.events, i == 0 ? "ice" : "ic");
		assert_string_equal(printer.job, i == 0 ? "J7~ " : "");
		assert_int_equal(printer.unknown, 0);
		wish.profile = profile_find("citizen-ct-e351");
	}
}

/* Whatever one byte a name has in it. */
static void no_byte_of_a_text_is_a_command(void **state)
{
	struct desk *desk = *state;

	for (int byte = 1; byte < 256; byte++) {
		const char text[] = { 'a', (char)byte, '@', 'b', '\0' };

		desk_say(desk, PAPER_NORMAL, text);
		desk_row(desk, text, text);
		paper_qr(&desk->paper, PAPER_NORMAL, text);
		print(desk, "epson-tm-t20ii");
		for (size_t i = 0; i < printer.said_length; i++)
			assert_true((uint8_t)printer.said[i] >= 0x20 || printer.said[i] == '\n');
		assert_null(strchr(printer.said, 0x7F));
		start_over(desk);
	}
}

static void put_utf8(uint32_t character, char *ret)
{
	const uint32_t tail = 0x80 | (character & 0x3F);

	if (character < 0x80) {
		ret[0] = (char)character;
	} else if (character < 0x800) {
		ret[0] = (char)(0xC0 | character >> 6);
		ret[1] = (char)tail;
	} else if (character < 0x10000) {
		ret[0] = (char)(0xE0 | character >> 12);
		ret[1] = (char)(0x80 | (character >> 6 & 0x3F));
		ret[2] = (char)tail;
	} else {
		ret[0] = (char)(0xF0 | character >> 18);
		ret[1] = (char)(0x80 | (character >> 12 & 0x3F));
		ret[2] = (char)(0x80 | (character >> 6 & 0x3F));
		ret[3] = (char)tail;
	}
}

/* Every character there is: a letter of the page that prints, or nothing, or not in it. */
static void no_character_becomes_a_control_byte(void **state)
{
	size_t letters = 0;

	(void)state;
	for (uint32_t character = 1; character <= 0x10FFFF; character++) {
		char text[8] = { 0 };
		uint8_t set[8];
		size_t length = 0;

		put_utf8(character, text);
		if (text_page_set(text, true, set, sizeof(set), &length) && length > 0)
			assert_in_range(set[0], 0x20, 0x7E);
		if (!text_page_set(text, false, set, sizeof(set), &length) || length == 0)
			continue;
		assert_int_equal(length, 1);
		assert_true(set[0] >= 0x20 && set[0] != 0x7F && set[0] != 0x81 && set[0] != 0x8D &&
			    set[0] != 0x8F && set[0] != 0x90 && set[0] != 0x9D && set[0] != 0xAD);
		letters++;
	}
	/* 95 of ASCII, 95 of Latin-1 without the soft hyphen, 27 of Windows; 13 spaces, 3 hyphens.
	 */
	assert_int_equal(letters, 95 + 95 + 27 + 13 + 3);
}

static void likenesses_stand_for_what_they_look_like(void **state)
{
	/* An isolate around a name, a narrow space in a number, a true minus, a soft hyphen. */
	const char *const text = "\xE2\x81\xA8"
				 "A\xE2\x81\xA9 1\xE2\x80\xAF"
				 "2 \xE2\x88\x92"
				 "3\xC2\xAD";
	uint8_t set[32];
	size_t length = 0;

	(void)state;
	assert_true(text_page_set(text, false, set, sizeof(set), &length));
	assert_int_equal(length, 8);
	assert_memory_equal(set, "A 1 2 -3", 8);
	assert_true(text_page_set("\xE2\x82\xAC\xE2\x80\xA6", false, set, sizeof(set), &length));
	assert_memory_equal(set, "\x80\x85", 2);
	assert_false(text_page_set("\xE2\x82\xAC", true, set, sizeof(set), &length));
	/* Vietnamese, and a mark that stands by itself. */
	assert_false(text_page_set("\xE1\xBA\xA1", false, set, sizeof(set), &length));
	assert_false(text_page_set("a\xCC\x81", false, set, sizeof(set), &length));
	assert_false(text_page_set("abc", false, set, 2, &length));
}

static void run_short_of_memory(struct desk *desk, enum encode_mode mode, long fail_at,
				struct sweep *sweep)
{
	const struct encode_wish wish = { profile_find("epson-tm-t20ii"), mode, NULL, NULL };
	struct rgl_why why = { 0 };
	struct fonts *fonts = NULL;
	struct bytes bytes;
	struct host host;
	rgl_rc rc;

	sweep_init(sweep, fail_at);
	host_init(&host, &sweep->host);
	bytes = bytes_of(&host);
	rc = encode_paper(&desk->paper, &wish, &host, &fonts, &bytes, &why);
	assert_true(rc == RGL_OK || (sweep->ran_out && (rc == RGL_E_MEMORY || rc == RGL_E_FONT)));
	if (rc < 0) {
		assert_int_equal(bytes.length, 0);
		assert_true(why.text[0] != '\0');
	}
	bytes_free(&bytes);
	fonts_close(fonts);
	assert_int_equal(sweep->held, 0);
	assert_false(sweep->misused);
}

/* The till goes on when there is no memory for a receipt, and loses none. */
static void want_of_memory_leaves_all_as_it_was(void **state)
{
	struct desk *desk = *state;

	desk_fill(desk);
	for (int mode = ENCODE_DOTS; mode <= ENCODE_TEXT; mode++) {
		struct sweep sweep = { .ran_out = true };

		for (long fail_at = 0; sweep.ran_out; fail_at += 1 + fail_at / 40)
			run_short_of_memory(desk, (enum encode_mode)mode, fail_at, &sweep);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_set_up, desk_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_receipt_says_what_it_should),
		TEST(no_empty_paper_is_cut_off),
		TEST(words_are_wrapped_and_cut),
		TEST(columns_keep_to_the_width),
		TEST(all_is_dots_where_text_would_not_do),
		TEST(the_id_is_echoed_by_who_counts),
		TEST(no_byte_of_a_text_is_a_command),
		cmocka_unit_test(no_character_becomes_a_control_byte),
		cmocka_unit_test(likenesses_stand_for_what_they_look_like),
		TEST(want_of_memory_leaves_all_as_it_was),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
