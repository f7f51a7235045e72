/* read_value.c - see read.h: one value of a programme's file. */
#include <stdio.h>
#include <string.h>

#include "plugin/programme/read.h"

bool read_open(struct json_fields *outer, const char *name, struct json_fields *ret)
{
	const struct cJSON *object = fields_object(outer, name);
	char path[JSON_PATH_ROOM * 2];

	if (object == NULL)
		return false;
	(void)snprintf(path, sizeof(path), "%s%s%s", outer->outer,
		       outer->outer[0] == '\0' ? "" : ".", name);
	*ret = fields_of(object, path, outer->refusal);
	ret->null_refused = true;
	return true;
}

void read_close(struct json_fields *outer, struct json_fields *inner)
{
	rgl_rc rc = inner->rc < 0 ? inner->rc : fields_end(inner);

	if (outer->rc == RGL_OK)
		outer->rc = rc;
}

struct json_fields read_element(struct json_fields *outer, const struct cJSON *item,
				const char *list, size_t index)
{
	char name[JSON_PATH_ROOM];
	char path[JSON_PATH_ROOM * 2 + 1];
	struct json_fields inner;

	(void)snprintf(name, sizeof(name), "%s[%zu]", list, index);
	(void)snprintf(path, sizeof(path), "%s%s%s", outer->outer,
		       outer->outer[0] == '\0' ? "" : ".", name);
	if (!json_is_object(item))
		fields_fail(outer, RGL_E_FIELD, name, "is not an object {...}");
	inner = fields_of(item, path, outer->refusal);
	inner.null_refused = true;
	inner.rc = outer->rc;
	return inner;
}

const struct cJSON *read_list(struct json_fields *fields, const char *name, size_t max,
			      const char *what)
{
	const struct cJSON *list = fields_array(fields, name);

	if (list != NULL && json_count(list) > max) {
		fields_fail(fields, RGL_E_LIMIT, name, "has %zu %s; at most %zu are read",
			    json_count(list), what, max);
		return NULL;
	}
	return list;
}

static void refuse_int(struct json_fields *fields, const char *name, int64_t value, int64_t least,
		       int64_t most)
{
	if (least == most)
		fields_fail(fields, RGL_E_RANGE, name, "is %lld; it can only be %lld",
			    (long long)value, (long long)least);
	else
		fields_fail(fields, RGL_E_RANGE, name,
			    "is %lld; it has to be a whole number from %lld to %lld",
			    (long long)value, (long long)least, (long long)most);
}

int64_t read_int(struct json_fields *fields, const char *name, int64_t least, int64_t most,
		 int64_t otherwise)
{
	bool given = false;
	int64_t value = fields_int(fields, name, &given);

	if (!given || fields->rc < 0)
		return otherwise;
	if (value < least || value > most)
		refuse_int(fields, name, value, least, most);
	return value;
}

struct money read_minor(struct json_fields *fields, const char *name)
{
	bool given = false;
	int64_t minor = fields_minor(fields, name, &given);

	if (given && fields->rc == RGL_OK && (minor < 1 || minor > READ_UNITS_MAX))
		refuse_int(fields, name, minor, 1, READ_UNITS_MAX);
	return money_of(minor);
}

struct money read_need_minor(struct json_fields *fields, const char *name)
{
	if (!fields_has(fields, name))
		fields_fail(fields, RGL_E_FIELD, name,
			    "is missing; it is an amount in minor units (cents), 1 at least");
	return read_minor(fields, name);
}

int64_t read_need_int(struct json_fields *fields, const char *name, int64_t least, int64_t most)
{
	if (!fields_has(fields, name) && least == most)
		fields_fail(fields, RGL_E_FIELD, name, "is missing; write %lld", (long long)least);
	else if (!fields_has(fields, name))
		fields_fail(fields, RGL_E_FIELD, name,
			    "is missing; it is a whole number from %lld to %lld", (long long)least,
			    (long long)most);
	return read_int(fields, name, least, most, least);
}

/* "12.5" for 12500. */
static void write_milli(int64_t milli, char ret[DECIMAL_ROOM])
{
	size_t length;

	decimal_write(milli, 3, ret);
	length = strlen(ret);
	while (ret[length - 1] == '0')
		length--;
	ret[ret[length - 1] == '.' ? length - 1 : length] = '\0';
}

int64_t read_need_milli(struct json_fields *fields, const char *name, int64_t least, int64_t most)
{
	int64_t value = fields_milli(fields, name);
	char from[DECIMAL_ROOM];
	char to[DECIMAL_ROOM];

	write_milli(least, from);
	write_milli(most, to);
	if (!fields_has(fields, name))
		fields_fail(fields, RGL_E_FIELD, name, "is missing; it is a number from %s to %s",
			    from, to);
	if (value < least || value > most)
		fields_fail(fields, RGL_E_RANGE, name, "has to be a number from %s to %s", from,
			    to);
	return value;
}

int64_t read_milli(struct json_fields *fields, const char *name, int64_t least, int64_t most,
		   int64_t otherwise)
{
	if (fields_has(fields, name))
		return read_need_milli(fields, name, least, most);
	(void)fields_milli(fields, name);
	return otherwise;
}

static void join(const char *const *words, char *ret, size_t room)
{
	ret[0] = '\0';
	for (size_t length = 0; *words != NULL && length < room; words++)
		length += (size_t)snprintf(ret + length, room - length, "%s%s",
					   length > 0 ? ", " : "", *words);
}

int read_choice(struct json_fields *fields, const char *name, const char *const *words,
		int otherwise)
{
	const char *text = fields_text(fields, name);
	char all[160];

	if (text == NULL && otherwise >= 0)
		return otherwise;
	for (int i = 0; text != NULL && words[i] != NULL; i++)
		if (strcmp(text, words[i]) == 0)
			return i;
	join(words, all, sizeof(all));
	fields_fail(fields, RGL_E_FIELD, name,
		    text == NULL ? "is missing; it is one of: %s" : "is none of: %s", all);
	return 0;
}

bool read_bool(struct json_fields *fields, const char *name, bool otherwise)
{
	bool value = fields_bool(fields, name);

	return fields_has(fields, name) ? value : otherwise;
}
