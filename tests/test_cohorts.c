/* test_cohorts.c - who keeps coming, counted by hand, by brute force, and on CDNOW's log. */
#include "tests/support/check.h"

#include <stdlib.h>
#include <string.h>

#include "plugin/insight/cohorts.h"
#include "tests/support/cdnow.h"
#include "tests/support/sweep.h"

#define JUNE 677 /* 2026-06, counted from January 1970 */

static struct cohorts *opened(struct host *host)
{
	struct cohorts *cohorts = NULL;

	host_init(host, NULL);
	assert_int_equal(cohorts_open(host, &cohorts, NULL), RGL_OK);
	return cohorts;
}

static void buys(struct cohorts *cohorts, int64_t member, int32_t month, int64_t minor)
{
	assert_int_equal(cohorts_add(cohorts, member, month, money_of(minor), true, NULL), RGL_OK);
}

static void returns(struct cohorts *cohorts, int64_t member, int32_t month, int64_t minor)
{
	assert_int_equal(cohorts_add(cohorts, member, month, money_of(-minor), false, NULL),
			 RGL_OK);
}

static struct triangle finished(struct cohorts *cohorts, int32_t now_month)
{
	struct triangle triangle = { 0 };

	assert_int_equal(cohorts_finish(cohorts, now_month, &triangle, NULL), RGL_OK);
	return triangle;
}

static void assert_cell(const struct triangle *triangle, int32_t row, int32_t later,
			int64_t members, int64_t minor)
{
	const struct triangle_cell *cell = triangle_at(triangle, row, later);

	assert_int_equal(cell->members, members);
	assert_true(money_equal(cell->net, money_of(minor)));
}

/* The earliest sale decides the row also when it is told last, as an import of old files does. */
static void the_order_of_sales_does_not_matter(void **state)
{
	struct cohorts *cohorts;
	struct triangle triangle;
	struct host host;

	(void)state;
	cohorts = opened(&host);
	buys(cohorts, 2, JUNE + 2, 300);
	buys(cohorts, 1, JUNE + 2, 500);
	buys(cohorts, 2, JUNE + 1, 200);
	buys(cohorts, 1, JUNE, 100);
	buys(cohorts, 1, JUNE, 50);
	triangle = finished(cohorts, JUNE + 2);
	assert_int_equal(triangle.first_month, JUNE);
	assert_int_equal(triangle.month_count, 3);
	assert_int_equal(triangle.members, 2);
	assert_int_equal(triangle.visits, 5);
	assert_true(money_equal(triangle.net, money_of(1150)));
	assert_int_equal(triangle.rows[0].newcomers, 1);
	assert_true(money_equal(triangle.rows[0].net, money_of(650)));
	assert_cell(&triangle, 0, 0, 1, 150);
	assert_cell(&triangle, 0, 1, 0, 0);
	assert_cell(&triangle, 0, 2, 1, 500);
	assert_cell(&triangle, 1, 0, 1, 200);
	assert_cell(&triangle, 1, 1, 1, 300);
	triangle_free(&triangle);
	cohorts_close(cohorts);
}

/* Money given back lowers the month it was given back in; nobody counts as a visitor for it. */
static void a_refund_takes_money_but_is_no_visit(void **state)
{
	struct cohorts *cohorts;
	struct triangle triangle;
	struct host host;

	(void)state;
	cohorts = opened(&host);
	buys(cohorts, 7, JUNE, 1000);
	returns(cohorts, 7, JUNE + 1, 400);
	triangle = finished(cohorts, JUNE + 2);
	assert_int_equal(triangle.month_count, 2);
	assert_cell(&triangle, 0, 0, 1, 1000);
	assert_cell(&triangle, 0, 1, 0, -400);
	assert_true(money_equal(triangle.rows[0].net, money_of(600)));
	assert_int_equal(triangle.visits, 1);
	assert_int_equal(triangle.outside_members, 0);
	triangle_free(&triangle);
	cohorts_close(cohorts);
}

/* A refund of something bought before the member had a card belongs to no month of first visits;
 * it must not make a negative month, and must not vanish. */
