/* json.c - see json.h: the pass before cJSON reads. The fields are in fields.c. */
#include "plugin/json/json.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "plugin/base/keys.h"
#include "plugin/base/utf8.h"
#include "plugin/json/json_line.h"

/* At most so many bytes are written for each that is read: a digit becomes four. */
#define GROWTH 4

struct pass {
	const char *text;
	size_t length;
	size_t at;
	int depth;
	bool is_file;
	struct bytes out;
	struct rgl_why *refusal;
};

/* `text`: what pass->at counts in, the input or a copy with the same lines. */
static rgl_rc not_json_in(const struct pass *pass, const char *text, const char *what)
{
	if (pass->is_file)
		return refuse(pass->refusal, RGL_E_JSON, "line %zu: this is not JSON: %s",
			      json_line_at(text, pass->at), what);
	return refuse(pass->refusal, RGL_E_JSON, "the request is not JSON: %s, at byte %zu", what,
		      pass->at + 1);
}

static rgl_rc not_json(const struct pass *pass, const char *what)
{
	return not_json_in(pass, pass->text, what);
}

static rgl_rc too_deep(const struct pass *pass)
{
	if (pass->is_file)
		return refuse(pass->refusal, RGL_E_LIMIT,
			      "line %zu: this is nested deeper than %d levels",
			      json_line_at(pass->text, pass->at), JSON_DEPTH_MAX);
	return refuse(pass->refusal, RGL_E_LIMIT, "the request is nested deeper than %d levels",
		      JSON_DEPTH_MAX);
}

/* A string, from its quote to its quote. */
static rgl_rc pass_string(struct pass *pass)
{
	size_t start = pass->at++;

	while (pass->at < pass->length && pass->text[pass->at] != '"') {
		unsigned char character = (unsigned char)pass->text[pass->at];

		if (character < 0x20)
			return not_json(pass, "a control character in a text");
		pass->at++;
		if (character != '\\' || pass->at >= pass->length)
			continue;
		if (pass->length - pass->at >= 5 && memcmp(pass->text + pass->at, "u0000", 5) == 0)
			return not_json(pass, "a NUL in a text");
		pass->at++;
	}
	if (pass->at >= pass->length)
		return not_json(pass, "a text without an end");
	pass->at++;
	bytes_add(&pass->out, pass->text + start, pass->at - start);
	return RGL_OK;
}

static bool is_digit(char character)
{
	return character >= '0' && character <= '9';
}

static size_t digits_at(const struct pass *pass, size_t at)
{
	size_t start = at;

	while (at < pass->length && is_digit(pass->text[at]))
		at++;
	return at - start;
}

/* How long the number is that begins here, by RFC 8259's grammar; 0: it is none. */
static size_t number_length(const struct pass *pass)
{
	size_t at = pass->at + (pass->text[pass->at] == '-');
	size_t whole = digits_at(pass, at);
	size_t more;

	if (whole == 0 || (whole > 1 && pass->text[at] == '0'))
		return 0;
	at += whole;
	if (at < pass->length && pass->text[at] == '.') {
		more = digits_at(pass, at + 1);
		if (more == 0)
			return 0;
		at += 1 + more;
	}
	if (at < pass->length && (pass->text[at] == 'e' || pass->text[at] == 'E')) {
		at++;
		if (at < pass->length && (pass->text[at] == '+' || pass->text[at] == '-'))
			at++;
		more = digits_at(pass, at);
		if (more == 0)
			return 0;
		at += more;
	}
	return at - pass->at;
}

static bool is_space(char character)
{
	return character == ' ' || character == '\t' || character == '\n' || character == '\r';
}

/* Whether what ends at `at` is the name of a field. */
static bool is_name(const struct pass *pass, size_t at)
{
	while (at < pass->length && is_space(pass->text[at]))
		at++;
	return at < pass->length && pass->text[at] == ':';
}

static rgl_rc pass_number(struct pass *pass)
{
	size_t length = number_length(pass);

	if (length == 0)
		return not_json(pass, "not a number");
	if (is_name(pass, pass->at + length))
		return not_json(pass, "a name without quotes");
	bytes_add_text(&pass->out, "\"\xff");
	bytes_add(&pass->out, pass->text + pass->at, length);
	bytes_add_text(&pass->out, "\"");
	pass->at += length;
	return RGL_OK;
}

static rgl_rc pass_mark(struct pass *pass)
{
	char character = pass->text[pass->at];

	if (character >= 0 && character < ' ' && !is_space(character))
		return not_json(pass, "a control character");
	if (character == '{' || character == '[')
		pass->depth++;
	if (character == '}' || character == ']')
		pass->depth--;
	if (pass->depth > JSON_DEPTH_MAX)
		return too_deep(pass);
	bytes_add_byte(&pass->out, (uint8_t)character);
	pass->at++;
	return RGL_OK;
}

static rgl_rc pass_all(struct pass *pass)
{
	rgl_rc rc = RGL_OK;

	while (rc == RGL_OK && pass->at < pass->length) {
		char character = pass->text[pass->at];

		if (character == '"')
			rc = pass_string(pass);
		else if (character == '-' || is_digit(character))
			rc = pass_number(pass);
		else
			rc = pass_mark(pass);
	}
	bytes_add_byte(&pass->out, 0);
	if (rc == RGL_OK && bytes_rc(&pass->out) < 0)
		rc = refuse(pass->refusal, RGL_E_MEMORY, "there is not enough memory");
	return rc;
}

static bool is_hexadecimal(char character)
{
	return is_digit(character) || (character >= 'a' && character <= 'f') ||
	       (character >= 'A' && character <= 'F');
}

