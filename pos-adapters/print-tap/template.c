/* template.c - see template.h. */
#include "pos-adapters/print-tap/template.h"
#include "pos-adapters/print-tap/text.h"

#include <string.h>

enum part_kind { PART_LETTERS, PART_BLANK, PART_FIELD };
enum { STEPS_MAX = 20000, CLASS_MAX = 3 };

static const struct field_name {
	const char *name;
	enum template_field field;
} FIELD_NAMES[] = {
	{ "name", TEMPLATE_NAME },     { "any", TEMPLATE_ANY },	    { "number", TEMPLATE_NUMBER },
	{ "card", TEMPLATE_CARD },     { "class", TEMPLATE_CLASS }, { "date", TEMPLATE_DATE },
	{ "time", TEMPLATE_TIME },     { "qty", TEMPLATE_QTY },	    { "price", TEMPLATE_PRICE },
	{ "total", TEMPLATE_AMOUNT },  { "tax", TEMPLATE_AMOUNT },  { "net", TEMPLATE_MONEY },
	{ "amount", TEMPLATE_AMOUNT }, { "gross", TEMPLATE_MONEY }, { "money", TEMPLATE_MONEY },
};

static bool field_of(const char *name, size_t length, uint8_t *ret)
{
	for (size_t i = 0; i < sizeof(FIELD_NAMES) / sizeof(FIELD_NAMES[0]); i++) {
		if (strlen(FIELD_NAMES[i].name) == length &&
		    memcmp(FIELD_NAMES[i].name, name, length) == 0) {
			*ret = (uint8_t)FIELD_NAMES[i].field;
			return true;
		}
	}
	return false;
}

static struct template_part *part_add(struct template *template, enum part_kind kind)
{
	struct template_part *part = &template->parts[template->count];

	if (template->count == TEMPLATE_PARTS_MAX)
		return NULL;
	template->count++;
	part->kind = (uint8_t)kind;
	return part;
}

/* Reads one part at text; returns how long it is, 0 when it is none. */
static size_t part_read(const char *text, struct template *ret, size_t *used, const char **ret_why)
{
	enum part_kind kind = *text == ' ' ? PART_BLANK : *text == '{' ? PART_FIELD : PART_LETTERS;
	struct template_part *part = part_add(ret, kind);
	size_t length = strspn(text, " ");

	*ret_why = "the line has too many parts";
	if (part == NULL)
		return 0;
	if (kind == PART_BLANK)
		return length;
	if (kind == PART_FIELD) {
		length = strcspn(text, "}");
		*ret_why = "there is no such field; say {any} for what does not matter";
		if (text[length] != '}' || !field_of(text + 1, length - 1, &part->field))
			return 0;
		return length + 1;
	}
	length = strcspn(text, " {");
	part->at = (uint16_t)*used;
	memcpy(ret->text + *used, text, length);
	*used += length + 1;
	return length;
}

bool template_read(const char *text, struct template *ret, const char **ret_why)
{
	struct template template = { 0 };
	size_t used = 0;

	*ret_why = "the line is too long";
	/* Each part of letters takes a byte more than it has, and there is another between two. */
	if (strlen(text) + 1 >= TEMPLATE_TEXT_ROOM)
		return false;
	while (*text != '\0') {
		size_t length = part_read(text, &template, &used, ret_why);

		if (length == 0)
			return false;
		text += length;
	}
	*ret_why = "the line says nothing";
	if (template.count == 0)
		return false;
	*ret = template;
	return true;
}

static bool is_alnum(char character)
{
	return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z') ||
	       (character >= 'A' && character <= 'Z');
}

static bool is_digit(char character)
{
	return character >= '0' && character <= '9';
}

static size_t number_read(const char *text)
{
	size_t at = 0;
	bool has_digit = false;

	while (is_alnum(text[at]) || (at > 0 && text[at] != '\0' && strchr("-/_.", text[at]))) {
		has_digit = has_digit || is_digit(text[at]);
		at++;
	}
	while (at > 0 && !is_alnum(text[at - 1]))
		at--;
	return has_digit ? at : 0;
}

/* A masked card begins with stars, and is found as such: so that it can be told from one that is
 * missing. */
static size_t card_read(const char *text)
{
	size_t at = 0;

	while (is_alnum(text[at]) || text[at] == '*' || (at > 0 && text[at] == '-') ||
	       (at > 0 && text[at] == ' ' && (is_digit(text[at - 1]) || text[at - 1] == '*') &&
		(is_digit(text[at + 1]) || text[at + 1] == '*')))
		at++;
	return at;
}

