/* json_log.c - see json_log.h. */
#include "cli/logs/json_log.h"

#include <string.h>

rgl_rc json_log_open(const struct json_log_format *format, const struct log_context *context,
		     FILE *stream, void **ret)
{
	struct json_log *log = host_new(context->host, sizeof(*log));
	rgl_rc rc = RGL_E_MEMORY;

	if (log == NULL)
		return refuse(context->refusal, rc, "there is not enough memory to read %s",
			      context->name);
	log->context = context;
	log->format = format;
	rc = draft_open(context, &log->draft);
	if (rc == RGL_OK)
		rc = json_stream_open(context->host, stream, &format->shape, &log->stream,
				      context->refusal);
	if (rc < 0)
		json_log_close(log);
	else
		*ret = log;
	return rc;
}

void json_log_close(void *reader)
{
	struct json_log *log = reader;

	if (log == NULL)
		return;
	json_free(log->json);
	json_stream_close(log->stream);
	draft_close(log->draft);
	host_free(log->context->host, log);
}

int64_t json_log_offset(const void *reader)
{
	const struct json_log *log = reader;

	return json_stream_offset(log->stream);
}

int64_t json_log_passed(const void *reader)
{
	const struct json_log *log = reader;
	int64_t count = 0;

	for (size_t i = 0; i < JSON_LOG_REASONS; i++)
		count += log->passed[i].count;
	return count;
}

const char *json_log_reason(const void *reader, size_t i, int64_t *ret_count)
{
	const struct json_log *log = reader;

	if (i >= JSON_LOG_REASONS || log->passed[i].reason == NULL)
		return NULL;
	*ret_count = log->passed[i].count;
	return log->passed[i].reason;
}

/* What is wrong with one record is an entry that is refused; what is wrong with the computer ends
 * the file. */
static rgl_rc refuse_record(struct json_log *log, int64_t line, const struct rgl_why *why)
{
	if (why->code == RGL_E_MEMORY || why->code == RGL_E_INPUT_OUTPUT || why->code == RGL_E_TEXT)
		return refuse(log->context->refusal, why->code, "%s:%lld: %s", log->context->name,
			      (long long)line, why->text);
	draft_begin(log->draft, LOG_SALE, line);
	draft_refuse(log->draft, why->code, "%s", why->text);
	return RGL_OK;
}

/* The next record, read; *ret_entry is set instead when it is refused, *ret_end behind the last. */
static rgl_rc next_record(struct json_log *log, struct log_entry **ret_entry, bool *ret_end)
{
	struct rgl_why why = { .size = sizeof(why) };
	const struct json_record *record = NULL;
	int64_t line = 1;
	rgl_rc rc = json_stream_next(log->stream, &record, &line, &why);

	json_free(log->json);
	log->json = NULL;
	log->part = 0;
	log->is_refused = false;
	if (rc == RGL_OK && record == NULL) {
		*ret_end = true;
		return rc;
	}
	if (rc == RGL_OK) {
		log->name = record->name;
		log->line = record->line;
		rc = json_record_read(log->context->host, record, &log->json, &line, &why);
	}
	if (rc == RGL_OK)
		return rc;
	rc = refuse_record(log, line, &why);
	if (rc == RGL_OK)
		*ret_entry = draft_entry(log->draft);
	return rc;
}

rgl_rc json_log_next(void *reader, struct log_entry **ret)
{
	struct json_log *log = reader;
	struct log_entry *entry = NULL;
	bool is_end = false;
	rgl_rc rc = RGL_OK;

	while (rc == RGL_OK && entry == NULL && !is_end) {
		enum json_part part = PART_END;

		if (log->json != NULL && !log->is_refused)
			part = log->format->read(log, log->part++);
		if (part == PART_ENTRY) {
			entry = draft_entry(log->draft);
			log->is_refused = log->is_refused || draft_is_refused(log->draft);
		}
		if (part == PART_END)
			rc = next_record(log, &entry, &is_end);
	}
	if (rc == RGL_OK)
		*ret = entry;
	return rc;
}

struct log_entry *json_log_begin(struct json_log *log, enum log_kind kind)
{
	struct log_entry *entry;

	draft_begin(log->draft, kind, log->line);
	entry = draft_entry(log->draft);
	entry->from_text = true;
	entry->sale.is_refund = kind == LOG_REFUND;
	return entry;
}

/* The field that says most of what a record is: the first that holds something, or else the
 * first. */
static const char *telling_name(const struct cJSON *json)
{
	const struct cJSON *first = json_first(json);

	for (const struct cJSON *item = first; item != NULL; item = json_next(item))
		if (json_is_object(item) || json_is_list(item))
			return json_name(item);
	return first == NULL ? "nothing" : json_name(first);
}

enum json_part json_log_strange(struct json_log *log, const char *wanted)
{
	const char *name = telling_name(log->json);

	(void)json_log_begin(log, LOG_SALE);
	draft_refuse(log->draft, RGL_E_FIELD, "this is %s: it holds \"%.60s\"", wanted,
		     draft_words(log->draft, name, strlen(name)));
	return PART_ENTRY;
}

enum json_part json_log_pass(struct json_log *log, const char *reason)
{
	size_t i = 0;

	while (i + 1 < JSON_LOG_REASONS && log->passed[i].reason != NULL &&
	       strcmp(log->passed[i].reason, reason) != 0)
		i++;
	log->passed[i].reason = reason;
	log->passed[i].count++;
	return PART_PASSED;
}

enum json_part json_log_pass_known(struct json_log *log, const char *reason)
{
	(void)json_log_pass(log, reason);
	draft_entry(log->draft)->passed = reason;
	return PART_ENTRY;
}

enum log_known json_log_known(const struct json_log *log, const char *id)
{
	if (log->context->known == NULL)
		return LOG_UNKNOWN;
	return log->context->known(log->context->user, id);
}

const struct cJSON *json_log_first(const struct cJSON *object, const char *name)
{
	const struct cJSON *list = object == NULL ? NULL : json_field(object, name);

	return json_is_list(list) ? json_first(list) : NULL;
}

bool json_log_is(const char *text, const char *words)
{
	size_t length = text == NULL ? 0 : strlen(text);

	while (length > 0 && words != NULL) {
		const char *end = strchr(words, ' ');
		size_t word = end == NULL ? strlen(words) : (size_t)(end - words);

		if (word == length && memcmp(words, text, length) == 0)
			return true;
		words = end == NULL ? NULL : end + 1;
	}
	return false;
}

enum json_part json_log_cancelled(struct json_log *log, const char *id_head, const char *id,
				  const char *at_name)
{
	struct log_entry *entry = json_log_begin(log, LOG_VOID);
	enum log_known known;

	entry->sale.of = draft_print(log->draft, "%s-%s", id_head, id);
	known = json_log_known(log, entry->sale.of);
	if (known != LOG_KNOWN_SALE && known != LOG_KNOWN_VOIDED)
		return json_log_pass_known(log, "cancelled");
	entry->sale.id = draft_print(log->draft, "%s-%s-cancelled", id_head, id);
	entry->sale.at_ms = log_time(log, log->json, at_name, "updated_at");
	return PART_ENTRY;
}
