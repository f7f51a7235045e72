/* test_template_fill.c - what each word of a template prints. */
#include "tests/test_template_shop.h"

#include "receipts/dots/qr.h"

static void a_line_prints_its_letters_and_values(void **state)
{
	const struct receipt receipt = facts_receipt();

	(void)state;
	shop_prints(&receipt, "Hello", "Hello\n");
	shop_prints(&receipt, "  Hello  {{shop}} .\t \r\n\n\n# a comment\n#\n## another\n",
		    "Hello  KAFFE & KAGE .\n");
	shop_prints(&receipt, "{{ shop }}: {{total}} {{currency}}, {{points}}, {{visit}}, {{time}}",
		    "KAFFE & KAGE: 108.00 DKK, 340, 12, Sat, 21 Nov 2026, 14:05\n");
	shop_prints(&receipt, "{{say thanks}} {{say have_points}}",
		    "Thank you for your visit! You now have 340 points.\n");
	shop_prints(&receipt, "#kaffe at the head", "#kaffe at the head\n");
	shop_prints(&receipt, "\xEF\xBB\xBFWith a mark", "With a mark\n");
}

static void columns_are_parted_by_bars(void **state)
{
	const struct receipt receipt = facts_receipt();

	(void)state;
	shop_prints(&receipt, "Total   ||{{total}}", "Total|108.00\n");
	shop_prints(&receipt, "|| {{total}}", "|108.00\n");
	shop_prints(&receipt, "a||b", "a|b\n");
	shop_prints(&receipt, "a|b | c", "a|b | c\n");
	shop_prints(&receipt, "a || b || {{shop}} || {{say thanks}}",
		    "a|b|KAFFE & KAGE|Thank you for your visit!\n");
}

static void a_backslash_prints_what_is_behind_it(void **state)
{
	const struct receipt receipt = facts_receipt();

	(void)state;
	shop_prints(&receipt, "\\.rule", ".rule\n");
	shop_prints(&receipt, "\\# 1", "# 1\n");
	shop_prints(&receipt, "\\    {{total}}", "    108.00\n");
	shop_prints(&receipt, ".bold \\  a", "  a\n");
	shop_prints(&receipt, "\\{{shop}} is \\{{ and \\|| here", "{{shop}} is {{ and || here\n");
	shop_prints(&receipt, "\\|| a", "|| a\n");
	shop_prints(&receipt, "\\\\a\\b\\", "\\a\\b\\\n");
	shop_prints(&receipt, "\\", "\\\n");
}

/* The paper of a template; freed by paper_free. */
static struct paper filled(const struct receipt *receipt, const char *text, struct sweep *sweep,
			   struct host *host)
{
	struct rgl_why why = { 0 };
	struct paper paper;

	facts_lend(sweep, host, SWEEP_NEVER);
	paper = paper_of(host);
	if (facts_fill_with(receipt, text, strlen(text), "en", &paper, &why) != RGL_OK)
		fail_msg("'%s': %s", text, why.text);
	return paper;
}

static void expect_style(const char *text, struct paper_style style)
{
	const struct receipt receipt = facts_receipt();
	struct sweep sweep;
	struct host host;
	struct paper paper = filled(&receipt, text, &sweep, &host);
	const struct paper_element element = paper_at(&paper, 0);

	assert_int_equal(paper.count, 1);
	assert_int_equal(element.style.align, style.align);
	assert_int_equal(element.style.size, style.size);
	assert_int_equal(element.style.is_bold, style.is_bold);
	assert_int_equal(element.style.lines_max, style.lines_max);
	paper_free(&paper);
}

static void style_words_say_how_a_line_stands(void **state)
{
	(void)state;
	expect_style("x", (struct paper_style) { PAPER_LEFT, PAPER_NORMAL, false, 0 });
	expect_style(".left x", (struct paper_style) { PAPER_LEFT, PAPER_NORMAL, false, 0 });
	expect_style(".centre x", (struct paper_style) { PAPER_CENTRE, PAPER_NORMAL, false, 0 });
	expect_style(".center x", (struct paper_style) { PAPER_CENTRE, PAPER_NORMAL, false, 0 });
	expect_style(".right x", (struct paper_style) { PAPER_RIGHT, PAPER_NORMAL, false, 0 });
	expect_style(".small x", (struct paper_style) { PAPER_LEFT, PAPER_SMALL, false, 0 });
	expect_style(".bold x || y", (struct paper_style) { PAPER_LEFT, PAPER_NORMAL, true, 0 });
	expect_style(".centre .large .bold .lines 2 x",
		     (struct paper_style) { PAPER_CENTRE, PAPER_LARGE, true, 2 });
	expect_style(".qr a", (struct paper_style) { PAPER_CENTRE, PAPER_NORMAL, false, 0 });
	expect_style(".qr large a", (struct paper_style) { PAPER_CENTRE, PAPER_LARGE, false, 0 });
}

