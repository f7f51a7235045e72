/* trade_changed.c - the steps of a day in which something is changed: after the fact, by hand, by
 * time, by two members that are one. See trade_parts.h. */
#include "tests/support/trade_parts.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- After the fact, and by hand ---- */

void trade_sell_to_be_edited(struct trade *trade)
{
	trade_sell(trade, "edited", trade_guest(trade).text, 1800);
}

/* Less coffee, and a tip. */
void trade_edit_it(struct trade *trade)
{
	const struct trade_member member = trade_guest(trade);
	const struct trade_sale sale = {
		"edit",
		NULL,
		member.text,
		"",
		"{\"name\":\"Coffee\",\"sku\":\"C1\",\"qty\":1,\"total\":1100},"
		"{\"name\":\"Tip\",\"kind\":\"tip\",\"total\":150}",
		"{\"kind\":\"card\",\"amount\":1250}",
		1250,
	};

	trade_ask_sale(trade, "edited", &sale, NULL);
}

static void adjust(struct trade *trade, const char *name, const char *purse, int units,
		   const struct units *moved)
{
	const struct trade_id id = trade_id(trade, name);
	const struct trade_asked asked = { .id = id.text, .again = AGAIN_TODAY, .moved = *moved };
	int64_t member = trade_member_id(trade, "Guest");

	if (member != 0)
		trade_ask(trade, &asked,
			  "{\"op\":\"adjust\",\"id\":\"%s\",\"member_id\":%lld,\"purse\":\"%s\","
			  "\"units\":%d,\"who\":\"Mia\",\"why\":\"a cold coffee\"}",
			  id.text, (long long)member, purse, units);
}

void trade_give_by_hand(struct trade *trade)
{
	adjust(trade, "given", "credit", 120, &(struct units) { { [TRADE_CREDIT] = 120 } });
}

void trade_take_by_hand(struct trade *trade)
{
	adjust(trade, "taken", "points", -30, &(struct units) { { [TRADE_POINTS] = -30 } });
}

/* ---- What is over ---- */

/* From a till that was away for long: what it earned is over by now. */
void trade_sell_late(struct trade *trade)
{
	const struct trade_member member = trade_guest(trade);
	const struct trade_sale sale = {
		"sale",
		"2024-06-01T10:00:00Z",
		member.text,
		"",
		"{\"name\":\"Coffee\",\"sku\":\"C1\",\"qty\":1,\"total\":3300}",
		"",
		3300,
	};

	trade_ask_sale(trade, "late", &sale, NULL);
}

void trade_sweep_the_store(struct trade *trade)
{
	trade_ask(trade, &(struct trade_asked) { .again = AGAIN_ALWAYS }, TRADE_SWEEP);
}

/* ---- A debt ---- */

void trade_enrol_a_borrower(struct trade *trade)
{
	trade_enrol(trade, "Borrower", 4);
}

void trade_sell_for_points(struct trade *trade)
{
	const struct trade_member member = trade_member(trade, "Borrower");

	if (member.text[0] != '\0')
		trade_sell(trade, "lent", member.text, 40000);
}

void trade_spend_them(struct trade *trade)
{
	const struct trade_member member = trade_member(trade, "Borrower");
	const struct trade_sale sale = {
		"sale",
		NULL,
		member.text,
		"",
		"{\"name\":\"Cake\",\"category\":\"cakes\",\"qty\":1,\"total\":700}",
		"{\"kind\":\"points\",\"amount\":700}",
		700,
	};

	if (member.text[0] != '\0')
		trade_ask_sale(trade, "spent", &sale, NULL);
}

/* What it earned is spent by now: the programme lets them owe it. Were it not, it could not be
 * spent any more. */
void trade_void_what_earned_them(struct trade *trade)
{
	const struct order *order = trade_order(trade, "spent");

	if (order != NULL && order->acknowledged)
		trade_void(trade, "lent");
}

/* ---- Two that are one ---- */

void trade_enrol_a_friend(struct trade *trade)
{
	trade_enrol(trade, "Friend", 5);
}

void trade_sell_to_the_friend(struct trade *trade)
{
	const struct trade_member member = trade_member(trade, "Friend");

	if (member.text[0] != '\0')
		trade_sell(trade, "friend", member.text, 2100);
}

void trade_merge_the_friend(struct trade *trade)
{
	int64_t into = trade_member_id(trade, "Guest");
	int64_t from = trade_member_id(trade, "Friend");
	const struct trade_id id = trade_id(trade, "merge");

	if (into != 0 && from != 0)
		trade_ask(trade, &(struct trade_asked) { .id = id.text, .again = AGAIN_MERGED },
			  "{\"op\":\"merge\",\"into\":%lld,\"from\":%lld,\"who\":\"Mia\","
			  "\"why\":\"the same person\"}",
			  (long long)into, (long long)from);
}

void trade_part_from_the_friend(struct trade *trade)
{
	const struct order *order = trade_order(trade, "merge");
	const struct trade_id id = trade_id(trade, "merge");
	const struct trade_asked asked = {
		.id = id.text,
		.again = AGAIN_TODAY,
		.replaces = true,
	};
	char merge[32];

	if (order != NULL && order->acknowledged &&
	    trade_field(order, "merge_id", merge, sizeof(merge)))
		trade_ask(trade, &asked, "{\"op\":\"unmerge\",\"merge_id\":%s,\"who\":\"Mia\"}",
			  merge);
}
