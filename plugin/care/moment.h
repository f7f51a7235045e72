/* moment.h - how somebody felt: said at the till in one call, or by the customer on the shop's page
 * that a receipt's question leads to.
 *
 * In:  a mood, maybe why, when and in which words; the policy's own reasons.
 * Out: a row of moment, the answer of a question, maybe a complaint; member_care by recount.h.
 * Not here: asking (asked.h), what follows from a complaint (complaint.h), what the moods come
 *      to (opinion.h).
 *
 * Of one that is about a sale the store and the cashier are the sale's where they are not said, and
 * so is the member. One about nobody and no sale is kept too: a shop may just count faces.
 */
#pragma once

#include "plugin/care/policy.h"
#include "plugin/store/store.h"

#define MOMENT_WORDS_ROOM 1024 /* with the NUL; as the table has it */

/* As moment.via. */
enum moment_via { MOMENT_AT_TILL = 1, MOMENT_BY_QUESTION = 2 };

/* What was said. mood: 1 very bad to 5 delighted, 0 not said. reason: staff, product, contact,
 * whole, or one of policy.reasons; stage: before, during, after; NULL or "" for not said. Lines of
 * words are joined. at_ms 0: now. */
struct moment_said {
	int64_t mood;
	int64_t score;
	const char *reason;
	const char *stage;
	const char *words;
	int64_t at_ms;
	bool has_score; /* only of an answer */
};

/* ref: the till's own id. The member by scan or number, or neither. sale: the till's id of it, or
 * NULL. line: from 1 on, 0 none. complains: it is a complaint as well. */
struct moment_new {
	const char *ref;
	const char *scan;
	size_t scan_length;
	int64_t member;
	const char *sale;
	int64_t line;
	const char *cashier;
	const char *store;
	struct moment_said said;
	bool complains;
};

/* Numbers, 0 for none. strikes: of the member, now. */
struct moment_kept {
	int64_t moment;
	int64_t complaint;
	int64_t member;
	int64_t strikes;
};

/* One transaction. RGL_EXISTS: the same was said before under that ref. E_DIFFERS: something else
 * was. E_FIELD: no id, or one that begins as ours do; no mood; a reason or stage that there is
 * not; a line that the sale has not; a sale of another member. E_RANGE: of the mood. E_NO_SALE.
 * E_UNKNOWN, and what identify_scan says of a scan. E_TIME: it has not come yet. E_TEXT,
 * E_PAYMENT_CARD: of a text; nothing of it is kept. */
MUST_USE rgl_rc moment_add(struct store *store, const struct moment_new *asked,
			   struct moment_kept *ret);

/* The customer's answer, of the member and the sale that the question was asked for. It opens a
 * complaint when it is very bad: a mood or a csat of 1, an nps of 0 to 2 that has words. A csat is
 * a mood too, where no other is said. One transaction; a token is good once. E_FORGED: without a
 * look in the store. RGL_EXISTS: just this was answered before. E_TAKEN: something else was.
 * E_UNKNOWN: there is no such question. E_NO_SALE: the sale was undone. E_TIME: too late, or before
 * it was asked. E_FIELD: no score to a question that has a scale, or one to a question that has
 * none; and as moment_add. */
MUST_USE rgl_rc moment_answer(struct store *store, const char *token,
			      const struct moment_said *said, struct moment_kept *ret);
