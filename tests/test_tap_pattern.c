/* test_tap_pattern.c - from a printer's bytes to a sale: letters, amounts, rows of a pattern, sums,
 * ids, and a pattern that was taught by samples. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pos-adapters/print-tap/learn.h"
#include "pos-adapters/print-tap/sale.h"
#include "pos-adapters/print-tap/text.h"

static const struct amount_style COMMA = { ',', 2, false, AMOUNT_DAY_MONTH };
static const struct amount_style POINT = { '.', 2, false, AMOUNT_MONTH_DAY };
static const struct amount_style WHOLE = { '.', 0, false, AMOUNT_DAY_MONTH };

static void lines_of(struct decode *lines, const char *text)
{
	decode_begin(lines, STREAM_ESCPOS, CODEPAGE_AUTO);
	decode_text(lines, text, strlen(text));
}

/* Each page is where an Epson has it; UTF-8 is known by itself. */
static void letters_come_from_the_printers_page(void **state)
{
	static const char BYTES[] = "\x1B@\x1Bt\x13\x84\xD5\n\x1Bt\x10\xE4\x80\n\x1Bt\x11\x8F\x90\n"
				    "\x1B@Gr\xC3\xBC\xC3\x9F\x65\n\x1C&\x88\xC0\x1C.ok\n";
	struct decode *lines = calloc(1, sizeof(*lines));
	bool is_cut;

	(void)state;
	decode_begin(lines, STREAM_ESCPOS, CODEPAGE_AUTO);
	assert_int_equal(decode_bytes(lines, (const uint8_t *)BYTES, sizeof(BYTES) - 1, &is_cut),
			 sizeof(BYTES) - 1);
	decode_end(lines);
	assert_int_equal(lines->line_count, 5);
	assert_string_equal(lines->lines[0], "ä€");
	assert_string_equal(lines->lines[1], "ä€");
	assert_string_equal(lines->lines[2], "ПР");
	assert_string_equal(lines->lines[3], "Grüße");
	assert_string_equal(lines->lines[4], "??ok");
	free(lines);
}

/* What is printed of a payment card is nowhere but in the printer. */
static void payment_cards_are_masked(void **state)
{
	struct decode *lines = calloc(1, sizeof(*lines));

	(void)state;
	lines_of(lines, "Visa 4111 1111 1111 1111\nNo 5500-0055-5555-5559.\nEAN 4006381333931\n");
	assert_string_equal(lines->lines[0], "Visa **** **** **** 1111");
	assert_string_equal(lines->lines[1], "No ****-****-****-5559.");
	assert_string_equal(lines->lines[2], "EAN 4006381333931");
	free(lines);
}

static void check_amount(const struct amount_style *style, const char *text, int64_t minor)
{
	int64_t value = -1;

	assert_int_equal(amount_read(style, text, &value), strlen(text));
	assert_int_equal(value, minor);
}

/* Points, commas, thousands, signs before and behind. */
static void amounts_are_read_as_they_are_written(void **state)
{
	int64_t value;

	(void)state;
	check_amount(&COMMA, "1.234,50", 123450);
	check_amount(&COMMA, "-0,05", -5);
	check_amount(&COMMA, "2,00-", -200);
	check_amount(&COMMA, "12,-", 1200);
	check_amount(&COMMA, "EUR 7,11", 711);
	check_amount(&COMMA, "7,11 kr.", 711);
	check_amount(&POINT, "$1,234.50", 123450);
	check_amount(&POINT, "(4.00)", -400);
	check_amount(&POINT, "-$4.00", -400);
	check_amount(&POINT, "CHF 1'234.50", 123450);
	check_amount(&WHOLE, "¥1,200", 1200);
	check_amount(&WHOLE, "45,000 ₫", 45000);
	assert_int_equal(amount_read(&COMMA, "1.5", &value), 0);
	assert_int_equal(amount_read(&COMMA, "1,505", &value), 0);
	assert_int_equal(amount_read(&POINT, "12", &value), 0);
}

