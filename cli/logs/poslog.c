/* poslog.c - transactions out of a POSLog, the XML that OMG (before it ARTS) wrote down for tills.
 *
 * In:  POSLog 2.x, 3 or 6 in UTF-8, UTF-16, Latin-1 or Windows' 1252; whatever prefix its name
 *      spaces have.
 * Out: entries. Memory: two megabytes, whatever the size of the file or of a transaction.
 * Not here: what the tags mean (poslog_parts.h says where).
 *
 * A file that declares a document type is refused before anything of it is read: no POSLog has one,
 * and it is where entities come from, those that grow without end and those of other files.
 */
#include <expat.h>
#include <string.h>

#include "cli/logs/poslog_parts.h"
#include "plugin/base/keys.h"

#define CHUNK_BYTES 65536
#define SILENT_BYTES_MAX 1048576 /* one tag, comment or the like cannot be longer */
#define DEPTH_MAX 200
#define TEXT_MAX 1024	/* bytes of one text that are looked at */
#define NAMES_MAX 20000 /* of tags and attributes: expat keeps each until the file ends */
#define NAMES_BITS 65536
#define REASONS_MAX 8 /* for passing over: as many as poslog_make knows */

struct poslog {
	const struct log_context *context;
	FILE *stream;
	XML_Parser parser;
	struct draft *draft;
	struct poslog_transaction *transaction;
	int64_t read_bytes;
	const char *passed_for[REASONS_MAX];
	int64_t passed[REASONS_MAX];
	int64_t silent_bytes; /* since expat last had something to say */
	bool is_at_end;
	bool is_paused;	 /* by the end of a transaction that is an entry */
	bool is_refused; /* the file is, in the context's words */
	rgl_rc rc;
	int depth;
	uint8_t nodes[DEPTH_MAX];
	int text_depth; /* of the tag whose text is gathered, 0: none */
	bool text_is_cut;
	size_t text_length;
	char text[TEXT_MAX + 1];
	size_t names;
	uint64_t names_seen[NAMES_BITS / 64];
};

/* Ends the file. The first reason stays. */
static void stop(struct poslog *poslog, rgl_rc rc, const char *what)
{
	if (poslog->is_refused)
		return;
	poslog->is_refused = true;
	poslog->rc = refuse(poslog->context->refusal, rc, "%s:%lld: %s", poslog->context->name,
			    (long long)XML_GetCurrentLineNumber(poslog->parser), what);
	(void)XML_StopParser(poslog->parser, XML_FALSE);
}

static enum poslog_node node_at(const struct poslog *poslog, int depth)
{
	return depth > 0 ? (enum poslog_node)poslog->nodes[depth - 1] : NODE_OUTSIDE;
}

/* FNV-1a, into a set that forgets which names it has but not about how many. */
static void count_name(struct poslog *poslog, const char *name)
{
	uint32_t hash = 2166136261U;
	uint64_t bit;

	for (; *name != '\0'; name++)
		hash = (hash ^ (uint8_t)*name) * 16777619U;
	hash ^= hash >> 16;
	hash %= NAMES_BITS;
	bit = UINT64_C(1) << (hash % 64);
	if ((poslog->names_seen[hash / 64] & bit) != 0)
		return;
	poslog->names_seen[hash / 64] |= bit;
	if (++poslog->names > NAMES_MAX)
		stop(poslog, RGL_E_LIMIT,
		     "it has more different tags than any POSLog; is it one, and whole?");
}

static void count_names(struct poslog *poslog, const char *name, const char **attributes)
{
	count_name(poslog, name);
	for (; attributes[0] != NULL; attributes += 2)
		count_name(poslog, attributes[0]);
}

static void begin_text(struct poslog *poslog)
{
	poslog->text_depth = poslog->depth;
	poslog->text_length = 0;
	poslog->text_is_cut = false;
}

static void XMLCALL on_start(void *user, const char *name, const char **attributes)
{
	struct poslog *poslog = user;
	const char *colon = strchr(name, ':');
	const char *local = colon == NULL ? name : colon + 1;
	enum poslog_node parent = node_at(poslog, poslog->depth);
	enum poslog_node node = poslog_node(parent, local);

	poslog->silent_bytes = 0;
	count_names(poslog, name, attributes);
	if (poslog->depth == DEPTH_MAX) {
		stop(poslog, RGL_E_LIMIT,
		     "its tags stand one in another deeper than in any POSLog");
		return;
	}
	if (parent == NODE_OUTSIDE && node != NODE_LOG)
		stop(poslog, RGL_E_FIELD,
		     "this is XML but no POSLog: that begins with the tag POSLog");
	poslog->nodes[poslog->depth++] = (uint8_t)node;
	if (node == NODE_TRANSACTION)
		poslog_begin(poslog->transaction,
			     (int64_t)XML_GetCurrentLineNumber(poslog->parser));
	if (poslog->text_depth == 0 && node >= TEXT_FIRST)
		begin_text(poslog);
	if (node > NODE_LOG)
		poslog_tag(poslog->transaction, parent, node, local,
			   (const char *const *)attributes);
}

