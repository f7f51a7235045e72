/* shop.c - see shop.h. */
#include "tests/support/shop.h"
#include "tests/support/check.h"

#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "plugin/identify/enrol.h"
#include "plugin/identify/member.h"

int64_t shop_now_ms(void *user)
{
	(void)user;
	return SHOP_NOW_MS;
}

struct shop shop_owner(void)
{
	struct shop shop = {
		.name = "Corner",
		.language = "en",
		.zone_name = "Europe/Copenhagen",
		.reward_name = "a free coffee",
		.calling_code = "45",
		.earn_points = points_of(1),
		.earn_per = money_of(100),
		.worth = money_of(100),
		.worth_of = points_of(100),
		.reward_points = points_of(400),
	};

	assert_int_equal(currency_of("EUR", &shop.currency), RGL_OK);
	return shop;
}

void shop_make_as(struct test_shop *ret, const struct shop *owner)
{
	const struct rgl_host lent = { .size = sizeof(lent), .now_ms = shop_now_ms };
	const struct enrolment asha = { .name = "Asha", .phone = SHOP_PHONE };
	const char *root = getenv("TMPDIR");
	struct rgl_why why = { 0 };

	*ret = (struct test_shop) { 0 };
	host_init(&ret->host, &lent);
	(void)snprintf(ret->folder, sizeof(ret->folder), "%.400s/shop-XXXXXX",
		       root == NULL ? "/tmp" : root);
	assert_non_null(mkdtemp(ret->folder));
	(void)snprintf(ret->path, sizeof(ret->path), "%s/shop.db", ret->folder);
	assert_int_equal(store_create(&ret->host, ret->path, NULL, owner, &why), RGL_OK);
	shop_open(ret);
	assert_int_equal(enrol(ret->store, &asha, &ret->member), RGL_OK);
	assert_int_equal(member_token(ret->store, ret->member, ret->token), RGL_OK);
}

void shop_make(struct test_shop *ret)
{
	const struct shop owner = shop_owner();

	shop_make_as(ret, &owner);
}

void shop_open(struct test_shop *shop)
{
	struct rgl_why why = { 0 };
	rgl_rc rc =
		store_open(&shop->host, shop->path, NULL, "till", STORE_WRITE, &shop->store, &why);

	if (rc < 0)
		fail_msg("the store does not open: %s", why.text);
	rc = desk_open(shop->store, &shop->desk);
	if (rc < 0)
		fail_msg("no room at the desk: %s", shop->store->refusal.text);
}

void shop_close(struct test_shop *shop)
{
	desk_close(shop->desk);
	shop->desk = NULL;
	store_close(shop->store);
	shop->store = NULL;
}

void shop_remove(struct test_shop *shop)
{
	DIR *folder;
	struct dirent *entry;

	shop_close(shop);
	folder = opendir(shop->folder);
	assert_non_null(folder);
	while ((entry = readdir(folder)) != NULL)
		(void)unlinkat(dirfd(folder), entry->d_name, 0);
	(void)closedir(folder);
	assert_int_equal(rmdir(shop->folder), 0);
}

void shop_path(const struct test_shop *shop, const char *ending, char ret[544])
{
	(void)snprintf(ret, 544, "%.520s%s", shop->path, ending);
}

int64_t shop_number(const struct test_shop *shop, const char *sql)
{
	sqlite3_stmt *statement = NULL;
	int64_t number;

	assert_int_equal(sqlite3_prepare_v2(shop->store->db, sql, -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	number = sqlite3_column_int64(statement, 0);
	(void)sqlite3_finalize(statement);
	return number;
}

int shop_run(const struct test_shop *shop, const char *sql)
{
	return sqlite3_exec(shop->store->db, sql, NULL, NULL, NULL) & 0xff;
}

static void count_finding(void *user, const char *line)
{
	int *findings = user;

	if (strcmp(line, "ok") != 0) {
		print_message("# %s\n", line);
		*findings += 1;
	}
}

void shop_is_sound(const struct test_shop *shop)
{
	static const char LEDGER[] =
		"SELECT count(*) FROM account a WHERE a.balance <>"
		" (SELECT coalesce(sum(amount), 0) FROM transfer WHERE credit = a.id) -"
		" (SELECT coalesce(sum(amount), 0) FROM transfer WHERE debit = a.id)";
	static const char FIGURES[] =
		"SELECT count(*) FROM member m WHERE m.visits <>"
		" (SELECT count(*) FROM sale WHERE member = m.id AND is_refund = 0 AND"
		" voided = 0) OR spent_minor"
		" <> (SELECT coalesce(sum(total_minor), 0) FROM sale WHERE member = m.id)";
	int findings = 0;

	assert_int_equal(
		store_check(shop->store, "PRAGMA integrity_check", count_finding, &findings),
		RGL_OK);
	assert_int_equal(
		store_check(shop->store, "PRAGMA foreign_key_check", count_finding, &findings),
		RGL_OK);
	assert_int_equal(findings, 0);
	assert_int_equal(shop_number(shop, LEDGER), 0);
	assert_int_equal(shop_number(shop, FIGURES), 0);
}

struct sale shop_sale(const struct test_shop *shop, const char *id, int64_t minor,
		      struct sale_line *line)
{
	*line = (struct sale_line) {
		.sku = "C1",
		.name = "Coffee",
		.category = "Drinks",
		.qty_milli = 1000,
		.total = money_of(minor),
	};
	return (struct sale) {
		.id = id,
		.at_ms = SHOP_NOW_MS,
		.store = "Main",
		.till = "1",
		.cashier = "Jonas",
		.currency = "EUR",
		.member = shop->member,
		.lines = line,
		.line_count = 1,
		.total = line->total,
	};
}

rgl_rc shop_sell(struct test_shop *shop, const char *id, int64_t minor, struct outcome *ret)
{
	struct outcome outcome = { 0 };
	struct sale_line line;
	const struct sale sale = shop_sale(shop, id, minor, &line);
	rgl_rc rc = checkout(shop->desk, &sale, true, &outcome);

	if (ret != NULL)
		*ret = outcome;
	return rc;
}

rgl_rc shop_take_back(struct test_shop *shop, const char *id, const char *of, int64_t minor,
		      struct outcome *ret)
{
	const struct sale refund = {
		.id = id,
		.of = of,
		.is_refund = true,
		.at_ms = SHOP_NOW_MS,
		.currency = "EUR",
		.member = of == NULL ? shop->member : 0,
		.total = money_of(-minor),
	};
	struct outcome outcome = { 0 };
	rgl_rc rc = checkout(shop->desk, &refund, true, &outcome);

	if (ret != NULL)
		*ret = outcome;
	return rc;
}

int64_t shop_count(const struct test_shop *shop, const char *id)
{
	char sql[400];

	(void)snprintf(sql, sizeof(sql), "SELECT count(*) FROM sale WHERE ref = '%.255s'", id);
	return shop_number(shop, sql);
}

int64_t shop_points(const struct test_shop *shop)
{
	char sql[96];

	(void)snprintf(sql, sizeof(sql),
		       "SELECT balance FROM account WHERE member = %lld AND purse = 1",
		       (long long)shop->member);
	return shop_number(shop, sql);
}
