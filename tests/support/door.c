/* door.c - see door.h. */
#include "tests/support/door.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/loyalty/book.h"
#include "tests/support/check.h"

void door_open(struct door *door)
{
	const struct rgl_host lent = { .size = sizeof(lent), .now_ms = shop_now_ms };
	struct rgl_options options = { .size = sizeof(options) };
	struct rgl_why why = { .size = sizeof(why) };

	door->json = NULL;
	door->api = regulars_entry(RGL_ABI);
	assert_non_null(door->api);
	shop_make(&door->shop);
	options.store = door->shop.path;
	assert_int_equal(door->api->open(&lent, &options, &door->rgl, &why), RGL_OK);
}

void door_close(struct door *door)
{
	cJSON_Delete(door->json);
	door->api->close(door->rgl);
	shop_is_sound(&door->shop);
	shop_remove(&door->shop);
}

void door_programme(struct door *door, const char *text)
{
	struct store *store = door->shop.store;
	int64_t version = 0;
	rgl_rc rc = store_begin(store);

	assert_int_equal(rc, RGL_OK);
	rc = store_end(store, book_apply(desk_book(door->shop.desk), text, strlen(text), &version));
	if (rc < 0)
		fail_msg("%s", store->refusal.text);
}

const cJSON *door_ask(struct door *door, const char *request, size_t request_length)
{
	size_t length = sizeof(door->answer);

	assert_int_equal(
		door->api->request(door->rgl, request, request_length, door->answer, &length),
		RGL_OK);
	assert_int_equal(length, strlen(door->answer));
	assert_null(strchr(door->answer, '\n'));
	assert_null(strchr(door->answer, '\r'));
	cJSON_Delete(door->json);
	door->json = cJSON_ParseWithOpts(door->answer, NULL, 1);
	assert_true(cJSON_IsObject(door->json));
	assert_true(cJSON_IsBool(cJSON_GetObjectItemCaseSensitive(door->json, "ok")));
	return door->json;
}

const cJSON *door_asks(struct door *door, const char *request)
{
	return door_ask(door, request, strlen(request));
}

const cJSON *door_at(const struct door *door, const char *path)
{
	const cJSON *item = door->json;
	char name[64];

	while (item != NULL && *path != '\0') {
		size_t length = strcspn(path, ".");

		(void)snprintf(name, sizeof(name), "%.*s", (int)length, path);
		item = cJSON_IsArray(item) ? cJSON_GetArrayItem(item, atoi(name))
					   : cJSON_GetObjectItemCaseSensitive(item, name);
		path += length + (path[length] == '.');
	}
	return item;
}

const char *door_text(const struct door *door, const char *path)
{
	const char *text = cJSON_GetStringValue(door_at(door, path));

	return text == NULL ? "" : text;
}

int64_t door_number(const struct door *door, const char *path)
{
	const cJSON *item = door_at(door, path);

	if (!cJSON_IsNumber(item))
		fail_msg("no number at %s: %s", path, door->answer);
	return (int64_t)item->valuedouble;
}

void door_says_yes(struct door *door, const char *request)
{
	if (!cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(door_asks(door, request), "ok")))
		fail_msg("%s\n%s", request, door->answer);
}

void door_says_no(struct door *door, const char *request, const char *code, const char *field)
{
	(void)door_asks(door, request);
	if (strcmp(door_text(door, "code"), code) != 0 ||
	    strcmp(door_text(door, "field"), field) != 0 || door_text(door, "error")[0] == '\0')
		fail_msg("%s\n%s", request, door->answer);
}
