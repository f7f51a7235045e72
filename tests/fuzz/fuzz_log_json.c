/* fuzz_log_json.c - any bytes as an export of Square, Shopify or Loyverse; the first byte says of
 * which.
 *
 * What must hold: it ends, with lines that the file has; every text that is handed out is fit to be
 * shown; what is below zero is a refund; and all is the same however the bytes arrive and wherever
 * the reader's buffer ends.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/logs/log.h"
#include "plugin/base/keys.h"
#include "plugin/base/utf8.h"
#include "tests/fuzz/fuzz.h"

#define PAD_BYTES 65530 /* so that the buffer of json_cut.c ends in the first bytes */

struct source {
	const uint8_t *data;
	size_t length;
	size_t pad; /* line ends in front */
	size_t step;
	size_t at;
};

/* What came of a file: all that was handed out, in a digest. */
struct outcome_of {
	uint8_t hash[HASH_BYTES];
	int64_t entries;
	int64_t passed;
	rgl_rc rc;
};

static ssize_t source_read(void *cookie, char *buffer, size_t room)
{
	struct source *source = cookie;
	size_t left = source->pad + source->length - source->at;
	size_t count = left < room ? left : room;

	if (source->step > 0 && count > source->step)
		count = source->step;
	for (size_t i = 0; i < count; i++, source->at++)
		buffer[i] = source->at < source->pad ? '\n'
						     : (char)source->data[source->at - source->pad];
	return (ssize_t)count;
}

static void look_at_text(struct digest *digest, const char *text)
{
	if (text != NULL)
		fuzz_must_of(utf8_is_valid(text, strlen(text)), "a text is UTF-8", text);
	digest_text(digest, text);
}

static void look_at_lines(struct digest *digest, const struct log_entry *entry)
{
	const struct sale *sale = &entry->sale;

	fuzz_must(sale->lines == entry->lines && sale->line_count <= RGL_LINES_MAX,
		  "the lines are the reader's");
	fuzz_must(sale->tender_count <= RGL_TENDERS_MAX, "not too many tenders");
	for (size_t i = 0; i < sale->line_count; i++) {
		const struct sale_line *line = &sale->lines[i];

		look_at_text(digest, line->name);
		look_at_text(digest, line->sku);
		look_at_text(digest, line->category);
		digest_int(digest, line->total.minor);
		digest_int(digest, line->tax.minor);
		digest_int(digest, line->qty_milli);
		digest_int(digest, line->kind);
	}
	for (size_t i = 0; i < sale->tender_count; i++)
		digest_int(digest, sale->tenders[i].amount.minor);
}

static void look_at_entry(struct digest *digest, const struct log_entry *entry, int64_t lines,
			  size_t pad)
{
	fuzz_must(entry->line >= 1 && entry->line <= lines + (int64_t)pad,
		  "an entry's line is one of the file's");
	/* Lines in front count too; but a byte order mark that is not in front is no JSON. */
	digest_int(digest, entry->line - (int64_t)pad);
	digest_int(digest, entry->kind);
	digest_int(digest, entry->why.code);
	digest_text(digest, entry->why.text);
	look_at_text(digest, entry->passed);
	if (entry->why.code < 0 || entry->passed != NULL)
		return;
	fuzz_must(entry->sale.id != NULL && entry->sale.id[0] != '\0', "a good entry has an id");
	look_at_text(digest, entry->sale.id);
	look_at_text(digest, entry->sale.of);
	look_at_text(digest, entry->customer.other_id);
	look_at_text(digest, entry->customer.name);
	look_at_text(digest, entry->note);
	if (entry->kind == LOG_VOID)
		return;
	fuzz_must(entry->sale.is_refund == (entry->kind == LOG_REFUND), "a refund says so");
	digest_int(digest, entry->sale.at_ms);
	digest_int(digest, entry->sale.total.minor);
	digest_int(digest, entry->sale.tax.minor);
	look_at_lines(digest, entry);
}

static enum log_known know_some(void *user, const char *id)
{
	(void)user;
	return (enum log_known)(strlen(id) % 4);
}

static struct outcome_of read_file(const struct log_format *format, struct source source)
{
	static const struct keys KEYS;
	struct rgl_why why = { .size = sizeof(why) };
	struct currency currency = { .code = "USD", .exponent = 2 };
	struct log_context context = {
		.currency = &currency, .name = "file", .refusal = &why, .known = know_some
	};
	struct outcome_of outcome = { 0 };
	struct log_entry *entry = NULL;
	int64_t lines = 1;
	struct digest digest;
	struct host host;
	void *reader = NULL;
	FILE *file = fopencookie(&source, "r", (cookie_io_functions_t) { .read = source_read });

	fuzz_must(file != NULL, "a stream");
	host_init(&host, NULL);
	context.host = &host;
	fuzz_must(zone_open(&host, "UTC", &context.zone, &why) == RGL_OK, "a zone");
	for (size_t i = 0; i < source.length; i++)
		lines += source.data[i] == '\n';
	digest_begin(&digest, &KEYS);
	fuzz_must(format->open(&context, file, &reader) == RGL_OK, "a reader");
	for (;;) {
		outcome.rc = format->next(reader, &entry);
		if (outcome.rc < 0 || entry == NULL)
			break;
		outcome.entries++;
		look_at_entry(&digest, entry, lines, source.pad);
	}
	outcome.passed = format->passed_over(reader);
	fuzz_must(outcome.entries <= (int64_t)source.length + 1, "it ends");
	digest_end(&digest, outcome.hash);
	format->close(reader);
	zone_close(context.zone);
	(void)fclose(file);
	return outcome;
}

static void must_be_same(const struct outcome_of *a, const struct outcome_of *b, const char *what)
{
	fuzz_must(a->rc == b->rc && a->entries == b->entries && a->passed == b->passed &&
			  memcmp(a->hash, b->hash, HASH_BYTES) == 0,
		  what);
}

/* What only a file's first bytes may be: with lines in front they are something else. */
static bool is_special_in_front(const uint8_t *data, size_t size)
{
	return size < 2 || data[0] >= 0x80 || data[0] == 0x1f || data[0] == 'P' || data[0] == 0 ||
	       data[1] == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct log_format *const FORMATS[] = { &LOG_SQUARE, &LOG_SHOPIFY,
							    &LOG_LOYVERSE };
	const struct log_format *format;
	struct outcome_of whole;
	struct outcome_of other;

	if (size == 0)
		return 0;
	format = FORMATS[data[0] % 3];
	data++;
	size--;
	whole = read_file(format, (struct source) { .data = data, .length = size });
	other = read_file(format, (struct source) { .data = data, .length = size, .step = 1 });
	must_be_same(&whole, &other, "byte by byte it is the same");
	if (is_special_in_front(data, size))
		return 0;
	other = read_file(format,
			  (struct source) { .data = data, .length = size, .pad = PAD_BYTES });
	must_be_same(&whole, &other, "wherever the buffer ends it is the same");
	return 0;
}
