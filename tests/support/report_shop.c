/* report_shop.c - see report_shop.h. */
#include "tests/support/report_shop.h"
#include "tests/support/check.h"

#define JUNE_MS INT64_C(1780315200000) /* 2026-06-01T12:00Z */

void report_shop_open(struct report_shop *shop)
{
	*shop = (struct report_shop) { 0 };
	host_init(&shop->host, NULL);
	shop->bytes = bytes_of(&shop->host);
	shop->view = (struct view) { .columns = 80,
				     .shop = "Kaffe & Kage",
				     .zone_name = "Europe/Copenhagen",
				     .currency = { "DKK", 2 } };
	assert_int_equal(cohorts_open(&shop->host, &shop->cohorts, NULL), RGL_OK);
	assert_int_equal(value_open(&shop->host, &shop->value, NULL), RGL_OK);
	assert_int_equal(zone_open(&shop->host, "Etc/UTC", &shop->zone, NULL), RGL_OK);
	shop->view.zone = shop->zone;
}

void report_shop_trade(struct report_shop *shop, int64_t member, int32_t month, int64_t minor)
{
	const struct value_sale sale = { .member = member,
					 .at_ms = JUNE_MS + month * 30 * MS_A_DAY,
					 .net = money_of(minor),
					 .visit = minor >= 0 };

	assert_int_equal(
		cohorts_add(shop->cohorts, member, JUNE + month, money_of(minor), minor >= 0, NULL),
		RGL_OK);
	assert_int_equal(value_add(shop->value, &sale, NULL), RGL_OK);
}

void report_shop_add_up(struct report_shop *shop, int32_t now)
{
	assert_int_equal(cohorts_finish(shop->cohorts, JUNE + now, &shop->triangle, NULL), RGL_OK);
	assert_int_equal(value_finish(shop->value, &shop->report, NULL), RGL_OK);
}

void report_shop_close(struct report_shop *shop)
{
	bytes_free(&shop->bytes);
	triangle_free(&shop->triangle);
	cohorts_close(shop->cohorts);
	value_close(shop->value);
	zone_close(shop->zone);
}

void report_shop_fill(struct report_shop *shop)
{
	for (int64_t member = 1; member <= 10; member++)
		report_shop_trade(shop, member, 0, 10000 * member);
	for (int64_t member = 1; member <= 4; member++)
		report_shop_trade(shop, member, 1, 5000);
	for (int64_t member = 11; member <= 14; member++)
		report_shop_trade(shop, member, 1, 123456);
	for (int64_t member = 11; member <= 13; member++)
		report_shop_trade(shop, member, 2, 100);
	report_shop_trade(shop, 5, 2, 700);
	report_shop_trade(shop, 15, 2, 0);
	report_shop_trade(shop, 10, 2, -100);
	report_shop_add_up(shop, 2);
}

const char *report_shop_cohorts(struct report_shop *shop)
{
	bytes_free(&shop->bytes);
	assert_int_equal(render_cohorts(&shop->triangle, &shop->view, &shop->bytes), RGL_OK);
	bytes_add_byte(&shop->bytes, '\0');
	return (const char *)shop->bytes.data;
}

const char *report_shop_value(struct report_shop *shop, const char *const *names, int64_t count)
{
	const struct value_names list = { names, count };

	bytes_free(&shop->bytes);
	assert_int_equal(render_value(&shop->report, &list, &shop->view, &shop->bytes), RGL_OK);
	bytes_add_byte(&shop->bytes, '\0');
	return (const char *)shop->bytes.data;
}
