/* log.h - what a till wrote down of its past, one transaction at a time.
 *
 * In:  a file in one of the formats of LOG_FORMATS, of any size.
 * Out: entries: a sale, a refund or a void, with the customer as the file has him; or why one of
 *      them cannot be read. One that cannot ends nothing: the next comes after it.
 * Not here: what is done with them (import_log.h). draft.h is what readers build an entry with.
 */
#pragma once

#include <stdio.h>

#include "plugin/base/host.h"
#include "plugin/base/zone.h"
#include "plugin/sales/sale.h"

/* void: the sale `sale.of` is undone; of the rest of `sale` only id (what the void itself is
 * called, for the report) and at_ms are looked at. */
enum log_kind { LOG_SALE, LOG_REFUND, LOG_VOID };

/* Who bought, as far as the file says; NULL: it does not. other_id: what the other system calls
 * him. card: a number as it would be scanned. */
struct log_customer {
	const char *other_id;
	const char *card;
	const char *name;
	const char *email;
	const char *phone;
};

/* One transaction. All texts, lines and tenders are the reader's, until the next call.
 *
 * line: of the file, where it begins, from 1. sale.id always has the format's name in front
 * ("poslog-9-34-161-2017-09-30") and is the same whenever the file is read; it is "" where even
 * that could not be read. sale.of: the id of the sale that a refund (or what is brought back in an
 * exchange) goes back to, else NULL; whether that sale is there is not the reader's business.
 * Amounts of a refund are below zero. sale.lines is `lines`, which has room for one line more than
 * RGL_LINES_MAX, and may be changed by who reads it. from_text: amounts were read from decimal text
 * or are another program's sums; small misses are settled (settle.h) before they are checked.
 *
 * why.code below 0: it is refused, for these words; the rest is as far as it was read.
 * passed: NULL, or why it is passed over after all, for what the store has by now; it is an entry
 * so that the entries of a file keep their places when it is read again. passed_over counts it.
 * note: "" or what was left out of it, one sentence, for the report; it goes in all the same. */
struct log_entry {
	enum log_kind kind;
	int64_t line;
	struct sale sale;
	struct sale_line *lines;
	struct log_customer customer;
	bool from_text;
	struct rgl_why why;
	const char *passed;
	char note[160];
};

/* What the store has under an id already. */
enum log_known { LOG_UNKNOWN, LOG_KNOWN_SALE, LOG_KNOWN_REFUND, LOG_KNOWN_VOIDED };

/* What a reader is given; all of it outlives the reader. name: of the file, for words. refusal: why
 * a file could not be read (any further). known: looks into the store, entries handed out before
 * included, for logs that say one thing in two ways; NULL: nothing is known. */
struct log_context {
	const struct host *host;
	const struct currency *currency;
	struct zone *zone;
	const char *name;
	struct rgl_why *refusal;
	enum log_known (*known)(void *user, const char *id);
	void *user;
};

/* A format. The stream stays the caller's, stands at its beginning, and can be rewound for another
 * reader after `close`.
 *
 * open: E_MEMORY, E_INPUT_OUTPUT, E_TEXT, E_FIELD (it is not this format at all).
 * next: *ret is NULL behind the last. What is refused here ends the file; the words begin with
 *	NAME:LINE: and say what to do. E_MEMORY, E_INPUT_OUTPUT, E_FIELD, E_LIMIT. What is no sale
 *	at all (a cashier who signs on, a sale that was broken off, training) is passed over.
 * offset: bytes read, for a progress bar.
 *
 * passed_over: how many transactions were, so far.
 *
 * passed_reason: the i-th reason (from 0) why some were passed over, in words that stand behind a
 *	number ("open", "tests"), and how many; NULL behind the last. NULL itself: it tells none. */
struct log_format {
	const char *name;
	rgl_rc (*open)(const struct log_context *context, FILE *stream, void **ret);
	rgl_rc (*next)(void *reader, struct log_entry **ret);
	int64_t (*offset)(const void *reader);
	int64_t (*passed_over)(const void *reader);
	void (*close)(void *reader); /* NULL is allowed */
	const char *(*passed_reason)(const void *reader, size_t i, int64_t *ret_count);
};

extern const struct log_format LOG_POSLOG;
extern const struct log_format LOG_SQUARE;
extern const struct log_format LOG_SHOPIFY;
extern const struct log_format LOG_LOYVERSE;

/* By its name; NULL: there is none. */
const struct log_format *log_format_find(const char *name);
