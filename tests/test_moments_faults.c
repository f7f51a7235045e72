/* test_moments_faults.c - moments, answers and questions where memory or the disk runs out: all of
 * what belongs together is there or nothing is, and the same again succeeds. */
#include "tests/support/check.h"

#include <stdlib.h>
#include <unistd.h>

#include "plugin/identify/enrol.h"
#include "tests/support/faults.h"
#include "tests/test_moment_shop.h"

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

RGL_EXPORT ssize_t write(int file, const void *data, size_t length)
{
	return faults_write(file, data, length);
}

RGL_EXPORT ssize_t pwrite64(int file, const void *data, size_t length, off64_t at)
{
	return faults_pwrite(file, data, length, at);
}

RGL_EXPORT int ftruncate64(int file, off64_t length)
{
	return faults_truncate(file, length);
}

/* Each round does one of three things, twice: where something runs out, and where nothing does. */
enum round_kind { FEELS, ASKS, ANSWERS, KINDS };

struct round {
	enum round_kind kind;
	int number;
	char token[TOKEN_ROOM];
};

/* A member of its own, of whom little was said; of an answer the question is there before. */
static void round_begin(struct test_shop *shop, struct round *round, int number)
{
	const struct enrolment guest = { .name = "Guest" };
	char id[32];

	assert_int_equal(enrol(shop->store, &guest, &shop->member), RGL_OK);
	*round = (struct round) { .kind = (enum round_kind)(number % KINDS), .number = number };
	(void)snprintf(id, sizeof(id), "Q-%d", number);
	if (round->kind == ANSWERS)
		asking_token(shop, id, round->token);
}

static rgl_rc round_do(struct test_shop *shop, const struct round *round)
{
	const struct moment_said said = { .mood = 1, .words = "cold" };
	struct moment_kept kept = { 0 };
	struct outcome outcome = { 0 };
	char id[32];
	const struct moment_new felt = {
		.ref = id, .member = shop->member, .said = said, .complains = true
	};

	(void)snprintf(id, sizeof(id), "N-%d", round->number);
	switch (round->kind) {
	case FEELS:
		return moment_add(shop->store, &felt, &kept);
	case ASKS:
		return asking_sell(shop, id, 0, &outcome);
	case ANSWERS:
		return moment_answer(shop->store, round->token, &said, &kept);
	case KINDS:
		break;
	}
	return RGL_E_INTERNAL;
}

/* Rows that must be there together. */
static void all_is_whole(const struct test_shop *shop)
{
	static const char *const NONE[] = {
		"SELECT count(*) FROM asked a LEFT JOIN sale s ON s.id = a.sale WHERE s.id IS NULL",
		"SELECT count(*) FROM moment m WHERE via = 2 AND NOT EXISTS"
		" (SELECT 1 FROM asked a WHERE a.answer = m.id)",
		"SELECT count(*) FROM moment m WHERE NOT EXISTS"
		" (SELECT 1 FROM complaint c WHERE c.moment = m.id)",
		"SELECT count(*) FROM complaint c WHERE NOT EXISTS"
		" (SELECT 1 FROM complaint_step p WHERE p.complaint = c.id AND p.kind = 1)",
		"SELECT count(*) FROM sale s WHERE visit > 0 AND NOT EXISTS"
		" (SELECT 1 FROM asked a WHERE a.sale = s.id)",
		"SELECT abs((SELECT count(*) FROM asked) - coalesce((SELECT sum(asked)"
		" FROM member_care), 0))",
		"SELECT abs((SELECT count(*) FROM moment) - coalesce((SELECT sum(spoke)"
		" FROM member_care), 0))",
	};

	for (size_t i = 0; i < sizeof(NONE) / sizeof(NONE[0]); i++)
		if (shop_number(shop, NONE[i]) != 0)
			fail_msg("%s", NONE[i]);
}

static void make_shop(struct test_shop *shop)
{
	asking_make(shop, "mood");
	assert_int_equal(settings_write(shop->store, "question_season_days", "0"), RGL_OK);
}

static void reopen(struct test_shop *shop)
{
	shop_close(shop);
	shop_open(shop);
}

/* Sent again where nothing is in the way: done now, or done before. */
static void round_end(struct test_shop *shop, const struct round *round, rgl_rc rc)
{
	all_is_whole(shop);
	assert_int_equal(round_do(shop, round), rc == RGL_OK ? RGL_EXISTS : RGL_OK);
	all_is_whole(shop);
}

/* A round of each kind at every byte, in steps: else it takes minutes. */
static void a_disk_may_get_full_at_any_byte(void **state)
{
	struct test_shop shop;
	struct round round;
	int refused = 0;
	int done = 0;
	int number = 0;

	(void)state;
	make_shop(&shop);
	for (int64_t room = 0; done < 2 * KINDS && room < 400000; room += 1013) {
		for (int kind = 0; kind < KINDS; kind++) {
			rgl_rc rc;

			round_begin(&shop, &round, number++);
			reopen(&shop);
			faults_disk(room);
			rc = round_do(&shop, &round);
			done += !faults_disk_end();
			refused += rc < 0;
			assert_true(rc == RGL_OK || rc == RGL_E_FULL || rc == RGL_E_INPUT_OUTPUT);
			if (shop.store->latched < 0)
				reopen(&shop);
			round_end(&shop, &round, rc);
		}
	}
	assert_true(refused > 20);
	assert_true(done >= 2 * KINDS);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* Each of the first allocations, then one in so many, until none is left that could fail. */
static void a_round_without_memory_is_whole_or_absent(void **state)
{
	struct test_shop shop;
	struct round round;
	int refused = 0;

	(void)state;
	make_shop(&shop);
	for (int kind = 0; kind < KINDS; kind++) {
		bool ran_out = true;
		long at;

		for (at = 0; ran_out && at < 8000; at = faults_next(at)) {
			rgl_rc rc;

			round_begin(&shop, &round, (int)at * KINDS + kind);
			/* Prepared anew each time: an open store has its statements. */
			reopen(&shop);
			faults_memory(at, true);
			rc = round_do(&shop, &round);
			ran_out = faults_memory_end();
			refused += rc < 0;
			assert_true(rc == RGL_OK || rc == RGL_E_MEMORY);
			if (shop.store->latched < 0)
				reopen(&shop);
			round_end(&shop, &round, rc);
		}
		assert_true(at > 20 && at < 8000);
	}
	assert_true(refused > 60);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_disk_may_get_full_at_any_byte),
		cmocka_unit_test(a_round_without_memory_is_whole_or_absent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
