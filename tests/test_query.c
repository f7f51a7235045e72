/* test_query.c - binding, stepping, reading; and the statements' plans. */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/identify/enrol.h"
#include "plugin/identify/member.h"
#include "plugin/store/query.h"
#include "tests/support/faults.h"
#include "tests/support/shop.h"

/* The memory of this program can run out, SQLite's too: it finds these first. */
RGL_EXPORT void *malloc(size_t bytes)
{
	return faults_malloc(bytes);
}

RGL_EXPORT void *calloc(size_t count, size_t bytes)
{
	return faults_calloc(count, bytes);
}

RGL_EXPORT void *realloc(void *memory, size_t bytes)
{
	return faults_realloc(memory, bytes);
}

struct statement_text {
	const char *name;
	int walks;
	const char *sql;
};

static const struct statement_text STATEMENTS[] = {
#define STATEMENT(name, walks, sql) { #name, walks, sql },
#include "plugin/store/statements.def"
#undef STATEMENT
};

/* What a plan may read from end to end: the owner's settings and managers, one member's own numbers
 * (a WITH or a FROM in brackets, whose own reading is another row of the plan). Whatever else the
 * schema has, or will have, has a row for each sale, member, product or event. */
static bool walks_what_grows(const char *detail)
{
	static const char *const FEW[] = {
		"CONSTANT", "(subquery", "setting", "manager", "own",
		"person",   "self",	 "up",	    "bought",  "lately"
	};
	size_t length;

	if (strstr(detail, " USING AUTOMATIC ") != NULL)
		return true; /* an index that is made of the whole table for one answer */
	if (strncmp(detail, "SCAN ", 5) != 0)
		return false;
	length = strcspn(detail + 5, " -");
	for (size_t i = 0; i < sizeof(FEW) / sizeof(FEW[0]); i++)
		if (strlen(FEW[i]) == length && memcmp(FEW[i], detail + 5, length) == 0)
			return false;
	return true;
}

/* Whether SQLite would read a whole table that grows. */
static bool plan_walks(sqlite3 *db, const char *sql)
{
	char *explain = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);
	sqlite3_stmt *plan = NULL;
	bool walks = false;

	assert_non_null(explain);
	assert_int_equal(sqlite3_prepare_v2(db, explain, -1, &plan, NULL), SQLITE_OK);
	while (sqlite3_step(plan) == SQLITE_ROW)
		walks = walks || walks_what_grows((const char *)sqlite3_column_text(plan, 3));
	(void)sqlite3_finalize(plan);
	sqlite3_free(explain);
	return walks;
}

/* A checkout costs the same in the tenth year as on the first day. */
static void no_statement_of_a_checkout_walks_a_table_that_grows(void **state)
{
	struct test_shop shop;
	int walking = 0;

	(void)state;
	shop_make(&shop);
	/* The checks of references scan in plans only: they run when one hangs already. */
	assert_int_equal(shop_run(&shop, "PRAGMA foreign_keys = OFF"), SQLITE_OK);
	for (size_t i = 0; i < sizeof(STATEMENTS) / sizeof(STATEMENTS[0]); i++) {
		bool walks = plan_walks(shop.store->db, STATEMENTS[i].sql);

		if (walks && STATEMENTS[i].walks == 0)
			fail_msg("%s walks a whole table", STATEMENTS[i].name);
		walking += walks;
	}
	assert_true(walking > 0);
	assert_true(plan_walks(shop.store->db, "SELECT ref FROM sale WHERE cashier = 'Jonas'"));
	assert_true(plan_walks(shop.store->db, "SELECT id FROM moment felt WHERE mood = 1"));
	assert_true(plan_walks(shop.store->db,
			       "SELECT m.id FROM member m CROSS JOIN complaint_step p"
			       " ON p.who = m.name WHERE m.id = 1"));
	shop_remove(&shop);
}

/* The same by what SQLite counted while it ran, references and triggers and all. */
static void no_row_of_a_checkout_is_found_by_walking(void **state)
{
	struct test_shop shop;
	char id[32];

	(void)state;
	shop_make(&shop);
	for (int i = 0; i < 5; i++) {
		(void)snprintf(id, sizeof(id), "S-%d", i);
		assert_int_equal(shop_sell(&shop, id, 500, NULL), RGL_OK);
		assert_int_equal(shop_sell(&shop, id, 500, NULL), RGL_EXISTS);
	}
	assert_int_equal(shop_take_back(&shop, "R-1", "S-3", 200, NULL), RGL_OK);
	for (int i = 0; i < STATEMENT_COUNT; i++) {
		struct sqlite3_stmt *statement = shop.store->statements[i];
		int steps = statement == NULL
				    ? 0
				    : sqlite3_stmt_status(statement,
							  SQLITE_STMTSTATUS_FULLSCAN_STEP, 0);

		if (STATEMENTS[i].walks == 0 && steps != 0)
			fail_msg("%s walked %d rows", STATEMENTS[i].name, steps);
	}
	shop_remove(&shop);
}

