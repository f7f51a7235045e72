/* test_complaint_faults.c - complaints where memory or the disk runs out: a step, what it hands
 * over and the member's row are there together, or none of it is; the same again succeeds.
 */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "plugin/care/recount.h"
#include "tests/support/complain.h"
#include "tests/support/faults.h"

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

#define COUNT_STEPS "SELECT count(*) FROM complaint_step"
#define COUNT_EVENTS "SELECT count(*) FROM event WHERE kind = 18"

/* All that a call leaves. */
struct left {
	int64_t steps;
	int64_t events;
	int64_t complaints;
	int64_t handed_over;
	int64_t audited;
};

static struct left left(const struct complain *complain)
{
	return (struct left) {
		.steps = shop_number(&complain->shop, COUNT_STEPS),
		.events = shop_number(&complain->shop, COUNT_EVENTS),
		.complaints = shop_number(&complain->shop, "SELECT count(*) FROM complaint"),
		.handed_over = shop_number(&complain->shop,
					   "SELECT count(*) FROM complaint WHERE second_ms > 0"),
		.audited = shop_number(&complain->shop, "SELECT count(*) FROM audit"),
	};
}

static void is_right(struct complain *complain)
{
	struct care_recounted recounted = { 0 };

	assert_int_equal(care_recount_look(complain->shop.store, complain->shop.member, &recounted),
			 RGL_OK);
	assert_true(recounted.is_right);
	assert_int_equal(shop_number(&complain->shop,
				     "SELECT count(*) FROM complaint c WHERE (second_ms > 0) <>"
				     " EXISTS (SELECT 1 FROM complaint_step s"
				     " WHERE s.complaint = c.id AND s.kind = 11)"),
			 0);
}

/* One open whose time is over, then a second opened, which hands the first over; then a step. */
struct act {
	int64_t first;
	char open_ref[32];
	char step_ref[32];
};

static rgl_rc do_act(struct complain *complain, const struct act *act, bool steps)
{
	const struct complaint_new asked = complain_about(complain, act->open_ref);
	const struct complaint_did did =
		complain_did(complain, act->step_ref, act->first, COMPLAINT_LISTEN, "Mia");
	int64_t id = 0;

	return steps ? complain_do(complain, &did) : complain_open(complain, &asked, &id);
}

static struct act make_act(struct complain *complain, long at)
{
	struct act act = { .first = 0 };
	char ref[32];

	(void)snprintf(ref, sizeof(ref), "first-%ld", at);
	(void)snprintf(act.open_ref, sizeof(act.open_ref), "open-%ld", at);
	(void)snprintf(act.step_ref, sizeof(act.step_ref), "step-%ld", at);
	/* What the last act left is handed over before. */
	complain->now_ms += 3 * MS_A_DAY;
	act.first = complain_new(complain, ref);
	complain->now_ms += 7 * MS_A_DAY;
	return act;
}

/* What a call left after it failed, and after it came again. */
static void check_act(struct complain *complain, const struct act *act, bool steps, rgl_rc rc,
		      const struct left *before)
{
	struct left after = left(complain);

	assert_int_equal(after.handed_over - before->handed_over, rc >= 0);
	assert_int_equal(after.steps - before->steps, rc >= 0 ? 2 : 0);
	assert_int_equal(after.events - before->events, rc >= 0 ? 3 - steps : 0);
	assert_int_equal(after.complaints - before->complaints, rc >= 0 && !steps);
	assert_int_equal(after.audited - before->audited, rc >= 0);
	is_right(complain);
	assert_int_equal(do_act(complain, act, steps), rc >= 0 ? RGL_EXISTS : RGL_OK);
	after = left(complain);
	assert_int_equal(after.steps - before->steps, 2);
	is_right(complain);
}

/* The allocations of two acts, which take turns until neither runs out: preparing their statements
 * takes thousands, so it goes in steps. */
static void without_memory_all_or_nothing_is_there(void **state)
{
	struct complain complain;
	bool ran_out[2] = { true, true };
	long fails = 0;
	long at;

	(void)state;
	complain_make(&complain);
	for (at = 0; (ran_out[0] || ran_out[1]) && at < 4000; at++) {
		const bool steps = at % 2 != 0;
		const struct act act = make_act(&complain, at);
		struct left before;
		rgl_rc rc;

		/* Prepared anew each time: an open store has its statements. */
		complain_reopen_store(&complain);
		before = left(&complain);
		faults_memory(fails, true);
		rc = do_act(&complain, &act, steps);
		ran_out[steps] = faults_memory_end();
		assert_true(rc == RGL_OK || (rc == RGL_E_MEMORY && ran_out[steps]));
		check_act(&complain, &act, steps, rc, &before);
		if (steps)
			fails = faults_next(fails);
	}
	assert_true(at > 250 && at < 4000);
	complain_remove(&complain);
}

/* A disk that is full ends it at any byte. */
static void with_a_full_disk_all_or_nothing_is_there(void **state)
{
	struct complain complain;
	bool was_full[2] = { true, true };
	int refused = 0;

	(void)state;
	complain_make(&complain);
	for (long at = 0; (was_full[0] || was_full[1]) && at < 4000; at++) {
		const bool steps = at % 2 != 0;
		const struct act act = make_act(&complain, at);
		struct left before = left(&complain);
		rgl_rc rc;

		faults_disk(at * 3001);
		rc = do_act(&complain, &act, steps);
		was_full[steps] = faults_disk_end();
		refused += rc < 0;
		assert_true(was_full[steps] ? rc < 0 : rc >= 0);
		complain_reopen_store(&complain);
		check_act(&complain, &act, steps, rc, &before);
	}
	assert_true(refused > 3);
	complain_remove(&complain);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_memory_all_or_nothing_is_there),
		cmocka_unit_test(with_a_full_disk_all_or_nothing_is_there),
	};

	/* Without SQLite's small store of its own every allocation can fail. */
	if (sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
