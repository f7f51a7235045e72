/* test_poslog.c - a POSLog's transactions, in the ways that tills write them. */
#include "tests/support/poslog_text.h"

/* All that is kept of a sale whose tax comes on top, spread over the lines that are marked. */
static void a_sale_is_read_with_all_that_is_kept_of_it(void **state)
{
	struct reading reading;
	const struct log_entry *entry = only(
		&reading,
		ONE("<LineItem><Sale><POSIdentity><POSItemID>111</POSItemID></POSIdentity>"
		    "<MerchandiseHierarchy Level=\"Department\" x:DepartmentDescription=\"Fruit\">6"
		    "</MerchandiseHierarchy><Description> APPLE \n ORG </Description>"
		    "<RegularSalesUnitPrice>2.99</RegularSalesUnitPrice>"
		    "<ExtendedAmount>1.26</ExtendedAmount><Quantity>0.42</Quantity></Sale></"
		    "LineItem>"
		    "<LineItem><Sale><ItemID>222</ItemID><ExtendedAmount>10.00</ExtendedAmount>"
		    "<x:Itemizers Tax1=\"true\">97</x:Itemizers></Sale></LineItem>"
		    "<LineItem><Tax><Amount>0.95</Amount></Tax></LineItem>"
		    "<LineItem><Tender TenderType=\"Cash\"><Amount>20.00</Amount><TenderChange>"
		    "<Amount>-7.79</Amount></TenderChange></Tender></LineItem>"
		    "<LineItem><x:LoyaltyMembership><x:LoyaltyID>4520304050</x:LoyaltyID>"
		    "<x:MembershipID>0000000000000040000066677</x:MembershipID>"
		    "</x:LoyaltyMembership></LineItem>" GRAND("12.21")));

	(void)state;
	assert_int_equal(entry->kind, LOG_SALE);
	assert_int_equal(entry->line, 1);
	assert_string_equal(entry->sale.id, "poslog-9-3-86-2025-03-01");
	assert_int_equal(entry->sale.at_ms, INT64_C(1740842333000));
	assert_string_equal(entry->sale.store, "9");
	assert_string_equal(entry->sale.till, "3");
	assert_string_equal(entry->sale.cashier, "Jo");
	assert_string_equal(entry->sale.currency, "EUR");
	amount_is(entry->sale.total, 1221);
	amount_is(entry->sale.tax, 95);
	assert_int_equal(entry->sale.line_count, 2);
	assert_string_equal(entry->lines[0].sku, "111");
	assert_string_equal(entry->lines[0].name, "APPLE ORG");
	assert_string_equal(entry->lines[0].category, "Fruit");
	assert_int_equal(entry->lines[0].qty_milli, 420);
	assert_true(entry->lines[0].has_unit);
	amount_is(entry->lines[0].unit, 299);
	amount_is(entry->lines[0].total, 126);
	amount_is(entry->lines[0].tax, 0);
	amount_is(entry->lines[1].total, 1095);
	amount_is(entry->lines[1].tax, 95);
	assert_int_equal(entry->sale.tender_count, 2);
	assert_int_equal(entry->sale.tenders[0].kind, RGL_CASH);
	assert_int_equal(entry->sale.tenders[1].kind, RGL_CHANGE);
	amount_is(entry->sale.tenders[1].amount, -779);
	assert_string_equal(entry->customer.other_id, "40000066677");
	assert_string_equal(entry->customer.card, "4520304050");
	assert_true(entry->from_text);
	assert_null(next(&reading));
	close_it(&reading);
}

/* A name space may have any prefix, or be nobody's. */
static void prefixes_are_the_files_own_choice(void **state)
{
	struct reading reading;
	const struct log_entry *entry = only(
		&reading,
		"<?xml version=\"1.0\"?><!-- a log --><p:POSLog xmlns:p=\"urn:x\"><p:Transaction>"
		"<p:BusinessUnit><p:UnitID>9</p:UnitID></p:BusinessUnit>"
		"<p:WorkstationID>3</p:WorkstationID><p:SequenceNumber>7</p:SequenceNumber>"
		"<p:BeginDateTime>2025-03-01T10:00:00</p:BeginDateTime><p:RetailTransaction>"
		"<p:LineItem><p:Sale><p:ItemID>A</p:ItemID><p:ExtendedAmount>1.00"
		"</p:ExtendedAmount></p:Sale></p:LineItem></p:RetailTransaction></p:Transaction>"
		"</p:POSLog>");

	(void)state;
	assert_string_equal(entry->sale.id, "poslog-9-3-7-2025-03-01");
	amount_is(entry->sale.total, 100);
	close_it(&reading);
}

