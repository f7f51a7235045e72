/* terminal.c - see terminal.h. */
#include "receipts/terminal.h"

#include <string.h>

#include "plugin/base/utf8.h"
#include "plugin/base/width.h"
#include "receipts/dots/qr.h"

#define GAP 1	     /* columns between two texts */
#define TABLE_FROM 3 /* columns of rows that stand below each other */
#define OTHERS_MAX (TERMINAL_COLUMNS * 5 / 8)
#define NO_BREAK_SPACE 0xA0u
#define ISOLATE_FIRST 0x2066u
#define ISOLATE_FIRST_STRONG 0x2068u
#define ISOLATE_POP 0x2069u
#define ELLIPSIS "\xE2\x80\xA6"
#define RULE_PIECE "\xE2\x94\x80"
#define FULL_BLOCK "\xE2\x96\x88"
#define UPPER_BLOCK "\xE2\x96\x80"
#define LOWER_BLOCK "\xE2\x96\x84"

/* A stretch of a text, and the columns that it takes. */
struct stretch {
	const char *text;
	size_t length;
	uint32_t columns;
};

/* Rows of columns up to, not including, the element `until`. taken: by all columns but the first,
 * each with the gap before it. */
struct table {
	size_t until;
	uint32_t widths[PAPER_COLUMNS_MAX];
	uint32_t taken;
};

static void repeat(struct bytes *out, const char *piece, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		bytes_add_text(out, piece);
}

/* Isolates are for layout.c, many terminals show them as rubbish; a space that does not break has
 * done its work. */
static void add_stretch(struct bytes *out, const struct stretch *stretch)
{
	size_t at = 0;

	while (at < stretch->length) {
		const size_t from = at;
		const uint32_t character = utf8_next(stretch->text, stretch->length, &at);

		if (character == NO_BREAK_SPACE)
			bytes_add_byte(out, ' ');
		else if (character < ISOLATE_FIRST || character > ISOLATE_POP)
			bytes_add(out, stretch->text + from, at - from);
	}
}

static struct stretch stretch_of(const char *text, size_t length)
{
	struct stretch stretch = { .text = text, .length = length };
	size_t at = 0;

	while (at < length)
		stretch.columns += width_of(utf8_next(text, length, &at));
	return stretch;
}

/* The most of a text that fits the columns; at a space if there is one and `at_space` is wanted,
 * and rather not inside a name in isolates. */
static struct stretch fit(const char *text, uint32_t columns, bool at_space)
{
	const size_t length = strlen(text);
	bool is_inside = false;
	uint32_t used = 0;
	size_t outside = 0;
	size_t inside = 0;
	size_t at = 0;

	while (at < length) {
		const size_t from = at;
		const uint32_t character = utf8_next(text, length, &at);
		const uint32_t width = width_of(character);

		is_inside = (is_inside || character == ISOLATE_FIRST_STRONG) &&
			    character != ISOLATE_POP;
		if (character == ' ')
			*(is_inside ? &inside : &outside) = from;
		if (used + width > columns && at_space && outside + inside > 0)
			return stretch_of(text, outside > 0 ? outside : inside);
		if (used + width > columns)
			return stretch_of(text, from);
		used += width;
	}
	return stretch_of(text, length);
}

/* The next line of *text, which moves behind it. */
static struct stretch take_line(const char **text, uint32_t columns)
{
	struct stretch line = fit(*text, columns, true);

	*text += line.length;
	while (**text == ' ')
		(*text)++;
	return line;
}

/* A line that was cut ends with an ellipsis. */
static void write_line(struct bytes *out, enum paper_align align, const struct stretch *line,
		       bool is_cut)
{
	const uint32_t free = TERMINAL_COLUMNS - line->columns - (is_cut ? 1 : 0);

	switch (align) {
	case PAPER_LEFT:
		break;
	case PAPER_CENTRE:
		repeat(out, " ", free / 2);
		break;
	case PAPER_RIGHT:
		repeat(out, " ", free);
		break;
	}
	add_stretch(out, line);
	bytes_add_text(out, is_cut ? ELLIPSIS : "");
}

/* All lines of a text; what is beyond `lines_max` becomes an ellipsis. */
static void write_text(struct bytes *out, struct paper_style style, const char *text,
		       uint32_t columns)
{
	uint32_t count = 0;

	do {
		const char *rest = text;
		struct stretch line = take_line(&rest, columns);
		const bool is_cut = ++count == style.lines_max && *rest != '\0';

		if (is_cut)
			line = fit(text, columns - 1, false);
		write_line(out, style.align, &line, is_cut);
		bytes_add_byte(out, '\n');
		text = is_cut ? "" : rest;
	} while (*text != '\0');
}

/* The rows of columns from `index` on that stand below each other, and how wide each column but the
 * first is in them. */
static void measure_columns(struct table *table, const struct paper *paper, size_t index)
{
	const uint32_t columns = paper_at(paper, index).columns;

	*table = (struct table) { .until = index };
	for (; table->until < paper->count; table->until++) {
		const struct paper_element row = paper_at(paper, table->until);

		if (row.kind != PAPER_COLUMNS || row.columns != columns ||
		    (table->until > index && columns < TABLE_FROM))
			break;
		for (uint32_t i = 1; i < columns; i++) {
			const uint32_t width =
				stretch_of(row.texts[i], strlen(row.texts[i])).columns;

			if (width > table->widths[i])
				table->widths[i] = width;
		}
	}
	for (uint32_t i = 1; i < columns; i++)
		table->taken += table->widths[i] > 0 ? table->widths[i] + GAP : 0;
}

