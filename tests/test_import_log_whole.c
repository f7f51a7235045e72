/* test_import_log_whole.c - logs brought in: whose they are, what they earn, and what is in when a
 * file, or memory, ends before its time.
 */
#include "plugin/checkout.h"
#include "tests/support/bringing.h"
#include "tests/support/faults.h"

#include <signal.h>
#include <sys/stat.h>

RGL_EXPORT void *malloc(size_t bytes)
{
	return faults_malloc(bytes);
}

RGL_EXPORT void *calloc(size_t count, size_t bytes)
{
	return faults_calloc(count, bytes);
}

RGL_EXPORT void *realloc(void *memory, size_t bytes)
{
	return faults_realloc(memory, bytes);
}

#define BOUGHT(number, customer)                                                                   \
	TRANSACTION(number, GOODS("Sale", "1.00", "") CUSTOMER(customer) GRAND("1.00"))

/* By the other system's id; by phone or card when a member has that, and by the id from then on;
 * with what can be kept of a new one. */
static void customers_are_found_or_enrolled(void **state)
{
	struct bringing bringing;

	(void)state;
	begin(&bringing);
	write_log(&bringing,
		  BOUGHT("1",
			 "<CustomerID>K1</CustomerID><Name><Name>Bo</Name> <Name>Li</Name></Name>"
			 "<eMail>bo@example.com</eMail>") BOUGHT("2", "<CustomerID>K1</CustomerID>")
			  BOUGHT("3", "<CustomerID>K2</CustomerID><Telephone>+45 2030 4050"
				      "</Telephone>") BOUGHT("4", "<CustomerID>K2</CustomerID>")
				  BOUGHT("5", "<CustomerID>K3</CustomerID><Telephone>none"
					      "</Telephone>")
					  BOUGHT("6", "<CustomerID>4111111111111111"
						      "</CustomerID>"));
	assert_int_equal(bring(&bringing, NULL), RGL_OK);
	read_report(&bringing);
	assert_int_equal(ask(&bringing, "SELECT count(*) FROM member"), 3);
	assert_int_equal(ask(&bringing, "SELECT visits FROM member WHERE name = 'Bo Li'"), 2);
	assert_int_equal(ask(&bringing, "SELECT visits FROM member WHERE name = 'Asha'"), 2);
	assert_int_equal(ask(&bringing, SALES), 6);
	assert_non_null(strstr(bringing.report, "-5-2025-03-01: noted: of its customer something "
						"was left out: "));
	assert_non_null(strstr(bringing.report, "-6-2025-03-01: noted: it went in as nobody's: "));
	assert_null(strstr(bringing.report, "411111"));
	end(&bringing);
}

/* History earns nothing, unless the owner says so; then a refund takes its part back. */
static void points_are_earned_when_the_owner_says_so(void **state)
{
	struct bringing bringing;

	(void)state;
	begin(&bringing);
	write_log(&bringing, TRANSACTION("1", GOODS("Sale", "10.00", "")
						      CUSTOMER("<CustomerID>K1</CustomerID>"))
				     REFUND("2", "1", "4.00"));
	assert_int_equal(bring(&bringing, "points"), RGL_OK);
	assert_int_equal(ask(&bringing, "SELECT sum(balance) FROM account WHERE purse = 1 AND "
					"member IS NOT NULL"),
			 6);
	end(&bringing);
}

static void a_dry_run_tells_and_keeps_nothing(void **state)
{
	struct bringing bringing;
	int64_t events;

	(void)state;
	begin(&bringing);
	write_log(&bringing, ALL SALE("7", "x"));
	events = ask(&bringing, "SELECT count(*) FROM event");
	assert_int_equal(bring(&bringing, "dry-run"), RGL_E_FIELD);
	assert_non_null(strstr(bringing.why, "1 transaction would be refused"));
	read_report(&bringing);
	assert_non_null(strstr(bringing.report, "poslog-9-3-7-2025-03-01: refused: "));
	assert_int_equal(ask(&bringing, "SELECT count(*) FROM event"), events);
	end(&bringing);
}

