/* test_report_care.c - how people are treated, as an owner reads it. */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/silent.h"

#define HOUR_MS INT64_C(3600000)

PRINTF(2, 3) static void run(const struct report_page *page, const char *format, ...)
{
	char sql[1000];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(sql, sizeof(sql), format, arguments);
	va_end(arguments);
	assert_int_equal(shop_run(&page->shop, sql), SQLITE_OK);
}

struct said {
	int mood;
	const char *reason;
	const char *cashier;
	int64_t days_ago;
};

static int64_t add_moment(const struct report_page *page, const struct said *said)
{
	int64_t id = silent_event(&page->shop, 16);

	run(page,
	    "INSERT INTO moment (id, ref, digest, at_ms, store, cashier, via, mood, reason, stage,"
	    " question, words) VALUES (%lld, 'm%lld', zeroblob(16), %lld, '', '%s', 1, %d, '%s', 2,"
	    " '', 'do not print this')",
	    (long long)id, (long long)id, (long long)(SHOP_NOW_MS - said->days_ago * MS_A_DAY),
	    said->cashier, said->mood, said->reason);
	return id;
}

/* A question that went out on one of the shop's sales; answered by a score, or not (-1). */
static void ask(const struct report_page *page, const char *question, int score)
{
	int64_t id = silent_event(&page->shop, 17);
	int64_t moment = 0;

	if (score >= 0) {
		const struct said said = { 5, "", "", 3 };

		moment = add_moment(page, &said);
		run(page, "UPDATE moment SET mood = 0, question = '%s', score = %d WHERE id = %lld",
		    question, score, (long long)moment);
	}
	run(page,
	    "INSERT INTO asked (id, sale, question, at_ms, until_ms, answer) SELECT %lld, min(id),"
	    " '%s', %lld, %lld, nullif(%lld, 0) FROM sale WHERE id NOT IN (SELECT sale FROM asked)",
	    (long long)id, question, (long long)(SHOP_NOW_MS - 4 * MS_A_DAY),
	    (long long)(SHOP_NOW_MS + MS_A_DAY), (long long)moment);
}

struct complained {
	int64_t member;
	int64_t days_ago;
	int64_t answered_after_ms; /* 0: not */
	int state;
};

static int64_t add_complaint(const struct report_page *page, const struct complained *complained)
{
	const int64_t at_ms = SHOP_NOW_MS - complained->days_ago * MS_A_DAY;
	const int64_t until_ms = at_ms + HOUR_MS;
	const int64_t answered_ms = at_ms + complained->answered_after_ms;
	const int64_t closed_ms = complained->state < 4 ? 0 : answered_ms;
	int64_t id = silent_event(&page->shop, 18);

	run(page,
	    "INSERT INTO complaint (id, ref, digest, member, at_ms, reason, words, cashier, owner,"
	    " state, until_ms, closed_ms) VALUES (%lld, 'c%lld', zeroblob(16), %lld, %lld,"
	    " 'product', 'do not print this', 'Jonas', '', %d, %lld, %lld)",
	    (long long)id, (long long)id, (long long)complained->member, (long long)at_ms,
	    complained->state, (long long)until_ms, (long long)closed_ms);
	if (complained->answered_after_ms > 0)
		run(page,
		    "INSERT INTO complaint_step (id, complaint, kind, at_ms, who, words)"
		    " VALUES (%lld, %lld, 7, %lld, 'Mia', '')",
		    (long long)silent_event(&page->shop, 18), (long long)id,
		    (long long)answered_ms);
	return id;
}

static const char *made(struct report_page *page)
{
	const char *text = report_page_make(page, "care");

	worth_is_sane(text);
	worth_is_silent(text, "do not print this");
	return text;
}

/* ---- */

/* Nothing was ever said or done: the page says so in a few lines, and what to begin with. */
static void an_empty_shop_is_told_what_to_begin_with(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	text = made(&page);
	worth_says(text, "No complaint is open.");
	worth_says(text, "Tomorrow: Note one mood at the till");
	worth_says(text, "regulars refresh");
	worth_is_silent(text, "NPS");
	report_page_close(&page);
}

