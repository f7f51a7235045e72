/* test_manager.c - managers' codes: who knows one is believed, who guesses is locked out, and none
 * of it is seen by anybody.
 */
#include "tests/support/check.h"

#include <sodium.h>

#include "tests/test_gesture_shop.h"

/* All three steps, as a call takes them. */
static enum manager_verdict tells(struct giving *giving, const char *name, const char *code)
{
	struct manager_try try = { 0 };
	enum manager_verdict verdict;

	assert_int_equal(manager_try_begin(giving->shop.store, name, &try), RGL_OK);
	verdict = manager_try_code(&try, code);
	assert_int_equal(manager_try_end(giving->shop.store, name, verdict), RGL_OK);
	return verdict;
}

static int64_t failed(const struct giving *giving)
{
	return shop_number(&giving->shop, "SELECT failed FROM manager");
}

/* As libsodium, and not only we, would say. */
static void a_code_is_kept_as_argon2id_makes_it(void **state)
{
	struct manager_try try = { 0 };
	struct giving giving;

	(void)state;
	giving_open(&giving);
	assert_int_equal(manager_add(giving.shop.store, "Mia", "4711"), RGL_OK);
	assert_int_equal(manager_try_begin(giving.shop.store, "Mia", &try), RGL_OK);
	assert_int_equal(strncmp(try.hash, "$argon2id$v=19$m=19456,t=2,p=1$", 31), 0);
	assert_int_equal(crypto_pwhash_str_verify(try.hash, "4711", 4), 0);
	assert_int_equal(tells(&giving, "Mia", "4711"), MANAGER_RIGHT);
	assert_int_equal(failed(&giving), 0);
	assert_int_equal(manager_add(giving.shop.store, "Mia", "0815"), RGL_E_TAKEN);
	assert_int_equal(manager_remove(giving.shop.store, "Mia"), RGL_OK);
	assert_int_equal(manager_remove(giving.shop.store, "Mia"), RGL_E_UNKNOWN);
	assert_int_equal(tells(&giving, "Mia", "4711"), MANAGER_UNKNOWN);
	giving_close(&giving);
}

static void what_is_no_code_is_refused(void **state)
{
	char code[MANAGER_CODE_MOST + 2];
	struct giving giving;

	(void)state;
	giving_open(&giving);
	memset(code, '7', sizeof(code) - 1);
	code[sizeof(code) - 1] = '\0';
	assert_int_equal(manager_add(giving.shop.store, "Mia", "471"), RGL_E_FIELD);
	assert_int_equal(manager_add(giving.shop.store, "Mia", NULL), RGL_E_FIELD);
	assert_int_equal(manager_add(giving.shop.store, "Mia", code), RGL_E_FIELD);
	assert_int_equal(manager_add(giving.shop.store, "", "4711"), RGL_E_FIELD);
	assert_int_equal(manager_add(giving.shop.store, "4111111111111111", "4711"),
			 RGL_E_PAYMENT_CARD);
	assert_int_equal(manager_add(giving.shop.store, "\x01", "4711"), RGL_E_TEXT);
	assert_int_equal(shop_number(&giving.shop, "SELECT count(*) FROM manager"), 0);
	giving_close(&giving);
}

/* Five in a row are a quarter of an hour, five more twice that; then also the right one waits. */
static void who_guesses_is_locked_out_for_longer_each_time(void **state)
{
	struct giving giving;

	(void)state;
	giving_open(&giving);
	assert_int_equal(manager_add(giving.shop.store, "Mia", "4711"), RGL_OK);
	for (int i = 0; i < 5; i++)
		assert_int_equal(tells(&giving, "Mia", "471"), MANAGER_WRONG);
	assert_int_equal(tells(&giving, "Mia", "4711"), MANAGER_LOCKED);
	giving.now_ms += 15 * 60000 - 1;
	assert_int_equal(tells(&giving, "Mia", "4711"), MANAGER_LOCKED);
	assert_int_equal(failed(&giving), 5);
	giving.now_ms += 1;
	for (int i = 0; i < 5; i++)
		assert_int_equal(tells(&giving, "Mia", "471"), MANAGER_WRONG);
	giving.now_ms += 30 * 60000 - 1;
	assert_int_equal(tells(&giving, "Mia", "4711"), MANAGER_LOCKED);
	giving.now_ms += 1;
	assert_int_equal(tells(&giving, "Mia", "4711"), MANAGER_RIGHT);
	assert_int_equal(failed(&giving), 0);
	/* From the beginning again. */
	for (int i = 0; i < 4; i++)
		assert_int_equal(tells(&giving, "Mia", "0000"), MANAGER_WRONG);
	assert_int_equal(tells(&giving, "Mia", "4711"), MANAGER_RIGHT);
	giving_close(&giving);
}

/* A till that is killed while it looks at a code has counted it: killing helps nobody who guesses.
 */
static void an_attempt_is_counted_before_the_code_is_looked_at(void **state)
{
	struct manager_try first = { 0 };
	struct giving giving;

	(void)state;
	giving_open(&giving);
	assert_int_equal(manager_add(giving.shop.store, "Mia", "4711"), RGL_OK);
	assert_int_equal(manager_try_begin(giving.shop.store, "Mia", &first), RGL_OK);
	shop_close(&giving.shop);
	shop_open(&giving.shop);
	assert_int_equal(failed(&giving), 1);
	/* What could not be looked at counts for nothing. */
	assert_int_equal(manager_try_end(giving.shop.store, "Mia", MANAGER_NOT_NOW), RGL_OK);
	assert_int_equal(failed(&giving), 0);
	giving_close(&giving);
}

static rgl_rc count(void *user, const struct manager *manager)
{
	int *seen = user;

	assert_string_equal(manager->name, *seen == 0 ? "Ali" : "Mia");
	return ++*seen == 3 ? RGL_E_LIMIT : RGL_OK;
}

static void managers_are_listed_by_name(void **state)
{
	struct giving giving;
	int seen = 0;

	(void)state;
	giving_open(&giving);
	assert_int_equal(manager_add(giving.shop.store, "Mia", "4711"), RGL_OK);
	assert_int_equal(manager_add(giving.shop.store, "Ali", "4711"), RGL_OK);
	assert_int_equal(manager_list(giving.shop.store, count, &seen), RGL_OK);
	assert_int_equal(seen, 2);
	/* The same code, and nobody can see that it is. */
	assert_int_equal(shop_number(&giving.shop, "SELECT count(DISTINCT code) FROM manager"), 2);
	giving_close(&giving);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_is_kept_as_argon2id_makes_it),
		cmocka_unit_test(what_is_no_code_is_refused),
		cmocka_unit_test(who_guesses_is_locked_out_for_longer_each_time),
		cmocka_unit_test(an_attempt_is_counted_before_the_code_is_looked_at),
		cmocka_unit_test(managers_are_listed_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
