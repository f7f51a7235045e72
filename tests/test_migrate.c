/* test_migrate.c - whose file it is, of which version, and bringing it up to date. */
#include "tests/support/check.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "plugin/store/migrate.h"
#include "tests/support/shop.h"

static rgl_rc try_open(const struct test_shop *shop, const char *path, enum store_mode mode,
		       struct rgl_why *why)
{
	struct store *store = NULL;
	char key[560];
	rgl_rc rc;

	(void)snprintf(key, sizeof(key), "%s.key", shop->path);
	rc = store_open(&shop->host, path, key, "till", mode, &store, why);
	store_close(store);
	return rc;
}

/* The steps' numbers are what files are marked with: they start at 1 and none is empty. */
static void a_new_store_has_every_step(void **state)
{
	struct test_shop shop;
	int64_t version = 0;

	(void)state;
	assert_true(migrate_version() >= 1);
	for (int64_t i = 0; i < migrate_version(); i++)
		assert_true(strlen(schema_steps[i]) > 0);
	shop_make(&shop);
	assert_int_equal(migrate_check(shop.store, &version), RGL_OK);
	assert_int_equal(version, migrate_version());
	assert_int_equal(migrate_apply(shop.store, version), RGL_OK);
	assert_int_equal(shop_number(&shop, "PRAGMA user_version"), migrate_version());
	assert_int_equal(shop_number(&shop, "PRAGMA application_id"), STORE_APPLICATION);
	shop_remove(&shop);
}

/* An older build must not write into tables that it does not know. */
static void a_newer_store_is_left_alone(void **state)
{
	struct test_shop shop;
	struct rgl_why why = { 0 };

	(void)state;
	shop_make(&shop);
	assert_int_equal(shop_run(&shop, "PRAGMA user_version = 99"), SQLITE_OK);
	shop_close(&shop);
	assert_int_equal(try_open(&shop, shop.path, STORE_WRITE, &why), RGL_E_NEWER);
	assert_non_null(strstr(why.text, "install the newer Regulars"));
	assert_int_equal(try_open(&shop, shop.path, STORE_READ, &why), RGL_E_NEWER);
	shop_remove(&shop);
}

static void put_file(const char *path, const char *data, size_t length)
{
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(file >= 0);
	assert_int_equal(write(file, data, length), (ssize_t)length);
	assert_int_equal(close(file), 0);
}

/* A text, nothing at all, and another program's database: refused, and not a byte is changed. */
static void a_foreign_file_is_not_touched(void **state)
{
	static const char TEXT[] =
		"date,total\n2026-01-05,12.50\nthis is a file of somebody else\n";
	struct test_shop shop;
	struct stat status;
	sqlite3 *db = NULL;
	char path[544];

	(void)state;
	shop_make(&shop);
	shop_path(&shop, ".txt", path);
	for (size_t length = 0; length < sizeof(TEXT); length += sizeof(TEXT) - 1) {
		put_file(path, TEXT, length);
		assert_int_equal(try_open(&shop, path, STORE_WRITE, NULL), RGL_E_FOREIGN);
		assert_int_equal(try_open(&shop, path, STORE_READ, NULL), RGL_E_FOREIGN);
		assert_int_equal(stat(path, &status), 0);
		assert_int_equal(status.st_size, length);
	}
	shop_path(&shop, ".other", path);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "CREATE TABLE sale (id); PRAGMA user_version = 1", NULL,
				      NULL, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	assert_int_equal(try_open(&shop, path, STORE_WRITE, NULL), RGL_E_FOREIGN);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_size, 8192);
	shop_remove(&shop);
}

/* Another shop's store beside this key, and a store without a shop in it. */
static void a_store_that_is_not_this_keys_is_refused(void **state)
{
	struct test_shop shop;
	struct test_shop other;
	struct rgl_why why = { 0 };

	(void)state;
	shop_make(&shop);
	shop_make(&other);
	shop_close(&other);
	assert_int_equal(try_open(&shop, other.path, STORE_WRITE, &why), RGL_E_KEY);
	assert_non_null(strstr(why.text, "belongs to another store"));
	assert_int_equal(shop_run(&shop, "DELETE FROM shop"), SQLITE_OK);
	shop_close(&shop);
	assert_int_equal(try_open(&shop, shop.path, STORE_WRITE, &why), RGL_E_DAMAGED);
	shop_remove(&other);
	shop_remove(&shop);
}

