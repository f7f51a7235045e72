/* fields.c - see json.h: the fields of one object. */
#include <cjson/cJSON.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "plugin/base/decimal.h"
#include "plugin/base/pan.h"
#include "plugin/base/utf8.h"
#include "plugin/json/json.h"

#define NUMBER_MARK '\xff'

struct json_fields fields_of(const struct cJSON *object, const char *outer, struct rgl_why *refusal)
{
	struct json_fields fields = { .object = object, .refusal = refusal };

	(void)snprintf(fields.outer, sizeof(fields.outer), "%s", outer);
	return fields;
}

static void path_of(const struct json_fields *fields, const char *name, char ret[64])
{
	char whole[JSON_PATH_ROOM + 64];

	(void)snprintf(whole, sizeof(whole), "%s%s%.60s", fields->outer,
		       fields->outer[0] == '\0' ? "" : ".", name);
	whole[63] = '\0';
	whole[utf8_whole(whole, strlen(whole))] = '\0';
	memcpy(ret, whole, strlen(whole) + 1);
}

void fields_fail(struct json_fields *fields, rgl_rc rc, const char *name, const char *format, ...)
{
	va_list arguments;
	char shown[64];
	char path[64];
	char text[300];

	if (fields->rc < 0)
		return;
	/* Before it is cut: half a payment card's number would not be seen as one. */
	pan_mask(name, shown, sizeof(shown));
	path_of(fields, shown, path);
	va_start(arguments, format);
	(void)vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	fields->rc = refuse_field(fields->refusal, rc, path, "%s %s", path, text);
}

static const cJSON *find(struct json_fields *fields, const char *name)
{
	const cJSON *item;

	if (fields->asked_count < FIELDS_MAX)
		fields->asked[fields->asked_count++] = name;
	if (fields->rc < 0)
		return NULL;
	item = cJSON_GetObjectItemCaseSensitive(fields->object, name);
	return item == NULL || cJSON_IsNull(item) ? NULL : item;
}

bool fields_has(const struct json_fields *fields, const char *name)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(fields->object, name);

	return item != NULL && !cJSON_IsNull(item);
}

static bool is_number(const cJSON *item)
{
	return cJSON_IsString(item) && item->valuestring[0] == NUMBER_MARK;
}

size_t json_count(const struct cJSON *list)
{
	size_t count = 0;

	for (const cJSON *item = json_first(list); item != NULL; item = json_next(item))
		count++;
	return count;
}

const struct cJSON *json_first(const struct cJSON *list)
{
	return list == NULL ? NULL : list->child;
}

const struct cJSON *json_next(const struct cJSON *item)
{
	return item->next;
}

const char *json_text(const struct cJSON *item)
{
	return cJSON_IsString(item) && !is_number(item) ? item->valuestring : NULL;
}

bool json_is_object(const struct cJSON *item)
{
	return cJSON_IsObject(item);
}

bool json_is_list(const struct cJSON *item)
{
	return cJSON_IsArray(item);
}

bool json_is_true(const struct cJSON *item)
{
	return cJSON_IsTrue(item);
}

const char *json_name(const struct cJSON *item)
{
	return item->string;
}

const struct cJSON *json_field(const struct cJSON *object, const char *name)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);

	return cJSON_IsNull(item) ? NULL : item;
}

const char *json_number(const struct cJSON *item)
{
	return is_number(item) ? item->valuestring + 1 : NULL;
}

const char *fields_text(struct json_fields *fields, const char *name)
{
	const cJSON *item = find(fields, name);

	if (item == NULL)
		return NULL;
	if (!cJSON_IsString(item) || is_number(item)) {
		fields_fail(fields, RGL_E_FIELD, name, "is not a text; put it in quotes");
		return NULL;
	}
	return item->valuestring;
}

const char *fields_need_text(struct json_fields *fields, const char *name)
{
	const char *text = fields_text(fields, name);

	if (text == NULL || text[0] == '\0')
		fields_fail(fields, RGL_E_FIELD, name, "is missing");
	return text;
}

const char *fields_some(struct json_fields *fields, const char *name)
{
	const char *text = fields_text(fields, name);

	return text == NULL || text[0] == '\0' ? NULL : text;
}

static int64_t whole(struct json_fields *fields, const char *name, const char *hint,
		     bool *ret_given)
{
	const cJSON *item = find(fields, name);
	int64_t value = 0;
	rgl_rc rc;

	if (ret_given != NULL)
		*ret_given = item != NULL;
	if (item == NULL) {
		if (ret_given == NULL)
			fields_fail(fields, RGL_E_FIELD, name, "is missing");
		return 0;
	}
	if (!is_number(item) || strpbrk(item->valuestring, ".eE") != NULL) {
		fields_fail(fields, RGL_E_FIELD, name, "is not a whole number%s", hint);
		return 0;
	}
	rc = decimal_read(item->valuestring + 1, strlen(item->valuestring) - 1, 0, ROUNDING_REFUSED,
			  &value);
	if (rc < 0)
		fields_fail(fields, RGL_E_RANGE, name, "is larger than 64 bits hold");
	return value;
}

