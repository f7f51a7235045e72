/* complaint.h - complaints: opened, stepped through, listed; whose each is and until when.
 *
 * In:  the policy (minutes of the clock, opening hours, whose one becomes when its clock ran out).
 * Out: rows of complaint and complaint_step; member_care through care_recount().
 * Not here: opening hours (hours.h), reading and listing (complaint_list.c), whether those who
 *      complained came back (complaint_outcome.h), what is given for one (gesture.h).
 *
 * The clock begins when a complaint is opened, runs in opening hours only, and stands still once a
 * remedy was given: the customer's word is waited for then. One whose clock ran out is
 * policy.escalate_to's. That is so by the clock alone, for whoever reads; who next writes a
 * complaint, or lists them in the op or the command, also writes it down as a step, once, and a
 * second clock begins where the first ended. Reopened, both begin anew.
 *
 * Order of steps. Listened, apologised, alternatives, remedy is how it goes well, and what `next`
 * names; a cashier in a hurry may take any of them, also a remedy at once. What is refused: any of
 * them on a closed complaint (reopen it first), reopening one that is open, closing without the
 * customer's word what nobody answered yet. The customer's word closes at any time. A note is
 * always taken. Who takes the first step of one that is nobody's has it.
 */
#pragma once

#include "plugin/care/policy.h"
#include "plugin/store/store.h"

#define COMPLAINT_WORDS_ROOM 1024 /* with the NUL; as the table has it */

/* As complaint.state. */
enum complaint_state {
	COMPLAINT_OPEN = 1,
	COMPLAINT_TAKEN,
	COMPLAINT_ANSWERED, /* a remedy was given: what the customer says is waited for */
	COMPLAINT_CLOSED,   /* by the customer's word */
	COMPLAINT_DROPPED   /* without it */
};

/* As complaint_step.kind. */
enum complaint_kind {
	COMPLAINT_OPENED = 1,
	COMPLAINT_TAKE,
	COMPLAINT_LISTEN,
	COMPLAINT_APOLOGISE,
	COMPLAINT_OFFER,
	COMPLAINT_REMEDY,
	COMPLAINT_CLOSE_BY_WORD,
	COMPLAINT_CLOSE_WITHOUT,
	COMPLAINT_REOPEN,
	COMPLAINT_NOTE,
	COMPLAINT_ESCALATED
};

/* Numbers are rows, 0 for none. ref: the till's own id; NULL for one made of a moment. at_ms 0:
 * now. Of a moment or a sale the member, cashier, reason and words are taken where they are not
 * said. scan: what the member was found by, NULL for a number: sent again it is the same, though
 * the card may be blocked or another's by then. cashier: who served; who: who wrote it down, NULL:
 * the cashier that was said. */
struct complaint_new {
	const char *ref;
	const char *scan;
	int64_t member;
	int64_t sale;
	int64_t moment;
	int64_t at_ms;
	const char *reason;
	const char *words;
	const char *cashier;
	const char *who;
};

/* In the running transaction; also writes what ran out until then, and the member's row.
 * RGL_EXISTS: the same was opened before, or the moment has one: *ret_complaint is that one.
 * E_DIFFERS: the ref was used for something else. E_FIELD: no ref where there is no moment, or one
 * that begins as ours do; a complaint of nobody and nothing. E_UNKNOWN: no such member or moment.
 * E_TEXT, E_PAYMENT_CARD: of ref, reason, words or cashier. */
MUST_USE rgl_rc complaint_open(struct store *store, const struct policy *policy,
			       const struct complaint_new *asked, int64_t *ret_complaint);

/* who must be said. gesture: with a remedy alone. */
struct complaint_did {
	const char *ref;
	int64_t complaint;
	int64_t at_ms;
	int64_t gesture;
	const char *who;
	const char *words;
	enum complaint_kind kind; /* TAKE to NOTE */
};

/* In the running transaction, as complaint_open. RGL_EXISTS: done before. E_DIFFERS. E_UNKNOWN: no
 * such complaint or gesture. E_FIELD: who is missing; a step out of place (it says what comes
 * first); a remedy that does not say which; a gesture that was for another complaint, for
 * another's member or was undone. E_TIME: before the complaint. E_TEXT, E_PAYMENT_CARD. */
