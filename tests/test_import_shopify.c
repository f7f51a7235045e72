/* test_import_shopify.c - Shopify's orders and refunds as entries: made-up ones in the real ones'
 * shape. */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/log_text.h"
#include "tests/support/sweep.h"

static void expect(struct log_text *said, const char *text, const char *expected)
{
	struct host host;

	host_init(&host, NULL);
	said->currency = said->currency == NULL ? "USD" : said->currency;
	assert_int_equal(log_text_read(said, &host, &LOG_SHOPIFY, text, strlen(text)), RGL_OK);
	assert_string_equal(said->text, expected);
}

static void expect_alone(const char *text, const char *expected)
{
	struct log_text said = { 0 };

	expect(&said, text, expected);
}

/* An order of 2 x 10.00 less 1.00, taxed 1.90, a gift card of 5.00, shipped for 3.00 and 0.30. */
#define ORDER(more)                                                                                \
	"{\"id\":11,\"currency\":\"USD\",\"financial_status\":\"paid\",\"test\":false,"            \
	"\"created_at\":\"2025-05-01T09:00:00-04:00\",\"cancelled_at\":null,"                      \
	"\"processed_at\":\"2025-05-01T09:00:01-04:00\",\"taxes_included\":false,"                 \
	"\"presentment_currency\":\"CAD\",\"location_id\":77,\"source_name\":\"pos\","             \
	"\"customer\":{\"id\":900,\"first_name\":\"Ann\",\"last_name\":\"Example\","               \
	"\"phone\":null,\"email\":\"ann@example.org\"},"                                           \
	"\"line_items\":[{\"id\":1,\"name\":\"Tea - green\",\"sku\":\"T1\",\"quantity\":2,"        \
	"\"price\":\"10.00\",\"gift_card\":false,\"discount_allocations\":[{\"amount\":\"1.00\"}]" \
	","                                                                                        \
	"\"tax_lines\":[{\"price\":\"1.50\"},{\"price\":\"0.40\",\"price_set\":{\"shop_money\":"   \
	"{\"amount\":\"0.40\",\"currency_code\":\"USD\"},\"presentment_money\":{\"amount\":"       \
	"\"0.55\",\"currency_code\":\"CAD\"}}}]},"                                                 \
	"{\"id\":2,\"title\":\"Card\",\"quantity\":1,\"price\":\"5.00\",\"gift_card\":true}],"     \
	"\"shipping_lines\":[{\"title\":\"Post\",\"price\":\"4.00\",\"discounted_price\":"         \
	"\"3.00\",\"tax_lines\":[{\"price\":\"0.30\"}]}],"                                         \
	"\"payment_gateway_names\":[\"cash\"],\"total_price\":\"29.20\",\"total_tax\":\"2."        \
	"20\"" more "}"

#define ORDER_SAID                                                                                 \
	"1 sale shopify-11 2025-05-01T13:00:01+00:00 total 29.20 tax 2.20\n"                       \
	"  2.000 Tea - green 20.90 tax 1.90 off 1.00 {T1}\n"                                       \
	"  1.000 Card 5.00 unit 5.00 (gift card)\n"                                                \
	"  1.000 Post 3.30 tax 0.30\n"                                                             \
	"  paid 1 29.20\n"                                                                         \
	"  customer 900 Ann Example ann@example.org\n"

static void an_order_is_a_sale(void **state)
{
	struct log_text said = { .shows_all = true };

	(void)state;
	expect(&said, "{\"orders\":[" ORDER("") "]}", ORDER_SAID "  at 77 pos\n");
	expect_alone("{\"order\":" ORDER("") "}", ORDER_SAID);
	expect_alone(ORDER(",\"refunds\":[]"), ORDER_SAID);
}

/* Where the taxes are in the prices nothing is added, and the unit price makes the total. */
static void taxes_may_be_in_the_prices(void **state)
{
	(void)state;
	expect_alone("[{\"id\":1,\"financial_status\":\"paid\",\"created_at\":"
		     "\"2025-05-01T09:00:00Z\",\"taxes_included\":true,\"total_price\":\"20.00\","
		     "\"total_tax\":\"3.19\",\"line_items\":[{\"name\":\"A\",\"quantity\":2,"
		     "\"price\":\"10.00\",\"tax_lines\":[{\"price\":\"3.19\"}]}]}]",
		     "1 sale shopify-1 2025-05-01T09:00:00+00:00 total 20.00 tax 3.19\n"
		     "  2.000 A 20.00 tax 3.19 unit 10.00\n");
}

