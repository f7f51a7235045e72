/* test_template_full.c - a receipt with everything on it, in each template and language. */
#include "tests/test_template_shop.h"

#include "plugin/regulars.h"

/* Everything that a receipt can have at once. */
static struct receipt full_receipt(void)
{
	static const struct receipt_line lines[] = {
		{ "Cheese", 350, true, false, { 24000 }, { 8400 }, { 600 } },
		{ "Tea", 3000, false, false, { 0 }, { 6000 }, { 0 } },
	};
	static const struct receipt_tax taxes[] = { { 25000, { 2400 }, { 12000 } },
						    { 5500, { 125 }, { 2400 } } };
	static const struct receipt_tender tenders[] = { { RGL_CASH, { 20000 } },
							 { RGL_CHANGE, { -5600 } } };
	static const struct receipt_purse purses[] = { { "Coffee card", 2, 0, 3, 5, false, true } };
	static const struct receipt_offer offers[] = { { "A free coffee", { 400 } } };
	static const struct receipt_issued issued[] = {
		{ .title = "10 % off",
		  .code = "RG2AAAABBBB",
		  .end = { 2027, 1, 31, 0, 0, 0 },
		  .has_end = true },
	};
	struct receipt receipt = facts_receipt();

	receipt.has_logo = true;
	receipt.is_copy = true;
	receipt.lines = lines;
	receipt.saved = money_of(600);
	receipt.total = money_of(14400);
	receipt.taxes = taxes;
	receipt.tax_count = 2;
	receipt.tenders = tenders;
	receipt.tender_count = 2;
	receipt.spent = points_of(400);
	receipt.balance = points_of(450);
	receipt.worth = money_of(450);
	receipt.to_reward = points_of(0);
	receipt.tier = "Gold";
	receipt.next_tier = "Platinum";
	receipt.ending = points_of(40);
	receipt.ending_day = (struct civil) { 2026, 12, 31, 0, 0, 0 };
	receipt.purses = purses;
	receipt.purse_count = 1;
	receipt.offers = offers;
	receipt.offer_count = 1;
	receipt.issued = issued;
	receipt.issued_count = 1;
	receipt.question_link = "https://shop.example/q/1";
	return receipt;
}

static void a_full_receipt_reads_from_top_to_bottom(void **state)
{
	const struct receipt receipt = full_receipt();
	char *words;

	(void)state;
	words = shop_ours(&receipt, "default");
	assert_string_equal(words,
			    "\n"
			    "KAFFE & KAGE\n"
			    "---\n"
			    "COPY\n"
			    "This receipt may have been printed before.\n"
			    "---\n"
			    "Thank you for coming back, Asha Verma!\n"
			    "Your 12th visit\n"
			    "Sat, 21 Nov 2026, 14:05\n"
			    "---\n"
			    "0.35 \xC3\x97 Cheese|84.00\n"
			    "    at 240.00\n"
			    "    Discount 6.00\n"
			    "3 \xC3\x97 Tea|60.00\n"
			    "---\n"
			    "Before discounts|150.00\n"
			    "You saved|6.00\n"
			    "Total DKK|144.00\n"
			    "Cash|200.00\n"
			    "Change|56.00\n"
			    "Tax included, 25%|24.00\n"
			    "Tax included, 5.5%|1.25\n"
			    "---\n"
			    "You earned 10 points.\n"
			    "You used 400 points.\n"
			    "You now have 450 points.\n"
			    "They are worth 4.50 DKK.\n"
			    "40 points end soon, the first after 31 Dec 2026.\n"
			    "Coffee card: 2 earned\n"
			    "\xE2\x97\x8F \xE2\x97\x8F \xE2\x97\x8F \xE2\x97\x8B \xE2\x97\x8B\n"
			    "Coffee card: 3 of 5 stamps\n"
			    "Your level: Gold\n"
			    "The next level: Platinum\n"
			    "\n"
			    "You can choose from:\n"
			    "A free coffee: 400 points\n"
			    "---\n"
			    "This is waiting for you: a free coffee. Just ask!\n"
			    "Jonas was happy to serve you today.\n"
			    "---\n"
			    "For next time: 10 % off\n"
			    "[RG2AAAABBBB]\n"
			    "RG2-AAAA-BBBB\n"
			    "Good until 31 Jan 2027\n"
			    "---\n"
			    "How was it today?\n"
			    "[https://shop.example/q/1]\n"
			    "Scan this and tell us.\n"
			    "---\n"
			    "[" FACTS_CODE "]\n"
			    "RG1-7KQM-2XWD-9FAB-C3DE\n"
			    "Your code: show it next time.\n"
			    "\n"
			    "Receipt T1-000123\n");
	free(words);
}