static void overdue_complaints_come_first(void **state)
{
	const struct complained late = { 22, 1, 0, 1 };
	struct report_page page;
	const char *text;
	int64_t number;
	char words[64];

	(void)state;
	silent_open(&page);
	silent_agree_all(&page.shop);
	number = add_complaint(&page, &late);
	text = made(&page);
	worth_says(text, "1 complaint is overdue: the time for an answer is over");
	(void)snprintf(words, sizeof(words), "First of all, answer complaint %lld of Mette Holm",
		       (long long)number);
	worth_says(text, words);
	worth_says(text, "Overdue complaints, the longest first");
	assert_true(strstr(text, "complaint is overdue") < strstr(text, "overdue against"));
	page.report.format = VIEW_CSV;
	worth_says(made(&page), "complaint,name,reason,late,owner,next");
	report_page_close(&page);
}

/* Five promoters, three between, two against: +30; the interval is opinion.h's. */
static void answers_have_their_interval_and_how_many_were_asked(void **state)
{
	static const int SCORES[] = { 10, 9, 9, 10, 9, 7, 8, 7, 3, 6, -1, -1 };
	struct report_page page;
	const char *text;

	(void)state;
	silent_open(&page);
	for (size_t i = 0; i < sizeof(SCORES) / sizeof(SCORES[0]); i++)
		ask(&page, "nps", SCORES[i]);
	ask(&page, "csat", 5);
	ask(&page, "csat", 2);
	ask(&page, "csat", -1);
	text = made(&page);
	worth_says(text, "NPS +30 (95 % interval ");
	worth_says(text, "10 answered of 12 asked");
	worth_says(text, "Satisfied: 50 of 100");
	worth_says(text, "2 answered of 3 asked, too few to tell");
	worth_says(text, "Questions on receipts");
	report_page_close(&page);
}

static void add_moods(const struct report_page *page)
{
	const struct said bad = { 1, "product", "Jonas", 10 };
	const struct said rude = { 2, "staff", "Bo", 12 };
	const struct said good = { 5, "", "Anna", 40 };

	for (int i = 0; i < 6; i++) {
		(void)add_moment(page, &bad);
		(void)add_moment(page, &good);
	}
	for (int i = 0; i < 2; i++)
		(void)add_moment(page, &rude);
}

/* Bo has two moods only; and as he would be alone among the others, the next smallest goes there
 * too. */
static void moods_have_reasons_and_name_nobody_with_few(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	silent_open(&page);
	add_moods(&page);
	text = made(&page);
	worth_says(text,
		   "14 moods were noted; 8 of them unhappy, most often over the product (6).");
	worth_says(text, "treatment by staff");
	worth_says(text, "others together");
	worth_is_silent(text, "Bo ");
	page.report.format = VIEW_CSV;
	page.report.table = "reasons";
	text = made(&page);
	worth_says(text, "the product,6,0,0,6,1");
	page.report.table = "cashiers";
	text = made(&page);
	worth_is_silent(text, "Bo");
	worth_says(text, "Jonas,6,0,0,6,1");
	worth_says(text, "others together,8,6,0,2");
	report_page_close(&page);
}

static void who_had_two_bad_visits_is_named(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	silent_open(&page);
	silent_agree_all(&page.shop);
	run(&page,
	    "INSERT INTO member_care (member, strikes, bad_ms, spoke) VALUES"
	    " (22, 2, %lld, 2), (23, 1, %lld, 1), (24, 3, %lld, 3)",
	    (long long)SHOP_NOW_MS, (long long)SHOP_NOW_MS,
	    (long long)(SHOP_NOW_MS - 400 * MS_A_DAY));
	text = made(&page);
	worth_says(text, "1 member has had two bad visits in a row or more");
	worth_says(text, "Mette Holm");
	worth_is_silent(text, "Asha Verma"); /* too long ago */
	worth_says(text, "1 of them never said a word");
	report_page_close(&page);
}

