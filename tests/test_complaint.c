/* test_complaint.c - complaints: opened, stepped through, handed over by the clock. */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "plugin/care/state.h"
#include "tests/support/complain.h"

#define MINUTE COMPLAIN_MINUTE_MS
/* From Friday 17:40 to Monday 08:40, an hour of opening time later. */
#define HOUR_OVER_MS (COMPLAIN_FRIDAY_MS + (2 * 24 + 15) * 60 * MINUTE)

static struct care_state care_of(const struct complain *complain)
{
	struct care_state state = { 0 };

	assert_int_equal(care_state_read(complain->shop.store, complain->shop.member, &state),
			 RGL_OK);
	return state;
}

/* Whoever complains on Friday evening is not overdue on Saturday. */
static void the_clock_runs_in_opening_hours(void **state)
{
	struct complain complain;
	struct complaint now;
	int64_t id;

	(void)state;
	complain_make(&complain);
	id = complain_new(&complain, "C-1");
	now = complain_look(&complain, id);
	assert_int_equal(now.state, COMPLAINT_OPEN);
	assert_int_equal(now.until_ms, HOUR_OVER_MS);
	assert_int_equal(now.next, COMPLAINT_TAKE);
	assert_string_equal(now.owner, "");
	assert_string_equal(now.name, "Asha");
	assert_string_equal(now.words, "the coffee was cold");
	complain.now_ms = HOUR_OVER_MS - 1;
	assert_false(complain_look(&complain, id).is_overdue);
	complain.now_ms = HOUR_OVER_MS + 25 * MINUTE;
	now = complain_look(&complain, id);
	assert_true(now.is_overdue);
	assert_int_equal(now.late_minutes, 25);
	assert_false(now.is_again);
	assert_string_equal(now.owner, "Vera");
	/* So it is for who reads; nothing was written. */
	assert_int_equal(complain_count(&complain, id, COMPLAINT_ESCALATED), 0);
	complain_remove(&complain);
}

/* As good practice has it, and as each step leaves it. */
static void a_complaint_goes_through_its_steps(void **state)
{
	static const struct {
		enum complaint_kind kind;
		enum complaint_kind next;
		enum complaint_state state;
	} STEPS[] = {
		{ COMPLAINT_TAKE, COMPLAINT_LISTEN, COMPLAINT_TAKEN },
		{ COMPLAINT_LISTEN, COMPLAINT_APOLOGISE, COMPLAINT_TAKEN },
		{ COMPLAINT_APOLOGISE, COMPLAINT_OFFER, COMPLAINT_TAKEN },
		{ COMPLAINT_OFFER, COMPLAINT_REMEDY, COMPLAINT_TAKEN },
		{ COMPLAINT_REMEDY, COMPLAINT_CLOSE_BY_WORD, COMPLAINT_ANSWERED },
		{ COMPLAINT_NOTE, COMPLAINT_CLOSE_BY_WORD, COMPLAINT_ANSWERED },
		{ COMPLAINT_CLOSE_BY_WORD, 0, COMPLAINT_CLOSED },
		{ COMPLAINT_NOTE, 0, COMPLAINT_CLOSED },
		{ COMPLAINT_REOPEN, COMPLAINT_LISTEN, COMPLAINT_TAKEN },
		{ COMPLAINT_LISTEN, COMPLAINT_APOLOGISE, COMPLAINT_TAKEN },
		{ COMPLAINT_CLOSE_WITHOUT, 0, COMPLAINT_DROPPED },
	};
	struct complain complain;
	int64_t id;

	(void)state;
	complain_make(&complain);
	id = complain_new(&complain, "C-1");
	assert_int_equal(care_of(&complain).complaint, id);
	assert_int_equal(care_of(&complain).until_ms, HOUR_OVER_MS);
	for (size_t i = 0; i < sizeof(STEPS) / sizeof(STEPS[0]); i++) {
		struct complaint now;

		complain.now_ms += MINUTE;
		assert_int_equal(complain_step(&complain, id, STEPS[i].kind, "Mia"), RGL_OK);
		now = complain_look(&complain, id);
		assert_int_equal(now.state, STEPS[i].state);
		assert_int_equal(now.next, STEPS[i].next);
		assert_string_equal(now.owner, "Mia");
		assert_int_equal(now.closed_ms != 0, now.state >= COMPLAINT_CLOSED);
	}
	assert_int_equal(care_of(&complain).complaint, 0);
	assert_int_equal(care_of(&complain).away, id);
	complain_remove(&complain);
}

