/* read.c - see programme.h: the file as a whole, and what a refusal says of it. */
#include "plugin/programme/read.h"

#include <string.h>

#include "plugin/json/json_line.h"

#define FORMAT 1

/* Which programme, and whether for this shop: an amount in øre is no amount in yen. */
static void read_head(struct reader *reader, struct json_fields *fields)
{
	const char *currency;

	(void)read_need_int(fields, "programme", FORMAT, FORMAT);
	reader->programme->name = read_need_text(reader, fields, "name");
	reader->programme->effective_ms = read_moment(reader, fields, "effective", false);
	currency = fields_text(fields, "currency");
	if (currency != NULL && strcmp(currency, reader->currency->code) != 0)
		fields_fail(fields, RGL_E_CURRENCY, "currency",
			    "is not %s, the currency of this shop", reader->currency->code);
}

static rgl_rc read_all(struct reader *reader, const struct cJSON *json)
{
	static const char *const ROUNDINGS[] = { "down", "nearest", "up", NULL };
	struct json_fields fields = fields_of(json, "", reader->refusal);

	fields.null_refused = true;
	read_head(reader, &fields);
	reader->rounding = (enum programme_rounding)read_choice(&fields, "rounding", ROUNDINGS,
								PROGRAMME_DOWN);
	read_purses(reader, &fields);
	read_tiers(reader, &fields);
	read_settings(reader, &fields);
	read_rules(reader, &fields);
	read_rewards(reader, &fields);
	if (fields.rc == RGL_OK)
		read_check(reader, &fields);
	return fields.rc < 0 ? fields.rc : fields_end(&fields);
}

static rgl_rc no_memory(struct rgl_why *refusal)
{
	return refuse(refusal, RGL_E_MEMORY, "there is not enough memory for the programme");
}

/* Puts the line in front of what was said. */
static rgl_rc with_line(const struct rgl_why *why, rgl_rc rc, const char *text, size_t length,
			struct rgl_why *refusal)
{
	if (rc == RGL_E_MEMORY)
		return no_memory(refusal);
	return refuse_field(refusal, rc, why->field, "line %zu: %s",
			    json_line_of(text, length, why->field), why->text);
}

rgl_rc programme_read(const struct host *host, const char *text, size_t length,
		      const struct currency *currency, struct zone *zone, struct programme **ret,
		      struct rgl_why *refusal)
{
	struct rgl_why why = { 0 };
	struct reader reader = { .currency = currency, .zone = zone, .refusal = &why };
	struct cJSON *json = NULL;
	rgl_rc rc = json_read_file(host, text, length, PROGRAMME_TEXT_MAX, &json, refusal);

	if (rc < 0)
		return rc;
	reader.programme = programme_new(host);
	if (reader.programme == NULL) {
		rc = no_memory(refusal);
		goto out;
	}
	rc = read_all(&reader, json);
	if (rc < 0) {
		rc = with_line(&why, rc, text, length, refusal);
		goto out;
	}
	*ret = reader.programme;
	reader.programme = NULL;
out:
	programme_free(reader.programme);
	json_free(json);
	return rc;
}
