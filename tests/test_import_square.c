/* test_import_square.c - Square's orders, refunds and payments as entries: made-up ones in the real
 * ones' shape. */
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
	assert_int_equal(log_text_read(said, &host, &LOG_SQUARE, text, strlen(text)), RGL_OK);
	assert_string_equal(said->text, expected);
}

static void expect_alone(const char *text, const char *expected)
{
	struct log_text said = { 0 };

	expect(&said, text, expected);
}

#define SOLD(id)                                                                                   \
	"{\"id\":\"" id "\",\"location_id\":\"L1\",\"state\":\"COMPLETED\","                       \
	"\"created_at\":\"2025-03-01T10:00:00Z\",\"closed_at\":\"2025-03-01T10:05:00Z\","          \
	"\"source\":{\"name\":\"Square Point of Sale\"},\"customer_id\":\"C1\","                   \
	"\"line_items\":[{\"uid\":\"u1\",\"name\":\"Tea\",\"variation_name\":\"Large\","           \
	"\"catalog_object_id\":\"V1\",\"quantity\":\"2\","                                         \
	"\"base_price_money\":{\"amount\":500,\"currency\":\"USD\"},"                              \
	"\"total_discount_money\":{\"amount\":100,\"currency\":\"USD\"},"                          \
	"\"total_tax_money\":{\"amount\":0,\"currency\":\"USD\"},"                                 \
	"\"total_money\":{\"amount\":900,\"currency\":\"USD\"}},{\"name\":\"Cake\","               \
	"\"variation_name\":\"Regular\",\"quantity\":\"1\","                                       \
	"\"base_price_money\":{\"amount\":300,\"currency\":\"USD\"},"                              \
	"\"total_tax_money\":{\"amount\":24,\"currency\":\"USD\"},"                                \
	"\"total_money\":{\"amount\":324,\"currency\":\"USD\"}}],"                                 \
	"\"total_tax_money\":{\"amount\":24,\"currency\":\"USD\"},"                                \
	"\"tenders\":[{\"id\":\"P1\",\"type\":\"CARD\",\"amount_money\":{\"amount\":1224,"         \
	"\"currency\":\"USD\"},\"card_details\":{\"card\":{\"last_4\":\"1111\","                   \
	"\"fingerprint\":\"sq-1-x\"}}}],\"total_money\":{\"amount\":1224,"                         \
	"\"currency\":\"USD\"}}"

#define SOLD_SAID(line)                                                                            \
	line " sale square-A 2025-03-01T10:05:00+00:00 total 12.24 tax 0.24\n"                     \
	     "  2.000 Tea (Large) 9.00 unit 5.00 off 1.00 {V1}\n"                                  \
	     "  1.000 Cake 3.24 tax 0.24\n"                                                        \
	     "  paid 2 12.24\n"                                                                    \
	     "  customer C1\n"

static void an_order_is_a_sale(void **state)
{
	struct log_text said = { .shows_all = true };

	(void)state;
	expect(&said, "{\"orders\":[" SOLD("A") "],\"cursor\":\"x\"}",
	       SOLD_SAID("1") "  at L1 Square Point of Sale\n");
	expect_alone("{\"order\":" SOLD("A") "}", SOLD_SAID("1"));
	expect_alone(SOLD("A") "\n" SOLD("A") "\n", SOLD_SAID("1") SOLD_SAID("2"));
}

/* Of a card nothing is taken, whatever its record holds. */
static void nothing_of_a_card_is_taken(void **state)
{
	struct log_text said = { .shows_all = true };

	(void)state;
	expect(&said, "{\"orders\":[" SOLD("A") "]}",
	       SOLD_SAID("1") "  at L1 Square Point of Sale\n");
	assert_null(strstr(said.text, "1111"));
	assert_null(strstr(said.text, "sq-1"));
}

/* Service charges that are apportioned are in the lines; tips and the rounding of cash are not. */
static const char CHARGES[] =
	"{\"order\":{\"id\":\"B\",\"state\":\"COMPLETED\",\"closed_at\":\"2025-03-01T10:05:00Z\","
	"\"line_items\":[{\"name\":\"Tea\",\"quantity\":\"0.5\","
	"\"base_price_money\":{\"amount\":1000},\"total_money\":{\"amount\":500}}],"
	"\"service_charges\":[{\"name\":\"Service\",\"treatment_type\":\"LINE_ITEM_TREATMENT\","
	"\"total_money\":{\"amount\":55},\"total_tax_money\":{\"amount\":5}},"
	"{\"name\":\"In the lines\",\"treatment_type\":\"APPORTIONED_TREATMENT\","
	"\"total_money\":{\"amount\":99}}],"
	"\"rounding_adjustment\":{\"amount_money\":{\"amount\":-2}},"
	"\"total_tip_money\":{\"amount\":100},\"total_tax_money\":{\"amount\":5},"
	"\"total_money\":{\"amount\":653}}}";