static void marks_are_elements_of_their_own(void **state)
{
	const enum paper_kind kinds[] = { PAPER_RULE,	PAPER_SPACE,  PAPER_CUT,
					  PAPER_DRAWER, PAPER_BUZZER, PAPER_PICTURE };
	const char *const text = ".rule\n.space\n.cut\n.drawer\n.buzzer\n.picture logo";
	struct receipt receipt = facts_receipt();
	struct sweep sweep;
	struct host host;
	struct paper paper;

	(void)state;
	receipt.has_logo = true;
	paper = filled(&receipt, text, &sweep, &host);
	assert_int_equal(paper.count, 6);
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(paper_at(&paper, i).kind, kinds[i]);
	paper_free(&paper);
	receipt.has_logo = false;
	paper = filled(&receipt, text, &sweep, &host);
	assert_int_equal(paper.count, 5);
	assert_string_equal(paper.language, "en");
	assert_false(paper.is_right_to_left);
	paper_free(&paper);
}

/* A label without its value would be a riddle, a gap in its place too. */
static void a_line_whose_values_are_all_empty_is_left_out(void **state)
{
	struct receipt receipt = facts_receipt();

	(void)state;
	receipt.cashier = NULL;
	receipt.sale_id = "";
	shop_prints(&receipt, "a\nServed by {{cashier}}\n{{cashier}}\n|| {{sale}}\nb", "a\nb\n");
	shop_prints(&receipt, "{{cashier}} {{shop}}", " KAFFE & KAGE\n");
	shop_prints(&receipt, "{{cashier}} || {{shop}}", "|KAFFE & KAGE\n");
	shop_prints(&receipt, "{{ending_day}}\n{{ending_points}}", "0\n");
}

static void if_goes_by_fields_and_lists(void **state)
{
	const char *const text = ".if refund\nR\n.if copy\nRC\n.else\nR-\n.end\n.else if not "
				 "copy\n.if lines\nL\n.end\n.else if member\nM\n.else\nN\n.end\nz";
	struct receipt receipt = facts_receipt();

	(void)state;
	shop_prints(&receipt, text, "L\nz\n");
	receipt.lines_count = 0;
	shop_prints(&receipt, text, "z\n");
	receipt.is_copy = true;
	shop_prints(&receipt, text, "M\nz\n");
	receipt.member = "";
	shop_prints(&receipt, text, "N\nz\n");
	receipt.is_refund = true;
	shop_prints(&receipt, text, "R\nRC\nz\n");
	receipt.is_copy = false;
	shop_prints(&receipt, text, "R\nR-\nz\n");
	receipt.is_refund = false;
	shop_prints(&receipt, ".if not earned\nx\n.else\ny\n.end", "y\n");
}

/* An item's fields come before the receipt's of the same name, in sentences too. */
static void each_goes_through_a_list(void **state)
{
	const struct receipt_purse purses[] = { { "Coffee", 2, 0, 7, 10, false, true },
						{ "Credit", 150, -1, 2500, 0, true, true } };
	struct receipt receipt = facts_receipt();

	(void)state;
	receipt.purses = purses;
	receipt.purse_count = 2;
	shop_prints(&receipt,
		    ".each purses\n{{purse}} {{earned}} {{points}}\n.if is_money\n{{say "
		    "purse_balance_money}}\n.end\n.end\n{{earned}}",
		    "Coffee 2 340\nCredit 1.50 340\nCredit: you now have 25.00 DKK\n10\n");
	shop_prints(&receipt, ".each taxes\nnever\n.end\nz", "z\n");
	shop_prints(&receipt,
		    ".each lines\n.if several\n{{quantity}} x\n.else\n{{name}}\n.end\n.end",
		    "2 x\nCinnamon snail\n");
	shop_prints(&receipt, ".each lines\n.end\nz", "z\n");
}

static void stamps_draw_the_places_of_a_card(void **state)
{
	struct receipt_purse purse = { "Coffee", 2, 0, 3, 6, false, true };
	struct receipt receipt = facts_receipt();
	const char *const text = ".each purses\n.stamps\n.end\nz";

	(void)state;
	receipt.purses = &purse;
	receipt.purse_count = 1;
	shop_prints(&receipt, text,
		    "\xE2\x97\x8F \xE2\x97\x8F \xE2\x97\x8F \xE2\x97\x8B \xE2\x97\x8B  "
		    "\xE2\x97\x8B\nz\n");
	purse.balance = -4;
	purse.places = 2;
	shop_prints(&receipt, text, "\xE2\x97\x8B \xE2\x97\x8B\nz\n");
	purse.balance = 99;
	shop_prints(&receipt, text, "\xE2\x97\x8F \xE2\x97\x8F\nz\n");
	purse.places = 16;
	shop_prints(&receipt, text, "z\n");
	purse.places = 0;
	shop_prints(&receipt, text, "z\n");
}