/* A cashier in a hurry gives a new coffee at once; who it is nobody's, has it. */
static void a_remedy_at_once_is_taken_and_stops_the_clock(void **state)
{
	struct complain complain;
	struct complaint now;
	int64_t id;

	(void)state;
	complain_make(&complain);
	id = complain_new(&complain, "C-1");
	assert_int_equal(complain_step(&complain, id, COMPLAINT_REMEDY, "Bo"), RGL_OK);
	complain.now_ms = HOUR_OVER_MS + 600 * MINUTE;
	now = complain_look(&complain, id);
	assert_int_equal(now.state, COMPLAINT_ANSWERED);
	assert_string_equal(now.owner, "Bo");
	assert_int_equal(now.next, COMPLAINT_APOLOGISE);
	assert_false(now.is_overdue);
	assert_int_equal(complain_step(&complain, id, COMPLAINT_NOTE, "Bo"), RGL_OK);
	assert_int_equal(complain_count(&complain, id, COMPLAINT_ESCALATED), 0);
	complain_remove(&complain);
}

static void is_refused(struct complain *complain, int64_t id, enum complaint_kind kind,
		       const char *words)
{
	assert_int_equal(complain_step(complain, id, kind, "Mia"), RGL_E_FIELD);
	if (strstr(complain->shop.store->refusal.text, words) == NULL)
		fail_msg("%s", complain->shop.store->refusal.text);
}

/* What comes first is said. */
static void a_step_out_of_place_says_what_comes_first(void **state)
{
	struct complain complain;
	int64_t id;

	(void)state;
	complain_make(&complain);
	id = complain_new(&complain, "C-1");
	is_refused(&complain, id, COMPLAINT_REOPEN, "is open");
	is_refused(&complain, id, COMPLAINT_CLOSE_WITHOUT, "listen, apologise or give a remedy");
	is_refused(&complain, id, COMPLAINT_OPENED, "no such step");
	is_refused(&complain, id, COMPLAINT_ESCALATED, "no such step");
	assert_int_equal(complain_step(&complain, id, COMPLAINT_CLOSE_BY_WORD, "Mia"), RGL_OK);
	is_refused(&complain, id, COMPLAINT_APOLOGISE, "reopen it first");
	is_refused(&complain, id, COMPLAINT_CLOSE_BY_WORD, "reopen it first");
	is_refused(&complain, id, COMPLAINT_TAKE, "reopen it first");
	assert_int_equal(complain_step(&complain, id + 100, COMPLAINT_NOTE, "Mia"), RGL_E_UNKNOWN);
	complain_remove(&complain);
}