/* What came before the place is in, and the same command goes on once the file is mended. */
static void a_broken_file_keeps_what_came_before(void **state)
{
	struct bringing bringing;

	(void)state;
	begin(&bringing);
	write_log(&bringing, SALE("1", "1.00") "</Oops>" SALE("2", "1.00"));
	assert_int_equal(bring(&bringing, NULL), RGL_E_FIELD);
	assert_non_null(strstr(bringing.why, ".0:3: this is not XML (any more)"));
	assert_non_null(strstr(bringing.why, "What came before it is in (1 transaction)"));
	assert_int_equal(ask(&bringing, SALES), 1);
	bringing.files = 0;
	write_log(&bringing, SALE("1", "1.00") SALE("2", "1.00"));
	assert_int_equal(bring(&bringing, NULL), RGL_OK);
	assert_int_equal(ask(&bringing, SALES), 2);
	end(&bringing);
}

static void what_is_no_file_is_refused_before_anything(void **state)
{
	struct bringing bringing;

	(void)state;
	begin(&bringing);
	write_log(&bringing, SALE("1", "1.00"));
	(void)snprintf(bringing.paths[bringing.files++], 544, "%s", "/nowhere/log.xml");
	assert_int_equal(bring(&bringing, NULL), RGL_E_INPUT_OUTPUT);
	(void)snprintf(bringing.paths[1], 544, "%s", "/dev/null");
	assert_int_equal(bring(&bringing, NULL), RGL_E_INPUT_OUTPUT);
	assert_non_null(strstr(bringing.why, "is not a file"));
	assert_int_equal(ask(&bringing, SALES), 0);
	bringing.files = 0;
	assert_int_equal(bring(&bringing, NULL), RGL_E_ARGUMENT);
	end(&bringing);
}

/* Opening one to read would wait for somebody to write into it, for good. */
static void a_pipe_is_refused_at_once(void **state)
{
	struct bringing bringing;

	(void)state;
	begin(&bringing);
	shop_path(&bringing.shop, ".pipe", bringing.paths[0]);
	bringing.files = 1;
	assert_int_equal(mkfifo(bringing.paths[0], 0600), 0);
	(void)alarm(60);
	assert_int_equal(bring(&bringing, NULL), RGL_E_INPUT_OUTPUT);
	(void)alarm(0);
	assert_non_null(strstr(bringing.why, "is not a file"));
	assert_int_equal(unlink(bringing.paths[0]), 0);
	end(&bringing);
}

/* Ctrl-C, here before the first: one transaction later all is committed and said. */
static void what_is_stopped_keeps_what_came_before(void **state)
{
	struct bringing bringing;
	sigset_t interrupt;
	sigset_t before;

	(void)state;
	begin(&bringing);
	write_log(&bringing, SALE("1", "1.00") SALE("2", "1.00"));
	(void)sigemptyset(&interrupt);
	(void)sigaddset(&interrupt, SIGINT);
	assert_int_equal(sigprocmask(SIG_BLOCK, &interrupt, &before), 0);
	assert_int_equal(raise(SIGINT), 0);
	assert_int_equal(bring(&bringing, NULL), RGL_E_BUSY);
	assert_int_equal(sigprocmask(SIG_SETMASK, &before, NULL), 0);
	assert_string_equal(bringing.why, "stopped. What came before it is in (1 transaction); the "
					  "same command again goes on from there");
	assert_int_equal(ask(&bringing, SALES), 1);
	assert_int_equal(bring(&bringing, NULL), RGL_OK);
	assert_int_equal(ask(&bringing, SALES), 2);
	end(&bringing);
}

static void record(struct bringing *bringing, struct sale *sale, struct sale_line *line)
{
	struct outcome outcome;

	sale->currency = "EUR";
	sale->lines = line;
	sale->line_count = 1;
	sale->total = line->total;
	line->qty_milli = 1000;
	assert_int_equal(checkout(bringing->shop.desk, sale, true, &outcome), RGL_OK);
}

/* A void that is refused only after it wrote would take others with it, unseen: here of a sale that
 * the till recorded itself under the log's id, whose gift card was used. */
static void what_cannot_be_left_out_alone_is_told(void **state)
{
	struct sale_tender tender = { .kind = RGL_GIFT_CARD, .code = "GIFT-1001" };
	struct sale_line goods = { .total = money_of(500) };
	struct sale_line card = { .kind = LINE_GIFT_CARD,
				  .code = "GIFT-1001",
				  .total = money_of(500) };
	struct bringing bringing;

	(void)state;
	begin(&bringing);
	record(&bringing, &(struct sale) { .id = "poslog-9-3-1-2025-03-01" }, &card);
	tender.amount = goods.total;
	record(&bringing, &(struct sale) { .id = "S-2", .tenders = &tender, .tender_count = 1 },
	       &goods);
	write_log(&bringing, SALE("7", "1.00") VOID("8", "1") SALE("9", "1.00"));
	assert_int_equal(bring(&bringing, NULL), RGL_E_REFUND);
	assert_non_null(strstr(bringing.why, ".0:3: poslog-9-3-8-2025-03-01: a gift card sold in "
					     "it was used already, so it cannot be undone; refund "
					     "the rest. It cannot be left out alone, so the few "
					     "before it are not in: take it out of the file"));
	assert_int_equal(ask(&bringing, SALES), 2);
	bringing.files = 0;
	write_log(&bringing, SALE("7", "1.00") SALE("9", "1.00"));
	assert_int_equal(bring(&bringing, NULL), RGL_OK);
	assert_int_equal(ask(&bringing, SALES), 4);
	end(&bringing);
}

