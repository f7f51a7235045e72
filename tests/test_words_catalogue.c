/* test_words_catalogue.c - reading what a translator wrote: what is a sentence, and what is said of
 * each line that is none.
 */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "receipts/words/catalogue.h"
#include "receipts/words/words.h"

#define NAME_63 "abcdefghijklmnopqrstuvwxyz_0123456789_abcdefghijklmnopqrstuvwxy"

static struct host host;

static int set_up(void **state)
{
	(void)state;
	host_init(&host, NULL);
	return 0;
}

/* The lines that could not be read. */
struct told {
	size_t count;
	uint32_t line;
	char why[CATALOGUE_WHY_ROOM];
};

static void tell(void *user, uint32_t line, const char *why)
{
	struct told *told = user;

	told->count++;
	told->line = line;
	assert_null(strchr(why, '\n'));
	snprintf(told->why, sizeof(told->why), "%s", why);
}

static struct told read_bytes(const char *text, size_t length, struct catalogue *ret)
{
	struct told told = { .count = 0 };
	struct rgl_why why = { .size = sizeof(why) };

	assert_int_equal(catalogue_read(&host, (struct span) { text, length },
					(struct catalogue_bad) { tell, &told }, ret, &why),
			 RGL_OK);
	return told;
}

static struct told read_text(const char *text, struct catalogue *ret)
{
	return read_bytes(text, strlen(text), ret);
}

static const struct sentence *find(const struct catalogue *catalogue, const char *key)
{
	return catalogue_find(catalogue, (struct span) { key, strlen(key) });
}

static void check_text(const struct catalogue *catalogue, const char *key, const char *expected)
{
	const struct sentence *sentence = find(catalogue, key);

	assert_non_null(sentence);
	if (!span_is(sentence->text, expected))
		fail_msg("%s: \"%.*s\"", key, (int)sentence->text.length, sentence->text.at);
}

/* As editors of all kinds leave it. */
static void a_line_is_a_name_and_a_sentence(void **state)
{
	static const char TEXT[] = "\xEF\xBB\xBF"
				   "one = 1\r\n"
				   "\n"
				   "  # a remark = no sentence\n"
				   "\ttwo=2  \n"
				   "three = a = b # c\n" NAME_63 " = long\n"
				   "last = without an end of line";
	struct catalogue catalogue;

	(void)state;
	assert_int_equal(read_text(TEXT, &catalogue).count, 0);
	assert_int_equal(catalogue.count, 5);
	check_text(&catalogue, "one", "1");
	check_text(&catalogue, "two", "2");
	check_text(&catalogue, "three", "a = b # c");
	check_text(&catalogue, NAME_63, "long");
	check_text(&catalogue, "last", "without an end of line");
	assert_null(find(&catalogue, "a"));
	assert_null(find(&catalogue, ""));
	assert_null(find(&catalogue, "on"));
	catalogue_free(&catalogue);
	catalogue_free(&catalogue);
}

static void a_sentence_has_forms(void **state)
{
	static const char TEXT[] = "p[points =0] = none\n"
				   "q = between\n"
				   "p [ points one ] = one\n"
				   "p[points other]= {points}\n"
				   "v[visit ordinal two] = nd\n";
	const struct sentence *at;
	struct catalogue catalogue;

	(void)state;
	assert_int_equal(read_text(TEXT, &catalogue).count, 0);
	at = find(&catalogue, "p");
	assert_int_equal(at->form, FORM_EXACT);
	assert_int_equal(at->exact, 0);
	at = at->next;
	assert_int_equal(at->form, FORM_PLURAL);
	assert_int_equal(at->plural, PLURAL_ONE);
	assert_true(span_is(at->selector, "points"));
	assert_int_equal(at->line, 3);
	at = at->next;
	assert_int_equal(at->plural, PLURAL_OTHER);
	assert_null(at->next);
	at = find(&catalogue, "v");
	assert_int_equal(at->form, FORM_ORDINAL);
	assert_int_equal(at->plural, PLURAL_TWO);
	catalogue_free(&catalogue);
}

static void an_empty_catalogue_has_no_sentences(void **state)
{
	struct catalogue catalogue;

	(void)state;
	assert_int_equal(read_text("", &catalogue).count, 0);
	assert_int_equal(catalogue.count, 0);
	assert_null(find(&catalogue, "thanks"));
	catalogue_free(&catalogue);
}

