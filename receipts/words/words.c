/* words.c - see words.h. */
#include "receipts/words/words.h"

#include <string.h>

#include "plugin/base/utf8.h"
#include "receipts/paper.h"
#include "receipts/texts.h"
#include "receipts/words/catalogue.h"
#include "receipts/words/write.h"

#define VOICES_MAX 8
#define ELLIPSIS "\xE2\x80\xA6"

/* One language of the chain: the shop's sentences in it, then ours; how it writes numbers. */
struct voice {
	char language[WRITE_TAG_ROOM];
	char *own_text;
	struct catalogue own;
	struct catalogue ours;
	struct writer writer;
};

/* voices: the customer's, the shop's, English, each once. */
struct words {
	const struct host *host;
	struct voice voices[VOICES_MAX];
	size_t count;
};

static struct span span_of(const char *text)
{
	return (struct span) { text, strlen(text) };
}

const char *words_catalogue(const char *language, size_t *ret_length)
{
	static const char FOLDER[] = "words/";

	for (const struct text *text = texts; text->name != NULL; text++)
		if (strncmp(text->name, FOLDER, strlen(FOLDER)) == 0 &&
		    strcmp(text->name + strlen(FOLDER), language) == 0) {
			if (ret_length != NULL)
				*ret_length = strlen(text->text);
			return text->text;
		}
	return NULL;
}

const char *const *words_languages(void)
{
	static const char *const LANGUAGES[] = { "en", "hi", "vi", "da", "ar", "ja", NULL };

	return LANGUAGES;
}

/* ---- The chain ---- */

/* What is wrong with the first line that is. */
struct refused {
	const char *language;
	struct rgl_why *why;
	rgl_rc rc;
};

static void refuse_line(void *user, uint32_t line, const char *what)
{
	struct refused *refused = user;

	if (refused->rc == RGL_OK)
		refused->rc = refuse_field(refused->why, RGL_E_FIELD, refused->language,
					   "the sentences in \"%s\", line %u: %s",
					   refused->language, line, what);
}

static rgl_rc read_catalogue(const struct words *words, const struct voice *voice, struct span text,
			     struct catalogue *ret, struct rgl_why *why)
{
	struct refused refused = { voice->language, why, RGL_OK };
	struct catalogue catalogue;
	rgl_rc rc =
		catalogue_read(words->host, text, (struct catalogue_bad) { refuse_line, &refused },
			       &catalogue, why);

	if (rc < 0)
		return rc;
	if (refused.rc < 0)
		catalogue_free(&catalogue);
	else
		*ret = catalogue;
	return refused.rc;
}

static const struct words_own *own_of(const struct words_wish *wish, const char *language)
{
	char tag[WRITE_TAG_ROOM];

	for (size_t i = 0; i < wish->own_count; i++)
		if (write_tag(wish->own[i].language, tag) && strcmp(tag, language) == 0)
			return &wish->own[i];
	return NULL;
}

static void voice_close(const struct host *host, struct voice *voice)
{
	catalogue_free(&voice->own);
	catalogue_free(&voice->ours);
	host_free(host, voice->own_text);
	writer_close(&voice->writer);
}

static rgl_rc read_own(const struct words *words, struct voice *voice, const struct words_own *own,
		       struct rgl_why *why)
{
	if (own == NULL || own->length == 0)
		return RGL_OK;
	voice->own_text = host_new(words->host, own->length);
	if (voice->own_text == NULL)
		return refuse(why, RGL_E_MEMORY, "there is no memory for sentences; try again");
	memcpy(voice->own_text, own->text, own->length);
	return read_catalogue(words, voice, (struct span) { voice->own_text, own->length },
			      &voice->own, why);
}

/* Adds a language when there are sentences in it; its numbers are written as `tag` says, "ar-ae"
 * for "ar". */
static rgl_rc add_voice(struct words *words, const struct words_wish *wish, const char *language,
			const char *tag, struct rgl_why *why)
{
	const struct words_own *own = own_of(wish, language);
	const char *ours = words_catalogue(language, NULL);
	struct voice *voice = &words->voices[words->count];
	rgl_rc rc;

	if ((own == NULL && ours == NULL) || words->count == VOICES_MAX)
		return RGL_OK;
	for (size_t i = 0; i < words->count; i++)
		if (strcmp(words->voices[i].language, language) == 0)
			return RGL_OK;
	memcpy(voice->language, language, strlen(language) + 1);
	rc = read_own(words, voice, own, why);
	if (rc == RGL_OK && ours != NULL)
		rc = read_catalogue(words, voice, span_of(ours), &voice->ours, why);
	if (rc < 0) {
		voice_close(words->host, voice);
		return rc;
	}
	voice->writer = writer_of(tag, wish->currency.exponent);
	words->count++;
	return RGL_OK;
}