#define CARD "4111111111111111"
#define TEN "ABCDEFGHIJ"
#define FIFTY TEN TEN TEN TEN TEN
#define ALMOST_CUT FIFTY FIFTY FIFTY FIFTY "ABCDE ABCDE ABCDE ABCDE ABCDE ABCDE ABCD "

/* Where a text is cut short, a number that the cut goes through would no longer be seen as a
 * card's: in a thing's and a customer's name, in words of the report. */
static void a_card_is_not_kept_by_its_first_digits(void **state)
{
	struct bringing bringing;

	(void)state;
	begin(&bringing);
	write_log(&bringing,
		  TRANSACTION("1", "<LineItem><Sale><ItemID>A</ItemID><Description>" ALMOST_CUT CARD
				   "</Description><ExtendedAmount>1.00</ExtendedAmount></Sale>"
				   "</LineItem>" CUSTOMER(
					   "<CustomerID>K1</CustomerID><Name><Name>" ALMOST_CUT CARD
					   "</Name></Name>")) SALE("2", TEN TEN "ABCDE" CARD)
			  TRANSACTION("3", "<CurrencyCode>" CARD "</CurrencyCode>"));
	assert_int_equal(bring(&bringing, NULL), RGL_E_FIELD);
	read_report(&bringing);
	assert_non_null(strstr(bringing.report, "ExtendedAmount \"ABCDEFGHIJ"));
	assert_null(strstr(bringing.report, "411111"));
	assert_int_equal(ask(&bringing, "SELECT count(*) FROM sale_line WHERE name LIKE "
					"'ABCDEFG%ABCD'"),
			 1);
	assert_int_equal(ask(&bringing, "SELECT count(*) FROM sale_line WHERE name LIKE "
					"'%4%'"),
			 0);
	assert_int_equal(ask(&bringing, "SELECT count(*) FROM member WHERE name LIKE '%4%'"), 0);
	end(&bringing);
}

/* Each allocation of the whole process fails in turn, expat's and SQLite's too: it is refused in
 * words or it is done, and done it is once. */
static void memory_that_runs_out_loses_nothing(void **state)
{
	struct bringing bringing;
	bool ran_out = true;
	long n = 0;

	(void)state;
	begin(&bringing);
	shop_close(&bringing.shop);
	write_log(&bringing, REFUND("2", "1", "4.00") ALL);
	for (; ran_out && n < 20000; n += 1 + n / 40) {
		rgl_rc rc;

		faults_memory(n, false);
		rc = command(&bringing, NULL);
		ran_out = faults_memory_end();
		assert_true(rc == RGL_OK || rc == RGL_E_MEMORY || rc == RGL_E_INPUT_OUTPUT ||
			    rc == RGL_E_NO_STORE || rc == RGL_E_KEY || rc == RGL_E_FIELD);
		assert_true(rc == RGL_OK || bringing.why[0] != '\0');
	}
	assert_false(ran_out);
	shop_open(&bringing.shop);
	assert_int_equal(ask(&bringing, "SELECT sum(total_minor) FROM sale"), 700);
	end(&bringing);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(customers_are_found_or_enrolled),
		cmocka_unit_test(points_are_earned_when_the_owner_says_so),
		cmocka_unit_test(a_dry_run_tells_and_keeps_nothing),
		cmocka_unit_test(a_broken_file_keeps_what_came_before),
		cmocka_unit_test(what_is_no_file_is_refused_before_anything),
		cmocka_unit_test(a_pipe_is_refused_at_once),
		cmocka_unit_test(what_is_stopped_keeps_what_came_before),
		cmocka_unit_test(what_cannot_be_left_out_alone_is_told),
		cmocka_unit_test(a_card_is_not_kept_by_its_first_digits),
		cmocka_unit_test(memory_that_runs_out_loses_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
