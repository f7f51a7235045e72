/* gesture.h - what staff give to put something right, within a budget that needs no asking.
 *
 * In:  what is to be given, by whom, to whom; the owner's policy; whether a manager's code was
 * right. Out: which of it is given and what of the budget that takes; rows of `gesture`; for one
 * that is given apart from a sale also its points. Not here: shifts (shift.h), codes (manager.h),
 * gestures at a sale (checkout_gestures.c), which are part of what it earns.
 *
 * The budget is the cashier's, for a shift: so many gestures and so much worth; for one gesture so
 * much worth; and for one complaint so much, whoever gives it. Points count with their worth by the
 * programme, rounded up; a product and money off with their amount; a note costs nothing and is one
 * gesture. Points that the programme gives no worth count as over any budget. What is over needs a
 * manager; what a manager allowed takes nothing of the cashier's budget. It is all looked at and
 * written in one transaction, so that no two tills give the last one twice.
 *
 * Nobody gives to a card of their own (table staff), with or without a manager.
 */
#pragma once

#include "plugin/care/manager.h"
#include "plugin/care/policy.h"
#include "plugin/care/shift.h"
#include "plugin/loyalty/book.h"
#include "plugin/sales/sale.h"

#define GESTURE_NAME "gesture"	    /* of alerts and in the trail */
#define GESTURE_APPLIED "(gesture)" /* in `applied`: no rule can be called so */
#define GESTURE_SAID_ROOM 168	    /* as a notice has */

/* Who gives, to whom, when. Texts are as they will be kept: without a card's number. member 0:
 * nobody that is known. watched: the sale earns nothing by the programme's limits. till: where a
 * shift begins. */
struct gesture_scene {
	const struct policy *policy;
	const struct programme *programme;
	const char *cashier;
	const char *till;
	int64_t member;
	int64_t at_ms;
	bool watched;
};

/* Why one was not given, or needs saying. */
enum gesture_why {
	GESTURE_FINE,
	GESTURE_NOBODY,	      /* points or a note for nobody that is known */
	GESTURE_OWN_CARD,     /* the cashier's own */
	GESTURE_OVER,	      /* over a budget, and no manager allowed it */
	GESTURE_UNPRICED,     /* points without a worth, and no manager allowed them */
	GESTURE_WATCHED,      /* the sale earns nothing */
	GESTURE_NO_COMPLAINT, /* given; linked to none, for there is no such complaint */
	GESTURE_TOO_MUCH      /* worth more than can be counted */
};

/* What is to become of one. id: its row, once it is written. over: it stands on the bill already,
 * so it is written down, and told. managed: a manager had to allow it, and did. */
struct gesture_judged {
	int64_t id;
	int64_t complaint;
	struct money worth;
	enum gesture_why why;
	bool given;
	bool over;
	bool managed;
};

/* What the cashier may still give without asking, now. */
struct gesture_left {
	int64_t gestures;
	struct money worth;
};
MUST_USE rgl_rc gesture_left(struct store *store, const struct policy *policy, const char *cashier,
			     struct gesture_left *ret);

/* The same as of a time; after a sale of then. */
MUST_USE rgl_rc gesture_left_at(struct store *store, const struct policy *policy,
				const char *cashier, int64_t at_ms, struct gesture_left *ret);

/* Judges `count` of them (SALE_GESTURES_MAX at most), in order; each takes of what the next has.
 * `on_bill`: a product or money off stands on the bill, and is given whatever the budget. Reads
 * only; ret_left: as it will be after them. */
MUST_USE rgl_rc gesture_judge(struct store *store, const struct gesture_scene *scene,
			      const struct sale_gesture *asked, size_t count, bool on_bill,
			      struct gesture_judged *ret, struct gesture_left *ret_left);

/* What to tell the cashier of one, in a line; "" when there is nothing to say. */
void gesture_say(const struct sale_gesture *asked, const struct gesture_judged *judged,
		 char ret[GESTURE_SAID_ROOM]);

/* Writes one down that was judged as given; ref and digest are told apart by. sale 0: apart from
 * one. And the owner's alert, where it was over or somebody's own (of `event`, also for one that
 * was not given). In the running transaction. */
MUST_USE rgl_rc gesture_write(struct store *store, const struct gesture_scene *scene,
			      const struct sale_gesture *asked, const struct gesture_judged *judged,
			      int64_t sale, const char *ref, const uint8_t digest[HASH_BYTES],
			      int64_t *ret_id);
MUST_USE rgl_rc gesture_alert(struct store *store, const struct gesture_scene *scene,
			      const struct sale_gesture *asked, const struct gesture_judged *judged,
			      int64_t event);

/* Whether one is told, given or not. */
bool gesture_is_told(const struct gesture_judged *judged);

/* A digest of what was asked, but for the code. */
void gesture_digest(struct digest *digest, const struct sale_gesture *asked);

/* --- apart from a sale: by phone, or as the remedy of a complaint */

/* scan NULL: member is the number. at_ms 0: now. */
struct gesture_new {
	const char *ref;
	const char *cashier;
	const char *scan;
	size_t scan_length;
	int64_t member;
	int64_t at_ms;
	struct sale_gesture asked;
};

struct gesture_done {
	int64_t id;
	int64_t member;
	int64_t balance; /* points, by now */
	struct gesture_left left;
};

/* Points move by the ledger, as an adjustment's. RGL_EXISTS: the same was given before. E_DIFFERS:
 * that ref is another's. E_LIMIT: over the budget, nothing was given; says what is left and that a
 * manager can allow it, or why a manager's code was not taken. E_TAKEN: the cashier's own card; the
 * owner is told. E_UNKNOWN: no such member or complaint, identify_scan's. E_FIELD, E_RANGE, E_TEXT,
 * E_PAYMENT_CARD. Opens and ends its own transaction. */
MUST_USE rgl_rc gesture_give(struct store *store, struct book *book, const struct gesture_new *new,
			     struct gesture_done *ret);

/* Whether one of that ref is there; then nobody's code is looked at again. */
MUST_USE rgl_rc gesture_is_there(struct store *store, const char *ref, bool *ret);
