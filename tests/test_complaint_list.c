/* test_complaint_list.c - complaints listed, and what of their clock outlasts a program that is
 * killed.
 */
#include "tests/support/check.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "plugin/care/state.h"
#include "tests/support/complain.h"

#define MINUTE COMPLAIN_MINUTE_MS
/* From Friday 17:40 to Monday 08:40, an hour of opening time later. */
#define HOUR_OVER_MS (COMPLAIN_FRIDAY_MS + (2 * 24 + 15) * 60 * MINUTE)

static struct care_state care_of(const struct complain *complain)
{
	struct care_state state = { 0 };

	assert_int_equal(care_state_read(complain->shop.store, complain->shop.member, &state),
			 RGL_OK);
	return state;
}

struct seen {
	char text[256];
	size_t length;
};

static rgl_rc see(void *user, const struct complaint *complaint)
{
	struct seen *seen = user;

	seen->length +=
		(size_t)snprintf(seen->text + seen->length, sizeof(seen->text) - seen->length,
				 "%s%lld%s", seen->length == 0 ? "" : " ", (long long)complaint->id,
				 complaint->is_overdue ? "!" : "");
	return RGL_OK;
}

static void list_is(struct complain *complain, struct complaint_wish wish, const char *expected)
{
	struct seen seen = { .length = 0 };

	wish.policy = &complain->policy;
	wish.now_ms = complain->now_ms;
	assert_int_equal(complaint_list(complain->shop.store, &wish, see, &seen), RGL_OK);
	assert_string_equal(seen.text, expected);
}

/* The overdue ones before all others, answered ones behind, closed ones at the end and only if
 * asked for. */
static void the_list_says_the_latest_first(void **state)
{
	struct complaint_counts counts = { .open = 0 };
	struct complain complain;
	int64_t ids[5];
	char expected[128];

	(void)state;
	complain_make(&complain);
	list_is(&complain, (struct complaint_wish) { .all = true }, "");
	for (int i = 0; i < 5; i++) {
		char ref[16];

		(void)snprintf(ref, sizeof(ref), "C-%d", i);
		ids[i] = complain_new(&complain, ref);
		complain.now_ms += MINUTE;
	}
	assert_int_equal(complain_step(&complain, ids[0], COMPLAINT_REMEDY, "Mia"), RGL_OK);
	assert_int_equal(complain_step(&complain, ids[1], COMPLAINT_CLOSE_BY_WORD, "Mia"), RGL_OK);
	complain.now_ms = HOUR_OVER_MS + 3 * MINUTE;
	(void)snprintf(expected, sizeof(expected), "%lld! %lld! %lld %lld", (long long)ids[2],
		       (long long)ids[3], (long long)ids[4], (long long)ids[0]);
	list_is(&complain, (struct complaint_wish) { .top = 9 }, expected);
	list_is(&complain, (struct complaint_wish) { .member = complain.shop.member }, expected);
	(void)snprintf(expected, sizeof(expected), "%lld! %lld!", (long long)ids[2],
		       (long long)ids[3]);
	list_is(&complain, (struct complaint_wish) { .overdue = true, .all = true }, expected);
	list_is(&complain,
		(struct complaint_wish) { .overdue = true, .member = complain.shop.member },
		expected);
	list_is(&complain, (struct complaint_wish) { .top = 2, .all = true }, expected);
	(void)snprintf(expected, sizeof(expected), "%lld! %lld! %lld %lld %lld", (long long)ids[2],
		       (long long)ids[3], (long long)ids[4], (long long)ids[0], (long long)ids[1]);
	list_is(&complain, (struct complaint_wish) { .all = true }, expected);
	list_is(&complain, (struct complaint_wish) { .all = true, .member = complain.shop.member },
		expected);
	list_is(&complain, (struct complaint_wish) { .member = complain.shop.member + 1 }, "");
	assert_int_equal(complaint_count(complain.shop.store, complain.now_ms, &counts), RGL_OK);
	assert_int_equal(counts.open, 4);
	assert_int_equal(counts.overdue, 2);
	complain_remove(&complain);
}

