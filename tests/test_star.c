/* test_star.c - what is sent to Star printers, read back by a reader that was written from Star's
 * specifications in another language (tests/decode/star.py).
 */
#include "tests/test_encode_parts.h"

#include <stdio.h>
#include <unistd.h>

#include "receipts/printer/encode_parts.h"

#define ROOM 300000
#define EVENTS_ROOM 4096
#define PATH_ROOM 200

static uint8_t dots[ROOM];
static size_t dots_length;
static char events[EVENTS_ROOM];

static void path_of(const char *name, char ret[PATH_ROOM])
{
	const char *folder = getenv("TMPDIR");

	(void)snprintf(ret, PATH_ROOM, "%s/%s", folder == NULL ? "/tmp" : folder, name);
}

static void store(const char *path, const struct bytes *bytes)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes->data, 1, bytes->length, file), bytes->length);
	assert_int_equal(fclose(file), 0);
}

static void load_dots(const char *path)
{
	FILE *file = fopen(path, "rb");

	dots_length = 0;
	if (file == NULL)
		return;
	dots_length = fread(dots, 1, sizeof(dots), file);
	(void)fclose(file);
	(void)unlink(path);
}

/* The reader's status; what it found is in `dots` and `events`. */
static int read_back(const struct profile *profile, const struct bytes *bytes, const char *how)
{
	const bool is_new = profile->language == PROFILE_STARPRNT;
	char in[PATH_ROOM];
	char out[PATH_ROOM];
	char command[4 * PATH_ROOM];
	FILE *file;
	int status;

	path_of("star.in", in);
	path_of("star.out", out);
	store(in, bytes);
	(void)snprintf(command, sizeof(command), "python3 tests/decode/star.py %s %u %s %s <%s",
		       is_new ? "starprnt" : "raster", profile->dots / 8, out, how, in);
	file = popen(command, "r");
	assert_non_null(file);
	memset(events, 0, sizeof(events));
	(void)!fread(events, 1, sizeof(events) - 1, file);
	events[strcspn(events, "\n")] = '\0';
	status = pclose(file);
	load_dots(out);
	(void)unlink(in);
	return status;
}

static void scribble(struct canvas *canvas, uint32_t rows, uint64_t seed)
{
	const int32_t from = (int32_t)canvas->rows;

	assert_int_equal(canvas_extend(canvas, rows), RGL_OK);
	for (int32_t y = from; y < (int32_t)canvas->rows; y++)
		for (int32_t x = 0; x < (int32_t)canvas->width; x++)
			if ((next_number(&seed) & 4) != 0 && y % 5 != 0 && x < y * 20)
				canvas_fill(canvas, x, y, 1, 1);
}

/* What was done, without the rows themselves. */
static void drop_rows(char *said)
{
	char *to = said;

	for (const char *at = said; *at != '\0'; at++)
		if (*at != 'r' && *at != 'p')
			*to++ = *at;
	*to = '\0';
}

static void the_dots_are_the_canvas(void **state)
{
	static const struct {
		const char *name;
		const char *events;
	} cases[] = {
		{ "star-tsp100", "<dcc>" },
		{ "star-tsp650ii", "<dcc>" },
		{ "star-mc-print2", "idcc" },
		{ "star-mc-print3", "idcc" },
	};
	struct desk *desk = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct profile *profile = profile_find(cases[i].name);
		struct canvas canvas = canvas_of(&desk->host, profile->dots);

		canvas_mark(&canvas, CANVAS_DRAWER, canvas.rows);
		scribble(&canvas, 61, i + 1);
		canvas_mark(&canvas, CANVAS_CUT, canvas.rows);
		canvas_mark(&canvas, CANVAS_BUZZER, canvas.rows);
		scribble(&canvas, 30, i + 9);
		desk->bytes.length = 0;
		encode_canvas(profile, &canvas, &desk->bytes);
		assert_int_equal(read_back(profile, &desk->bytes, ""), 0);
		drop_rows(events);
		assert_string_equal(events, cases[i].events);
		assert_int_equal(dots_length, (size_t)canvas.stride * canvas.rows);
		assert_memory_equal(dots, canvas.bits, dots_length);
		canvas_free(&canvas);
	}
}

/* The whole way from a paper, though text was wished for: Star's letters are not used. */
static void a_receipt_is_dots(void **state)
{
	const struct encode_wish wish = { profile_find("star-tsp100"), ENCODE_TEXT, NULL, "J001" };
	struct desk *desk = *state;

	desk_fill(desk);
	assert_int_equal(desk_encode(desk, &wish), RGL_OK);
	assert_int_equal(read_back(wish.profile, &desk->bytes, ""), 0);
	drop_rows(events);
	assert_string_equal(events, "<dcc>");
	assert_true(dots_length > (size_t)72 * 300);
}

/* The last part of what was read is this canvas, all of it. */
static void expect_last(const struct canvas *canvas)
{
	const size_t length = (size_t)canvas->stride * canvas->rows;

	assert_true(dots_length >= length);
	assert_memory_equal(dots + dots_length - length, canvas->bits, length);
}

/* Wherever the cable is pulled, the next receipt is whole: in each of the first bytes and of the
 * last, and at some of the rows. */
static void after_a_break_the_next_receipt_is_whole(void **state)
{
	const char *const names[] = { "star-tsp100", "star-mc-print3" };
	struct desk *desk = *state;

	for (size_t i = 0; i < 80; i++) {
		const struct profile *profile = profile_find(names[i % 2]);
		struct canvas canvas = canvas_of(&desk->host, profile->dots);
		size_t whole;

		scribble(&canvas, 40, i + 1);
		desk->bytes.length = 0;
		encode_canvas(profile, &canvas, &desk->bytes);
		whole = desk->bytes.length;
		desk->bytes.length = i < 50   ? i / 2
				     : i < 60 ? whole * i / 61
					      : whole - (i - 60) / 2;
		encode_resync(profile, i % 3 == 0, &desk->bytes);
		encode_canvas(profile, &canvas, &desk->bytes);
		assert_int_equal(read_back(profile, &desk->bytes, "broken"), 0);
		expect_last(&canvas);
		canvas_free(&canvas);
	}
}

/* The reader is strict, or the tests above would say nothing. */
static void the_reader_refuses_what_star_does_not_know(void **state)
{
	const char *const bad[] = {
		"\x1B*rAx",	   "hello",	   "\x1B*rA\x1B*rE4",
		"\x1B*rA\x62\x01", "\x1B*rA\x1B@", "\x1B*rA",
	};
	const struct profile *profile = profile_find("star-tsp100");

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const struct bytes bytes = { .data = (uint8_t *)(uintptr_t)bad[i],
					     .length = strlen(bad[i]) };

		assert_int_not_equal(read_back(profile, &bytes, "2>/dev/null"), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_dots_are_the_canvas, desk_set_up,
						desk_tear_down),
		cmocka_unit_test_setup_teardown(a_receipt_is_dots, desk_set_up, desk_tear_down),
		cmocka_unit_test_setup_teardown(after_a_break_the_next_receipt_is_whole,
						desk_set_up, desk_tear_down),
		cmocka_unit_test(the_reader_refuses_what_star_does_not_know),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
