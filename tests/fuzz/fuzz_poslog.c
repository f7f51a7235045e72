/* fuzz_poslog.c - any bytes as a POSLog: what is read of it.
 *
 * What must hold: an entry's texts are text, its id has the format's name in front, its lines and
 * tenders are within their limits, tenders that are kept make the total; the same bytes are read as
 * the same entries, also moved within the reader's chunks; a refusal is one line with the file's
 * name.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/logs/log.h"
#include "plugin/base/utf8.h"
#include "plugin/sales/settle.h"
#include "tests/fuzz/fuzz.h"

#define NAME "log.xml"
#define INPUT_MAX 65536

struct reading {
	struct host host;
	struct currency currency;
	struct zone *zone;
	struct log_context context;
	struct rgl_why why;
	FILE *stream;
	void *reader;
};

static void begin(struct reading *reading, const uint8_t *data, size_t size)
{
	*reading = (struct reading) { .currency = { "EUR", 2 },
				      .why = { .size = sizeof(reading->why) } };
	host_init(&reading->host, NULL);
	fuzz_must(zone_open(&reading->host, "UTC", &reading->zone, NULL) == RGL_OK,
		  "there is a zone");
	reading->stream = size > 0 ? fmemopen((void *)data, size, "rb") : fopen("/dev/null", "rb");
	fuzz_must(reading->stream != NULL, "there is a stream");
	reading->context = (struct log_context) {
		.host = &reading->host,
		.currency = &reading->currency,
		.zone = reading->zone,
		.name = NAME,
		.refusal = &reading->why,
	};
	fuzz_must(LOG_POSLOG.open(&reading->context, reading->stream, &reading->reader) == RGL_OK,
		  "it opens");
}

static void end(struct reading *reading)
{
	LOG_POSLOG.close(reading->reader);
	zone_close(reading->zone);
	(void)fclose(reading->stream);
}

static void check_text(const char *text)
{
	if (text != NULL)
		fuzz_must_of(utf8_is_valid(text, strlen(text)), "a text is text", text);
}

static void check_words(const char *text)
{
	fuzz_must_of(utf8_check_clean(text, RGL_TEXT_MAX, "text", NULL) == RGL_OK,
		     "words can be shown", text == NULL ? "" : text);
}

static void check_sums(struct log_entry *entry, const struct currency *currency)
{
	struct sale *sale = &entry->sale;
	struct money paid = money_of(0);
	struct settled settled;

	for (size_t i = 0; i < sale->tender_count; i++)
		fuzz_must(money_add(paid, sale->tenders[i].amount, &paid) == RGL_OK, "it was paid");
	fuzz_must(sale->tender_count == 0 || money_equal(paid, sale->total),
		  "tenders make the total");
	if (settle(sale, entry->lines, RGL_LINES_MAX, &settled, currency, NULL) < 0)
		return;
	/* What sale_check then says of it is an answer, whichever; it must not be of the memory. */
	(void)!sale_check(sale, currency, NULL);
}

static void check_entry(struct log_entry *entry, const struct currency *currency)
{
	const struct sale *sale = &entry->sale;

	fuzz_must(entry->line > 0, "it begins in a line");
	fuzz_must_of(sale->id[0] == '\0' || strncmp(sale->id, "poslog-", 7) == 0,
		     "an id has the format's name in front", sale->id);
	check_text(sale->id);
	check_text(sale->of);
	check_text(sale->currency);
	check_words(sale->cashier);
	check_words(entry->customer.other_id);
	check_words(entry->customer.card);
	check_words(entry->customer.name);
	fuzz_must(sale->line_count <= RGL_LINES_MAX && sale->tender_count <= RGL_TENDERS_MAX,
		  "there are not too many lines");
	for (size_t i = 0; i < sale->line_count; i++) {
		check_words(entry->lines[i].sku);
		check_words(entry->lines[i].name);
		check_words(entry->lines[i].category);
	}
	if (entry->why.code < 0)
		fuzz_must(entry->why.text[0] != '\0', "a refusal has words");
	else if (entry->kind == LOG_VOID)
		fuzz_must(sale->of != NULL, "a void names what it undoes");
	else
		check_sums(entry, currency);
}

static void check_refusal(const struct rgl_why *why, rgl_rc rc)
{
	fuzz_must(why->code == rc && strncmp(why->text, NAME, strlen(NAME)) == 0 &&
			  strpbrk(why->text, "\r\n") == NULL,
		  "a refusal names the file, in one line");
}

static bool same_text(const char *one, const char *other)
{
	return (one == NULL) == (other == NULL) && (one == NULL || strcmp(one, other) == 0);
}

static void check_same(const struct log_entry *one, const struct log_entry *other)
{
	fuzz_must(one->kind == other->kind && one->why.code == other->why.code &&
			  one->sale.line_count == other->sale.line_count &&
			  one->sale.tender_count == other->sale.tender_count &&
			  money_equal(one->sale.total, other->sale.total) &&
			  money_equal(one->sale.tax, other->sale.tax) &&
			  same_text(one->sale.id, other->sale.id) &&
			  same_text(one->sale.of, other->sale.of) &&
			  same_text(one->customer.other_id, other->customer.other_id),
		  "the same bytes are the same entry");
}

/* Both to their ends, or to the same refusal. */
static void compare(struct reading *reading, struct reading *other)
{
	for (;;) {
		struct log_entry *entry = NULL;
		struct log_entry *same = NULL;
		rgl_rc rc = LOG_POSLOG.next(reading->reader, &entry);

		fuzz_must(LOG_POSLOG.next(other->reader, &same) == rc, "both are refused or none");
		if (rc < 0)
			check_refusal(&reading->why, rc);
		fuzz_must(rc < 0 || (entry == NULL) == (same == NULL), "there are as many entries");
		if (rc < 0 || entry == NULL || same == NULL)
			return;
		check_same(entry, same);
		check_entry(entry, &reading->currency);
	}
}

/* Spaces in front of the first tag, where there is nothing that must be first, move the rest. */
static size_t move(const uint8_t *data, size_t size, uint8_t *ret)
{
	size_t gap = 0;

	if (size > 1 && data[0] == '<' && (data[1] == 'P' || data[1] == '!') && size % 3 == 0)
		gap = INPUT_MAX - size / 2;
	memset(ret, ' ', gap);
	memcpy(ret + gap, data, size);
	return gap + size;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct reading reading;
	struct reading other;
	uint8_t *moved;

	if (size == 0 || size > INPUT_MAX)
		return 0;
	moved = malloc(2 * INPUT_MAX);
	if (moved == NULL)
		return 0;
	begin(&reading, data, size);
	begin(&other, moved, move(data, size, moved));
	compare(&reading, &other);
	end(&reading);
	end(&other);
	free(moved);
	return 0;
}
