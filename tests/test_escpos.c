/* test_escpos.c - a printer that knows few commands prints the same dots, also after a break. */
#include "tests/test_encode_parts.h"

#include "receipts/printer/encode_parts.h"
#include "receipts/printer/escpos.h"

static struct printer printer;

static const struct profile *known(const char *name)
{
	const struct profile *profile = profile_find(name);

	assert_non_null(profile);
	return profile;
}

/* Dots without meaning, the same each time. */
static void scribble(struct canvas *canvas, uint32_t rows, uint64_t seed)
{
	assert_int_equal(canvas_extend(canvas, rows), RGL_OK);
	for (int32_t y = 0; y < (int32_t)rows; y++)
		for (int32_t x = 0; x < (int32_t)canvas->width; x++)
			if ((next_number(&seed) & 4) != 0)
				canvas_fill(canvas, x, y, 1, 1);
}

static void expect_same(const struct canvas *canvas)
{
	assert_int_equal(printer.stride, canvas->stride);
	assert_int_equal(printer.length, (size_t)canvas->stride * canvas->rows);
	assert_memory_equal(printer.paper, canvas->bits, printer.length);
}

static void the_printer_gets_the_same_dots(void **state)
{
	const char *const names[] = { "epson-tm-m30", "generic-58", "epson-tm-t88v" };
	const char *const events[] = { "ipc", "ip", "ipc" };
	const uint32_t heights[] = { 1, 23, 24, 25, 100 };
	struct desk *desk = *state;

	for (size_t i = 0; i < 15; i++) {
		const struct profile *profile = known(names[i % 3]);
		struct canvas canvas = canvas_of(&desk->host, profile->dots);

		scribble(&canvas, heights[i / 3], i + 1);
		desk->bytes.length = 0;
		encode_canvas(profile, &canvas, &desk->bytes);
		assert_int_equal(bytes_rc(&desk->bytes), RGL_OK);
		printer = (struct printer) { 0 };
		printer_take_all(&printer, &desk->bytes);
		expect_same(&canvas);
		if (heights[i / 3] <= 24)
			assert_string_equal(printer.events, events[i % 3]);
		assert_int_equal(printer.unknown, 0);
		assert_int_equal(printer.known, 0);
		assert_true(printer.rows_max <= ESCPOS_BAND_ROWS);
		canvas_free(&canvas);
	}
}

/* A cut stands between two rows: the picture is parted there, and whole all the same. */
static void marks_stand_where_the_canvas_has_them(void **state)
{
	const struct profile *profile = known("epson-tm-m30");
	struct desk *desk = *state;
	struct canvas canvas = canvas_of(&desk->host, profile->dots);

	canvas_mark(&canvas, CANVAS_DRAWER, canvas.rows);
	scribble(&canvas, 30, 3);
	canvas_mark(&canvas, CANVAS_CUT, canvas.rows);
	assert_int_equal(canvas_extend(&canvas, 10), RGL_OK);
	canvas_mark(&canvas, CANVAS_BUZZER, canvas.rows);
	encode_canvas(profile, &canvas, &desk->bytes);
	printer = (struct printer) { 0 };
	printer_take_all(&printer, &desk->bytes);
	expect_same(&canvas);
	assert_string_equal(printer.events, "idppcpbc");
	assert_int_equal(encode_cuts(profile, desk->bytes.data, desk->bytes.length), 2);
	assert_int_equal(printer.unknown, 0);
	canvas_free(&canvas);
}

/* Sends what came before a break, what wakes the printer up, and the next receipt; all of that one
 * comes out, at most the command that was cut off makes no sense, and nothing is printed as text.
 */
static void expect_woken(const struct bytes *first, size_t cut, const struct bytes *wake,
			 const struct bytes *second, const struct canvas *next)
{
	const struct bytes part = { .data = first->data, .length = cut };
	size_t said;
	size_t before;

	printer = (struct printer) { 0 };
	printer_take_all(&printer, &part);
	said = printer.said_length;
	printer_take_all(&printer, wake);
	before = printer.length;
	printer_take_all(&printer, second);
	assert_int_equal(printer.said_length, said);
	assert_int_equal(printer.length - before, (size_t)next->stride * next->rows);
	assert_memory_equal(printer.paper + before, next->bits, printer.length - before);
	assert_true(printer.unknown <= 1);
	assert_int_equal(printer.known + printer.skip, 0);
}

static void expect_woken_anywhere(struct desk *desk, const struct bytes *first)
{
	const struct profile *profile = known("generic-58");
	struct bytes wake = bytes_of(&desk->host);
	struct bytes second = bytes_of(&desk->host);
	struct canvas next = canvas_of(&desk->host, profile->dots);

	scribble(&next, 30, 8);
	encode_resync(profile, false, &wake);
	encode_canvas(profile, &next, &second);
	for (size_t cut = 0; cut <= first->length; cut++)
		expect_woken(first, cut, &wake, &second, &next);
	bytes_free(&wake);
	bytes_free(&second);
	canvas_free(&next);
}

