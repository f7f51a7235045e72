/* test_import_loyverse.c - receipts of Loyverse as entries: made-up ones in the real ones' shape.
 */
#include "tests/support/check.h"

#include <string.h>

#include "tests/support/log_text.h"
#include "tests/support/sweep.h"

static void expect(struct log_text *said, const char *text, const char *expected)
{
	struct host host;

	host_init(&host, NULL);
	assert_int_equal(log_text_read(said, &host, &LOG_LOYVERSE, text, strlen(text)), RGL_OK);
	assert_string_equal(said->text, expected);
}

#define SALE_HEAD                                                                                  \
	"{\"receipt_number\":\"1-1\",\"receipt_type\":\"SALE\",\"refund_for\":null,"               \
	"\"receipt_date\":\"2025-07-19T06:57:31.000Z\",\"cancelled_at\":null,"

static const char PAGE[] =
	"{\"receipts\":[\n" SALE_HEAD
	"\"created_at\":\"2025-07-19T07:00:02.000Z\",\"source\":\"point of sale\",\n"
	"\"total_money\":13.50,\"total_tax\":1.20,\"customer_id\":\"c-1\",\"store_id\":\"s\","
	"\"pos_device_id\":\"d\",\"employee_id\":\"e\",\"points_earned\":1.35,\n"
	"\"line_items\":[{\"item_name\":\"Tea\",\"variant_name\":\"Large\",\"sku\":\"10\","
	"\"quantity\":2,\"price\":5.0,\"gross_total_money\":10.00,\"total_money\":9.00,"
	"\"total_discount\":1.00,\"cost_total\":2.5,\"line_taxes\":[{\"money_amount\":0.8,"
	"\"type\":\"INCLUDED\"}]},\n"
	"{\"item_name\":\"Nuts\",\"variant_name\":null,\"quantity\":0.25,\"price\":18.00,"
	"\"total_money\":4.50,\"line_taxes\":[{\"money_amount\":0.40,\"type\":\"INCLUDED\"}]}],\n"
	"\"payments\":[{\"type\":\"CASH\",\"money_amount\":3.50},"
	"{\"type\":\"NONINTEGRATEDCARD\",\"money_amount\":10.00,"
	"\"payment_details\":{\"card_number\":\"4111111111111111\"}}]},\n"
	"{\"receipt_number\":\"1-2\",\"receipt_type\":\"REFUND\",\"refund_for\":\"1-1\","
	"\"receipt_date\":\"2025-07-20T08:00:00Z\",\"total_money\":4.50,\"total_tax\":0.40,\n"
	"\"line_items\":[{\"item_name\":\"Tea\",\"quantity\":1,\"price\":5.0,\"total_money\":4.50,"
	"\"total_discount\":0.5,\"cost_total\":1.25,\"line_taxes\":[{\"money_amount\":0.40}]}],\n"
	"\"payments\":[{\"type\":\"CASH\",\"money_amount\":4.50}]}],\n"
	"\"cursor\":\"abc\"}";

/* Everything a receipt says but the card's number; a refund is turned around and linked. */
static void a_sale_and_its_refund_are_read(void **state)
{
	struct log_text said = { .shows_all = true };

	(void)state;
	expect(&said, PAGE,
	       "2 sale loyverse-1-1 2025-07-19T06:57:31+00:00 total 13.50 tax 1.20\n"
	       "  2.000 Tea (Large) 9.00 tax 0.80 unit 5.00 off 1.00 cost 2.50 {10}\n"
	       "  0.250 Nuts 4.50 tax 0.40 unit 18.00\n"
	       "  paid 1 3.50\n"
	       "  paid 2 10.00\n"
	       "  customer c-1\n"
	       "  at s d e point of sale\n"
	       "7 refund loyverse-1-2 2025-07-20T08:00:00+00:00 total -4.50 tax -0.40 of "
	       "loyverse-1-1\n"
	       "  -1.000 Tea -4.50 tax -0.40 unit 5.00 off -0.50 cost -1.25\n"
	       "  paid 1 -4.50\n"
	       "  at\n");
}

/* A refund is below zero also where the export says so itself. */
static void a_refund_below_zero_stays_below_zero(void **state)
{
	struct log_text said = { 0 };

	(void)state;
	expect(&said,
	       "[{\"receipt_number\":\"2\",\"receipt_type\":\"REFUND\",\"created_at\":"
	       "\"2025-01-01T00:00:00Z\",\"total_money\":-4,\"line_items\":[{\"item_name\":\"A\","
	       "\"quantity\":-1,\"total_money\":-4}]}]",
	       "1 refund loyverse-2 2025-01-01T00:00:00+00:00 total -4.00 tax 0.00\n"
	       "  -1.000 A -4.00\n");
}

#define RECEIPT(total, more)                                                                       \
	SALE_HEAD "\"total_money\":" total "," more                                                \
		  "\"line_items\":[{\"item_name\":\"A\",\"quantity\":1,\"price\":10.00,"           \
		  "\"total_money\":10.00,\"line_taxes\":[{\"type\":\"ADDED\","                     \
		  "\"money_amount\":1.9}]}]}"

