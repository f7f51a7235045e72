/* test_spool_copy.c - a receipt that comes a second time gives nothing a second time. */
#include "tests/support/check.h"

#include <string.h>

#include "plugin/slip.h"
#include "tests/support/peer.h"

#define TEN_NEXT_TIME                                                                              \
	"'rewards':[{'id':'ten','title':'10 % off','give':{'percent':10},'coupon_only':true},"     \
	"{'id':'next','title':'A coupon','give':{'coupon':'ten'},'automatic':true,'when':"         \
	"{'min_amount':5000}}]"

/* The code of the coupon on a sale's receipt, the first one or a copy. */
static void read_code(struct peer *peer, const char *id, bool is_copy, char ret[VOUCHER_CODE_ROOM])
{
	const struct receipt *receipt;
	struct slip *slip = NULL;

	assert_int_equal(slip_read(peer->shop.desk, id, is_copy, &slip), RGL_OK);
	receipt = slip_receipt(slip);
	assert_int_equal(receipt->is_copy, is_copy);
	assert_int_equal(receipt->issued_count, 1);
	assert_true(strlen(receipt->issued[0].code) < VOUCHER_CODE_ROOM);
	memcpy(ret, receipt->issued[0].code, strlen(receipt->issued[0].code) + 1);
	slip_free(slip);
}

/* A ticket with that code on it, quoted. */
static void enter(struct peer *peer, const char *id, const char *code)
{
	peer_ticket(peer, id);
	(void)peer_line(peer, "PEN", 1, 2000);
	peer_wish(peer, NULL, 1)->code = code;
	peer_quote(peer);
}

/* In doubt whether the paper came out it is printed again, marked as a copy, with the code of the
 * first: who has both papers has one coupon. */
static void a_coupon_on_a_receipt_and_its_copy_is_taken_once(void **state)
{
	char code[VOUCHER_CODE_ROOM];
	char copied[VOUCHER_CODE_ROOM];
	struct peer peer;

	(void)state;
	peer_open(&peer, TEN_NEXT_TIME);
	peer_sell_one(&peer, "S-1", "GOODS", 10000);
	read_code(&peer, "S-1", false, code);
	read_code(&peer, "S-1", true, copied);
	assert_string_not_equal(code, "");
	assert_string_equal(copied, code);
	assert_int_equal(shop_number(&peer.shop, "SELECT count(*) FROM voucher"), 1);
	enter(&peer, "S-2", copied);
	peer_due_is(&peer, 1800);
	peer_sell(&peer);
	enter(&peer, "S-3", code);
	assert_true(peer_claim(&peer, 0)->rc < 0);
	peer_due_is(&peer, 2000);
	peer_close(&peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_coupon_on_a_receipt_and_its_copy_is_taken_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
