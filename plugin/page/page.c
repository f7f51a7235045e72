/* page.c - see page.h: a page is begun, its sentences and figures are added, it is written. */
#include "plugin/page/page_parts.h"

#include <stdarg.h>
#include <stdio.h>

rgl_rc page_open(const struct host *host, const char *name, const char *title, struct page **ret,
		 struct rgl_why *refusal)
{
	struct page *page = host_new(host, sizeof(*page));

	if (page == NULL)
		return refuse(refusal, RGL_E_MEMORY, "there is not enough memory for this report");
	page->arena.host = host;
	page->name = page_copy(&page->arena, name);
	page->title = page_copy(&page->arena, title);
	if (page->arena.rc < 0) {
		page_close(page);
		return refuse(refusal, RGL_E_MEMORY, "there is not enough memory for this report");
	}
	*ret = page;
	return RGL_OK;
}

void page_close(struct page *page)
{
	if (page == NULL)
		return;
	page_let_go(&page->arena);
	host_free(page->arena.host, page);
}

__attribute__((__format__(__printf__, 3, 0))) static void
add_sentence(struct page *page, struct page_words *words, const char *format, va_list arguments)
{
	va_list again;
	char *text;
	int length;

	va_copy(again, arguments);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	text = length < 0 ? NULL : page_take(&page->arena, (size_t)length + 1);
	if (text == NULL) {
		page->arena.rc = page->arena.rc < 0 ? page->arena.rc : RGL_E_MEMORY;
		return;
	}
	(void)vsnprintf(text, (size_t)length + 1, format, arguments);
	page_words_add(&page->arena, words, text);
}

void page_subtitle(struct page *page, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	add_sentence(page, &page->subtitle, format, arguments);
	va_end(arguments);
}

void page_say(struct page *page, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	add_sentence(page, &page->says, format, arguments);
	va_end(arguments);
}

void page_tomorrow(struct page *page, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	add_sentence(page, &page->tomorrow, format, arguments);
	va_end(arguments);
}

void page_note(struct page *page, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	add_sentence(page, &page->notes, format, arguments);
	va_end(arguments);
}

static void add_fact(struct page *page, const struct page_fact *given)
{
	struct page_fact *fact = page_take(&page->arena, sizeof(*fact));

	if (fact == NULL)
		return;
	*fact = *given;
	fact->key = page_copy(&page->arena, given->key);
	fact->title = page_copy(&page->arena, given->title);
	if (given->text != NULL)
		fact->text = page_copy(&page->arena, given->text);
	if (page->arena.rc < 0)
		return;
	if (page->last_fact == NULL)
		page->facts = fact;
	else
		page->last_fact->next = fact;
	page->last_fact = fact;
}

void page_fact(struct page *page, const char *key, const char *title, enum page_unit unit,
	       int64_t value)
{
	const struct page_fact fact = { .key = key, .title = title, .unit = unit, .value = value };

	add_fact(page, &fact);
}

void page_fact_text(struct page *page, const char *key, const char *title, const char *text)
{
	const struct page_fact fact = { .key = key, .title = title, .text = text };

	add_fact(page, &fact);
}

void page_fact_interval(struct page *page, const char *key, const char *title, enum page_unit unit,
			int64_t value, int64_t low, int64_t high)
{
	const struct page_fact fact = {
		.key = key,
		.title = title,
		.unit = unit,
		.value = value,
		.has_interval = true,
		.low = low,
		.high = high,
	};

	add_fact(page, &fact);
}

rgl_rc page_render(const struct page *page, const struct view *view, const char *table,
		   struct bytes *bytes, struct rgl_why *refusal)
{
	rgl_rc rc = page->arena.rc;

	if (rc == RGL_OK) {
		switch (view->format) {
		case VIEW_TABLE:
			page_terminal(page, view, bytes);
			break;
		case VIEW_CSV:
			rc = page_csv(page, view, table, bytes, refusal);
			break;
		case VIEW_JSON:
			page_json(page, view, bytes);
			break;
		case VIEW_HTML:
			rc = page_html(page, view, bytes);
			break;
		}
	}
	if (rc == RGL_OK)
		rc = bytes_rc(bytes);
	if (rc == RGL_E_MEMORY)
		return refuse(refusal, rc, "there is not enough memory for this report");
	return rc;
}
