/* test_template_read.c - each mistake in a template is told in one line, with its place. */
#include "tests/test_template_shop.h"

static void refused_with(const char *text, const char *line)
{
	char said[320];

	shop_refusal(text, strlen(text), said);
	assert_string_equal(said, line);
}

static void is_read(const char *text)
{
	refused_with(text, "");
}

/* Who misspells a name is told which one was meant. */
static void a_name_that_is_not_there_is_said_with_the_nearest(void **state)
{
	(void)state;
	refused_with("{{shop}}\nDear {{memebr}}", "line 2, column 8: there is no field \"memebr\"; "
						  "did you mean \"member\"?");
	refused_with("{{Shop}}", "line 1, column 3: there is no field \"Shop\"; did you mean "
				 "\"shop\"?");
	refused_with("{{ qwertyuiop }}", "line 1, column 4: there is no field \"qwertyuiop\"; "
					 "\"regulars template fields\" lists them");
	refused_with(".if refnud\n.end", "line 1, column 5: there is no field \"refnud\"; did you "
					 "mean \"refund\"?");
	refused_with(".if tax es", "line 1, column 9: write .if and one field, such as .if refund "
				   "or .if not refund");
	refused_with(".if taxe\n.end",
		     "line 1, column 5: there is no field \"taxe\"; did you mean \"taxes\"?");
	refused_with(".each line\n.end", "line 1, column 7: there is no list \"line\"; did you "
					 "mean \"lines\"?");
	refused_with(".each everything\n.end",
		     "line 1, column 7: there is no list \"everything\"; \"regulars template "
		     "fields\" lists them");
	refused_with(".each lines\n{{amonut}}\n.end",
		     "line 2, column 3: there is no field \"amonut\"; did you mean \"amount\"?");
}

static bool has_word(const void *user, const char *key)
{
	return strcmp(key, user) == 0;
}

/* Sentences are only held against words that are given. */
static void a_sentence_that_is_not_there_is_said_with_the_nearest(void **state)
{
	const struct template_words words = { has_word, "thanks_back" };
	const char *const text = "{{say thanks_back}}\n{{say thansk}}";
	struct template *template = NULL;
	struct rgl_why why = { 0 };
	struct host host;

	(void)state;
	host_init(&host, NULL);
	assert_int_equal(template_read(&host, text, strlen(text), &words, &template, &why),
			 RGL_E_FIELD);
	assert_string_equal(why.text, "line 2, column 7: there is no sentence \"thansk\"; did you "
				      "mean \"thanks\"?");
	assert_string_equal(why.field, "line 2, column 7");
	assert_int_equal(template_read(&host, "{{say qqqqqqqq}}", 16, &words, &template, &why),
			 RGL_E_FIELD);
	assert_string_equal(why.text, "line 1, column 7: there is no sentence \"qqqqqqqq\"; "
				      "\"regulars template fields\" lists them");
	assert_int_equal(template_read(&host, text, 19, &words, &template, &why), RGL_OK);
	template_free(template);
	is_read(text);
}

static void a_field_is_used_as_what_it_is(void **state)
{
	(void)state;
	refused_with("{{refund}}", "line 1, column 3: \"refund\" is yes or no and has no text of "
				   "its own; write .if refund");
	refused_with("{{lines}}", "line 1, column 3: \"lines\" is a list; write .each lines and "
				  "what is printed of each");
	refused_with("{{quantity}}", "line 1, column 3: \"quantity\" is of the items of \"lines\"; "
				     "write it between .each lines and its .end");
	refused_with(".if several\n.end",
		     "line 1, column 5: \"several\" is of the items of \"lines\"; write it between "
		     ".each lines and its .end");
	refused_with(".qr {{total}}",
		     "line 1, column 7: a code takes fields that are texts, such as {{code}}; "
		     "\"total\" is none");
	is_read(".if lines\n{{total}}\n.end");
	is_read(".each lines\n{{quantity}} {{shop}}\n.end");
}