/* All steps and the version, or nothing: a file in which a step cannot run is as it was. */
static void a_step_that_fails_leaves_the_file_as_it_was(void **state)
{
	struct test_shop shop;
	int64_t objects;

	(void)state;
	shop_make(&shop);
	objects = shop_number(&shop, "SELECT count(*) FROM sqlite_schema");
	assert_true(migrate_apply(shop.store, 0) < 0);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM sqlite_schema"), objects);
	assert_int_equal(sqlite3_get_autocommit(shop.store->db), 1);
	assert_int_equal(shop_sell(&shop, "S-1", 100, NULL), RGL_OK);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* --- a shop of version 1, which sold for a while */

#define PAST_MS "1767607200000"

/* 40.00 earned 40, 10.00 of it went back with 10; 7.00 was nobody's. */
static const char PAST[] =
	"INSERT INTO shop SELECT * FROM made.shop;"
	"INSERT INTO till VALUES (1, 'till', 7);"
	"INSERT INTO event VALUES (1, 1, 7, 1, 1, " PAST_MS "), (2, 1, 7, 2, 3, " PAST_MS "),"
	" (3, 1, 7, 3, 4, " PAST_MS "), (4, 1, 7, 4, 3, " PAST_MS ");"
	"INSERT INTO member (id, event, name, language, birthday, consent, visits, first_visit_ms,"
	" last_visit_ms, spent_minor) VALUES (1, 1, 'Asha', 'en', '', '', 1, " PAST_MS ", " PAST_MS
	", 3000);"
	"INSERT INTO account (id, member) VALUES (2, 1);"
	"INSERT INTO sale (id, ref, refund_of, is_refund, member, at_ms, store, till, cashier,"
	" total_minor, tax_minor, refunded_minor, points, balance, visit, digest) VALUES"
	" (2, 'S-1', NULL, 0, 1, " PAST_MS ", '', '1', '', 4000, 0, 1000, 40, 40, 1, zeroblob(16)),"
	" (3, 'R-1', 2, 1, 1, " PAST_MS ", '', '1', '', -1000, 0, 0, -10, 30, 0, zeroblob(16)),"
	" (4, 'S-2', NULL, 0, NULL, " PAST_MS ", '', '1', '', 700, 0, 0, 0, 0, 0, zeroblob(16));"
	"INSERT INTO sale_line VALUES (2, 1, 'tea', 'Tea', '', 2000, 2000, 0, 4000, 0, NULL),"
	" (4, 1, 'tea', 'Tea', '', 1000, NULL, 0, 700, 0, NULL);"
	"INSERT INTO tender VALUES (2, 1, 1, 3000), (2, 2, 2, 1000), (4, 1, 1, 700);"
	"INSERT INTO transfer (event, debit, credit, points) VALUES (2, 1, 2, 40), (3, 2, 1, 10);"
	"INSERT INTO print_job (till, sale, state, created_ms) VALUES (1, 2, 3, " PAST_MS ");";

static void run_in(sqlite3 *db, const char *sql)
{
	char *error = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK)
		fail_msg("%s", error);
}

/* The shop as it was then, under the key that it has; opened, which brings it up to date. */
static void make_past(struct test_shop *ret)
{
	char sql[640];
	char path[544];
	char made[544];
	sqlite3 *db = NULL;

	shop_make(ret);
	shop_close(ret);
	shop_path(ret, "", path);
	shop_path(ret, ".made", made);
	assert_int_equal(rename(path, made), 0);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	(void)snprintf(sql, sizeof(sql), "ATTACH '%s' AS made", made);
	run_in(db, schema_steps[0]);
	run_in(db, sql);
	run_in(db, PAST);
	run_in(db, "DETACH made");
	(void)snprintf(sql, sizeof(sql), "PRAGMA application_id = %d; PRAGMA user_version = 1",
		       STORE_APPLICATION);
	run_in(db, sql);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	shop_open(ret);
	ret->member = 1;
}