/* What costs stamps, or nothing, does not cost "0 points". */
static void an_offer_without_points_says_no_points(void **state)
{
	static const struct receipt_offer offers[] = { { "Free coffee", { 0 } } };
	struct receipt receipt = facts_receipt();
	char *words;

	(void)state;
	receipt.offers = offers;
	receipt.offer_count = 1;
	words = shop_ours(&receipt, "default");
	assert_non_null(strstr(words, "You can choose from:\nFree coffee\n"));
	free(words);
}

/* The greeting says that it is the first visit; "Your 1st visit" below it says it again. */
static void a_first_visit_is_told_once(void **state)
{
	static const char *const templates[] = { "default", "narrow" };
	struct receipt receipt = facts_receipt();

	(void)state;
	receipt.visit = 1;
	for (size_t i = 0; i < 2; i++) {
		char *words = shop_ours(&receipt, templates[i]);

		assert_non_null(strstr(words, "Thank you for your first visit."));
		assert_null(strstr(words, "1st visit"));
		free(words);
	}
}

/* One thing given back is "Flat white", not "-1 x Flat white": its amount has the sign. */
static void one_thing_given_back_is_not_several(void **state)
{
	static const struct receipt_line lines[] = {
		{ .name = "Bun", .qty_milli = -1000, .total = { -3200 } },
		{ .name = "Tea", .qty_milli = -2000, .total = { -5000 } },
	};
	struct receipt receipt = facts_receipt();
	char *words;

	(void)state;
	receipt.is_refund = true;
	receipt.lines = lines;
	receipt.lines_count = 2;
	words = shop_ours(&receipt, "default");
	assert_non_null(strstr(words, "\nBun|-32.00\n"));
	assert_non_null(strstr(words, "-2 \xC3\x97 Tea|-50.00\n"));
	free(words);
}

/* A gift card whose code is not on the paper is money lost. */
static void everything_to_take_along_has_its_code(void **state)
{
	struct receipt_issued issued[8];
	struct receipt receipt = facts_receipt();

	(void)state;
	for (size_t i = 0; i < 8; i++)
		issued[i] = (struct receipt_issued) { .title = "Gift card",
						      .code = "RG2AAAABBBB",
						      .is_money = true,
						      .amount = money_of(5000) };
	issued[7].code = "RG2CCCCDDDD";
	receipt.issued = issued;
	receipt.issued_count = 8;
	receipt.is_refund = true;
	for (const char *const *name = template_names(); *name != NULL; name++) {
		shop_says(&receipt, *name, "Gift card: 50.00 DKK\n[RG2CCCCDDDD]\nRG2-CCCC-DDDD\n");
		shop_does_not_say(&receipt, *name, "Good until");
	}
}

static void fills_in(const char *name, const char *language)
{
	const struct receipt receipt = full_receipt();
	struct rgl_why why = { 0 };
	struct sweep sweep;
	struct host host;
	struct paper paper;
	size_t length = 0;
	const char *text = template_text(name, &length);
	char *words;

	facts_lend(&sweep, &host, SWEEP_NEVER);
	paper = paper_of(&host);
	assert_int_equal(facts_fill_with(&receipt, text, length, language, &paper, &why), RGL_OK);
	words = facts_words(&paper);
	assert_string_equal(paper.language, language);
	assert_null(strpbrk(words, "{}"));
	assert_non_null(strstr(words, "Asha Verma"));
	free(words);
	paper_free(&paper);
	assert_int_equal(sweep.held, 0);
}

/* Each language's catalogue has to bear each template: no placeholder is left in braces. */
static void every_template_fills_in_every_language(void **state)
{
	(void)state;
	for (const char *const *language = words_languages(); *language != NULL; language++)
		for (const char *const *name = template_names(); *name != NULL; name++)
			fills_in(*name, *language);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_offer_without_points_says_no_points),
		cmocka_unit_test(a_first_visit_is_told_once),
		cmocka_unit_test(one_thing_given_back_is_not_several),
		cmocka_unit_test(a_full_receipt_reads_from_top_to_bottom),
		cmocka_unit_test(everything_to_take_along_has_its_code),
		cmocka_unit_test(every_template_fills_in_every_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