/* Days of three orders, hours of two kinds. */
static void days_and_times_are_read(void **state)
{
	struct amount_day day;
	struct amount_time time;

	(void)state;
	assert_int_equal(amount_day(&COMMA, "21.11.2026", &day), 10);
	assert_true(day.year == 2026 && day.month == 11 && day.day == 21);
	assert_int_equal(amount_day(&POINT, "11/21/26", &day), 8);
	assert_true(day.year == 2026 && day.month == 11 && day.day == 21);
	assert_int_equal(amount_day(&POINT, "2026-11-21", &day), 10);
	assert_int_equal(amount_day(&COMMA, "21 Nov 2026", &day), 11);
	assert_int_equal(amount_day(&COMMA, "Nov 21, 2026", &day), 12);
	assert_int_equal(amount_day(&COMMA, "31.13.2026", &day), 0);
	assert_int_equal(amount_time("01:15 PM", &time), 8);
	assert_true(time.hour == 13 && time.minute == 15 && time.second == -1);
	assert_int_equal(amount_time("12:05:59", &time), 8);
	assert_true(time.second == 59);
	assert_int_equal(amount_time("25:00", &time), 0);
}

/* A line that is wrong is named with its number and what to do. */
static void a_wrong_pattern_says_where(void **state)
{
	struct pattern *pattern = calloc(1, sizeof(*pattern));
	char why[PATTERN_WHY_ROOM];

	(void)state;
	assert_false(pattern_read("decimal ,\n\nitem: {nome} {total}\n", pattern, why));
	assert_non_null(strstr(why, "line 3: there is no such field"));
	assert_false(pattern_read("# hello\nitems {name}\n", pattern, why));
	assert_non_null(strstr(why, "line 2: it is neither"));
	assert_false(pattern_read("total:\n", pattern, why));
	free(pattern);
}

#define SHOP                                                                                       \
	"decimal ,\nnot: Z-Bericht {any}\ncopy: KOPIE\nrefund: RETOURE\nnumber: Bon {number}\n"    \
	"when: {date} {time}\nsubtotal: Zwischensumme {amount}\ntotal: SUMME {amount}\n"           \
	"tax: Steuer {amount}\ndiscount: Rabatt {any} {amount}\npay-cash: Bar {amount}\n"          \
	"change: Zurück {amount}\nitem: {name} // {qty} x {price} {total}\n"                      \
	"item: {name} {total}\n"

/* What SHOP makes of a receipt. */
static enum sale_verdict settle(const char *receipt, struct slip *slip, char *why, char *id,
				char *request)
{
	struct pattern *pattern = calloc(1, sizeof(*pattern));
	struct decode *lines = calloc(1, sizeof(*lines));
	const struct sale_context context = {
		.till = "t", .currency = "EUR", .scan = "", .fallback = { 2026, 1, 2 }
	};
	enum sale_verdict verdict;

	assert_true(pattern_read(SHOP, pattern, why));
	lines_of(lines, receipt);
	pattern_apply(pattern, lines, slip);
	verdict = sale_settle(slip, why);
	sale_id(slip, lines, &context, id);
	assert_true(sale_request(slip, 2, id, &context, request, SALE_REQUEST_ROOM));
	free(pattern);
	free(lines);
	return verdict;
}

struct made {
	struct slip slip;
	char why[PATTERN_WHY_ROOM];
	char id[SALE_ID_ROOM];
	char request[SALE_REQUEST_ROOM];
};

static struct made *make(const char *receipt, enum sale_verdict verdict)
{
	struct made *made = calloc(1, sizeof(*made));

	assert_non_null(made);
	assert_int_equal(settle(receipt, &made->slip, made->why, made->id, made->request), verdict);
	return made;
}

