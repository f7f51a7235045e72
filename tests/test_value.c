/* test_value.c - what members were worth: by hand, on CDNOW's log, and where it cannot be told. */
#include "tests/support/check.h"

#include <string.h>

#include "plugin/insight/value.h"
#include "tests/support/cdnow.h"
#include "tests/support/sweep.h"

static struct value *opened(const struct host *host)
{
	struct value *value = NULL;

	assert_int_equal(value_open(host, &value, NULL), RGL_OK);
	return value;
}

/* A sale whose cost nobody told. */
static void buys(struct value *value, int64_t member, int64_t at_ms, int64_t minor)
{
	const struct value_sale sale = {
		.member = member, .at_ms = at_ms, .net = money_of(minor), .visit = true
	};

	assert_int_equal(value_add(value, &sale, NULL), RGL_OK);
}

static void returns(struct value *value, int64_t member, int64_t at_ms, int64_t minor)
{
	const struct value_sale sale = { .member = member,
					 .at_ms = at_ms,
					 .net = money_of(-minor) };

	assert_int_equal(value_add(value, &sale, NULL), RGL_OK);
}

static void buys_at_cost(struct value *value, int64_t member, int64_t minor, int64_t cost_minor)
{
	const struct value_sale sale = { .member = member,
					 .net = money_of(minor),
					 .cost = money_of(cost_minor),
					 .cost_known = true,
					 .visit = true };

	assert_int_equal(value_add(value, &sale, NULL), RGL_OK);
}

static struct value_report finished(struct value *value)
{
	struct value_report report = { 0 };

	assert_int_equal(value_finish(value, &report, NULL), RGL_OK);
	return report;
}

static void assert_money(struct money money, int64_t minor)
{
	assert_true(money_equal(money, money_of(minor)));
}

static void members_are_listed_by_what_they_brought(void **state)
{
	struct value_report report;
	struct value *value;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	value = opened(&host);
	buys(value, 3, 5000, 700);
	buys(value, 1, 9000, 200);
	buys(value, 1, 1000, 100);
	buys(value, 2, 4000, 700);
	returns(value, 1, 99000, 50);
	report = finished(value);
	assert_int_equal(report.members, 3);
	assert_int_equal(report.list[0].id, 2);
	assert_int_equal(report.list[1].id, 3);
	assert_int_equal(report.list[2].id, 1);
	assert_int_equal(report.list[2].visits, 2);
	assert_int_equal(report.list[2].first_ms, 1000);
	assert_int_equal(report.list[2].last_ms, 9000);
	assert_money(report.list[2].worth, 250);
	assert_int_equal(report.repeat_members, 1);
	assert_int_equal(report.visits, 4);
	assert_money(report.member_net, 1650);
	assert_money(report.repeat_worth, 250);
	assert_money(report.mean, 550);
	assert_money(report.median, 700);
	assert_money(report.mean_ticket, 413);
	value_close(value);
}

/* Money from nobody, and money back to somebody who never bought, are told apart, and add up. */
static void the_whole_is_the_sum_of_its_parts(void **state)
{
	struct value_report report;
	struct value *value;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	value = opened(&host);
	buys(value, 0, 1, 500);
	returns(value, 0, 2, 100);
	buys(value, 5, 1, 1000);
	returns(value, 9, 3, 30);
	report = finished(value);
	assert_int_equal(report.nobody_sales, 1);
	assert_money(report.nobody_net, 400);
	assert_int_equal(report.refund_only_members, 1);
	assert_money(report.refund_only_net, -30);
	assert_int_equal(report.members, 1);
	assert_money(report.net, 1370);
	value_close(value);
}

