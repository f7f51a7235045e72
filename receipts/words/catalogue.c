/* catalogue.c - see catalogue.h. */
#include "receipts/words/catalogue.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "plugin/base/decimal.h"
#include "plugin/base/utf8.h"
#include "receipts/words/words.h"

#define TABLE_LEAST 16u
#define EXACT_MAX 1000000000

/* A line that is being read: where, and what is wrong with it. */
struct reading {
	const char *at;
	const char *end;
	char *why;
};

bool span_is(struct span span, const char *text)
{
	return strlen(text) == span.length && memcmp(span.at, text, span.length) == 0;
}

bool span_equal(struct span a, struct span b)
{
	return a.length == b.length && memcmp(a.at, b.at, a.length) == 0;
}

static const char *const PLURAL_NAMES[PLURALS] = { "zero", "one", "two", "few", "many", "other" };

const char *plural_name(enum plural plural)
{
	return PLURAL_NAMES[plural];
}

enum plural plural_of(struct span name)
{
	for (int i = 0; i < PLURALS; i++)
		if (span_is(name, PLURAL_NAMES[i]))
			return (enum plural)i;
	return PLURALS;
}

static bool is_name_byte(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '_';
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r';
}

static struct span trimmed(struct span line)
{
	while (line.length > 0 && is_blank(line.at[0])) {
		line.at++;
		line.length--;
	}
	while (line.length > 0 && is_blank(line.at[line.length - 1]))
		line.length--;
	return line;
}

/* ---- The stretches of a sentence ---- */

/* The name in "{name}" at the start of a text; its length is 0 when no such thing stands there. */
static struct span name_in_braces(struct span text)
{
	size_t length = 1;

	while (length < text.length && is_name_byte(text.at[length]))
		length++;
	if (length >= text.length || text.at[length] != '}' || length - 1 > CATALOGUE_NAME_MAX)
		length = 1;
	return (struct span) { text.at + 1, length - 1 };
}

static void take_bytes(struct span *rest, size_t length)
{
	rest->at += length;
	rest->length -= length;
}

bool piece_next(struct span *rest, struct piece *ret)
{
	const char *brace;
	struct span name;

	if (rest->length == 0)
		return false;
	if (rest->at[0] != '{') {
		brace = memchr(rest->at, '{', rest->length);
		*ret = (struct piece) { false, *rest };
		if (brace != NULL)
			ret->text.length = (size_t)(brace - rest->at);
		take_bytes(rest, ret->text.length);
		return true;
	}
	name = name_in_braces(*rest);
	if (name.length > 0) {
		*ret = (struct piece) { true, name };
		take_bytes(rest, name.length + 2);
		return true;
	}
	*ret = (struct piece) { false, { rest->at, 1 } };
	take_bytes(rest, rest->length > 1 && rest->at[1] == '{' ? 2 : 1);
	return true;
}

/* ---- One line ---- */

PRINTF(2, 3) static bool wrong(struct reading *reading, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(reading->why, CATALOGUE_WHY_ROOM, format, arguments);
	va_end(arguments);
	return false;
}

static void skip_blanks(struct reading *reading)
{
	while (reading->at < reading->end && is_blank(*reading->at))
		reading->at++;
}

static bool take(struct reading *reading, char byte)
{
	skip_blanks(reading);
	if (reading->at == reading->end || *reading->at != byte)
		return false;
	reading->at++;
	return true;
}

/* Small letters, digits, underscores; may be empty. */
static struct span take_name(struct reading *reading)
{
	struct span name;

	skip_blanks(reading);
	name.at = reading->at;
	while (reading->at < reading->end && is_name_byte(*reading->at))
		reading->at++;
	name.length = (size_t)(reading->at - name.at);
	return name;
}

static bool read_exact(struct reading *reading, struct sentence *ret)
{
	struct span digits = take_name(reading);

	ret->form = FORM_EXACT;
	if (decimal_read(digits.at, digits.length, 0, ROUNDING_REFUSED, &ret->exact) < 0 ||
	    ret->exact > EXACT_MAX)
		return wrong(reading, "\"%.*s\" is not a number; write it like [points =0]",
			     digits.length < 20 ? (int)digits.length : 20, digits.at);
	return true;
}

