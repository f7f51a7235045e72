/* test_thanks_faults.c - surprises and word of mouth where memory or the disk runs out: the sale,
 * who is thanked and what was promised are there together or not at all, and the same again
 * succeeds. */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "plugin/care/referral.h"
#include "plugin/care/surprise.h"
#include "plugin/identify/enrol.h"
#include "plugin/slip_settings.h"
#include "tests/support/faults.h"
#include "tests/support/peer.h"

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

#define THANKS                                                                                     \
	"'points':{'worth':{'points':100,'money':100}},"                                           \
	"'rewards':[{'id':'bun','title':'A bun','coupon_only':true,'give':{'thing':true}}],"       \
	"'earn':[{'id':'base','give':{'points':1,'per':'amount','amount':100}},"                   \
	"{'id':'friend','on':'referral','give':{'points':50,'referrer':100}}]"

enum { ALLOCATIONS_MOST = 20000 };

/* What goes wrong, and what is tried; each try has a friend of its own. */
struct world {
	struct peer peer;
	int64_t asha;
	int64_t friend;
	char code[TOKEN_ROOM];
	char id[24];
};

static void set(struct world *world, const char *name, const char *value)
{
	assert_int_equal(settings_write(world->peer.shop.store, name, value), RGL_OK);
}

static void open_world(struct world *world, const char *reward)
{
	peer_open(&world->peer, THANKS);
	set(world, "surprise_percent", "100");
	set(world, "surprise_month", "1000000");
	set(world, "surprise_reward", reward);
	set(world, "referral_year", "0");
	world->asha = world->peer.member;
	assert_int_equal(referral_code(world->peer.shop.store, world->asha, world->code), RGL_OK);
}

static void fresh(struct world *world, int64_t n, bool is_brought)
{
	const struct enrolment said = { .name = "Friend",
					.referred_by = is_brought ? world->asha : 0 };
	struct store *store;

	/* Statements are prepared anew each time. */
	shop_close(&world->peer.shop);
	shop_open(&world->peer.shop);
	store = world->peer.shop.store;
	assert_int_equal(store_begin(store), RGL_OK);
	assert_int_equal(
		store_end(store, checkout_enrol(world->peer.shop.desk, &said, &world->friend)),
		RGL_OK);
	world->peer.member = world->friend;
	(void)snprintf(world->id, sizeof(world->id), "S-%lld", (long long)n);
	peer_ticket(&world->peer, world->id);
	(void)peer_line(&world->peer, "GOODS", 1, 1000);
}

/* What a question that ends with the friend's number answers. */
static int64_t of_friend(const struct world *world, const char *sql)
{
	char text[200];

	(void)snprintf(text, sizeof(text), "%s %lld", sql, (long long)world->friend);
	return shop_number(&world->peer.shop, text);
}

static void is_sold(const struct world *world, bool is_there)
{
	assert_int_equal(shop_count(&world->peer.shop, world->id), is_there);
	assert_int_equal(
		of_friend(world, "SELECT count(*) FROM surprise WHERE state = 2 AND member ="),
		is_there);
	assert_int_equal(of_friend(world, "SELECT count(*) FROM applied a JOIN sale s ON s.id ="
					  " a.of WHERE a.kind = 5 AND s.member ="),
			 is_there);
	assert_int_equal(of_friend(world, "SELECT state FROM referral WHERE member ="),
			 is_there ? REFERRAL_COUNTED : REFERRAL_JOINED);
}

static void is_promised(const struct world *world, bool is_there)
{
	assert_int_equal(
		of_friend(world, "SELECT count(*) FROM surprise WHERE state = 1 AND member ="),
		is_there);
}

static void is_joined(const struct world *world, bool is_there)
{
	assert_int_equal(of_friend(world, "SELECT count(*) FROM referral WHERE member ="),
			 is_there);
	assert_int_equal(of_friend(world, "SELECT count(referred_by) FROM member WHERE id ="),
			 is_there);
}

static void is_undone(const struct world *world, bool is_there)
{
	assert_int_equal(
		of_friend(world, "SELECT count(*) FROM surprise WHERE state = 3 AND member ="),
		is_there);
	assert_int_equal(of_friend(world, "SELECT state = 3 FROM referral WHERE member ="),
			 is_there);
}

