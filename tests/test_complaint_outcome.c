/* test_complaint_outcome.c - did those who complained come back, against members who never did. */
#include "tests/support/check.h"

#include <math.h>
#include <sqlite3.h>
#include <stdio.h>

#include "plugin/care/complaint_outcome.h"
#include "plugin/identify/enrol.h"
#include "tests/support/complain.h"
#include "tests/support/sweep.h"

enum { SEASON = 30, OTHERS = 20 };

static int64_t add_member(struct complain *complain)
{
	struct enrolment enrolment = { .name = "Bo" };
	int64_t member = 0;

	assert_int_equal(enrol(complain->shop.store, &enrolment, &member), RGL_OK);
	return member;
}

static void buy(struct complain *complain, int64_t member, int64_t at_ms)
{
	struct outcome outcome = { 0 };
	struct sale_line line;
	char id[32];
	struct sale sale;

	(void)snprintf(id, sizeof(id), "S-%d", ++complain->steps);
	sale = shop_sale(&complain->shop, id, 1000, &line);
	sale.member = member;
	sale.at_ms = at_ms;
	assert_int_equal(checkout(complain->shop.desk, &sale, true, &outcome), RGL_OK);
}

static int64_t complains(struct complain *complain, int64_t member, int64_t at_ms)
{
	struct complaint_new asked = complain_about(complain, NULL);
	int64_t id = 0;
	char ref[32];

	(void)snprintf(ref, sizeof(ref), "C-%d", ++complain->steps);
	asked.ref = ref;
	asked.member = member;
	asked.at_ms = at_ms;
	assert_int_equal(complain_open(complain, &asked, &id), RGL_OK);
	return id;
}

static void answer_at(struct complain *complain, int64_t id, int64_t at_ms)
{
	struct complaint_did did = complain_did(complain, NULL, id, COMPLAINT_REMEDY, "Mia");
	char ref[32];

	(void)snprintf(ref, sizeof(ref), "A-%d", ++complain->steps);
	did.ref = ref;
	did.at_ms = at_ms;
	assert_int_equal(complain_do(complain, &did), RGL_OK);
}

/* Four who complained at their first visit in June: two answered in time, who come back after 5 and
 * 9 days, two not, of whom one does, after 20. Twenty others in the same month, every second of
 * whom comes back after 10 days. More in May, and with many visits, who are compared with nobody.
 */
static void make_june(struct complain *complain)
{
	static const int DAYS[] = { 5, 9, 20, 0 };
	const int64_t june = COMPLAIN_FRIDAY_MS - 200 * MS_A_DAY;

	complain_make(complain);
	for (int i = 0; i < 4; i++) {
		int64_t member = i == 0 ? complain->shop.member : add_member(complain);
		int64_t id;

		buy(complain, member, june);
		id = complains(complain, member, june + COMPLAIN_MINUTE_MS);
		if (i < 2)
			answer_at(complain, id, june + 5 * COMPLAIN_MINUTE_MS);
		if (DAYS[i] > 0)
			buy(complain, member, june + DAYS[i] * MS_A_DAY);
	}
	for (int i = 0; i < OTHERS; i++) {
		int64_t member = add_member(complain);

		buy(complain, member, june - MS_A_DAY);
		if (i % 2 == 0)
			buy(complain, member, june + 9 * MS_A_DAY);
	}
	for (int i = 0; i < 5; i++)
		buy(complain, add_member(complain), june - 40 * MS_A_DAY);
}

static struct complaint_outcome read_outcome(struct complain *complain)
{
	struct complaint_outcome outcome = { .matched = -1 };

	assert_int_equal(
		complaint_outcome_read(complain->shop.store, COMPLAIN_FRIDAY_MS - 365 * MS_A_DAY,
				       COMPLAIN_FRIDAY_MS, COMPLAIN_FRIDAY_MS, SEASON, &outcome),
		RGL_OK);
	return outcome;
}

static bool is_near(double a, double b)
{
	return fabs(a - b) < 1e-9;
}

