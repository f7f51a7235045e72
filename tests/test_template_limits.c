/* test_template_limits.c - what is too long, too much or hostile, in a receipt that is filled in.
 */
#include "tests/test_template_shop.h"

static char *listed(const struct receipt *receipt)
{
	const char *const text = ".each lines\n{{name}} || {{amount}}\n.end\nz";

	return shop_words_of(receipt, text, strlen(text));
}

static void lists_to_the_end(const struct receipt *receipt, const char *end)
{
	char *words = listed(receipt);

	assert_true(strlen(words) > strlen(end));
	assert_string_equal(words + strlen(words) - strlen(end), end);
	free(words);
}

/* The columns still add up to the total. */
static void lines_beyond_the_limit_become_one_with_their_sum(void **state)
{
	static struct receipt_line lines[1000];
	struct receipt receipt = facts_receipt();
	char *words;

	(void)state;
	for (size_t i = 0; i < 1000; i++)
		lines[i] = (struct receipt_line) { .name = "Roll",
						   .qty_milli = 1000,
						   .total = money_of(100) };
	receipt.lines = lines;
	receipt.lines_count = 1000;
	words = listed(&receipt);
	assert_int_equal(strlen(words),
			 150 * strlen("Roll|1.00\n") + strlen("and 850 more lines|850.00\nz\n"));
	free(words);
	lists_to_the_end(&receipt, "Roll|1.00\nand 850 more lines|850.00\nz\n");
	receipt.lines_count = TEMPLATE_LINES_SHOWN + 1;
	lists_to_the_end(&receipt, "Roll|1.00\nand 1 more line|1.00\nz\n");
	receipt.lines_count = TEMPLATE_LINES_SHOWN;
	lists_to_the_end(&receipt, "Roll|1.00\nRoll|1.00\nz\n");
	/* A sum that 64 bits do not hold is not said. */
	lines[998].total = money_of(INT64_MAX);
	lines[999].total = money_of(INT64_MAX);
	receipt.lines_count = 1000;
	lists_to_the_end(&receipt, "Roll|1.00\nand 850 more lines|\nz\n");
}

/* A value is what is printed, never what is read. */
static void a_value_that_looks_like_a_template_is_only_text(void **state)
{
	const char *const names[] = { "{{shop}}", ".cut",	  "a || b",	"\\{{",
				      "# x",	  "{say thanks}", ".if refund", "%s%n{name}" };
	struct receipt receipt = facts_receipt();

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char printed[256];

		receipt.member = names[i];
		(void)snprintf(printed, sizeof(printed),
			       "%s\nDear %s!\nThank you for coming back, %s!\n", names[i], names[i],
			       names[i]);
		shop_prints(&receipt, "{{member}}\nDear {{member}}!\n{{say thanks_back}}", printed);
	}
}

/* Whatever comes in, each text has its limit and no control characters, and the receipt goes on. */
static void a_name_of_ten_thousand_characters_is_cut(void **state)
{
	const char *const pieces[] = {
		"x", "\x1b", "{{shop}}", ".cut\n", "\xF0\x9F\x98\x80", "\xFF", "\xE2\x80\xAE"
	};
	const char *const text = "{{member}}\nDear {{member}} and {{cashier}}\n{{say thanks_back}}"
				 "\n{{member}} || {{shop}} || {{sale}}\n.qr {{sale}}\nz";
	static char name[10001];
	struct receipt receipt = facts_receipt();

	(void)state;
	receipt.shop = name;
	receipt.member = name;
	receipt.cashier = name;
	receipt.sale_id = name;
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		char *words;

		facts_repeat(name, sizeof(name), pieces[i]);
		words = shop_words_of(&receipt, text, strlen(text));
		for (const char *at = words; *at != '\0'; at++)
			assert_true((uint8_t)*at >= ' ' || *at == '\n');
		assert_true(strlen(words) < 8 * PAPER_TEXT_ROOM);
		assert_string_equal(words + strlen(words) - 3, "\nz\n");
		free(words);
	}
}

static void a_receipt_without_memory_is_refused_and_leaves_the_paper_empty(void **state)
{
	const struct receipt receipt = facts_receipt();
	const char *const text = "{{shop}}\n.each lines\n{{say each}} || {{amount}}\n.end\n.qr "
				 "{{code}}\n{{time}}";
	const struct words_wish wish = { .member = "en", .currency = { "DKK", 2 } };
	rgl_rc rc = RGL_E_MEMORY;

	(void)state;
	for (long n = 0; rc != RGL_OK; n++) {
		struct template *template = NULL;
		struct fields *fields = NULL;
		struct words *words = NULL;
		struct rgl_why why = { 0 };
		struct sweep sweep;
		struct host host;
		struct host own;
		struct paper paper;

		assert_true(n < 100);
		facts_lend(&sweep, &host, n);
		host_init(&own, NULL);
		assert_int_equal(words_open(&own, &wish, &words, &why), RGL_OK);
		assert_int_equal(template_read(&own, text, strlen(text), NULL, &template, &why),
				 RGL_OK);
		assert_int_equal(fields_open(&own, &receipt, words, &fields, &why), RGL_OK);
		paper = paper_of(&host);
		rc = template_fill(template, fields, words, &paper, &why);
		assert_int_equal(rc, sweep.ran_out ? RGL_E_MEMORY : RGL_OK);
		assert_int_equal(why.code, rc);
		if (rc < 0)
			assert_int_equal(sweep.held, 0);
		paper_free(&paper);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
		fields_close(fields);
		template_free(template);
		words_close(words);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_beyond_the_limit_become_one_with_their_sum),
		cmocka_unit_test(a_value_that_looks_like_a_template_is_only_text),
		cmocka_unit_test(a_name_of_ten_thousand_characters_is_cut),
		cmocka_unit_test(a_receipt_without_memory_is_refused_and_leaves_the_paper_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