/* ---- What is wrong ---- */

static void check_told(const char *text, size_t length, uint32_t line, const char *expected)
{
	struct catalogue catalogue;
	const struct told told = read_bytes(text, length, &catalogue);

	if (told.count != 1 || told.line != line || strstr(told.why, expected) == NULL)
		fail_msg("%s\n%zu told, line %u: %s", text, told.count, told.line, told.why);
	catalogue_free(&catalogue);
}

static void check_wrong(const char *text, const char *expected)
{
	check_told(text, strlen(text), 1, expected);
}

/* A translator is no programmer: each mistake has a sentence of its own that says what to write. */
static void each_mistake_is_told_with_what_to_write(void **state)
{
	(void)state;
	check_wrong("Thank you!", "a line is a remark");
	check_wrong("= Thank you!", "a line is a remark");
	check_wrong("THANKS = Thank you!", "small letters");
	check_wrong("thanks", "a \"=\" is missing");
	check_wrong("thanks Thank you!", "a \"=\" is missing");
	check_wrong(NAME_63 "z = Thank you!", "longer than 63 bytes");
	check_wrong("thanks =", "there is no sentence");
	check_wrong("thanks =   ", "there is no sentence");
	check_wrong("p[] = x", "the name of a number first");
	check_wrong("p[=0] = x", "the name of a number first");
	check_wrong("p[" NAME_63 "z one] = x", "the name of a number first");
	check_wrong("p[points] = x", "is not a plural form");
	check_wrong("p[points several] = x", "\"several\" is not a plural form");
	check_wrong("p[visit ordinal] = x", "is not a plural form");
	check_wrong("p[points =] = x", "is not a number");
	check_wrong("p[points =few] = x", "\"few\" is not a number");
	check_wrong("p[points =99999999999999999999] = x", "is not a number");
	check_wrong("p[points =2000000000] = x", "is not a number");
	check_wrong("p[points one = x", "a \"]\" is missing");
	check_wrong("p[points one two] = x", "a \"]\" is missing");
	check_wrong("p[points one", "a \"]\" is missing");
	check_wrong("p[", "the name of a number first");
}

/* What a printer, or a reader, could be led astray by. */
static void a_brace_opens_a_name_or_is_written_twice(void **state)
{
	(void)state;
	check_wrong("thanks = Thank you, {member!", "after \"{\"");
	check_wrong("thanks = Thank you, {", "after \"{\"");
	check_wrong("thanks = Thank you, {}", "after \"{\"");
	check_wrong("thanks = Thank you, {Member}", "after \"{\"");
	check_wrong("thanks = Thank you, { member }", "after \"{\"");
	check_wrong("thanks = {{{", "after \"{\"");
	check_wrong("thanks = {" NAME_63 "z}", "after \"{\"");
}

static void bytes_that_are_no_text_are_told(void **state)
{
	static const char NUL[] = "a = b\nthanks = Thank\0 you\nc = d";
	char text[WORDS_ROOM + 16] = "thanks = ";
	const size_t start = strlen(text);
	struct catalogue catalogue;

	(void)state;
	check_wrong("thanks = \xFF", "is not UTF-8");
	check_wrong("thanks = \xC3", "is not UTF-8");
	check_wrong("thanks = a\x1B@", "control character (U+001B)");
	check_wrong("thanks = a\xE2\x80\xAE!", "control character (U+202E)");
	check_told(NUL, sizeof(NUL) - 1, 2, "U+0000");
	memset(text + start, 'x', WORDS_ROOM - 1);
	text[start + WORDS_ROOM - 1] = '\0';
	assert_int_equal(read_text(text, &catalogue).count, 0);
	catalogue_free(&catalogue);
	text[start + WORDS_ROOM - 1] = 'x';
	text[start + WORDS_ROOM] = '\0';
	check_wrong(text, "longer than 511 bytes");
}

static void check_second(const char *text, const char *expected)
{
	check_told(text, strlen(text), 2, expected);
}

