/* table.c - see table.h. */
#include "plugin/page/table.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "plugin/base/utf8.h"
#include "plugin/base/width.h"

static bool is_steering(uint32_t character)
{
	return character < 0x20 || (character >= 0x7f && character <= 0x9f) ||
	       (character >= 0x202a && character <= 0x202e) ||
	       (character >= 0x2066 && character <= 0x2069) || character == 0x2028 ||
	       character == 0x2029 || character == 0xfffd;
}

/* What steers a terminal is written as a '?'. */
static size_t columns_of(uint32_t character)
{
	return is_steering(character) ? 1 : width_of(character);
}

static size_t width_of_part(const char *text, size_t length)
{
	size_t width = 0;

	for (size_t at = 0; at < length;)
		width += columns_of(utf8_next(text, length, &at));
	return width;
}

size_t table_width(const char *text)
{
	return width_of_part(text, strlen(text));
}

/* Writes as much as fits; returns the columns it took. */
static size_t add_part(struct bytes *bytes, const char *text, size_t length, size_t columns)
{
	size_t width = 0;

	for (size_t at = 0; at < length;) {
		size_t from = at;
		uint32_t character = utf8_next(text, length, &at);

		if (width + columns_of(character) > columns)
			break;
		width += columns_of(character);
		if (is_steering(character))
			bytes_add_text(bytes, "?");
		else
			bytes_add(bytes, text + from, at - from);
	}
	return width;
}

static void add_spaces(struct bytes *bytes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		bytes_add_byte(bytes, ' ');
}

void table_cell(struct bytes *bytes, const char *text, size_t columns, enum table_side side)
{
	size_t width = table_width(text);

	if (columns == 0)
		return;
	if (width > columns) {
		width = add_part(bytes, text, strlen(text), columns - 1);
		bytes_add_text(bytes, "…");
		add_spaces(bytes, columns - 1 - width);
		return;
	}
	if (side == TABLE_RIGHT)
		add_spaces(bytes, columns - width);
	(void)add_part(bytes, text, strlen(text), columns);
	if (side == TABLE_LEFT)
		add_spaces(bytes, columns - width);
}

void table_figure(struct bytes *bytes, const char *figure, size_t columns)
{
	if (table_width(figure) < columns) {
		table_cell(bytes, figure, columns, TABLE_RIGHT);
		return;
	}
	bytes_add_text(bytes, " ");
	bytes_add_text(bytes, figure);
}

void table_end(struct bytes *bytes)
{
	while (bytes->length > 0 && bytes->data[bytes->length - 1] == ' ')
		bytes->length--;
	bytes_add_text(bytes, "\n");
}

void table_wrap(struct bytes *bytes, const char *text, size_t columns)
{
	size_t column = 0;

	while (*text != '\0') {
		size_t length = strcspn(text, " ");
		size_t width = width_of_part(text, length);

		if (column > 0 && columns > 0 && column + 1 + width > columns) {
			bytes_add_text(bytes, "\n");
			column = 0;
		}
		if (column > 0)
			bytes_add_text(bytes, " ");
		column += (column > 0) + add_part(bytes, text, length, SIZE_MAX);
		text += length + (text[length] == ' ');
	}
	bytes_add_text(bytes, "\n");
}

void table_count(int64_t count, char ret[DECIMAL_ROOM])
{
	decimal_write_grouped(count, 0, ret);
}

int64_t table_share(int64_t part, int64_t whole, int64_t per)
{
	__extension__ typedef __int128 wide;
	wide doubled = (wide)part * per * 2;
	wide share;

	if (whole <= 0)
		return 0;
	share = (doubled + (doubled < 0 ? -(wide)whole : (wide)whole)) / ((wide)whole * 2);
	if (share > INT64_MAX)
		return INT64_MAX;
	return share < INT64_MIN ? INT64_MIN : (int64_t)share;
}

void table_month(int32_t month, char ret[TABLE_MONTH_ROOM])
{
	int32_t of_year = (month % 12 + 12) % 12;

	(void)snprintf(ret, TABLE_MONTH_ROOM, "%04d-%02d", (month - of_year) / 12 + 1970,
		       of_year + 1);
}

void table_heat(struct bytes *bytes, int64_t step)
{
	static const struct {
		int back;
		int front;
	} SHADES[TABLE_HEAT_STEPS] = { { 194, 16 }, { 157, 16 }, { 120, 16 }, { 77, 16 },
				       { 34, 16 },  { 28, 231 }, { 22, 231 } };
	size_t at = step < 0 ? 0 : (size_t)step;

	if (at >= TABLE_HEAT_STEPS)
		at = TABLE_HEAT_STEPS - 1;
	bytes_printf(bytes, "\033[48;5;%d;38;5;%dm", SHADES[at].back, SHADES[at].front);
}

void table_plain(struct bytes *bytes)
{
	bytes_add_text(bytes, "\033[0m");
}
