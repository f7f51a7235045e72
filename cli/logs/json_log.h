/* json_log.h - what the readers of Square, Shopify and Loyverse share: records cut out of the file,
 * their fields, and the entries that one record gives.
 *
 * In:  a format: the shape of its files, and what makes entries of a record.
 * Out: struct log_format's calls; fields of a record as texts and amounts.
 * Not here: what the fields mean (square.c, shopify.c, loyverse.c).
 */
#pragma once

#include "cli/logs/draft.h"
#include "cli/logs/json_stream.h"
#include "plugin/json/json.h"

struct json_log;

/* What a record gives, one after another: an entry, something that is passed over, or no more. */
enum json_part { PART_ENTRY, PART_PASSED, PART_END };

/* read: makes the part-th (from 0) of the record; an entry is in the log's draft then. */
struct json_log_format {
	struct json_shape shape;
	enum json_part (*read)(struct json_log *log, size_t part);
};

/* Why some were passed over, in words that stand behind a number, and how many. */
#define JSON_LOG_REASONS 12
struct json_log_passed {
	const char *reason;
	int64_t count;
};

/* json: the record that is read, `name` what held it, `line` where it begins. */
struct json_log {
	const struct log_context *context;
	const struct json_log_format *format;
	struct json_stream *stream;
	struct draft *draft;
	struct cJSON *json;
	const char *name;
	int64_t line;
	size_t part;
	bool is_refused; /* its first entry: what else it holds has nothing to go back to */
	struct json_log_passed passed[JSON_LOG_REASONS];
	struct money weights[RGL_LINES_MAX];
	struct money shares[RGL_LINES_MAX];
};

/* As struct log_format has them; `reader` is a struct json_log. */
MUST_USE rgl_rc json_log_open(const struct json_log_format *format,
			      const struct log_context *context, FILE *stream, void **ret);
MUST_USE rgl_rc json_log_next(void *reader, struct log_entry **ret);
int64_t json_log_offset(const void *reader);
int64_t json_log_passed(const void *reader);
const char *json_log_reason(const void *reader, size_t i, int64_t *ret_count);
void json_log_close(void *reader);

/* A new entry; *ret its sale. */
struct log_entry *json_log_begin(struct json_log *log, enum log_kind kind);

/* Refuses what is none of the format's records, by what it holds; `wanted` in words, "no order". */
enum json_part json_log_strange(struct json_log *log, const char *wanted);

/* Passes this part over; `reason` is of the program's text and one of JSON_LOG_REASONS at most. */
enum json_part json_log_pass(struct json_log *log, const char *reason);

/* The same for what the store has by now: an entry, so that places in the file stay. */
enum json_part json_log_pass_known(struct json_log *log, const char *reason);

/* What the store has under an id. */
enum log_known json_log_known(const struct json_log *log, const char *id);

/* A list's items, or none where it is no list. */
const struct cJSON *json_log_first(const struct cJSON *object, const char *name);

/* Whether a text is one of words, a space between two. NULL is none. */
bool json_log_is(const char *text, const char *words);

/* A field as text: a text as it is, a number's digits; NULL when it is neither, or empty. Borrowed
 * from the record. */
const char *log_raw(const struct cJSON *object, const char *name);

/* The same, fit to be shown; the draft's. */
const char *log_words(struct json_log *log, const struct cJSON *object, const char *name);

/* The digits or letters of an id, for ids of members: never read as a payment card's number. */
const char *log_member_id(struct json_log *log, const struct cJSON *object, const char *name);

/* Decimal text or a number, in major units; 0 when it is not there. */
struct money log_money(struct json_log *log, const struct cJSON *object, const char *name);

/* A quantity, in thousandths; 1 when it is not there. */
int64_t log_quantity(struct json_log *log, const struct cJSON *object, const char *name);

/* The first of two times that is there; E_TIME when none is. */
int64_t log_time(struct json_log *log, const struct cJSON *object, const char *name,
		 const char *other_name);

/* E_CURRENCY when it is said and not the shop's. */
void log_check_currency(struct json_log *log, const char *code);

/* True only for true. */
bool log_flag(const struct cJSON *object, const char *name);

/* a + b; a refusal where 64 bits do not hold it. */
struct money log_add(struct json_log *log, struct money a, struct money b);
struct money log_sub(struct json_log *log, struct money a, struct money b);

/* What the lines so far come to, and their taxes. */
struct money log_lines_total(struct json_log *log);
struct money log_lines_tax(struct json_log *log);

/* A line beside the goods, unless it is nothing. */
void log_extra_line(struct json_log *log, enum line_kind kind, const char *name, struct money total,
		    struct money tax);

/* The same, unless the lines come to the total without it. */
void log_missing_line(struct json_log *log, enum line_kind kind, const char *name,
		      struct money total, struct money tax);

/* An amount of the whole put on the lines in proportion to their totals, to the last minor unit: a
 * tax that is not in the prices, or a discount (below zero). Lines of nothing, or below it: not at
 * all. */
void log_spread(struct json_log *log, struct money amount, bool is_tax);

/* The line's unit price, kept where quantity x price - discount is its total. */
void log_unit(struct sale_line *line, struct money unit);

/* Turns lines from the first-th on around: what went out is below zero. */
void log_turn(struct json_log *log, size_t first);

/* A refund as the rest of us has it, below zero, whichever way its file says it. */
void log_turn_refund(struct json_log *log);

/* The sale of that id was cancelled: an entry that undoes it where it was recorded, else it is
 * passed over. at_name: when. */
enum json_part json_log_cancelled(struct json_log *log, const char *id_head, const char *id,
				  const char *at_name);

/* Leaves the tenders out where they do not come to the total: not all were in the file. */
void log_check_tenders(struct json_log *log);