/* What stands in brackets: "points one", "points =0", "visit ordinal two". */
static bool read_form(struct reading *reading, struct sentence *ret)
{
	struct span name;

	ret->selector = take_name(reading);
	if (ret->selector.length == 0 || ret->selector.length > CATALOGUE_NAME_MAX)
		return wrong(reading, "the brackets need the name of a number first, as in "
				      "[points one]");
	if (take(reading, '='))
		return read_exact(reading, ret);
	ret->form = FORM_PLURAL;
	name = take_name(reading);
	if (span_is(name, "ordinal")) {
		ret->form = FORM_ORDINAL;
		name = take_name(reading);
	}
	ret->plural = plural_of(name);
	if (ret->plural == PLURALS)
		return wrong(reading,
			     "\"%.*s\" is not a plural form; there are zero, one, two, few, many, "
			     "other",
			     name.length < 20 ? (int)name.length : 20, name.at);
	return true;
}

/* Every brace opens a name, or is written twice. */
static bool check_braces(struct reading *reading, struct span text)
{
	for (size_t i = 0; i < text.length; i++) {
		struct span rest = { text.at + i, text.length - i };
		size_t length;

		if (text.at[i] != '{')
			continue;
		length = name_in_braces(rest).length;
		if (length == 0 && (rest.length < 2 || rest.at[1] != '{'))
			return wrong(reading, "after \"{\" a name and \"}\" are missing; write "
					      "{member}, or {{ for a brace");
		i += length == 0 ? 1 : length + 1;
	}
	return true;
}

static bool check_text(struct reading *reading, struct span text)
{
	char copy[WORDS_ROOM];
	struct rgl_why why = { .size = sizeof(why) };

	if (text.length == 0)
		return wrong(reading, "there is no sentence behind the \"=\"; leave the line out "
				      "and English is said");
	if (text.length >= WORDS_ROOM)
		return wrong(reading, "the sentence is longer than %d bytes; shorten it",
			     WORDS_ROOM - 1);
	memcpy(copy, text.at, text.length);
	copy[text.length] = '\0';
	if (strlen(copy) != text.length)
		return wrong(reading, "the sentence has a control character (U+0000); take it out");
	if (utf8_check_clean(copy, WORDS_ROOM, "the sentence", &why) < 0)
		return wrong(reading, "%.150s", why.text);
	return check_braces(reading, text);
}

static bool read_sentence(struct reading *reading, struct sentence *ret)
{
	ret->key = take_name(reading);
	if (ret->key.length == 0)
		return wrong(reading, "a line is a remark after \"#\", or like: thanks = Thank "
				      "you! Names have small letters, digits and _");
	if (ret->key.length > CATALOGUE_NAME_MAX)
		return wrong(reading, "the name is longer than %d bytes; shorten it",
			     CATALOGUE_NAME_MAX);
	if (take(reading, '[')) {
		if (!read_form(reading, ret))
			return false;
		if (!take(reading, ']'))
			return wrong(reading, "a \"]\" is missing; write it like [points one]");
	}
	if (!take(reading, '='))
		return wrong(reading, "behind the name \"%.*s\" a \"=\" is missing",
			     (int)ret->key.length, ret->key.at);
	ret->text = trimmed((struct span) { reading->at, (size_t)(reading->end - reading->at) });
	return check_text(reading, ret->text);
}

/* ---- All of them ---- */

/* FNV-1a. */
static uint32_t hash(struct span key)
{
	uint32_t value = 2166136261u;

	for (size_t i = 0; i < key.length; i++)
		value = (value ^ (uint8_t)key.at[i]) * 16777619u;
	return value;
}

/* Where the key is in the table, or the free place where it goes; one is always free. */
static uint32_t *place(const struct catalogue *catalogue, struct span key)
{
	size_t at = hash(key) & (catalogue->table_room - 1);

	while (catalogue->table[at] != 0 &&
	       !span_equal(catalogue->sentences[catalogue->table[at] - 1].key, key))
		at = (at + 1) & (catalogue->table_room - 1);
	return &catalogue->table[at];
}

const struct sentence *catalogue_find(const struct catalogue *catalogue, struct span key)
{
	uint32_t found;

	if (catalogue->table == NULL)
		return NULL;
	found = *place(catalogue, key);
	return found == 0 ? NULL : &catalogue->sentences[found - 1];
}

static bool is_same_form(const struct sentence *a, const struct sentence *b)
{
	if (a->form != b->form)
		return false;
	return a->form == FORM_PLAIN ||
	       (a->form == FORM_EXACT ? a->exact == b->exact : a->plural == b->plural);
}