static void braces_hold_a_field_or_a_sentence(void **state)
{
	const char *const what = "write {{field}} or {{say sentence}}, such as {{shop}} or {{say "
				 "thanks}}";
	const char *const texts[] = { "{{}}",	 "{{ }}",	"{{shop now}}",
				      "{{say}}", "{{say a b}}", "{{shop {{member}}" };
	char line[320];

	(void)state;
	(void)snprintf(line, sizeof(line), "line 1, column 3: %s", what);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		refused_with(texts[i], line);
	refused_with("Hello {{shop}\nmore",
		     "line 1, column 7: \"{{\" is not closed; write }} behind the name, or \\{{ to "
		     "print it");
	is_read("}} { } || {{shop}}");
}

/* The place is counted in characters, as editors do. */
static void columns_are_characters(void **state)
{
	(void)state;
	refused_with("Tak for bes\xC3\xB8get \xE2\x98\x95 {{memebr}}",
		     "line 1, column 21: there is no field \"memebr\"; did you mean \"member\"?");
	refused_with("\xEF\xBB\xBF{{shp}}",
		     "line 1, column 3: there is no field \"shp\"; did you mean \"shop\"?");
	refused_with("one\r\n\t{{shp}}\r\n",
		     "line 2, column 4: there is no field \"shp\"; did you mean \"shop\"?");
}

static void an_instruction_that_is_not_there_is_said_with_the_nearest(void **state)
{
	(void)state;
	refused_with(".centr Hello", "line 1, column 1: there is no instruction \".centr\"; did "
				     "you mean \".centre\"?");
	refused_with(
		".Rule",
		"line 1, column 1: there is no instruction \".Rule\"; did you mean \".rule\"?");
	refused_with(".large .bodl Hello", "line 1, column 8: there is no instruction \".bodl\"; "
					   "did you mean \".bold\"?");
	refused_with(".NET-kurser", "line 1, column 1: there is no instruction \".NET-kurser\"; to "
				    "print it as it is, write \\ before it");
	is_read("\\.NET-kurser");
	is_read(".5 l");
	is_read("...and more");
}

static void a_style_goes_with_one_text(void **state)
{
	(void)state;
	refused_with(".centre", "line 1, column 1: there is nothing to print; write the text "
				"behind .centre, on the same line");
	refused_with(".bold .large", "line 1, column 1: there is nothing to print; write the text "
				     "behind .bold .large, on the same line");
	refused_with(".left .centre Hello", "line 1, column 7: .centre does not go with what is "
					    "before it; leave one out");
	refused_with(".bold .bold Hello", "line 1, column 7: .bold does not go with what is "
					  "before it; leave one out");
	refused_with(".centre .rule", "line 1, column 9: .rule stands on a line of its own");
	refused_with(".bold .qr {{code}}", "line 1, column 7: .qr stands on a line of its own");
	refused_with(".bold .if copy", "line 1, column 7: .if stands on a line of its own");
	refused_with(".rule Hello", "line 1, column 7: .rule stands on a line of its own");
	refused_with(".cut now", "line 1, column 6: .cut stands on a line of its own");
	refused_with(".lines Hello", "line 1, column 8: .lines takes a number from 1 to 20, such "
				     "as .lines 2");
	refused_with(".lines 0 Hello", "line 1, column 8: .lines takes a number from 1 to 20, such "
				       "as .lines 2");
	refused_with(".lines 21 Hello", "line 1, column 8: .lines takes a number from 1 to 20, "
					"such as .lines 2");
	refused_with(".lines 99999999999999999999 Hello",
		     "line 1, column 8: .lines takes a number from 1 to 20, such as .lines 2");
	refused_with(".lines", "line 1, column 7: .lines takes a number from 1 to 20, such as "
			       ".lines 2");
	is_read(".lines 20 Hello");
}

static void a_picture_and_a_code_say_of_what(void **state)
{
	(void)state;
	refused_with(".picture cat.png", "line 1, column 1: there is one picture, the shop's: "
					 "write .picture logo");
	refused_with(".picture", "line 1, column 1: there is one picture, the shop's: write "
				 ".picture logo");
	refused_with(".qr", "line 1, column 4: .qr needs what the code says, such as .qr {{code}}");
	refused_with(".qr large",
		     "line 1, column 10: .qr needs what the code says, such as .qr {{code}}");
	refused_with(".qr {{say thanks}}", "line 1, column 7: a code has no sentences in it; write "
					   "{{code}}, or an address");
	refused_with(".qr a || b", "line 1, column 7: a code has no columns");
	refused_with(".stamps", "line 1, column 1: .stamps draws a stamp card; write it between "
				".each purses and its .end");
	refused_with(".each purses\n.stamps 5\n.end",
		     "line 2, column 9: .stamps stands on a line of its own");
}

