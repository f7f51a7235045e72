/* test_row_ids.c - ids for rows without one: the same at every reading, never one for two rows. */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "cli/row_ids.h"
#include "tests/support/sweep.h"

static void digest_of(uint64_t number, uint8_t ret[HASH_BYTES])
{
	uint64_t chance = number + 1;

	for (size_t i = 0; i < HASH_BYTES; i += sizeof(chance)) {
		(void)next_number(&chance);
		memcpy(ret + i, &chance, sizeof(chance));
	}
}

/* Equal rows are counted, so that they are two sales; others begin at one. */
static void equal_rows_are_counted(void **state)
{
	static const uint8_t FIRST[HASH_BYTES] = { 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef,
						   0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef };
	static const uint8_t ZEROS[HASH_BYTES] = { 0 };
	struct row_ids *ids = NULL;
	struct host host;
	char id[ROW_ID_ROOM];

	(void)state;
	host_init(&host, NULL);
	assert_int_equal(row_ids_open(&host, &ids), RGL_OK);
	assert_int_equal(row_ids_next(ids, FIRST, id), RGL_OK);
	assert_string_equal(id, "csv-0123456789abcdef0123456789abcdef-1");
	assert_int_equal(row_ids_next(ids, ZEROS, id), RGL_OK);
	assert_string_equal(id, "csv-00000000000000000000000000000000-1");
	assert_int_equal(row_ids_next(ids, FIRST, id), RGL_OK);
	assert_string_equal(id, "csv-0123456789abcdef0123456789abcdef-2");
	assert_int_equal(row_ids_next(ids, ZEROS, id), RGL_OK);
	assert_string_equal(id, "csv-00000000000000000000000000000000-2");
	row_ids_close(ids);
	row_ids_close(NULL);
}

/* Far beyond the first room: every row keeps its count when the table grows. */
static void counts_stay_when_the_table_grows(void **state)
{
	struct row_ids *ids = NULL;
	struct host host;
	uint8_t digest[HASH_BYTES];
	char id[ROW_ID_ROOM];

	(void)state;
	host_init(&host, NULL);
	assert_int_equal(row_ids_open(&host, &ids), RGL_OK);
	for (int round = 1; round <= 3; round++) {
		char ending[16];

		(void)snprintf(ending, sizeof(ending), "-%d", round);
		for (uint64_t i = 0; i < 20000; i++) {
			digest_of(i, digest);
			assert_int_equal(row_ids_next(ids, digest, id), RGL_OK);
			assert_string_equal(id + 36, ending);
		}
	}
	row_ids_close(ids);
}

/* Whichever allocation fails, it is told, nothing leaks, and the next try counts right. */
static void every_failed_allocation_is_told(void **state)
{
	bool ran_out = true;
	long at;

	(void)state;
	for (at = 0; ran_out && at < 100; at++) {
		struct row_ids *ids = NULL;
		struct sweep sweep;
		struct host host;
		uint8_t digest[HASH_BYTES];
		char id[ROW_ID_ROOM];
		rgl_rc rc;

		sweep_init(&sweep, at);
		host_init(&host, &sweep.host);
		rc = row_ids_open(&host, &ids);
		for (uint64_t i = 0; rc == RGL_OK && i < 3000; i++) {
			digest_of(i, digest);
			rc = row_ids_next(ids, digest, id);
		}
		ran_out = sweep.ran_out;
		assert_int_equal(rc, ran_out ? RGL_E_MEMORY : RGL_OK);
		row_ids_close(ids);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
	}
	assert_true(at > 3 && at < 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_rows_are_counted),
		cmocka_unit_test(counts_stay_when_the_table_grows),
		cmocka_unit_test(every_failed_allocation_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
