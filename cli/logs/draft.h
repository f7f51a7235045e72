/* draft.h - an entry of a log while it is read: its texts, lines and tenders, in memory taken once.
 *
 * In:  text of a file, as bytes that need not be UTF-8 or end in a NUL.
 * Out: a struct log_entry whose texts last until the next draft_begin.
 *
 * What cannot be is said with draft_refuse(), once: the first reason stays, and every call goes on
 * to work, so that a reader need not look after each. Memory: DRAFT_TEXT_MAX and a sale's lines.
 */
#pragma once

#include "cli/logs/log.h"

#define DRAFT_TEXT_MAX 1310720 /* bytes of all texts of one transaction */

struct draft;

/* E_MEMORY, with words in the context's refusal. The context outlives the draft. */
MUST_USE rgl_rc draft_open(const struct log_context *context, struct draft **ret);
void draft_close(struct draft *draft); /* NULL is allowed; what it held is overwritten */

/* A new entry, in the shop's currency, without lines. The one before is forgotten. */
void draft_begin(struct draft *draft, enum log_kind kind, int64_t line);

/* The entry, to be filled in and handed out; its line_count and tender_count are kept right. */
struct log_entry *draft_entry(struct draft *draft);

/* Why it is refused, in words that begin small and end without a full stop; `rc` below 0. */
PRINTF(3, 4) void draft_refuse(struct draft *draft, rgl_rc rc, const char *format, ...);
bool draft_is_refused(const struct draft *draft);

/* Bytes of a text of `length` that may be shown where it is cut to `most`: digits that the cut goes
 * through, which might be a card's, are left out whole. */
size_t draft_cut(const char *text, size_t length, size_t most);

/* Copies. text: as it is. words: fit to be shown: white space and control characters are one space,
 * what is no UTF-8 is left out, and it ends at RGL_TEXT_MAX bytes. print: for ids. NULL in, NULL
 * out; never NULL else ("" when there is no more room: E_LIMIT). */
const char *draft_text(struct draft *draft, const char *text, size_t length);
const char *draft_words(struct draft *draft, const char *text, size_t length);
PRINTF(2, 3) const char *draft_print(struct draft *draft, const char *format, ...);

/* The next line (quantity 1) or tender, zeroed; beyond the limit E_LIMIT and one that is forgotten.
 */
struct sale_line *draft_line(struct draft *draft);
struct sale_tender *draft_tender(struct draft *draft);

/* Decimal text, exactly; what is finer than the currency is rounded once, half away from zero.
 * `name` is what the field is called in the file. 0 and E_FIELD or E_RANGE where it is none. */
struct money draft_money(struct draft *draft, const char *name, const char *text, size_t length);

/* The same of a number of `digits` places: quantities (3), per cents (3). */
int64_t draft_number(struct draft *draft, const char *name, uint32_t digits, const char *text,
		     size_t length);

/* A time as zone_read reads it, in the shop's zone where it says none; E_TIME. */
int64_t draft_time(struct draft *draft, const char *name, const char *text, size_t length);
