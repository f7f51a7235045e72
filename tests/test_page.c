/* test_page.c - a page is put together; what is wrong with it shows when it is written. */
#include "tests/support/check.h"

#include <string.h>

#include "plugin/page/page_parts.h"
#include "tests/support/page_sample.h"
#include "tests/support/page_text.h"
#include "tests/support/sweep.h"

static rgl_rc write_as(struct page_text *text, const struct page *page, enum view_format format)
{
	const struct view view = page_sample_view(format, 80, false);
	struct bytes bytes = bytes_of(&text->host);
	rgl_rc rc = page_render(page, &view, NULL, &bytes, &text->refusal);

	bytes_free(&bytes);
	return rc;
}

/* A report's own texts are gone when the page is written. */
static void texts_are_copied(void **state)
{
	struct page_text text;
	struct page *page;
	struct view view = page_sample_view(VIEW_CSV, 80, false);
	char name[] = "Asha";

	(void)state;
	page_text_open(&text);
	page = page_text_new(&text);
	page_table(page, "one", "One");
	page_column(page, "name", "name", PAGE_TEXT);
	page_row(page);
	page_text(page, name);
	memset(name, 'x', sizeof(name) - 1);
	assert_string_equal(page_text_of(&text, page, &view, NULL), "name\r\nAsha\r\n");
	page_close(page);
	page_text_close(&text);
}

/* What steers a terminal, turns writing round or is no text at all never gets into a page. */
static void texts_are_made_fit_to_be_shown(void **state)
{
	static const struct {
		const char *given;
		const char *kept;
	} CASES[] = {
		{ "Verma, Asha", "Verma, Asha" },
		{ "a\033[2Jb", "a\xef\xbf\xbd[2Jb" },
		{ "two\nlines\tand\r", "two lines and " },
		{ "\xe2\x80\xae"
		  "desrever",
		  "\xef\xbf\xbd"
		  "desrever" },
		{ "\xff\xc3", "\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xc2\x9b"
		  "1m",
		  "\xef\xbf\xbd"
		  "1m" },
		{ "\xef\xbf\xbf", "\xef\xbf\xbd" },
		{ "毎度", "毎度" },
		{ "", "" },
	};
	struct page_text text;
	struct page_arena arena = { 0 };

	(void)state;
	page_text_open(&text);
	arena.host = &text.host;
	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++)
		assert_string_equal(page_copy(&arena, CASES[i].given), CASES[i].kept);
	page_let_go(&arena);
	page_text_close(&text);
}

/* A text longer than the arena's blocks. */
static void long_texts_are_kept_whole(void **state)
{
	static char name[100000];
	struct page_text text;
	struct page *page;

	(void)state;
	memset(name, 'y', sizeof(name) - 1);
	page_text_open(&text);
	page = page_text_new(&text);
	page_say(page, "%s!", name);
	page_note(page, "%s", "short");
	assert_int_equal(strlen(page->says.first->text), sizeof(name));
	assert_string_equal(page->notes.first->text, "short");
	page_close(page);
	page_text_close(&text);
}

typedef void mistake(struct page *page);

static void cell_without_a_table(struct page *page)
{
	page_number(page, 1);
}

static void cell_without_a_row(struct page *page)
{
	page_table(page, "one", "One");
	page_column(page, "a", "a", PAGE_COUNT);
	page_text(page, "x");
}

static void cell_too_many(struct page *page)
{
	page_table(page, "one", "One");
	page_column(page, "a", "a", PAGE_COUNT);
	page_row(page);
	page_number(page, 1);
	page_nothing(page);
}

static void column_after_a_row(struct page *page)
{
	page_table(page, "one", "One");
	page_column(page, "a", "a", PAGE_COUNT);
	page_row(page);
	page_column(page, "b", "b", PAGE_COUNT);
}

static void row_in_a_chart(struct page *page)
{
	page_chart(page, PAGE_BARS, "one", "One", "week");
	page_row(page);
}

static void label_after_a_series(struct page *page)
{
	page_chart(page, PAGE_BARS, "one", "One", "week");
	page_label(page, "a");
	page_series(page, "s", "s", PAGE_COUNT);
	page_label(page, "b");
}

