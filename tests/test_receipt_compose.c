/* test_receipt_compose.c - the words of a receipt fit the person and the sale. */
#include "tests/test_receipt_facts.h"

/* The words of a receipt; ended by free(). */
static char *words_of(const struct receipt *receipt)
{
	struct rgl_why why = { 0 };
	struct sweep sweep;
	struct host host;
	struct paper paper;
	char *words;

	facts_lend(&sweep, &host, SWEEP_NEVER);
	paper = paper_of(&host);
	assert_int_equal(compose(receipt, &paper, &why), RGL_OK);
	words = facts_words(&paper);
	paper_free(&paper);
	assert_int_equal(sweep.held, 0);
	return words;
}

/* Both directions, so that the test fails when a sentence is always or never there. */
static void says(const struct receipt *receipt, const char *sentence)
{
	char *words = words_of(receipt);

	if (strstr(words, sentence) == NULL)
		fail_msg("'%s' is not in:\n%s", sentence, words);
	free(words);
}

static void does_not_say(const struct receipt *receipt, const char *sentence)
{
	char *words = words_of(receipt);

	if (strstr(words, sentence) != NULL)
		fail_msg("'%s' is in:\n%s", sentence, words);
	free(words);
}

static void a_regulars_receipt_reads_from_top_to_bottom(void **state)
{
	const struct receipt receipt = facts_receipt();
	char *words = words_of(&receipt);

	(void)state;
	assert_string_equal(words, "KAFFE & KAGE\n"
				   "Thank you for coming back, Asha Verma!\n"
				   "Your 12th visit \xC2\xB7 served by Jonas\n"
				   "Sat 21 Nov 2026, 14:05\n"
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
				   "Only 60 points to a free coffee!\n"
				   "[" FACTS_CODE "]\n"
				   "RG1-7KQM-2XWD-9FAB-C3DE\n"
				   "Your code: show it next time.\n"
				   "\n"
				   "Receipt T1-000123\n");
	free(words);
}

static void the_greeting_knows_who_it_is_for(void **state)
{
	struct receipt receipt = facts_receipt();

	(void)state;
	receipt.visit = 1;
	says(&receipt, "Welcome, Asha Verma! Thank you for your first visit.\n");
	says(&receipt, "Your 1st visit");
	receipt.member = NULL;
	says(&receipt, "Welcome! Thank you for your first visit.\n");
	receipt.visit = 2;
	says(&receipt, "Thank you for coming back!\n");
	receipt.is_refund = true;
	says(&receipt, "Here is your refund.\n");
	does_not_say(&receipt, "visit");
	receipt.member = "Asha";
	says(&receipt, "Here is your refund, Asha.\n");
}

/* Points that nobody has would only be a riddle. */
static void somebody_unknown_hears_nothing_of_points(void **state)
{
	struct receipt receipt = facts_receipt();

	(void)state;
	receipt.member = "";
	receipt.qr = NULL;
	receipt.visit = 0;
	receipt.reward = NULL;
	says(&receipt, "Thank you for your visit!\n");
	says(&receipt, "Served by Jonas\n");
	does_not_say(&receipt, "point");
	does_not_say(&receipt, "[");
}

static void visits_count_as_english_does(void **state)
{
	const struct {
		int64_t visit;
		const char *words;
	} cases[] = { { 2, "Your 2nd visit" },	   { 3, "Your 3rd visit" },
		      { 4, "Your 4th visit" },	   { 11, "Your 11th visit" },
		      { 13, "Your 13th visit" },   { 21, "Your 21st visit" },
		      { 112, "Your 112th visit" }, { 1003, "Your 1003rd visit" } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct receipt receipt = facts_receipt();

		receipt.visit = cases[i].visit;
		says(&receipt, cases[i].words);
	}
}

