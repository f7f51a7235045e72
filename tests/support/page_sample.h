/* page_sample.h - a page with everything that a page can have, about a shop that nobody has.
 *
 * In:  a host.
 * Out: the page; who reads it.
 */
#pragma once

#include "plugin/page/page.h"

/* A member's name on it, as a thief would choose it, and one in wide letters. */
#define PAGE_SAMPLE_THIEF "<script>alert(\"1\")</script>"
#define PAGE_SAMPLE_WIDE "毎度ありがとうございます"

/* Facts, sentences, five tables (cohorts with a heat map and unfinished months, at_risk with a text
 * that goes on, tenths with bars, days, empty) and four charts. Its errors stick to the page. NULL:
 * there was no memory for the first bit of it. */
struct page *page_sample(const struct host *host);

/* DKK, Europe/Copenhagen. */
struct view page_sample_view(enum view_format format, size_t columns, bool colour);
