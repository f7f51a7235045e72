/* answer.c - see answer.h. */
#include "plugin/gateway/answer.h"

rgl_rc answer_begin(const struct host *host, struct answer *ret)
{
	struct answer answer = { .text = bytes_of(host) };

	if (bytes_extend(&answer.text, RGL_ANSWER_ROOM) == NULL)
		return bytes_rc(&answer.text);
	answer_restart(&answer, true);
	*ret = answer;
	return RGL_OK;
}

void answer_free(struct answer *answer)
{
	bytes_free(&answer->text);
}

void answer_restart(struct answer *answer, bool ok)
{
	answer->text.length = 0;
	bytes_add_text(&answer->text, ok ? "{\"ok\":true" : "{\"ok\":false");
	answer->has_fields = true;
}

static void add_name(struct answer *answer, const char *name)
{
	bytes_printf(&answer->text, "%s\"%s\":", answer->has_fields ? "," : "", name);
	answer->has_fields = true;
}

void answer_int(struct answer *answer, const char *name, int64_t value)
{
	add_name(answer, name);
	bytes_printf(&answer->text, "%lld", (long long)value);
}

void answer_text(struct answer *answer, const char *name, const char *text)
{
	add_name(answer, name);
	json_add_text(&answer->text, text);
}

void answer_json(struct answer *answer, const char *name, const char *json)
{
	add_name(answer, name);
	bytes_add_text(&answer->text, json);
}

void answer_open(struct answer *answer, const char *name)
{
	add_name(answer, name);
	bytes_add_text(&answer->text, "{");
	answer->has_fields = false;
}

void answer_close(struct answer *answer)
{
	bytes_add_text(&answer->text, "}");
	answer->has_fields = true;
}