/* Columns come in their order; a text that does not fit is cut and still ends. */
static void a_row_is_read_in_the_order_of_its_columns(void **state)
{
	struct test_shop shop;
	struct query q;
	char name[4];

	(void)state;
	shop_make(&shop);
	q = query(shop.store, STATEMENT_MEMBER_READ);
	query_bind_int(&q, shop.member);
	assert_true(query_row(&q));
	query_text(&q, name, sizeof(name));
	assert_string_equal(name, "Ash");
	query_skip(&q);
	assert_false(query_is_null(&q));
	assert_int_equal(query_int(&q), 0);
	assert_false(query_row(&q));
	assert_int_equal(query_end(&q), RGL_OK);
	shop_remove(&shop);
}

/* No row is no failure, and bindings of one run are gone in the next. */
static void a_run_leaves_nothing_to_the_next(void **state)
{
	struct test_shop shop;
	struct query q;

	(void)state;
	shop_make(&shop);
	q = query(shop.store, STATEMENT_MEMBER_NAME);
	query_bind_int(&q, shop.member);
	assert_true(query_row(&q));
	assert_int_equal(query_end(&q), RGL_OK);
	q = query(shop.store, STATEMENT_MEMBER_NAME);
	assert_false(query_row(&q));
	assert_int_equal(query_end(&q), RGL_OK);
	shop_remove(&shop);
}

/* A NULL, a reference to nobody, a NULL text, and a blob of another length than asked for. */
static void what_is_not_there_is_bound_and_read_as_such(void **state)
{
	struct test_shop shop;
	struct query q;
	uint8_t hash[16] = { 9 };
	uint8_t zeros[16] = { 0 };

	(void)state;
	shop_make(&shop);
	assert_int_equal(store_begin(shop.store), RGL_OK);
	q = query(shop.store, STATEMENT_MEMBER_ADD);
	query_bind_int(&q, 1);
	for (int i = 0; i < 4; i++)
		query_bind_text(&q, NULL);
	query_bind_null(&q);
	query_bind_blob(&q, "short", 5);
	query_bind_reference(&q, 0);
	assert_int_equal(query_run(&q), RGL_OK);
	assert_int_equal(store_end(shop.store, RGL_OK), RGL_OK);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM member WHERE name = '' AND"
					    " phone_sealed IS NULL AND referred_by IS NULL"),
			 1);
	q = query(shop.store, STATEMENT_SHOP_READ);
	assert_true(query_row(&q));
	query_skip(&q);
	query_blob(&q, hash, sizeof(hash));
	assert_memory_equal(hash, zeros, sizeof(hash));
	assert_int_equal(query_end(&q), RGL_OK);
	shop_remove(&shop);
}

/* The first failure is the one that is told; what comes after does nothing. */
static void the_first_failure_sticks(void **state)
{
	struct test_shop shop;
	struct query q;

	(void)state;
	shop_make(&shop);
	q = query(shop.store, STATEMENT_MEMBER_NAME);
	query_bind_int(&q, shop.member);
	query_bind_int(&q, 2); /* the statement has one parameter */
	assert_false(query_row(&q));
	assert_int_equal(query_end(&q), RGL_E_INTERNAL);
	assert_int_equal(shop.store->refusal.code, RGL_E_INTERNAL);
	q = query(shop.store, STATEMENT_MEMBER_NAME);
	query_bind_int(&q, shop.member);
	assert_true(query_row(&q));
	assert_int_equal(query_end(&q), RGL_OK);
	shop_remove(&shop);
}

/* A text that could not be copied out must not pass for an empty one: whichever single allocation
 * fails, a store is opened with all that the owner said of it, or not at all. */
static void a_text_without_memory_is_a_failure_not_an_empty_text(void **state)
{
	const struct shop owner = shop_owner();
	struct test_shop shop;
	bool ran_out = true;
	long at;

	(void)state;
	shop_make(&shop);
	shop_close(&shop);
	for (at = 0; ran_out && at < 20000; at++) {
		struct store *store = NULL;
		rgl_rc rc;

		faults_memory(at, true);
		rc = store_open(&shop.host, shop.path, NULL, "till", STORE_WRITE, &store, NULL);
		ran_out = faults_memory_end();
		if (rc == RGL_OK)
			assert_memory_equal(&store->shop, &owner, sizeof(owner));
		else
			assert_int_equal(rc, RGL_E_MEMORY);
		store_close(store);
	}
	assert_true(at > 100 && at < 20000);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_statement_of_a_checkout_walks_a_table_that_grows),
		cmocka_unit_test(no_row_of_a_checkout_is_found_by_walking),
		cmocka_unit_test(a_row_is_read_in_the_order_of_its_columns),
		cmocka_unit_test(a_run_leaves_nothing_to_the_next),
		cmocka_unit_test(what_is_not_there_is_bound_and_read_as_such),
		cmocka_unit_test(the_first_failure_sticks),
		cmocka_unit_test(a_text_without_memory_is_a_failure_not_an_empty_text),
	};

	/* Without SQLite's small store of its own every allocation can fail. */
	if (sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