/* In time, late, and by what they ended in; came back is counted once the season is over. */
static void complaints_are_counted_by_their_end(void **state)
{
	const struct complained in_time = { 22, 120, HOUR_MS, 4 };
	const struct complained late = { 23, 100, 2 * HOUR_MS, 5 };
	const struct complained fresh = { 2, 5, HOUR_MS / 2, 4 };
	struct report_page page;
	const char *text;
	int64_t number;

	(void)state;
	silent_open(&page);
	number = add_complaint(&page, &in_time);
	(void)add_complaint(&page, &late);
	(void)add_complaint(&page, &fresh);
	run(&page, "INSERT INTO shift (id, cashier, till, began_ms) VALUES (%lld, 'Mia', '', 0)",
	    (long long)silent_event(&page.shop, 24));
	run(&page,
	    "INSERT INTO gesture (id, ref, digest, kind, member, complaint, cashier, shift, units,"
	    " worth_minor, sku, words, manager, over, at_ms) SELECT %lld, 'g1', zeroblob(16), 1, "
	    "22,"
	    " %lld, 'Mia', max(id), 50, 250, '', '', '', 0, %lld FROM shift",
	    (long long)silent_event(&page.shop, 19), (long long)number,
	    (long long)(SHOP_NOW_MS - 119 * MS_A_DAY));
	text = made(&page);
	worth_says(text,
		   "3 complaints in all: 2 answered in time, 1 late or not at all; 2 closed by "
		   "the customer's word.");
	worth_says(text, "1 gesture worth 2.50 EUR");
	page.report.format = VIEW_CSV;
	page.report.table = "complaints";
	text = made(&page);
	worth_says(text, "closed by the customer's word,2,1,2.50,1,1,1");
	worth_says(text, "closed without it,1,0,0.00,1,1,1");
	report_page_close(&page);
}

/* Whom the lot chose a hundred days ago: so many of each group who came since, and who did not. */
static void add_contact(const struct report_page *page, int64_t member, bool held_out, int64_t ms)
{
	run(page,
	    "INSERT INTO contact (id, member, round, held_out, listed_ms) VALUES (%lld, %lld, 1, "
	    "%d,"
	    " %lld)",
	    (long long)silent_event(&page->shop, 21), (long long)member, held_out, (long long)ms);
}

/* 2 to 21 came each week since July, 26 to 45 once in autumn before the listing. */
static void what_contacting_did_is_measured(void **state)
{
	const int64_t then_ms = SHOP_NOW_MS - 91 * MS_A_DAY;
	struct report_page page;
	const char *text;

	(void)state;
	silent_open(&page);
	for (int64_t member = 2; member <= 16; member++)
		add_contact(&page, member, false, then_ms);
	for (int64_t member = 26; member <= 37; member++)
		add_contact(&page, member, true, then_ms);
	add_contact(&page, 46, false, SHOP_NOW_MS - 10 * MS_A_DAY);
	text = made(&page);
	worth_says(text,
		   "Of 15 members listed to be contacted 100 of 100 came back within 90 days; "
		   "of 12 left alone, drawn by lot, 0 of 100.");
	worth_says(text, "Contacting brings back 100 of 100 more (95 % interval ");
	worth_says(text, "In money: ");
	worth_says(text, "1 member was listed to be contacted within the last 90 days, and 1 came "
			 "back so far");
	page.report.format = VIEW_CSV;
	page.report.table = "contacts";
	text = made(&page);
	worth_says(text, "to be contacted,15,0,15,1,");
	worth_says(text, "left alone,12,0,0,0,0.00");
	report_page_close(&page);
}

static void too_few_contacts_say_nothing(void **state)
{
	struct report_page page;

	(void)state;
	silent_open(&page);
	for (int64_t member = 2; member <= 6; member++)
		add_contact(&page, member, member == 6, SHOP_NOW_MS - 100 * MS_A_DAY);
	worth_says(made(&page), "Too few to tell whether contacting helps.");
	worth_is_silent(made(&page), "In money");
	report_page_close(&page);
}

static void voice(const struct report_page *page, const char *theme, int number, int score)
{
	run(page,
	    "INSERT INTO staff_voice (id, voice, quarter, week, theme, score, words) VALUES (%d,"
	    " CAST('voice%011d' AS BLOB), 223, 2920, '%s', nullif(%d, -1), 'do not print this')",
	    number, number, theme, score);
}

