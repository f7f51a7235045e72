/* test_receipt_terminal.c - a receipt in a terminal keeps to its columns.
 *
 * How wide a character is, the C library's wcwidth() in C.UTF-8 tells too.
 */
#include "tests/test_receipt_sample.h"

#include "plugin/base/utf8.h"
#include "plugin/base/width.h"
#include "receipts/dots/qr.h"
#include "receipts/terminal.h"

#define FULL_BLOCK 0x2588u
#define UPPER_BLOCK 0x2580u
#define LOWER_BLOCK 0x2584u
#define CODE "RG17KQM2XWD9FABC3DE"

static const struct paper_style LEFT = { PAPER_LEFT, PAPER_NORMAL, false, 0 };

static void lend(struct sweep *sweep, struct host *host)
{
	sweep_init(sweep, SWEEP_NEVER);
	host_init(host, &sweep->host);
}

/* The text of a paper; ended by free(). */
static char *text_of(const struct paper *paper)
{
	struct rgl_why why = { 0 };
	struct bytes out = bytes_of(paper->host);
	char *text;

	assert_int_equal(terminal_write(paper, &out, &why), RGL_OK);
	text = calloc(1, out.length + 1);
	assert_non_null(text);
	memcpy(text, out.data, out.length);
	bytes_free(&out);
	return text;
}

/* Fails for a line wider than a terminal, or with a character that it would obey. */
static void expect_columns(const char *text)
{
	const size_t length = strlen(text);
	uint32_t columns = 0;
	size_t at = 0;

	assert_true(utf8_is_valid(text, length));
	while (at < length) {
		const uint32_t character = utf8_next(text, length, &at);

		if (character == '\n') {
			columns = 0;
			continue;
		}
		assert_true(character >= ' ' && character != 0x7F);
		columns += width_of(character);
		assert_true(columns <= TERMINAL_COLUMNS);
	}
	assert_int_equal(columns, 0);
}

static void a_receipt_stands_in_its_columns(void **state)
{
	struct sweep sweep;
	struct host host;

	(void)state;
	lend(&sweep, &host);
	for (size_t i = 0; i < SAMPLE_COUNT; i++) {
		struct paper paper = sample_paper(&host, SAMPLE_LANGUAGES[i]);
		char *text = text_of(&paper);

		expect_columns(text);
		if (i == 0) {
			assert_non_null(strstr(text, "               Corner Caf\xC3\xA9\n"
						     "            12 Harbour Street\n"));
			assert_non_null(strstr(text,
					       "\n2 \xC3\x97 Flat white                       "
					       "\xC2\xA3"
					       "7.60\n"
					       "    at \xC2\xA3"
					       "3.80 each\n"));
			assert_non_null(strstr(text, "\nTotal GBP                           "
						     "\xC2\xA3"
						     "20.00\n"));
		}
		free(text);
		paper_free(&paper);
	}
	assert_int_equal(sweep.held, 0);
}

static void columns_stand_below_each_other_or_apart(void **state)
{
	const char *const huge = "-10,000,000,000,000.00";
	const struct paper_style one = { PAPER_LEFT, PAPER_NORMAL, false, 1 };
	struct sweep sweep;
	struct host host;
	struct paper paper;
	char *text;

	(void)state;
	lend(&sweep, &host);
	paper = paper_of(&host);
	paper_columns(&paper, LEFT, (const char *[]) { "Item", "Qty", "Each", "Sum" }, 4);
	paper_columns(&paper, LEFT, (const char *[]) { "Tea", "2", "1.50", "3.00" }, 4);
	paper_columns(&paper, LEFT,
		      (const char *[]) { "A large pot of mint tea", "12", "", "100.00" }, 4);
	paper_space(&paper);
	paper_columns(&paper, LEFT, (const char *[]) { "Huge", huge, huge, "1" }, 4);
	paper_space(&paper);
	paper_columns(&paper, one,
		      (const char *[]) { "the quick brown fox jumps over the dog", "1.00" }, 2);
	paper_mark(&paper, PAPER_CUT);
	paper_mark(&paper, PAPER_PICTURE);
	paper_mark(&paper, PAPER_DRAWER);
	paper_mark(&paper, PAPER_BUZZER);
	text = text_of(&paper);
	assert_string_equal(text, "Item                       Qty Each    Sum\n"
				  "Tea                          2 1.50   3.00\n"
				  "A large pot of mint tea     12      100.00\n"
				  "\n"
				  "Huge\n"
				  "                    -10,000,000,000,000.00\n"
				  "                    -10,000,000,000,000.00\n"
				  "                                         1\n"
				  "\n"
				  "the quick brown fox jumps over the d\xE2\x80\xA6 1.00\n");
	free(text);
	paper_free(&paper);
	assert_int_equal(sweep.held, 0);
}

