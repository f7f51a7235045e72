/* fuzz_tap.c - any bytes from a till to its printer: the stream's commands, the lines, a pattern.
 *
 * The first byte says how long the pieces are and which printer it is. What must hold: the pieces
 * do not matter; lines are clean UTF-8 without control characters or payment cards; a sale that is
 * taken has sums that agree; its request is one line.
 */
#include <stdlib.h>
#include <string.h>

#include "pos-adapters/print-tap/sale.h"
#include "pos-adapters/print-tap/text.h"
#include "tests/fuzz/fuzz.h"

#define PATTERN                                                                                    \
	"decimal ,\ndates day-month-year\nthousands blank\ncurrency EUR\n"                         \
	"not: z report {any}\ncopy: *** {any} ***\nrefund: refund {any}\n"                         \
	"number: No {number}\nwhen: {date} {time}\nmember: Card {card}\nsubtotal: Sub {amount}\n"  \
	"total: Total {amount}\ntax: Tax {any} {money} {amount}\ndiscount: Off {amount}\n"         \
	"pay-cash: Cash {amount}\nchange: Change {amount}\n"                                       \
	"item: {name} // {qty} x {price} {total} {class}\nitem: {qty} x {name} {price} {total}\n"  \
	"item: {name} {total}\n"

static void take(struct decode *decode, const uint8_t *data, size_t size, size_t piece,
		 uint32_t *cuts)
{
	for (size_t at = 0; at < size;) {
		size_t end = at + piece < size ? at + piece : size;
		bool is_cut;

		while (at < end) {
			at += decode_bytes(decode, data + at, end - at, &is_cut);
			*cuts += is_cut ? 1 : 0;
		}
	}
	decode_end(decode);
}

static void check_line(const char *line)
{
	size_t length = strlen(line);
	struct fuzz_digits digits;

	fuzz_must_of(length > 0 && length < DECODE_LINE_ROOM, "a line has something in it", line);
	for (size_t i = 0; i < length; i++)
		fuzz_must_of((uint8_t)line[i] >= 0x20 && line[i] != 0x7F, "a line is clean", line);
	for (size_t at = 0; fuzz_next_digits(line, length, &at, &digits);)
		fuzz_must_of(digits.count > 19 || !fuzz_is_card(line + digits.start, digits.count),
			     "a line has no payment card", line);
}

static void check_same(const struct decode *one, const struct decode *other)
{
	fuzz_must(one->line_count == other->line_count, "pieces do not matter");
	for (uint32_t i = 0; i < one->line_count; i++)
		fuzz_must_of(strcmp(one->lines[i], other->lines[i]) == 0, "pieces do not matter",
			     one->lines[i]);
}

static void check_sale(const struct pattern *pattern, const struct decode *lines, struct slip *slip)
{
	const struct sale_context context = {
		.till = "till", .currency = "EUR", .scan = slip->card, .fallback = { 2026, 11, 21 }
	};
	char *request = malloc(SALE_REQUEST_ROOM);
	char why[PATTERN_WHY_ROOM];
	char id[SALE_ID_ROOM];
	int64_t sum = 0;

	pattern_apply(pattern, lines, slip);
	if (request != NULL && sale_settle(slip, why) == SALE_GOOD) {
		for (uint32_t i = 0; i < slip->item_count; i++)
			sum += slip->items[i].total_minor - slip->items[i].discount_minor;
		fuzz_must(llabs(sum - slip->total_minor) <= slip->item_count, "sums agree");
		fuzz_must(slip->is_refund ? slip->total_minor <= 0 : slip->total_minor >= 0,
			  "a sale is not below zero");
		sale_id(slip, lines, &context, id);
		if (sale_request(slip, 2, id, &context, request, SALE_REQUEST_ROOM))
			fuzz_must_of(strpbrk(request, "\r\n") == NULL && request[0] == '{' &&
					     request[strlen(request) - 1] == '}',
				     "a request is one line", request);
	}
	free(request);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum stream_dialect dialect;
	struct pattern *pattern = malloc(sizeof(*pattern));
	struct decode *whole = malloc(sizeof(*whole));
	struct decode *pieces = malloc(sizeof(*pieces));
	struct slip *slip = malloc(sizeof(*slip));
	uint32_t cuts = 0;
	uint32_t other_cuts = 0;
	char why[PATTERN_WHY_ROOM];
	char *text = malloc(size + 1);

	if (pattern && whole && pieces && slip && text && size > 0) {
		dialect = (data[0] & 0x80) != 0 ? STREAM_STAR : STREAM_ESCPOS;
		decode_begin(whole, dialect, CODEPAGE_AUTO);
		decode_begin(pieces, dialect, CODEPAGE_AUTO);
		take(whole, data + 1, size - 1, size, &cuts);
		take(pieces, data + 1, size - 1, 1 + (data[0] & 0x7F), &other_cuts);
		fuzz_must(cuts == other_cuts, "a cut is a cut in pieces, too");
		check_same(whole, pieces);
		for (uint32_t i = 0; i < whole->line_count; i++)
			check_line(whole->lines[i]);
		fuzz_must(pattern_read(PATTERN, pattern, why), "the pattern is one");
		check_sale(pattern, whole, slip);
		/* The same bytes as a pattern, which may be none. */
		memcpy(text, data, size);
		text[size] = '\0';
		if (pattern_read(text, pattern, why))
			check_sale(pattern, whole, slip);
	}
	free(pattern);
	free(whole);
	free(pieces);
	free(slip);
	free(text);
	return 0;
}
