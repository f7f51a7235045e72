/* test_referral_join.c - word of mouth: who brought whom is said, and whose a code is. */
#include "tests/support/check.h"

#include <stdio.h>

#include "plugin/care/recount.h"
#include "plugin/care/referral.h"
#include "tests/support/peer.h"

#define THANKS                                                                                     \
	"'points':{'worth':{'points':100,'money':100}},"                                           \
	"'earn':[{'id':'base','give':{'points':1,'per':'amount','amount':100}},"                   \
	"{'id':'friend','on':'referral','give':{'points':50,'referrer':100}}]"

static int64_t number(const struct peer *peer, const char *sql)
{
	return shop_number(&peer->shop, sql);
}

static int64_t points_of_member(struct peer *peer, int64_t member)
{
	int64_t account = 0;
	int64_t balance = 0;

	assert_int_equal(ledger_find(peer->shop.store, member, 1, &account, &balance), RGL_OK);
	return balance;
}

static void buy(struct peer *peer, int64_t member, const char *id, int64_t minor)
{
	peer->member = member;
	peer_sell_one(peer, id, "GOODS", minor);
}

static void merge(struct peer *peer, int64_t into, int64_t from)
{
	int64_t merge = 0;

	assert_int_equal(care_merge(peer->shop.store, into, from, "Owner", "test", &merge), RGL_OK);
}

static rgl_rc join(struct peer *peer, const char *ref, int64_t member, const char *code)
{
	const struct referral_new said = { .ref = ref, .code = code, .member = member };
	int64_t by = 0;

	return referral_join(peer->shop.store, &said, &by);
}

/* Each refusal that the header names, and the same again. */
static void who_brought_whom_can_be_said_until_the_first_purchase(void **state)
{
	struct peer peer;
	char code[TOKEN_ROOM];
	char bos[TOKEN_ROOM];
	int64_t asha;
	int64_t bo;
	int64_t cleo;

	(void)state;
	peer_open(&peer, THANKS);
	asha = peer.member;
	bo = peer_enrol(&peer, "Bo", NULL);
	cleo = peer_enrol(&peer, "Cleo", NULL);
	assert_int_equal(referral_code(peer.shop.store, asha, code), RGL_OK);
	assert_int_equal(referral_code(peer.shop.store, bo, bos), RGL_OK);
	assert_int_equal(join(&peer, "", bo, code), RGL_E_FIELD);
	assert_int_equal(join(&peer, "J-1", 99, code), RGL_E_UNKNOWN);
	assert_int_equal(join(&peer, "J-1", bo, "RG1"), RGL_E_FIELD);
	assert_int_equal(join(&peer, "J-1", bo, "RG40000000000000000"), RGL_E_FORGED);
	assert_int_equal(join(&peer, "J-1", bo, bos), RGL_E_FIELD);
	assert_int_equal(number(&peer, "SELECT count(*) FROM referral"), 0);
	assert_int_equal(join(&peer, "J-1", bo, code), RGL_OK);
	assert_int_equal(join(&peer, "J-1", bo, code), RGL_EXISTS);
	assert_int_equal(join(&peer, "J-2", bo, code), RGL_EXISTS);
	assert_int_equal(join(&peer, "J-1", cleo, code), RGL_E_DIFFERS);
	assert_int_equal(join(&peer, "J-3", asha, bos), RGL_E_FIELD);
	assert_int_equal(join(&peer, "J-3", cleo, bos), RGL_OK);
	assert_int_equal(join(&peer, "J-4", cleo, code), RGL_E_TAKEN);
	buy(&peer, asha, "S-1", 1000);
	assert_int_equal(join(&peer, "J-5", asha, bos), RGL_E_FIELD);
	buy(&peer, bo, "S-2", 1000);
	peer_outcome_is(&peer, 60, 0, 60);
	assert_int_equal(points_of_member(&peer, asha), 110);
	peer_close(&peer);
}

/* The code of somebody who is no member any more brings nobody; a merged one's is the other's. */
static void a_code_is_whoever_it_is_by_now(void **state)
{
	struct peer peer;
	char code[TOKEN_ROOM];
	int64_t asha;
	int64_t bo;
	int64_t found = 0;

	(void)state;
	peer_open(&peer, THANKS);
	asha = peer.member;
	bo = peer_enrol(&peer, "Bo", NULL);
	assert_int_equal(referral_code(peer.shop.store, bo, code), RGL_OK);
	assert_int_equal(referral_by_code(peer.shop.store, code, &found), RGL_OK);
	assert_int_equal(found, bo);
	merge(&peer, asha, bo);
	assert_int_equal(referral_by_code(peer.shop.store, code, &found), RGL_OK);
	assert_int_equal(found, asha);
	assert_int_equal(referral_code(peer.shop.store, 4711, code), RGL_OK);
	assert_int_equal(referral_by_code(peer.shop.store, code, &found), RGL_E_UNKNOWN);
	assert_int_equal(referral_code(peer.shop.store, 0, code), RGL_E_RANGE);
	peer_close(&peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_brought_whom_can_be_said_until_the_first_purchase),
		cmocka_unit_test(a_code_is_whoever_it_is_by_now),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