static bool is_space(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* A unit is in a transaction or in a link: its text is of what it is in. */
static void end_text(struct poslog *poslog)
{
	enum poslog_node parent = node_at(poslog, poslog->depth - 1);
	char *text = poslog->text;
	size_t length = poslog->text_length;

	if (parent == NODE_UNIT)
		parent = node_at(poslog, poslog->depth - 2);
	if (poslog->text_is_cut)
		length = draft_cut(text, length + 1, length);
	while (length > 0 && is_space(text[length - 1]))
		length--;
	while (length > 0 && is_space(*text)) {
		text++;
		length--;
	}
	text[length] = '\0';
	poslog->text_depth = 0;
	poslog_text(poslog->transaction, parent, node_at(poslog, poslog->depth), text, length,
		    poslog->text_is_cut);
}

static void count_passed(struct poslog *poslog, const char *why)
{
	size_t i = 0;

	while (i < REASONS_MAX - 1 && poslog->passed_for[i] != NULL &&
	       strcmp(poslog->passed_for[i], why) != 0)
		i++;
	poslog->passed_for[i] = why;
	poslog->passed[i]++;
}

static void end_transaction(struct poslog *poslog)
{
	const char *passed_over = poslog_make(poslog->transaction);

	if (passed_over != NULL) {
		count_passed(poslog, passed_over);
		return;
	}
	poslog->is_paused = true;
	(void)XML_StopParser(poslog->parser, XML_TRUE);
}

static void XMLCALL on_end(void *user, const char *name)
{
	struct poslog *poslog = user;
	enum poslog_node node = node_at(poslog, poslog->depth);

	(void)name;
	poslog->silent_bytes = 0;
	if (poslog->is_refused || poslog->depth == 0)
		return;
	if (poslog->text_depth == poslog->depth)
		end_text(poslog);
	poslog_end(poslog->transaction, node);
	poslog->depth--;
	if (node == NODE_TRANSACTION)
		end_transaction(poslog);
}

static void XMLCALL on_text(void *user, const char *text, int length)
{
	struct poslog *poslog = user;
	size_t room = TEXT_MAX - poslog->text_length;
	size_t bytes = (size_t)length;

	poslog->silent_bytes = 0;
	if (poslog->text_depth == 0)
		return;
	if (bytes > room) {
		poslog->text_is_cut = true;
		bytes = room;
	}
	memcpy(poslog->text + poslog->text_length, text, bytes);
	poslog->text_length += bytes;
}

/* Comments and the like: something was understood. */
static void XMLCALL on_other(void *user, const char *text, int length)
{
	struct poslog *poslog = user;

	(void)text;
	(void)length;
	poslog->silent_bytes = 0;
}

static void XMLCALL on_document_type(void *user, const char *name, const char *system_id,
				     const char *public_id, int has_subset)
{
	(void)name;
	(void)system_id;
	(void)public_id;
	(void)has_subset;
	stop(user, RGL_E_FIELD,
	     "it declares a document type (<!DOCTYPE); no POSLog has one, and entities are not "
	     "read: take that line out");
}

static int XMLCALL on_encoding(void *user, const char *name, XML_Encoding *ret)
{
	(void)user;
	if (!poslog_letters(name, ret->map))
		return XML_STATUS_ERROR;
	ret->data = NULL;
	ret->convert = NULL;
	ret->release = NULL;
	return XML_STATUS_OK;
}

static void poslog_close(void *reader)
{
	struct poslog *poslog = reader;

	if (poslog == NULL)
		return;
	if (poslog->parser != NULL)
		XML_ParserFree(poslog->parser);
	draft_close(poslog->draft);
	wipe(poslog->text, sizeof(poslog->text));
	host_free(poslog->context->host, poslog->transaction);
	host_free(poslog->context->host, poslog);
}

static rgl_rc refuse_memory(const struct log_context *context)
{
	return refuse(context->refusal, RGL_E_MEMORY, "there is not enough memory to read %s",
		      context->name);
}

static rgl_rc poslog_open(const struct log_context *context, FILE *stream, void **ret)
{
	struct poslog *poslog = host_new(context->host, sizeof(*poslog));
	rgl_rc rc;

	if (poslog == NULL)
		return refuse_memory(context);
	poslog->context = context;
	poslog->stream = stream;
	rc = draft_open(context, &poslog->draft);
	if (rc < 0)
		goto out;
	poslog->transaction = host_new(context->host, sizeof(*poslog->transaction));
	poslog->parser = XML_ParserCreate(NULL);
	if (poslog->transaction == NULL || poslog->parser == NULL) {
		rc = refuse_memory(context);
		goto out;
	}
	poslog->transaction->draft = poslog->draft;
	poslog_begin(poslog->transaction, 1);
	XML_SetUserData(poslog->parser, poslog);
	XML_SetElementHandler(poslog->parser, on_start, on_end);
	XML_SetCharacterDataHandler(poslog->parser, on_text);
	XML_SetDefaultHandler(poslog->parser, on_other);
	XML_SetStartDoctypeDeclHandler(poslog->parser, on_document_type);
	XML_SetUnknownEncodingHandler(poslog->parser, on_encoding, NULL);
out:
	if (rc < 0)
		poslog_close(poslog);
	else
		*ret = poslog;
	return rc;
}

/* expat's words, and ours for what an owner will meet. */
static rgl_rc refuse_broken(struct poslog *poslog)
{
	enum XML_Error error = XML_GetErrorCode(poslog->parser);
	const char *words = XML_ErrorString(error);

	if (poslog->is_refused)
		return poslog->rc;
	if (error == XML_ERROR_NO_MEMORY)
		return refuse_memory(poslog->context);
	if (error == XML_ERROR_NO_ELEMENTS)
		words = poslog->depth > 0 ? "the file ends before its last tag; was it cut off?"
					  : "there is no XML in it";
	if (error == XML_ERROR_INVALID_TOKEN)
		words = "a tag is broken, or a letter is not in the encoding that the first line "
			"names (UTF-8 where it names none)";
	if (error == XML_ERROR_UNKNOWN_ENCODING)
		words = "its encoding is not known here; save it as UTF-8";
	return refuse(poslog->context->refusal, RGL_E_FIELD,
		      "%s:%lld: this is not XML (any more): %s", poslog->context->name,
		      (long long)XML_GetCurrentLineNumber(poslog->parser), words);
}

/* The next chunk, or what is left of the last. */
static enum XML_Status feed(struct poslog *poslog)
{
	void *buffer;
	size_t length;

	if (poslog->is_paused) {
		poslog->is_paused = false;
		return XML_ResumeParser(poslog->parser);
	}
	buffer = XML_GetBuffer(poslog->parser, CHUNK_BYTES);
	if (buffer == NULL)
		return XML_STATUS_ERROR;
	length = fread(buffer, 1, CHUNK_BYTES, poslog->stream);
	poslog->read_bytes += (int64_t)length;
	poslog->silent_bytes += (int64_t)length;
	poslog->is_at_end = length < CHUNK_BYTES;
	if (ferror(poslog->stream) != 0) {
		stop(poslog, RGL_E_INPUT_OUTPUT, "the disk did not give it to read");
		return XML_STATUS_ERROR;
	}
	if (poslog->silent_bytes > SILENT_BYTES_MAX) {
		stop(poslog, RGL_E_LIMIT,
		     "a tag in it is longer than a mebibyte; is the file whole?");
		return XML_STATUS_ERROR;
	}
	return XML_ParseBuffer(poslog->parser, (int)length, poslog->is_at_end);
}

static bool is_finished(struct poslog *poslog)
{
	XML_ParsingStatus status;

	XML_GetParsingStatus(poslog->parser, &status);
	return status.parsing == XML_FINISHED;
}

static rgl_rc poslog_next(void *reader, struct log_entry **ret)
{
	struct poslog *poslog = reader;

	while (!is_finished(poslog)) {
		if (feed(poslog) == XML_STATUS_ERROR)
			return refuse_broken(poslog);
		if (poslog->is_paused) {
			*ret = draft_entry(poslog->draft);
			return RGL_OK;
		}
	}
	*ret = NULL;
	return poslog->is_refused ? poslog->rc : RGL_OK;
}

static int64_t poslog_offset(const void *reader)
{
	return ((const struct poslog *)reader)->read_bytes;
}

static int64_t poslog_passed_over(const void *reader)
{
	const struct poslog *poslog = reader;
	int64_t all = 0;

	for (size_t i = 0; i < REASONS_MAX; i++)
		all += poslog->passed[i];
	return all;
}

static const char *poslog_passed_reason(const void *reader, size_t i, int64_t *ret_count)
{
	const struct poslog *poslog = reader;

	if (i >= REASONS_MAX || poslog->passed_for[i] == NULL)
		return NULL;
	*ret_count = poslog->passed[i];
	return poslog->passed_for[i];
}

const struct log_format LOG_POSLOG = {
	.name = "poslog",
	.open = poslog_open,
	.next = poslog_next,
	.offset = poslog_offset,
	.passed_over = poslog_passed_over,
	.close = poslog_close,
	.passed_reason = poslog_passed_reason,
};