/* Two lines an item, a discount of one item and one of all, change: the request is exact. */
static void a_receipt_becomes_a_request(void **state)
{
	struct made *made = make("Bon 17\n21.11.2026 10:03\nTee\n  2 x 2,50  5,00\nTorte 3,00\n"
				 "Rabatt Torte 1,00\nZwischensumme 7,00\nRabatt alle -0,70\n"
				 "SUMME 6,30\nBar 10,00\nZurück 3,70\nSteuer 0,41\n",
				 SALE_GOOD);

	(void)state;
	assert_string_equal(made->id, "tap-t-20261121-17");
	assert_string_equal(
		made->request,
		"{\"op\":\"sale\",\"sale\":{\"id\":\"tap-t-20261121-17\",\"till\":\"t\","
		"\"at\":\"2026-11-21T10:03:00\",\"currency\":\"EUR\",\"lines\":["
		"{\"name\":\"Tee\",\"qty\":\"2.000\",\"unit_price\":\"2.50\",\"discount\":\"0.50\","
		"\"total\":\"4.50\"},{\"name\":\"Torte\",\"qty\":\"1.000\",\"total\":\"1.80\"}],"
		"\"tenders\":[{\"kind\":\"cash\",\"amount\":\"10.00\"},{\"kind\":\"change\","
		"\"amount\":\"-3.70\"}],\"total\":\"6.30\",\"tax\":\"0.41\"}}");
	free(made);
}

/* Tax on top is put on the lines, and they still add up. */
static void tax_on_top_is_spread(void **state)
{
	struct made *made = make("Bon 18\n21.11.2026 10:03\nA 1,00\nB 1,00\nC 1,00\nSteuer 0,25\n"
				 "SUMME 3,25\n",
				 SALE_GOOD);
	int64_t sum = 0;

	(void)state;
	for (uint32_t i = 0; i < made->slip.item_count; i++)
		sum += made->slip.items[i].total_minor;
	assert_int_equal(sum, 325);
	free(made);
}

/* Given back: below zero, whatever sign the till prints, under an id of its own. */
static void a_refund_is_below_zero(void **state)
{
	struct made *made =
		make("RETOURE\nBon 19\n21.11.2026 10:03\nTee 2,50\nSUMME 2,50\n", SALE_GOOD);

	(void)state;
	assert_string_equal(made->id, "tap-t-20261121-r19");
	assert_non_null(strstr(made->request, "{\"op\":\"refund\",\"id\""));
	assert_non_null(strstr(made->request, "\"total\":\"-2.50\"}"));
	free(made);
	made = make("Bon 20\n21.11.2026 10:03\nTee -2,50\nSUMME -2,50\n", SALE_GOOD);
	assert_non_null(strstr(made->request, "\"refund\""));
	free(made);
}

/* What is no sale is told apart from what should be one. */
static void what_is_none_is_said(void **state)
{
	struct made *made = make("Z-Bericht 4\nSUMME 900,00\n", SALE_NOT_ONE);

	(void)state;
	free(made);
	made = make("Bon 21\nTee 2,50\n", SALE_UNREAD);
	assert_string_equal(made->why, "no total was found");
	free(made);
	made = make("Bon 21\nTee 2,50\nSUMME 9,50\n", SALE_UNREAD);
	assert_string_equal(made->why,
			    "the items come to 250 and the total is 950, in the smallest coins");
	free(made);
	made = make("Tee 2,50\nSUMME 2,50\n", SALE_UNREAD);
	assert_non_null(strstr(made->why, "neither a number nor a time"));
	free(made);
}

/* Without a number all of the text is the id: the same again is a copy, a minute later is not, and
 * a mark that says so changes nothing. */
static void without_a_number_the_text_is_the_id(void **state)
{
	struct made *first = make("21.11.2026 10:03\nTee 2,50\nSUMME 2,50\n", SALE_GOOD);
	struct made *copy = make("KOPIE\n21.11.2026 10:03\nTee 2,50\nSUMME 2,50\n", SALE_GOOD);
	struct made *later = make("21.11.2026 10:04\nTee 2,50\nSUMME 2,50\n", SALE_GOOD);

	(void)state;
	assert_string_equal(first->id, copy->id);
	assert_true(copy->slip.is_copy);
	assert_string_not_equal(first->id, later->id);
	free(first);
	free(copy);
	free(later);
}

