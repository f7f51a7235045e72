/* test_import_log.c - tills' logs brought in: each transaction once, refunds to their sales in any
 * order, and what cannot be told in a report while the rest goes in.
 */
#include "plugin/identify/cards.h"
#include "plugin/loyalty/merge.h"
#include "tests/support/bringing.h"

/* The refund stands in a file before its sale's; both are one after the import. */
static void a_refund_finds_its_sale_in_a_later_file(void **state)
{
	struct bringing bringing;

	(void)state;
	begin(&bringing);
	write_log(&bringing, REFUND("2", "1", "4.00") VOID("4", "3"));
	write_log(&bringing, SALE("1", "10.00") SALE("3", "7.00"));
	assert_int_equal(bring(&bringing, NULL), RGL_OK);
	read_report(&bringing);
	assert_string_equal(bringing.report, "");
	assert_int_equal(ask(&bringing, "SELECT r.refund_of = s.id FROM sale r, sale s WHERE r.ref "
					"LIKE '%-2-2025%' AND s.ref LIKE '%-1-2025%'"),
			 1);
	assert_int_equal(ask(&bringing, "SELECT refunded_minor FROM sale WHERE ref LIKE "
					"'%-1-2025%'"),
			 400);
	assert_int_equal(ask(&bringing, "SELECT sum(total_minor) FROM sale"), 600);
	end(&bringing);
}

/* Money that went back is money that went back; the owner is told that the sale is missing. */
static void a_refund_whose_sale_is_not_there_goes_in_with_a_note(void **state)
{
	struct bringing bringing;

	(void)state;
	begin(&bringing);
	write_log(&bringing, REFUND("2", "1", "4.00") VOID("4", "3"));
	assert_int_equal(bring(&bringing, NULL), RGL_OK);
	read_report(&bringing);
	assert_non_null(strstr(bringing.report,
			       ".db.0:2: poslog-9-3-2-2025-03-01: noted: the sale that it goes "
			       "back to is not there, so it went in without a link\n"));
	assert_non_null(strstr(bringing.report, ".db.0:3: poslog-9-3-4-2025-03-01: noted: the sale "
						"that it undoes is not there"));
	assert_int_equal(ask(&bringing, "SELECT sum(total_minor) FROM sale"), -400);
	/* Its sale comes a day later: what is in stays as it is. */
	write_log(&bringing, SALE("1", "10.00"));
	assert_int_equal(bring(&bringing, NULL), RGL_OK);
	assert_int_equal(ask(&bringing, SALES), 2);
	assert_int_equal(bring(&bringing, NULL), RGL_OK);
	assert_int_equal(ask(&bringing, SALES), 2);
	end(&bringing);
}

/* Twice, thrice: the same store. */
static void the_same_files_again_add_nothing(void **state)
{
	struct bringing bringing;
	int64_t events;

	(void)state;
	begin(&bringing);
	write_log(&bringing, ALL);
	assert_int_equal(bring(&bringing, NULL), RGL_OK);
	events = ask(&bringing, "SELECT count(*) FROM event");
	for (int i = 0; i < 2; i++) {
		assert_int_equal(bring(&bringing, NULL), RGL_OK);
		assert_int_equal(ask(&bringing, "SELECT count(*) FROM event"), events);
	}
	end(&bringing);
}

/* Whoever enrols meanwhile: what is in is the same transaction all the same. */
static void a_customer_who_becomes_a_member_changes_no_past_sale(void **state)
{
	struct bringing bringing;
	int64_t events;

	(void)state;
	begin(&bringing);
	write_log(&bringing, TRANSACTION("1", GOODS("Sale", "2.00", "") CUSTOMER(
						      "<Telephone>20 30 40 99</Telephone>")));
	assert_int_equal(bring(&bringing, NULL), RGL_OK);
	assert_int_equal(ask(&bringing, "SELECT count(*) FROM sale WHERE member IS NULL"), 1);
	assert_int_equal(cards_link(bringing.shop.store, bringing.shop.member, "20304099", 8),
			 RGL_OK);
	events = ask(&bringing, "SELECT count(*) FROM event");
	assert_int_equal(bring(&bringing, NULL), RGL_OK);
	assert_int_equal(ask(&bringing, "SELECT count(*) FROM event"), events);
	end(&bringing);
}

static int64_t merge(struct bringing *bringing, int64_t into, int64_t from)
{
	int64_t number = 0;

	assert_int_equal(merge_members(bringing->shop.store, into, from, "Jo", "twice", &number),
			 RGL_OK);
	return number;
}

#define BOUGHT(number, customer)                                                                   \
	TRANSACTION(number,                                                                        \
		    GOODS("Sale", "2.00", "") CUSTOMER("<CustomerID>" customer "</CustomerID>"))
#define BROUGHT(number, customer)                                                                  \
	TRANSACTION(number, GOODS("Return", "2.00", "") CUSTOMER("<CustomerID>" customer           \
								 "</CustomerID>") GRAND("-2.00"))

/* Three records of one person become one, and are apart again: the log says what it said. */
static void a_merge_makes_no_past_sale_another(void **state)
{
	struct bringing bringing;
	int64_t merges[2];
	int64_t missing;
	int64_t sales;

	(void)state;
	begin(&bringing);
	write_log(&bringing,
		  BOUGHT("1", "K1") BOUGHT("2", "K2") BOUGHT("3", "K3") BROUGHT("4", "K3"));
	assert_int_equal(bring(&bringing, NULL), RGL_OK);
	sales = ask(&bringing, SALES);
	merges[0] = merge(&bringing, 3, 4);
	merges[1] = merge(&bringing, 2, 3);
	assert_int_equal(bring(&bringing, NULL), RGL_OK);
	read_report(&bringing);
	assert_string_equal(bringing.report, "");
	write_log(&bringing, BOUGHT("5", "K3") BOUGHT("6", "K9"));
	assert_int_equal(bring(&bringing, NULL), RGL_OK);
	for (int i = 1; i >= 0; i--)
		assert_int_equal(merge_undo(bringing.shop.store, merges[i], "Jo", &missing),
				 RGL_OK);
	assert_int_equal(bring(&bringing, NULL), RGL_OK);
	assert_int_equal(ask(&bringing, SALES), sales + 2);
	/* Of somebody else it is another sale still. */
	write_log(&bringing, BOUGHT("1", "K9"));
	assert_int_equal(bring(&bringing, NULL), RGL_E_FIELD);
	end(&bringing);
}