#define TAXED(amount, tax)                                                                         \
	ITEM("<ItemID>A</ItemID><ExtendedAmount>" amount                                           \
	     "</ExtendedAmount><Tax><TaxableAmount TaxIncludedInTaxableAmountFlag=\"true\">"       \
	     "1</TaxableAmount><Amount>" tax "</Amount></Tax>")

/* Amounts with their tax in them: nothing comes on top. */
static void tax_that_is_in_the_amounts_stays_there(void **state)
{
	struct reading reading;
	const struct log_entry *entry =
		only(&reading, ONE(TAXED("10.00", "1.60") TAXED("5.00", "0.33") GRAND("15.00")));

	(void)state;
	amount_is(entry->sale.total, 1500);
	amount_is(entry->sale.tax, 193);
	amount_is(entry->lines[0].total, 1000);
	amount_is(entry->lines[0].tax, 160);
	close_it(&reading);
}

/* The total tells that the discount is not off the amount yet. */
static void a_discount_comes_off_where_the_total_says_so(void **state)
{
	struct reading reading;
	const struct log_entry *entry = only(
		&reading,
		ONE(ITEM("<ItemID>A</ItemID><RegularSalesUnitPrice>5.00</RegularSalesUnitPrice>"
			 "<ExtendedAmount>10.00</ExtendedAmount><ExtendedDiscountAmount>2.50"
			 "</ExtendedDiscountAmount><Quantity>2</Quantity>") GRAND("7.50")));

	(void)state;
	amount_is(entry->lines[0].total, 750);
	amount_is(entry->lines[0].discount, 250);
	amount_is(entry->lines[0].unit, 500);
	close_it(&reading);
	entry = only(
		&reading,
		ONE(ITEM("<ItemID>A</ItemID><RegularSalesUnitPrice>5.00</RegularSalesUnitPrice>"
			 "<ExtendedAmount>7.50</ExtendedAmount><Quantity>2</Quantity>"
			 "<RetailPriceModifier><Amount Action=\"Subtract\">2.50</Amount>"
			 "</RetailPriceModifier>") GRAND("7.50")));
	amount_is(entry->lines[0].total, 750);
	amount_is(entry->lines[0].discount, 250);
	close_it(&reading);
}

/* A reward is a discount of the line it names; said once in detail and once in sum it counts once;
 * one that is no money counts for nothing. */
static void a_reward_comes_off_its_line_once(void **state)
{
	struct reading reading;
	const struct log_entry *entry = only(
		&reading,
		ONE(ITEM("<ItemID>A</ItemID><ExtendedAmount>4.00</ExtendedAmount>"
			 "<OperatorSequence>2</OperatorSequence>")
			    ITEM("<ItemID>B</ItemID><ExtendedAmount>6.00</ExtendedAmount>"
				 "<OperatorSequence>3</OperatorSequence>")
				    REWARD("detailedData=\"true\"", "Monetary", "-1.00",
					   "2") REWARD("", "Monetary", "-1.00", "0")
					    REWARD("detailedData=\"true\"", "CustomOffer", "1", "2")
						    REWARD("detailedData=\"true\"", "Monetary",
							   "-0.90", "0") GRAND("8.10")));

	(void)state;
	amount_is(entry->lines[0].total, 264);
	amount_is(entry->lines[0].discount, 136);
	amount_is(entry->lines[1].total, 546);
	close_it(&reading);
}

#define VOIDED(amount)                                                                             \
	"<LineItem VoidFlag=\"true\"><Sale><ItemID>A</ItemID><ExtendedAmount>" amount              \
	"</ExtendedAmount></Sale></LineItem>"

