/* json_stream.c - see json_stream.h. */
#include "cli/logs/json_cut.h"

#include <stdlib.h>
#include <string.h>

#include "plugin/base/keys.h"
#include "plugin/json/json.h"

/* What is open around the place that is read. An element of the first two may be an envelope. */
enum level { LEVEL_FILE, LEVEL_ARRAY, LEVEL_ENVELOPE, LEVEL_LIST };
enum { LEVELS_MAX = 4 };

struct json_stream {
	const struct host *host;
	struct json_cut cut;
	bool ended;
	bool is_lines; /* a record was seen that is one line of its own */
	bool begun;
	bool after_value; /* a comma is due */
	bool has_held;	  /* the value behind the name begins here */
	enum level levels[LEVELS_MAX];
	int depth;
	int64_t level_line; /* where the innermost level began */
	const char *name;   /* of the list that is open, or of the record that comes next */
	struct json_record record;
};

static enum level level(const struct json_stream *stream)
{
	return stream->levels[stream->depth];
}

static void push(struct json_stream *stream, enum level next)
{
	stream->levels[++stream->depth] = next;
	stream->level_line = stream->cut.line;
	stream->after_value = false;
}

static void pop(struct json_stream *stream)
{
	stream->depth--;
	stream->after_value = true;
}

static rgl_rc refuse_end(struct json_stream *stream, int64_t line, const char *what,
			 int64_t *ret_line, struct rgl_why *refusal)
{
	stream->ended = true;
	*ret_line = line;
	if (stream->cut.failed)
		return refuse(refusal, RGL_E_INPUT_OUTPUT,
			      "the disk did not give the rest to read");
	return refuse(refusal, RGL_E_JSON,
		      "the file ends in the middle of the %s that begins here: it was cut short; "
		      "export it again",
		      what);
}

/* Nothing here can be a record: on to the next line that begins like one. */
static rgl_rc refuse_rest(struct json_stream *stream, const char *what, int64_t *ret_line,
			  struct rgl_why *refusal)
{
	int byte = EOF;

	*ret_line = stream->cut.line;
	stream->depth = 0;
	stream->after_value = false;
	do {
		byte = cut_take(&stream->cut);
	} while (byte != EOF && !(byte == '\n' && (cut_peek(&stream->cut) == '{' ||
						   cut_peek(&stream->cut) == '[')));
	return refuse(refusal, RGL_E_JSON, "%s", what);
}

/* A document that is one line, with another line behind it: JSON Lines. */
static bool was_a_line(struct json_stream *stream, int64_t line)
{
	int byte = cut_peek(&stream->cut);

	return level(stream) == LEVEL_FILE && line == stream->cut.line &&
	       (byte == '\n' || byte == '\r');
}

static rgl_rc give(struct json_stream *stream, const char *name, int64_t line,
		   const struct json_record **ret, int64_t *ret_line, struct rgl_why *refusal)
{
	stream->after_value = true;
	stream->is_lines = stream->is_lines || was_a_line(stream, line);
	if (stream->cut.is_too_long) {
		*ret_line = line;
		return refuse(refusal, RGL_E_LIMIT,
			      "what begins here is larger than %d bytes; no single sale is",
			      RGL_REQUEST_MAX);
	}
	stream->record = (struct json_record) {
		.name = name, .line = line, .text = stream->cut.text, .length = stream->cut.length
	};
	*ret = &stream->record;
	*ret_line = line;
	return RGL_OK;
}

/* An object begins: a record, or an envelope, whose level is opened then and *ret stays NULL. */
static rgl_rc take_object(struct json_stream *stream, const char *name, bool may_hold,
			  const struct json_record **ret, int64_t *ret_line,
			  struct rgl_why *refusal)
{
	struct json_scan scan = { .is_kept = true, .may_hold = may_hold };
	int64_t line = stream->cut.line;
	const char *held = NULL;

	stream->cut.length = 0;
	stream->cut.breaks_at_brace = stream->is_lines && level(stream) == LEVEL_FILE;
	stream->cut.is_too_long = false;
	if (!cut_value(&stream->cut, &scan, &held))
		return refuse_end(stream, line, "record", ret_line, refusal);
	if (scan.is_broken) {
		stream->after_value = false;
		*ret_line = line;
		return refuse(refusal, RGL_E_JSON,
			      scan.is_damaged ? "this is not JSON: a text has no closing quote"
					      : "the line ends before its record does: it was cut "
						"short");
	}
	if (held == NULL)
		return give(stream, name, line, ret, ret_line, refusal);
	push(stream, LEVEL_ENVELOPE);
	stream->name = held;
	stream->has_held = true;
	return RGL_OK;
}

