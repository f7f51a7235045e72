/* trade_parts.h - what trade.c, trade_settle.c, trade_shop.c and the steps of a day share.
 */
#pragma once

#include "tests/support/trade.h"

#define TRADE_AT "\"at\":\"2026-01-05T10:00:00Z\",\"currency\":\"EUR\""

/* What enrolling gives, by the programme of trade_make_shop(). */
enum { TRADE_WELCOME_POINTS = 400, TRADE_WELCOME_TEA = 20 };

struct trade_id {
	char text[TRADE_ID_ROOM];
};
struct trade_id trade_id(const struct trade *trade, const char *name);

struct trade_asked {
	const char *id; /* NULL: none */
	enum again again;
	bool replaces;
	struct units moved;
};

/* The next order of the day. */
void trade_ask(struct trade *trade, const struct trade_asked *asked, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The last order under a name; NULL when there was none. */
const struct order *trade_order(const struct trade *trade, const char *name);

/* What must not be; the first that is said stays. */
void trade_say(struct trade *trade, const char *what, const struct order *order,
	       const char *answer);

bool trade_is_yes(const char *answer);
bool trade_has_code(const char *answer, const char *code);

/* Sends the request of an order to the table or to what stands in for it. */
void trade_send(const struct trade *trade, const struct order *order, char ret[TRADE_TEXT_ROOM]);

/* A request that is not the JSON door's: what is over in the whole store goes, as by the owner's
 * command. */
#define TRADE_SWEEP "sweep"

/* Answers it; on a connection of its own, as the command has one. */
void trade_sweep(const struct trade *trade, char ret[TRADE_TEXT_ROOM]);

/* A sale, or an edit of one. at: NULL for now. extra: fields before the lines, each with a comma
 * behind; "" for none. */
struct trade_sale {
	const char *op;
	const char *at;
	const char *member;
	const char *extra;
	const char *lines;
	const char *tenders;
	int total;
};
void trade_ask_sale(struct trade *trade, const char *name, const struct trade_sale *sale,
		    const struct units *moved);

/* A sale of coffee (one, at all but 100) and cake (two, for 100), paid with cash. */
void trade_sell(struct trade *trade, const char *name, const char *member, int minor);

/* Undoes the sale of that name, when one was asked for. */
void trade_void(struct trade *trade, const char *name);

/* How a sale says whose it is: the guest by the QR that enrolling answered, without it by the
 * phone; others by their number, "" when enrolling them was not answered. */
struct trade_member {
	char text[96];
};
struct trade_member trade_guest(const struct trade *trade);
struct trade_member trade_member(const struct trade *trade, const char *name);

/* The number of a member that was enrolled under that name; 0 when it was not answered. */
int64_t trade_member_id(const struct trade *trade, const char *name);

/* Enrols somebody of the day; which: a digit that makes the phone and the card. */
void trade_enrol(struct trade *trade, const char *name, int which);

typedef void trade_function(struct trade *trade);

/* trade_plain.c */
trade_function trade_enrol_a_guest, trade_sell_to_a_regular, trade_sell_to_the_guest,
	trade_sell_to_a_stranger, trade_sell_the_same_again, trade_give_a_part_back,
	trade_give_the_rest_back, trade_sell_in_the_evening;

/* trade_stored.c: gift cards, credit and points as money */
trade_function trade_issue_a_gift_card, trade_sell_a_gift_card, trade_pay_with_the_gift_card,
	trade_refund_to_the_gift_card, trade_pay_credit_in, trade_pay_with_credit,
	trade_pay_with_points, trade_void_what_points_paid;

/* trade_quoted.c: rewards, coupons and what is set aside for them */
trade_function trade_issue_a_coupon, trade_quote_rewards, trade_sell_what_was_quoted,
	trade_void_what_was_quoted, trade_quote_tea, trade_let_the_tea_go, trade_sell_with_tea;

/* trade_changed.c: by hand, after the fact, over, two that are one */
trade_function trade_sell_to_be_edited, trade_edit_it, trade_give_by_hand, trade_take_by_hand,
	trade_sell_late, trade_sweep_the_store, trade_enrol_a_borrower, trade_sell_for_points,
	trade_spend_them, trade_void_what_earned_them, trade_enrol_a_friend,
	trade_sell_to_the_friend, trade_merge_the_friend, trade_part_from_the_friend;
