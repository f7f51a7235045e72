/* test_contact_faults.c - contacts where memory or the disk runs out: all of a write is there, or
 * none of it, and the same again succeeds.
 */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/support/faults.h"
#include "tests/support/silent.h"
#include "tests/support/sweep.h"

/* The memory and the disk of this program can run out. */
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

RGL_EXPORT ssize_t pwrite64(int file, const void *data, size_t length, off_t at)
{
	return faults_pwrite(file, data, length, at);
}

/* The silent ones listed, as the owner's command does it. */
static rgl_rc list_all(struct store *store, size_t *ret_count)
{
	struct silent_list silent = { 0 };
	struct contact_list list = { 0 };
	struct policy policy;
	rgl_rc rc = policy_read(store, &policy);

	policy.held_out_percent = 0;
	if (rc == RGL_OK)
		rc = silent_read(store, &policy, &silent);
	if (rc == RGL_OK) {
		const struct contact_wish wish = { .policy = &policy, .who = "Mia", .top = 10 };

		rc = contact_list_make(store, &silent, &wish, &list);
	}
	if (rc == RGL_OK)
		*ret_count = list.to_contact;
	contact_list_free(&list);
	silent_free(&silent);
	return rc;
}

static rgl_rc call_one(struct store *store)
{
	const struct contact_did did = { .member = SILENT_FIRST, .who = "Mia" };

	return contact_done(store, &did);
}

/* Each listed member has a row and a look at the number in the trail; or there is neither. */
static int64_t listed(const struct test_shop *shop)
{
	int64_t rows = shop_number(shop, "SELECT count(*) FROM contact");

	assert_true(rows == 0 || rows == 4);
	assert_int_equal(shop_number(shop, "SELECT count(*) FROM event WHERE kind = 21"), rows);
	assert_int_equal(shop_number(shop, "SELECT count(*) FROM audit WHERE what LIKE 'saw%'") > 0,
			 rows > 0);
	return rows;
}

static int64_t called(const struct test_shop *shop)
{
	int64_t rows = shop_number(shop, "SELECT count(*) FROM contact WHERE done_ms > 0");

	assert_int_equal(shop_number(shop, "SELECT count(*) FROM audit WHERE what = 'contacted'"),
			 rows);
	assert_int_equal(shop_number(shop, "SELECT count(*) FROM member_care WHERE contact > 0"),
			 rows);
	return rows;
}

static void reopen(struct test_shop *shop)
{
	shop_close(shop);
	shop_open(shop);
}

/* Wherever an allocation fails, SQLite's too. */
static void without_memory_all_or_nothing_is_listed(void **state)
{
	struct report_page page;
	bool ran_out = true;
	size_t count = 0;
	rgl_rc rc;
	long at;

	(void)state;
	silent_open(&page);
	silent_agree_all(&page.shop);
	for (at = 0; ran_out && at < 4000; at = faults_next(at)) {
		reopen(&page.shop);
		faults_memory(at, true);
		rc = list_all(page.shop.store, &count);
		ran_out = faults_memory_end();
		assert_true(rc == RGL_OK || (rc == RGL_E_MEMORY && ran_out));
		reopen(&page.shop);
		assert_true(listed(&page.shop) == 4 || rc < 0);
	}
	assert_true(at > 20 && at < 4000);
	assert_int_equal(list_all(page.shop.store, &count), RGL_OK);
	assert_int_equal(count, 4);
	for (at = 0, ran_out = true; ran_out && at < 4000; at = faults_next(at)) {
		reopen(&page.shop);
		faults_memory(at, true);
		rc = call_one(page.shop.store);
		ran_out = faults_memory_end();
		assert_true(rc >= 0 || (rc == RGL_E_MEMORY && ran_out));
		reopen(&page.shop);
		assert_true(called(&page.shop) == 1 || rc < 0);
	}
	assert_true(at > 10 && at < 4000);
	assert_int_equal(call_one(page.shop.store), RGL_EXISTS);
	shop_is_sound(&page.shop);
	report_page_close(&page);
}

/* A disk that is full ends it at any byte. */
static void on_a_full_disk_all_or_nothing_is_written(void **state)
{
	struct report_page page;
	bool was_full = true;
	int64_t room;
	size_t count = 0;
	rgl_rc rc;

	(void)state;
	silent_open(&page);
	silent_agree_all(&page.shop);
	for (room = 0; was_full && room < 4000000; room += 3000) {
		faults_disk(room);
		rc = list_all(page.shop.store, &count);
		was_full = faults_disk_end();
		assert_true(was_full ? rc < 0 : rc == RGL_OK);
		reopen(&page.shop);
		assert_int_equal(listed(&page.shop), was_full ? 0 : 4);
	}
	assert_true(room > 3000 && room < 4000000);
	for (room = 0, was_full = true; was_full && room < 4000000; room += 3000) {
		faults_disk(room);
		rc = call_one(page.shop.store);
		was_full = faults_disk_end();
		assert_true(was_full ? rc < 0 : rc == RGL_OK);
		reopen(&page.shop);
		assert_int_equal(called(&page.shop), !was_full);
	}
	assert_true(room > 3000 && room < 4000000);
	shop_is_sound(&page.shop);
	report_page_close(&page);
}

static rgl_rc list_with(const struct report_page *page, const struct host *host)
{
	struct rgl_why why = { .size = sizeof(why) };
	struct contact_list list = { 0 };
	struct silent_list silent = { 0 };
	struct store *store = NULL;
	struct policy policy;
	rgl_rc rc = store_open(host, page->shop.path, NULL, "owner", STORE_WRITE, &store, &why);

	if (rc < 0)
		return rc;
	rc = policy_read(store, &policy);
	if (rc == RGL_OK)
		rc = silent_read(store, &policy, &silent);
	if (rc == RGL_OK) {
		const struct contact_wish wish = { .policy = &policy, .top = 10 };

		rc = contact_list_make(store, &silent, &wish, &list);
	}
	contact_list_free(&list);
	silent_free(&silent);
	store_close(store);
	return rc;
}

/* The same of what the host lends: no block of ours is left. */
static void a_list_without_memory_leaves_nothing(void **state)
{
	rgl_rc rc = RGL_E_MEMORY;
	struct report_page page;

	(void)state;
	silent_open(&page);
	silent_agree_all(&page.shop);
	shop_close(&page.shop);
	for (long fail_at = 0; rc == RGL_E_MEMORY; fail_at++) {
		struct sweep sweep;
		struct host host;

		sweep_init(&sweep, fail_at);
		host_init(&host, &sweep.host);
		rc = list_with(&page, &host);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
		assert_int_equal(rc == RGL_E_MEMORY, sweep.ran_out);
		assert_true(fail_at < 1000);
	}
	assert_int_equal(rc, RGL_OK);
	shop_open(&page.shop);
	assert_int_equal(listed(&page.shop), 4);
	report_page_close(&page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_memory_all_or_nothing_is_listed),
		cmocka_unit_test(a_list_without_memory_leaves_nothing),
		cmocka_unit_test(on_a_full_disk_all_or_nothing_is_written),
	};

	/* Without SQLite's small store of its own every allocation can fail. */
	if (sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
