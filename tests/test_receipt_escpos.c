/* test_receipt_escpos.c - a printer that knows four commands prints the same dots, also after a
 * break.
 *
 * The printer here is written from Epson's command reference, not from escpos.c: it takes bytes one
 * at a time and forgets a command that it does not know.
 */
#include "tests/test_receipt_facts.h"

#include "receipts/printer/escpos.h"

#define PAPER_BYTES 200000
#define COMMAND_ROOM 8

/* What came out since it was told to initialise. */
struct printer {
	uint8_t command[COMMAND_ROOM];
	size_t known; /* bytes of the command so far */
	size_t skip;  /* bytes of a picture still to come */
	uint32_t stride;
	uint8_t paper[PAPER_BYTES];
	size_t length;
	int cuts;
	int unknown;
	uint32_t rows_max;
};

/* How long the command is that begins so; 0: there is none such. */
static size_t command_length(const uint8_t *command, size_t known)
{
	if (known < 2)
		return 2;
	if (command[0] == 0x1B)
		return command[1] == '@' ? 2 : command[1] == 'd' ? 3 : 0;
	if (command[1] == 'v')
		return known > 2 && command[2] != '0' ? 0 : 8;
	if (command[1] != 'V')
		return 0;
	if (known < 3)
		return 3;
	return command[2] == 65 || command[2] == 66 ? 4 : 3;
}

static void obey(struct printer *printer)
{
	const uint8_t *command = printer->command;

	if (command[0] == 0x1B && command[1] == '@')
		printer->length = 0;
	if (command[0] == 0x1D && command[1] == 'V')
		printer->cuts++;
	if (command[0] == 0x1D && command[1] == 'v') {
		const uint32_t rows = command[6] + 256u * command[7];

		printer->stride = command[4] + 256u * command[5];
		printer->skip = (size_t)printer->stride * rows;
		if (rows > printer->rows_max)
			printer->rows_max = rows;
	}
}

static void take(struct printer *printer, uint8_t byte)
{
	if (printer->skip > 0) {
		assert_true(printer->length < PAPER_BYTES);
		printer->paper[printer->length++] = byte;
		printer->skip--;
		return;
	}
	if (printer->known == 0 && byte != 0x1B && byte != 0x1D) {
		printer->unknown += byte != 0; /* text; NUL is nothing */
		return;
	}
	printer->command[printer->known++] = byte;
	if (command_length(printer->command, printer->known) == 0) {
		printer->known = 0;
		printer->unknown++;
	} else if (command_length(printer->command, printer->known) == printer->known) {
		obey(printer);
		printer->known = 0;
	}
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

static void expect_same(const struct printer *printer, const struct canvas *canvas)
{
	assert_int_equal(printer->stride, canvas->stride);
	assert_int_equal(printer->length, (size_t)canvas->stride * canvas->rows);
	assert_memory_equal(printer->paper, canvas->bits, printer->length);
}

static void the_printer_gets_the_same_dots(void **state)
{
	const uint32_t widths[] = { 576, 384, 512 };
	const uint32_t heights[] = { 1, 23, 24, 25, 100 };
	static struct printer printer;
	struct sweep sweep;
	struct host host;

	(void)state;
	facts_lend(&sweep, &host, SWEEP_NEVER);
	for (size_t i = 0; i < 15; i++) {
		struct canvas canvas = canvas_of(&host, widths[i % 3]);
		struct bytes bytes = bytes_of(&host);

		scribble(&canvas, heights[i / 3], i + 1);
		escpos_write(&canvas, &bytes);
		assert_int_equal(bytes_rc(&bytes), RGL_OK);
		printer = (struct printer) { 0 };
		for (size_t at = 0; at < bytes.length; at++)
			take(&printer, bytes.data[at]);
		expect_same(&printer, &canvas);
		assert_int_equal(printer.cuts, 1);
		assert_int_equal(printer.unknown, 0);
		assert_int_equal(printer.known, 0);
		assert_true(printer.rows_max <= ESCPOS_BAND_ROWS);
		bytes_free(&bytes);
		canvas_free(&canvas);
	}
	assert_int_equal(sweep.held, 0);
}

/* Wherever the cable is pulled, the next receipt is whole and nothing is printed as text. */
static void after_a_break_anywhere_the_next_receipt_is_whole(void **state)
{
	static struct printer printer;
	struct sweep sweep;
	struct host host;
	struct canvas broken;
	struct canvas next;
	struct bytes first;
	struct bytes second;

	(void)state;
	facts_lend(&sweep, &host, SWEEP_NEVER);
	broken = canvas_of(&host, CANVAS_WIDTH_MAX);
	next = canvas_of(&host, 384);
	first = bytes_of(&host);
	second = bytes_of(&host);
	scribble(&broken, 30, 7);
	scribble(&next, 30, 8);
	escpos_write(&broken, &first);
	escpos_resync(&second);
	escpos_write(&next, &second);
	for (size_t cut = 0; cut <= first.length; cut++) {
		int unknown;

		printer = (struct printer) { 0 };
		for (size_t at = 0; at < cut; at++)
			take(&printer, first.data[at]);
		unknown = printer.unknown;
		for (size_t at = 0; at < second.length; at++)
			take(&printer, second.data[at]);
		expect_same(&printer, &next);
		/* At most the command that was cut off itself makes no sense. */
		assert_true(printer.unknown <= unknown + 1);
	}
	bytes_free(&first);
	bytes_free(&second);
	canvas_free(&broken);
	canvas_free(&next);
	assert_int_equal(sweep.held, 0);
}

static void a_canvas_keeps_to_its_edges(void **state)
{
	const uint8_t dots[] = { 0xFF, 0xFF };
	const struct bitmap bitmap = { 8, 2, 1, dots };
	struct sweep sweep;
	struct host host;
	struct canvas canvas;

	(void)state;
	facts_lend(&sweep, &host, SWEEP_NEVER);
	canvas = canvas_of(&host, 384);
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
	assert_int_equal(sweep.held, 0);
}

static void want_of_memory_shows_at_the_end(void **state)
{
	struct sweep sweep;
	struct host host;
	struct canvas canvas;

	(void)state;
	facts_lend(&sweep, &host, 1);
	canvas = canvas_of(&host, 384);
	assert_int_equal(canvas_extend(&canvas, 1), RGL_OK);
	assert_int_equal(canvas_extend(&canvas, 2000), RGL_E_MEMORY);
	assert_int_equal(canvas.rows, 1);
	for (int i = 0; i < 2; i++) {
		struct bytes bytes = bytes_of(&host);

		if (i == 0)
			escpos_write(&canvas, &bytes);
		else
			escpos_resync(&bytes);
		assert_int_equal(bytes_rc(&bytes), RGL_E_MEMORY);
		bytes_free(&bytes);
	}
	canvas_free(&canvas);
	assert_int_equal(sweep.held, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_printer_gets_the_same_dots),
		cmocka_unit_test(after_a_break_anywhere_the_next_receipt_is_whole),
		cmocka_unit_test(a_canvas_keeps_to_its_edges),
		cmocka_unit_test(want_of_memory_shows_at_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