/* The figures of then, and each reference, trigger and check of now. */
static void a_shop_of_version_1_keeps_its_figures(void **state)
{
	struct test_shop shop;
	struct rgl_why why = { 0 };

	(void)state;
	make_past(&shop);
	assert_int_equal(shop_number(&shop, "PRAGMA user_version"), migrate_version());
	assert_int_equal(shop_number(&shop, "PRAGMA foreign_keys"), 1);
	assert_int_equal(shop_points(&shop), 30);
	assert_int_equal(shop_number(&shop, "SELECT balance FROM account WHERE id = 1"), -30);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM event"), 4);
	assert_int_equal(shop_number(&shop, "SELECT sum(amount_minor) FROM tender WHERE sale = 2"),
			 4000);
	assert_int_equal(shop_run(&shop, "UPDATE transfer SET amount = 1"), SQLITE_CONSTRAINT);
	assert_int_equal(shop_run(&shop, "DELETE FROM event"), SQLITE_CONSTRAINT);
	assert_int_equal(shop_run(&shop, "UPDATE account SET balance = -1 WHERE member = 1"),
			 SQLITE_CONSTRAINT);
	shop_is_sound(&shop);
	assert_int_equal(try_open(&shop, shop.path, STORE_READ, &why), RGL_OK);
	shop_remove(&shop);
}

/* What then took back is not taken back once more: 10 of the 40 are gone, 10, then 20 follow. */
static void a_sale_of_version_1_comes_back_once(void **state)
{
	struct test_shop shop;
	struct outcome outcome = { 0 };

	(void)state;
	make_past(&shop);
	assert_int_equal(shop_take_back(&shop, "R-2", "S-1", 1000, &outcome), RGL_OK);
	assert_int_equal(outcome.points.count, -10);
	assert_int_equal(shop_points(&shop), 20);
	assert_int_equal(checkout_undo(shop.desk, "S-1", &outcome), RGL_OK);
	assert_int_equal(outcome.points.count, -20);
	assert_int_equal(shop_points(&shop), 0);
	assert_int_equal(checkout_undo(shop.desk, "S-1", &outcome), RGL_EXISTS);
	assert_int_equal(shop_take_back(&shop, "R-3", "S-1", 1, &outcome), RGL_E_REFUND);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* The same where the second part comes back in an exchange, and the third as a refund. */
static void an_exchange_of_a_sale_of_version_1_takes_its_part_once(void **state)
{
	struct test_shop shop;
	struct sale_line lines[2];
	struct outcome outcome = { 0 };
	struct sale sale;

	(void)state;
	make_past(&shop);
	sale = shop_sale(&shop, "X-1", 2000, &lines[0]);
	lines[1] = lines[0];
	lines[1].qty_milli = -1000;
	lines[1].has_unit = false;
	lines[1].total = money_of(-2000);
	sale.lines = lines;
	sale.line_count = 2;
	sale.total = money_of(0);
	sale.of = "S-1";
	sale.tender_count = 0;
	assert_int_equal(checkout(shop.desk, &sale, true, &outcome), RGL_OK);
	assert_int_equal(shop_points(&shop), 30); /* 20 taken for 20.00, 20 earned on 20.00 */
	assert_int_equal(shop_take_back(&shop, "R-2", "S-1", 1000, &outcome), RGL_OK);
	assert_int_equal(outcome.points.count, -10);
	assert_int_equal(shop_points(&shop), 20);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_store_has_every_step),
		cmocka_unit_test(a_newer_store_is_left_alone),
		cmocka_unit_test(a_foreign_file_is_not_touched),
		cmocka_unit_test(a_store_that_is_not_this_keys_is_refused),
		cmocka_unit_test(a_step_that_fails_leaves_the_file_as_it_was),
		cmocka_unit_test(a_shop_of_version_1_keeps_its_figures),
		cmocka_unit_test(a_sale_of_version_1_comes_back_once),
		cmocka_unit_test(an_exchange_of_a_sale_of_version_1_takes_its_part_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