static void points_are_counted_in_the_right_number(void **state)
{
	const struct {
		bool is_refund;
		int64_t earned;
		int64_t balance;
		const char *words;
	} cases[] = {
		{ false, 0, 0, "You earned no points this time.\nYou now have no points.\n" },
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

/* "Only 300 points" with 40 on the card would be a joke at the customer's cost. */
static void what_is_next_is_said_as_near_as_it_is(void **state)
{
	struct receipt receipt = facts_receipt();

	(void)state;
	receipt.to_reward = points_of(1);
	says(&receipt, "Only 1 point to a free coffee!\n");
	receipt.to_reward = points_of(341);
	says(&receipt, "\n341 points to a free coffee.\n");
	receipt.to_reward = points_of(0);
	says(&receipt, "Ready for you: a free coffee!\n");
	receipt.reward = "";
	does_not_say(&receipt, "Ready");
	does_not_say(&receipt, " to ");
}

static void quantities_say_no_more_than_they_mean(void **state)
{
	struct receipt_line lines[] = {
		{ "Cheese", 350, true, money_of(24000), money_of(8400) },
		{ "Bag", -1000, true, money_of(100), money_of(-100) },
		{ "Tea", 10000, false, money_of(0), money_of(20000) },
		{ "Cup", 0, false, money_of(0), money_of(0) },
	};
	struct receipt receipt = facts_receipt();

	(void)state;
	receipt.lines = lines;
	receipt.lines_count = 4;
	says(&receipt, "0.35 \xC3\x97 Cheese|84.00\n    at 240.00\n"
		       "-1 \xC3\x97 Bag|-1.00\n    at 1.00 each\n"
		       "10 \xC3\x97 Tea|200.00\n"
		       "0 \xC3\x97 Cup|0.00\n");
}

static void a_copy_and_a_refund_say_so_in_large_letters(void **state)
{
	struct receipt receipt = facts_receipt();

	(void)state;
	does_not_say(&receipt, "COPY");
	does_not_say(&receipt, "REFUND");
	receipt.is_copy = true;
	receipt.is_refund = true;
	says(&receipt, "KAFFE & KAGE\n---\nREFUND\nCOPY\n---\nHere");
}

static void amounts_have_the_currencys_digits(void **state)
{
	struct receipt receipt = facts_receipt();

	(void)state;
	receipt.currency = (struct currency) { "JPY", 0 };
	says(&receipt, "Total JPY|10,800\n");
	receipt.currency = (struct currency) { "KWD", 3 };
	says(&receipt, "Total KWD|10.800\n");
	receipt.tax = money_of(0);
	does_not_say(&receipt, "Tax");
}

/* The columns still add up to the total. */
static void lines_beyond_the_limit_become_one_with_their_sum(void **state)
{
	static struct receipt_line lines[1000];
	struct receipt receipt = facts_receipt();

	(void)state;
	for (size_t i = 0; i < 1000; i++)
		lines[i] = (struct receipt_line) { "Roll", 1000, false, { 0 }, { 100 } };
	receipt.lines = lines;
	receipt.lines_count = 1000;
	says(&receipt, "Roll|1.00\nand 850 more lines|850.00\n---\n");
	receipt.lines_count = COMPOSE_LINES_MAX + 1;
	says(&receipt, "Roll|1.00\nand 1 more line|1.00\n---\n");
	receipt.lines_count = COMPOSE_LINES_MAX;
	does_not_say(&receipt, "more line");
}

/* A receipt of nothing at all, as a refund without lines is, is still a receipt. */
static void empty_facts_make_a_receipt(void **state)
{
	struct receipt receipt = { .currency = { "EUR", 2 } };

	(void)state;
	says(&receipt, "Thank you for your visit!\n---\nTotal EUR|0.00\n");
	receipt.qr = "A code that is far too long to stand on a receipt, and that no member of "
		     "ours can have, since tokens are nineteen characters long";
	says(&receipt, "Thank you for coming back!\n");
	does_not_say(&receipt, "[");
}

/* A shop of stamp cards or store credit has no points to speak of. */
static void stamps_and_credit_are_said_and_points_only_where_there_are_any(void **state)
{
	const struct receipt_purse purses[] = { { "Coffee card", false, 2, 10 },
						{ "Store credit", true, -150, -2500 } };
	struct receipt receipt = facts_receipt();

	(void)state;
	receipt.purses = purses;
	receipt.purse_count = 2;
	says(&receipt, "You now have 340 points.\n");
	says(&receipt, "Coffee card: 2 earned.\nCoffee card: 10 used.\n");
	says(&receipt, "Store credit: 1.50 taken back.\nStore credit: 25.00 given back.\n");
	receipt.without_points = true;
	does_not_say(&receipt, "points");
	says(&receipt, "Coffee card: 2 earned.\n");
}

static void a_name_of_ten_thousand_characters_is_cut(void **state)
{
	char name[10001];
	struct receipt receipt = facts_receipt();
	char *words;

	(void)state;
	memset(name, '\x1b', sizeof(name));
	name[10000] = '\0';
	receipt.shop = name;
	receipt.member = name;
	receipt.cashier = name;
	receipt.sale_id = name;
	receipt.reward = name;
	words = words_of(&receipt);
	assert_null(strchr(words, '\x1b'));
	assert_true(strlen(words) < 5000);
	free(words);
}

static void a_receipt_without_memory_is_refused_and_leaves_the_paper_empty(void **state)
{
	const struct receipt receipt = facts_receipt();
	rgl_rc rc = RGL_E_MEMORY;

	(void)state;
	for (long n = 0; rc != RGL_OK; n++) {
		struct rgl_why why = { 0 };
		struct sweep sweep;
		struct host host;
		struct paper paper;

		assert_true(n < 100);
		facts_lend(&sweep, &host, n);
		paper = paper_of(&host);
		rc = compose(&receipt, &paper, &why);
		assert_int_equal(rc, sweep.ran_out ? RGL_E_MEMORY : RGL_OK);
		assert_int_equal(why.code, rc);
		if (rc < 0)
			assert_int_equal(sweep.held, 0);
		paper_free(&paper);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_regulars_receipt_reads_from_top_to_bottom),
		cmocka_unit_test(the_greeting_knows_who_it_is_for),
		cmocka_unit_test(somebody_unknown_hears_nothing_of_points),
		cmocka_unit_test(visits_count_as_english_does),
		cmocka_unit_test(points_are_counted_in_the_right_number),
		cmocka_unit_test(what_is_next_is_said_as_near_as_it_is),
		cmocka_unit_test(quantities_say_no_more_than_they_mean),
		cmocka_unit_test(a_copy_and_a_refund_say_so_in_large_letters),
		cmocka_unit_test(amounts_have_the_currencys_digits),
		cmocka_unit_test(lines_beyond_the_limit_become_one_with_their_sum),
		cmocka_unit_test(empty_facts_make_a_receipt),
		cmocka_unit_test(stamps_and_credit_are_said_and_points_only_where_there_are_any),
		cmocka_unit_test(a_name_of_ten_thousand_characters_is_cut),
		cmocka_unit_test(a_receipt_without_memory_is_refused_and_leaves_the_paper_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
