/* answer.c - see answer.h. */
#include "plugin/gateway/answer.h"

#include <cjson/cJSON.h>

#include "plugin/base/decimal.h"

struct answer answer_new(bool ok)
{
	struct answer answer = { .json = cJSON_CreateObject() };

	answer.failed = answer.json == NULL || cJSON_AddBoolToObject(answer.json, "ok", ok) == NULL;
	return answer;
}

void answer_free(struct answer *answer)
{
	cJSON_Delete(answer->json);
	answer->json = NULL;
}

void answer_int(struct answer *answer, const char *name, int64_t value)
{
	char digits[DECIMAL_ROOM];

	decimal_write(value, 0, digits);
	answer_json(answer, name, digits);
}

void answer_text(struct answer *answer, const char *name, const char *text)
{
	if (cJSON_AddStringToObject(answer->json, name, text) == NULL)
		answer->failed = true;
}

void answer_json(struct answer *answer, const char *name, const char *json)
{
	if (cJSON_AddRawToObject(answer->json, name, json) == NULL)
		answer->failed = true;
}

struct answer answer_object(struct answer *answer, const char *name)
{
	struct answer inner = { .json = cJSON_AddObjectToObject(answer->json, name) };

	if (inner.json == NULL)
		answer->failed = true;
	return inner;
}

char *answer_print(const struct answer *answer)
{
	return answer->failed ? NULL : cJSON_PrintUnformatted(answer->json);
}

void answer_text_free(char *text)
{
	cJSON_free(text);
}
