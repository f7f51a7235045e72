/* test_store_group.c - what threads that share a commit are told, and when they share one. */
#include "tests/test_store_group.h"

#include <sqlite3.h>

#include "plugin/store/turn.h"

enum { MEMBERS_MAX = 16 };

/* A part that is refused after its first write. */
static rgl_rc write_in_vain(struct test_shop *shop)
{
	int64_t id = 0;

	assert_int_equal(store_begin(shop->store), RGL_OK);
	assert_int_equal(store_event(shop->store, EVENT_CARD, &id), RGL_OK);
	return store_end(shop->store, RGL_E_SUM);
}

/* What the feature is for: three sales, one commit. */
static void several_sales_share_one_commit(void **state)
{
	struct test_shop shop;
	struct seller first;
	struct seller second;

	(void)state;
	set_up(&shop);
	let_wait(&shop, &first, "S-1");
	let_wait(&shop, &second, "S-2");
	arrive(&shop, STORE_TO_WRITE);
	assert_int_equal(sqlite3_get_autocommit(shop.store->db), 0);
	assert_int_equal(shop_sell(&shop, "S-3", CENTS, NULL), RGL_OK);
	assert_int_equal(sqlite3_get_autocommit(shop.store->db), 1);
	store_give(shop.store);
	assert_int_equal(told(&first), RGL_OK);
	assert_int_equal(told(&second), RGL_OK);
	assert_int_equal(shop_points(&shop), 3 * POINTS);
	finish(&shop);
}

/* A thread whose sale is refused takes only its own part back; numbers of events have no holes. */
static void a_refused_part_leaves_the_others_whole(void **state)
{
	struct test_shop shop;
	struct seller first;

	(void)state;
	set_up(&shop);
	let_wait(&shop, &first, "S-1");
	arrive(&shop, STORE_TO_WRITE);
	assert_int_equal(write_in_vain(&shop), RGL_E_SUM);
	store_give(shop.store);
	assert_int_equal(told(&first), RGL_OK);
	assert_int_equal(shop_count(&shop, "S-1"), 1);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM event WHERE kind = 2"), 0);
	assert_int_equal(shop_sell(&shop, "S-2", CENTS, NULL), RGL_OK);
	finish(&shop);
}

/* The same with room: the answers stand. */
static void an_answer_that_rests_on_the_group_waits_for_it(void **state)
{
	struct test_shop shop;
	struct seller first;
	struct seller again;

	(void)state;
	set_up(&shop);
	let_wait(&shop, &first, "S-1");
	let_wait(&shop, &again, "S-1");
	arrive(&shop, STORE_TO_WRITE);
	assert_int_equal(shop_sell(&shop, "S-1", CENTS - 1, NULL), RGL_E_DIFFERS);
	assert_non_null(strstr(shop.store->refusal.text, "was recorded before"));
	assert_int_equal(sqlite3_get_autocommit(shop.store->db), 1);
	store_give(shop.store);
	assert_int_equal(told(&first), RGL_OK);
	assert_int_equal(told(&again), RGL_EXISTS);
	finish(&shop);
}

/* Whoever reads finds only what is committed; its own transactions are commits each, so that it may
 * go on reading after one. */
static void a_reader_finds_nothing_uncommitted(void **state)
{
	struct test_shop shop;
	struct seller first;
	int64_t id = 0;

	(void)state;
	set_up(&shop);
	let_wait(&shop, &first, "S-1");
	store_take(shop.store, STORE_TO_READ);
	assert_int_equal(sqlite3_get_autocommit(shop.store->db), 1);
	assert_int_equal(shop_count(&shop, "S-1"), 1);
	assert_int_equal(store_begin(shop.store), RGL_OK);
	assert_int_equal(store_event(shop.store, EVENT_CARD, &id), RGL_OK);
	assert_int_equal(store_end(shop.store, RGL_OK), RGL_OK);
	assert_int_equal(sqlite3_get_autocommit(shop.store->db), 1);
	store_give(shop.store);
	assert_int_equal(told(&first), RGL_OK);
	finish(&shop);
}

