/* pattern.c - see pattern.h. What a slip is: pattern_slip.c. */
#include "pos-adapters/print-tap/pattern.h"
#include "pos-adapters/print-tap/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 65536, LINE_MAX_BYTES = 400 };

const char *pattern_word(enum pattern_kind kind)
{
	static const char *const WORDS[] = {
#define PATTERN_WORD(name, word, says) word,
		PATTERN_KINDS(PATTERN_WORD)
#undef PATTERN_WORD
	};

	return kind < PATTERN_KINDS_COUNT ? WORDS[kind] : "";
}

static bool kind_of(const char *word, size_t length, enum pattern_kind *ret)
{
	for (int i = 0; i < PATTERN_KINDS_COUNT; i++) {
		const char *known = pattern_word((enum pattern_kind)i);

		if (strlen(known) == length && memcmp(known, word, length) == 0) {
			*ret = (enum pattern_kind)i;
			return true;
		}
	}
	return false;
}

bool pattern_add(struct pattern *pattern, enum pattern_kind kind, const char *text,
		 const char **ret_why)
{
	struct pattern_row *row = &pattern->rows[pattern->row_count];
	const char *second = strstr(text, "//");
	char first[LINE_MAX_BYTES];

	*ret_why = "there are too many lines";
	if (pattern->row_count == PATTERN_ROWS_MAX)
		return false;
	*ret_why = "the line is too long";
	if (strlen(text) >= sizeof(first))
		return false;
	memcpy(first, text, strlen(text) + 1);
	if (second != NULL)
		first[second - text] = '\0';
	text_trim(first);
	*row = (struct pattern_row) { .kind = kind, .has_second = second != NULL };
	if (!template_read(first, &row->first, ret_why))
		return false;
	if (second != NULL) {
		memmove(first, second + 2, strlen(second + 2) + 1);
		text_trim(first);
		if (!template_read(first, &row->second, ret_why))
			return false;
	}
	pattern->row_count++;
	return true;
}

/* "decimal ,": a setting of the whole pattern. */
static bool setting_read(struct pattern *pattern, const char *line)
{
	struct amount_style *style = &pattern->style;
	char name[16];
	char value[24];

	if (sscanf(line, "%15s %23s", name, value) != 2)
		return false;
	if (strcmp(name, "decimal") == 0 && (value[0] == ',' || value[0] == '.') && !value[1])
		style->decimal = value[0];
	else if (strcmp(name, "digits") == 0 && value[0] >= '0' && value[0] <= '4' && !value[1])
		style->digits = (uint8_t)(value[0] - '0');
	else if (strcmp(name, "thousands") == 0 && strcmp(value, "blank") == 0)
		style->thousands_blank = true;
	else if (strcmp(name, "dates") == 0 && strcmp(value, "day-month-year") == 0)
		style->order = AMOUNT_DAY_MONTH;
	else if (strcmp(name, "dates") == 0 && strcmp(value, "month-day-year") == 0)
		style->order = AMOUNT_MONTH_DAY;
	else if (strcmp(name, "dates") == 0 && strcmp(value, "year-month-day") == 0)
		style->order = AMOUNT_YEAR_MONTH;
	else if (strcmp(name, "currency") == 0 && strlen(value) == 3)
		memcpy(pattern->currency, value, 4);
	else
		return false;
	return true;
}

/* One line of the file, without its end. */
static bool line_read(struct pattern *pattern, char *line, const char **ret_why)
{
	size_t word;
	enum pattern_kind kind;

	text_trim(line);
	if (line[0] == '\0' || line[0] == '#')
		return true;
	word = strcspn(line, ": ");
	if (line[word] == ':' && kind_of(line, word, &kind)) {
		text_trim(line + word + 1);
		return pattern_add(pattern, kind, line + word + 1, ret_why);
	}
	*ret_why =
		"it is neither a kind of line with a colon (item: ...) nor a setting (decimal ,)";
	return setting_read(pattern, line);
}

bool pattern_read(const char *text, struct pattern *ret, char *ret_why)
{
	struct pattern pattern = { .style = { .decimal = '.', .digits = 2 } };
	const char *why = "the line is too long";
	char line[LINE_MAX_BYTES];

	for (int number = 1; *text != '\0'; number++) {
		size_t length = strcspn(text, "\r\n");
		bool fits = length < sizeof(line);

		if (fits) {
			memcpy(line, text, length);
			line[length] = '\0';
		}
		if (!fits || !line_read(&pattern, line, &why)) {
			(void)snprintf(ret_why, PATTERN_WHY_ROOM, "line %d: %s", number, why);
			return false;
		}
		text += length;
		text += *text == '\r' ? 1 : 0;
		text += *text == '\n' ? 1 : 0;
	}
	*ret = pattern;
	return true;
}

bool pattern_load(const char *path, struct pattern *ret, char *ret_why)
{
	FILE *file = fopen(path, "rb");
	char *text = calloc(1, FILE_MAX + 1);
	bool good = false;

	(void)snprintf(ret_why, PATTERN_WHY_ROOM,
		       "there is no pattern in %.80s; teach one: print-tap learn SAMPLE...", path);
	if (file != NULL && text != NULL && fread(text, 1, FILE_MAX, file) > 0)
		good = pattern_read(text, ret, ret_why);
	free(text);
	if (file != NULL)
		(void)fclose(file);
	return good;
}