/* Wherever the cable is pulled, the next receipt is whole. */
static void after_a_break_anywhere_the_next_receipt_is_whole(void **state)
{
	struct profile widest = *known("generic-58");
	struct desk *desk = *state;
	struct canvas broken = canvas_of(&desk->host, CANVAS_WIDTH_MAX);

	widest.dots = CANVAS_WIDTH_MAX;
	scribble(&broken, 30, 7);
	encode_canvas(&widest, &broken, &desk->bytes);
	expect_woken_anywhere(desk, &desk->bytes);
	canvas_free(&broken);
}

/* The same for lines of text and a code that the printer draws itself. */
static void after_a_break_in_text_the_next_receipt_is_whole(void **state)
{
	const struct encode_wish wish = { known("epson-tm-t20ii"), ENCODE_TEXT, NULL, "J001" };
	struct desk *desk = *state;

	desk_row(desk, "Flat white", "38.00");
	paper_qr(&desk->paper, PAPER_NORMAL, "RG17KQM2XWD9FABC3DE");
	assert_int_equal(desk_encode(desk, &wish), RGL_OK);
	expect_woken_anywhere(desk, &desk->bytes);
}

/* Who takes up a spoiled receipt has to see that it is one. */
static void a_spoiled_receipt_is_marked_and_cut(void **state)
{
	const struct profile *profile = known("epson-tm-m30");
	struct desk *desk = *state;
	size_t black = 0;

	encode_resync(profile, true, &desk->bytes);
	printer = (struct printer) { 0 };
	printer_take_all(&printer, &desk->bytes);
	assert_int_equal(printer.unknown, 0);
	assert_int_equal(printer.events[0], 'i');
	assert_int_equal(printer.events[printer.events_length - 1], 'c');
	assert_int_equal(encode_cuts(profile, desk->bytes.data, desk->bytes.length), 1);
	for (size_t i = 0; i < printer.length; i++)
		black += (size_t)__builtin_popcount(printer.paper[i]);
	assert_in_range(black, 8 * 576 * 2, 8 * 576 * 6);
}

static void a_canvas_keeps_to_its_edges(void **state)
{
	const uint8_t dots[] = { 0xFF, 0xFF };
	const struct bitmap bitmap = { 8, 2, 1, dots };
	struct desk *desk = *state;
	struct canvas canvas = canvas_of(&desk->host, 384);

	assert_int_equal(canvas_extend(&canvas, CANVAS_ROWS_MAX + 1), RGL_E_LIMIT);
	assert_int_equal(canvas_extend(&canvas, 10), RGL_OK);
	canvas_stamp(&canvas, -4, -1, &bitmap, (struct canvas_clip) { 0, 10 });
	canvas_stamp(&canvas, 380, 9, &bitmap, (struct canvas_clip) { 0, 10 });
	canvas_stamp(&canvas, 100, 4, &bitmap, (struct canvas_clip) { 5, 10 });
	canvas_fill(&canvas, -5, 20, 1000, 5);
	assert_true(canvas_is_black(&canvas, 3, 0));
	assert_false(canvas_is_black(&canvas, 4, 0));
	assert_true(canvas_is_black(&canvas, 383, 9));
	assert_false(canvas_is_black(&canvas, 384, 9));
	assert_false(canvas_is_black(&canvas, 100, 4));
	assert_true(canvas_is_black(&canvas, 100, 5));
	assert_false(canvas_is_black(&canvas, -1, 0));
	assert_int_equal(canvas_extend(&canvas, CANVAS_ROWS_MAX - 9), RGL_E_LIMIT);
	assert_int_equal(canvas_extend(&canvas, CANVAS_ROWS_MAX - 10), RGL_OK);
	canvas_free(&canvas);
}

static void want_of_memory_shows_at_the_end(void **state)
{
	const struct profile *profile = known("epson-tm-m30");

	(void)state;
	for (long fail_at = 0; fail_at < 40; fail_at++) {
		struct sweep sweep;
		struct host host;
		struct bytes bytes;

		sweep_init(&sweep, fail_at);
		host_init(&host, &sweep.host);
		bytes = bytes_of(&host);
		encode_resync(profile, true, &bytes);
		assert_int_equal(bytes_rc(&bytes), sweep.ran_out ? RGL_E_MEMORY : RGL_OK);
		bytes_free(&bytes);
		assert_int_equal(sweep.held, 0);
		if (!sweep.ran_out)
			return;
	}
	fail_msg("it never had enough memory");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_set_up, desk_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_printer_gets_the_same_dots),
		TEST(marks_stand_where_the_canvas_has_them),
		TEST(after_a_break_anywhere_the_next_receipt_is_whole),
		TEST(after_a_break_in_text_the_next_receipt_is_whole),
		TEST(a_spoiled_receipt_is_marked_and_cut),
		TEST(a_canvas_keeps_to_its_edges),
		TEST(want_of_memory_shows_at_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