/* The columns but the first, each at the far end of its own place. */
static void write_cells(struct bytes *out, const struct paper_element *row,
			const struct table *table)
{
	for (uint32_t i = 1; i < row->columns; i++) {
		const struct stretch cell = stretch_of(row->texts[i], strlen(row->texts[i]));

		if (table->widths[i] == 0)
			continue;
		repeat(out, " ", GAP + table->widths[i] - cell.columns);
		add_stretch(out, &cell);
	}
	bytes_add_byte(out, '\n');
}

/* Where a row does not fit: the first column, then each of the others in a line of its own. */
static void write_apart(struct bytes *out, const struct paper_element *row)
{
	const struct paper_style far = { PAPER_RIGHT, PAPER_NORMAL, false, 1 };

	write_text(out, row->style, row->texts[0], TERMINAL_COLUMNS);
	for (uint32_t i = 1; i < row->columns; i++)
		if (row->texts[i][0] != '\0')
			write_text(out, far, row->texts[i], TERMINAL_COLUMNS);
}

static void write_columns(struct bytes *out, const struct paper_element *row,
			  const struct table *table)
{
	struct paper_style style = row->style;
	const char *rest = row->texts[0];
	struct stretch first;
	bool is_cut;
	uint32_t room;

	if (table->taken > OTHERS_MAX) {
		write_apart(out, row);
		return;
	}
	room = TERMINAL_COLUMNS - table->taken;
	first = take_line(&rest, room);
	is_cut = style.lines_max == 1 && *rest != '\0';
	if (is_cut)
		first = fit(row->texts[0], room - 1, false);
	add_stretch(out, &first);
	bytes_add_text(out, is_cut ? ELLIPSIS : "");
	repeat(out, " ", room - first.columns - (is_cut ? 1 : 0));
	write_cells(out, row, table);
	/* A second line is short of the other columns too: the sums stay easy to follow. */
	style.align = PAPER_LEFT;
	style.lines_max -= style.lines_max > 0 ? 1 : 0;
	if (*rest != '\0' && !is_cut)
		write_text(out, style, rest, room);
}

static void write_row(struct bytes *out, const struct qr *qr, int32_t y, int32_t quiet)
{
	const int32_t width = (int32_t)qr->width;

	for (int32_t x = -quiet; x < width + quiet; x++) {
		const bool is_upper_light = !qr_is_dark(qr, x, y);
		const bool is_lower_light = !qr_is_dark(qr, x, y + 1);

		if (is_upper_light && is_lower_light)
			bytes_add_text(out, FULL_BLOCK);
		else if (is_upper_light)
			bytes_add_text(out, UPPER_BLOCK);
		else if (is_lower_light)
			bytes_add_text(out, LOWER_BLOCK);
		else
			bytes_add_byte(out, ' ');
	}
}

static rgl_rc write_qr(struct bytes *out, const char *text, struct rgl_why *why)
{
	struct qr qr = { 0 };
	int32_t quiet = QR_QUIET;
	rgl_rc rc = qr_encode(text, &qr, why);

	if (rc < 0)
		return rc;
	/* A large code keeps what quiet zone the columns leave it. */
	while (quiet > 1 && qr.width + 2 * (uint32_t)quiet > TERMINAL_COLUMNS)
		quiet--;
	for (int32_t y = -quiet; y < (int32_t)qr.width + quiet; y += 2) {
		const uint32_t columns = qr.width + 2 * (uint32_t)quiet;

		repeat(out, " ", columns < TERMINAL_COLUMNS ? (TERMINAL_COLUMNS - columns) / 2 : 0);
		write_row(out, &qr, y, quiet);
		bytes_add_byte(out, '\n');
	}
	return RGL_OK;
}

static rgl_rc write_element(struct bytes *out, const struct paper_element *element,
			    const struct table *table, struct rgl_why *why)
{
	switch (element->kind) {
	case PAPER_TEXT:
		write_text(out, element->style, element->texts[0], TERMINAL_COLUMNS);
		return RGL_OK;
	case PAPER_COLUMNS:
		write_columns(out, element, table);
		return RGL_OK;
	case PAPER_RULE:
		repeat(out, RULE_PIECE, TERMINAL_COLUMNS);
		bytes_add_byte(out, '\n');
		return RGL_OK;
	case PAPER_QR:
		return write_qr(out, element->texts[0], why);
	case PAPER_SPACE:
		bytes_add_byte(out, '\n');
		return RGL_OK;
	case PAPER_PICTURE:
	case PAPER_CUT:
	case PAPER_DRAWER:
	case PAPER_BUZZER:
		return RGL_OK;
	}
	return RGL_E_INTERNAL;
}

rgl_rc terminal_write(const struct paper *paper, struct bytes *out, struct rgl_why *why)
{
	const size_t before = out->length;
	struct table table = { 0 };
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; i < paper->count && rc == RGL_OK; i++) {
		const struct paper_element element = paper_at(paper, i);

		if (element.kind == PAPER_COLUMNS && i >= table.until)
			measure_columns(&table, paper, i);
		rc = write_element(out, &element, &table, why);
	}
	if (rc == RGL_OK && bytes_rc(out) < 0)
		rc = refuse(why, bytes_rc(out), "there is no memory to write a receipt; try again");
	if (rc < 0)
		out->length = before;
	return rc;
}