static void a_refund_before_any_visit_is_outside(void **state)
{
	struct cohorts *cohorts;
	struct triangle triangle;
	struct host host;

	(void)state;
	cohorts = opened(&host);
	returns(cohorts, 1, JUNE, 300);
	returns(cohorts, 1, JUNE + 1, 50);
	returns(cohorts, 2, JUNE, 25);
	buys(cohorts, 1, JUNE + 2, 900);
	triangle = finished(cohorts, JUNE + 3);
	assert_int_equal(triangle.members, 1);
	assert_int_equal(triangle.outside_members, 2);
	assert_true(money_equal(triangle.outside, money_of(-375)));
	assert_true(money_equal(triangle.net, money_of(900)));
	assert_cell(&triangle, 2, 0, 1, 900);
	triangle_free(&triangle);
	cohorts_close(cohorts);
}

static void a_month_without_sales_is_an_empty_row(void **state)
{
	struct cohorts *cohorts;
	struct triangle triangle;
	struct host host;

	(void)state;
	cohorts = opened(&host);
	buys(cohorts, 1, JUNE, 100);
	buys(cohorts, 2, JUNE + 2, 100);
	triangle = finished(cohorts, JUNE + 2);
	assert_int_equal(triangle.month_count, 3);
	assert_int_equal(triangle.rows[1].newcomers, 0);
	assert_cell(&triangle, 0, 1, 0, 0);
	assert_cell(&triangle, 1, 0, 0, 0);
	triangle_free(&triangle);
	cohorts_close(cohorts);
}

/* The month of `now` and what lies after it still grow, whichever row they are in. */
static void the_month_of_now_is_not_over(void **state)
{
	struct cohorts *cohorts;
	struct triangle triangle;
	struct host host;

	(void)state;
	cohorts = opened(&host);
	buys(cohorts, 1, JUNE, 100);
	buys(cohorts, 1, JUNE + 2, 100);
	triangle = finished(cohorts, JUNE + 1);
	assert_true(triangle_is_over(&triangle, 0, 0));
	assert_false(triangle_is_over(&triangle, 0, 1));
	assert_false(triangle_is_over(&triangle, 1, 0));
	assert_false(triangle_is_over(&triangle, 0, 2));
	triangle_free(&triangle);
	cohorts_close(cohorts);
}

static void a_shop_without_sales_has_an_empty_triangle(void **state)
{
	struct cohorts *cohorts;
	struct triangle triangle;
	struct host host;

	(void)state;
	cohorts = opened(&host);
	triangle = finished(cohorts, JUNE);
	assert_int_equal(triangle.month_count, 0);
	assert_int_equal(triangle.members, 0);
	triangle_free(&triangle);
	triangle_free(&triangle);
	cohorts_close(cohorts);
	cohorts_close(NULL);
}

static void what_cannot_be_counted_is_refused(void **state)
{
	struct rgl_why why = { .size = sizeof(why) };
	struct cohorts *cohorts;
	struct host host;

	(void)state;
	cohorts = opened(&host);
	buys(cohorts, 1, JUNE, 100);
	assert_int_equal(cohorts_add(cohorts, 0, JUNE, money_of(1), true, &why), RGL_E_RANGE);
	assert_non_null(strstr(why.text, "Member 0"));
	assert_int_equal(cohorts_add(cohorts, -1, JUNE, money_of(1), true, &why), RGL_E_RANGE);
	assert_int_equal(
		cohorts_add(cohorts, COHORTS_MEMBERS_MAX + 1, JUNE, money_of(1), true, &why),
		RGL_E_RANGE);
	assert_int_equal(cohorts_add(cohorts, 1, JUNE, money_of(INT64_MAX), true, &why),
			 RGL_E_RANGE);
	assert_int_equal(
		cohorts_add(cohorts, 1, JUNE + COHORTS_MONTHS_MAX, money_of(1), true, &why),
		RGL_E_RANGE);
	assert_non_null(strstr(why.text, "date"));
	assert_int_equal(cohorts_add(cohorts, 1, INT32_MIN, money_of(1), true, &why), RGL_E_RANGE);
	assert_int_equal(cohorts_add(cohorts, 1, INT32_MAX, money_of(1), true, &why), RGL_E_RANGE);
	assert_int_equal(cohorts_add(cohorts, 1, JUNE, money_of(1), false, &why), RGL_E_ARGUMENT);
	buys(cohorts, 1, JUNE + COHORTS_MONTHS_MAX - 1, 100);
	cohorts_close(cohorts);
}