/* One cost that is missing makes all of it sales again: never a mixture. */
static void worth_is_margin_only_when_every_cost_is_known(void **state)
{
	struct value_report report;
	struct value *value;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	value = opened(&host);
	buys_at_cost(value, 1, 1000, 900);
	buys_at_cost(value, 2, 500, 100);
	report = finished(value);
	assert_int_equal(report.basis, VALUE_MARGIN);
	assert_int_equal(report.list[0].id, 2);
	assert_money(report.list[0].worth, 400);
	assert_money(report.worth, 500);
	assert_money(report.member_net, 1500);
	value_close(value);

	value = opened(&host);
	buys_at_cost(value, 1, 1000, 900);
	buys_at_cost(value, 2, 500, 100);
	buys(value, 2, 0, 1);
	report = finished(value);
	assert_int_equal(report.basis, VALUE_NET_SALES);
	assert_int_equal(report.costless, 1);
	assert_int_equal(report.list[0].id, 1);
	assert_money(report.list[0].worth, 1000);
	value_close(value);
}

/* What comes back gives its cost back too. */
static void a_refund_with_its_cost_keeps_the_margin(void **state)
{
	const struct value_sale back = {
		.member = 1, .net = money_of(-1000), .cost = money_of(-900), .cost_known = true
	};
	struct value_report report;
	struct value *value;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	value = opened(&host);
	buys_at_cost(value, 1, 2000, 1800);
	assert_int_equal(value_add(value, &back, NULL), RGL_OK);
	report = finished(value);
	assert_int_equal(report.basis, VALUE_MARGIN);
	assert_money(report.worth, 100);
	assert_int_equal(report.visits, 1);
	value_close(value);
}

/* Tenths of 25 members: 2 or 3 in each, nobody left out, none twice. */
static void tenths_hold_every_member_once(void **state)
{
	static const int64_t COUNTS[VALUE_TENTHS] = { 2, 3, 2, 3, 2, 3, 2, 3, 2, 3 };
	struct value_report report;
	int64_t members = 0;
	struct value *value;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	value = opened(&host);
	for (int64_t member = 1; member <= 25; member++)
		buys(value, member, member, member);
	report = finished(value);
	for (size_t i = 0; i < VALUE_TENTHS; i++) {
		assert_int_equal(report.tenths[i].members, COUNTS[i]);
		members += report.tenths[i].members;
	}
	assert_int_equal(members, 25);
	assert_money(report.tenths[0].worth, 25 + 24);
	assert_money(report.tenths[9].worth, 3 + 2 + 1);
	assert_money(report.worth, 325);
	assert_money(report.median, 13);
	value_close(value);
}

/* Half a minor unit goes away from zero, on both sides of it. */
static void means_are_rounded_half_away_from_zero(void **state)
{
	(void)state;
	assert_money(value_mean(money_of(5), 2), 3);
	assert_money(value_mean(money_of(-5), 2), -3);
	assert_money(value_mean(money_of(4), 3), 1);
	assert_money(value_mean(money_of(-4), 3), -1);
	assert_money(value_mean(money_of(-5), 3), -2);
	assert_money(value_mean(money_of(0), 7), 0);
	assert_money(value_mean(money_of(INT64_MAX), 1), INT64_MAX);
	assert_money(value_mean(money_of(INT64_MIN), 1), INT64_MIN);
	assert_money(value_mean(money_of(INT64_MAX), INT64_MAX), 1);
}

static void a_shop_without_sales_has_nothing_to_tell(void **state)
{
	struct value_report report;
	struct value *value;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	value = opened(&host);
	report = finished(value);
	assert_int_equal(report.members, 0);
	assert_int_equal(report.basis, VALUE_NET_SALES);
	assert_money(report.mean, 0);
	value_close(value);
	value_close(NULL);
}

static void assert_refused(struct value *value, const struct value_sale *sale, rgl_rc rc,
			   const char *word)
{
	struct rgl_why why = { .size = sizeof(why) };

	assert_int_equal(value_add(value, sale, &why), rc);
	assert_int_equal(why.code, rc);
	assert_non_null(strstr(why.text, word));
}

static void what_cannot_be_counted_is_refused(void **state)
{
	const struct value_sale below = { .member = -1, .visit = true };
	const struct value_sale beyond = { .member = VALUE_MEMBERS_MAX + 1, .visit = true };
	const struct value_sale large = { .member = 1, .net = money_of(INT64_MAX), .visit = true };
	const struct value_sale refund = { .member = 1, .net = money_of(1) };
	struct value *value;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	value = opened(&host);
	assert_refused(value, &below, RGL_E_RANGE, "Member -1");
	assert_refused(value, &beyond, RGL_E_RANGE, "outside");
	assert_refused(value, &large, RGL_E_RANGE, "too large");
	assert_refused(value, &refund, RGL_E_ARGUMENT, "refund");
	value_close(value);
}