/* Counted by hand. */
static void who_came_back_is_held_against_the_same_month(void **state)
{
	struct complain complain;
	struct complaint_outcome outcome;

	(void)state;
	make_june(&complain);
	outcome = read_outcome(&complain);
	assert_int_equal(outcome.complained.members, 4);
	assert_int_equal(outcome.complained.came, 3);
	assert_int_equal(outcome.complained.days, 9);
	assert_int_equal(outcome.in_time.members, 2);
	assert_int_equal(outcome.in_time.came, 2);
	assert_int_equal(outcome.in_time.days, 5);
	assert_int_equal(outcome.late.members, 2);
	assert_int_equal(outcome.late.came, 1);
	assert_int_equal(outcome.late.days, 20);
	assert_int_equal(outcome.others.members, OTHERS);
	assert_int_equal(outcome.others.came, OTHERS / 2);
	assert_int_equal(outcome.others.days, 10);
	assert_int_equal(outcome.matched, 4);
	assert_true(outcome.has_difference);
	assert_true(is_near(outcome.difference, 0.25));
	assert_true(outcome.interval.low < 0 && outcome.interval.high > 0.25);
	assert_int_equal(outcome.waiting, 0);
	complain_remove(&complain);
}

/* A month with one complaint and many others weighs as one. */
static void each_month_weighs_as_it_does_among_those_who_complained(void **state)
{
	const int64_t august = COMPLAIN_FRIDAY_MS - 140 * MS_A_DAY;
	struct complain complain;
	struct complaint_outcome outcome;
	int64_t member;

	(void)state;
	make_june(&complain);
	member = add_member(&complain);
	buy(&complain, member, august);
	(void)complains(&complain, member, august + 1);
	/* Twice: the first counts. */
	(void)complains(&complain, member, august + MS_A_DAY);
	for (int i = 0; i < OTHERS; i++) {
		member = add_member(&complain);
		buy(&complain, member, august);
		buy(&complain, member, august + MS_A_DAY);
	}
	outcome = read_outcome(&complain);
	assert_int_equal(outcome.complained.members, 5);
	assert_int_equal(outcome.matched, 5);
	assert_true(is_near(outcome.others.share, 0.8 * 0.5 + 0.2));
	assert_true(is_near(outcome.difference, 0.6 - 0.6));
	/* 1 / (0.64 / 20 + 0.04 / 20) */
	assert_int_equal(outcome.others.members, 29);
	complain_remove(&complain);
}

/* Nobody is judged before the season is over; without complaints nothing is said. */
static void without_enough_it_says_nothing(void **state)
{
	struct complaint_outcome outcome;
	struct complain complain;

	(void)state;
	complain_make(&complain);
	outcome = read_outcome(&complain);
	assert_int_equal(outcome.complained.members, 0);
	assert_false(outcome.has_difference);
	(void)complains(&complain, complain.shop.member, COMPLAIN_FRIDAY_MS - 3 * MS_A_DAY);
	outcome = read_outcome(&complain);
	assert_int_equal(outcome.complained.members, 0);
	assert_int_equal(outcome.waiting, 1);
	(void)complains(&complain, add_member(&complain), COMPLAIN_FRIDAY_MS - 90 * MS_A_DAY);
	outcome = read_outcome(&complain);
	assert_int_equal(outcome.complained.members, 1);
	assert_int_equal(outcome.matched, 0);
	assert_false(outcome.has_difference);
	assert_int_equal(complaint_outcome_read(complain.shop.store, 1, 2, 3, 0, &outcome),
			 RGL_E_RANGE);
	assert_int_equal(complaint_outcome_read(complain.shop.store, 1, 2, 3, 401, &outcome),
			 RGL_E_RANGE);
	complain_remove(&complain);
}

/* Two blocks, each of which may not be there. */
static void without_memory_it_says_so(void **state)
{
	struct complain complain;
	struct host kept;
	int refused = 0;
	bool ran_out = true;

	(void)state;
	make_june(&complain);
	kept = complain.shop.host;
	for (long at = 0; ran_out; at++) {
		struct complaint_outcome outcome = { .matched = -1 };
		struct sweep sweep;
		rgl_rc rc;

		sweep_init(&sweep, at);
		complain.shop.host.lent.resize = sweep.host.resize;
		complain.shop.host.lent.user = &sweep;
		rc = complaint_outcome_read(complain.shop.store,
					    COMPLAIN_FRIDAY_MS - 365 * MS_A_DAY, COMPLAIN_FRIDAY_MS,
					    COMPLAIN_FRIDAY_MS, SEASON, &outcome);
		complain.shop.host = kept;
		ran_out = sweep.ran_out;
		refused += rc < 0;
		assert_int_equal(rc, ran_out ? RGL_E_MEMORY : RGL_OK);
		assert_int_equal(outcome.matched, ran_out ? -1 : 4);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
	}
	assert_int_equal(refused, 2);
	complain_remove(&complain);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_came_back_is_held_against_the_same_month),
		cmocka_unit_test(each_month_weighs_as_it_does_among_those_who_complained),
		cmocka_unit_test(without_enough_it_says_nothing),
		cmocka_unit_test(without_memory_it_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
