/* door.h - the JSON door of an open context on a new shop, and its last answer.
 *
 * Every call fails the test that makes it where the answer is not one line of JSON that says yes or
 * no.
 */
#pragma once

#include <cjson/cJSON.h>

#include "plugin/regulars.h"
#include "tests/support/shop.h"

struct door {
	struct test_shop shop;
	const struct rgl_api *api;
	struct rgl *rgl;
	char answer[RGL_ANSWER_ROOM];
	cJSON *json; /* the answer */
};

void door_open(struct door *door);

/* The store has to be sound. */
void door_close(struct door *door);

/* The owner's programme, from now on. */
void door_programme(struct door *door, const char *text);

/* Sends it; the answer as JSON, which is the door's. */
const cJSON *door_ask(struct door *door, const char *request, size_t length);
const cJSON *door_asks(struct door *door, const char *request);

/* The answer has to be a yes; or a no of that code, about that field, with words. */
void door_says_yes(struct door *door, const char *request);
void door_says_no(struct door *door, const char *request, const char *code, const char *field);

/* Out of the last answer: "tier.id", "lines.0.total". A text is "" when it is not there, a number
 * has to be. */
const cJSON *door_at(const struct door *door, const char *path);
const char *door_text(const struct door *door, const char *path);
int64_t door_number(const struct door *door, const char *path);