/* One who came in and did nothing goes again; the waiting one is not forgotten. */
static void the_last_to_leave_calls_one_who_waits(void **state)
{
	struct test_shop shop;
	struct seller first;

	(void)state;
	set_up(&shop);
	let_wait(&shop, &first, "S-1");
	arrive(&shop, STORE_TO_WRITE);
	store_give(shop.store);
	assert_int_equal(told(&first), RGL_OK);
	assert_int_equal(shop_count(&shop, "S-1"), 1);
	finish(&shop);
}

/* However many come: the sixteenth commits, and so does one after five milliseconds. */
static void a_group_stays_small_and_young(void **state)
{
	struct test_shop shop;
	struct seller sellers[MEMBERS_MAX];

	(void)state;
	set_up(&shop);
	for (int i = 0; i < MEMBERS_MAX - 1; i++) {
		char id[32];

		(void)snprintf(id, sizeof(id), "S-%d", i);
		let_wait(&shop, &sellers[i], id);
	}
	store_take(shop.store, STORE_TO_WRITE);
	assert_int_equal(shop_sell(&shop, "S-last", CENTS, NULL), RGL_OK);
	assert_int_equal(shop.store->turnstile.count, 0);
	store_give(shop.store);
	for (int i = 0; i < MEMBERS_MAX - 1; i++)
		assert_int_equal(told(&sellers[i]), RGL_OK);
	let_wait(&shop, &sellers[0], "T-0");
	store_take(shop.store, STORE_TO_WRITE);
	shop.store->turnstile.since_ms = 0;
	assert_int_equal(shop_sell(&shop, "T-1", CENTS, NULL), RGL_OK);
	assert_int_equal(shop.store->turnstile.count, 0);
	store_give(shop.store);
	assert_int_equal(told(&sellers[0]), RGL_OK);
	assert_int_equal(shop_points(&shop), (MEMBERS_MAX + 2) * POINTS);
	finish(&shop);
}

static void *want_turn(void *user)
{
	const int *turn = user;
	rgl_rc rc = turn_take(*turn, 60000, NULL);

	turn_give(*turn);
	return rc == RGL_OK ? user : NULL;
}

/* A till of another process does not wait for ours to be many. */
static void a_group_is_committed_when_another_program_waits(void **state)
{
	struct test_shop shop;
	struct seller first;
	pthread_t other;
	void *came = NULL;
	int turn = -1;

	(void)state;
	set_up(&shop);
	assert_int_equal(turn_open(shop.path, &turn, NULL), RGL_OK);
	let_wait(&shop, &first, "S-1");
	assert_int_equal(pthread_create(&other, NULL, want_turn, &turn), 0);
	while (!store_is_wanted(shop.store))
		(void)sched_yield();
	store_take(shop.store, STORE_TO_WRITE);
	assert_int_equal(shop_sell(&shop, "S-2", CENTS, NULL), RGL_OK);
	assert_int_equal(shop.store->turnstile.count, 0);
	store_give(shop.store);
	assert_int_equal(told(&first), RGL_OK);
	assert_int_equal(pthread_join(other, &came), 0);
	assert_ptr_equal(came, &turn);
	turn_close(turn);
	finish(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(several_sales_share_one_commit),
		cmocka_unit_test(a_refused_part_leaves_the_others_whole),
		cmocka_unit_test(an_answer_that_rests_on_the_group_waits_for_it),
		cmocka_unit_test(a_reader_finds_nothing_uncommitted),
		cmocka_unit_test(the_last_to_leave_calls_one_who_waits),
		cmocka_unit_test(a_group_stays_small_and_young),
		cmocka_unit_test(a_group_is_committed_when_another_program_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
