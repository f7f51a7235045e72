/* test_receipt_paper.c - texts from anywhere become elements that can do no harm. */
#include "tests/test_receipt_facts.h"

#include "plugin/base/utf8.h"

static const struct paper_style PLAIN = { PAPER_LEFT, PAPER_NORMAL, false, 0 };

static void elements_come_back_in_their_order(void **state)
{
	struct sweep sweep;
	struct host host;
	struct paper paper;

	(void)state;
	facts_lend(&sweep, &host, SWEEP_NEVER);
	paper = paper_of(&host);
	paper_text(&paper, PLAIN, "one");
	paper_columns(&paper, PLAIN, (const char *[]) { "two", "2.00" }, 2);
	paper_rule(&paper);
	paper_qr(&paper, PAPER_LARGE, "THREE");
	paper_space(&paper);
	paper_text(&paper, PLAIN, NULL);
	assert_int_equal(paper_rc(&paper), RGL_OK);
	assert_int_equal(paper.count, 6);
	assert_string_equal(paper_at(&paper, 0).texts[0], "one");
	assert_string_equal(paper_at(&paper, 1).texts[1], "2.00");
	assert_int_equal(paper_at(&paper, 2).kind, PAPER_RULE);
	assert_string_equal(paper_at(&paper, 3).texts[0], "THREE");
	assert_int_equal(paper_at(&paper, 3).style.size, PAPER_LARGE);
	assert_string_equal(paper_at(&paper, 5).texts[0], "");
	paper_free(&paper);
	assert_int_equal(sweep.held, 0);
}

/* An escape in a name would be a command to a printer or a terminal. */
static void control_characters_become_a_visible_replacement(void **state)
{
	struct sweep sweep;
	struct host host;
	struct paper paper;

	(void)state;
	facts_lend(&sweep, &host, SWEEP_NEVER);
	paper = paper_of(&host);
	/* NOLINTNEXTLINE(misc-misleading-bidirectional): meant to mislead */
	paper_text(&paper, PLAIN, "a\x1b@b\x7F\xC2\x9B\xE2\x80\xAE\xFF");
	assert_string_equal(paper_at(&paper, 0).texts[0],
			    "a\xEF\xBF\xBD@b\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
	paper_free(&paper);
}

/* Whatever the length and the bytes, the text stays UTF-8 within its room. */
static void any_long_text_is_cut_between_characters(void **state)
{
	const char *const pieces[] = { "x",    "\xC3\xA6", "\xE0\xA4\x95", "\xF0\x9F\x98\x80",
				       "\xFF", "\x1b" };
	char text[12000];
	struct sweep sweep;
	struct host host;
	struct paper paper;

	(void)state;
	facts_lend(&sweep, &host, SWEEP_NEVER);
	paper = paper_of(&host);
	for (size_t piece = 0; piece < sizeof(pieces) / sizeof(pieces[0]); piece++) {
		for (size_t lead = 0; lead < 5; lead++) {
			const char *cut;
			size_t used = lead;

			memset(text, '.', lead);
			for (; used + 5 < 10000; used += strlen(pieces[piece]))
				memcpy(text + used, pieces[piece], strlen(pieces[piece]) + 1);
			paper_text(&paper, PLAIN, text);
			cut = paper_at(&paper, paper.count - 1).texts[0];
			assert_true(strlen(cut) < PAPER_TEXT_ROOM);
			assert_true(strlen(cut) > PAPER_TEXT_ROOM - 10);
			assert_true(utf8_is_valid(cut, strlen(cut)));
			assert_string_equal(cut + strlen(cut) - 3, "\xE2\x80\xA6");
			assert_null(strchr(cut, '\x1b'));
		}
	}
	paper_free(&paper);
}

/* A name with an isolate's end in it could leave its own isolate and turn the words around it. */
static void a_quoted_name_cannot_leave_its_isolate(void **state)
{
	char name[PAPER_QUOTE_ROOM];
	char text[3 * PAPER_QUOTE_ROOM];

	(void)state;
	paper_quote("A\xE2\x81\xA9Z", name);
	assert_string_equal(name, "\xE2\x81\xA8"
				  "A\xEF\xBF\xBDZ"
				  "\xE2\x81\xA9");
	paper_quote(NULL, name);
	assert_string_equal(name, "\xE2\x81\xA8\xE2\x81\xA9");
	memset(text, 'n', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	paper_quote(text, name);
	assert_true(strlen(name) < PAPER_QUOTE_ROOM);
	assert_string_equal(name + strlen(name) - 6, "\xE2\x80\xA6\xE2\x81\xA9");
}

static void more_elements_than_the_limit_are_refused(void **state)
{
	struct sweep sweep;
	struct host host;
	struct paper paper;

	(void)state;
	facts_lend(&sweep, &host, SWEEP_NEVER);
	paper = paper_of(&host);
	for (size_t i = 0; i < PAPER_ELEMENTS_MAX; i++)
		paper_rule(&paper);
	assert_int_equal(paper_rc(&paper), RGL_OK);
	paper_rule(&paper);
	assert_int_equal(paper_rc(&paper), RGL_E_LIMIT);
	assert_int_equal(paper.count, PAPER_ELEMENTS_MAX);
	paper_free(&paper);
	assert_int_equal(sweep.held, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(elements_come_back_in_their_order),
		cmocka_unit_test(control_characters_become_a_visible_replacement),
		cmocka_unit_test(any_long_text_is_cut_between_characters),
		cmocka_unit_test(a_quoted_name_cannot_leave_its_isolate),
		cmocka_unit_test(more_elements_than_the_limit_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
