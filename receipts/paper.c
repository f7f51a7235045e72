/* paper.c - see paper.h. */
#include "receipts/paper.h"

#include <string.h>

#include "plugin/base/utf8.h"

#define ELLIPSIS "\xE2\x80\xA6"
#define ISOLATE_BYTES 3
#define CHARACTER_ROOM 4

/* Offsets, since the texts move while they grow. */
struct paper_entry {
	enum paper_kind kind;
	struct paper_style style;
	uint32_t columns;
	size_t texts[PAPER_COLUMNS_MAX];
};

struct paper paper_of(const struct host *host)
{
	return (struct paper) { .host = host };
}

void paper_free(struct paper *paper)
{
	host_free(paper->host, paper->entries);
	host_free(paper->host, paper->texts);
	*paper = paper_of(paper->host);
}

static bool is_control(uint32_t character)
{
	return character < 0x20 || (character >= 0x7F && character <= 0x9F) ||
	       (character >= 0x2028 && character <= 0x202E);
}

static bool is_isolate(uint32_t character)
{
	return character >= 0x2066 && character <= 0x2069;
}

/* Writes a character of up to three bytes, or one that stays as its bytes are. */
static size_t put(char *ret, uint32_t character, const char *bytes, size_t length)
{
	const uint8_t replacement[] = { 0xEF, 0xBF, 0xBD };

	if (character == PAPER_REPLACEMENT) {
		memcpy(ret, replacement, sizeof(replacement));
		return sizeof(replacement);
	}
	memcpy(ret, bytes, length);
	return length;
}

/* Cleans a text into `room` bytes with a NUL; what is cut ends with an ellipsis. */
static void clean(const char *text, bool keeps_isolates, char *ret, size_t room)
{
	/* A byte of rubbish grows to three at most, so no more than `room` of them can matter. */
	size_t length = strnlen(text, room * CHARACTER_ROOM);
	size_t limit = room - sizeof(ELLIPSIS);
	size_t whole = 0; /* where an ellipsis still fits behind */
	size_t used = 0;
	size_t at = 0;

	while (at < length) {
		size_t from = at;
		uint32_t character = utf8_next(text, length, &at);

		if (is_control(character) || (!keeps_isolates && is_isolate(character)))
			character = PAPER_REPLACEMENT;
		if (used <= limit)
			whole = used;
		if (used + CHARACTER_ROOM >= room) {
			memcpy(ret + whole, ELLIPSIS, sizeof(ELLIPSIS));
			return;
		}
		used += put(ret + used, character, text + from, at - from);
	}
	ret[used] = '\0';
}

static void *grown(struct paper *paper, void *memory, size_t *room, size_t need, size_t each)
{
	size_t wanted = need + need / 2 + 16;
	void *larger;

	if (need <= *room)
		return memory;
	larger = host_resize(paper->host, memory, wanted * each);
	if (larger == NULL)
		paper->rc = RGL_E_MEMORY;
	else
		*room = wanted;
	return larger;
}

/* Where the cleaned copy begins; 0 after a failure. */
static size_t keep(struct paper *paper, const char *text)
{
	char cleaned[PAPER_TEXT_ROOM];
	size_t at = paper->texts_length;
	size_t length;
	char *texts;

	clean(text == NULL ? "" : text, true, cleaned, sizeof(cleaned));
	length = strlen(cleaned) + 1;
	texts = grown(paper, paper->texts, &paper->texts_room, at + length, 1);
	if (texts == NULL)
		return 0;
	paper->texts = texts;
	memcpy(texts + at, cleaned, length);
	paper->texts_length += length;
	return at;
}

static void add(struct paper *paper, enum paper_kind kind, struct paper_style style,
		const char *const *texts, uint32_t columns)
{
	struct paper_entry entry = { .kind = kind, .style = style, .columns = columns };
	struct paper_entry *entries;

	if (paper->rc < 0)
		return;
	if (paper->count == PAPER_ELEMENTS_MAX) {
		paper->rc = RGL_E_LIMIT;
		return;
	}
	for (uint32_t i = 0; i < columns && paper->rc == RGL_OK; i++)
		entry.texts[i] = keep(paper, texts[i]);
	if (paper->rc < 0)
		return;
	entries = grown(paper, paper->entries, &paper->entries_room, paper->count + 1,
			sizeof(*entries));
	if (entries == NULL)
		return;
	paper->entries = entries;
	entries[paper->count++] = entry;
}

void paper_text(struct paper *paper, struct paper_style style, const char *text)
{
	add(paper, PAPER_TEXT, style, &text, 1);
}

void paper_columns(struct paper *paper, struct paper_style style, const char *const *texts,
		   uint32_t columns)
{
	add(paper, PAPER_COLUMNS, style, texts,
	    columns < PAPER_COLUMNS_MAX ? columns : PAPER_COLUMNS_MAX);
}

void paper_mark(struct paper *paper, enum paper_kind kind)
{
	add(paper, kind, (struct paper_style) { .align = PAPER_CENTRE, .size = PAPER_NORMAL }, NULL,
	    0);
}

void paper_rule(struct paper *paper)
{
	paper_mark(paper, PAPER_RULE);
}

void paper_space(struct paper *paper)
{
	paper_mark(paper, PAPER_SPACE);
}

void paper_qr(struct paper *paper, enum paper_size size, const char *text)
{
	add(paper, PAPER_QR, (struct paper_style) { .align = PAPER_CENTRE, .size = size }, &text,
	    1);
}

struct paper_element paper_at(const struct paper *paper, size_t index)
{
	const struct paper_entry *entry = &paper->entries[index];
	struct paper_element element = {
		.kind = entry->kind,
		.style = entry->style,
		.columns = entry->columns,
	};

	for (uint32_t i = 0; i < PAPER_COLUMNS_MAX; i++)
		element.texts[i] = i < entry->columns ? paper->texts + entry->texts[i] : "";
	return element;
}

rgl_rc paper_rc(const struct paper *paper)
{
	return paper->rc;
}

void paper_quote(const char *name, char ret[PAPER_QUOTE_ROOM])
{
	const uint8_t first_strong[ISOLATE_BYTES] = { 0xE2, 0x81, 0xA8 };
	const uint8_t pop[ISOLATE_BYTES + 1] = { 0xE2, 0x81, 0xA9, 0 };

	memcpy(ret, first_strong, sizeof(first_strong));
	clean(name == NULL ? "" : name, false, ret + ISOLATE_BYTES,
	      PAPER_QUOTE_ROOM - 2 * ISOLATE_BYTES);
	memcpy(ret + strlen(ret), pop, sizeof(pop));
}
