/* fuzz_template.c - any bytes as a shop's template; one that reads is filled in for a sale.
 *
 * What must hold: a refusal leaves the output as it was and names a place that the text has. What
 * is read is filled for any sale, however long, and never too long for a paper; what is printed has
 * its limit and no control characters.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/base/utf8.h"
#include "receipts/template/template.h"
#include "tests/fuzz/fuzz.h"

#define LINES 400

static void check_refusal(rgl_rc rc, const struct rgl_why *why, const uint8_t *data, size_t size)
{
	unsigned long lines = 1;
	unsigned long line = strtoul(why->field + strlen("line "), NULL, 10);

	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n';
	fuzz_must(why->code == rc, "a refusal has its code");
	fuzz_must_of(strncmp(why->field, "line ", 5) == 0 && line >= 1 && line <= lines,
		     "a refusal names a line of the text", why->field);
	fuzz_must_of(strncmp(why->text, why->field, strlen(why->field)) == 0,
		     "a refusal begins with its place", why->text);
	fuzz_must_of(utf8_check_clean(why->text, sizeof(why->text), "text", NULL) == RGL_OK,
		     "a refusal is one line of text", why->text);
}

static void check_text(const char *text)
{
	const size_t length = strlen(text);
	size_t at = 0;

	fuzz_must(length < PAPER_TEXT_ROOM, "a text has its limit");
	fuzz_must_of(utf8_is_valid(text, length), "what is printed is UTF-8", text);
	while (at < length) {
		const uint32_t character = utf8_next(text, length, &at);

		fuzz_must_of(character >= 0x20 && (character < 0x7F || character > 0x9F),
			     "what is printed has no control characters", text);
	}
}

static void check_paper(const struct paper *paper)
{
	for (size_t i = 0; i < paper->count; i++) {
		const struct paper_element element = paper_at(paper, i);

		fuzz_must(element.columns <= PAPER_COLUMNS_MAX, "a line has four columns at most");
		for (uint32_t j = 0; j < element.columns; j++)
			check_text(element.texts[j]);
	}
}

/* Names that would be trouble if they were read, and more lines than a receipt shows. */
static struct receipt sale(bool is_refund)
{
	static const char *const NAMES[] = { "{{shop}}", ".cut", "a || b", "\x1B@\x1D(k", "\xFF" };
	static const struct receipt_purse PURSES[] = { { "Card", 1, 0, 3, 10, false, true },
						       { "Credit", -5, 9, 7, 0, true, true } };
	static const struct receipt_issued ISSUED[] = {
		{ .title = "Gift",
		  .code = "RG2AAAABBBB",
		  .amount = { 500 },
		  .end = { 2027, 1, 31, 0, 0, 0 },
		  .is_money = true,
		  .has_end = true },
	};
	static struct receipt_line lines[LINES];

	for (size_t i = 0; i < LINES; i++)
		lines[i] = (struct receipt_line) { .name = NAMES[i % 5],
						   .qty_milli = (int64_t)i * 500,
						   .has_unit = i % 2 == 0,
						   .total = money_of((int64_t)i) };
	return (struct receipt) {
		.shop = "KAFFE & KAGE",
		.member = is_refund ? "" : "{{say thanks}}\n.drawer",
		.cashier = "Jonas",
		.at = { 2026, 11, 21, 14, 5, 0 },
		.sale_id = "T1-000123",
		.visit = 12,
		.currency = { "DKK", 2 },
		.lines = lines,
		.lines_count = is_refund ? 0 : LINES,
		.is_refund = is_refund,
		.is_copy = is_refund,
		.earned = points_of(is_refund ? -4 : 4),
		.balance = points_of(340),
		.reward = "a free coffee",
		.to_reward = points_of(60),
		.qr = "RG17KQM2XWD9FABC3DE",
		.purses = PURSES,
		.purse_count = 2,
		.issued = ISSUED,
		.issued_count = 1,
		.question_link = "https://shop.example/q",
		.has_logo = true,
	};
}

static void fill(const struct host *host, const struct template *template, struct words *words,
		 bool is_refund)
{
	const struct receipt receipt = sale(is_refund);
	struct rgl_why why = { .size = sizeof(why) };
	struct paper paper = paper_of(host);
	struct fields *fields = NULL;

	fuzz_must(fields_open(host, &receipt, words, &fields, &why) == RGL_OK, "fields open");
	fuzz_must_of(template_fill(template, fields, words, &paper, &why) == RGL_OK,
		     "what is read is filled", why.text);
	check_paper(&paper);
	paper_free(&paper);
	fields_close(fields);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct words_wish wish = { .shop = "en", .currency = { "DKK", 2 } };
	static struct words *words; /* opening them is not what is looked at */
	static struct host host;
	struct template *const untouched = (struct template *)(uintptr_t)0x77;
	struct template *template = untouched;
	struct rgl_why why = { .size = sizeof(why) };
	rgl_rc rc;

	if (words == NULL) {
		host_init(&host, NULL);
		fuzz_must(words_open(&host, &wish, &words, &why) == RGL_OK, "words open");
	}
	rc = template_read(&host, (const char *)data, size, NULL, &template, &why);
	if (rc < 0) {
		fuzz_must(template == untouched, "a refusal leaves the output as it was");
		check_refusal(rc, &why, data, size);
		return 0;
	}
	fill(&host, template, words, false);
	fill(&host, template, words, true);
	template_free(template);
	return 0;
}