static void charges_tips_and_rounding_are_lines(void **state)
{
	(void)state;
	expect_alone(CHARGES, "1 sale square-B 2025-03-01T10:05:00+00:00 total 6.53 tax 0.05\n"
			      "  0.500 Tea 5.00 unit 10.00\n"
			      "  1.000 Service 0.55 tax 0.05\n"
			      "  1.000 Rounding -0.02 [rounding]\n"
			      "  1.000 Tip 1.00 [tip]\n");
}

static const char RETURN[] =
	"{\"order\":{\"id\":\"R\",\"state\":\"COMPLETED\","
	"\"closed_at\":\"2025-03-02T10:00:00Z\",\"refunds\":[{\"id\":\"P1_r1\","
	"\"amount_money\":{\"amount\":450,\"currency\":\"USD\"}}],"
	"\"returns\":[{\"source_order_id\":\"A\",\"return_line_items\":[{\"name\":\"Tea\","
	"\"variation_name\":\"Large\",\"quantity\":\"1\","
	"\"base_price_money\":{\"amount\":500,\"currency\":\"USD\"},"
	"\"total_discount_money\":{\"amount\":50,\"currency\":\"USD\"},"
	"\"total_money\":{\"amount\":450,\"currency\":\"USD\"}}]}],"
	"\"return_amounts\":{\"total_money\":{\"amount\":450,\"currency\":\"USD\"},"
	"\"tax_money\":{\"amount\":0,\"currency\":\"USD\"}}}}";

#define RETURN_SAID                                                                                \
	"1 refund square-R 2025-03-02T10:00:00+00:00 total -4.50 tax 0.00 of square-A\n"           \
	"  -1.000 Tea (Large) -4.50 unit 5.00 off -0.50\n"

static void a_return_is_a_refund_of_its_lines(void **state)
{
	(void)state;
	expect_alone(RETURN, RETURN_SAID);
}

#define REFUND(status)                                                                             \
	"{\"refunds\":[{\"id\":\"P1_r1\",\"status\":\"" status                                     \
	"\",\"amount_money\":{\"amount\":450,\"currency\":\"USD\"},\"payment_id\":\"P1\","         \
	"\"order_id\":\"R\",\"created_at\":\"2025-03-02T10:00:00Z\",\"location_id\":\"L1\"}]}"

#define REFUND_SAID(of)                                                                            \
	"refund square-refund-P1_r1 2025-03-02T10:00:00+00:00 total -4.50 tax 0.00" of "\n"

/* Square tells a return twice, as goods and as money: whichever comes first counts. */
static void a_return_counts_once_whichever_way_it_is_told(void **state)
{
	struct log_text said = { 0 };
	char text[4096];

	(void)state;
	(void)snprintf(text, sizeof(text), "%s\n%s", RETURN, REFUND("COMPLETED"));
	expect(&said, text, RETURN_SAID "passed over: 1 refunds of returns that are recorded\n");
	said = (struct log_text) { 0 };
	(void)snprintf(text, sizeof(text), "%s\n%s", REFUND("COMPLETED"), RETURN);
	expect(&said, text,
	       "1 " REFUND_SAID("") "passed over: 1 returns whose refunds are recorded\n");
}

/* A refund's order is that of the return; some say the sale itself. A payment may stand for it. */
static void a_refund_is_linked_where_the_log_links_it(void **state)
{
	struct log_text said = { .ids = { "square-R" },
				 .kinds = { LOG_KNOWN_SALE },
				 .id_count = 1 };

	(void)state;
	expect(&said, REFUND("COMPLETED"), "1 " REFUND_SAID(" of square-R"));
	said = (struct log_text) { .ids = { "square-payment-P1" },
				   .kinds = { LOG_KNOWN_SALE },
				   .id_count = 1 };
	expect(&said, REFUND("COMPLETED"), "1 " REFUND_SAID(" of square-payment-P1"));
}

static void refunds_that_did_not_happen_are_passed_over(void **state)
{
	(void)state;
	expect_alone(REFUND("PENDING"), "passed over: 1 refunds under way\n");
	expect_alone(REFUND("FAILED"), "passed over: 1 refunds that failed\n");
	expect_alone(REFUND("REJECTED"), "passed over: 1 refunds that failed\n");
}

