/* test_template_ours.c - the templates that come with Regulars fit the person and the sale. */
#include "tests/test_template_shop.h"

#include "receipts/texts.h"

static void says(const struct receipt *receipt, const char *sentence)
{
	shop_says(receipt, "default", sentence);
}

static void does_not_say(const struct receipt *receipt, const char *sentence)
{
	shop_does_not_say(receipt, "default", sentence);
}

/* In each of the four; a receipt that lacks it is no receipt. */
static void all_say(const struct receipt *receipt, const char *sentence)
{
	for (const char *const *name = template_names(); *name != NULL; name++)
		shop_says(receipt, *name, sentence);
}

static void none_says(const struct receipt *receipt, const char *sentence)
{
	for (const char *const *name = template_names(); *name != NULL; name++)
		shop_does_not_say(receipt, *name, sentence);
}

/* The whole of the default one. */
static void reads(const struct receipt *receipt, const char *all)
{
	char *words = shop_ours(receipt, "default");

	assert_string_equal(words, all);
	free(words);
}

static bool has_word(const void *user, const char *key)
{
	return words_has(user, key);
}

/* A misspelt sentence in one of ours would be missed by nobody until a customer is. */
static void every_template_of_ours_reads_with_all_its_sentences(void **state)
{
	const struct words_wish wish = { .member = "en", .currency = { "EUR", 2 } };
	struct template_words words = { has_word, NULL };
	struct words *english = NULL;
	struct rgl_why why = { 0 };
	struct host host;
	size_t embedded = 0;
	size_t length = 0;
	size_t count = 0;

	(void)state;
	host_init(&host, NULL);
	assert_int_equal(words_open(&host, &wish, &english, &why), RGL_OK);
	words.user = english;
	for (const char *const *name = template_names(); *name != NULL; name++, count++) {
		struct template *template = NULL;
		const char *text = template_text(*name, &length);

		assert_non_null(text);
		assert_int_equal(strlen(text), length);
		if (template_read(&host, text, length, &words, &template, &why) != RGL_OK)
			fail_msg("%s: %s", *name, why.text);
		template_free(template);
	}
	words_close(english);
	for (const struct text *text = texts; text->name != NULL; text++)
		embedded += strncmp(text->name, "template/", strlen("template/")) == 0;
	assert_int_equal(embedded, count);
	assert_string_equal(template_names()[0], "default");
	assert_null(template_text("no such", &length));
}

static void a_regulars_receipt_reads_from_top_to_bottom(void **state)
{
	const struct receipt receipt = facts_receipt();

	(void)state;
	reads(&receipt, "KAFFE & KAGE\n"
			"Thank you for coming back, Asha Verma!\n"
			"Your 12th visit\n"
			"Sat, 21 Nov 2026, 14:05\n"
			"---\n"
			"2 \xC3\x97 Flat white|76.00\n"
			"    at 38.00 each\n"
			"Cinnamon snail|32.00\n"
			"---\n"
			"Total DKK|108.00\n"
			"Tax included|21.60\n"
			"---\n"
			"You earned 10 points.\n"
			"You now have 340 points.\n"
			"---\n"
			"Just 60 more points, and this is yours: a free coffee\n"
			"Jonas was happy to serve you today.\n"
			"---\n"
			"[" FACTS_CODE "]\n"
			"RG1-7KQM-2XWD-9FAB-C3DE\n"
			"Your code: show it next time.\n"
			"\n"
			"Receipt T1-000123\n");
}

static void every_template_says_what_a_receipt_must(void **state)
{
	struct receipt receipt = facts_receipt();

	(void)state;
	all_say(&receipt, "KAFFE & KAGE");
	all_say(&receipt, "Thank you for coming back, Asha Verma!\n");
	all_say(&receipt, "Sat, 21 Nov 2026, 14:05");
	all_say(&receipt, "Flat white|76.00\n");
	all_say(&receipt, "Total DKK|108.00\n");
	all_say(&receipt, "Tax included|21.60\n");
	all_say(&receipt, "You now have 340 points.\n");
	all_say(&receipt, "this is yours: a free coffee\n");
	all_say(&receipt, "[" FACTS_CODE "]\n");
	all_say(&receipt, "T1-000123\n");
	none_says(&receipt, "COPY");
	none_says(&receipt, "REFUND");
	receipt.is_copy = true;
	all_say(&receipt, "\nCOPY\n");
	none_says(&receipt, "REFUND");
}

static void the_greeting_knows_who_it_is_for(void **state)
{
	struct receipt receipt = facts_receipt();

	(void)state;
	receipt.visit = 1;
	all_say(&receipt, "Welcome, Asha Verma! Thank you for your first visit.\n");
	none_says(&receipt, "1st visit");
	says(&receipt, "How nice to meet you. We hope to see you again.\n");
	receipt.member = NULL;
	all_say(&receipt, "Welcome! Thank you for your first visit.\n");
	receipt.visit = 2;
	all_say(&receipt, "Thank you for coming back!\n");
	receipt.is_refund = true;
	all_say(&receipt, "Here is your refund.\n");
	none_says(&receipt, "visit");
	receipt.member = "Asha";
	all_say(&receipt, "Here is your refund, Asha.\n");
}