static size_t class_read(const char *text)
{
	size_t at = 0;

	while (text[at] != '\0' && text[at] != ' ' &&
	       (is_alnum(text[at]) || strchr("*#%", text[at])))
		at++;
	return at <= CLASS_MAX ? at : 0;
}

/* Reads a field of its own form; *ret_length 0 with true: it is there, and empty. */
static bool typed_read(enum template_field field, const struct amount_style *style,
		       const char *text, struct template_found *found, size_t *ret_length)
{
	int64_t ignored;

	switch (field) {
	case TEMPLATE_NUMBER:
		*ret_length = number_read(text);
		break;
	case TEMPLATE_CARD:
		*ret_length = card_read(text);
		break;
	case TEMPLATE_CLASS:
		*ret_length = class_read(text);
		return true;
	case TEMPLATE_DATE:
		*ret_length = amount_day(style, text, &found->day);
		break;
	case TEMPLATE_TIME:
		*ret_length = amount_time(text, &found->time);
		break;
	case TEMPLATE_QTY:
		*ret_length = amount_quantity(style, text, &found->qty_milli);
		break;
	case TEMPLATE_PRICE:
		*ret_length = amount_read(style, text, &found->price_minor);
		break;
	case TEMPLATE_AMOUNT:
		*ret_length = amount_read(style, text, &found->amount_minor);
		break;
	case TEMPLATE_MONEY:
		*ret_length = amount_read(style, text, &ignored);
		break;
	case TEMPLATE_NAME:
	case TEMPLATE_ANY:
	case TEMPLATE_FIELDS:
		*ret_length = 0;
		break;
	}
	return *ret_length > 0;
}

static bool is_text(const struct template_part *part)
{
	return part->kind == PART_FIELD &&
	       (part->field == TEMPLATE_NAME || part->field == TEMPLATE_ANY);
}

/* One attempt at a line: where each part begins. */
struct attempt {
	const struct template *template;
	const struct amount_style *style;
	const char *line;
	size_t begins[TEMPLATE_PARTS_MAX + 1];
	struct template_found found;
};

/* Part i from where it begins; says where the next one does. */
static bool part_match(struct attempt *attempt, size_t i)
{
	const struct template_part *part = &attempt->template->parts[i];
	const char *text = attempt->line + attempt->begins[i];
	size_t length = 0;
	uint32_t letter;

	if (part->kind == PART_BLANK) {
		length = strspn(text, " ");
		if (length == 0 && *text != '\0' && attempt->begins[i] > 0)
			return false;
	} else if (part->kind == PART_LETTERS) {
		if (!text_begins(text, attempt->template->text + part->at, &length))
			return false;
	} else if (is_text(part)) {
		length = text_letter(text, &letter);
		if (length == 0)
			return false;
	} else if (!typed_read((enum template_field)part->field, attempt->style, text,
			       &attempt->found, &length)) {
		return false;
	}
	attempt->begins[i + 1] = attempt->begins[i] + length;
	return true;
}

/* Gives the last text before part i a letter more; returns the part behind it, 0 when none can. */
static size_t lengthen(struct attempt *attempt, size_t i)
{
	while (i > 0) {
		uint32_t letter;
		size_t length;

		i--;
		if (!is_text(&attempt->template->parts[i]))
			continue;
		length = text_letter(attempt->line + attempt->begins[i + 1], &letter);
		if (length == 0)
			continue;
		attempt->begins[i + 1] += length;
		return i + 1;
	}
	return 0;
}

static void note_spans(struct attempt *attempt)
{
	for (size_t i = 0; i < attempt->template->count; i++) {
		const struct template_part *part = &attempt->template->parts[i];
		struct template_span *span = &attempt->found.spans[part->field];
		size_t end = attempt->begins[i + 1];

		if (part->kind != PART_FIELD)
			continue;
		while (is_text(part) && end > attempt->begins[i] &&
		       strchr(" .", attempt->line[end - 1]) != NULL)
			end--;
		span->at = (uint16_t)attempt->begins[i];
		span->length = (uint16_t)(end - attempt->begins[i]);
	}
}

bool template_match(const struct template *template, const struct amount_style *style,
		    const char *line, struct template_found *ret)
{
	struct attempt attempt = { .template = template, .style = style, .line = line };
	size_t i = 0;

	attempt.found.time.second = -1;
	for (size_t steps = 0; steps < STEPS_MAX; steps++) {
		bool fits = i < template->count ? part_match(&attempt, i)
						: line[attempt.begins[i]] == '\0';

		if (fits && i == template->count) {
			note_spans(&attempt);
			*ret = attempt.found;
			return true;
		}
		i = fits ? i + 1 : lengthen(&attempt, i);
		if (i == 0)
			return false;
	}
	return false;
}
