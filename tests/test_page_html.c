/* test_page_html.c - a page as one HTML file; tests/flow_page_html.sh opens one in a browser. */
#include "tests/support/check.h"

#include <cjson/cJSON.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/page_sample.h"
#include "tests/support/page_text.h"

static size_t count_of(const char *text, const char *part)
{
	size_t count = 0;

	for (; (text = strstr(text, part)) != NULL; text += strlen(part))
		count++;
	return count;
}

/* Nothing that a member is called becomes a tag, an attribute's end or a script's. */
static void names_stay_text(void **state)
{
	struct page_text text;
	const char *seen;

	(void)state;
	page_text_open(&text);
	seen = page_text_sample(&text, VIEW_HTML, 0, false, NULL);
	assert_null(strstr(seen, PAGE_SAMPLE_THIEF));
	assert_null(strstr(seen, "<script>alert"));
	assert_null(strstr(seen, "<b>bold"));
	assert_non_null(strstr(seen, ">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;<"));
	assert_non_null(strstr(seen, ">=1+1, &quot;quoted&quot; &amp; &lt;b&gt;bold&lt;/b&gt;<"));
	assert_non_null(strstr(seen, "<title>Kaffe &amp; Kage: who keeps coming"));
	page_text_close(&text);
}

/* The same inside a chart's data, where a tag would end the script. */
static void labels_of_charts_stay_text(void **state)
{
	struct page_text text;
	struct view view = page_sample_view(VIEW_HTML, 0, false);
	struct page *page;
	const char *seen;
	char data[1024];
	cJSON *json;

	(void)state;
	page_text_open(&text);
	page = page_text_new(&text);
	page_chart(page, PAGE_BARS, "one", "\"><script>", "week");
	page_label(page, "</script><script>alert(1)</script>\\\"");
	page_series(page, "s", "<!--", PAGE_MONEY);
	page_number(page, -1205);
	view.shop = "\" onload=\"alert(1)";
	seen = page_text_of(&text, page, &view, NULL);
	assert_null(strstr(seen, "script>alert"));
	assert_null(strstr(seen, "<!--"));
	assert_null(strstr(seen, "\" onload"));
	seen = strstr(seen, "id=\"chart-one-data\">");
	assert_non_null(seen);
	seen += strlen("id=\"chart-one-data\">");
	(void)snprintf(data, sizeof(data), "%.*s", (int)(strstr(seen, "</script>") - seen), seen);
	json = cJSON_ParseWithOpts(data, NULL, 1);
	assert_non_null(json);
	assert_string_equal(cJSON_GetStringValue(cJSON_GetArrayItem(
				    cJSON_GetObjectItemCaseSensitive(json, "labels"), 0)),
			    "</script><script>alert(1)</script>\\\"");
	assert_non_null(strstr(data, "\"y\":[-12.05],\"t\":[\"-12.05 DKK\"]"));
	cJSON_Delete(json);
	page_close(page);
	page_text_close(&text);
}

/* The text between two marks has the hash that the policy names. */
static void assert_hashed(const char *page, const char *begin, const char *end, const char *source)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	char written[64];
	char named[128];
	const char *from = strstr(page, begin);

	assert_non_null(from);
	from += strlen(begin);
	assert_int_equal(crypto_hash_sha256(hash, (const unsigned char *)from,
					    (unsigned long long)(strstr(from, end) - from)),
			 0);
	assert_non_null(sodium_bin2base64(written, sizeof(written), hash, sizeof(hash),
					  sodium_base64_VARIANT_ORIGINAL));
	(void)snprintf(named, sizeof(named), "%s 'sha256-%s'", source, written);
	assert_non_null(strstr(page, named));
}

/* It may run its own script and nothing else, and asks for nothing. */
static void a_page_needs_nothing_and_may_do_little(void **state)
{
	static const char *const OUTSIDE[] = { " src=", " href=",  "url(",   "@import",
					       "<link", "<iframe", "fetch(", "XMLHttpRequest" };
	struct page_text text;
	const char *seen;

	(void)state;
	page_text_open(&text);
	seen = page_text_sample(&text, VIEW_HTML, 0, false, NULL);
	for (size_t i = 0; i < sizeof(OUTSIDE) / sizeof(OUTSIDE[0]); i++)
		assert_null(strstr(seen, OUTSIDE[i]));
	assert_non_null(strstr(seen, "content=\"default-src 'none'; "));
	assert_null(strstr(seen, "unsafe-inline"));
	assert_hashed(seen, "<style>", "</style>", "style-src");
	assert_hashed(seen, "<script>", "</script>", "script-src");
	assert_null(strstr(seen, " style="));
	assert_null(strstr(seen, " onclick"));
	page_text_close(&text);
}

/* What it carries of others says whose it is. */
static void the_licence_of_the_charts_is_in_it(void **state)
{
	struct page_text text;
	const char *seen;

	(void)state;
	page_text_open(&text);
	seen = page_text_sample(&text, VIEW_HTML, 0, false, NULL);
	assert_non_null(strstr(seen, " * Chart.js v"));
	assert_non_null(strstr(seen, "Permission is hereby granted, free of charge"));
	assert_non_null(strstr(seen, "Chart.js Contributors"));
	page_text_close(&text);
}

/* Who cannot see a chart gets its figures; tables have captions and headings for each way. */
static void figures_are_there_for_who_does_not_see(void **state)
{
	struct page_text text;
	const char *seen;

	(void)state;
	page_text_open(&text);
	seen = page_text_sample(&text, VIEW_HTML, 0, false, NULL);
	assert_int_equal(count_of(seen, "<canvas "), 3);
	assert_int_equal(count_of(seen, "<canvas id=\"chart-"), 3);
	assert_int_equal(count_of(seen, " role=\"img\" aria-label=\""), 3);
	assert_int_equal(count_of(seen, "<table>"), 7);
	assert_int_equal(count_of(seen, "<caption>"), 7);
	assert_int_equal(count_of(seen, "<tr><th scope=\"row\""), 12 + 4 + 10 + 12 + 12 + 5);
	assert_int_equal(count_of(seen, "<details open=\"open\">"), 3);
	assert_non_null(strstr(seen, "<th scope=\"col\" class=\"n heat\">+1</th>"));
	page_text_close(&text);
}

/* Months that are not over are marked and not warm; the most is the darkest. */
static void heat_and_what_is_not_over_are_marked(void **state)
{
	struct page_text text;
	const char *seen;

	(void)state;
	page_text_open(&text);
	seen = page_text_sample(&text, VIEW_HTML, 0, false, NULL);
	assert_non_null(strstr(seen, "<td class=\"n heat h6\">43 %</td>"));
	assert_non_null(strstr(seen, "<td class=\"n heat open\">25 %~</td>"));
	assert_non_null(strstr(seen, "<p class=\"under\">~ not over yet</p>"));
	assert_non_null(strstr(seen, "<rect width=\"100.0\" height=\"10\" />"));
	assert_non_null(strstr(seen, "\"open\":[11]"));
	assert_non_null(strstr(seen, "<p class=\"under\">Nothing yet.</p>"));
	page_text_close(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_stay_text),
		cmocka_unit_test(labels_of_charts_stay_text),
		cmocka_unit_test(a_page_needs_nothing_and_may_do_little),
		cmocka_unit_test(the_licence_of_the_charts_is_in_it),
		cmocka_unit_test(figures_are_there_for_who_does_not_see),
		cmocka_unit_test(heat_and_what_is_not_over_are_marked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
