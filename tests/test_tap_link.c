/* test_tap_link.c - what the passing process keeps for a reader that is not there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "pos-adapters/print-tap/link.h"

enum { MORE = 7 };

static struct link *link_new(void)
{
	struct link *link = calloc(1, sizeof(*link));

	assert_non_null(link);
	link_begin(link, "/nowhere/reader.sock");
	return link;
}

static void print(struct link *link, uint8_t byte, size_t length)
{
	for (size_t i = 0; i < length; i++)
		link_data(link, &byte, 1);
	(void)link_mark(link, true);
	link_pump(link);
}

/* The last mark stands for all that had no room, by number; those before can still be read. */
static void the_oldest_are_kept_and_the_rest_is_counted(void **state)
{
	struct link *link = link_new();

	(void)state;
	for (uint32_t i = 0; i < LINK_MARKS_MAX - 1 + MORE; i++)
		print(link, (uint8_t)i, 10);
	assert_int_equal(link->mark_count, LINK_MARKS_MAX);
	for (uint32_t i = 0; i + 1 < LINK_MARKS_MAX; i++) {
		assert_int_equal(link->marks[i].kind, LINK_CUT);
		assert_int_equal(link->kept[i * 10], i);
	}
	assert_int_equal(link->marks[LINK_MARKS_MAX - 1].kind, LINK_LOST);
	assert_int_equal(link->marks[LINK_MARKS_MAX - 1].lost, MORE);
	assert_int_equal(link->marks[LINK_MARKS_MAX - 1].end, link->kept_length);
	free(link);
}

/* One that is larger than all the room is lost alone. */
static void a_receipt_too_large_is_lost_alone(void **state)
{
	struct link *link = link_new();

	(void)state;
	print(link, 'a', 10);
	print(link, 'b', LINK_KEPT_MAX + 1);
	print(link, 'c', 10);
	assert_int_equal(link->mark_count, 3);
	assert_int_equal(link->marks[1].kind, LINK_LOST);
	assert_int_equal(link->marks[1].lost, 1);
	assert_int_equal(link->marks[2].kind, LINK_CUT);
	assert_int_equal(link->kept_length, 20);
	free(link);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_oldest_are_kept_and_the_rest_is_counted),
		cmocka_unit_test(a_receipt_too_large_is_lost_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
