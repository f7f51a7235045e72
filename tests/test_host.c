/* test_host.c - what a till lends is used; what it does not lend is there all the same. */
#include "tests/support/check.h"

#include <string.h>
#include <time.h>

#include "plugin/base/host.h"
#include "plugin/base/utf8.h"
#include "tests/support/sweep.h"

struct heard {
	int32_t level;
	int lines;
	char line[1024];
};

static void hear(void *user, int32_t level, const char *line)
{
	struct heard *heard = user;

	heard->level = level;
	heard->lines++;
	assert_true(strlen(line) < sizeof(heard->line));
	(void)strncpy(heard->line, line, sizeof(heard->line) - 1);
}

static int64_t noon(void *user)
{
	(void)user;
	return 43200000;
}

/* A till in C++ may pass NULL for all of it. */
static void without_a_till_everything_but_print_is_there(void **state)
{
	struct host host;
	int64_t before_ms = (int64_t)time(NULL) * 1000;
	char *memory;

	(void)state;
	host_init(&host, NULL);
	assert_null(host.lent.print);
	memory = host_new(&host, 3);
	assert_non_null(memory);
	assert_memory_equal(memory, "\0\0", 3);
	memory = host_resize(&host, memory, 100000);
	assert_non_null(memory);
	assert_memory_equal(memory, "\0\0", 3);
	host_free(&host, memory);
	host_free(&host, NULL);
	host_log(&host, RGL_LOG_ERROR, "nobody hears %d", 1);
	assert_in_range(host_now_ms(&host), before_ms, before_ms + 600000);
}

static void what_is_lent_is_used(void **state)
{
	struct heard heard = { 0 };
	const struct rgl_host lent = {
		.size = sizeof(lent), .user = &heard, .log = hear, .now_ms = noon
	};
	struct host host;

	(void)state;
	host_init(&host, &lent);
	assert_int_equal(host_now_ms(&host), 43200000);
	host_log(&host, RGL_LOG_WARNING, "paper: %s", "low");
	assert_int_equal(heard.lines, 1);
	assert_int_equal(heard.level, RGL_LOG_WARNING);
	assert_string_equal(heard.line, "paper: low");
}

/* A till compiled against an older header knows fewer callbacks; what lies behind is not ours. */
static void an_older_till_lends_what_it_knew(void **state)
{
	struct heard heard = { 0 };
	struct rgl_host lent = { .user = &heard, .log = hear, .now_ms = noon };
	struct host host;

	(void)state;
	lent.size = offsetof(struct rgl_host, now_ms);
	host_init(&host, &lent);
	assert_ptr_equal(host.lent.log, hear);
	assert_ptr_not_equal(host.lent.now_ms, noon);
	assert_int_equal(host.lent.size, sizeof(struct rgl_host));
}

/* And one compiled against a newer header lends more than we know of. */
static void a_newer_till_lends_what_we_know(void **state)
{
	struct {
		struct rgl_host known;
		void *newer[4];
	} lent = { .known = { .size = sizeof(lent), .now_ms = noon } };
	struct host host;

	(void)state;
	host_init(&host, &lent.known);
	assert_int_equal(host_now_ms(&host), 43200000);
	assert_int_equal(host.lent.size, sizeof(struct rgl_host));
}

static void memory_that_is_lent_runs_out_quietly(void **state)
{
	struct sweep sweep;
	struct host host;
	char *memory;

	(void)state;
	sweep_init(&sweep, 1);
	host_init(&host, &sweep.host);
	memory = host_new(&host, 16);
	assert_non_null(memory);
	assert_int_equal(memory[15], 0);
	assert_null(host_new(&host, 16));
	assert_null(host_resize(&host, memory, 32));
	memory[15] = 7; /* still ours */
	host_free(&host, memory);
	assert_int_equal(sweep.held, 0);
	assert_false(sweep.misused);
}

/* A line has 511 bytes at most, and ends with a whole character. */
static void a_long_line_is_cut_between_characters(void **state)
{
	struct heard heard = { 0 };
	const struct rgl_host lent = { .size = sizeof(lent), .user = &heard, .log = hear };
	struct host host;
	char letters[901];

	(void)state;
	host_init(&host, &lent);
	for (size_t at = 0; at + 4 < sizeof(letters); at += 3)
		(void)memcpy(letters + at, "\xE2\x82\xAC", 4);
	host_log(&host, RGL_LOG_NOTE, "..%s", letters);
	assert_in_range(strlen(heard.line), 508, 511);
	assert_true(utf8_is_valid(heard.line, strlen(heard.line)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_till_everything_but_print_is_there),
		cmocka_unit_test(what_is_lent_is_used),
		cmocka_unit_test(an_older_till_lends_what_it_knew),
		cmocka_unit_test(a_newer_till_lends_what_we_know),
		cmocka_unit_test(memory_that_is_lent_runs_out_quietly),
		cmocka_unit_test(a_long_line_is_cut_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