/* A till that did not hear the answer sends it again. */
static void the_same_again_changes_nothing(void **state)
{
	struct complain complain;
	struct complaint_new asked;
	struct complaint_did did;
	int64_t id;
	int64_t same = 0;

	(void)state;
	complain_make(&complain);
	id = complain_new(&complain, "C-1");
	asked = complain_about(&complain, "C-1");
	assert_int_equal(complain_open(&complain, &asked, &same), RGL_EXISTS);
	assert_int_equal(same, id);
	asked.words = "the tea was cold";
	same = 0;
	assert_int_equal(complain_open(&complain, &asked, &same), RGL_E_DIFFERS);
	assert_int_equal(same, 0);
	did = complain_did(&complain, "S-1", id, COMPLAINT_LISTEN, "Mia");
	assert_int_equal(complain_do(&complain, &did), RGL_OK);
	assert_int_equal(complain_do(&complain, &did), RGL_EXISTS);
	did.who = "Bo";
	assert_int_equal(complain_do(&complain, &did), RGL_E_DIFFERS);
	did = complain_did(&complain, "C-1", id, COMPLAINT_LISTEN, "Mia");
	assert_int_equal(complain_do(&complain, &did), RGL_E_DIFFERS);
	assert_int_equal(complain_step(&complain, id, COMPLAINT_TAKE, "Mia"), RGL_EXISTS);
	assert_int_equal(complain_count(&complain, id, COMPLAINT_LISTEN), 1);
	assert_int_equal(complain_count(&complain, id, COMPLAINT_TAKE), 0);
	assert_int_equal(complain_step(&complain, id, COMPLAINT_TAKE, "Bo"), RGL_OK);
	assert_string_equal(complain_look(&complain, id).owner, "Bo");
	complain_remove(&complain);
}

/* By whom and how is written once, of the moment at which the clock ended. */
static void what_ran_out_is_handed_over_once(void **state)
{
	struct complain complain;
	struct complaint now;
	int64_t id;

	(void)state;
	complain_make(&complain);
	id = complain_new(&complain, "C-1");
	assert_int_equal(complain_step(&complain, id, COMPLAINT_TAKE, "Mia"), RGL_OK);
	complain.now_ms = HOUR_OVER_MS + 5 * MINUTE;
	(void)complain_new(&complain, "C-2");
	assert_int_equal(complain_count(&complain, id, COMPLAINT_ESCALATED), 1);
	assert_int_equal(shop_number(&complain.shop, "SELECT at_ms FROM complaint_step"
						     " WHERE kind = 11 AND who = 'Vera'"),
			 HOUR_OVER_MS);
	now = complain_look(&complain, id);
	assert_string_equal(now.owner, "Vera");
	assert_int_equal(now.second_ms, HOUR_OVER_MS + 60 * MINUTE);
	assert_true(now.is_overdue);
	assert_false(now.is_again);
	/* Who goes on about it does not take it from her. */
	assert_int_equal(complain_step(&complain, id, COMPLAINT_LISTEN, "Mia"), RGL_OK);
	complain.now_ms = HOUR_OVER_MS + 60 * MINUTE;
	now = complain_look(&complain, id);
	assert_true(now.is_again);
	assert_int_equal(now.late_minutes, 60);
	assert_string_equal(now.owner, "Vera");
	assert_int_equal(complain_step(&complain, id, COMPLAINT_NOTE, "Mia"), RGL_OK);
	assert_int_equal(complain_count(&complain, id, COMPLAINT_ESCALATED), 1);
	assert_int_equal(care_of(&complain).complaint, id);
	assert_true(care_of(&complain).until_ms <= complain.now_ms);
	complain_remove(&complain);
}

/* Reopened, it begins anew: both clocks. */
static void a_reopened_complaint_has_its_hour_again(void **state)
{
	struct complain complain;
	struct complaint now;
	int64_t id;

	(void)state;
	complain_make(&complain);
	id = complain_new(&complain, "C-1");
	complain.now_ms = HOUR_OVER_MS;
	assert_int_equal(complain_step(&complain, id, COMPLAINT_CLOSE_BY_WORD, "Mia"), RGL_OK);
	assert_int_equal(complain_count(&complain, id, COMPLAINT_ESCALATED), 1);
	complain.now_ms += 10 * MINUTE;
	assert_int_equal(complain_step(&complain, id, COMPLAINT_REOPEN, "Mia"), RGL_OK);
	now = complain_look(&complain, id);
	assert_false(now.is_overdue);
	assert_int_equal(now.until_ms, complain.now_ms + 60 * MINUTE);
	assert_int_equal(now.second_ms, 0);
	complain.now_ms += 61 * MINUTE;
	assert_int_equal(complain_step(&complain, id, COMPLAINT_LISTEN, "Mia"), RGL_OK);
	assert_int_equal(complain_count(&complain, id, COMPLAINT_ESCALATED), 2);
	complain_remove(&complain);
}