/* "pt-br", then "pt". */
static rgl_rc add_wish(struct words *words, const struct words_wish *wish, const char *wished,
		       struct rgl_why *why)
{
	char tag[WRITE_TAG_ROOM];
	char language[WRITE_TAG_ROOM];
	rgl_rc rc = RGL_OK;

	if (!write_tag(wished, tag))
		return RGL_OK;
	memcpy(language, tag, sizeof(language));
	for (char *cut = language; cut != NULL && rc == RGL_OK; cut = strrchr(language, '-')) {
		if (cut != language)
			*cut = '\0';
		rc = add_voice(words, wish, language, tag, why);
	}
	return rc;
}

rgl_rc words_open(const struct host *host, const struct words_wish *wish, struct words **ret,
		  struct rgl_why *why)
{
	const char *const wished[] = { wish->member, wish->shop, "en" };
	struct words *words = host_new(host, sizeof(*words));
	rgl_rc rc = RGL_OK;

	if (words == NULL)
		return refuse(why, RGL_E_MEMORY, "there is no memory for sentences; try again");
	words->host = host;
	write_pin();
	for (size_t i = 0; i < 3 && rc == RGL_OK; i++)
		rc = add_wish(words, wish, wished[i], why);
	if (rc < 0)
		words_close(words);
	else
		*ret = words;
	return rc;
}

void words_close(struct words *words)
{
	if (words == NULL)
		return;
	for (size_t i = 0; i < words->count; i++)
		voice_close(words->host, &words->voices[i]);
	host_free(words->host, words);
}

const char *words_language(const struct words *words)
{
	return words->voices[0].language;
}

bool words_is_right_to_left(const struct words *words)
{
	return words->voices[0].writer.is_right_to_left;
}

/* ---- Saying ---- */

/* A sentence that grows; what does not fit is cut between characters. */
struct saying {
	char text[WORDS_ROOM];
	size_t length;
	bool is_cut;
};

static void say(struct saying *saying, struct span text)
{
	const size_t most = WORDS_ROOM - sizeof(ELLIPSIS);

	if (saying->is_cut)
		return;
	if (saying->length + text.length < WORDS_ROOM) {
		memcpy(saying->text + saying->length, text.at, text.length);
		saying->length += text.length;
		return;
	}
	if (saying->length < most)
		memcpy(saying->text + saying->length, text.at, most - saying->length);
	saying->length = utf8_whole(saying->text, most);
	memcpy(saying->text + saying->length, ELLIPSIS, strlen(ELLIPSIS));
	saying->length += strlen(ELLIPSIS);
	saying->is_cut = true;
}

static void saying_end(const struct saying *saying, char ret[WORDS_ROOM])
{
	memcpy(ret, saying->text, saying->length);
	ret[saying->length] = '\0';
}

static bool find_value(const struct values *values, struct span name, struct value *ret)
{
	char text[CATALOGUE_NAME_MAX + 1];

	if (values == NULL || name.length > CATALOGUE_NAME_MAX)
		return false;
	memcpy(text, name.at, name.length);
	text[name.length] = '\0';
	return values->find(values->user, text, ret);
}

static rgl_rc say_value(struct voice *voice, const struct value *value, struct saying *saying,
			struct rgl_why *why)
{
	char quote[PAPER_QUOTE_ROOM];
	char written[WRITE_ROOM];
	rgl_rc rc;

	if (value->kind == VALUE_TEXT) {
		paper_quote(value->text, quote);
		say(saying, span_of(quote));
		return RGL_OK;
	}
	rc = writer_value(&voice->writer, value, written, why);
	if (rc == RGL_OK)
		say(saying, span_of(written));
	return rc;
}

static const struct sentence *form_of(const struct sentence *first, enum plural plural)
{
	for (const struct sentence *at = first; at != NULL; at = at->next)
		if (at->form != FORM_EXACT && at->plural == plural)
			return at;
	return NULL;
}

