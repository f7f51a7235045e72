/* test_refresh_faults.c - a refresh where memory or the disk runs out, the whole process's: refused
 * in words, the store sound, and the next one comes to its end.
 */
#include "tests/support/check.h"

#include <stdlib.h>
#include <unistd.h>

#include "plugin/insight/scores.h"
#include "tests/support/crowd.h"
#include "tests/support/faults.h"

/* The memory and the disk of this program can run out, SQLite's too. */
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

static const struct scores_wish WHOLE = { .rate_ppm = SCORES_RATE_PPM,
					  .method = FIT_MAP,
					  .whole = true };

enum { MEMBERS = 40 };

static rgl_rc refresh(struct crowd_shop *crowd)
{
	struct scores_done done;

	return scores_refresh(crowd->shop.store, &WHOLE, NULL, NULL, &done);
}

/* A connection of its own, with the crowd's clock: statements are prepared anew. */
static void reopen(struct crowd_shop *crowd)
{
	shop_close(&crowd->shop);
	shop_open(&crowd->shop);
}

static void check_scores(struct crowd_shop *crowd)
{
	assert_int_equal(refresh(crowd), RGL_OK);
	assert_int_equal(shop_number(&crowd->shop, "SELECT count(*) FROM score"), MEMBERS);
	assert_int_equal(shop_number(&crowd->shop, "SELECT count(*) FROM scored"), 1);
	assert_int_equal(shop_number(&crowd->shop, "SELECT count(*) FROM pragma_integrity_check"
						   " WHERE integrity_check <> 'ok'"),
			 0);
}

static void a_refresh_without_memory_is_made_later(void **state)
{
	struct crowd_shop crowd;
	bool ran_out = true;
	long at;

	(void)state;
	crowd_make(&crowd);
	crowd_fill(&crowd, MEMBERS, 200, 5, false);
	for (at = 0; ran_out && at < 20000; at += 1 + at / 20) {
		rgl_rc rc;

		reopen(&crowd);
		faults_memory(at, true);
		rc = refresh(&crowd);
		ran_out = faults_memory_end();
		assert_true(rc == RGL_OK || rc == RGL_E_MEMORY);
		assert_true(ran_out || rc == RGL_OK);
		assert_true(rc == RGL_OK || crowd.shop.store->refusal.text[0] != '\0');
		if (at % 8 == 0) {
			reopen(&crowd);
			check_scores(&crowd);
		}
	}
	assert_true(at > 50 && at < 20000);
	reopen(&crowd);
	check_scores(&crowd);
	crowd_remove(&crowd);
}

static void a_refresh_on_a_full_disk_is_made_later(void **state)
{
	struct crowd_shop crowd;
	bool was_full = true;
	int64_t room;

	(void)state;
	crowd_make(&crowd);
	crowd_fill(&crowd, MEMBERS, 200, 5, false);
	for (room = 0; was_full && room < 4000000; room += 5000) {
		rgl_rc rc;

		faults_disk(room);
		rc = refresh(&crowd);
		was_full = faults_disk_end();
		assert_true(was_full || rc == RGL_OK);
		assert_true(rc == RGL_OK || crowd.shop.store->refusal.text[0] != '\0');
		reopen(&crowd);
	}
	assert_true(room > 10000 && room < 4000000);
	check_scores(&crowd);
	crowd_remove(&crowd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_refresh_without_memory_is_made_later),
		cmocka_unit_test(a_refresh_on_a_full_disk_is_made_later),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