int64_t fields_int(struct json_fields *fields, const char *name, bool *ret_given)
{
	return whole(fields, name, "", ret_given);
}

static int64_t minor_of_text(struct json_fields *fields, const char *name, const char *text)
{
	int64_t value = 0;
	rgl_rc rc = decimal_read_number(text, strlen(text), fields->currency->exponent,
					ROUNDING_HALF_AWAY, &value);

	fields->has_amount_text = true;
	if (rc == RGL_E_RANGE)
		fields_fail(fields, RGL_E_RANGE, name, "is larger than 64 bits hold");
	else if (rc < 0)
		fields_fail(fields, RGL_E_FIELD, name, "is not an amount like \"12.50\"");
	return value;
}

int64_t fields_minor(struct json_fields *fields, const char *name, bool *ret_given)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(fields->object, name);

	if (fields->currency != NULL && json_text(item) != NULL) {
		if (ret_given != NULL)
			*ret_given = true;
		item = find(fields, name);
		return item == NULL ? 0 : minor_of_text(fields, name, item->valuestring);
	}
	if (fields->currency != NULL)
		return whole(fields, name,
			     " of minor units (cents); major units go in quotes: \"12.50\"",
			     ret_given);
	return whole(fields, name, "; money is counted in minor units (cents)", ret_given);
}

int64_t fields_milli(struct json_fields *fields, const char *name)
{
	const cJSON *item = find(fields, name);
	const char *text;
	int64_t value = 1000;
	rgl_rc rc;

	if (item == NULL)
		return value;
	if (!cJSON_IsString(item)) {
		fields_fail(fields, RGL_E_FIELD, name, "is not a decimal number");
		return value;
	}
	text = item->valuestring + (is_number(item) ? 1 : 0);
	rc = decimal_read(text, strlen(text), 3, ROUNDING_REFUSED, &value);
	if (rc == RGL_E_RANGE)
		fields_fail(fields, RGL_E_RANGE, name,
			    "has more than three places, or is too large");
	else if (rc < 0)
		fields_fail(fields, RGL_E_FIELD, name, "is not a decimal number like 2 or 0.250");
	return value;
}

const struct cJSON *fields_object(struct json_fields *fields, const char *name)
{
	const cJSON *item = find(fields, name);

	if (item != NULL && !cJSON_IsObject(item)) {
		fields_fail(fields, RGL_E_FIELD, name, "is not an object {...}");
		return NULL;
	}
	return item;
}

const struct cJSON *fields_array(struct json_fields *fields, const char *name)
{
	const cJSON *item = find(fields, name);

	if (item != NULL && !cJSON_IsArray(item)) {
		fields_fail(fields, RGL_E_FIELD, name, "is not a list [...]");
		return NULL;
	}
	return item;
}

bool fields_bool(struct json_fields *fields, const char *name)
{
	const cJSON *item = find(fields, name);

	if (item != NULL && !cJSON_IsBool(item))
		fields_fail(fields, RGL_E_FIELD, name, "is neither true nor false");
	return item != NULL && cJSON_IsTrue(item);
}

static bool was_asked(const struct json_fields *fields, const char *name)
{
	for (size_t i = 0; i < fields->asked_count; i++)
		if (strcmp(fields->asked[i], name) == 0)
			return true;
	return false;
}

rgl_rc fields_end(struct json_fields *fields)
{
	uint32_t seen = 0;
	const cJSON *item;

	_Static_assert(FIELDS_MAX < 32, "a bit for each field");
	cJSON_ArrayForEach(item, fields->object)
	{
		if (!was_asked(fields, item->string))
			fields_fail(fields, RGL_E_FIELD, item->string, "is not a field of this");
		if (fields->null_refused && cJSON_IsNull(item))
			fields_fail(fields, RGL_E_FIELD, item->string,
				    "is null; leave it out instead");
		for (size_t i = 0; i < fields->asked_count; i++) {
			if (strcmp(fields->asked[i], item->string) != 0)
				continue;
			if ((seen >> i & 1) != 0)
				fields_fail(fields, RGL_E_FIELD, item->string, "stands twice");
			seen |= UINT32_C(1) << i;
		}
		if (fields->rc < 0)
			break;
	}
	return fields->rc;
}