/* What can hold a record, or else must be passed over. */
static rgl_rc take_element(struct json_stream *stream, const struct json_record **ret,
			   int64_t *ret_line, struct rgl_why *refusal)
{
	bool is_record = level(stream) == LEVEL_LIST;
	int64_t line = stream->cut.line;

	if (stream->after_value && level(stream) != LEVEL_FILE) {
		stream->after_value = false;
		*ret_line = line;
		return refuse(refusal, RGL_E_JSON, "a comma is missing in front of this");
	}
	if (cut_peek(&stream->cut) == '{')
		return take_object(stream, is_record ? stream->name : "", !is_record, ret, ret_line,
				   refusal);
	if (!cut_pass(&stream->cut))
		return refuse_end(stream, line, "list", ret_line, refusal);
	stream->after_value = true;
	*ret_line = line;
	return refuse(refusal, RGL_E_JSON,
		      "an object {...} is expected in the list, and this is something else");
}

/* Inside [...]. */
static rgl_rc step_list(struct json_stream *stream, const struct json_record **ret,
			int64_t *ret_line, struct rgl_why *refusal)
{
	int byte = cut_peek_behind_spaces(&stream->cut);

	if (byte == EOF)
		return refuse_end(stream, stream->level_line, "list", ret_line, refusal);
	if (byte == '}' || byte == ':')
		return refuse_rest(stream, "the brackets of this list do not match: it is damaged",
				   ret_line, refusal);
	if (byte != ',' && byte != ']')
		return take_element(stream, ret, ret_line, refusal);
	(void)cut_take(&stream->cut);
	if (byte == ']')
		pop(stream);
	else
		stream->after_value = false;
	return RGL_OK;
}

/* The value that holds records: a list is opened, a record is taken. */
static rgl_rc take_held(struct json_stream *stream, const struct json_record **ret,
			int64_t *ret_line, struct rgl_why *refusal)
{
	stream->has_held = false;
	if (cut_peek_behind_spaces(&stream->cut) == '{')
		return take_object(stream, stream->name, false, ret, ret_line, refusal);
	push(stream, LEVEL_LIST);
	(void)cut_take(&stream->cut);
	return RGL_OK;
}

/* A field of an envelope, up to where its value begins; or its end. */
static rgl_rc step_envelope(struct json_stream *stream, int64_t *ret_line, struct rgl_why *refusal)
{
	struct json_scan scan = { .in_string = true, .in_name = true };
	int byte = cut_peek_behind_spaces(&stream->cut);

	if (byte == EOF)
		return refuse_end(stream, stream->level_line, "answer", ret_line, refusal);
	if (byte != ',' && byte != '}' && byte != '"')
		return refuse_rest(stream, "this is not JSON: a name in quotes is expected",
				   ret_line, refusal);
	(void)cut_take(&stream->cut);
	if (byte == '}')
		pop(stream);
	if (byte != '"')
		return RGL_OK;
	cut_text(&stream->cut, &scan);
	byte = cut_peek_behind_spaces(&stream->cut);
	if (byte != ':' && byte != EOF)
		return refuse_rest(stream, "this is not JSON: a colon is missing", ret_line,
				   refusal);
	(void)cut_take(&stream->cut);
	stream->name = cut_holder(&stream->cut, &scan);
	stream->has_held = stream->name != NULL;
	if (!stream->has_held && !cut_pass(&stream->cut))
		return refuse_end(stream, stream->level_line, "answer", ret_line, refusal);
	return RGL_OK;
}

/* Between documents. */
static rgl_rc step_file(struct json_stream *stream, const struct json_record **ret,
			int64_t *ret_line, struct rgl_why *refusal)
{
	int byte = cut_peek_behind_spaces(&stream->cut);

	if (byte == EOF) {
		*ret_line = stream->cut.line;
		stream->ended = true;
		return stream->cut.failed
			       ? refuse_end(stream, stream->cut.line, "file", ret_line, refusal)
			       : RGL_OK;
	}
	if (byte == '{')
		return take_element(stream, ret, ret_line, refusal);
	if (byte != '[')
		return refuse_rest(stream,
				   "this is not JSON; up to the next line that begins with { or [ "
				   "nothing is read",
				   ret_line, refusal);
	push(stream, LEVEL_ARRAY);
	(void)cut_take(&stream->cut);
	return RGL_OK;
}