/* Sums past 64 bits are refused, in one cell and over all cells. */
static void sums_that_do_not_fit_are_refused(void **state)
{
	const struct money most = money_of(1000000000000000);
	struct triangle triangle = { .month_count = -1 };
	struct rgl_why why = { .size = sizeof(why) };
	struct cohorts *cohorts;
	struct host host;

	(void)state;
	cohorts = opened(&host);
	for (int i = 0; i < 9223; i++)
		assert_int_equal(cohorts_add(cohorts, 1, JUNE, most, true, &why), RGL_OK);
	assert_int_equal(cohorts_add(cohorts, 1, JUNE, most, true, &why), RGL_E_RANGE);
	assert_non_null(strstr(why.text, "add up"));
	assert_int_equal(cohorts_add(cohorts, 2, JUNE, most, true, &why), RGL_OK);
	assert_int_equal(cohorts_finish(cohorts, JUNE, &triangle, &why), RGL_E_RANGE);
	assert_int_equal(triangle.month_count, -1);
	cohorts_close(cohorts);
}

#define MANY_MEMBERS 700
#define MANY_MONTHS 14

struct recount {
	bool visited[MANY_MEMBERS][MANY_MONTHS];
	int64_t minor[MANY_MEMBERS][MANY_MONTHS];
};

static void recount_cell(const struct recount *recount, int32_t row, int32_t later,
			 int64_t *ret_members, int64_t *ret_minor)
{
	*ret_members = 0;
	*ret_minor = 0;
	for (size_t member = 1; member < MANY_MEMBERS; member++) {
		int32_t first = 0;

		while (first < MANY_MONTHS && !recount->visited[member][first])
			first++;
		if (first != row)
			continue;
		*ret_members += recount->visited[member][row + later];
		*ret_minor += recount->minor[member][row + later];
	}
}

/* Several blocks of members, months that begin in the middle, all by a second way of counting. */
static void many_sales_agree_with_a_plain_recount(void **state)
{
	struct recount *recount = calloc(1, sizeof(*recount));
	uint64_t number = 20261121;
	struct cohorts *cohorts;
	struct triangle triangle;
	struct host host;

	(void)state;
	assert_non_null(recount);
	cohorts = opened(&host);
	buys(cohorts, 1, JUNE + MANY_MONTHS - 1, 1);
	buys(cohorts, 1, JUNE, 1);
	recount->visited[1][0] = recount->visited[1][MANY_MONTHS - 1] = true;
	recount->minor[1][0] = recount->minor[1][MANY_MONTHS - 1] = 1;
	for (int i = 0; i < 4000; i++) {
		size_t member = 1 + next_number(&number) % (MANY_MEMBERS - 1);
		int32_t month = (int32_t)(next_number(&number) % MANY_MONTHS);
		int64_t minor = (int64_t)(next_number(&number) % 5000);

		recount->minor[member][month] += i % 9 == 0 ? -minor : minor;
		recount->visited[member][month] |= i % 9 != 0;
		if (i % 9 == 0)
			returns(cohorts, (int64_t)member, JUNE + month, minor);
		else
			buys(cohorts, (int64_t)member, JUNE + month, minor);
	}
	triangle = finished(cohorts, JUNE);
	assert_int_equal(triangle.month_count, MANY_MONTHS);
	for (int32_t row = 0; row < MANY_MONTHS; row++) {
		for (int32_t later = 0; later < MANY_MONTHS - row; later++) {
			int64_t members;
			int64_t minor;

			recount_cell(recount, row, later, &members, &minor);
			assert_cell(&triangle, row, later, members, minor);
		}
	}
	triangle_free(&triangle);
	cohorts_close(cohorts);
	free(recount);
}