static rgl_rc sell(struct world *world)
{
	return peer_try_sell(&world->peer);
}

static rgl_rc quote(struct world *world)
{
	return peer_try_quote(&world->peer);
}

static rgl_rc join(struct world *world)
{
	const struct referral_new said = { .ref = world->id,
					   .code = world->code,
					   .member = world->friend };
	int64_t by = 0;

	return referral_join(world->peer.shop.store, &said, &by);
}

static rgl_rc undo(struct world *world)
{
	return peer_try_void(&world->peer, world->id);
}

/* One thing that is written: before: what has to be there for it. */
struct writing {
	rgl_rc (*before)(struct world *world);
	rgl_rc (*run)(struct world *world);
	void (*is_there)(const struct world *world, bool is_there);
	const char *reward;
	bool is_brought;
	bool may_do_without; /* a quote does without the promise */
};

static const struct writing WRITINGS[] = {
	{ NULL, sell, is_sold, "", true, false },     { NULL, sell, is_sold, "bun", true, false },
	{ NULL, quote, is_promised, "", true, true }, { quote, sell, is_sold, "", true, false },
	{ NULL, join, is_joined, "", false, false },  { sell, undo, is_undone, "", true, false },
};
enum { WRITING_COUNT = sizeof(WRITINGS) / sizeof(WRITINGS[0]) };

/* After a try that ended with rc: whole or absent, and again it succeeds. */
static void settle(struct world *world, const struct writing *writing, rgl_rc rc)
{
	if (world->peer.shop.store->latched < 0) {
		shop_close(&world->peer.shop);
		shop_open(&world->peer.shop);
	}
	if (rc < 0)
		writing->is_there(world, false);
	else if (!writing->may_do_without)
		writing->is_there(world, true);
	if (rc < 0 || writing->may_do_without)
		assert_true(writing->run(world) >= 0);
	writing->is_there(world, true);
}

static void begin(struct world *world, const struct writing *writing, int64_t n)
{
	fresh(world, n, writing->is_brought);
	if (writing->before != NULL)
		assert_int_equal(writing->before(world), RGL_OK);
}

/* An allocation of each of them, SQLite's too: a few thousand, in steps. */
static void memory_may_run_out_anywhere(void **state)
{
	(void)state;
	for (size_t i = 0; i < WRITING_COUNT; i++) {
		const struct writing *writing = &WRITINGS[i];
		struct world world;
		bool ran_out = true;
		long at;

		open_world(&world, writing->reward);
		for (at = 0; ran_out && at < ALLOCATIONS_MOST; at = faults_next(at)) {
			rgl_rc rc;

			begin(&world, writing, at);
			faults_memory(at, true);
			rc = writing->run(&world);
			ran_out = faults_memory_end();
			if (rc != RGL_OK && (rc != RGL_E_MEMORY || !ran_out))
				fail_msg("writing %zu, allocation %ld: %s: %s", i, at,
					 result_name(rc), world.peer.shop.store->refusal.text);
			settle(&world, writing, rc);
		}
		assert_in_range(at, 10, ALLOCATIONS_MOST - 1);
		peer_close(&world.peer);
	}
}

/* The disk is full at any byte of them. */
static void the_disk_may_be_full_at_any_byte(void **state)
{
	(void)state;
	for (size_t i = 0; i < WRITING_COUNT; i++) {
		const struct writing *writing = &WRITINGS[i];
		struct world world;
		bool was_full = true;
		int64_t refused = 0;
		int64_t n = 0;

		open_world(&world, writing->reward);
		for (int64_t room = 0; was_full && room < 4000000; room += 5003) {
			rgl_rc rc;

			begin(&world, writing, n++);
			faults_disk(room);
			rc = writing->run(&world);
			was_full = faults_disk_end();
			refused += rc < 0;
			settle(&world, writing, rc);
		}
		assert_false(was_full);
		assert_true(refused > 0);
		peer_close(&world.peer);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_may_run_out_anywhere),
		cmocka_unit_test(the_disk_may_be_full_at_any_byte),
	};

	/* Without SQLite's small store of its own every allocation can fail. */
	if (sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
