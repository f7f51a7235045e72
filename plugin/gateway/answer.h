/* answer.h - the answer of an op, as a JSON object that grows; the first failure sticks. */
#pragma once

#include <stdbool.h>

#include "plugin/base/result.h"

struct cJSON;

struct answer {
	struct cJSON *json;
	bool failed; /* there was not enough memory */
};

/* {"ok":true} or {"ok":false} */
struct answer answer_new(bool ok);
void answer_free(struct answer *answer);

void answer_int(struct answer *answer, const char *name, int64_t value); /* exact */
void answer_text(struct answer *answer, const char *name, const char *text);
void answer_json(struct answer *answer, const char *name, const char *json); /* as it is */

/* An object inside; it belongs to the outer answer and is not freed by itself. */
struct answer answer_object(struct answer *answer, const char *name);

/* The whole as text, to be freed with answer_text_free; NULL when there was not enough memory. */
char *answer_print(const struct answer *answer);
void answer_text_free(char *text);