static void visits_count_as_english_does(void **state)
{
	const struct {
		int64_t visit;
		const char *words;
	} cases[] = { { 2, "Your 2nd visit\n" },     { 3, "Your 3rd visit\n" },
		      { 4, "Your 4th visit\n" },     { 11, "Your 11th visit\n" },
		      { 13, "Your 13th visit\n" },   { 21, "Your 21st visit\n" },
		      { 112, "Your 112th visit\n" }, { 1003, "Your 1,003rd visit\n" } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct receipt receipt = facts_receipt();

		receipt.visit = cases[i].visit;
		says(&receipt, cases[i].words);
	}
}

/* Points that nobody has would only be a riddle. */
static void somebody_unknown_hears_nothing_of_points(void **state)
{
	struct receipt receipt = facts_receipt();

	(void)state;
	receipt.member = "";
	receipt.qr = NULL;
	receipt.visit = 0;
	all_say(&receipt, "Thank you for your visit!\n");
	all_say(&receipt, "Served by Jonas\n");
	none_says(&receipt, "point");
	none_says(&receipt, "a free coffee");
	none_says(&receipt, "[");
	none_says(&receipt, "code");
	receipt.cashier = "";
	none_says(&receipt, "erved");
}

static void a_refund_tells_what_came_back(void **state)
{
	struct receipt receipt = facts_receipt();

	(void)state;
	receipt.is_refund = true;
	receipt.total = money_of(-10800);
	receipt.earned = points_of(-10);
	receipt.spent = points_of(-400);
	receipt.question_link = "https://shop.example/q/1";
	says(&receipt, "KAFFE & KAGE\n---\nREFUND\n---\nHere is your refund, Asha Verma.\nServed "
		       "by Jonas\n");
	all_say(&receipt, "\nREFUND\n");
	all_say(&receipt, "Refunded DKK|-108.00\n");
	all_say(&receipt, "10 points were taken back.");
	says(&receipt, "\n400 points were given back.\n");
	none_says(&receipt, "Thank you");
	none_says(&receipt, "How was it today?");
	none_says(&receipt, "You earned");
	receipt.is_copy = true;
	says(&receipt, "---\nREFUND\nCOPY\nThis receipt may have been printed before.\n---\nHere");
	all_say(&receipt, "\nREFUND\nCOPY\n");
	receipt.earned = points_of(0);
	says(&receipt, "\nYour points stay as they are.\n");
	receipt.without_points = true;
	none_says(&receipt, "point");
}

