/* pair.c - see pair.h. */
#include "tests/support/pair.h"
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "plugin/identify/enrol.h"
#include "plugin/loyalty/lots.h"
#include "plugin/loyalty/merge.h"
#include "plugin/loyalty/vouchers.h"

#define CREDIT_SHOP 2 /* the shop's own account of credit, by 0002_programme.sql */

static int64_t read_clock(void *user)
{
	return ((const struct pair *)user)->now_ms;
}

static int64_t pair_event(struct pair *pair)
{
	int64_t event = 0;

	assert_int_equal(store_event(pair->shop.store, EVENT_SALE, &event), RGL_OK);
	return event;
}

void pair_earn(struct pair *pair, int64_t member, int64_t purse, int64_t units, int64_t ends_ms)
{
	struct store *store = pair->shop.store;
	int64_t account = 0;
	int64_t balance = 0;
	int64_t event;

	assert_int_equal(store_begin(store), RGL_OK);
	event = pair_event(pair);
	assert_int_equal(ledger_need(store, member, purse, &account, &balance), RGL_OK);
	assert_int_equal(ledger_move(store, event, TRANSFER_EARNED,
				     purse == 1 ? LEDGER_SHOP : CREDIT_SHOP, account, units),
			 RGL_OK);
	assert_int_equal(lots_add(store, account, event, units, ends_ms), RGL_OK);
	assert_int_equal(store_end(store, RGL_OK), RGL_OK);
}

void pair_spend(struct pair *pair, int64_t member, int64_t units)
{
	struct store *store = pair->shop.store;
	int64_t account = 0;
	int64_t balance = 0;

	assert_int_equal(store_begin(store), RGL_OK);
	assert_int_equal(ledger_find(store, member, 1, &account, &balance), RGL_OK);
	assert_int_equal(
		ledger_move(store, pair_event(pair), TRANSFER_SPENT, account, LEDGER_SHOP, units),
		RGL_OK);
	assert_int_equal(lots_use(store, account, units), RGL_OK);
	assert_int_equal(store_end(store, RGL_OK), RGL_OK);
}

int64_t pair_points(const struct pair *pair, int64_t member)
{
	int64_t account = 0;
	int64_t balance = 0;

	assert_int_equal(ledger_find(pair->shop.store, member, 1, &account, &balance), RGL_OK);
	return balance;
}

int64_t pair_number(const struct pair *pair, const char *format, int64_t member)
{
	char sql[512];

	(void)snprintf(sql, sizeof(sql), "%s %lld", format, (long long)member);
	return shop_number(&pair->shop, sql);
}

int64_t pair_in_lots(const struct pair *pair, int64_t member)
{
	return pair_number(pair,
			   "SELECT coalesce(sum(remaining), 0) FROM lot JOIN account a ON a.id ="
			   " lot.account WHERE a.purse = 1 AND a.member =",
			   member);
}

static void run(struct pair *pair, const char *sql)
{
	if (shop_run(&pair->shop, sql) != SQLITE_OK)
		fail_msg("%s", sql);
}

void pair_sell(struct pair *pair, int64_t member, int64_t minor, const char *how, int64_t friend)
{
	char sql[640];
	long long event;

	assert_int_equal(store_begin(pair->shop.store), RGL_OK);
	event = pair_event(pair);
	(void)snprintf(
		sql, sizeof(sql),
		"INSERT INTO sale (id, ref, is_refund, voided, member, at_ms, store, till,"
		" cashier, total_minor, tax_minor, digest) VALUES (%lld, 'S-%lld', %s, %lld,"
		" %lld, '', '', '', %lld, 0, zeroblob(16));"
		"INSERT INTO applied (event, n, kind, name, member, purse, amount, of, at_ms)"
		" VALUES (%lld, 1, 1, 'base', %lld, 1, 5, %lld, 0);",
		event, event, how, (long long)member, (long long)(SHOP_NOW_MS + event),
		(long long)minor, event, (long long)member, event);
	run(pair, sql);
	(void)snprintf(
		sql, sizeof(sql),
		"INSERT INTO applied (event, n, kind, name, member, purse, amount, of, at_ms)"
		" SELECT %lld, 2, 5, 'friend', %lld, 1, 5, %lld, 0 WHERE %lld <> 0;",
		event, (long long)friend, event, (long long)friend);
	run(pair, sql);
	assert_int_equal(store_end(pair->shop.store, RGL_OK), RGL_OK);
}

void pair_add_vouchers(struct pair *pair, int64_t member)
{
	struct voucher_source source = { 0 };
	struct voucher voucher = { 0 };

	assert_int_equal(store_begin(pair->shop.store), RGL_OK);
	source.event = pair_event(pair);
	assert_int_equal(vouchers_make_gift(pair->shop.store, &source, member, 0, &voucher),
			 RGL_OK);
	assert_int_equal(
		vouchers_make_coupon(pair->shop.store, &source, "coffee", member, 0, 0, &voucher),
		RGL_OK);
	assert_int_equal(store_end(pair->shop.store, RGL_OK), RGL_OK);
}

