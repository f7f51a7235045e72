/* peer.h - a shop with a programme given as JSON, members, and a till that sells there, in few
 * words.
 *
 * In:  what peers' own tests and their users' complaints say of a sale, a refund, a reward.
 * Out: what our checkout makes of the same, on a real store.
 * Not here: the scenarios (tests/test_peer_*.c).
 *
 * A ticket is filled, quoted or not, and sold; the ticket of before is forgotten when the next
 * begins. Texts are the caller's, and live as long as the ticket. What must succeed fails the test
 * that calls it, with our refusal's words; the calls with `try` give the code back. Money is minor
 * units, quantities are whole units.
 */
#pragma once

#include "tests/support/shop.h"

#define PEER_LINES_MAX (RGL_DISCOUNTS_MAX + 64)
#define PEER_FEW 8 /* wishes, codes and tenders of a ticket */
#define PEER_DAY_MS INT64_C(86400000)

/* now_ms: the clock, which the test moves. member: whose the next ticket is, Asha's at first; 0:
 * nobody's. ticket: may be changed before it is sold. redemption: of the last quote, rewards by
 * their place in the programme. outcome: of the last sale, refund, void or edit that was done. */
struct peer {
	struct test_shop shop;
	int64_t now_ms;
	int64_t member;
	int64_t changes; /* by hand, for their ids */
	struct sale ticket;
	struct sale_line lines[PEER_LINES_MAX];
	struct sale_tender tenders[PEER_FEW];
	struct wish wishes[PEER_FEW];
	const char *codes[PEER_FEW];
	char rewards[PEER_LINES_MAX][64]; /* of the lines that a quote added */
	char products[PEER_LINES_MAX][64];
	int64_t due;
	int64_t would_earn;
	int64_t would_spend;
	int64_t would_leave; /* the balance afterwards */
	struct redemption redemption;
	struct outcome outcome;
};

/* A shop with a programme: what stands in the file behind "name", with ' for ". It must stay where
 * it is. */
void peer_open(struct peer *ret, const char *programme);

/* The books are right; the shop goes. */
void peer_close(struct peer *peer);

/* Another programme from now on; the code of what is refused. */
void peer_apply(struct peer *peer, const char *programme);
rgl_rc peer_try_apply(struct peer *peer, const char *programme);

/* A new member, with a birthday ("1990-01-31") or NULL; peer->member stays who it is. */
int64_t peer_enrol(struct peer *peer, const char *name, const char *birthday);

/* By hand, to peer->member: points, or units of a purse. */
void peer_give(struct peer *peer, int64_t points);
void peer_give_in(struct peer *peer, const char *purse, int64_t units);

/* --- a ticket */

void peer_ticket(struct peer *peer, const char *id);

/* sku is the category as well. A line below zero is a discount of the till's own, one with a
 * quantity below zero is brought back. */
struct sale_line *peer_line(struct peer *peer, const char *sku, int64_t qty, int64_t total_minor);
void peer_code(struct peer *peer, const char *code);
struct wish *peer_wish(struct peer *peer, const char *reward, int64_t times);
void peer_pay(struct peer *peer, int32_t kind, int64_t amount_minor, const char *code);

/* Takes off what quotes added, and the wishes. */
void peer_forget_rewards(struct peer *peer);

/* What the ticket would come to, into due, would_* and redemption. The lines of the quote before
 * are replaced by the new ones, and what it set aside is given back. */
void peer_quote(struct peer *peer);
rgl_rc peer_try_quote(struct peer *peer);

/* Sells the ticket as it is, into outcome. RGL_EXISTS is no success of peer_sell. */
void peer_sell(struct peer *peer);
rgl_rc peer_try_sell(struct peer *peer);
rgl_rc peer_try_edit(struct peer *peer);

/* A ticket with one thing, sold. */
void peer_sell_one(struct peer *peer, const char *id, const char *sku, int64_t total_minor);

/* A refund by amount, and a void. */
void peer_refund(struct peer *peer, const char *id, const char *of, int64_t minor);
rgl_rc peer_try_refund(struct peer *peer, const char *id, const char *of, int64_t minor);
void peer_void(struct peer *peer, const char *of);
rgl_rc peer_try_void(struct peer *peer, const char *of);

/* --- what came of it */

/* The last outcome's points. */
void peer_outcome_is(const struct peer *peer, int64_t earned, int64_t spent, int64_t balance);

/* The last quote. */
void peer_due_is(const struct peer *peer, int64_t minor);

/* The ticket's lines of rewards, "ten -300 gift 0x2 ...": total, and the quantity unless 1. */
void peer_rewards_are(const struct peer *peer, const char *expected);

/* The last quote's claim for the n-th wish; fails the test when there is none. */
const struct claim *peer_claim(const struct peer *peer, size_t wish);

/* What peer->member has now by the books, in points or in a purse. */
void peer_balance_is(const struct peer *peer, int64_t points);
int64_t peer_balance_in(const struct peer *peer, const char *purse);

/* Transfers that the sale of that id made. */
int64_t peer_rows_of(const struct peer *peer, const char *id);

/* The refusal's words have this in them. */
void peer_refused_with(const struct peer *peer, const char *words);