#define OLD(total, more)                                                                           \
	"[{\"id\":1,\"financial_status\":\"paid\",\"created_at\":\"2025-05-01T09:00:00Z\","        \
	"\"taxes_included\":false,\"total_price\":\"" total "\"," more                             \
	"\"line_items\":[{\"name\":\"A\",\"quantity\":1,\"price\":\"10.00\"},"                     \
	"{\"name\":\"B\",\"quantity\":1,\"price\":\"5.00\"}]}]"

/* Older exports have taxes and discounts of the whole only: they are put on the lines. */
static void taxes_and_discounts_of_the_whole_are_spread(void **state)
{
	(void)state;
	expect_alone(OLD("16.00", "\"total_tax\":\"1.00\","),
		     "1 sale shopify-1 2025-05-01T09:00:00+00:00 total 16.00 tax 1.00\n"
		     "  1.000 A 10.67 tax 0.67\n"
		     "  1.000 B 5.33 tax 0.33\n");
	expect_alone(OLD("14.00", "\"total_discounts\":\"1.00\",\"total_tax\":\"0.00\","),
		     "1 sale shopify-1 2025-05-01T09:00:00+00:00 total 14.00 tax 0.00\n"
		     "  1.000 A 9.33 off 0.67\n"
		     "  1.000 B 4.67 off 0.33\n");
	expect_alone(OLD("15.40", "\"total_discounts\":\"1.00\",\"total_tax\":\"1.40\","),
		     "1 sale shopify-1 2025-05-01T09:00:00+00:00 total 15.40 tax 1.40\n"
		     "  1.000 A 10.26 tax 0.93 off 0.67\n"
		     "  1.000 B 5.14 tax 0.47 off 0.33\n");
}

static void tips_duties_and_fees_are_lines_where_they_are_missing(void **state)
{
	(void)state;
	expect_alone(OLD("17.00", "\"total_tip_received\":\"2.00\","),
		     "1 sale shopify-1 2025-05-01T09:00:00+00:00 total 17.00 tax 0.00\n"
		     "  1.000 A 10.00 unit 10.00\n"
		     "  1.000 B 5.00 unit 5.00\n"
		     "  1.000 Tip 2.00 [tip]\n");
	expect_alone(OLD("15.00", "\"total_tip_received\":\"2.00\","),
		     "1 sale shopify-1 2025-05-01T09:00:00+00:00 total 15.00 tax 0.00\n"
		     "  1.000 A 10.00 unit 10.00\n"
		     "  1.000 B 5.00 unit 5.00\n");
	expect_alone(OLD("16.50", "\"original_total_duties_set\":{\"shop_money\":{\"amount\":"
				  "\"1.50\",\"currency_code\":\"USD\"}},"),
		     "1 sale shopify-1 2025-05-01T09:00:00+00:00 total 16.50 tax 0.00\n"
		     "  1.000 A 10.00 unit 10.00\n"
		     "  1.000 B 5.00 unit 5.00\n"
		     "  1.000 Duties 1.50\n");
}

#define REFUND_LINES                                                                               \
	"\"refund_line_items\":[{\"quantity\":1,\"line_item_id\":1,\"subtotal\":9.5,"              \
	"\"total_tax\":0.95,\"line_item\":{\"name\":\"Tea - green\",\"sku\":\"T1\","               \
	"\"quantity\":2,\"price\":\"10.00\"}}]"
#define MONEY(amount, status)                                                                      \
	"\"transactions\":[{\"kind\":\"refund\",\"status\":\"" status "\",\"amount\":\"" amount    \
	"\",\"currency\":\"USD\"}]"
#define REFUND(money)                                                                              \
	"{\"id\":5,\"order_id\":11,\"created_at\":\"2025-05-03T09:00:00Z\"," REFUND_LINES          \
	"," money "}"
#define REFUND_SAID                                                                                \
	"1 refund shopify-refund-5 2025-05-03T09:00:00+00:00 total -10.45 tax -0.95 of "           \
	"shopify-11\n"                                                                             \
	"  -1.000 Tea - green -10.45 tax -0.95 {T1}\n"

/* A refund inside its order, and the same on its own, where the sum says that taxes are added. */
static void a_refund_gives_back_what_its_transactions_say(void **state)
{
	(void)state;
	expect_alone(ORDER(",\"refunds\":[" REFUND(MONEY("10.45", "success")) "]"),
		     ORDER_SAID REFUND_SAID);
	expect_alone("{\"refund\":" REFUND(MONEY("10.45", "success")) "}", REFUND_SAID);
	expect_alone("{\"refunds\":[" REFUND(MONEY("9.50", "success")) "]}",
		     "1 refund shopify-refund-5 2025-05-03T09:00:00+00:00 total -9.50 tax -0.95 of "
		     "shopify-11\n"
		     "  -1.000 Tea - green -9.50 tax -0.95 {T1}\n");
	expect_alone("{\"refunds\":[" REFUND(MONEY("8.00", "success")) "]}",
		     "1 refund shopify-refund-5 2025-05-03T09:00:00+00:00 total -8.00 tax -0.95 of "
		     "shopify-11\n"
		     "  -1.000 Tea - green -10.45 tax -0.95 {T1}\n"
		     "  -1.000 Adjustment 2.45\n");
}

