/* answer.c - see answer.h. */
#include "plugin/gateway/answer.h"

#include "plugin/base/decimal.h"

rgl_rc answer_begin(const struct host *host, size_t room, struct answer *ret)
{
	struct answer answer = { .text = bytes_of(host), .room = room };

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

/* The last brace and the NUL are still to come. */
rgl_rc answer_fits(const struct answer *answer)
{
	rgl_rc rc = bytes_rc(&answer->text);

	if (rc == RGL_OK && answer->text.length + 2 > answer->room)
		rc = RGL_E_BUFFER;
	return rc;
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

void answer_milli(struct answer *answer, const char *name, int64_t milli)
{
	char text[DECIMAL_ROOM];

	decimal_write(milli, 3, text);
	answer_text(answer, name, text);
}

void answer_bool(struct answer *answer, const char *name, bool value)
{
	answer_json(answer, name, value ? "true" : "false");
}

void answer_text(struct answer *answer, const char *name, const char *text)
{
	add_name(answer, name);
	json_add_text(&answer->text, text);
}

void answer_some(struct answer *answer, const char *name, const char *text)
{
	if (text[0] != '\0')
		answer_text(answer, name, text);
}

void answer_time(struct answer *answer, const char *name, struct zone *zone, int64_t at_ms)
{
	char text[ZONE_TIME_ROOM];

	zone_write(zone, at_ms, text);
	answer_text(answer, name, text);
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

void answer_list(struct answer *answer, const char *name)
{
	add_name(answer, name);
	bytes_add_text(&answer->text, "[");
	answer->has_fields = false;
}

void answer_item(struct answer *answer)
{
	bytes_add_text(&answer->text, answer->has_fields ? ",{" : "{");
	answer->has_fields = false;
}

void answer_element(struct answer *answer, const char *text)
{
	if (answer->has_fields)
		bytes_add_text(&answer->text, ",");
	json_add_text(&answer->text, text);
	answer->has_fields = true;
}

void answer_list_end(struct answer *answer)
{
	bytes_add_text(&answer->text, "]");
	answer->has_fields = true;
}
