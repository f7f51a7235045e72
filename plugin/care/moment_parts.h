/* moment_parts.h - what the till's moments and the customers' answers share. */
#pragma once

#include "plugin/care/moment.h"

/* A row of moment before it is one, with its words made fit to be kept. */
struct moment_row {
	const char *ref;
	uint8_t digest[HASH_BYTES];
	int64_t member;
	int64_t sale;
	int64_t line;
	int64_t at_ms;
	int64_t mood;
	int64_t score;
	int64_t stage;
	enum moment_via via;
	bool has_score;
	bool complains;
	char store[RGL_TEXT_MAX + 1];
	char cashier[RGL_TEXT_MAX + 1];
	char reason[RGL_TEXT_MAX + 1];
	char question[64];
	char words[MOMENT_WORDS_ROOM];
};

/* Mood, reason, stage, words and time into a row; nothing is written. E_FIELD, E_RANGE, E_TIME,
 * E_TEXT, E_PAYMENT_CARD. In a transaction: it reads the policy. */
MUST_USE rgl_rc moment_check(struct store *store, const struct policy *policy,
			     const struct moment_said *said, struct moment_row *ret);

/* What moment_said holds, for a digest that more goes into. */
void moment_digest(struct digest *digest, const struct moment_said *said);

/* The moment of that ref: RGL_OK and ret->moment 0 when there is none; RGL_EXISTS with what it led
 * to, its member's strikes as of now; RGL_E_DIFFERS, without words, when its digest is another. */
MUST_USE rgl_rc moment_find(struct store *store, const char *ref, const uint8_t digest[HASH_BYTES],
			    struct moment_kept *ret);

/* The event and the row. */
MUST_USE rgl_rc moment_write(struct store *store, const struct moment_row *row,
			     int64_t *ret_moment);

/* What follows: a complaint where it complains, the member's state. */
MUST_USE rgl_rc moment_follow(struct store *store, const struct policy *policy,
			      const struct moment_row *row, struct moment_kept *kept);
