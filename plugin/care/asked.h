/* asked.h - one short question on a member's receipt, a season apart, never the same twice in a
 * row.
 *
 * In:  a sale in its transaction, the policy, the member's state.
 * Out: a row of asked; its number, signed, is the token RG3 of the receipt's QR.
 * Not here: the answer (moment.h), the sentence (receipts/words), the link (slip_settings.h).
 *
 * A question is of one sale and its member. A void makes it unanswerable, since the sale never was,
 * and gives the member's season back; one that was answered before stays heard. A refund leaves it:
 * the visit took place. An edit takes it along: the token on the paper stays good.
 */
#pragma once

#include "plugin/care/policy.h"
#include "plugin/care/state.h"
#include "plugin/identify/token.h"

#define ASKED_NAME_ROOM 64

/* The last of those that the policy may name is the shop's own: asked in its words, own_NAME. */
enum asked_kind { ASKED_NPS, ASKED_CSAT, ASKED_MOOD, ASKED_OWN };
enum asked_kind asked_kind_of(const char *name);

/* The scale: nps 0 to 10, else 1 to 5; of nps and csat it is the score, else the mood. */
void asked_scale(enum asked_kind kind, int64_t *ret_least, int64_t *ret_most);

/* One that went out. answer: its moment, 0 not yet. language: the member's, "" not known. */
struct asked {
	int64_t id;
	int64_t sale;
	int64_t member;
	int64_t at_ms;
	int64_t until_ms;
	int64_t answer;
	bool is_voided; /* its sale is */
	char question[ASKED_NAME_ROOM];
	char store[RGL_TEXT_MAX + 1];
	char cashier[RGL_TEXT_MAX + 1];
	char language[16];
};

/* The sale of the hook: its row; the row that it stands in for, 0 none. */
struct asked_due {
	int64_t sale;
	int64_t replaces;
	int64_t at_ms;
	bool wants_print;
};

/* In the sale's transaction, after its row: asks the member of `care` where it is time to, and says
 * so in `care`, which the caller writes. *ret_asked: the question on its receipt, 0 for none. Of a
 * sale that replaces another it takes along what was asked and said there. Of a new sale nothing is
 * looked at where there is no member, or it is not time.
 */
MUST_USE rgl_rc asked_at_sale(struct store *store, const struct policy *policy,
			      const struct asked_due *due, struct care_state *care,
			      int64_t *ret_asked);

/* In the transaction that undid a sale, or gave it back whole: the first gives the season back. */
MUST_USE rgl_rc asked_undo(struct store *store, int64_t sale);

/* What was asked at a sale; id 0: nothing. */
MUST_USE rgl_rc asked_of_sale(struct store *store, int64_t sale, struct asked *ret);

/* The question of a token, as typed or scanned. E_FORGED: without a look in the store. E_UNKNOWN:
 * there is none, as in a store that was put back. */
MUST_USE rgl_rc asked_find(struct store *store, const char *token, struct asked *ret);

/* The same of a number that asked_number gave, for who reads the token before a transaction. */
MUST_USE rgl_rc asked_number(struct store *store, const char *token, int64_t *ret);
MUST_USE rgl_rc asked_read(struct store *store, int64_t number, struct asked *ret);

/* What the QR carries. */
MUST_USE rgl_rc asked_token(const struct store *store, int64_t number, char ret[TOKEN_ROOM]);