/* Two sentences of one name are a slip of the hand: which is meant, nobody knows. */
static void a_sentence_is_said_once(void **state)
{
	(void)state;
	check_second("a = 1\na = 2", "\"a\" was said in line 1 before");
	check_second("a[n one] = 1\na[n one] = 2", "was said in line 1 before");
	check_second("a[n =1] = 1\na[n =1] = 2", "was said in line 1 before");
	check_second("a = 1\na[n one] = 2", "another number in its brackets");
	check_second("a[n one] = 1\na = 2", "another number in its brackets");
	check_second("a[n one] = 1\na[m other] = 2", "another number in its brackets");
	check_second("a[n one] = 1\na[n ordinal other] = 2", "is an ordinal in one of");
}

/* One bad line must not hide the good ones. */
static void the_other_lines_are_read_all_the_same(void **state)
{
	struct catalogue catalogue;
	const struct told told = read_text("a = 1\nnothing\n\xFF\nb = 2\n", &catalogue);

	(void)state;
	assert_int_equal(told.count, 2);
	assert_int_equal(told.line, 3);
	assert_int_equal(catalogue.count, 2);
	check_text(&catalogue, "b", "2");
	catalogue_free(&catalogue);
}

/* Many names whose places in the table meet. */
static void two_thousand_sentences_are_all_found(void **state)
{
	static char text[64000];
	struct catalogue catalogue;
	size_t length = 0;
	char key[16];

	(void)state;
	for (int i = 0; i < CATALOGUE_LINES_MAX; i++)
		length += (size_t)snprintf(text + length, sizeof(text) - length, "%sk%d = %d",
					   i == 0 ? "" : "\n", i, i);
	assert_int_equal(read_bytes(text, length, &catalogue).count, 0);
	for (int i = 0; i < CATALOGUE_LINES_MAX; i++) {
		snprintf(key, sizeof(key), "k%d", i);
		check_text(&catalogue, key, key + 1);
	}
	assert_null(find(&catalogue, "k2000"));
	catalogue_free(&catalogue);
}

static void what_is_too_long_is_refused(void **state)
{
	static char text[CATALOGUE_BYTES_MAX + 1];
	struct catalogue catalogue;
	struct rgl_why why = { .size = sizeof(why) };

	(void)state;
	memset(text, '#', sizeof(text));
	assert_int_equal(read_bytes(text, CATALOGUE_BYTES_MAX, &catalogue).count, 0);
	catalogue_free(&catalogue);
	assert_int_equal(catalogue_read(&host, (struct span) { text, sizeof(text) },
					(struct catalogue_bad) { tell, NULL }, &catalogue, &why),
			 RGL_E_FIELD);
	memset(text, '\n', CATALOGUE_LINES_MAX);
	assert_int_equal(catalogue_read(&host, (struct span) { text, CATALOGUE_LINES_MAX },
					(struct catalogue_bad) { tell, NULL }, &catalogue, &why),
			 RGL_E_FIELD);
	assert_non_null(strstr(why.text, "too long"));
}

/* ---- Stretches ---- */

static void a_sentence_comes_apart_into_text_and_names(void **state)
{
	static const struct piece EXPECTED[] = {
		{ false, { "a ", 2 } }, { true, { "b", 1 } }, { false, { "{", 1 } },
		{ false, { "c}", 2 } }, { true, { "d", 1 } },
	};
	struct span rest = { "a {b}{{c}{d}", 12 };
	struct piece piece;

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		assert_true(piece_next(&rest, &piece));
		assert_int_equal(piece.is_name, EXPECTED[i].is_name);
		assert_true(span_equal(piece.text, EXPECTED[i].text));
	}
	assert_false(piece_next(&rest, &piece));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_a_name_and_a_sentence),
		cmocka_unit_test(a_sentence_has_forms),
		cmocka_unit_test(an_empty_catalogue_has_no_sentences),
		cmocka_unit_test(each_mistake_is_told_with_what_to_write),
		cmocka_unit_test(a_brace_opens_a_name_or_is_written_twice),
		cmocka_unit_test(bytes_that_are_no_text_are_told),
		cmocka_unit_test(a_sentence_is_said_once),
		cmocka_unit_test(the_other_lines_are_read_all_the_same),
		cmocka_unit_test(two_thousand_sentences_are_all_found),
		cmocka_unit_test(what_is_too_long_is_refused),
		cmocka_unit_test(a_sentence_comes_apart_into_text_and_names),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
