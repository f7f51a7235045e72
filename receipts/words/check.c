/* check.c - holds a translator's catalogue against the English one. See words.h. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "receipts/words/catalogue.h"
#include "receipts/words/words.h"
#include "receipts/words/write.h"

#define LINE_ROOM 320
#define OWN "own_"
#define NAMES_MAX 16
#define NAMES_ROOM 160
#define COUNTS_LEAST                                                                               \
	200 /* every plural form of a whole number is met below it, but for millions               \
	     */

/* A check that is under way. */
struct checking {
	const struct catalogue *english;
	const struct catalogue *own;
	struct writer writer;
	void (*line)(void *user, const char *line);
	void *user;
	size_t found;
};

/* The placeholders of a sentence, over all its forms. */
struct names {
	struct span all[NAMES_MAX];
	size_t count;
};

PRINTF(3, 4)
static void tell(struct checking *checking, uint32_t number, const char *format, ...)
{
	char line[LINE_ROOM];
	int length = snprintf(line, sizeof(line), "line %u: ", number);
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(line + length, sizeof(line) - (size_t)length, format, arguments);
	va_end(arguments);
	checking->found++;
	checking->line(checking->user, line);
}

static void tell_unreadable(void *user, uint32_t line, const char *why)
{
	tell(user, line, "%s", why);
}

/* The English catalogue is ours, and read whole by every test. */
static void ignore(void *user, uint32_t line, const char *why)
{
	(void)user;
	(void)line;
	(void)why;
}

/* ---- Placeholders ---- */

static bool has_name(const struct names *names, struct span name)
{
	for (size_t i = 0; i < names->count; i++)
		if (span_equal(names->all[i], name))
			return true;
	return false;
}

static void add_names(struct names *names, struct span text)
{
	struct piece piece;

	while (piece_next(&text, &piece))
		if (piece.is_name && names->count < NAMES_MAX && !has_name(names, piece.text))
			names->all[names->count++] = piece.text;
}

static struct names names_of(const struct sentence *first)
{
	struct names names = { .count = 0 };

	for (const struct sentence *at = first; at != NULL; at = at->next)
		add_names(&names, at->text);
	return names;
}

/* "{earned}, {reward}" */
static void list_names(const struct names *names, char ret[NAMES_ROOM])
{
	size_t length = 0;

	(void)snprintf(ret, NAMES_ROOM, "no placeholder");
	for (size_t i = 0; i < names->count && length < NAMES_ROOM; i++)
		length += (size_t)snprintf(ret + length, NAMES_ROOM - length, "%s{%.*s}",
					   i == 0 ? "" : ", ", (int)names->all[i].length,
					   names->all[i].at);
}

/* A form may leave out the number that it is for: "one point". */
static void check_names(struct checking *checking, const struct sentence *sentence,
			const struct names *english)
{
	struct names own = { .count = 0 };
	char list[NAMES_ROOM];

	add_names(&own, sentence->text);
	list_names(english, list);
	for (size_t i = 0; i < own.count; i++)
		if (!has_name(english, own.all[i]))
			tell(checking, sentence->line,
			     "%.*s has {%.*s}, which is not known there; the English sentence has "
			     "%s",
			     (int)sentence->key.length, sentence->key.at, (int)own.all[i].length,
			     own.all[i].at, list);
	for (size_t i = 0; i < english->count; i++)
		if (!has_name(&own, english->all[i]) &&
		    !span_equal(english->all[i], sentence->selector))
			tell(checking, sentence->line,
			     "%.*s lacks {%.*s}; put it where it belongs in this language",
			     (int)sentence->key.length, sentence->key.at,
			     (int)english->all[i].length, english->all[i].at);
}

/* ---- Plural forms ---- */

static bool has_form(const struct sentence *first, enum plural plural, int64_t count)
{
	for (const struct sentence *at = first; at != NULL; at = at->next)
		if (at->form == FORM_EXACT ? at->exact == count : at->plural == plural)
			return true;
	return false;
}

/* The numbers that are tried: 0 to COUNTS_LEAST, a thousand, a million. */
static int64_t count_at(int64_t index)
{
	static const int64_t LARGE[] = { 1000, 1000000 };

	return index < COUNTS_LEAST ? index : LARGE[index - COUNTS_LEAST];
}

/* By ICU's rules, over whole numbers: a form that only fractions have is not asked for. */
static rgl_rc check_plurals(struct checking *checking, const struct sentence *first,
			    struct rgl_why *why)
{
	enum write_rules rules = WRITE_PLURAL;
	bool is_told[PLURALS] = { false };

