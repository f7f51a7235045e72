/* draft.c - see draft.h. */
#include "cli/logs/draft.h"

#include <stdarg.h>
#include <string.h>

#include "plugin/base/keys.h"
#include "plugin/base/utf8.h"

struct draft {
	const struct log_context *context;
	struct log_entry entry;
	size_t used; /* of texts */
	struct sale_line lines[RGL_LINES_MAX + 1];
	struct sale_tender tenders[RGL_TENDERS_MAX];
	struct sale_line spare_line; /* beyond the limit: written to, never read */
	struct sale_tender spare_tender;
	char texts[DRAFT_TEXT_MAX];
};

rgl_rc draft_open(const struct log_context *context, struct draft **ret)
{
	struct draft *draft = host_new(context->host, sizeof(*draft));

	if (draft == NULL)
		return refuse(context->refusal, RGL_E_MEMORY,
			      "there is not enough memory to read %s", context->name);
	draft->context = context;
	*ret = draft;
	return RGL_OK;
}

void draft_close(struct draft *draft)
{
	if (draft == NULL)
		return;
	wipe(draft->texts, sizeof(draft->texts));
	host_free(draft->context->host, draft);
}

void draft_begin(struct draft *draft, enum log_kind kind, int64_t line)
{
	draft->used = 0;
	draft->entry = (struct log_entry) {
		.kind = kind,
		.line = line,
		.lines = draft->lines,
		.sale = { .id = "",
			  .currency = draft->context->currency->code,
			  .lines = draft->lines,
			  .tenders = draft->tenders },
		.why = { .size = sizeof(draft->entry.why) },
	};
}

struct log_entry *draft_entry(struct draft *draft)
{
	return &draft->entry;
}

bool draft_is_refused(const struct draft *draft)
{
	return draft->entry.why.code < 0;
}

void draft_refuse(struct draft *draft, rgl_rc rc, const char *format, ...)
{
	char text[sizeof(draft->entry.why.text)];
	va_list values;

	if (draft_is_refused(draft))
		return;
	va_start(values, format);
	(void)vsnprintf(text, sizeof(text), format, values);
	va_end(values);
	(void)refuse(&draft->entry.why, rc, "%s", text);
}

/* Room for a text of so many bytes and its end; NULL when there is none. */
static char *take(struct draft *draft, size_t length)
{
	char *room = draft->texts + draft->used;

	if (length >= DRAFT_TEXT_MAX - draft->used) {
		draft_refuse(draft, RGL_E_LIMIT,
			     "it has more than %d bytes of text, which no sale has",
			     DRAFT_TEXT_MAX);
		return NULL;
	}
	draft->used += length + 1;
	return room;
}

const char *draft_text(struct draft *draft, const char *text, size_t length)
{
	char *room;

	if (text == NULL)
		return NULL;
	room = take(draft, length);
	if (room == NULL)
		return "";
	memcpy(room, text, length);
	room[length] = '\0';
	return room;
}

size_t draft_cut(const char *text, size_t length, size_t most)
{
	if (length <= most)
		return length;
	while (most > 0 && strchr("0123456789 -", text[most - 1]) != NULL && text[most - 1] != '\0')
		most--;
	return most;
}

/* The character as it may be shown: 0 for one that may not, a space for what only sets apart. */
static uint32_t shown(uint32_t letter)
{
	if (letter == '\t' || letter == '\n' || letter == '\r' || letter == ' ')
		return ' ';
	if (letter < 0x20 || (letter >= 0x7f && letter < 0xa0) || letter == 0xfffd)
		return 0;
	if ((letter >= 0x202a && letter <= 0x202e) || (letter >= 0x2066 && letter <= 0x2069))
		return 0;
	return letter;
}

const char *draft_words(struct draft *draft, const char *text, size_t length)
{
	char words[RGL_TEXT_MAX];
	bool space_waits = false;
	size_t used = 0;
	size_t at = 0;

	if (text == NULL)
		return NULL;
	while (at < length) {
		size_t start = at;
		uint32_t letter = shown(utf8_next(text, length, &at));
		size_t bytes = at - start;

		if (letter == ' ')
			space_waits = used > 0;
		if (letter == ' ' || letter == 0)
			continue;
		if (used + space_waits + bytes > sizeof(words)) {
			used = draft_cut(words, used + 1, used);
			break;
		}
		if (space_waits)
			words[used++] = ' ';
		space_waits = false;
		memcpy(words + used, text + start, bytes);
		used += bytes;
	}
	return draft_text(draft, words, used);
}

const char *draft_print(struct draft *draft, const char *format, ...)
{
	char text[4 * RGL_TEXT_MAX];
	va_list values;
	int length;

	va_start(values, format);
	length = vsnprintf(text, sizeof(text), format, values);
	va_end(values);
	if (length < 0 || (size_t)length >= sizeof(text)) {
		draft_refuse(draft, RGL_E_LIMIT, "its id is longer than any id");
		return "";
	}
	return draft_text(draft, text, (size_t)length);
}

struct sale_line *draft_line(struct draft *draft)
{
	struct sale *sale = &draft->entry.sale;
	struct sale_line *line = &draft->spare_line;

	if (sale->line_count < RGL_LINES_MAX)
		line = &draft->lines[sale->line_count++];
	else
		draft_refuse(draft, RGL_E_LIMIT, "it has more than %d lines", RGL_LINES_MAX);
	*line = (struct sale_line) { .qty_milli = 1000 };
	return line;
}

struct sale_tender *draft_tender(struct draft *draft)
{
	struct sale *sale = &draft->entry.sale;
	struct sale_tender *tender = &draft->spare_tender;

	if (sale->tender_count < RGL_TENDERS_MAX)
		tender = &draft->tenders[sale->tender_count++];
	else
		draft_refuse(draft, RGL_E_LIMIT, "it was paid in more than %d ways",
			     RGL_TENDERS_MAX);
	*tender = (struct sale_tender) { .kind = RGL_OTHER };
	return tender;
}

int64_t draft_number(struct draft *draft, const char *name, uint32_t digits, const char *text,
		     size_t length)
{
	int64_t number = 0;
	rgl_rc rc = decimal_read_number(text, length, digits, ROUNDING_HALF_AWAY, &number);
	int shown_length = (int)draft_cut(text, length, 40);

	if (rc == RGL_E_RANGE)
		draft_refuse(draft, rc, "%s %.*s is too large", name, shown_length, text);
	else if (rc < 0)
		draft_refuse(draft, rc, "%s \"%.*s\" is not a number like 12.50", name,
			     shown_length, text);
	return rc < 0 ? 0 : number;
}

struct money draft_money(struct draft *draft, const char *name, const char *text, size_t length)
{
	uint32_t digits = draft->context->currency->exponent;

	return money_of(draft_number(draft, name, digits, text, length));
}

int64_t draft_time(struct draft *draft, const char *name, const char *text, size_t length)
{
	struct rgl_why why = { .size = sizeof(why) };
	int64_t at_ms = 0;

	if (zone_read(draft->context->zone, text, length, name, &at_ms, &why) < 0)
		draft_refuse(draft, why.code, "%s", why.text);
	return at_ms;
}