/* A history that is brought in is as it was: what was answered in its hour is not handed over. */
static void what_is_brought_in_is_judged_by_its_own_time(void **state)
{
	struct complain complain;
	struct complaint_new asked;
	struct complaint_did did;
	int64_t id = 0;

	(void)state;
	complain_make(&complain);
	asked = complain_about(&complain, "old");
	asked.at_ms = COMPLAIN_FRIDAY_MS - 100 * MS_A_DAY;
	assert_int_equal(complain_open(&complain, &asked, &id), RGL_OK);
	did = complain_did(&complain, "old-1", id, COMPLAINT_REMEDY, "Mia");
	did.at_ms = asked.at_ms - 1;
	assert_int_equal(complain_do(&complain, &did), RGL_E_TIME);
	did.at_ms = asked.at_ms + 10 * MINUTE;
	assert_int_equal(complain_do(&complain, &did), RGL_OK);
	assert_int_equal(complain_step(&complain, id, COMPLAINT_CLOSE_BY_WORD, "Mia"), RGL_OK);
	assert_int_equal(complain_count(&complain, id, COMPLAINT_ESCALATED), 0);
	complain_remove(&complain);
}

/* Each way in which what is said cannot be kept. */
static void what_cannot_be_is_refused(void **state)
{
	struct complain complain;
	struct complaint_new asked;
	struct complaint_did did;
	int64_t id = 0;

	(void)state;
	complain_make(&complain);
	asked = complain_about(&complain, NULL);
	assert_int_equal(complain_open(&complain, &asked, &id), RGL_E_FIELD);
	asked = complain_about(&complain, "moment:7");
	assert_int_equal(complain_open(&complain, &asked, &id), RGL_E_FIELD);
	asked = complain_about(&complain, "C");
	asked.words = "my card 4111 1111 1111 1111";
	assert_int_equal(complain_open(&complain, &asked, &id), RGL_E_PAYMENT_CARD);
	asked.words = "a\nb";
	assert_int_equal(complain_open(&complain, &asked, &id), RGL_E_TEXT);
	asked = complain_about(&complain, "C");
	asked.reason = "weather";
	assert_int_equal(complain_open(&complain, &asked, &id), RGL_E_FIELD);
	asked = complain_about(&complain, "C");
	asked.member = 99;
	assert_int_equal(complain_open(&complain, &asked, &id), RGL_E_UNKNOWN);
	asked = (struct complaint_new) { .ref = "C", .moment = 99 };
	assert_int_equal(complain_open(&complain, &asked, &id), RGL_E_UNKNOWN);
	asked = (struct complaint_new) { .ref = "C", .sale = 99 };
	assert_int_equal(complain_open(&complain, &asked, &id), RGL_E_NO_SALE);
	asked = (struct complaint_new) { .ref = "C" };
	assert_int_equal(complain_open(&complain, &asked, &id), RGL_E_FIELD);
	assert_int_equal(id, 0);
	assert_int_equal(shop_number(&complain.shop, "SELECT count(*) FROM complaint"), 0);
	id = complain_new(&complain, "C");
	did = complain_did(&complain, "S", id, COMPLAINT_REMEDY, "Mia");
	did.words = NULL;
	assert_int_equal(complain_do(&complain, &did), RGL_E_FIELD);
	did.gesture = 99;
	assert_int_equal(complain_do(&complain, &did), RGL_E_UNKNOWN);
	did.kind = COMPLAINT_LISTEN;
	assert_int_equal(complain_do(&complain, &did), RGL_E_FIELD);
	did = complain_did(&complain, "S", id, COMPLAINT_LISTEN, "");
	assert_int_equal(complain_do(&complain, &did), RGL_E_FIELD);
	did = complain_did(&complain, "", id, COMPLAINT_LISTEN, "Mia");
	assert_int_equal(complain_do(&complain, &did), RGL_E_FIELD);
	did = complain_did(&complain, "S", id, COMPLAINT_NOTE, "Mia");
	did.words = "";
	assert_int_equal(complain_do(&complain, &did), RGL_E_FIELD);
	complain_remove(&complain);
}