/* What a scan looks at, beside a recount. */
static void a_member_stands_with_the_one_whose_clock_ends_first(void **state)
{
	struct complain complain;
	int64_t first;
	int64_t second;
	int64_t standing = 0;
	int64_t until_ms = 0;

	(void)state;
	complain_make(&complain);
	first = complain_new(&complain, "C-1");
	complain.now_ms += MINUTE;
	second = complain_new(&complain, "C-2");
	assert_int_equal(
		complaint_standing(complain.shop.store, complain.shop.member, &standing, &until_ms),
		RGL_OK);
	assert_int_equal(standing, first);
	assert_int_equal(until_ms, HOUR_OVER_MS);
	assert_int_equal(complain_step(&complain, first, COMPLAINT_REMEDY, "Mia"), RGL_OK);
	assert_int_equal(
		complaint_standing(complain.shop.store, complain.shop.member, &standing, &until_ms),
		RGL_OK);
	assert_int_equal(standing, second);
	assert_int_equal(care_of(&complain).complaint, second);
	assert_int_equal(care_of(&complain).until_ms, until_ms);
	assert_int_equal(complain_step(&complain, second, COMPLAINT_REMEDY, "Mia"), RGL_OK);
	assert_int_equal(
		complaint_standing(complain.shop.store, complain.shop.member, &standing, &until_ms),
		RGL_OK);
	assert_int_equal(until_ms, 0);
	assert_int_equal(care_of(&complain).until_ms, 0);
	complain_remove(&complain);
}

/* A program that is killed while it writes leaves nothing; what is late is late all the same. */
static void killed_in_between_nothing_changes(void **state)
{
	struct complain complain;
	struct complaint now;
	int64_t id;
	int ended = 0;
	pid_t child;

	(void)state;
	complain_make(&complain);
	id = complain_new(&complain, "C-1");
	complain.now_ms = HOUR_OVER_MS + MINUTE;
	shop_close(&complain.shop);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		shop_open(&complain.shop);
		if (store_begin(complain.shop.store) == RGL_OK &&
		    complaint_escalate(complain.shop.store, &complain.policy, complain.now_ms) ==
			    RGL_OK)
			(void)raise(SIGKILL);
		_exit(1);
	}
	assert_int_equal(waitpid(child, &ended, 0), child);
	assert_true(WIFSIGNALED(ended));
	shop_open(&complain.shop);
	now = complain_look(&complain, id);
	assert_true(now.is_overdue);
	assert_string_equal(now.owner, "Vera");
	assert_int_equal(complain_count(&complain, id, COMPLAINT_ESCALATED), 0);
	assert_int_equal(complain_step(&complain, id, COMPLAINT_LISTEN, "Mia"), RGL_OK);
	assert_int_equal(complain_count(&complain, id, COMPLAINT_ESCALATED), 1);
	assert_int_equal(complain_look(&complain, id).until_ms, now.until_ms);
	assert_int_equal(complain_look(&complain, id).second_ms, now.second_ms);
	complain_remove(&complain);
}

/* More than one transaction writes: the rest is next. */
static void very_many_are_handed_over_in_parts(void **state)
{
	struct complaint_counts counts = { .open = 0 };
	struct complain complain;
	char ref[16];

	(void)state;
	complain_make(&complain);
	for (int i = 0; i < 100; i++) {
		(void)snprintf(ref, sizeof(ref), "C-%d", i);
		(void)complain_new(&complain, ref);
	}
	complain.now_ms = HOUR_OVER_MS;
	(void)complain_new(&complain, "one");
	assert_int_equal(
		shop_number(&complain.shop, "SELECT count(*) FROM complaint_step WHERE kind = 11"),
		64);
	(void)complain_new(&complain, "two");
	assert_int_equal(
		shop_number(&complain.shop, "SELECT count(*) FROM complaint_step WHERE kind = 11"),
		100);
	assert_int_equal(complaint_count(complain.shop.store, complain.now_ms, &counts), RGL_OK);
	assert_int_equal(counts.open, 102);
	assert_int_equal(counts.overdue, 100);
	complain_remove(&complain);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_list_says_the_latest_first),
		cmocka_unit_test(a_member_stands_with_the_one_whose_clock_ends_first),
		cmocka_unit_test(killed_in_between_nothing_changes),
		cmocka_unit_test(very_many_are_handed_over_in_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