/* Samples of tills of four countries; what is learnt reads each of them to the last cent. */
static void check_learnt(const char *const *samples, const int64_t *totals)
{
	struct learn *learn = calloc(1, sizeof(*learn));
	struct pattern *pattern = calloc(1, sizeof(*pattern));
	struct slip *slip = calloc(1, sizeof(*slip));
	char *text = calloc(1, 65536);
	char why[PATTERN_WHY_ROOM];

	for (int i = 0; i < 2; i++)
		lines_of(&learn->samples[learn->sample_count++].lines, samples[i]);
	learn_pattern(learn);
	assert_true(learn_write(learn, text, 65536));
	assert_true(pattern_read(text, pattern, why));
	for (int i = 0; i < 2; i++) {
		pattern_apply(pattern, &learn->samples[i].lines, slip);
		if (sale_settle(slip, why) != SALE_GOOD)
			fail_msg("%s\n%s", why, text);
		assert_int_equal(slip->total_minor, totals[i]);
		assert_true(slip->number[0] != '\0' && slip->has_day && slip->has_time);
	}
	free(learn);
	free(pattern);
	free(slip);
	free(text);
}

static void two_samples_teach_a_pattern(void **state)
{
	static const char *const GERMAN[] = {
		"BÄCKEREI\nTel. 0123 456789\nBon-Nr. 1042  Kasse 2\n21.11.2026 10:03\n"
		"2 x Brötchen  0,45  0,90 A\n1 x Kaffee  2,80  2,80 B\nZwischensumme  3,70\n"
		"Rabatt 10%  -0,37\nSUMME EUR  3,33\nBar  10,00\nRückgeld  6,67\n"
		"MwSt A 7,00%  0,76  0,05\nRückgabe nur mit Bon\n",
		"BÄCKEREI\nTel. 0123 456789\nBon-Nr. 1043  Kasse 2\n21.11.2026 10:17\n"
		"3 x Kaffee  2,80  8,40 B\nSUMME EUR  8,40\ngirocard  8,40\n"
		"MwSt B 19,00%  7,06  1,34\nRückgabe nur mit Bon\n"
	};
	static const char *const AMERICAN[] = {
		"DINER\nCheck #5521   11/21/2026 01:15 PM\nBurger   2 @ $9.50   $19.00\n"
		"Fries   $4.25\nSubtotal   $23.25\nSales Tax   $1.92\nTotal   $25.17\n"
		"Visa ************1111   $25.17\n",
		"DINER\nCheck #5522   11/21/2026 01:20 PM\nBurger   1 @ $9.50   $9.50\n"
		"Subtotal   $9.50\nSales Tax   $0.78\nTotal   $10.28\nCash   $20.00\n"
		"Change   $9.72\n"
	};
	static const char *const JAPANESE[] = {
		"カフェ\n2026/11/21 09:15\n伝票番号 0012\nコーヒー 2 x ¥450 ¥900\nケーキ ¥1,200\n"
		"合計 ¥2,100\nお預り ¥3,000\nお釣り ¥900\n",
		"カフェ\n2026/11/21 09:45\n伝票番号 0013\nケーキ ¥1,200\n合計 ¥1,200\n現金 ¥1,200\n"
	};
	static const char *const DANISH[] = {
		"KAFFE\nKvittering nr. 88\n21-11-2026 08:01\nFlat white\n  2 stk x 38,00  76,00\n"
		"Snegl  32,00\nI alt DKK  108,00\nDankort  108,00\nHeraf moms  21,60\n",
		"KAFFE\nKvittering nr. 89\n21-11-2026 08:30\nSnegl  32,00\nI alt DKK  32,00\n"
		"Kontant  50,00\nTilbage  18,00\nHeraf moms  6,40\n"
	};

	(void)state;
	check_learnt(GERMAN, (const int64_t[]) { 333, 840 });
	check_learnt(AMERICAN, (const int64_t[]) { 2517, 1028 });
	check_learnt(JAPANESE, (const int64_t[]) { 2100, 1200 });
	check_learnt(DANISH, (const int64_t[]) { 10800, 3200 });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_come_from_the_printers_page),
		cmocka_unit_test(payment_cards_are_masked),
		cmocka_unit_test(amounts_are_read_as_they_are_written),
		cmocka_unit_test(days_and_times_are_read),
		cmocka_unit_test(a_wrong_pattern_says_where),
		cmocka_unit_test(a_receipt_becomes_a_request),
		cmocka_unit_test(tax_on_top_is_spread),
		cmocka_unit_test(a_refund_is_below_zero),
		cmocka_unit_test(what_is_none_is_said),
		cmocka_unit_test(without_a_number_the_text_is_the_id),
		cmocka_unit_test(two_samples_teach_a_pattern),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