static void hostile_names_keep_to_the_columns(void **state)
{
	const char *const
		names[] = { "\xE5\xBC\xA0\xE4\xBC\x9F",
			    "\x1b[2J",
			    "a\xCC\x81\xCC\x81",
			    "\xF0\x9F\x98\x80 ",
			    "W W ",
			    "\xE2\x81\xA8" /* NOLINT(misc-misleading-bidirectional): meant */ };
	struct sweep sweep;
	struct host host;

	(void)state;
	lend(&sweep, &host);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct paper paper = paper_of(&host);
		char name[2000] = "";
		char *text;

		while (strlen(name) + 20 < sizeof(name))
			strcat(name, names[i]);
		paper_text(&paper, (struct paper_style) { PAPER_CENTRE, PAPER_LARGE, true, 2 },
			   name);
		paper_columns(&paper, LEFT, (const char *[]) { name, name, name, name }, 4);
		paper_columns(&paper, LEFT, (const char *[]) { name, "1.00" }, 2);
		text = text_of(&paper);
		expect_columns(text);
		free(text);
		paper_free(&paper);
	}
	assert_int_equal(sweep.held, 0);
}

static void long_texts_wrap_at_spaces_and_end_with_an_ellipsis(void **state)
{
	const struct paper_style two = { PAPER_LEFT, PAPER_NORMAL, false, 2 };
	struct sweep sweep;
	struct host host;
	struct paper paper;
	char *text;

	(void)state;
	lend(&sweep, &host);
	paper = paper_of(&host);
	paper_text(&paper, LEFT, "the quick brown fox jumps over the lazy dog and on");
	paper_text(&paper, two,
		   "the quick brown fox jumps over the lazy dog and then it jumps back over the "
		   "dog");
	text = text_of(&paper);
	assert_string_equal(text, "the quick brown fox jumps over the lazy\n"
				  "dog and on\n"
				  "the quick brown fox jumps over the lazy\n"
				  "dog and then it jumps back over the dog\n");
	free(text);
	paper_free(&paper);
	paper = paper_of(&host);
	paper_text(&paper, (struct paper_style) { PAPER_LEFT, PAPER_NORMAL, false, 1 },
		   "the quick brown fox jumps over the lazy dog");
	text = text_of(&paper);
	assert_string_equal(text, "the quick brown fox jumps over the lazy d\xE2\x80\xA6\n");
	free(text);
	paper_free(&paper);
}

/* The half blocks, read back, are the code with its quiet zone. */
static void a_code_in_half_blocks_is_the_code(void **state)
{
	struct rgl_why why = { 0 };
	struct sweep sweep;
	struct host host;
	struct paper paper;
	struct qr qr;
	size_t at = 0;
	char *text;

	(void)state;
	lend(&sweep, &host);
	paper = paper_of(&host);
	paper_qr(&paper, PAPER_NORMAL, CODE);
	text = text_of(&paper);
	assert_int_equal(qr_encode(CODE, &qr, &why), RGL_OK);
	for (int32_t y = -QR_QUIET; y < 21 + QR_QUIET; y += 2) {
		assert_memory_equal(text + at, "      ", 6);
		at += 6;
		for (int32_t x = -QR_QUIET; x < 21 + QR_QUIET; x++) {
			const uint32_t block = utf8_next(text, strlen(text), &at);
			const bool is_upper = block == FULL_BLOCK || block == UPPER_BLOCK;
			const bool is_lower = block == FULL_BLOCK || block == LOWER_BLOCK;

			assert_int_equal(is_upper, !qr_is_dark(&qr, x, y));
			assert_int_equal(is_lower, !qr_is_dark(&qr, x, y + 1));
		}
		assert_int_equal(text[at++], '\n');
	}
	assert_int_equal(text[at], '\0');
	free(text);
	paper_free(&paper);
}

static void a_code_too_long_is_refused_and_adds_nothing(void **state)
{
	struct rgl_why why = { 0 };
	struct sweep sweep;
	struct host host;
	struct paper paper;
	struct bytes out;

	(void)state;
	lend(&sweep, &host);
	paper = paper_of(&host);
	out = bytes_of(&host);
	paper_text(&paper, LEFT, "before");
	paper_qr(&paper, PAPER_NORMAL, "");
	assert_int_equal(terminal_write(&paper, &out, &why), RGL_E_LIMIT);
	assert_int_equal(out.length, 0);
	bytes_free(&out);
	paper_free(&paper);
	assert_int_equal(sweep.held, 0);
}

static void text_without_memory_is_refused(void **state)
{
	struct rgl_why why = { 0 };
	struct sweep sweep;
	struct host host;
	struct paper paper;
	rgl_rc rc = RGL_E_MEMORY;

	(void)state;
	lend(&sweep, &host);
	paper = sample_paper(&host, "en");
	for (long n = 0; rc != RGL_OK; n++) {
		struct bytes out = bytes_of(&host);

		assert_true(n < 100);
		sweep.fail_at = sweep.asked + n;
		sweep.ran_out = false;
		why = (struct rgl_why) { 0 };
		rc = terminal_write(&paper, &out, &why);
		assert_int_equal(rc, sweep.ran_out ? RGL_E_MEMORY : RGL_OK);
		assert_int_equal(why.code, rc);
		bytes_free(&out);
	}
	paper_free(&paper);
	assert_int_equal(sweep.held, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_receipt_stands_in_its_columns),
		cmocka_unit_test(columns_stand_below_each_other_or_apart),
		cmocka_unit_test(hostile_names_keep_to_the_columns),
		cmocka_unit_test(long_texts_wrap_at_spaces_and_end_with_an_ellipsis),
		cmocka_unit_test(a_code_in_half_blocks_is_the_code),
		cmocka_unit_test(a_code_too_long_is_refused_and_adds_nothing),
		cmocka_unit_test(text_without_memory_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
