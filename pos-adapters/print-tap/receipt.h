/* receipt.h - what the reader does with a receipt: reads it, thanks, puts the sale away, posts it.
 */
#pragma once

#include "pos-adapters/print-tap/list.h"
#include "pos-adapters/print-tap/recent.h"
#include "pos-adapters/print-tap/scanner.h"
#include "pos-adapters/print-tap/waiting.h"

/* What one reader has. */
struct receipt_room {
	const struct settings *settings;
	struct pattern pattern;
	bool has_pattern;
	int64_t pattern_changed; /* when the file was, as it was read */
	char pattern_why[PATTERN_WHY_ROOM];
	struct door door;
	struct waiting waiting;
	struct scanner scanner;
	struct recent recent;
	uint32_t captured;

	/* Of the receipt at hand. */
	struct slip slip;
	enum sale_verdict verdict;
	char why[PATTERN_WHY_ROOM];
	char id[SALE_ID_ROOM];
	char scan[SCANNER_TEXT_ROOM];
	bool is_again; /* this was read before, the same in all that it says */
	uint64_t digest;
	int64_t member;
	char request[SALE_REQUEST_ROOM];
};

bool receipt_open(struct receipt_room *room, const struct settings *settings, char *ret_why);
void receipt_close(struct receipt_room *room);

/* Reads the lines. When somebody waits: asks who it is, and writes the thanks. Returns their
 * length. */
size_t receipt_read(struct receipt_room *room, struct decode *lines, bool is_waited_for,
		    uint8_t *ret_thanks, size_t thanks_room);

/* Puts the sale that was read in the journal, or the receipt on the list. */
void receipt_keep(struct receipt_room *room, const struct decode *lines);

/* Posts the oldest that waits. */
enum waiting_result receipt_post(struct receipt_room *room);