/* Shipping that goes back is a line, in the old way of saying it and the new. */
static void shipping_that_goes_back_is_a_line(void **state)
{
	(void)state;
	expect_alone(
		"{\"refund\":{\"id\":5,\"order_id\":11,\"created_at\":\"2025-05-03T09:00:00Z\","
		"\"order_adjustments\":[{\"kind\":\"shipping_refund\",\"amount\":\"-3.00\","
		"\"tax_amount\":\"-0.30\"}]," MONEY("3.30", "success") "}}",
		"1 refund shopify-refund-5 2025-05-03T09:00:00+00:00 total -3.30 tax -0.30 of "
		"shopify-11\n"
		"  -1.000 Shipping -3.30 tax -0.30\n");
	expect_alone(
		"{\"refund\":{\"id\":5,\"order_id\":11,\"created_at\":\"2025-05-03T09:00:00Z\","
		"\"refund_shipping_lines\":[{\"subtotal_amount_set\":{\"shop_money\":"
		"{\"amount\":\"3.00\"}},\"tax_amount_set\":{\"shop_money\":{\"amount\":"
		"\"0.30\"}}}]," MONEY("3.30", "success") "}}",
		"1 refund shopify-refund-5 2025-05-03T09:00:00+00:00 total -3.30 tax -0.30 of "
		"shopify-11\n"
		"  -1.000 Shipping -3.30 tax -0.30\n");
}

/* Money alone, without goods. */
static void money_may_go_back_alone(void **state)
{
	(void)state;
	expect_alone(
		"{\"refund\":{\"id\":5,\"order_id\":11,\"refund_line_items\":[],\"created_at\":"
		"\"2025-05-03T09:00:00Z\"," MONEY("2.00", "success") "}}",
		"1 refund shopify-refund-5 2025-05-03T09:00:00+00:00 total -2.00 tax 0.00 of "
		"shopify-11\n");
}

/* Goods may be taken off an order before they are paid: what the order comes to now says whether
 * that is so, or whether their money goes back in another refund. */
static void refunds_without_money_count_where_the_order_says_so(void **state)
{
	(void)state;
	expect_alone("{\"refund\":" REFUND(MONEY("10.45", "pending")) "}",
		     "passed over: 1 refunds under way or failed\n");
	expect_alone("{\"refund\":" REFUND("\"transactions\":[]") "}",
		     "passed over: 1 returns without money\n");
	expect_alone(ORDER(",\"current_total_price\":\"18.75\",\"refunds\":[" REFUND(
			     "\"transactions\":[]") "]"),
		     ORDER_SAID REFUND_SAID);
	expect_alone(ORDER(",\"current_total_price\":\"29.20\",\"refunds\":[" REFUND(
			     "\"transactions\":[]") "]"),
		     ORDER_SAID "passed over: 1 returns without money\n");
}

#define STATUS(fields) "{\"id\":1,\"line_items\":[]," fields "}"

static void what_is_not_sold_is_passed_over_by_its_reason(void **state)
{
	(void)state;
	expect_alone(
		"{\"orders\":[" STATUS("\"financial_status\":\"pending\"") "," STATUS(
			"\"financial_"
			"status\":"
			"\"authorized"
			"\"") "," STATUS("\"financial_status\":\"partially_paid\"") "," STATUS("\"f"
											       "ina"
											       "nci"
											       "al_"
											       "sta"
											       "tus"
											       "\":"
											       "\"p"
											       "aid"
											       "\","
											       "\"t"
											       "est"
											       "\":"
											       "tru"
											       "e") "," STATUS("\"financial_status\":\"voided\",\"cancelled_at\":\"2025-01-01\","
													       "\"refunds\":[{\"id\":1}]") "]}",
		"passed over: 2 not paid\n"
		"passed over: 1 not paid in full\n"
		"passed over: 1 tests\n"
		"passed over: 1 cancelled\n");
}

static void a_cancelled_order_undoes_what_was_recorded(void **state)
{
	struct log_text said = { .ids = { "shopify-1" },
				 .kinds = { LOG_KNOWN_SALE },
				 .id_count = 1 };

	(void)state;
	expect(&said, STATUS("\"cancelled_at\":\"2025-05-09T00:00:00Z\""),
	       "1 void shopify-1-cancelled 2025-05-09T00:00:00+00:00 of shopify-1\n");
}