/* Older orders have the refunds of their money inside. */
static void an_order_may_hold_its_refunds(void **state)
{
	(void)state;
	expect_alone(
		"{\"id\":\"D\",\"state\":\"COMPLETED\",\"closed_at\":\"2025-03-01T10:05:00Z\","
		"\"line_items\":[{\"name\":\"Tea\",\"quantity\":\"1\","
		"\"total_money\":{\"amount\":500,\"currency\":\"USD\"}}],"
		"\"total_money\":{\"amount\":500,\"currency\":\"USD\"},\"refunds\":[{\"id\":\"r1\","
		"\"status\":\"APPROVED\",\"created_at\":\"2025-03-03T10:05:00Z\","
		"\"amount_money\":{\"amount\":200,\"currency\":\"USD\"}},{\"id\":\"r2\","
		"\"status\":\"REJECTED\",\"amount_money\":{\"amount\":100,\"currency\":\"USD\"}}]}",
		"1 sale square-D 2025-03-01T10:05:00+00:00 total 5.00 tax 0.00\n"
		"  1.000 Tea 5.00\n"
		"1 refund square-refund-r1 2025-03-03T10:05:00+00:00 total -2.00 tax 0.00 of "
		"square-D\n"
		"passed over: 1 refunds that failed\n");
}

#define EXCHANGE(sold)                                                                             \
	"{\"order\":{\"id\":\"X\",\"state\":\"COMPLETED\","                                        \
	"\"closed_at\":\"2025-03-02T10:00:00Z\",\"line_items\":[{\"name\":\"Cup\","                \
	"\"quantity\":\"1\",\"total_money\":{\"amount\":" #sold                                    \
	",\"currency\":\"USD\"}}],\"total_money\":{\"amount\":" #sold                              \
	",\"currency\":\"USD\"},\"returns\":[{\"source_order_id\":\"A\","                          \
	"\"return_line_items\":[{\"name\":\"Tea\",\"quantity\":\"1\","                             \
	"\"total_money\":{\"amount\":450,\"currency\":\"USD\"}}]}],"                               \
	"\"return_amounts\":{\"total_money\":{\"amount\":450,\"currency\":\"USD\"}}}}"

static void goods_for_goods_is_an_exchange(void **state)
{
	(void)state;
	expect_alone(EXCHANGE(700),
		     "1 sale square-X 2025-03-02T10:00:00+00:00 total 2.50 tax 0.00 of square-A\n"
		     "  1.000 Cup 7.00\n"
		     "  -1.000 Tea -4.50\n");
	expect_alone(EXCHANGE(450),
		     "1 sale square-X 2025-03-02T10:00:00+00:00 total 0.00 tax 0.00 of square-A\n"
		     "  1.000 Cup 4.50\n"
		     "  -1.000 Tea -4.50\n");
	expect_alone(EXCHANGE(200),
		     "1 refund square-X 2025-03-02T10:00:00+00:00 total -2.50 tax 0.00 of "
		     "square-A\n"
		     "  1.000 Cup 2.00\n"
		     "  -1.000 Tea -4.50\n");
}

#define PAYMENT                                                                                    \
	"{\"payments\":[{\"id\":\"P1\",\"status\":\"COMPLETED\","                                  \
	"\"amount_money\":{\"amount\":1000,\"currency\":\"USD\"},"                                 \
	"\"tip_money\":{\"amount\":224,\"currency\":\"USD\"},"                                     \
	"\"total_money\":{\"amount\":1224,\"currency\":\"USD\"},\"order_id\":\"A\","               \
	"\"source_type\":\"CARD\",\"customer_id\":\"C1\","                                         \
	"\"created_at\":\"2025-03-01T10:05:00Z\",\"team_member_id\":\"T\"}]}"

/* A payment alone is a sale without goods that are known; beside its order it is nothing new. */
static void a_payment_counts_where_its_order_does_not(void **state)
{
	struct log_text said = { .shows_all = true };
	char text[4096];

	(void)state;
	expect(&said, PAYMENT,
	       "1 sale square-payment-P1 2025-03-01T10:05:00+00:00 total 12.24 tax 0.00\n"
	       "  1.000 10.00\n"
	       "  1.000 Tip 2.24 [tip]\n"
	       "  paid 2 12.24\n"
	       "  customer C1\n"
	       "  at T\n");
	said.shows_all = false;
	(void)snprintf(text, sizeof(text), "%s\n%s", PAYMENT, SOLD("A"));
	expect(&said, text,
	       "1 sale square-payment-P1 2025-03-01T10:05:00+00:00 total 12.24 tax 0.00\n"
	       "  1.000 10.00\n"
	       "  1.000 Tip 2.24 [tip]\n"
	       "  paid 2 12.24\n"
	       "  customer C1\n"
	       "passed over: 1 orders whose payments are recorded\n");
	(void)snprintf(text, sizeof(text), "%s\n%s", SOLD("A"), PAYMENT);
	said = (struct log_text) { 0 };
	expect(&said, text, SOLD_SAID("1") "passed over: 1 payments of orders that are recorded\n");
	expect_alone("{\"payment\":{\"id\":\"P\",\"status\":\"CANCELED\"}}",
		     "passed over: 1 payments not completed\n");
}

