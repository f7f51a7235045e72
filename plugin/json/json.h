/* json.h - a JSON text from outside, read strictly by cJSON, with 64-bit integers exact.
 *
 * In:  bytes of a till, or of a file.
 * Out: fields by name, each asked for once; the first thing wrong is said about its path.
 *
 * cJSON keeps numbers as doubles. So before it reads, every number in the text is made a string
 * that begins with the byte 0xFF, which no text that passed as UTF-8 has; its digits are read from
 * there. The same pass holds the limits: size, depth, UTF-8, control characters.
 */
#pragma once

#include <stdbool.h>

#include "plugin/base/bytes.h"
#include "plugin/base/money.h"

struct cJSON;

#define JSON_DEPTH_MAX 32
#define JSON_PATH_ROOM 48

/* *ret is the caller's, until json_free. E_LIMIT: over RGL_REQUEST_MAX or too deep. E_JSON: not
 * UTF-8, not JSON, or not one object. E_MEMORY. */
MUST_USE rgl_rc json_read(const struct host *host, const char *text, size_t length,
			  struct cJSON **ret, struct rgl_why *refusal);

/* The same for a file of at most `max` bytes, in words for who wrote it: the refusal says
 * "line 12: " first, where the reading stopped. */
MUST_USE rgl_rc json_read_file(const struct host *host, const char *text, size_t length, size_t max,
			       struct cJSON **ret, struct rgl_why *refusal);

/* Overwrites every text in it, then frees it. NULL is allowed. */
void json_free(struct cJSON *json);

/* What stands in a list, or NULL. */
size_t json_count(const struct cJSON *list);
const struct cJSON *json_first(const struct cJSON *list);
const struct cJSON *json_next(const struct cJSON *item);

/* The item's text, NULL when it is none; whether it is an object, a list, true. */
const char *json_text(const struct cJSON *item);
bool json_is_object(const struct cJSON *item);
bool json_is_list(const struct cJSON *item);
bool json_is_true(const struct cJSON *item);

/* The name of a field; NULL of what stands in a list. */
const char *json_name(const struct cJSON *item);

/* The field of that name, the first of them; NULL when it is not there, or null. */
const struct cJSON *json_field(const struct cJSON *object, const char *name);

/* A number's digits as they were written, "46.21", "1e3"; NULL when the item is none. */
const char *json_number(const struct cJSON *item);

#define FIELDS_MAX 31

/* One object being read. The first failure sticks; later calls do nothing. `outer` is its path.
 * null_refused: null is not the same as a field that is not there (the caller sets it).
 * currency: an amount of money may also be text, in its major units (the caller sets it); then
 * has_amount_text tells whether one was. */
struct json_fields {
	const struct cJSON *object;
	char outer[JSON_PATH_ROOM];
	const char *asked[FIELDS_MAX];
	size_t asked_count;
	struct rgl_why *refusal;
	rgl_rc rc;
	bool null_refused;
	bool has_amount_text;
	const struct currency *currency;
};

struct json_fields fields_of(const struct cJSON *object, const char *outer,
			     struct rgl_why *refusal);

/* Whether it is there and not null. */
bool fields_has(const struct json_fields *fields, const char *name);

/* A text, NULL when it is not there (or null). Borrowed from the JSON. */
const char *fields_text(struct json_fields *fields, const char *name);
const char *fields_need_text(struct json_fields *fields, const char *name);
/* NULL where it is "", too: a till's form sends so what nobody filled in. */
const char *fields_some(struct json_fields *fields, const char *name);

/* A whole number; *ret_given tells whether it is there. NULL ret_given: it must be. */
int64_t fields_int(struct json_fields *fields, const char *name, bool *ret_given);

/* The same of an amount of money, in minor units; says so to who wrote 4.50. With a currency also
 * "4.50" and "4.499999999999999", half a minor unit going away from zero. */
int64_t fields_minor(struct json_fields *fields, const char *name, bool *ret_given);

/* Decimal text or a whole number, in thousandths: "0.250", 2. 1 when it is not there. */
int64_t fields_milli(struct json_fields *fields, const char *name);

/* An object or array, NULL when it is not there. */
const struct cJSON *fields_object(struct json_fields *fields, const char *name);
const struct cJSON *fields_array(struct json_fields *fields, const char *name);

/* true, false; false when it is not there. */
bool fields_bool(struct json_fields *fields, const char *name);

/* A failure of the caller's about a field. */
PRINTF(4, 5)
void fields_fail(struct json_fields *fields, rgl_rc rc, const char *name, const char *format, ...);

/* The first failure; or E_FIELD for a field that nobody asked for, or that stands twice. */
MUST_USE rgl_rc fields_end(struct json_fields *fields);