/* Forms of one sentence go by one number; a sentence that has none has no others. */
static bool fits(const struct sentence *there, const struct sentence *sentence,
		 struct reading *reading)
{
	if (is_same_form(there, sentence))
		return wrong(reading, "\"%.*s\" was said in line %u before; keep one of the two",
			     (int)sentence->key.length, sentence->key.at, there->line);
	if (!span_equal(there->selector, sentence->selector))
		return wrong(reading,
			     "\"%.*s\" has another number in its brackets in line %u, or none; "
			     "give all its forms the same",
			     (int)sentence->key.length, sentence->key.at, there->line);
	if (there->form != sentence->form && there->form != FORM_EXACT &&
	    sentence->form != FORM_EXACT)
		return wrong(reading,
			     "\"%.*s\" is an ordinal in one of this line and line %u; write "
			     "\"ordinal\" in all its forms or in none",
			     (int)sentence->key.length, sentence->key.at, there->line);
	return true;
}

static bool keep(struct catalogue *catalogue, const struct sentence *sentence,
		 struct reading *reading)
{
	uint32_t *first = place(catalogue, sentence->key);
	struct sentence *last = NULL;
	struct sentence *kept = &catalogue->sentences[catalogue->count];

	if (*first != 0)
		for (struct sentence *there = &catalogue->sentences[*first - 1]; there != NULL;
		     there = there->next) {
			if (!fits(there, sentence, reading))
				return false;
			last = there;
		}
	*kept = *sentence;
	catalogue->count++;
	if (last == NULL)
		*first = (uint32_t)catalogue->count;
	else
		last->next = kept;
	return true;
}

static void read_line(struct catalogue *catalogue, struct span line, uint32_t number,
		      struct catalogue_bad bad)
{
	char why[CATALOGUE_WHY_ROOM];
	struct sentence sentence = { .form = FORM_PLAIN, .plural = PLURAL_OTHER, .line = number };
	struct reading reading = { line.at, line.at + line.length, why };

	sentence.selector.at = line.at;
	if (line.length == 0 || line.at[0] == '#')
		return;
	if (!read_sentence(&reading, &sentence) || !keep(catalogue, &sentence, &reading))
		bad.line(bad.user, number, why);
}

static size_t count_lines(struct span text)
{
	size_t lines = 1;

	for (size_t i = 0; i < text.length; i++)
		lines += text.at[i] == '\n';
	return lines;
}

static rgl_rc make_room(struct catalogue *catalogue, size_t lines, struct rgl_why *why)
{
	catalogue->table_room = TABLE_LEAST;
	while (catalogue->table_room < 2 * lines)
		catalogue->table_room *= 2;
	catalogue->sentences = host_new(catalogue->host, lines * sizeof(struct sentence));
	if (catalogue->sentences != NULL)
		catalogue->table =
			host_new(catalogue->host, catalogue->table_room * sizeof(uint32_t));
	if (catalogue->table == NULL)
		return refuse(why, RGL_E_MEMORY, "there is no memory for sentences; try again");
	return RGL_OK;
}

rgl_rc catalogue_read(const struct host *host, struct span text, struct catalogue_bad bad,
		      struct catalogue *ret, struct rgl_why *why)
{
	static const char MARK[] = "\xEF\xBB\xBF"; /* some editors begin a file with it */
	struct catalogue catalogue = { .host = host };
	size_t lines = text.length > CATALOGUE_BYTES_MAX ? SIZE_MAX : count_lines(text);
	rgl_rc rc;

	if (lines > CATALOGUE_LINES_MAX)
		return refuse(why, RGL_E_FIELD,
			      "this is more than %d bytes or %d lines, too long for sentences",
			      CATALOGUE_BYTES_MAX, CATALOGUE_LINES_MAX);
	rc = make_room(&catalogue, lines, why);
	if (rc < 0) {
		catalogue_free(&catalogue);
		return rc;
	}
	if (text.length >= 3 && memcmp(text.at, MARK, 3) == 0)
		take_bytes(&text, 3);
	for (uint32_t number = 1; text.length > 0; number++) {
		const char *end = memchr(text.at, '\n', text.length);
		struct span line = { text.at, end == NULL ? text.length : (size_t)(end - text.at) };

		take_bytes(&text, end == NULL ? line.length : line.length + 1);
		read_line(&catalogue, trimmed(line), number, bad);
	}
	*ret = catalogue;
	return RGL_OK;
}

void catalogue_free(struct catalogue *catalogue)
{
	if (catalogue->host == NULL)
		return;
	host_free(catalogue->host, catalogue->sentences);
	host_free(catalogue->host, catalogue->table);
	*catalogue = (struct catalogue) { 0 };
}