	for (const struct sentence *at = first; at != NULL; at = at->next)
		if (at->form == FORM_ORDINAL)
			rules = WRITE_ORDINAL;
	for (int64_t i = 0; i < COUNTS_LEAST + 2; i++) {
		enum plural plural = PLURAL_OTHER;
		rgl_rc rc = writer_plural(&checking->writer, rules, count_at(i), &plural, why);

		if (rc < 0)
			return rc;
		if (has_form(first, plural, count_at(i)) || is_told[plural])
			continue;
		is_told[plural] = true;
		tell(checking, first->line,
		     "%.*s lacks the form [%.*s %s%s], as for %" PRId64 " in this language",
		     (int)first->key.length, first->key.at, (int)first->selector.length,
		     first->selector.at, rules == WRITE_ORDINAL ? "ordinal " : "",
		     plural_name(plural), count_at(i));
	}
	return RGL_OK;
}

static void check_selector(struct checking *checking, const struct sentence *sentence,
			   const struct names *english)
{
	char list[NAMES_ROOM];

	list_names(english, list);
	if (sentence->form != FORM_PLAIN && !has_name(english, sentence->selector))
		tell(checking, sentence->line,
		     "%.*s goes by %.*s, which is not known there; the English sentence has %s",
		     (int)sentence->key.length, sentence->key.at, (int)sentence->selector.length,
		     sentence->selector.at, list);
}

/* ---- A sentence ---- */

/* Said by a template of the shop's own; English has none of it to hold it against. */
static bool is_shops_own(struct span key)
{
	return key.length > strlen(OWN) && memcmp(key.at, OWN, strlen(OWN)) == 0;
}

static rgl_rc check_sentence(struct checking *checking, const struct sentence *sentence,
			     struct rgl_why *why)
{
	const struct sentence *english = catalogue_find(checking->english, sentence->key);
	const bool is_first = catalogue_find(checking->own, sentence->key) == sentence;
	struct names names;

	if (english == NULL) {
		if (is_first && !is_shops_own(sentence->key))
			tell(checking, sentence->line,
			     "%.*s is a sentence that nobody asks for; `regulars words show en` "
			     "has those that are",
			     (int)sentence->key.length, sentence->key.at);
		return RGL_OK;
	}
	names = names_of(english);
	check_names(checking, sentence, &names);
	if (!is_first || sentence->form == FORM_PLAIN)
		return RGL_OK;
	check_selector(checking, sentence, &names);
	return check_plurals(checking, sentence, why);
}

static size_t count_missing(const struct checking *checking)
{
	size_t missing = 0;

	for (size_t i = 0; i < checking->english->count; i++) {
		const struct sentence *sentence = &checking->english->sentences[i];

		missing += catalogue_find(checking->english, sentence->key) == sentence &&
			   catalogue_find(checking->own, sentence->key) == NULL;
	}
	return missing;
}

rgl_rc words_check(const struct host *host, const struct words_own *own,
		   void (*line)(void *user, const char *line), void *user, size_t *ret_found,
		   size_t *ret_missing, struct rgl_why *why)
{
	struct catalogue english = { 0 };
	struct catalogue catalogue = { 0 };
	struct checking checking = {
		.english = &english, .own = &catalogue, .line = line, .user = user
	};
	struct span text = { words_catalogue("en", NULL), 0 };
	char tag[WRITE_TAG_ROOM];
	rgl_rc rc;

	if (!write_tag(own->language, tag))
		return refuse(why, RGL_E_FIELD,
			      "\"%.40s\" is not a language; write it like da or pt-BR",
			      own->language);
	write_pin();
	text.length = strlen(text.at);
	checking.writer = writer_of(tag, 0);
	rc = catalogue_read(host, text, (struct catalogue_bad) { ignore, NULL }, &english, why);
	if (rc == RGL_OK)
		rc = catalogue_read(host, (struct span) { own->text, own->length },
				    (struct catalogue_bad) { tell_unreadable, &checking },
				    &catalogue, why);
	for (size_t i = 0; rc == RGL_OK && i < catalogue.count; i++)
		rc = check_sentence(&checking, &catalogue.sentences[i], why);
	if (rc == RGL_OK) {
		*ret_found = checking.found;
		*ret_missing = count_missing(&checking);
	}
	catalogue_free(&catalogue);
	catalogue_free(&english);
	writer_close(&checking.writer);
	return rc;
}
