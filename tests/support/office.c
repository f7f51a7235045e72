/* office.c - see office.h. */
#include "tests/support/office.h"
#include "tests/support/check.h"

#include <string.h>

static int64_t read_clock(void *user)
{
	return ((const struct office *)user)->now_ms;
}

void office_open(struct office *office, const char *programme)
{
	int64_t version = 0;

	shop_make(&office->shop);
	office->now_ms = SHOP_NOW_MS;
	office->shop.host.lent.user = office;
	office->shop.host.lent.now_ms = read_clock;
	assert_int_equal(book_open(office->shop.store, &office->book), RGL_OK);
	assert_int_equal(store_begin(office->shop.store), RGL_OK);
	if (book_apply(office->book, programme, strlen(programme), &version) < 0)
		fail_msg("%s", office->shop.store->refusal.text);
	assert_int_equal(store_end(office->shop.store, RGL_OK), RGL_OK);
}

void office_close(struct office *office)
{
	shop_is_sound(&office->shop);
	book_close(office->book);
	shop_remove(&office->shop);
}

struct adjustment office_ask(const struct office *office, const char *ref, int64_t units)
{
	return (struct adjustment) {
		.ref = ref,
		.member = office->shop.member,
		.purse = "points",
		.units = units,
		.who = "Mia",
		.why = "sorry for the cold coffee",
	};
}

rgl_rc office_change(struct office *office, const struct adjustment *asked, int64_t *ret_balance)
{
	return adjust(office->shop.store, office->book, asked, ret_balance);
}

void office_changes_to(struct office *office, const char *ref, int64_t units, int64_t balance)
{
	const struct adjustment asked = office_ask(office, ref, units);
	int64_t now = -77;

	if (office_change(office, &asked, &now) != RGL_OK)
		fail_msg("%s: %s", ref, office->shop.store->refusal.text);
	assert_int_equal(now, balance);
	assert_int_equal(shop_points(&office->shop), balance);
}

rgl_rc office_refusal(struct office *office, const struct adjustment *asked)
{
	int64_t balance = -77;
	rgl_rc rc = office_change(office, asked, &balance);

	assert_int_equal(balance, -77);
	assert_int_equal(office->shop.store->refusal.code, rc);
	assert_null(strpbrk(office->shop.store->refusal.text, "\r\n"));
	return rc;
}

int64_t office_lots_left(const struct office *office)
{
	return shop_number(&office->shop, "SELECT coalesce(sum(remaining), 0) FROM lot");
}

int64_t office_alerts(const struct office *office)
{
	return shop_number(&office->shop, "SELECT count(*) FROM alert");
}