/* A byte order mark may stand in front; what else says that these are not texts is said at once. */
static rgl_rc begin(struct json_stream *stream, int64_t *ret_line, struct rgl_why *refusal)
{
	const unsigned char *read = stream->cut.read;

	stream->begun = true;
	(void)cut_peek(&stream->cut);
	if (stream->cut.read_length >= 3 && memcmp(read, "\xef\xbb\xbf", 3) == 0)
		stream->cut.read_at = 3;
	if (stream->cut.read_length < 2)
		return RGL_OK;
	*ret_line = 1;
	stream->ended = true;
	if (memcmp(read, "\xff\xfe", 2) == 0 || memcmp(read, "\xfe\xff", 2) == 0 ||
	    read[0] == '\0' || read[1] == '\0')
		return refuse(refusal, RGL_E_TEXT, "the file is UTF-16; save it as UTF-8");
	if (memcmp(read, "\x1f\x8b", 2) == 0 || memcmp(read, "PK", 2) == 0)
		return refuse(refusal, RGL_E_TEXT, "the file is compressed; unpack it first");
	stream->ended = false;
	return RGL_OK;
}

static rgl_rc step(struct json_stream *stream, const struct json_record **ret, int64_t *ret_line,
		   struct rgl_why *refusal)
{
	if (!stream->begun)
		return begin(stream, ret_line, refusal);
	if (stream->has_held)
		return take_held(stream, ret, ret_line, refusal);
	switch (level(stream)) {
	case LEVEL_FILE:
		return step_file(stream, ret, ret_line, refusal);
	case LEVEL_ENVELOPE:
		return step_envelope(stream, ret_line, refusal);
	case LEVEL_ARRAY:
	case LEVEL_LIST:
		break;
	}
	return step_list(stream, ret, ret_line, refusal);
}

rgl_rc json_stream_next(struct json_stream *stream, const struct json_record **ret,
			int64_t *ret_line, struct rgl_why *refusal)
{
	const struct json_record *record = NULL;
	rgl_rc rc = RGL_OK;

	while (rc == RGL_OK && record == NULL && !stream->ended)
		rc = step(stream, &record, ret_line, refusal);
	if (rc == RGL_OK)
		*ret = record;
	return rc;
}

int64_t json_stream_offset(const struct json_stream *stream)
{
	return stream->cut.read_before + (int64_t)stream->cut.read_at;
}

rgl_rc json_stream_open(const struct host *host, FILE *file, const struct json_shape *shape,
			struct json_stream **ret, struct rgl_why *refusal)
{
	struct json_stream *stream = host_new(host, sizeof(*stream));
	/* Not set to zero, which would be most of the work of a small file. */
	char *text = host_resize(host, NULL, RGL_REQUEST_MAX);

	if (stream == NULL || text == NULL) {
		host_free(host, stream);
		host_free(host, text);
		return refuse(refusal, RGL_E_MEMORY, "there is not enough memory");
	}
	stream->host = host;
	stream->cut.stream = file;
	stream->cut.shape = shape;
	stream->cut.line = 1;
	stream->cut.text = text;
	*ret = stream;
	return RGL_OK;
}

void json_stream_close(struct json_stream *stream)
{
	if (stream == NULL)
		return;
	wipe(stream->cut.text, RGL_REQUEST_MAX);
	wipe(stream->cut.read, sizeof(stream->cut.read));
	host_free(stream->host, stream->cut.text);
	host_free(stream->host, stream);
}

rgl_rc json_record_read(const struct host *host, const struct json_record *record,
			struct cJSON **ret, int64_t *ret_line, struct rgl_why *refusal)
{
	static const char HEAD[] = "line ";
	struct rgl_why why = { .size = sizeof(why) };
	const char *words = why.text;
	char *end = why.text;
	long long line = 1;
	rgl_rc rc = json_read_file(host, record->text, record->length, RGL_REQUEST_MAX, ret, &why);

	if (rc == RGL_OK)
		return rc;
	if (strncmp(words, HEAD, sizeof(HEAD) - 1) == 0) {
		line = strtoll(words + sizeof(HEAD) - 1, &end, 10);
		words = strncmp(end, ": ", 2) == 0 ? end + 2 : words;
	}
	*ret_line = record->line + line - 1;
	return refuse(refusal, rc, "%s", words);
}
