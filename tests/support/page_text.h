/* page_text.h - what a page is as text, in a format, for tests that look at it.
 *
 * In:  a page, who reads it.
 * Out: its text; what was refused.
 */
#pragma once

#include "plugin/page/page.h"

struct page_text {
	struct host host;
	struct bytes bytes;
	struct rgl_why refusal;
};

/* Once before all; and after all. */
void page_text_open(struct page_text *ret);
void page_text_close(struct page_text *text);

/* A new page, empty; the sample (page_sample.h) in this view, "" where it was refused. */
struct page *page_text_new(const struct page_text *text);
const char *page_text_of(struct page_text *text, const struct page *page, const struct view *view,
			 const char *table);
const char *page_text_sample(struct page_text *text, enum view_format format, size_t columns,
			     bool colour, const char *table);

/* Fails the test when a line is wider, colours aside, than so many columns. */
void page_text_fits(const char *text, size_t columns);
