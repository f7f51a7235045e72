/* test_receipt_html.c - the customer's copy: what is in it, and that no text breaks out of it. */
#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "receipts/html.h"
#include "tests/support/sweep.h"

static const struct paper_style LINE = { PAPER_LEFT, PAPER_NORMAL, false, 2 };
static const struct paper_style DETAIL = { PAPER_LEFT, PAPER_SMALL, false, 1 };
static const struct paper_style SUM = { PAPER_LEFT, PAPER_LARGE, true, 1 };
static const struct paper_style HEAD = { PAPER_CENTRE, PAPER_LARGE, true, 3 };

/* A receipt of few lines; `text` stands wherever one can. */
static struct paper paper_with(const struct host *host, const char *text)
{
	struct paper paper = paper_of(host);

	paper_text(&paper, HEAD, text);
	paper_columns(&paper, LINE, (const char *[]) { text, text }, 2);
	paper_text(&paper, DETAIL, text);
	paper_rule(&paper);
	paper_columns(&paper, SUM, (const char *[]) { text, text }, 2);
	paper_qr(&paper, PAPER_NORMAL, text[0] == '\0' ? "A" : text);
	assert_int_equal(paper_rc(&paper), RGL_OK);
	return paper;
}

/* The page as a text; free it with free(). */
static char *page_of(const struct host *host, const struct paper *paper, const char *title,
		     const struct bitmap *logo)
{
	const struct html_wish wish = { title, logo };
	struct bytes out = bytes_of(host);
	struct rgl_why why = { 0 };
	char *page;

	assert_int_equal(html_write(paper, &wish, host, &out, &why), RGL_OK);
	page = calloc(1, out.length + 1);
	assert_non_null(page);
	memcpy(page, out.data, out.length);
	bytes_free(&out);
	return page;
}

static size_t count_of(const char *page, const char *what)
{
	size_t count = 0;

	for (page = strstr(page, what); page != NULL; page = strstr(page + 1, what))
		count++;
	return count;
}

static void the_sum_is_a_heading_of_its_row(void **state)
{
	struct host host;
	struct paper paper;
	char *page;

	(void)state;
	host_init(&host, NULL);
	paper = paper_with(&host, "Tea");
	page = page_of(&host, &paper, "Receipt", NULL);
	assert_int_equal(count_of(page, "<h1 "), 1);
	assert_int_equal(count_of(page, "<table>"), 1);
	assert_int_equal(count_of(page, "<tbody>"), 2);
	assert_non_null(strstr(page, "<td colspan=\"2\">Tea</td>"));
	assert_non_null(strstr(page, "<th scope=\"row\">Tea</th><td>Tea</td>"));
	assert_non_null(strstr(page, "<html lang=\"en\" dir=\"ltr\">"));
	free(page);
	paper_free(&paper);
}

static void a_page_from_right_to_left_says_so(void **state)
{
	struct host host;
	struct paper paper;
	char *page;

	(void)state;
	host_init(&host, NULL);
	paper = paper_with(&host, "Tea");
	paper.is_right_to_left = true;
	(void)snprintf(paper.language, sizeof(paper.language), "ar");
	page = page_of(&host, &paper, "Receipt", NULL);
	assert_non_null(strstr(page, "<html lang=\"ar\" dir=\"rtl\">"));
	free(page);
	paper_free(&paper);
}

/* Tags and attributes are as many as without the text: nothing of it became one. */
static void is_inert(const struct host *host, const char *text)
{
	struct paper harmless = paper_with(host, "x");
	struct paper paper = paper_with(host, text);
	char *expected = page_of(host, &harmless, "x", NULL);
	char *page = page_of(host, &paper, text, NULL);
	const char *link = strstr(text, "http") == text ? "<a " : NULL;

	assert_int_equal(count_of(page, "<") - (link != NULL ? 2 : 0), count_of(expected, "<"));
	assert_int_equal(count_of(page, ">") - (link != NULL ? 2 : 0), count_of(expected, ">"));
	assert_int_equal(count_of(page, "\"") - (link != NULL ? 4 : 0), count_of(expected, "\""));
	free(page);
	free(expected);
	paper_free(&paper);
	paper_free(&harmless);
}

