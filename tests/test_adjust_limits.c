/* test_adjust_limits.c - more changes by hand than the owner allows: told, or refused and told; and
 * all of a change is there or nothing, when memory runs out. */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/loyalty/adjust.h"
#include "tests/support/faults.h"
#include "tests/support/office.h"

#define MINUTE_MS INT64_C(60000)

/* Memory of this program can run out, SQLite's too: it finds these first. */
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

/* Two an hour are usual; the third is done and the owner told, an hour later it is none. */
static void one_too_many_is_told(void **state)
{
	struct adjustment asked;
	struct office office;
	int64_t balance = 0;

	(void)state;
	office_open(&office,
		    OFFICE_HEAD ",\"limits\":{\"adjustments\":{\"policy\":\"flag\",\"max\":2,"
				"\"minutes\":60}}}");
	office_changes_to(&office, "A-1", 10, 10);
	office_changes_to(&office, "A-2", 10, 20);
	asked = office_ask(&office, "J-1", 10);
	asked.who = "Jonas";
	assert_int_equal(office_change(&office, &asked, &balance), RGL_OK);
	assert_int_equal(office_alerts(&office), 0);
	office_changes_to(&office, "A-3", 10, 40);
	assert_int_equal(office_alerts(&office), 1);
	assert_int_equal(shop_number(&office.shop,
				     "SELECT count(*) FROM alert WHERE kind = 'adjustments' AND"
				     " refused = 0 AND cashier = 'Mia' AND text = 'more than 2"
				     " changes by hand by Mia within an hour; this one: Points"
				     " of Asha'"),
			 1);
	office.now_ms += 60 * MINUTE_MS;
	office_changes_to(&office, "A-4", 10, 50);
	assert_int_equal(office_alerts(&office), 1);
	office_close(&office);
}

/* A day's limit that refuses: nothing is changed but that the owner learns of it; tomorrow is
 * another day, by the shop's clock. */
static void one_too_many_is_refused_and_told(void **state)
{
	struct adjustment asked;
	struct office office;

	(void)state;
	office_open(&office,
		    OFFICE_HEAD ",\"limits\":{\"adjustments\":{\"policy\":\"refuse\",\"max\":1}}}");
	office_changes_to(&office, "A-1", 10, 10);
	asked = office_ask(&office, "A-2", 10);
	assert_int_equal(office_refusal(&office, &asked), RGL_E_LIMIT);
	assert_non_null(strstr(office.shop.store->refusal.text, "the owner was told"));
	assert_int_equal(shop_points(&office.shop), 10);
	assert_int_equal(shop_number(&office.shop, "SELECT count(*) FROM adjustment"), 1);
	assert_int_equal(office_alerts(&office), 1);
	assert_int_equal(shop_number(&office.shop, "SELECT refused FROM alert"), 1);
	/* 23:59 in Copenhagen, then midnight */
	office.now_ms = SHOP_NOW_MS + 13 * 60 * MINUTE_MS - 1;
	assert_int_equal(office_refusal(&office, &asked), RGL_E_LIMIT);
	office.now_ms++;
	office_changes_to(&office, "A-2", 10, 20);
	assert_int_equal(office_alerts(&office), 2);
	office_close(&office);
}

static rgl_rc change_anew(struct office *office, const struct adjustment *asked)
{
	struct book *book = NULL;
	int64_t balance = 0;
	rgl_rc rc = book_open(office->shop.store, &book);

	if (rc == RGL_OK)
		rc = adjust(office->shop.store, book, asked, &balance);
	book_close(book);
	return rc;
}

/* Whichever allocation fails, a change is made whole or not at all, and can be sent again. */
static void every_allocation_may_fail(void **state)
{
	struct office office;
	bool ran_out = true;
	char ref[32];
	long at;

	(void)state;
	office_open(&office,
		    OFFICE_HEAD ",\"limits\":{\"adjustments\":{\"policy\":\"flag\",\"max\":1}}}");
	for (at = 0; ran_out && at < 5000; at++) {
		struct adjustment asked;
		rgl_rc rc;

		(void)snprintf(ref, sizeof(ref), "A-%ld", at);
		asked = office_ask(&office, ref, 10);
		store_forget(office.shop.store);
		faults_memory(at, at % 2 == 0);
		rc = change_anew(&office, &asked);
		ran_out = faults_memory_end();
		if (rc != RGL_OK && rc != RGL_E_MEMORY)
			fail_msg("%ld: %d %s", at, rc, office.shop.store->refusal.text);
		assert_int_equal(change_anew(&office, &asked), rc == RGL_OK ? RGL_EXISTS : RGL_OK);
		assert_int_equal(office_alerts(&office), at);
	}
	assert_true(at > 5 && at < 5000);
	assert_int_equal(shop_points(&office.shop), 10 * at);
	assert_int_equal(office_lots_left(&office), 10 * at);
	office_close(&office);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_too_many_is_told),
		cmocka_unit_test(one_too_many_is_refused_and_told),
		cmocka_unit_test(every_allocation_may_fail),
	};

	/* Without SQLite's small store of its own every allocation can fail. */
	if (sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