/* Tills void a line by a second one below zero, by a flag on the line, or by a flagged second one;
 * none of the lines is goods that were sold. */
static void voided_lines_are_gone_however_they_are_written(void **state)
{
	static const char *const LOGS[] = {
		ONE(SOLD("A", "2.79") SOLD("B", "1.00") VOIDED("-2.79") GRAND("1.00")),
		ONE(VOIDED("2.79") SOLD("B", "1.00") GRAND("1.00")),
		ONE(SOLD("A", "2.79") SOLD("B", "1.00") VOIDED("2.79") GRAND("1.00")),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(LOGS) / sizeof(LOGS[0]); i++) {
		struct reading reading;
		const struct log_entry *entry = only(&reading, LOGS[i]);

		assert_int_equal(entry->sale.line_count, 1);
		assert_string_equal(entry->lines[0].sku, "B");
		amount_is(entry->sale.total, 100);
		close_it(&reading);
	}
}

#define RETURNED(amount, link)                                                                     \
	"<LineItem><Return><ItemID>A</ItemID><ExtendedAmount>" amount                              \
	"</ExtendedAmount><Quantity>2</Quantity><Tax><Amount>0.50</Amount></Tax>" link             \
	"</Return></LineItem>"
#define LINK(reason)                                                                               \
	"<TransactionLink ReasonCode=\"" reason "\"><RetailStoreID>9</RetailStoreID>"              \
	"<WorkstationID>2</WorkstationID><SequenceNumber>41</SequenceNumber>"                      \
	"<BeginDateTime>2025-02-27T09:00:00</BeginDateTime></TransactionLink>"

/* Its amounts are below zero, whatever sign the till gives them; the link names the sale, also
 * where it has the day of its time alone. */
static void a_return_goes_back_to_the_sale_that_it_names(void **state)
{
	static const char *const LOGS[] = {
		ONE(RETURNED("5.00", LINK("Return")) GRAND("-5.50")),
		ONE(RETURNED("5.00", "") LINK("Return") GRAND("5.50")),
		ONE(RETURNED("-5.00", LINK("")) GRAND("-5.50")),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(LOGS) / sizeof(LOGS[0]); i++) {
		struct reading reading;
		const struct log_entry *entry = only(&reading, LOGS[i]);

		assert_int_equal(entry->kind, LOG_REFUND);
		assert_true(entry->sale.is_refund);
		assert_string_equal(entry->sale.of, "poslog-9-2-41-2025-02-27");
		amount_is(entry->sale.total, -550);
		amount_is(entry->sale.tax, -50);
		amount_is(entry->lines[0].total, -550);
		assert_int_equal(entry->lines[0].qty_milli, -2000);
		close_it(&reading);
	}
}

/* More is bought than comes back: a sale, with what it brings back below zero. */
static void an_exchange_is_a_sale_that_brings_back(void **state)
{
	struct reading reading;
	const struct log_entry *entry = only(
		&reading, ONE(SOLD("B", "9.00") RETURNED("5.00", LINK("Exchange")) GRAND("3.50")));

	(void)state;
	assert_int_equal(entry->kind, LOG_SALE);
	assert_false(entry->sale.is_refund);
	assert_string_equal(entry->sale.of, "poslog-9-2-41-2025-02-27");
	amount_is(entry->sale.total, 350);
	close_it(&reading);
}

/* A sale taken up again links to where it was put aside: that is no return. */
static void a_resumed_sale_goes_back_to_nothing(void **state)
{
	struct reading reading;
	const struct log_entry *entry =
		only(&reading, ONE(SOLD("A", "1.00") LINK("Resume") GRAND("1.00")));

	(void)state;
	assert_int_equal(entry->kind, LOG_SALE);
	assert_null(entry->sale.of);
	close_it(&reading);
}

static void a_post_void_undoes_the_sale_that_it_names(void **state)
{
	struct reading reading;
	const struct log_entry *entry =
		only(&reading, ONE(VOIDED("1.00") LINK("Voided") GRAND("-1.00")));

	(void)state;
	assert_int_equal(entry->kind, LOG_VOID);
	assert_string_equal(entry->sale.id, "poslog-9-3-86-2025-03-01");
	assert_string_equal(entry->sale.of, "poslog-9-2-41-2025-02-27");
	close_it(&reading);
}