static void blocks_are_whole(void **state)
{
	(void)state;
	refused_with("Hello\n  .if copy\nCopy", "line 2, column 3: this .if has no .end; write "
						".end behind what belongs to it");
	refused_with(".each lines\n.if several\nx\n.end",
		     "line 1, column 1: this .each has no .end; write .end behind what belongs to "
		     "it");
	refused_with("Hello\n.end", "line 2, column 1: this .end has no .if or .each before it; "
				    "leave it out");
	refused_with(".if copy\nx\n.end if", "line 3, column 6: .end stands on a line of its own");
	refused_with(".else", "line 1, column 1: .else stands between .if and its .end, once, "
			      "behind any .else if");
	refused_with(".if copy\n.else\n.else\n.end",
		     "line 3, column 1: .else stands between .if and its .end, once, behind any "
		     ".else if");
	refused_with(".if copy\n.else\n.else if refund\n.end",
		     "line 3, column 1: .else stands between .if and its .end, once, behind any "
		     ".else if");
	refused_with(".each lines\n.else\n.end",
		     "line 2, column 1: .else stands between .if and its .end, once, behind any "
		     ".else if");
	refused_with(".if copy\n.else refund\n.end",
		     "line 2, column 1: write .else alone, or .else if and a field");
	refused_with(".if copy\n.else if\n.end", "line 2, column 1: write .if and one field, such "
						 "as .if refund or .if not refund");
	refused_with(".if", "line 1, column 1: write .if and one field, such as .if refund or .if "
			    "not refund");
	refused_with(".if not", "line 1, column 1: write .if and one field, such as .if refund or "
				".if not refund");
	refused_with(".each", "line 1, column 1: write .each and one list, such as .each lines");
	refused_with(".each lines taxes",
		     "line 1, column 13: write .each and one list, such as .each lines");
	refused_with(".each lines\n.each taxes\n.end\n.end",
		     "line 2, column 1: an .each cannot be inside of another; write .end before "
		     "it");
}

static void what_is_no_text_is_not_read(void **state)
{
	(void)state;
	refused_with("Hello \xFFworld",
		     "line 1, column 7: this is not UTF-8; save the file as UTF-8");
	refused_with("\xC3", "line 1, column 1: this is not UTF-8; save the file as UTF-8");
	refused_with("a\n# \x1B[2J", "line 2, column 3: a control character (U+001B) cannot be "
				     "printed; take it out");
	refused_with("\xE2\x80\xAE!", "line 1, column 1: a control character (U+202E) cannot be "
				      "printed; take it out");
	refused_with("\xE2\x81\xA6!", "line 1, column 1: a control character (U+2066) cannot be "
				      "printed; take it out");
	is_read("A real \xEF\xBF\xBD is one");
}

static void an_empty_template_is_a_mistake(void **state)
{
	(void)state;
	refused_with("", "line 1, column 1: there is nothing to print in it; start from \"regulars "
			 "template show default\"");
	refused_with("# a\n\n  \n", "line 3, column 1: there is nothing to print in it; start from "
				    "\"regulars template show default\"");
	refused_with(".if copy\n.end", "line 2, column 1: there is nothing to print in it; start "
				       "from \"regulars template show default\"");
}

/* A text of `count` pieces behind a head; ended by free(). */
static char *repeated(const char *head, const char *piece, size_t count)
{
	const size_t room = strlen(head) + count * strlen(piece) + 1;
	char *text = calloc(1, room);
	size_t used = strlen(head);

	assert_non_null(text);
	memcpy(text, head, used);
	for (size_t i = 0; i < count; i++, used += strlen(piece))
		memcpy(text + used, piece, strlen(piece));
	return text;
}

static void refused_repeated(const char *head, const char *piece, size_t count, const char *line)
{
	char *text = repeated(head, piece, count);

	refused_with(text, line);
	free(text);
}

