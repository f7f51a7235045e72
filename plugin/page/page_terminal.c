/* page_terminal.c - a page as lines of a terminal; see page_parts.h.
 *
 * What it says comes first, then the figures, the tables and charts in their order, the notes.
 */
#include <stdio.h>
#include <string.h>

#include "plugin/base/utf8.h"
#include "plugin/base/width.h"
#include "plugin/page/page_parts.h"
#include "plugin/page/table.h"

enum { FACT_TITLE_MAX = 40, LINE_LEAST = 10 };

void page_terminal_bold(struct bytes *bytes, const struct view *view)
{
	if (view->colour)
		bytes_add_text(bytes, "\033[1m");
}

void page_terminal_end(struct bytes *bytes, const struct view *view)
{
	if (view->colour)
		table_plain(bytes);
}

void page_terminal_indent(struct bytes *bytes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		bytes_add_byte(bytes, ' ');
}

/* So many bytes of a line go into so many columns; at least one character of it. */
static size_t fitting(const char *line, size_t length, size_t columns)
{
	size_t width = 0;
	size_t at = 0;

	while (at < length) {
		size_t from = at;

		width += width_of(utf8_next(line, length, &at));
		if (width > columns && from > 0)
			return from;
	}
	return length;
}

/* A line; what is wider than the room, one word alone, is broken. */
static void add_line(struct bytes *bytes, const char *line, size_t length, size_t room,
		     size_t indent)
{
	for (size_t from = 0; from < length;) {
		size_t part = fitting(line + from, length - from, room);

		page_terminal_indent(bytes, from > 0 ? indent : 0);
		bytes_add(bytes, line + from, part);
		bytes_add_text(bytes, "\n");
		from += part;
	}
	if (length == 0)
		bytes_add_text(bytes, "\n");
}

void page_terminal_wrap(struct bytes *bytes, const char *text, size_t columns, size_t indent)
{
	struct bytes lines = bytes_of(bytes->host);
	size_t room = columns > indent + LINE_LEAST ? columns - indent : LINE_LEAST;
	size_t from = 0;

	table_wrap(&lines, text, columns == 0 ? 0 : room);
	if (bytes_rc(&lines) < 0)
		bytes->rc = bytes_rc(&lines);
	while (bytes_rc(bytes) == RGL_OK && from < lines.length) {
		const char *line = (const char *)lines.data + from;
		size_t length =
			(size_t)((const char *)memchr(line, '\n', lines.length - from) - line);

		page_terminal_indent(bytes, from > 0 ? indent : 0);
		add_line(bytes, line, length, columns == 0 ? SIZE_MAX : room, indent);
		from += length + 1;
	}
	bytes_free(&lines);
}

