/* samples.c - see samples.h. */
#include "pos-adapters/print-tap/samples.h"
#include "pos-adapters/print-tap/learn.h"
#include "pos-adapters/print-tap/sale.h"
#include "pos-adapters/print-tap/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 4 << 20, PATTERN_TEXT_MAX = 65536 };

struct content {
	uint8_t *bytes;
	size_t length;
};

static bool file_read(const char *path, struct content *ret)
{
	FILE *file = fopen(path, "rb");

	ret->bytes = calloc(1, FILE_MAX);
	ret->length = 0;
	if (file != NULL && ret->bytes != NULL)
		ret->length = fread(ret->bytes, 1, FILE_MAX, file);
	if (file != NULL)
		(void)fclose(file);
	if (ret->length > 0)
		return true;
	(void)fprintf(stderr, "print-tap: %s cannot be read, or is empty\n", path);
	free(ret->bytes);
	return false;
}

/* The next receipt of a file from *at on: a text is one, of a printer's bytes each cut ends one.
 * What was captured or typed off is UTF-8, whatever letters the printer has. */
static bool next_receipt(const struct content *content, size_t *at, struct decode *lines)
{
	bool is_raw = memchr(content->bytes, 0x1B, content->length) != NULL ||
		      memchr(content->bytes, 0x1D, content->length) != NULL;
	bool is_cut;

	decode_next(lines);
	if (!is_raw && *at == 0) {
		if (text_is_utf8(content->bytes, content->length))
			lines->codepage = lines->state.codepage = CODEPAGE_UTF8;
		decode_text(lines, (const char *)content->bytes, content->length);
		*at = content->length;
	}
	while (is_raw && *at < content->length && lines->line_count == 0) {
		*at += decode_bytes(lines, content->bytes + *at, content->length - *at, &is_cut);
		decode_end(lines);
	}
	return lines->line_count > 0;
}

static void say_amount(FILE *out, const char *word, int64_t amount, uint8_t digits)
{
	char text[32];

	amount_write(amount, digits, text);
	(void)fprintf(out, "%s%s", word, text);
}

static void say_items(FILE *out, const struct slip *slip, uint8_t digits)
{
	char qty[32];

	for (uint32_t i = 0; i < slip->item_count; i++) {
		const struct pattern_item *item = &slip->items[i];

		amount_write(item->qty_milli, 3, qty);
		(void)fprintf(out, "  item      %s  %s", qty, item->name);
		say_amount(out, "  ", item->total_minor, digits);
		if (item->discount_minor != 0)
			say_amount(out, ", less ", item->discount_minor, digits);
		(void)fputc('\n', out);
	}
}

static void say_when(FILE *out, const struct slip *slip)
{
	(void)fprintf(out, "  number    %s\n", slip->number[0] == '\0' ? "(none)" : slip->number);
	if (slip->has_day)
		(void)fprintf(out, "  day       %04d-%02d-%02d\n", slip->day.year, slip->day.month,
			      slip->day.day);
	else
		(void)fprintf(out, "  day       (none)\n");
	if (slip->has_time)
		(void)fprintf(out, "  time      %02d:%02d\n", slip->time.hour, slip->time.minute);
	else
		(void)fprintf(out, "  time      (none)\n");
}

static void say_rest(FILE *out, const struct slip *slip, uint8_t digits)
{
	if (slip->has_tax)
		say_amount(out, "  tax       ", slip->tax_minor, digits);
	if (slip->has_tax)
		(void)fputc('\n', out);
	say_amount(out, "  total     ", slip->total_minor, digits);
	(void)fputc('\n', out);
	for (uint32_t i = 0; i < slip->tender_count; i++) {
		(void)fprintf(out, "  %-9s ", pattern_word(slip->tenders[i].kind));
		say_amount(out, "", slip->tenders[i].amount_minor, digits);
		(void)fputc('\n', out);
	}
	if (slip->card[0] != '\0')
		(void)fprintf(out, "  member    (a card is there)\n");
	if (slip->is_refund)
		(void)fprintf(out, "  it gives money back\n");
	if (slip->is_copy)
		(void)fprintf(out, "  it is a copy\n");
}

/* What a pattern makes of a receipt; whether that is a sale. */
static bool say(FILE *out, const struct pattern *pattern, const struct decode *lines,
		struct slip *slip)
{
	char why[PATTERN_WHY_ROOM];
	enum sale_verdict verdict;

	pattern_apply(pattern, lines, slip);
	verdict = sale_settle(slip, why);
	if (verdict == SALE_NOT_ONE) {
		(void)fprintf(out, "  no receipt: a report or a slip for the kitchen\n");
		return true;
	}
	say_when(out, slip);
	say_items(out, slip, pattern->style.digits);
	say_rest(out, slip, pattern->style.digits);
	if (verdict == SALE_GOOD)
		(void)fprintf(out, "  it would be recorded\n");
	else
		(void)fprintf(out, "  it would be listed and not recorded: %s\n", why);
	return verdict == SALE_GOOD;
}