static void sums_that_do_not_fit_are_refused(void **state)
{
	const struct value_sale most = { .member = 1,
					 .net = money_of(1000000000000000),
					 .visit = true };
	struct value_report report = { .members = -1 };
	struct rgl_why why = { .size = sizeof(why) };
	struct value *value;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	value = opened(&host);
	for (int i = 0; i < 9223; i++)
		assert_int_equal(value_add(value, &most, NULL), RGL_OK);
	assert_refused(value, &most, RGL_E_RANGE, "add up");
	buys(value, 2, 0, 1000000000000000);
	assert_int_equal(value_finish(value, &report, &why), RGL_E_RANGE);
	assert_int_equal(report.members, -1);
	value_close(value);
}

static void every_failed_allocation_is_told_and_leaks_nothing(void **state)
{
	rgl_rc rc = RGL_E_MEMORY;
	long n = 0;

	(void)state;
	for (; rc != RGL_OK && n < 50; n++) {
		struct value_report report = { .members = -1 };
		struct value *value = NULL;
		struct sweep sweep;
		struct host host;

		sweep_init(&sweep, n);
		host_init(&host, &sweep.host);
		rc = value_open(&host, &value, NULL);
		for (int64_t i = 0; rc >= 0 && i < 40; i++) {
			const struct value_sale sale = { .member = i, .visit = true };

			rc = value_add(value, &sale, NULL);
		}
		if (rc >= 0)
			rc = value_finish(value, &report, NULL);
		assert_int_equal(rc, sweep.ran_out ? RGL_E_MEMORY : RGL_OK);
		assert_int_equal(report.members, rc >= 0 ? 39 : -1);
		value_close(value);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
	}
	assert_int_equal(rc, RGL_OK);
	assert_true(n > 3);
}

static void take_purchase(void *user, const struct cdnow_purchase *purchase)
{
	const struct value_sale sale = { .member = purchase->customer,
					 .at_ms = purchase->day,
					 .net = purchase->amount,
					 .visit = true };

	assert_int_equal(value_add(user, &sale, NULL), RGL_OK);
}

/* Members, purchases and sum are published; the others were counted with awk and sort. */
static void cdnow_gives_the_known_figures(void **state)
{
	struct value_report report;
	struct value *value;
	struct host host;
	bool read;

	(void)state;
	host_init(&host, NULL);
	value = opened(&host);
	read = cdnow_read(take_purchase, value);
	report = finished(value);
	if (!read) {
		value_close(value);
		skip();
	}
	assert_int_equal(report.members, 23570);
	assert_int_equal(report.visits, 69659);
	assert_money(report.net, 250031563);
	assert_int_equal(report.repeat_members, 11662);
	assert_money(report.repeat_worth, 214036894);
	assert_money(report.tenths[0].worth, 127372895);
	assert_money(report.list[0].worth, 1399093);
	assert_money(report.mean, 10608);
	assert_money(report.median, 4340);
	value_close(value);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_are_listed_by_what_they_brought),
		cmocka_unit_test(the_whole_is_the_sum_of_its_parts),
		cmocka_unit_test(worth_is_margin_only_when_every_cost_is_known),
		cmocka_unit_test(a_refund_with_its_cost_keeps_the_margin),
		cmocka_unit_test(tenths_hold_every_member_once),
		cmocka_unit_test(means_are_rounded_half_away_from_zero),
		cmocka_unit_test(a_shop_without_sales_has_nothing_to_tell),
		cmocka_unit_test(what_cannot_be_counted_is_refused),
		cmocka_unit_test(sums_that_do_not_fit_are_refused),
		cmocka_unit_test(every_failed_allocation_is_told_and_leaks_nothing),
		cmocka_unit_test(cdnow_gives_the_known_figures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