#define WITH(attributes, status)                                                                   \
	"<Transaction " attributes "><SequenceNumber>1</SequenceNumber><RetailTransaction " status \
	">" SOLD("A", "1.00") "</RetailTransaction></Transaction>"

/* What nobody paid for is no sale; it is counted, so that the sums can be compared. */
static void what_is_no_sale_is_passed_over_and_counted(void **state)
{
	static const char *const REASONS[] = {
		"about the till itself", "cancelled",	      "training",
		"not finished",		 "undone themselves", "empty"
	};
	struct reading reading;
	int64_t count = 0;

	(void)state;
	open_text(&reading, WHOLE("<Transaction><ControlTransaction><NoSale/></ControlTransaction>"
				  "</Transaction>" WITH("CancelFlag=\"true\"", "") WITH(
					  "TrainingModeFlag=\"1\"",
					  "") WITH("", "TransactionStatus=\"Suspended\"")
					  WITH("", "TransactionStatus=\"PostVoided\"") HEAD TAIL));
	assert_null(next(&reading));
	assert_int_equal(LOG_POSLOG.passed_over(reading.reader), 6);
	for (size_t i = 0; i < sizeof(REASONS) / sizeof(REASONS[0]); i++) {
		assert_string_equal(LOG_POSLOG.passed_reason(reading.reader, i, &count),
				    REASONS[i]);
		assert_int_equal(count, 1);
	}
	assert_null(LOG_POSLOG.passed_reason(reading.reader, 6, &count));
	close_it(&reading);
}

/* With cash handed out beside it the tenders come to more than the sale; then none are kept. */
static void tenders_are_kept_where_they_make_the_total(void **state)
{
	struct reading reading;
	const struct log_entry *entry = only(
		&reading,
		ONE(SOLD("A", "1.00") "<LineItem><Tender TenderType=\"CreditDebit\">"
				      "<Amount>21.00</Amount></Tender></LineItem>" GRAND("1.00")));

	(void)state;
	assert_int_equal(entry->sale.tender_count, 0);
	close_it(&reading);
	entry = only(&reading, ONE(SOLD("A", "1.00") "<LineItem><Tender TenderType=\"CreditDebit\">"
						     "<Amount>1.00</Amount></Tender></LineItem>"));
	assert_int_equal(entry->sale.tender_count, 1);
	assert_int_equal(entry->sale.tenders[0].kind, RGL_CARD);
	amount_is(entry->sale.total, 100);
	close_it(&reading);
}

/* Decimal text of any length, rounded once. */
static void amounts_are_read_exactly(void **state)
{
	struct reading reading;
	const struct log_entry *entry =
		only(&reading, ONE(SOLD("A", "8.629999999999999") SOLD("B", " 27.00000000\n")
					   GRAND("35.63")));

	(void)state;
	amount_is(entry->lines[0].total, 863);
	amount_is(entry->lines[1].total, 2700);
	close_it(&reading);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sale_is_read_with_all_that_is_kept_of_it),
		cmocka_unit_test(prefixes_are_the_files_own_choice),
		cmocka_unit_test(tax_that_is_in_the_amounts_stays_there),
		cmocka_unit_test(a_discount_comes_off_where_the_total_says_so),
		cmocka_unit_test(a_reward_comes_off_its_line_once),
		cmocka_unit_test(voided_lines_are_gone_however_they_are_written),
		cmocka_unit_test(a_return_goes_back_to_the_sale_that_it_names),
		cmocka_unit_test(an_exchange_is_a_sale_that_brings_back),
		cmocka_unit_test(a_resumed_sale_goes_back_to_nothing),
		cmocka_unit_test(a_post_void_undoes_the_sale_that_it_names),
		cmocka_unit_test(what_is_no_sale_is_passed_over_and_counted),
		cmocka_unit_test(tenders_are_kept_where_they_make_the_total),
		cmocka_unit_test(amounts_are_read_exactly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