static void say_missing(const struct learn *learn)
{
	static const enum pattern_kind WANTED[] = { PATTERN_NUMBER, PATTERN_WHEN,  PATTERN_ITEM,
						    PATTERN_TOTAL,  PATTERN_TAX,   PATTERN_CASH,
						    PATTERN_MEMBER, PATTERN_REFUND };

	for (size_t i = 0; i < sizeof(WANTED) / sizeof(WANTED[0]); i++) {
		bool found = false;

		for (uint32_t k = 0; k < learn->row_count; k++)
			found = found || learn->rows[k].kind == WANTED[i] ||
				(WANTED[i] == PATTERN_WHEN &&
				 strstr(learn->rows[k].text, "{date}") != NULL);
		if (!found)
			(void)fprintf(stderr,
				      "Not found in any sample: %s. If your receipts say "
				      "it, write a line for it.\n",
				      pattern_word(WANTED[i]));
	}
}

/* Tries what was made on what it was made of. */
static int check(const struct learn *learn, const char *text)
{
	struct pattern *pattern = calloc(1, sizeof(*pattern));
	struct slip *slip = calloc(1, sizeof(*slip));
	char why[PATTERN_WHY_ROOM] = "there is not enough memory";
	uint32_t good = 0;

	if (pattern == NULL || slip == NULL || !pattern_read(text, pattern, why)) {
		(void)fprintf(stderr, "print-tap: %s\n", why);
	} else {
		for (uint32_t s = 0; s < learn->sample_count; s++) {
			(void)fprintf(stderr, "%s\n", learn->samples[s].name);
			good += say(stderr, pattern, &learn->samples[s].lines, slip) ? 1 : 0;
		}
		say_missing(learn);
		(void)fprintf(stderr, "%u of %u samples are understood.\n", good,
			      learn->sample_count);
	}
	free(pattern);
	free(slip);
	return good == learn->sample_count ? 0 : 1;
}

static bool add_samples(const struct settings *settings, struct learn *learn, const char *path)
{
	struct content content;
	size_t at = 0;

	if (!file_read(path, &content))
		return false;
	while (learn->sample_count < LEARN_SAMPLES_MAX) {
		struct learn_sample *sample = &learn->samples[learn->sample_count];

		if (at == 0)
			decode_begin(&sample->lines, settings_dialect(settings),
				     settings_codepage(settings));
		else
			sample->lines = sample[-1].lines;
		if (!next_receipt(&content, &at, &sample->lines))
			break;
		sample->name = path;
		learn->sample_count++;
	}
	free(content.bytes);
	return true;
}

int samples_learn(const struct settings *settings, int count, char **paths)
{
	struct learn *learn = calloc(1, sizeof(*learn));
	char *text = calloc(1, PATTERN_TEXT_MAX);
	bool good = learn != NULL && text != NULL;
	int status = 1;

	for (int i = 0; good && i < count; i++)
		good = add_samples(settings, learn, paths[i]);
	if (good && learn->sample_count < 2) {
		(void)fprintf(stderr,
			      "print-tap: it takes two receipts or more to see what differs\n");
		good = false;
	}
	if (good) {
		learn_pattern(learn);
		good = learn_write(learn, text, PATTERN_TEXT_MAX);
	}
	if (good && fputs(text, stdout) >= 0 && fflush(stdout) == 0)
		status = check(learn, text);
	free(learn);
	free(text);
	return status;
}

int samples_read(const struct settings *settings, int count, char **paths)
{
	struct pattern *pattern = calloc(1, sizeof(*pattern));
	struct decode *lines = calloc(1, sizeof(*lines));
	struct slip *slip = calloc(1, sizeof(*slip));
	char why[PATTERN_WHY_ROOM] = "there is not enough memory";
	struct content content;
	int status = 0;

	if (pattern == NULL || lines == NULL || slip == NULL ||
	    !pattern_load(settings->pattern, pattern, why)) {
		(void)fprintf(stderr, "print-tap: %s\n", why);
		status = 1;
	}
	for (int i = 0; status != 1 && i < count; i++) {
		size_t at = 0;

		if (!file_read(paths[i], &content)) {
			status = 1;
			break;
		}
		decode_begin(lines, settings_dialect(settings), settings_codepage(settings));
		while (next_receipt(&content, &at, lines)) {
			(void)printf("%s\n", paths[i]);
			if (!say(stdout, pattern, lines, slip))
				status = 3;
		}
		free(content.bytes);
	}
	free(pattern);
	free(lines);
	free(slip);
	return status == 3 ? 1 : status;
}