/* An escape, from its backslash to the end that is returned. One of ASCII ("\u0034" is a 4) becomes
 * an x's; the others stay, as cJSON may find fault with them. */
static char *blind_escape(char *text)
{
	char *end = text + 1;

	if (*end != 'u')
		return end;
	for (int i = 0; i < 4 && is_hexadecimal(end[1]); i++)
		end++;
	if (end == text + 5 && text[2] == '0' && text[3] == '0')
		memcpy(text + 4, "78", 2);
	return end;
}

/* Makes every text as many x: what cJSON says of the rest, it says of the original. */
static void blind(char *text)
{
	bool inside = false;

	for (; *text != '\0'; text++) {
		if (*text == '"')
			inside = !inside;
		else if (inside && *text == '\\')
			text = blind_escape(text);
		else if (inside)
			*text = 'x';
	}
}

/* cJSON says no to bad JSON and to a lack of memory in the same way; but a till that hears of the
 * first throws its sale away. So where it says no, there has to be about the memory that the tree
 * of such a text needs, and it is asked again. */
static bool has_memory_for(const struct pass *pass)
{
	void *memory = host_new(pass->out.host, (pass->out.length + 1) * 8);

	host_free(pass->out.host, memory);
	return memory != NULL;
}

/* What cJSON read before it found a fault it frees as it is, and that may be a payment card: so it
 * first reads a copy without the words. */
static rgl_rc rehearse(struct pass *pass)
{
	struct bytes copy = bytes_of(pass->out.host);
	const char *end = NULL;
	rgl_rc rc = RGL_OK;
	cJSON *json;

	bytes_add(&copy, pass->out.data, pass->out.length);
	if (bytes_rc(&copy) < 0) {
		rc = refuse(pass->refusal, RGL_E_MEMORY, "there is not enough memory");
		goto out;
	}
	blind((char *)copy.data);
	json = cJSON_ParseWithOpts((const char *)copy.data, &end, 1);
	if (json == NULL && !has_memory_for(pass)) {
		rc = refuse(pass->refusal, RGL_E_MEMORY, "there is not enough memory");
		goto out;
	}
	if (json == NULL)
		json = cJSON_ParseWithOpts((const char *)copy.data, &end, 1);
	if (json == NULL) {
		/* Where cJSON stopped, counted in our copy, is near enough to find it. */
		pass->at = end == NULL ? 0 : (size_t)(end - (const char *)copy.data);
		rc = not_json_in(pass, (const char *)copy.data, "something is wrong about here");
	} else if (!cJSON_IsObject(json)) {
		pass->at = 0;
		rc = not_json(pass, "one object {...} is expected");
	}
	cJSON_Delete(json);
out:
	bytes_free(&copy);
	return rc;
}

static rgl_rc parse(struct pass *pass, struct cJSON **ret)
{
	cJSON *json;
	rgl_rc rc = rehearse(pass);

	if (rc < 0)
		return rc;
	json = cJSON_ParseWithOpts((const char *)pass->out.data, NULL, 1);
	if (json == NULL)
		return refuse(pass->refusal, RGL_E_MEMORY, "there is not enough memory");
	*ret = json;
	return RGL_OK;
}

static rgl_rc read_pass(const struct host *host, struct pass *pass, struct cJSON **ret)
{
	rgl_rc rc;

	pass->out = bytes_of(host);
	/* All it can become, at once: a buffer that moves leaves what was in it behind. */
	(void)bytes_extend(&pass->out, pass->length * GROWTH + 1);
	pass->out.length = 0;
	rc = pass_all(pass);
	if (rc == RGL_OK)
		rc = parse(pass, ret);
	wipe(pass->out.data, pass->out.room);
	bytes_free(&pass->out);
	return rc;
}

rgl_rc json_read(const struct host *host, const char *text, size_t length, struct cJSON **ret,
		 struct rgl_why *refusal)
{
	struct pass pass = { .text = text, .length = length, .refusal = refusal };

	if (length > RGL_REQUEST_MAX)
		return refuse(refusal, RGL_E_LIMIT,
			      "the request has %zu bytes; at most %d are read", length,
			      RGL_REQUEST_MAX);
	if (!utf8_is_valid(text, length))
		return refuse(refusal, RGL_E_JSON, "the request is not UTF-8");
	return read_pass(host, &pass, ret);
}

rgl_rc json_read_file(const struct host *host, const char *text, size_t length, size_t max,
		      struct cJSON **ret, struct rgl_why *refusal)
{
	struct pass pass = { .text = text, .length = length, .is_file = true, .refusal = refusal };
	size_t line = json_line_not_utf8(text, length);

	if (length > max)
		return refuse(refusal, RGL_E_LIMIT,
			      "line 1: the file has %zu bytes; at most %zu are read", length, max);
	if (line != 0)
		return refuse(refusal, RGL_E_JSON, "line %zu: this is not UTF-8; save it as UTF-8",
			      line);
	return read_pass(host, &pass, ret);
}

/* The next node of a walk over the whole tree, without recursion: deeper first, then on, then up.
 * `up` is where the walk came from, one for each level. */
void json_free(struct cJSON *json)
{
	cJSON *up[JSON_DEPTH_MAX + 2];
	cJSON *at = json;
	int level = 0;

	while (at != NULL) {
		if (at->valuestring != NULL)
			wipe(at->valuestring, strlen(at->valuestring));
		if (at->string != NULL)
			wipe(at->string, strlen(at->string));
		if (at->child != NULL && level <= JSON_DEPTH_MAX) {
			up[level++] = at;
			at = at->child;
			continue;
		}
		while (at != json && at->next == NULL && level > 0)
			at = up[--level];
		at = at == json ? NULL : at->next;
	}
	cJSON_Delete(json);
}