static void what_is_not_sold_is_passed_over_by_its_reason(void **state)
{
	(void)state;
	expect_alone("{\"orders\":[{\"id\":\"1\",\"state\":\"OPEN\"},{\"id\":\"2\",\"state\":"
		     "\"DRAFT\"},{\"id\":\"3\",\"state\":\"OPEN\"},{\"id\":\"4\",\"state\":"
		     "\"CANCELED\"},{\"id\":\"5\",\"state\":\"COMPLETED\",\"closed_at\":"
		     "\"2025-01-01\"}]}",
		     "passed over: 2 open\n"
		     "passed over: 1 drafts\n"
		     "passed over: 1 cancelled\n"
		     "passed over: 1 without anything sold\n");
}

static void a_cancelled_order_undoes_what_was_recorded(void **state)
{
	struct log_text said = { .ids = { "square-A" },
				 .kinds = { LOG_KNOWN_SALE },
				 .id_count = 1 };

	(void)state;
	expect(&said,
	       "{\"id\":\"A\",\"state\":\"CANCELED\",\"updated_at\":\"2025-03-05T00:00:00Z\"}",
	       "1 void square-A-cancelled 2025-03-05T00:00:00+00:00 of square-A\n");
}

static void what_cannot_be_is_refused_in_words(void **state)
{
	struct log_text said = { .currency = "EUR" };

	(void)state;
	expect_alone("{\"order_entries\":[{\"order_id\":\"A\"}],\"cursor\":\"1\"}",
		     "1 refused: this is no order, refund or payment of Square: it holds "
		     "\"order_entries\"\n");
	expect(&said, "{\"orders\":[" SOLD("A") ",\n" SOLD("B") "]}",
	       "1 refused: it is in USD, and this shop counts in EUR\n"
	       "2 refused: it is in USD, and this shop counts in EUR\n");
	expect_alone("{\"order\":{\"id\":\"A\",\"line_items\":[{\"quantity\":\"1\"}],"
		     "\"total_money\":{\"amount\":5,\"currency\":\"USD\"}}}",
		     "1 refused: it does not say when it was: created_at is missing\n");
	expect_alone("{\"order\":{\"id\":\"A\",\"created_at\":\"2025-01-01\",\"total_money\":"
		     "{\"amount\":5.5,\"currency\":\"USD\"}}}",
		     "1 refused: total_money.amount 5.5 is not a whole number of the smallest "
		     "unit\n");
	expect_alone("{\"orders\":[{\"line_items\":[]}]}",
		     "1 refused: this is no order of Square: it holds \"line_items\"\n");
}

static void memory_that_runs_out_is_said_and_given_back(void **state)
{
	static const char TEXT[] = "{\"orders\":[" SOLD("A") "]}";
	rgl_rc rc = RGL_E_MEMORY;
	long n = 0;

	(void)state;
	for (; rc == RGL_E_MEMORY && n < 400; n++) {
		struct log_text said = { .currency = "USD" };
		struct sweep sweep;
		struct host host;

		sweep_init(&sweep, n);
		host_init(&host, &sweep.host);
		rc = log_text_read(&said, &host, &LOG_SQUARE, TEXT, strlen(TEXT));
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
		cmocka_unit_test(nothing_of_a_card_is_taken),
		cmocka_unit_test(charges_tips_and_rounding_are_lines),
		cmocka_unit_test(a_return_is_a_refund_of_its_lines),
		cmocka_unit_test(a_return_counts_once_whichever_way_it_is_told),
		cmocka_unit_test(a_refund_is_linked_where_the_log_links_it),
		cmocka_unit_test(refunds_that_did_not_happen_are_passed_over),
		cmocka_unit_test(an_order_may_hold_its_refunds),
		cmocka_unit_test(goods_for_goods_is_an_exchange),
		cmocka_unit_test(a_payment_counts_where_its_order_does_not),
		cmocka_unit_test(what_is_not_sold_is_passed_over_by_its_reason),
		cmocka_unit_test(a_cancelled_order_undoes_what_was_recorded),
		cmocka_unit_test(what_cannot_be_is_refused_in_words),
		cmocka_unit_test(memory_that_runs_out_is_said_and_given_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