/* Half a code, or one that a paper would change, would lead nowhere. */
static void a_code_is_whole_or_left_out(void **state)
{
	struct receipt receipt = facts_receipt();
	char text[QR_TEXT_MAX + 1];
	char printed[QR_TEXT_MAX + 8];

	(void)state;
	shop_prints(&receipt, ".qr https://shop.example/r/{{sale}}?c={{code}}",
		    "[https://shop.example/r/T1-000123?c=" FACTS_CODE "]\n");
	receipt.qr = "";
	shop_prints(&receipt, ".qr https://shop.example/r/{{sale}}?c={{code}}\nz", "z\n");
	receipt.sale_id = "a\x1B[2Jb";
	shop_prints(&receipt, ".qr {{sale}}\nz", "z\n");
	facts_repeat(text, QR_TEXT_MAX + 1, "x");
	(void)snprintf(printed, sizeof(printed), "[%s]\nz\n", text);
	receipt.sale_id = text;
	shop_prints(&receipt, ".qr {{sale}}\n.qr {{sale}}x\nz", printed);
}

/* The words are read again after the template: a shop may have taken a sentence away since. */
static void a_sentence_that_is_gone_prints_nothing(void **state)
{
	const struct receipt receipt = facts_receipt();

	(void)state;
	shop_prints(&receipt, "a\n{{say no_such_sentence}}\n{{say no_such_sentence}} !\nb",
		    "a\nb\n");
	shop_prints(&receipt, "{{say no_such_sentence}}{{shop}}", "KAFFE & KAGE\n");
}

static void a_nameless_customer_is_not_called_by_a_gap(void **state)
{
	struct receipt receipt = facts_receipt();

	(void)state;
	shop_prints(&receipt, "{{say thanks_back}}", "Thank you for coming back, Asha Verma!\n");
	receipt.member = NULL;
	shop_prints(&receipt, "{{say thanks_back}}\n{{say served}}",
		    "Thank you for coming back!\nServed by Jonas\n");
}

/* That a receipt may be the second of its sale is not a shop's to leave out. */
static void a_template_that_forgets_copies_and_refunds_marks_them_all_the_same(void **state)
{
	struct receipt receipt = facts_receipt();

	(void)state;
	shop_prints(&receipt, "z", "z\n");
	receipt.is_copy = true;
	shop_prints(&receipt, "z", "---\nCOPY\n---\nz\n");
	receipt.is_refund = true;
	shop_prints(&receipt, "z", "---\nREFUND\nCOPY\n---\nz\n");
	shop_prints(&receipt, ".if not copy\nonce\n.end\nz", "---\nREFUND\n---\nz\n");
	shop_prints(&receipt, ".if refund\nback\n.end\n.if copy\n.end", "back\n");
}

static void from_right_to_left_is_the_languages_affair(void **state)
{
	const struct receipt receipt = facts_receipt();
	struct rgl_why why = { 0 };
	struct sweep sweep;
	struct host host;
	struct paper paper;

	(void)state;
	facts_lend(&sweep, &host, SWEEP_NEVER);
	paper = paper_of(&host);
	assert_int_equal(facts_fill_with(&receipt, "{{shop}}", 8, "ar", &paper, &why), RGL_OK);
	assert_true(paper.is_right_to_left);
	assert_string_equal(paper.language, "ar");
	paper_free(&paper);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_prints_its_letters_and_values),
		cmocka_unit_test(columns_are_parted_by_bars),
		cmocka_unit_test(a_backslash_prints_what_is_behind_it),
		cmocka_unit_test(style_words_say_how_a_line_stands),
		cmocka_unit_test(marks_are_elements_of_their_own),
		cmocka_unit_test(a_line_whose_values_are_all_empty_is_left_out),
		cmocka_unit_test(if_goes_by_fields_and_lists),
		cmocka_unit_test(each_goes_through_a_list),
		cmocka_unit_test(stamps_draw_the_places_of_a_card),
		cmocka_unit_test(a_code_is_whole_or_left_out),
		cmocka_unit_test(a_sentence_that_is_gone_prints_nothing),
		cmocka_unit_test(a_nameless_customer_is_not_called_by_a_gap),
		cmocka_unit_test(
			a_template_that_forgets_copies_and_refunds_marks_them_all_the_same),
		cmocka_unit_test(from_right_to_left_is_the_languages_affair),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
