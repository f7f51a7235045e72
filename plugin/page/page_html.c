/* page_html.c - a page as one HTML file that needs nothing else; see page_parts.h.
 *
 * It is well-formed XML too. A Content-Security-Policy lets it do nothing but what its own style
 * and script do, whatever stands in its texts.
 */
#include "plugin/page/page_html.h"

#include <string.h>

static const char *escape_of(char character)
{
	switch (character) {
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '&':
		return "&amp;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	}
	return NULL;
}

void page_html_text(struct bytes *bytes, const char *text)
{
	for (; *text != '\0'; text++) {
		const char *escape = escape_of(*text);

		if (escape != NULL)
			bytes_add_text(bytes, escape);
		else
			bytes_add(bytes, text, 1);
	}
}

void page_html_string(struct bytes *bytes, const char *text)
{
	bytes_add_text(bytes, "\"");
	for (; *text != '\0'; text++) {
		if (strchr("\"\\<>&", *text) != NULL)
			bytes_printf(bytes, "\\u%04x", (unsigned int)(unsigned char)*text);
		else
			bytes_add(bytes, text, 1);
	}
	bytes_add_text(bytes, "\"");
}

/* A title's first letter is a capital. */
static void add_title(struct bytes *bytes, const char *title)
{
	char first[2] = { title[0], '\0' };

	if (first[0] >= 'a' && first[0] <= 'z')
		first[0] = (char)(first[0] - 'a' + 'A');
	page_html_text(bytes, first);
	page_html_text(bytes, title[0] == '\0' ? "" : title + 1);
}

static void add_head(const struct page *page, const char *shop, struct bytes *bytes)
{
	bytes_add_text(bytes, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
			      "<meta charset=\"utf-8\" />\n"
			      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
			      "'none'; base-uri 'none'; form-action 'none'; ");
	bytes_printf(bytes, "style-src 'sha256-%s'; script-src 'sha256-%s'\" />\n",
		     page_html_style_hash, page_html_script_hash);
	bytes_add_text(bytes, "<meta name=\"viewport\" content=\"width=device-width, "
			      "initial-scale=1\" />\n<title>");
	page_html_text(bytes, shop);
	bytes_add_text(bytes, ": ");
	page_html_text(bytes, page->title);
	bytes_add_text(bytes, "</title>\n<style>");
	bytes_add_text(bytes, page_html_style);
	bytes_add_text(bytes, "</style>\n</head>\n<body>\n<main>\n<header>\n<p class=\"shop\">");
	page_html_text(bytes, shop);
	bytes_add_text(bytes, "</p>\n<h1>");
	add_title(bytes, page->title);
	bytes_add_text(bytes, "</h1>\n");
	if (page->subtitle.first != NULL)
		bytes_add_text(bytes, "<p class=\"how\">");
	for (const struct page_word *word = page->subtitle.first; word != NULL; word = word->next) {
		bytes_add_text(bytes, word == page->subtitle.first ? "" : " · ");
		page_html_text(bytes, word->text);
	}
	bytes_add_text(bytes, page->subtitle.first == NULL ? "</header>\n" : "</p>\n</header>\n");
}

static void add_sentences(const char *heading, const struct page_words *words, struct bytes *bytes)
{
	if (words->count == 0)
		return;
	bytes_printf(bytes, "<div>\n<h2>%s</h2>\n", heading);
	for (const struct page_word *word = words->first; word != NULL; word = word->next) {
		bytes_add_text(bytes, "<p>");
		page_html_text(bytes, word->text);
		bytes_add_text(bytes, "</p>\n");
	}
	bytes_add_text(bytes, "</div>\n");
}

static void add_figure(enum page_unit unit, int64_t value, const struct view *view,
		       struct bytes *bytes)
{
	char figure[PAGE_FIGURE_ROOM];

	page_figure_write(unit, value, &view->currency, figure);
	page_html_text(bytes, figure);
}

static void add_fact(const struct page_fact *fact, const struct view *view, struct bytes *bytes)
{
	bytes_add_text(bytes, "<div><dt>");
	page_html_text(bytes, fact->title);
	bytes_add_text(bytes, fact->text == NULL ? "</dt><dd>" : "</dt><dd class=\"words\">");
	if (fact->text != NULL)
		page_html_text(bytes, fact->text);
	else
		add_figure(fact->unit, fact->value, view, bytes);
	if (fact->text == NULL && fact->unit == PAGE_MONEY)
		bytes_printf(bytes, " %s", view->currency.code);
	if (fact->has_interval) {
		bytes_add_text(bytes, "<small>between ");
		add_figure(fact->unit, fact->low, view, bytes);
		bytes_add_text(bytes, " and ");
		add_figure(fact->unit, fact->high, view, bytes);
		bytes_add_text(bytes, "</small>");
	}
	bytes_add_text(bytes, "</dd></div>\n");
}

static void add_summary(const struct page *page, const struct view *view, struct bytes *bytes)
{
	if (page->says.count + page->tomorrow.count > 0) {
		bytes_add_text(bytes, "<section class=\"says\">\n");
		add_sentences("What it says", &page->says, bytes);
		add_sentences("Tomorrow", &page->tomorrow, bytes);
		bytes_add_text(bytes, "</section>\n");
	}
	if (page->facts == NULL)
		return;
	bytes_add_text(bytes, "<dl class=\"facts\">\n");
	for (const struct page_fact *fact = page->facts; fact != NULL; fact = fact->next)
		add_fact(fact, view, bytes);
	bytes_add_text(bytes, "</dl>\n");
}

static rgl_rc add_parts(const struct page *page, const struct view *view, struct page_arena *arena,
			struct bytes *bytes)
{
	rgl_rc rc = RGL_OK;

	for (const struct page_part *part = page->parts; part != NULL && rc == RGL_OK;
	     part = part->next) {
		bytes_printf(bytes, "<section class=\"part%s\">\n",
			     part->line_count > 25 ? " long" : "");
		if (part->is_chart)
			rc = page_html_chart(part, view, arena, bytes);
		else
			page_html_table(part, view, bytes);
		bytes_add_text(bytes, "</section>\n");
	}
	return rc;
}

static void add_foot(const struct page *page, const char *zone, const struct view *view,
		     struct bytes *bytes)
{
	if (page->notes.count > 0)
		bytes_add_text(bytes, "<section class=\"notes\">\n<h2>To know</h2>\n<ul>\n");
	for (const struct page_word *word = page->notes.first; word != NULL; word = word->next) {
		bytes_add_text(bytes, "<li>");
		page_html_text(bytes, word->text);
		bytes_add_text(bytes, "</li>\n");
	}
	if (page->notes.count > 0)
		bytes_add_text(bytes, "</ul>\n</section>\n");
	bytes_printf(bytes, "<footer>Amounts in %s; days as they are in ", view->currency.code);
	page_html_text(bytes, zone);
	bytes_add_text(bytes, ". All of this report is in this one file.</footer>\n</main>\n"
			      "<script>");
	bytes_add_text(bytes, page_html_script);
	bytes_add_text(bytes, "</script>\n</body>\n</html>\n");
}

rgl_rc page_html(const struct page *page, const struct view *view, struct bytes *bytes)
{
	struct page_arena arena = { .host = page->arena.host };
	const char *shop = page_copy(&arena, view->shop == NULL ? "" : view->shop);
	const char *zone = page_copy(&arena, view->zone_name == NULL ? "" : view->zone_name);
	rgl_rc rc = arena.rc;

	if (rc == RGL_OK) {
		add_head(page, shop, bytes);
		add_summary(page, view, bytes);
		rc = add_parts(page, view, &arena, bytes);
		add_foot(page, zone, view, bytes);
	}
	page_let_go(&arena);
	return rc;
}
