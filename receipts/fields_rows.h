/* fields_rows.h - the facts of a receipt as rows of values, in the order of fields.def.
 *
 * In:  struct receipt and what was said in words already.
 * Out: a row of values each. tests/test_receipt_fields.c holds them to fields.def.
 * Not here: names (fields.h).
 */
#pragma once

#include "receipts/dots/qr.h"
#include "receipts/receipt.h"
#include "receipts/value.h"
#include "receipts/words/words.h"

#define ROW_MAX 64

/* The values of one row, one behind the other. It begins with count 0. */
struct row {
	struct value values[ROW_MAX];
	size_t count;
};

/* A code in groups; something in the receipt's language. */
struct spelled {
	char text[QR_GROUPED_ROOM];
};
struct said {
	char text[WORDS_ROOM];
};

/* The receipt's own: in this order. is_reward_said: a personal line speaks of it. spelled: the
 * member's code. question: its sentence. */
void row_head(struct row *row, const struct receipt *receipt);
void row_sums(struct row *row, const struct receipt *receipt);
void row_points(struct row *row, const struct receipt *receipt, bool is_reward_said);
void row_foot(struct row *row, const struct receipt *receipt, const struct spelled *spelled,
	      const char *question);

/* One of a list. */
void row_line(struct row *row, const struct receipt_line *line);
void row_tax(struct row *row, const struct receipt_tax *tax, const struct said *rate);
void row_tender(struct row *row, const struct receipt_tender *tender, const struct said *said);
void row_purse(struct row *row, const struct receipt_purse *purse);
void row_issued(struct row *row, const struct receipt_issued *issued,
		const struct spelled *spelled);
void row_offer(struct row *row, const struct receipt_offer *offer);
void row_personal(struct row *row, const char *line);

/* "" for what a code cannot hold. */
const char *row_code(const char *code);