/* Each limit at its last value, and one beyond. */
static void limits_hold(void **state)
{
	(void)state;
	refused_repeated("", "a\n", 1000, "");
	refused_repeated("", "a\n", 1001, "line 1001, column 1: a template has at most 1000 lines");
	refused_repeated("x\n#", " ", 65533, "");
	refused_repeated("x\n#", " ", 65534,
			 "line 1, column 1: a template has at most 65536 bytes, this has 65537");
	refused_repeated("", "a", 500, "");
	refused_repeated("", "a", 501,
			 "line 1, column 502: a text has at most 500 bytes; make two "
			 "lines of it");
	refused_repeated("{{shop}}", "a", 501,
			 "line 1, column 510: a text has at most 500 bytes; "
			 "make two lines of it");
	is_read("a || b || c || d");
	refused_with("a || b || c || d || e", "line 1, column 18: a line has at most 4 columns");
	is_read(".if copy\n.if copy\n.if copy\n.if copy\n.if copy\n.if copy\n.if copy\n.if "
		"copy\nx\n.end\n.end\n.end\n.end\n.end\n.end\n.end\n.end");
	refused_repeated("", ".if copy\n", 9,
			 "line 9, column 1: at most 8 of .if and .each can be "
			 "inside of each other");
}

/* So that no receipt comes out too long to be printed at all. */
static void a_template_that_could_fill_more_than_a_paper_is_not_read(void **state)
{
	char *most = repeated(".each lines\n", "a\n", 13);
	char *more = repeated(".each lines\n", "a\n", 14);

	(void)state;
	refused_with(most, "line 1, column 1: this .each has no .end; write .end behind what "
			   "belongs to it");
	refused_with(more, "line 15, column 1: a receipt of many lines could come to more than "
			   "1992 printed lines; make the template shorter");
	free(most);
	free(more);
}

/* What is quoted of a mistake is short, whole characters, and on one line. */
static void a_long_name_is_quoted_in_part(void **state)
{
	char *text = repeated("{{x", "\xC3\xB8", 10000);
	char said[320];

	(void)state;
	text = realloc(text, 20006);
	assert_non_null(text);
	memcpy(text + 20003, "}}", 3);
	shop_refusal(text, 20005, said);
	assert_non_null(strstr(said, "there is no field \"x\xC3\xB8"));
	assert_true(strlen(said) < 160);
	assert_non_null(strstr(said, "\xC3\xB8\"; \"regulars template fields\""));
	free(text);
}

static void a_template_without_memory_is_refused(void **state)
{
	size_t length = 0;
	const char *text = template_text("default", &length);
	rgl_rc rc = RGL_E_MEMORY;

	(void)state;
	for (long n = 0; rc != RGL_OK; n++) {
		struct template *template = NULL;
		struct rgl_why why = { 0 };
		struct sweep sweep;
		struct host host;

		assert_true(n < 100);
		facts_lend(&sweep, &host, n);
		rc = template_read(&host, text, length, NULL, &template, &why);
		assert_int_equal(rc, sweep.ran_out ? RGL_E_MEMORY : RGL_OK);
		assert_int_equal(why.code, rc);
		template_free(template);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_that_is_not_there_is_said_with_the_nearest),
		cmocka_unit_test(a_sentence_that_is_not_there_is_said_with_the_nearest),
		cmocka_unit_test(a_field_is_used_as_what_it_is),
		cmocka_unit_test(braces_hold_a_field_or_a_sentence),
		cmocka_unit_test(columns_are_characters),
		cmocka_unit_test(an_instruction_that_is_not_there_is_said_with_the_nearest),
		cmocka_unit_test(a_style_goes_with_one_text),
		cmocka_unit_test(a_picture_and_a_code_say_of_what),
		cmocka_unit_test(blocks_are_whole),
		cmocka_unit_test(what_is_no_text_is_not_read),
		cmocka_unit_test(an_empty_template_is_a_mistake),
		cmocka_unit_test(limits_hold),
		cmocka_unit_test(a_template_that_could_fill_more_than_a_paper_is_not_read),
		cmocka_unit_test(a_long_name_is_quoted_in_part),
		cmocka_unit_test(a_template_without_memory_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