/* The remedy is what was given; what was for somebody else is no remedy here. */
static void a_gesture_is_linked_where_it_fits(void **state)
{
	struct complain complain;
	struct complaint_did did;
	char sql[1024];
	int64_t id;

	(void)state;
	complain_make(&complain);
	id = complain_new(&complain, "C-1");
	(void)snprintf(
		sql, sizeof(sql),
		"INSERT INTO event SELECT max(id) + n, 1, 77, n, 19, 1 FROM event,"
		" (SELECT 10 AS n UNION SELECT 11 UNION SELECT 12 UNION SELECT 13) GROUP BY n;"
		"INSERT INTO shift (id, cashier, till, began_ms) SELECT max(id) - 3, 'Mia', '', 1"
		" FROM event;"
		"INSERT INTO gesture SELECT max(id) - 2, 'g1', zeroblob(16), 4, %lld, NULL, NULL,"
		" 'Mia', max(id) - 3, 0, 0, '', '', '', 0, 1, 0 FROM event;"
		"INSERT INTO gesture SELECT max(id) - 1, 'g2', zeroblob(16), 4, %lld, NULL, NULL,"
		" 'Mia', max(id) - 3, 0, 0, '', '', '', 0, 1, 5 FROM event",
		(long long)complain.shop.member, (long long)complain.shop.member);
	assert_int_equal(shop_run(&complain.shop, sql), SQLITE_OK);
	did = complain_did(&complain, "S-1", id, COMPLAINT_REMEDY, "Mia");
	did.words = NULL;
	did.gesture = shop_number(&complain.shop, "SELECT id FROM gesture WHERE ref = 'g2'");
	assert_int_equal(complain_do(&complain, &did), RGL_E_FIELD);
	did.gesture = shop_number(&complain.shop, "SELECT id FROM gesture WHERE ref = 'g1'");
	assert_int_equal(complain_do(&complain, &did), RGL_OK);
	assert_int_equal(
		shop_number(&complain.shop, "SELECT gesture FROM complaint_step WHERE kind = 6"),
		did.gesture);
	complain_remove(&complain);
}

/* Steps are what happened. */
static void a_step_is_never_changed_but_for_its_words(void **state)
{
	struct complain complain;

	(void)state;
	complain_make(&complain);
	(void)complain_new(&complain, "C-1");
	assert_int_equal(shop_run(&complain.shop, "UPDATE complaint_step SET words = '', who = ''"),
			 SQLITE_OK);
	assert_int_equal(shop_run(&complain.shop, "UPDATE complaint_step SET at_ms = 1"),
			 SQLITE_CONSTRAINT);
	assert_int_equal(shop_run(&complain.shop, "DELETE FROM complaint_step"), SQLITE_CONSTRAINT);
	complain_remove(&complain);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_clock_runs_in_opening_hours),
		cmocka_unit_test(a_complaint_goes_through_its_steps),
		cmocka_unit_test(a_remedy_at_once_is_taken_and_stops_the_clock),
		cmocka_unit_test(a_step_out_of_place_says_what_comes_first),
		cmocka_unit_test(the_same_again_changes_nothing),
		cmocka_unit_test(what_ran_out_is_handed_over_once),
		cmocka_unit_test(a_reopened_complaint_has_its_hour_again),
		cmocka_unit_test(what_is_brought_in_is_judged_by_its_own_time),
		cmocka_unit_test(what_cannot_be_is_refused),
		cmocka_unit_test(a_gesture_is_linked_where_it_fits),
		cmocka_unit_test(a_step_is_never_changed_but_for_its_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