/* Taxes on top of the price, tips and surcharges are in the total: what makes the sum is added. */
static void taxes_tips_and_surcharges_make_the_sum(void **state)
{
	static const char ADDED[] = "\"total_tax\":1.9,\"tip\":2.00,\"surcharge\":0.5,"
				    "\"total_taxes\":[{\"type\":\"ADDED\",\"money_amount\":1.9}],";
	struct log_text said = { 0 };
	char text[1024];

	(void)state;
	(void)snprintf(text, sizeof(text), RECEIPT("11.90", "%s"), ADDED);
	expect(&said, text,
	       "1 sale loyverse-1-1 2025-07-19T06:57:31+00:00 total 11.90 tax 1.90\n"
	       "  1.000 A 11.90 tax 1.90\n");
	(void)snprintf(text, sizeof(text), RECEIPT("14.40", "%s"), ADDED);
	expect(&said, text,
	       "1 sale loyverse-1-1 2025-07-19T06:57:31+00:00 total 14.40 tax 1.90\n"
	       "  1.000 A 11.90 tax 1.90\n"
	       "  1.000 Tip 2.00 [tip]\n"
	       "  1.000 Surcharge 0.50\n");
	(void)snprintf(text, sizeof(text), RECEIPT("10.00", "%s"), ADDED);
	expect(&said, text,
	       "1 sale loyverse-1-1 2025-07-19T06:57:31+00:00 total 10.00 tax 1.90\n"
	       "  1.000 A 10.00 tax 1.90 unit 10.00\n");
}

/* Numbers that other programs computed in floating point, and such with exponents, are read as they
 * stand and rounded once. */
static void numbers_are_read_as_they_stand(void **state)
{
	struct log_text said = { 0 };

	(void)state;
	expect(&said,
	       SALE_HEAD "\"total_money\":90071992547409.93,\"line_items\":[{\"item_name\":\"A\","
			 "\"quantity\":1,\"total_money\":9.007199254740992999e13}]}",
	       "1 sale loyverse-1-1 2025-07-19T06:57:31+00:00 total 90,071,992,547,409.93 tax "
	       "0.00\n"
	       "  1.000 A 90,071,992,547,409.93\n");
	said.currency = "JPY";
	expect(&said,
	       SALE_HEAD "\"total_money\":1200.00,\"line_items\":[{\"item_name\":\"A\","
			 "\"quantity\":1,\"total_money\":1200}]}",
	       "1 sale loyverse-1-1 2025-07-19T06:57:31+00:00 total 1,200 tax 0\n"
	       "  1.000 A 1,200\n");
}

/* A receipt that is cancelled undoes what was recorded of it, once; one that never was is nothing.
 */
static void a_cancelled_receipt_undoes_what_was_recorded(void **state)
{
	static const char CANCELLED[] = "{\"receipt_number\":\"1-1\",\"receipt_type\":\"SALE\","
					"\"cancelled_at\":\"2025-07-21T00:00:00Z\"}";
	struct log_text said = { 0 };

	(void)state;
	expect(&said, CANCELLED, "passed over: 1 cancelled\n");
	(void)strcpy(said.ids[0], "loyverse-1-1");
	said.kinds[0] = LOG_KNOWN_SALE;
	said.id_count = 1;
	expect(&said, CANCELLED,
	       "1 void loyverse-1-1-cancelled 2025-07-21T00:00:00+00:00 of loyverse-1-1\n");
	/* What does nothing the second time is the store's to say, so that places stay. */
	expect(&said, CANCELLED,
	       "1 void loyverse-1-1-cancelled 2025-07-21T00:00:00+00:00 of loyverse-1-1\n");
}

static void what_is_no_receipt_is_refused_in_words(void **state)
{
	struct log_text said = { 0 };

	(void)state;
	expect(&said, "{\"customers\":[{\"id\":1}]}",
	       "1 refused: this is no receipt of Loyverse: it holds \"customers\"\n");
	expect(&said, "{}", "1 refused: this is no receipt of Loyverse: it holds \"nothing\"\n");
	expect(&said,
	       "{\"receipt_number\":\"1\",\"receipt_type\":\"OTHER\",\"receipt_date\":"
	       "\"2025-01-01\",\"total_money\":1}",
	       "1 refused: receipt_type is neither SALE nor REFUND\n");
	expect(&said, "{\"receipt_number\":\"1\",\"receipt_type\":\"SALE\",\"total_money\":1}",
	       "1 refused: it does not say when it was: created_at is missing\n");
	expect(&said, SALE_HEAD "\"total_tax\":1}",
	       "1 refused: it has no total: total_money is missing\n");
	expect(&said, SALE_HEAD "\"total_money\":\"1,50\"}",
	       "1 refused: total_money \"1,50\" is not a number like 12.50\n");
}

static void memory_that_runs_out_is_said_and_given_back(void **state)
{
	rgl_rc rc = RGL_E_MEMORY;
	long n = 0;

	(void)state;
	for (; rc == RGL_E_MEMORY && n < 400; n++) {
		struct log_text said = { 0 };
		struct sweep sweep;
		struct host host;

		sweep_init(&sweep, n);
		host_init(&host, &sweep.host);
		rc = log_text_read(&said, &host, &LOG_LOYVERSE, PAGE, strlen(PAGE));
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
	}
	assert_int_equal(rc, RGL_OK);
	assert_true(n > 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sale_and_its_refund_are_read),
		cmocka_unit_test(a_refund_below_zero_stays_below_zero),
		cmocka_unit_test(taxes_tips_and_surcharges_make_the_sum),
		cmocka_unit_test(numbers_are_read_as_they_stand),
		cmocka_unit_test(a_cancelled_receipt_undoes_what_was_recorded),
		cmocka_unit_test(what_is_no_receipt_is_refused_in_words),
		cmocka_unit_test(memory_that_runs_out_is_said_and_given_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
