/* read.h - the parts of reading a programme's file, and what they share.
 *
 * In:  the fields of one JSON object (json.h), read one after another.
 * Out: a part of struct programme. A failure sticks in the fields, with its path and words; what
 *      was read after it means nothing.
 */
#pragma once

#include "plugin/json/json.h"
#include "plugin/programme/make.h"

#define READ_UNITS_MAX INT64_C(1000000000000) /* units and minor units in one field */
#define READ_MILLI_MAX INT64_C(1000000000)    /* a quantity or a factor, in thousandths */
#define READ_DAYS_MAX 36500
#define READ_MONTHS_MAX 1200
#define READ_COUNT_MAX 1000000

struct zone;

struct reader {
	struct programme *programme;
	const struct currency *currency;
	struct zone *zone;
	enum programme_rounding rounding;
	struct rgl_why *refusal;
	const char *coupons[PROGRAMME_REWARDS_MAX]; /* for which reward; borrowed from the JSON */
};

/* Memory of the programme; NULL, and said in the fields, when there is none left. */
void *read_room(struct reader *reader, struct json_fields *fields, size_t bytes);

/* ---- one value; read_value.c ---- */

/* A field that is an object: false when it is not there or wrong. Each that was opened is closed,
 * which finds fields that nobody asked for. */
bool read_open(struct json_fields *outer, const char *name, struct json_fields *ret);
void read_close(struct json_fields *outer, struct json_fields *inner);

/* The same for an element of a list. */
struct json_fields read_element(struct json_fields *outer, const struct cJSON *item,
				const char *list, size_t index);

/* A list of at most `max` elements, NULL when it is not there. `what` is what it is a list of. */
const struct cJSON *read_list(struct json_fields *fields, const char *name, size_t max,
			      const char *what);

/* A whole number from `least` to `most`; read_int gives `otherwise` when it is not there. */
int64_t read_need_int(struct json_fields *fields, const char *name, int64_t least, int64_t most);
int64_t read_int(struct json_fields *fields, const char *name, int64_t least, int64_t most,
		 int64_t otherwise);

/* The same of an amount of money, from 1 on; read_minor gives 0 when it is not there. */
struct money read_need_minor(struct json_fields *fields, const char *name);
struct money read_minor(struct json_fields *fields, const char *name);

/* A decimal number, in thousandths. */
int64_t read_need_milli(struct json_fields *fields, const char *name, int64_t least, int64_t most);
int64_t read_milli(struct json_fields *fields, const char *name, int64_t least, int64_t most,
		   int64_t otherwise);

/* One of a few words, a NULL behind the last. `otherwise` below zero: it has to be there. */
int read_choice(struct json_fields *fields, const char *name, const char *const *words,
		int otherwise);

/* `otherwise` when it is not there. */
bool read_bool(struct json_fields *fields, const char *name, bool otherwise);

/* ---- texts; read_text.c ---- */

/* A clean text that lives as long as the programme; read_text gives "" when it is not there. */
const char *read_text(struct reader *reader, struct json_fields *fields, const char *name);
const char *read_need_text(struct reader *reader, struct json_fields *fields, const char *name);
const char *read_id(struct reader *reader, struct json_fields *fields, const char *name);

/* A list of texts that is not empty; no spaces in them where they are single words. */
void read_words(struct reader *reader, struct json_fields *fields, const char *name, bool single,
		struct word_list *ret);

/* A scope that names something; false when it is not there. */
bool read_scope(struct reader *reader, struct json_fields *fields, const char *name,
		struct scope *ret);

/* ---- the parts ---- */

/* "points", "credit" or "stamps" with "card": whose units, and how many. */
void read_units(struct reader *reader, struct json_fields *fields, int64_t least, size_t *ret_purse,
		int64_t *ret_units);

void read_purses(struct reader *reader, struct json_fields *fields);
void read_tiers(struct reader *reader, struct json_fields *fields);
void read_settings(struct reader *reader, struct json_fields *fields);

/* The field "when". At an enrolment nothing is bought. */
/* A day or a time by the shop's clock; 0 when it is not there. is_end: a day is meant whole. */
int64_t read_moment(struct reader *reader, struct json_fields *fields, const char *name,
		    bool is_end);

void read_when(struct reader *reader, struct json_fields *fields, bool is_enrolment,
	       struct conditions *ret);

void read_rules(struct reader *reader, struct json_fields *fields);
void read_rewards(struct reader *reader, struct json_fields *fields);
void read_give(struct reader *reader, struct json_fields *fields, size_t index, struct reward *ret);

/* What holds between parts: coupons' rewards, codes. */
void read_check(struct reader *reader, struct json_fields *fields);