/* Whichever allocation fails, nothing is lost and no result is written. */
static void every_failed_allocation_is_told_and_leaks_nothing(void **state)
{
	rgl_rc rc = RGL_E_MEMORY;
	long n = 0;

	(void)state;
	for (; rc != RGL_OK && n < 100; n++) {
		struct triangle triangle = { .month_count = -1 };
		struct cohorts *cohorts = NULL;
		struct sweep sweep;
		struct host host;

		sweep_init(&sweep, n);
		host_init(&host, &sweep.host);
		rc = cohorts_open(&host, &cohorts, NULL);
		for (int i = 0; rc >= 0 && i < 6; i++)
			rc = cohorts_add(cohorts, 1 + i * 200, JUNE - i % 3, money_of(5), true,
					 NULL);
		if (rc >= 0)
			rc = cohorts_finish(cohorts, JUNE, &triangle, NULL);
		assert_int_equal(rc, sweep.ran_out ? RGL_E_MEMORY : RGL_OK);
		assert_int_equal(triangle.month_count, rc >= 0 ? 3 : -1);
		if (rc >= 0)
			triangle_free(&triangle);
		cohorts_close(cohorts);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
	}
	assert_int_equal(rc, RGL_OK);
	assert_true(n > 10);
}

struct cdnow {
	struct cohorts *cohorts;
	int64_t worthless;
};

static void take_purchase(void *user, const struct cdnow_purchase *purchase)
{
	struct cdnow *cdnow = user;
	int32_t month = (purchase->day / 10000 - 1970) * 12 + purchase->day / 100 % 100 - 1;

	cdnow->worthless += money_sign(purchase->amount) == 0;
	assert_int_equal(cohorts_add(cdnow->cohorts, purchase->customer, month, purchase->amount,
				     true, NULL),
			 RGL_OK);
}

/* The published figures of a log that researchers have counted for twenty years. */
static void cdnow_gives_the_published_figures(void **state)
{
	static const int64_t JANUARY[] = { 7846, 1157, 964, 810 };
	struct triangle triangle;
	struct cdnow cdnow = { 0 };
	struct host host;
	bool read;

	(void)state;
	cdnow.cohorts = opened(&host);
	read = cdnow_read(take_purchase, &cdnow);
	triangle = finished(cdnow.cohorts, (1998 - 1970) * 12 + 6);
	cohorts_close(cdnow.cohorts);
	if (!read) {
		triangle_free(&triangle);
		skip();
	}
	assert_int_equal(cdnow.worthless, 80);
	assert_int_equal(triangle.members, 23570);
	assert_int_equal(triangle.visits, 69659);
	assert_true(money_equal(triangle.net, money_of(250031563)));
	assert_int_equal(triangle.first_month, (1997 - 1970) * 12);
	assert_int_equal(triangle.month_count, 18);
	assert_int_equal(triangle.rows[0].newcomers, 7846);
	assert_int_equal(triangle.rows[1].newcomers, 8476);
	assert_int_equal(triangle.rows[2].newcomers, 7248);
	for (int32_t later = 0; later < 4; later++)
		assert_int_equal(triangle_at(&triangle, 0, later)->members, JANUARY[later]);
	triangle_free(&triangle);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_order_of_sales_does_not_matter),
		cmocka_unit_test(a_refund_takes_money_but_is_no_visit),
		cmocka_unit_test(a_refund_before_any_visit_is_outside),
		cmocka_unit_test(a_month_without_sales_is_an_empty_row),
		cmocka_unit_test(the_month_of_now_is_not_over),
		cmocka_unit_test(a_shop_without_sales_has_an_empty_triangle),
		cmocka_unit_test(what_cannot_be_counted_is_refused),
		cmocka_unit_test(sums_that_do_not_fit_are_refused),
		cmocka_unit_test(many_sales_agree_with_a_plain_recount),
		cmocka_unit_test(every_failed_allocation_is_told_and_leaks_nothing),
		cmocka_unit_test(cdnow_gives_the_published_figures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