static void nothing_to_be_unfinished(struct page *page)
{
	page_table(page, "one", "One");
	page_unfinished(page);
}

/* A report that is built wrongly is our own fault: it is refused and never shown half. */
static void what_is_put_together_wrongly_is_refused(void **state)
{
	static mistake *const MISTAKES[] = {
		cell_without_a_table,	  cell_without_a_row, cell_too_many,
		column_after_a_row,	  row_in_a_chart,     label_after_a_series,
		nothing_to_be_unfinished,
	};
	struct page_text text;

	(void)state;
	page_text_open(&text);
	for (size_t i = 0; i < sizeof(MISTAKES) / sizeof(MISTAKES[0]); i++) {
		struct page *page = page_text_new(&text);

		MISTAKES[i](page);
		page_say(page, "more");
		for (int format = VIEW_TABLE; format <= VIEW_HTML; format++)
			assert_int_equal(write_as(&text, page, (enum view_format)format),
					 RGL_E_INTERNAL);
		page_close(page);
	}
	page_text_close(&text);
}

/* A row that ends early is filled up with nothing. */
static void cells_that_were_not_given_are_nothing(void **state)
{
	struct page_text text;
	struct page *page;
	struct view view = page_sample_view(VIEW_CSV, 80, false);

	(void)state;
	page_text_open(&text);
	page = page_text_new(&text);
	page_table(page, "one", "One");
	page_column(page, "a", "a", PAGE_COUNT);
	page_column(page, "b", "b", PAGE_SHARE);
	page_row(page);
	page_number(page, 5);
	page_row(page);
	assert_string_equal(page_text_of(&text, page, &view, NULL), "a,b\r\n5,\r\n,\r\n");
	page_close(page);
	page_text_close(&text);
}

/* A page of which nothing is known yet has a head, in each format. */
static void an_empty_page_is_written(void **state)
{
	struct page_text text;
	struct page *page;

	(void)state;
	page_text_open(&text);
	page = page_text_new(&text);
	for (int format = VIEW_TABLE; format <= VIEW_HTML; format++) {
		struct view view = page_sample_view((enum view_format)format, 80, false);

		assert_true(strlen(page_text_of(&text, page, &view, NULL)) > 10);
	}
	page_close(page);
	page_close(NULL);
	page_text_close(&text);
}

/* The n-th allocation and all after it fail: E_MEMORY with words, and nothing is kept. */
static void every_failed_allocation_is_told_and_leaks_nothing(void **state)
{
	rgl_rc rc = RGL_E_MEMORY;
	long n = 0;

	(void)state;
	for (; rc != RGL_OK && n < 400; n++) {
		struct rgl_why refusal = { 0 };
		struct sweep sweep;
		struct page *page;
		struct host host;

		sweep_init(&sweep, n);
		host_init(&host, &sweep.host);
		page = page_sample(&host);
		rc = page == NULL ? RGL_E_MEMORY : RGL_OK;
		for (int format = VIEW_TABLE; rc == RGL_OK && format <= VIEW_HTML; format++) {
			struct view view = page_sample_view((enum view_format)format, 90, true);
			struct bytes bytes = bytes_of(&host);

			rc = page_render(page, &view, format == VIEW_CSV ? "facts" : NULL, &bytes,
					 &refusal);
			bytes_free(&bytes);
		}
		assert_int_equal(rc, sweep.ran_out ? RGL_E_MEMORY : RGL_OK);
		if (page != NULL && rc < 0)
			assert_non_null(strstr(refusal.text, "not enough memory"));
		page_close(page);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
	}
	assert_int_equal(rc, RGL_OK);
	assert_true(n > 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_are_copied),
		cmocka_unit_test(texts_are_made_fit_to_be_shown),
		cmocka_unit_test(long_texts_are_kept_whole),
		cmocka_unit_test(what_is_put_together_wrongly_is_refused),
		cmocka_unit_test(cells_that_were_not_given_are_nothing),
		cmocka_unit_test(an_empty_page_is_written),
		cmocka_unit_test(every_failed_allocation_is_told_and_leaks_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