MUST_USE rgl_rc complaint_step(struct store *store, const struct policy *policy,
			       const struct complaint_did *did);

/* Writes down, in the running transaction, what ran out by then: 64 at most, the oldest first. */
MUST_USE rgl_rc complaint_escalate(struct store *store, const struct policy *policy, int64_t at_ms);

/* How one stands at a time. owner: "" is nobody's. until_ms: when its (first) clock ends, or ended;
 * second_ms: when the second one does, 0 while there is none. late_minutes: opening minutes past
 * until_ms; again: the second clock ran out too. done: a bit a step since it was opened or
 * reopened, 1 << kind. next: what to do next. The texts are the shop's: words may be "" for good
 * (erased, or their time is over). */
struct complaint {
	int64_t id;
	int64_t member; /* as it is by now, after merges */
	int64_t sale;
	int64_t moment;
	int64_t at_ms;
	int64_t until_ms;
	int64_t second_ms;
	int64_t closed_ms;
	int64_t late_minutes;
	enum complaint_state state;
	enum complaint_kind next; /* 0: nothing, it is closed */
	uint32_t done;
	bool is_overdue;
	bool is_again;
	char name[RGL_TEXT_MAX + 1]; /* the member's */
	char sale_ref[RGL_TEXT_MAX + 1];
	char reason[RGL_TEXT_MAX + 1];
	char cashier[RGL_TEXT_MAX + 1];
	char owner[RGL_TEXT_MAX + 1];
	char words[COMPLAINT_WORDS_ROOM];
};

/* Which: those that are open; overdue: of these those whose clock ran out; all: the closed ones
 * too, behind them. member: of that one alone, 0 any. now_ms: as of then. top: no more, 0 is 20. */
struct complaint_wish {
	const struct policy *policy;
	int64_t now_ms;
	int64_t member;
	int64_t top;
	bool overdue;
	bool all;
};

/* Below zero ends the list. */
typedef rgl_rc complaint_taker(void *user, const struct complaint *complaint);

/* Reads alone, any store: the overdue ones first, the one that is late for longest before the
 * others; then by when their clocks end; those that were answered; the closed ones, newest first.
 * Allocates nothing. */
MUST_USE rgl_rc complaint_list(struct store *store, const struct complaint_wish *wish,
			       complaint_taker *take, void *user);

/* The same of one: E_UNKNOWN, no such complaint. */
MUST_USE rgl_rc complaint_read(struct store *store, const struct complaint_wish *wish, int64_t id,
			       struct complaint *ret);

/* How many are open by now, and of these overdue. One look each. */
struct complaint_counts {
	int64_t open;
	int64_t overdue;
};
MUST_USE rgl_rc complaint_count(struct store *store, int64_t now_ms, struct complaint_counts *ret);

/* For member_care (recount.h): of this member's open complaints (and of those merged into it) the
 * one whose clock ends first, with until_ms; where none's clock runs, one that was answered and
 * waits for the member's word, until_ms 0. Both 0: there is none. Overdue is until_ms > 0 and not
 * after now. */
MUST_USE rgl_rc complaint_standing(struct store *store, int64_t member, int64_t *ret_complaint,
				   int64_t *ret_until_ms);

/* A step, as it was taken. */
struct complaint_done {
	int64_t id;
	int64_t at_ms;
	int64_t gesture;
	enum complaint_kind kind;
	char who[RGL_TEXT_MAX + 1];
	char words[COMPLAINT_WORDS_ROOM];
};
typedef rgl_rc complaint_step_taker(void *user, const struct complaint_done *step);
MUST_USE rgl_rc complaint_steps(struct store *store, int64_t complaint, complaint_step_taker *take,
				void *user);

/* "listened", as it stands in the door's answers; "" for 0. "listen": what to do. */
const char *complaint_kind_name(enum complaint_kind kind);
const char *complaint_kind_verb(enum complaint_kind kind);
/* "open", "taken", "answered", "closed", "dropped" */
const char *complaint_state_name(enum complaint_state state);