/* Figures as a till would have counted them. */
static void count_figures(struct pair *pair)
{
	run(pair,
	    "UPDATE member SET (visits, first_visit_ms, last_visit_ms, spent_minor) = (SELECT"
	    " coalesce(sum(is_refund = 0 AND voided = 0), 0), coalesce(min(iif(is_refund = 0"
	    " AND voided = 0, at_ms, NULL)), 0), coalesce(max(iif(is_refund = 0 AND voided = 0,"
	    " at_ms, 0)), 0), coalesce(sum(total_minor), 0) FROM sale WHERE sale.member ="
	    " member.id)");
}

void pair_open(struct pair *pair)
{
	const struct enrolment ben = { .name = "Ben",
				       .phone = PAIR_BEN_PHONE,
				       .card = PAIR_BEN_CARD };
	struct enrolment cleo = { .name = "Cleo" };

	shop_make(&pair->shop);
	pair->now_ms = SHOP_NOW_MS;
	pair->shop.host.lent.user = pair;
	pair->shop.host.lent.now_ms = read_clock;
	pair->asha = pair->shop.member;
	assert_int_equal(enrol(pair->shop.store, &ben, &pair->ben), RGL_OK);
	cleo.referred_by = pair->ben;
	assert_int_equal(enrol(pair->shop.store, &cleo, &pair->cleo), RGL_OK);
}

void pair_fill(struct pair *pair)
{
	const int64_t members[] = { pair->asha, pair->ben };

	for (size_t i = 0; i < 2; i++) {
		pair_earn(pair, members[i], 1, 100, 0);
		pair_earn(pair, members[i], 1, 50, SHOP_NOW_MS + 30 * PAIR_DAY_MS);
		pair_earn(pair, members[i], 1, 20, SHOP_NOW_MS + 10 * PAIR_DAY_MS);
		pair_earn(pair, members[i], 2, 700, 0);
		pair_sell(pair, members[i], 1000, "0, 0", 0);
		pair_sell(pair, members[i], 500, "0, 0", pair->cleo);
		pair_sell(pair, members[i], 300, "0, 1", 0);
		pair_sell(pair, members[i], -200, "1, 0", 0);
		pair_add_vouchers(pair, members[i]);
	}
	pair_sell(pair, pair->asha, 100, "0, 0", pair->ben); /* one event, rows of both */
	count_figures(pair);
}

void pair_close(struct pair *pair)
{
	shop_is_sound(&pair->shop);
	assert_int_equal(shop_number(&pair->shop,
				     "SELECT count(*) FROM account a WHERE a.kind = 3 AND (SELECT"
				     " coalesce(sum(remaining), 0) FROM lot WHERE account = a.id)"
				     " > max(a.balance, 0)"),
			 0);
	shop_remove(&pair->shop);
}

void pair_merge(struct pair *pair)
{
	if (merge_members(pair->shop.store, pair->asha, pair->ben, "Mia", "the same person",
			  &pair->merge) != RGL_OK)
		fail_msg("%s", pair->shop.store->refusal.text);
}

int64_t pair_undo(struct pair *pair)
{
	int64_t missing = -77;

	if (merge_undo(pair->shop.store, pair->merge, "Mia", &missing) != RGL_OK)
		fail_msg("%s", pair->shop.store->refusal.text);
	return missing;
}

char *pair_snapshot(const struct pair *pair)
{
	static const char SQL[] =
		"SELECT (SELECT group_concat(id || ':' || member || ':' || blocked) FROM card)"
		" || '|' || (SELECT group_concat(id || ':' || member || ':' || total_minor) FROM "
		"sale)"
		" || '|' || (SELECT group_concat(id || ':' || coalesce(member, 0) || ':' ||"
		" coalesce(used_by, 0)) FROM voucher)"
		" || '|' || (SELECT group_concat(id || ':' || account || ':' || event || ':' || "
		"amount"
		" || ':' || remaining || ':' || ends_ms) FROM lot)"
		" || '|' || (SELECT group_concat(event || ':' || n || ':' || member || ':' || "
		"amount)"
		" FROM applied)"
		" || '|' || (SELECT group_concat(id || ':' || name || ':' || visits || ':' ||"
		" first_visit_ms || ':' || last_visit_ms || ':' || spent_minor || ':' ||"
		" coalesce(merged_into, 0) || ':' || coalesce(referred_by, 0) || ':' || tier)"
		" FROM member)"
		" || '|' || (SELECT group_concat(id || ':' || purse || ':' || coalesce(member, 0) "
		"||"
		" ':' || balance) FROM account)";
	sqlite3_stmt *statement = NULL;
	const char *text;
	char *copy;

	assert_int_equal(sqlite3_prepare_v2(pair->shop.store->db, SQL, -1, &statement, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	text = (const char *)sqlite3_column_text(statement, 0);
	assert_non_null(text);
	copy = strdup(text);
	assert_non_null(copy);
	(void)sqlite3_finalize(statement);
	return copy;
}