/* Every character that a till or a customer could send, alone and in company. */
static void no_text_breaks_out(void **state)
{
	const char *const texts[] = {
		"<script>alert(1)</script>",
		"\"><img src=x onerror=alert(1)>",
		"' onmouseover='alert(1)",
		"</title></style><script>",
		"&lt;b&gt;",
		"]]><!--",
		"javascript:alert(1)",
		"https://shop.example/?a=1&b=\"<>'",
		"\xC0\xBCscript\xC0\xBE",
		"\xE2\x80\xAE<b>",
	};
	struct host host;
	char text[8];

	(void)state;
	host_init(&host, NULL);
	for (int byte = 1; byte < 0x80; byte++) {
		(void)snprintf(text, sizeof(text), "a%cb", byte);
		is_inert(&host, text);
	}
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		is_inert(&host, texts[i]);
}

/* Only what begins as an address can be touched. */
static void an_address_can_be_touched(void **state)
{
	struct host host;
	struct paper paper;
	char *page;

	(void)state;
	host_init(&host, NULL);
	paper = paper_with(&host, "https://shop.example/?a=1&b=2");
	page = page_of(&host, &paper, "x", NULL);
	assert_int_equal(count_of(page, "href=\"https://shop.example/?a=1&amp;b=2\""), 1);
	free(page);
	paper_free(&paper);
	paper = paper_with(&host, "javascript:alert(1)");
	page = page_of(&host, &paper, "x", NULL);
	assert_int_equal(count_of(page, "href="), 0);
	free(page);
	paper_free(&paper);
}

/* Nothing is fetched from anywhere: a copy sent by mail tells nobody that it was opened. */
static void it_loads_nothing(void **state)
{
	const uint8_t bits[] = { 0xF0, 0x0F };
	const struct bitmap logo = { 8, 2, 1, bits };
	struct host host;
	struct paper paper;
	char *page;

	(void)state;
	host_init(&host, NULL);
	paper = paper_with(&host, "Tea");
	paper_mark(&paper, PAPER_PICTURE);
	page = page_of(&host, &paper, "x", &logo);
	assert_int_equal(count_of(page, "src=\"data:image/png;base64,iVBORw0KGgo"), 1);
	assert_int_equal(count_of(page, "src="), 1);
	assert_int_equal(count_of(page, "<script"), 0);
	assert_int_equal(count_of(page, "<link"), 0);
	assert_int_equal(count_of(page, "@import"), 0);
	assert_int_equal(count_of(page, "url("), 0);
	free(page);
	paper_free(&paper);
}

static void a_code_without_text_is_refused(void **state)
{
	const struct html_wish wish = { "x", NULL };
	struct rgl_why why = { 0 };
	struct host host;
	struct bytes out;
	struct paper paper;

	(void)state;
	host_init(&host, NULL);
	out = bytes_of(&host);
	paper = paper_of(&host);
	bytes_add_text(&out, "before");
	paper_qr(&paper, PAPER_NORMAL, "");
	assert_int_equal(html_write(&paper, &wish, &host, &out, &why), RGL_E_LIMIT);
	assert_int_equal(out.length, 6);
	bytes_free(&out);
	paper_free(&paper);
}

static void without_memory_it_says_so(void **state)
{
	const uint8_t bits[] = { 0xF0, 0x0F };
	const struct bitmap logo = { 8, 2, 1, bits };
	const struct html_wish wish = { "x", &logo };
	struct rgl_why why = { 0 };
	struct sweep sweep;
	struct host ours;
	struct host host;
	struct paper paper;
	rgl_rc rc = RGL_E_MEMORY;

	(void)state;
	host_init(&ours, NULL);
	paper = paper_with(&ours, "Tea");
	paper_mark(&paper, PAPER_PICTURE);
	for (long at = 0; rc != RGL_OK && at < 200; at++) {
		struct bytes out;

		sweep_init(&sweep, at);
		host_init(&host, &sweep.host);
		out = bytes_of(&host);
		rc = html_write(&paper, &wish, &host, &out, &why);
		assert_true(rc == RGL_OK || rc == RGL_E_MEMORY);
		assert_true(rc == RGL_OK || out.length == 0);
		bytes_free(&out);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
	}
	assert_int_equal(rc, RGL_OK);
	paper_free(&paper);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_sum_is_a_heading_of_its_row),
		cmocka_unit_test(a_page_from_right_to_left_says_so),
		cmocka_unit_test(no_text_breaks_out),
		cmocka_unit_test(an_address_can_be_touched),
		cmocka_unit_test(it_loads_nothing),
		cmocka_unit_test(a_code_without_text_is_refused),
		cmocka_unit_test(without_memory_it_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