static const struct sentence *exactly(const struct sentence *first, int64_t number)
{
	for (const struct sentence *at = first; at != NULL; at = at->next)
		if (at->form == FORM_EXACT && at->exact == number)
			return at;
	return NULL;
}

static bool is_ordinal(const struct sentence *first)
{
	for (const struct sentence *at = first; at != NULL; at = at->next)
		if (at->form == FORM_ORDINAL)
			return true;
	return false;
}

/* The form for the number that the sentence goes by; where that one is missing "other", and where
 * that is missing too whichever there is. */
static rgl_rc choose(struct voice *voice, const struct sentence *first, const struct values *values,
		     const struct sentence **ret, struct rgl_why *why)
{
	const struct sentence *chosen = NULL;
	enum plural plural = PLURAL_OTHER;
	struct value value;
	rgl_rc rc = RGL_OK;

	if (first->form == FORM_PLAIN) {
		*ret = first;
		return RGL_OK;
	}
	if (find_value(values, first->selector, &value) && value.kind == VALUE_COUNT) {
		chosen = exactly(first, value.number);
		if (chosen == NULL)
			rc = writer_plural(&voice->writer,
					   is_ordinal(first) ? WRITE_ORDINAL : WRITE_PLURAL,
					   value.number, &plural, why);
	}
	if (rc < 0)
		return rc;
	if (chosen == NULL)
		chosen = form_of(first, plural);
	if (chosen == NULL)
		chosen = form_of(first, PLURAL_OTHER);
	*ret = chosen == NULL ? first : chosen;
	return RGL_OK;
}

static rgl_rc say_sentence(struct voice *voice, const struct sentence *first,
			   const struct values *values, struct saying *saying, struct rgl_why *why)
{
	const struct sentence *sentence = NULL;
	struct piece piece;
	struct span rest;
	rgl_rc rc = choose(voice, first, values, &sentence, why);

	if (rc < 0)
		return rc;
	rest = sentence->text;
	while (rc == RGL_OK && piece_next(&rest, &piece)) {
		struct value value;

		if (piece.is_name && find_value(values, piece.text, &value))
			rc = say_value(voice, &value, saying, why);
		else if (piece.is_name) /* as it is written, with its braces */
			say(saying, (struct span) { piece.text.at - 1, piece.text.length + 2 });
		else
			say(saying, piece.text);
	}
	return rc;
}

/* The first language of the chain that has it, and the sentence there; NULL when none has. */
static const struct sentence *find_sentence(const struct words *words, const char *key,
					    size_t *ret_voice)
{
	const struct span name = span_of(key);

	for (size_t i = 0; i < words->count; i++) {
		const struct sentence *found = catalogue_find(&words->voices[i].own, name);

		if (found == NULL)
			found = catalogue_find(&words->voices[i].ours, name);
		if (found != NULL) {
			*ret_voice = i;
			return found;
		}
	}
	return NULL;
}

bool words_has(const struct words *words, const char *key)
{
	size_t voice;

	return find_sentence(words, key, &voice) != NULL;
}

rgl_rc words_say(struct words *words, const char *key, const struct values *values,
		 char ret[WORDS_ROOM], struct rgl_why *why)
{
	struct saying saying = { .length = 0 };
	size_t voice = 0;
	const struct sentence *found = find_sentence(words, key, &voice);
	rgl_rc rc;

	if (found == NULL)
		return refuse_field(why, RGL_E_UNKNOWN, key,
				    "there is no sentence called \"%.63s\"; `regulars words show "
				    "en` lists them",
				    key);
	rc = say_sentence(&words->voices[voice], found, values, &saying, why);
	if (rc == RGL_OK)
		saying_end(&saying, ret);
	return rc;
}

rgl_rc words_value(struct words *words, const struct value *value, char ret[WORDS_ROOM],
		   struct rgl_why *why)
{
	struct saying saying = { .length = 0 };
	char written[WRITE_ROOM];
	rgl_rc rc = RGL_OK;

	if (value->kind == VALUE_TEXT) {
		say(&saying, (struct span) { value->text, strnlen(value->text, WORDS_ROOM) });
	} else {
		rc = writer_value(&words->voices[0].writer, value, written, why);
		if (rc == RGL_OK)
			say(&saying, span_of(written));
	}
	if (rc == RGL_OK)
		saying_end(&saying, ret);
	return rc;
}
