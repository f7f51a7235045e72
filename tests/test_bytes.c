/* test_bytes.c - the buffer that grows, and that says at the end whether it could. */
#include "tests/support/check.h"

#include <string.h>

#include "plugin/base/bytes.h"
#include "tests/support/sweep.h"

static void lend(struct sweep *sweep, struct host *host, long fail_at)
{
	sweep_init(sweep, fail_at);
	host_init(host, &sweep->host);
}

static void what_is_added_lies_there_in_order(void **state)
{
	struct sweep sweep;
	struct host host;
	struct bytes bytes;

	(void)state;
	lend(&sweep, &host, SWEEP_NEVER);
	bytes = bytes_of(&host);
	bytes_add(&bytes, "\x1b\0@", 3);
	bytes_add_byte(&bytes, 0xFF);
	bytes_add_text(&bytes, "text");
	bytes_printf(&bytes, "%d%%", 50);
	assert_int_equal(bytes_rc(&bytes), RGL_OK);
	assert_int_equal(bytes.length, 11);
	assert_memory_equal(bytes.data,
			    "\x1b\0@\xFF"
			    "text50%",
			    11);
	bytes_free(&bytes);
	assert_int_equal(bytes.length, 0);
	assert_int_equal(sweep.held, 0);
}

/* An answer that nobody asks for costs nothing. */
static void an_empty_buffer_holds_no_memory(void **state)
{
	struct sweep sweep;
	struct host host;
	struct bytes bytes;

	(void)state;
	lend(&sweep, &host, SWEEP_NEVER);
	bytes = bytes_of(&host);
	assert_int_equal(bytes_rc(&bytes), RGL_OK);
	assert_int_equal(sweep.asked, 0);
	bytes_free(&bytes);
	assert_false(sweep.misused);
}

/* Nothing, added to nothing, is no failure, and gives a place that can be pointed to. */
static void nothing_can_be_added(void **state)
{
	struct sweep sweep;
	struct host host;
	struct bytes bytes;

	(void)state;
	lend(&sweep, &host, SWEEP_NEVER);
	bytes = bytes_of(&host);
	bytes_add(&bytes, "", 0);
	bytes_add_text(&bytes, "");
	bytes_printf(&bytes, "%s", "");
	assert_non_null(bytes_extend(&bytes, 0));
	assert_int_equal(bytes.length, 0);
	assert_int_equal(bytes_rc(&bytes), RGL_OK);
	bytes_free(&bytes);
	assert_int_equal(sweep.held, 0);
}

/* A line longer than the 1,024 bytes at hand takes another way; it must read the same. */
static void a_printed_line_of_any_length_is_whole(void **state)
{
	struct sweep sweep;
	struct host host;
	char text[3000];

	(void)state;
	lend(&sweep, &host, SWEEP_NEVER);
	for (size_t length = 1000; length < sizeof(text); length += length < 1050 ? 1 : 371) {
		struct bytes bytes = bytes_of(&host);

		(void)memset(text, 'a', length);
		text[length] = '\0';
		bytes_add_byte(&bytes, '<');
		bytes_printf(&bytes, "%s", text);
		bytes_add_byte(&bytes, '>');
		assert_int_equal(bytes_rc(&bytes), RGL_OK);
		assert_int_equal(bytes.length, length + 2);
		assert_memory_equal(bytes.data + 1, text, length);
		assert_int_equal(bytes.data[length + 1], '>');
		bytes_free(&bytes);
	}
	assert_int_equal(sweep.held, 0);
}

/* More than an address can count is refused before memory is asked for. */
static void a_length_beyond_memory_is_refused(void **state)
{
	struct sweep sweep;
	struct host host;
	struct bytes bytes;

	(void)state;
	lend(&sweep, &host, 2);
	bytes = bytes_of(&host);
	bytes_add_byte(&bytes, 'x');
	assert_null(bytes_extend(&bytes, SIZE_MAX));
	assert_int_equal(bytes_rc(&bytes), RGL_E_MEMORY);
	assert_int_equal(sweep.asked, 1);
	bytes_free(&bytes);
	assert_int_equal(sweep.held, 0);
}

static void fill(struct bytes *bytes)
{
	char text[2000];

	(void)memset(text, 'b', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	for (int i = 0; i < 20; i++) {
		bytes_add_text(bytes, "0123456789");
		bytes_printf(bytes, "%s", text);
		bytes_add_byte(bytes, 'x');
	}
}

/* Whichever allocation fails: the failure sticks, nothing is lost, nothing is kept. */
static void every_failed_allocation_sticks_and_leaks_nothing(void **state)
{
	struct sweep sweep = { .ran_out = true };
	long n;

	(void)state;
	for (n = 0; sweep.ran_out && n < 1000; n++) {
		struct host host;
		struct bytes bytes;
		size_t length;

		lend(&sweep, &host, n);
		bytes = bytes_of(&host);
		fill(&bytes);
		assert_int_equal(bytes_rc(&bytes), sweep.ran_out ? RGL_E_MEMORY : RGL_OK);
		sweep.fail_at = SWEEP_NEVER;
		length = bytes.length;
		bytes_add_byte(&bytes, 'y');
		assert_int_equal(bytes.length, length + !sweep.ran_out);
		bytes_free(&bytes);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
	}
	assert_false(sweep.ran_out);
	assert_true(n > 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_added_lies_there_in_order),
		cmocka_unit_test(an_empty_buffer_holds_no_memory),
		cmocka_unit_test(nothing_can_be_added),
		cmocka_unit_test(a_printed_line_of_any_length_is_whole),
		cmocka_unit_test(a_length_beyond_memory_is_refused),
		cmocka_unit_test(every_failed_allocation_sticks_and_leaks_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
