/* page_html.h - what every HTML page of a report carries: its look, and what draws its charts.
 *
 * Made while building, from page_html.css, page_html.js and Chart.js (MIT; Debian's
 * libjs-chart.js).
 */
#pragma once

#include "plugin/page/page_parts.h"

/* The texts of <style> and <script>, and the SHA-256 of each in base64. The script holds no "<" and
 * no "&" outside its CDATA section, the style none at all: a page is XML as well as HTML. */
extern const char page_html_style[];
extern const char page_html_script[];
extern const char page_html_style_hash[];
extern const char page_html_script_hash[];

/* A text as HTML, fit for an attribute too; a text as a string of JSON inside <script>. What they
 * get is clean (page_copy). */
void page_html_text(struct bytes *bytes, const char *text);
void page_html_string(struct bytes *bytes, const char *text);

/* <table>, and under it what ~ means. */
void page_html_table(const struct page_part *table, const struct view *view, struct bytes *bytes);

/* A chart with its figures as a table. E_MEMORY. */
MUST_USE rgl_rc page_html_chart(const struct page_part *chart, const struct view *view,
				struct page_arena *arena, struct bytes *bytes);
