/* test_progress.c - the bar: on a terminal, after a second, and gone at the end. */
#include "tests/support/check.h"

#include <stdlib.h>
#include <string.h>

#include "cli/progress.h"

/* What was written, in memory. */
struct paper {
	FILE *stream;
	char *text;
	size_t length;
};

static void open_paper(struct paper *paper)
{
	*paper = (struct paper) { 0 };
	paper->stream = open_memstream(&paper->text, &paper->length);
	assert_non_null(paper->stream);
}

static const char *read_paper(struct paper *paper)
{
	assert_int_equal(fflush(paper->stream), 0);
	return paper->text;
}

static void close_paper(struct paper *paper)
{
	assert_int_equal(fclose(paper->stream), 0);
	free(paper->text);
}

/* A log file or a pipe gets not one byte. */
static void what_is_no_terminal_gets_nothing(void **state)
{
	struct progress progress;
	struct paper paper;

	(void)state;
	open_paper(&paper);
	progress = progress_of(paper.stream, false, 1000, 0);
	for (int64_t now_ms = 0; now_ms < 5000; now_ms += 50)
		progress_step(&progress, now_ms / 5, now_ms, now_ms);
	progress_end(&progress);
	assert_string_equal(read_paper(&paper), "");
	close_paper(&paper);
}

/* Short work flashes nothing. */
static void the_first_second_is_quiet(void **state)
{
	struct progress progress;
	struct paper paper;

	(void)state;
	open_paper(&paper);
	progress = progress_of(paper.stream, true, 1000, 500);
	progress_step(&progress, 0, 0, 500);
	progress_step(&progress, 999, 10, 1499);
	progress_end(&progress);
	assert_string_equal(read_paper(&paper), "");
	close_paper(&paper);
}

/* A quarter in two seconds: six more, 21,000 rows a second; then the line goes. */
static void the_bar_tells_how_far_and_how_long(void **state)
{
	struct progress progress;
	struct paper paper;

	(void)state;
	open_paper(&paper);
	progress = progress_of(paper.stream, true, 1000000, 10000);
	progress_step(&progress, 250000, 42000, 12000);
	assert_string_equal(read_paper(&paper),
			    "\r\033[K[======                  ]  25 %  42,000 rows, 21,000 a "
			    "second, about 0:06 left");
	progress_end(&progress);
	assert_string_equal(read_paper(&paper) + paper.length - 4, "\r\033[K");
	progress_end(&progress);
	assert_int_equal(paper.length, strlen(paper.text));
	close_paper(&paper);
}

/* A row is far quicker than an eye: at most ten drawings a second. */
static void it_draws_ten_times_a_second_at_most(void **state)
{
	struct progress progress;
	struct paper paper;
	int drawn = 0;

	(void)state;
	open_paper(&paper);
	progress = progress_of(paper.stream, true, 1000, 0);
	for (int64_t now_ms = 1000; now_ms < 2000; now_ms++)
		progress_step(&progress, 1, 1, now_ms);
	for (const char *at = read_paper(&paper); *at != '\0'; at++)
		drawn += *at == '\r';
	assert_int_equal(drawn, 10);
	close_paper(&paper);
}

/* Of a pipe nobody knows the end; nothing read yet has no time left; a file that grew is full. */
static void what_is_not_known_is_not_told(void **state)
{
	struct progress progress;
	struct paper paper;

	(void)state;
	open_paper(&paper);
	progress = progress_of(paper.stream, true, 0, 0);
	progress_step(&progress, 5000, 3000, 1500);
	assert_string_equal(read_paper(&paper), "\r\033[K3,000 rows, 2,000 a second");
	close_paper(&paper);

	open_paper(&paper);
	progress = progress_of(paper.stream, true, 1000, 0);
	progress_step(&progress, 0, 0, 1000);
	assert_null(strstr(read_paper(&paper), "left"));
	progress_step(&progress, 2000, 7, 2000);
	assert_non_null(strstr(read_paper(&paper), "[========================] 100 %"));
	assert_non_null(strstr(read_paper(&paper), "about 0:00 left"));
	close_paper(&paper);
}

/* A file of years at a trickle would take longer than anybody waits: no number is better. */
static void a_time_beyond_reason_is_not_told(void **state)
{
	struct progress progress;
	struct paper paper;

	(void)state;
	open_paper(&paper);
	progress = progress_of(paper.stream, true, INT64_MAX, 0);
	progress_step(&progress, 1, 1, 1000);
	assert_null(strstr(read_paper(&paper), "left"));
	assert_non_null(strstr(paper.text, "  0 %"));
	close_paper(&paper);
}

/* A line that goes over the terminal's edge would stay behind each time it is drawn anew. */
static void a_narrow_terminal_gets_what_fits(void **state)
{
	static const struct {
		int columns;
		const char *shown;
	} SHOWN[] = {
		{ 100,
		  "\r\033[K[============            ]  50 %  1,234,567 transactions, 308,641 a "
		  "second, about 0:04 left" },
		{ 80, "\r\033[K1,234,567 transactions, 308,641 a second, about 0:04 left" },
		{ 40, "\r\033[K1,234,567 transactions, 308,641 a secon" },
		{ 10, "\r\033[K1,234,567" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(SHOWN) / sizeof(SHOWN[0]); i++) {
		struct progress progress;
		struct paper paper;

		open_paper(&paper);
		progress = progress_of(paper.stream, true, 1000, 0);
		progress.what = "transactions";
		progress.columns = SHOWN[i].columns;
		progress_step(&progress, 500, 1234567, 4000);
		assert_string_equal(read_paper(&paper), SHOWN[i].shown);
		close_paper(&paper);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_no_terminal_gets_nothing),
		cmocka_unit_test(the_first_second_is_quiet),
		cmocka_unit_test(the_bar_tells_how_far_and_how_long),
		cmocka_unit_test(it_draws_ten_times_a_second_at_most),
		cmocka_unit_test(what_is_not_known_is_not_told),
		cmocka_unit_test(a_time_beyond_reason_is_not_told),
		cmocka_unit_test(a_narrow_terminal_gets_what_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