static void points_are_counted_in_the_right_number(void **state)
{
	const struct {
		bool is_refund;
		int64_t earned;
		int64_t balance;
		const char *words;
	} cases[] = {
		{ false, 0, 0,
		  "You earned no points this time.\nYou have no points at the moment.\n" },
		{ false, 1, 1, "You earned 1 point.\nYou now have 1 point.\n" },
		{ false, 2000, 12000, "You earned 2,000 points.\nYou now have 12,000 points.\n" },
		{ true, -1, -1, "1 point was taken back.\nYou now have -1 point.\n" },
		{ true, -10, -5, "10 points were taken back.\nYou now have -5 points.\n" },
		{ true, 0, 7, "Your points stay as they are.\nYou now have 7 points.\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct receipt receipt = facts_receipt();

		receipt.is_refund = cases[i].is_refund;
		receipt.earned = points_of(cases[i].earned);
		receipt.balance = points_of(cases[i].balance);
		says(&receipt, cases[i].words);
	}
}

/* "Only 300 points" with 40 on the card would be a joke at the customer's cost; and a reward that
 * one of the personal lines speaks of is not spoken of twice. */
static void what_is_next_is_said_once_and_as_near_as_it_is(void **state)
{
	struct receipt receipt = facts_receipt();

	(void)state;
	receipt.to_reward = points_of(1);
	all_say(&receipt, "Just 1 more point, and this is yours: a free coffee\n");
	none_says(&receipt, "to go");
	receipt.to_reward = points_of(341);
	all_say(&receipt, "\n341 points to go: a free coffee\n");
	receipt.to_reward = points_of(0);
	all_say(&receipt, "This is waiting for you: a free coffee. Just ask!\n");
	none_says(&receipt, "Ready for you");
	/* A refund is no time for cheer; the fact stands. */
	receipt.is_refund = true;
	all_say(&receipt, "Ready for you: a free coffee!\n");
	receipt.to_reward = points_of(60);
	says(&receipt, "Only 60 points to go: a free coffee!\n");
	receipt.reward = "";
	none_says(&receipt, "Ready");
	none_says(&receipt, "to go");
}

static void amounts_have_the_currencys_digits(void **state)
{
	struct receipt receipt = facts_receipt();

	(void)state;
	receipt.currency = (struct currency) { "JPY", 0 };
	all_say(&receipt, "Total JPY|10,800\n");
	receipt.currency = (struct currency) { "KWD", 3 };
	all_say(&receipt, "Total KWD|10.800\n");
	receipt.tax = money_of(0);
	none_says(&receipt, "Tax");
}

static void quantities_say_no_more_than_they_mean(void **state)
{
	const struct receipt_line lines[] = {
		{ "Cheese", 350, true, false, { 24000 }, { 8400 }, { 0 } },
		{ "Bag", -1000, true, false, { 100 }, { -100 }, { 0 } },
		{ "Tea", 10000, false, false, { 0 }, { 20000 }, { 0 } },
		{ "Cup", 0, false, false, { 0 }, { 0 }, { 0 } },
	};
	struct receipt receipt = facts_receipt();

	(void)state;
	receipt.lines = lines;
	receipt.lines_count = 4;
	says(&receipt, "0.35 \xC3\x97 Cheese|84.00\n    at 240.00\n"
		       "Bag|-1.00\n"
		       "10 \xC3\x97 Tea|200.00\n"
		       "0 \xC3\x97 Cup|0.00\n");
	shop_says(&receipt, "narrow",
		  "Cheese|84.00\n  0.35 \xC3\x97 240.00\nBag|-1.00\n"
		  "Tea|200.00\n  10 \xC3\x97\nCup|0.00\n  0 \xC3\x97\n");
}

/* A shop of stamp cards or store credit has no points to speak of. */
static void stamps_and_credit_are_said_and_points_only_where_there_are_any(void **state)
{
	const struct receipt_purse purses[] = { { "Coffee card", 2, 10, 2, 10, false, true },
						{ "Store credit", -150, -2500, 500, 0, true, true },
						{ "Old card", 1, 0, 0, 0, false, false } };
	struct receipt receipt = facts_receipt();

	(void)state;
	receipt.purses = purses;
	receipt.purse_count = 3;
	all_say(&receipt, "You now have 340 points.\n");
	all_say(&receipt, "Coffee card: 2 of 10 stamps\n");
	all_say(&receipt, "Store credit: you now have 5.00 DKK\n");
	says(&receipt, "Coffee card: 2 earned\nCoffee card: 10 used\n");
	says(&receipt, "Store credit: 1.50 DKK taken back\nStore credit: 25.00 DKK given back\n");
	says(&receipt, "Old card: 1 earned\n");
	does_not_say(&receipt, "Old card: you now have");
	receipt.without_points = true;
	none_says(&receipt, "points");
	says(&receipt, "---\nCoffee card: 2 earned\n");
}

/* The columns still add up to the total, whatever the template. */
static void two_hundred_lines_become_one_hundred_and_fifty_and_their_rest(void **state)
{
	static struct receipt_line lines[1000];
	struct receipt receipt = facts_receipt();

	(void)state;
	for (size_t i = 0; i < 1000; i++)
		lines[i] = (struct receipt_line) { .name = "Roll",
						   .qty_milli = 2000,
						   .has_unit = true,
						   .unit = money_of(50),
						   .total = money_of(100),
						   .discount = money_of(1) };
	receipt.lines = lines;
	receipt.lines_count = 200;
	all_say(&receipt, "\nand 50 more lines|50.00\n");
	receipt.lines_count = 1000;
	all_say(&receipt, "\nand 850 more lines|850.00\n");
	all_say(&receipt, "Total DKK|108.00\n");
}

/* A receipt of nothing at all, as a refund without lines is, is still a receipt. */
static void empty_facts_make_a_receipt(void **state)
{
	struct receipt receipt = { .currency = { "EUR", 2 } };

	(void)state;
	says(&receipt, "Thank you for your visit!\n---\nTotal EUR|0.00\n");
	all_say(&receipt, "Total EUR|0.00\n");
	receipt.qr = "A code that is far too long to stand on a receipt, and that no member of "
		     "ours can have, since tokens are nineteen characters long";
	all_say(&receipt, "Thank you for coming back!\n");
	none_says(&receipt, "[");
	none_says(&receipt, "Your code");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_template_of_ours_reads_with_all_its_sentences),
		cmocka_unit_test(a_regulars_receipt_reads_from_top_to_bottom),
		cmocka_unit_test(every_template_says_what_a_receipt_must),
		cmocka_unit_test(the_greeting_knows_who_it_is_for),
		cmocka_unit_test(visits_count_as_english_does),
		cmocka_unit_test(somebody_unknown_hears_nothing_of_points),
		cmocka_unit_test(a_refund_tells_what_came_back),
		cmocka_unit_test(points_are_counted_in_the_right_number),
		cmocka_unit_test(what_is_next_is_said_once_and_as_near_as_it_is),
		cmocka_unit_test(amounts_have_the_currencys_digits),
		cmocka_unit_test(quantities_say_no_more_than_they_mean),
		cmocka_unit_test(stamps_and_credit_are_said_and_points_only_where_there_are_any),
		cmocka_unit_test(two_hundred_lines_become_one_hundred_and_fifty_and_their_rest),
		cmocka_unit_test(empty_facts_make_a_receipt),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
