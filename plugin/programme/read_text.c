/* read_text.c - see read.h: texts of a programme's file. */
#include <stdio.h>
#include <string.h>

#include "plugin/base/utf8.h"
#include "plugin/programme/read.h"

void *read_room(struct reader *reader, struct json_fields *fields, size_t bytes)
{
	void *memory = programme_room(reader->programme, bytes);

	if (memory == NULL && fields->rc == RGL_OK)
		fields->rc = refuse(reader->refusal, RGL_E_MEMORY,
				    "there is not enough memory for the programme");
	return memory;
}

static const char *keep(struct reader *reader, struct json_fields *fields, const char *text)
{
	size_t room = strlen(text) + 1;
	char *copy = read_room(reader, fields, room);

	if (copy == NULL)
		return "";
	memcpy(copy, text, room);
	return copy;
}

/* Said about the whole path, as every other refusal. */
static void check_clean(struct json_fields *fields, const char *name, const char *text)
{
	struct rgl_why why = { 0 };

	if (text[0] == '\0')
		fields_fail(fields, RGL_E_FIELD, name, "is empty; leave it out or say something");
	if (utf8_check_clean(text, RGL_TEXT_MAX, "it", &why) < 0)
		fields_fail(fields, RGL_E_TEXT, name, "cannot be used: %s", why.text);
}

const char *read_text(struct reader *reader, struct json_fields *fields, const char *name)
{
	const char *text = fields_text(fields, name);

	if (text == NULL)
		return "";
	check_clean(fields, name, text);
	return fields->rc < 0 ? "" : keep(reader, fields, text);
}

const char *read_need_text(struct reader *reader, struct json_fields *fields, const char *name)
{
	if (!fields_has(fields, name))
		fields_fail(fields, RGL_E_FIELD, name, "is missing");
	return read_text(reader, fields, name);
}

static bool is_id(const char *text)
{
	size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-_");

	return text[length] == '\0' && length >= 1 && length <= PROGRAMME_ID_MAX;
}

const char *read_id(struct reader *reader, struct json_fields *fields, const char *name)
{
	const char *id = read_need_text(reader, fields, name);

	if (!is_id(id))
		fields_fail(fields, RGL_E_FIELD, name,
			    "is written in a-z, 0-9, - and _, with at most %d of them",
			    PROGRAMME_ID_MAX);
	return id;
}

static const char *read_word(struct reader *reader, struct json_fields *fields, const char *name,
			     const struct cJSON *item, bool single)
{
	const char *text = json_text(item);

	if (text == NULL) {
		fields_fail(fields, RGL_E_FIELD, name, "is not a text; put it in quotes");
		return "";
	}
	check_clean(fields, name, text);
	if (single && strchr(text, ' ') != NULL)
		fields_fail(fields, RGL_E_TEXT, name, "has a space; it is a single word");
	return fields->rc < 0 ? "" : keep(reader, fields, text);
}

void read_words(struct reader *reader, struct json_fields *fields, const char *name, bool single,
		struct word_list *ret)
{
	const struct cJSON *list = read_list(fields, name, PROGRAMME_LIST_MAX, "texts");
	size_t count = json_count(list);
	const char **texts;
	char path[JSON_PATH_ROOM];

	if (list == NULL)
		return;
	if (count == 0)
		fields_fail(fields, RGL_E_FIELD, name, "is an empty list; leave it out");
	texts = read_room(reader, fields, count * sizeof(*texts));
	list = json_first(list);
	for (size_t i = 0; i < count && fields->rc == RGL_OK; i++, list = json_next(list)) {
		(void)snprintf(path, sizeof(path), "%s[%zu]", name, i);
		texts[i] = read_word(reader, fields, path, list, single);
	}
	*ret = (struct word_list) { texts, count };
}

bool read_scope(struct reader *reader, struct json_fields *fields, const char *name,
		struct scope *ret)
{
	struct json_fields inner;

	if (!read_open(fields, name, &inner))
		return false;
	read_words(reader, &inner, "products", false, &ret->products);
	read_words(reader, &inner, "categories", false, &ret->categories);
	read_words(reader, &inner, "tags", true, &ret->tags);
	read_close(fields, &inner);
	if (ret->products.count + ret->categories.count + ret->tags.count == 0)
		fields_fail(fields, RGL_E_FIELD, name,
			    "names nothing; give products, categories or tags, or leave it out");
	return true;
}