void page_terminal_bar(struct bytes *bytes, int64_t value, int64_t most, size_t room)
{
	static const char *const EIGHTHS[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
	int64_t eighths = value > 0 ? table_share(value, most, (int64_t)room * 8) : 0;
	size_t whole = (size_t)(eighths / 8);

	for (size_t i = 0; i < whole; i++)
		bytes_add_text(bytes, "█");
	bytes_add_text(bytes, EIGHTHS[eighths % 8]);
	page_terminal_indent(bytes, room - whole - (eighths % 8 != 0));
}

static bool has_money(const struct page *page)
{
	for (const struct page_fact *fact = page->facts; fact != NULL; fact = fact->next)
		if (fact->text == NULL && fact->unit == PAGE_MONEY)
			return true;
	for (const struct page_part *part = page->parts; part != NULL; part = part->next)
		for (const struct page_column *column = part->columns; column != NULL;
		     column = column->next)
			if (column->unit == PAGE_MONEY)
				return true;
	return false;
}

/* A text made of pieces, wrapped at the terminal's width. */
static void wrap_made(struct bytes *made, const struct view *view, struct bytes *bytes)
{
	bytes_add_byte(made, 0);
	if (bytes_rc(made) < 0)
		bytes->rc = bytes_rc(made);
	else
		table_wrap(bytes, (const char *)made->data, view->columns);
	bytes_free(made);
}

static void add_head(const struct page *page, const struct view *view, struct bytes *bytes)
{
	struct bytes line = bytes_of(bytes->host);

	bytes_printf(&line, "%s · %s", view->shop == NULL ? "" : view->shop, page->title);
	page_terminal_bold(bytes, view);
	wrap_made(&line, view, bytes);
	page_terminal_end(bytes, view);
	for (const struct page_word *word = page->subtitle.first; word != NULL; word = word->next)
		bytes_printf(&line, "%s · ", word->text);
	if (has_money(page))
		bytes_printf(&line, "amounts in %s · ", view->currency.code);
	bytes_add_text(&line, view->zone_name == NULL ? "" : view->zone_name);
	wrap_made(&line, view, bytes);
}

static void add_sentences(const char *label, const struct page_words *words,
			  const struct view *view, struct bytes *bytes)
{
	size_t indent = strlen(label);

	for (const struct page_word *word = words->first; word != NULL; word = word->next) {
		if (word == words->first) {
			page_terminal_bold(bytes, view);
			bytes_add_text(bytes, label);
			page_terminal_end(bytes, view);
		} else {
			page_terminal_indent(bytes, indent);
		}
		page_terminal_wrap(bytes, word->text, view->columns, indent);
	}
}

static void fact_figure(const struct page_fact *fact, const struct currency *currency,
			char ret[PAGE_FIGURE_ROOM])
{
	ret[0] = '\0';
	if (fact->text == NULL)
		page_figure_write(fact->unit, fact->value, currency, ret);
}

static size_t greater(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* Behind the figure, or below it where there is no room. */
static void add_interval(const struct page_fact *fact, const struct view *view, size_t column,
			 struct bytes *bytes)
{
	char low[PAGE_FIGURE_ROOM];
	char high[PAGE_FIGURE_ROOM];
	char text[2 * PAGE_FIGURE_ROOM + 16];

	page_figure_write(fact->unit, fact->low, &view->currency, low);
	page_figure_write(fact->unit, fact->high, &view->currency, high);
	(void)snprintf(text, sizeof(text), "between %s and %s", low, high);
	if (view->columns > 0 && column + 2 + table_width(text) > view->columns) {
		bytes_add_text(bytes, "\n");
		page_terminal_indent(bytes, 2);
		table_wrap(bytes, text, view->columns > 2 ? view->columns - 2 : 0);
		return;
	}
	bytes_printf(bytes, "  %s\n", text);
}

static void add_facts(const struct page *page, const struct view *view, struct bytes *bytes)
{
	char figure[PAGE_FIGURE_ROOM];
	size_t title_width = 0;
	size_t width = 0;

	if (page->facts != NULL)
		bytes_add_text(bytes, "\n");
	for (const struct page_fact *fact = page->facts; fact != NULL; fact = fact->next) {
		fact_figure(fact, &view->currency, figure);
		title_width = greater(title_width, table_width(fact->title));
		width = greater(width, table_width(figure));
	}
	title_width = title_width > FACT_TITLE_MAX ? FACT_TITLE_MAX : title_width;
	if (view->columns > 0 && title_width + width + 4 > view->columns)
		title_width = view->columns > width + 14 ? view->columns - width - 4 : 10;
	for (const struct page_fact *fact = page->facts; fact != NULL; fact = fact->next) {
		fact_figure(fact, &view->currency, figure);
		table_cell(bytes, fact->title, title_width, TABLE_LEFT);
		bytes_add_text(bytes, "  ");
		if (fact->text != NULL) {
			page_terminal_wrap(bytes, fact->text, view->columns, title_width + 2);
			continue;
		}
		table_cell(bytes, figure, width, TABLE_RIGHT);
		if (fact->has_interval)
			add_interval(fact, view, title_width + 2 + width, bytes);
		else
			table_end(bytes);
	}
}

static void add_part(const struct page *page, const struct page_part *part, const struct view *view,
		     struct bytes *bytes)
{
	const struct page_part *first = page->parts;
	char csv[160];

	while (first->is_chart && first->next != NULL)
		first = first->next;
	if (part == first)
		(void)snprintf(csv, sizeof(csv), "--format csv");
	else
		(void)snprintf(csv, sizeof(csv), "--format csv --table %.120s", part->key);
	bytes_add_text(bytes, "\n");
	if (part->is_chart)
		page_terminal_chart(part, view, bytes);
	else
		page_terminal_table(part, view, csv, bytes);
}

void page_terminal(const struct page *page, const struct view *view, struct bytes *bytes)
{
	add_head(page, view, bytes);
	if (page->says.count + page->tomorrow.count > 0)
		bytes_add_text(bytes, "\n");
	add_sentences("It says:  ", &page->says, view, bytes);
	add_sentences("Tomorrow: ", &page->tomorrow, view, bytes);
	add_facts(page, view, bytes);
	for (const struct page_part *part = page->parts; part != NULL; part = part->next)
		add_part(page, part, view, bytes);
	if (page->notes.count > 0)
		bytes_add_text(bytes, "\n");
	for (const struct page_word *word = page->notes.first; word != NULL; word = word->next) {
		bytes_add_text(bytes, "- ");
		page_terminal_wrap(bytes, word->text, view->columns, 2);
	}
}