/* Another amount under the same number is another sale, and the report says so. */
static void a_transaction_that_changed_is_refused_as_differing(void **state)
{
	struct bringing bringing;

	(void)state;
	begin(&bringing);
	write_log(&bringing, SALE("1", "10.00"));
	assert_int_equal(bring(&bringing, NULL), RGL_OK);
	bringing.files = 0;
	write_log(&bringing, SALE("1", "11.00") SALE("2", "1.00"));
	assert_int_equal(bring(&bringing, NULL), RGL_E_FIELD);
	assert_non_null(strstr(bringing.why, "1 transaction was refused, the rest is in: "));
	read_report(&bringing);
	assert_non_null(strstr(
		bringing.report,
		".0:2: poslog-9-3-1-2025-03-01: refused: it is in already, with other contents; "
		"what is in stays as it is\n"));
	assert_int_equal(ask(&bringing, "SELECT sum(total_minor) FROM sale"), 1100);
	bringing.files = 0;
	write_log(&bringing, SALE("1", "12.00"));
	assert_int_equal(bring(&bringing, NULL), RGL_E_FIELD);
	assert_non_null(strstr(bringing.why, "1 transaction was refused: "));
	end(&bringing);
}

/* What cannot be, each with its line; the report goes away when there is nothing to tell. */
static void what_is_refused_is_told_and_the_rest_goes_in(void **state)
{
	struct bringing bringing;

	(void)state;
	begin(&bringing);
	write_log(&bringing,
		  SALE("1", "1.00") TRANSACTION("2", GOODS("Sale", "9.00", "") GRAND("5.00"))
			  SALE("3", "x") REFUND("4", "1", "5.00") TRANSACTION(
				  "5", GRAND("5.00") "<Customer><Name>4111 1111 1111 1111"
						     "</Name></Customer>") SALE("6", "1.00"));
	assert_int_equal(bring(&bringing, NULL), RGL_E_FIELD);
	read_report(&bringing);
	assert_non_null(strstr(bringing.report, ":3: poslog-9-3-2-2025-03-01: refused: total 5.00 "
						"is not the sum of the lines (9.00)\n"));
	assert_non_null(strstr(bringing.report, ":4: poslog-9-3-3-2025-03-01: refused: "
						"ExtendedAmount \"x\" is not a number"));
	assert_non_null(strstr(bringing.report, ":5: poslog-9-3-4-2025-03-01: refused: 5.00 would "
						"be given back but only 1.00"));
	assert_non_null(strstr(bringing.report, ":6: poslog-9-3-5-2025-03-01: refused: the sale "
						"has no lines"));
	assert_null(strstr(bringing.report, "1111"));
	assert_int_equal(ask(&bringing, "SELECT sum(total_minor) FROM sale"), 200);
	bringing.files = 0;
	write_log(&bringing, SALE("1", "1.00"));
	assert_int_equal(bring(&bringing, NULL), RGL_OK);
	read_report(&bringing);
	assert_string_equal(bringing.report, "");
	end(&bringing);
}

/* A file of the owner's own is not written over. */
static void a_report_takes_nothing_elses_place(void **state)
{
	struct bringing bringing;
	char path[560];
	FILE *file;

	(void)state;
	begin(&bringing);
	write_log(&bringing, SALE("1", "x"));
	(void)snprintf(path, sizeof(path), "%s.refused", bringing.paths[0]);
	file = fopen(path, "we");
	assert_non_null(file);
	assert_true(fputs("my list\n", file) >= 0);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(bring(&bringing, NULL), RGL_E_TAKEN);
	read_report(&bringing);
	assert_string_equal(bringing.report, "my list\n");
	end(&bringing);
}

/* The till's own rounding, one cent a line, is put down; more is refused (above). */
static void a_cent_that_the_till_rounded_is_put_down_as_a_line(void **state)
{
	struct bringing bringing;

	(void)state;
	begin(&bringing);
	write_log(&bringing, TRANSACTION("1", GOODS("Sale", "9.99", "") GRAND("10.00")));
	assert_int_equal(bring(&bringing, NULL), RGL_OK);
	assert_int_equal(ask(&bringing, "SELECT total_minor FROM sale"), 1000);
	assert_int_equal(ask(&bringing, "SELECT total_minor FROM sale_line WHERE kind = 4"), 1);
	end(&bringing);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_refund_finds_its_sale_in_a_later_file),
		cmocka_unit_test(a_refund_whose_sale_is_not_there_goes_in_with_a_note),
		cmocka_unit_test(the_same_files_again_add_nothing),
		cmocka_unit_test(a_customer_who_becomes_a_member_changes_no_past_sale),
		cmocka_unit_test(a_merge_makes_no_past_sale_another),
		cmocka_unit_test(a_transaction_that_changed_is_refused_as_differing),
		cmocka_unit_test(what_is_refused_is_told_and_the_rest_goes_in),
		cmocka_unit_test(a_report_takes_nothing_elses_place),
		cmocka_unit_test(a_cent_that_the_till_rounded_is_put_down_as_a_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