/* A half is rounded one way, in words and in figures: 8.25 is 8.3, 12.5 of 100 is 13 of 100. */
static void words_and_figures_round_alike(void **state)
{
	static const int SCORES[] = { 8, 8, 8, 9 };
	struct report_page page;
	const char *text;

	(void)state;
	silent_open(&page);
	for (int i = 0; i < 8; i++) {
		const struct said said = { i == 0 ? 5 : 1, "", "", 3 };

		(void)add_moment(&page, &said);
		ask(&page, "csat", i == 0 ? 5 : 1);
		ask(&page, "nps", i < 3 ? 1 : (i < 5 ? 10 : 8));
	}
	for (int i = 0; i < 4; i++)
		voice(&page, "", 10 + i, SCORES[i]);
	text = made(&page);
	worth_says(text, "NPS -13 (");
	worth_says(text, "Satisfied: 13 of 100 (");
	worth_says(text, "Staff give the shop 8.3 of 10");
	worth_says(text, "moods 13 of 100 are happy");
	worth_says(text, "-13 between -");
	worth_says(text, "13 % between ");
	worth_says(text, "staff give the shop, 0 to 10 8.3");
	report_page_close(&page);
}

/* Two voices are nobody's business; three are a theme. Words go out with a theme alone. */
static void staff_are_heard_from_three_voices_on(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	silent_open(&page);
	for (int i = 1; i <= 3; i++) {
		voice(&page, "hours", i, -1);
		voice(&page, "", 10 + i, 6 + i);
	}
	voice(&page, "breaks", 20, -1);
	voice(&page, "breaks", 21, -1);
	run(&page, "UPDATE staff_voice SET words = iif(theme = 'hours', 'later on Sundays', 'x')"
		   " WHERE theme <> ''");
	text = made(&page);
	worth_says(text, "Staff give the shop 8.0 of 10 as a place to work (3 voices)");
	worth_says(text, "later on Sundays");
	worth_is_silent(text, "breaks");
	report_page_close(&page);
}

static void other_days_can_be_asked_for(void **state)
{
	const struct said said = { 1, "product", "Jonas", 400 };
	struct report_page page;

	(void)state;
	silent_open(&page);
	(void)add_moment(&page, &said);
	worth_is_silent(made(&page), "mood was noted");
	assert_int_equal(report_bounds(page.shop.store, "2024-01-01", NULL, &page.report), RGL_OK);
	worth_says(made(&page), "1 mood was noted; 1 of them unhappy");
	report_page_close(&page);
}

static void a_report_without_memory_says_so(void **state)
{
	const struct complained late = { 22, 1, 0, 1 };
	struct report_page page;

	(void)state;
	silent_open(&page);
	silent_agree_all(&page.shop);
	add_moods(&page);
	ask(&page, "nps", 9);
	(void)add_complaint(&page, &late);
	worth_sweep(&page, "care");
	report_page_close(&page);
}

/* Each format, of a full page and a narrow one. */
static void every_format_is_sane(void **state)
{
	const struct complained late = { 22, 1, 0, 1 };
	struct report_page page;

	(void)state;
	silent_open(&page);
	silent_agree_all(&page.shop);
	add_moods(&page);
	ask(&page, "mood", 4);
	(void)add_complaint(&page, &late);
	for (int format = VIEW_TABLE; format <= VIEW_HTML; format++) {
		page.report.format = (enum view_format)format;
		page.report.columns = 60;
		assert_true(strlen(format == VIEW_HTML ? report_page_make(&page, "care")
						       : made(&page)) > 60);
	}
	report_page_close(&page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_shop_is_told_what_to_begin_with),
		cmocka_unit_test(overdue_complaints_come_first),
		cmocka_unit_test(answers_have_their_interval_and_how_many_were_asked),
		cmocka_unit_test(moods_have_reasons_and_name_nobody_with_few),
		cmocka_unit_test(who_had_two_bad_visits_is_named),
		cmocka_unit_test(complaints_are_counted_by_their_end),
		cmocka_unit_test(what_contacting_did_is_measured),
		cmocka_unit_test(too_few_contacts_say_nothing),
		cmocka_unit_test(words_and_figures_round_alike),
		cmocka_unit_test(staff_are_heard_from_three_voices_on),
		cmocka_unit_test(other_days_can_be_asked_for),
		cmocka_unit_test(a_report_without_memory_says_so),
		cmocka_unit_test(every_format_is_sane),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