/* Exports made with a choice of fields may lack the lines: the total is still a sale. */
static void an_order_without_lines_is_its_total(void **state)
{
	(void)state;
	expect_alone(
		"{\"id\":1,\"financial_status\":\"paid\",\"created_at\":\"2025-01-01T00:00:00Z\","
		"\"total_price\":\"598.94\",\"total_tax\":\"11.94\"}",
		"1 sale shopify-1 2025-01-01T00:00:00+00:00 total 598.94 tax 11.94\n"
		"  1.000 598.94 tax 11.94\n"
		"  note the file does not say what was sold; only the total was taken\n");
}

/* 13 digits that pass the check of payment cards are not read as one: customers' ids are such. */
static void an_id_is_never_taken_for_a_payment_card(void **state)
{
	(void)state;
	expect_alone(
		"{\"id\":1,\"financial_status\":\"paid\",\"created_at\":\"2025-01-01T00:00:00Z\","
		"\"total_price\":\"1.00\",\"customer\":{\"id\":4222222222222}}",
		"1 sale shopify-1 2025-01-01T00:00:00+00:00 total 1.00 tax 0.00\n"
		"  1.000 1.00\n"
		"  customer 422222_2222222\n"
		"  note the file does not say what was sold; only the total was taken\n");
}

static void what_cannot_be_is_refused_in_words(void **state)
{
	struct log_text said = { .currency = "EUR" };

	(void)state;
	expect(&said, "[" ORDER(",\"refunds\":[" REFUND(MONEY("10.45", "success")) "]") "]",
	       "1 refused: it is in USD, and this shop counts in EUR\n");
	expect(&said, "{\"refund\":" REFUND(MONEY("10.45", "success")) "}",
	       "1 refused: it is in USD, and this shop counts in EUR\n");
	expect_alone("{\"gift_card\":{\"id\":1}}",
		     "1 refused: this is no order or refund of Shopify: it holds \"gift_card\"\n");
	expect_alone("{\"customers\":[{\"id\":1}]}",
		     "1 refused: this is no order or refund of Shopify: it holds \"customers\"\n");
	expect_alone("{\"orders\":[{\"id\":1,\"created_at\":\"2025-01-01\"}]}",
		     "1 refused: it has no total: total_price is missing\n");
	expect_alone("{\"orders\":[{\"name\":\"#1\"}]}",
		     "1 refused: this is no order of Shopify: it holds \"name\"\n");
	expect_alone("{\"refunds\":[{\"note\":\"x\"}]}",
		     "1 refused: this is no refund of Shopify: it holds \"note\"\n");
	expect_alone(OLD("1.2.3", ""),
		     "1 refused: total_price \"1.2.3\" is not a number like 12.50\n");
}

static void memory_that_runs_out_is_said_and_given_back(void **state)
{
	static const char TEXT[] = "{\"orders\":[" ORDER("") "]}";
	rgl_rc rc = RGL_E_MEMORY;
	long n = 0;

	(void)state;
	for (; rc == RGL_E_MEMORY && n < 400; n++) {
		struct log_text said = { .currency = "USD" };
		struct sweep sweep;
		struct host host;

		sweep_init(&sweep, n);
		host_init(&host, &sweep.host);
		rc = log_text_read(&said, &host, &LOG_SHOPIFY, TEXT, strlen(TEXT));
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
	}
	assert_int_equal(rc, RGL_OK);
	assert_true(n > 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_order_is_a_sale),
		cmocka_unit_test(taxes_may_be_in_the_prices),
		cmocka_unit_test(taxes_and_discounts_of_the_whole_are_spread),
		cmocka_unit_test(tips_duties_and_fees_are_lines_where_they_are_missing),
		cmocka_unit_test(a_refund_gives_back_what_its_transactions_say),
		cmocka_unit_test(shipping_that_goes_back_is_a_line),
		cmocka_unit_test(money_may_go_back_alone),
		cmocka_unit_test(refunds_without_money_count_where_the_order_says_so),
		cmocka_unit_test(what_is_not_sold_is_passed_over_by_its_reason),
		cmocka_unit_test(a_cancelled_order_undoes_what_was_recorded),
		cmocka_unit_test(an_order_without_lines_is_its_total),
		cmocka_unit_test(an_id_is_never_taken_for_a_payment_card),
		cmocka_unit_test(what_cannot_be_is_refused_in_words),
		cmocka_unit_test(memory_that_runs_out_is_said_and_given_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
