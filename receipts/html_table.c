/* html_table.c - see html_parts.h: columns as a table, a rule between them as the end of a group.
 */
#include "receipts/html_parts.h"

static enum paper_kind kind_at(const struct paper *paper, size_t at)
{
	return at < paper->count ? paper_at(paper, at).kind : PAPER_CUT;
}

/* What is said below a line belongs to it: "at 3.80 each". */
static bool is_detail(const struct paper *paper, size_t at)
{
	struct paper_element element;

	if (kind_at(paper, at) != PAPER_TEXT)
		return false;
	element = paper_at(paper, at);
	return element.style.align == PAPER_LEFT && element.style.size == PAPER_SMALL;
}

static bool is_inner_rule(const struct paper *paper, size_t at)
{
	return kind_at(paper, at) == PAPER_RULE && kind_at(paper, at + 1) == PAPER_COLUMNS;
}

static uint32_t columns_of(const struct paper *paper, size_t from)
{
	uint32_t columns = 0;

	for (size_t at = from;; at++) {
		const bool is_row = kind_at(paper, at) == PAPER_COLUMNS;

		if (!is_row && !is_detail(paper, at) && !is_inner_rule(paper, at))
			return columns;
		if (is_row && paper_at(paper, at).columns > columns)
			columns = paper_at(paper, at).columns;
	}
}

/* The first text takes the places that a row has fewer of. */
static void write_row(struct html *html, const struct paper_element *element, uint32_t columns)
{
	const char *tag = element->style.is_bold ? "th" : "td";
	struct paper_style style = element->style;

	style.align = PAPER_LEFT;
	bytes_add_text(html->out, "<tr");
	html_class(html->out, style);
	bytes_printf(html->out, "><%s%s", tag, element->style.is_bold ? " scope=\"row\"" : "");
	if (element->columns < columns)
		bytes_printf(html->out, " colspan=\"%u\"",
			     (unsigned int)(columns - element->columns + 1));
	bytes_add_byte(html->out, '>');
	html_text(html->out, element->texts[0]);
	bytes_printf(html->out, "</%s>", tag);
	for (uint32_t i = 1; i < element->columns; i++) {
		bytes_add_text(html->out, "<td>");
		html_text(html->out, element->texts[i]);
		bytes_add_text(html->out, "</td>");
	}
	bytes_add_text(html->out, "</tr>\n");
}

size_t html_table(struct html *html, size_t at)
{
	const struct paper *paper = html->paper;
	const uint32_t columns = columns_of(paper, at);

	bytes_add_text(html->out, "<table>\n<tbody>\n");
	for (;; at++) {
		struct paper_element element;

		if (is_inner_rule(paper, at)) {
			bytes_add_text(html->out, "</tbody>\n<tbody>\n");
			continue;
		}
		if (kind_at(paper, at) != PAPER_COLUMNS && !is_detail(paper, at))
			break;
		element = paper_at(paper, at);
		write_row(html, &element, columns);
	}
	bytes_add_text(html->out, "</tbody>\n</table>\n");
	return at;
}
