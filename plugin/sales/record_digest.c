/* record_digest.c - see record.h: all that the till said of a sale, as one keyed hash, to tell the
 * same again from another.
 */
#include "plugin/sales/record.h"

#include <string.h>

static void digest_money(struct digest *digest, struct money amount)
{
	char text[DECIMAL_ROOM];

	money_write(amount, &(struct currency) { .exponent = 0 }, text);
	digest_text(digest, text);
}

/* A scan is as long as the till said, whatever is in it or behind it. */
static void digest_scan(struct digest *digest, const char *scan, size_t length)
{
	digest_int(digest, (int64_t)length);
	for (size_t at = 0; at < length; at += sizeof(int64_t)) {
		size_t left = length - at;
		int64_t part = 0;

		memcpy(&part, scan + at, left < sizeof(part) ? left : sizeof(part));
		digest_int(digest, part);
	}
}

static bool is_said(const char *text)
{
	return text != NULL && text[0] != '\0';
}

/* Whether the till said anything that stores of version 1 had no place for. A sale without is told
 * from others as it was then, so that one that was recorded before the store was brought up to date
 * is still the same. */
static bool says_more(const struct sale *sale)
{
	bool more = sale->hold != 0 || sale->wish_count > 0 || sale->code_count > 0 ||
		    is_said(sale->channel);

	for (size_t i = 0; i < sale->line_count; i++) {
		const struct sale_line *line = &sale->lines[i];

		more = more || is_said(line->tags) || is_said(line->reward) ||
		       is_said(line->code) || line->kind != LINE_GOODS || line->has_rate;
	}
	for (size_t i = 0; i < sale->tender_count; i++)
		more = more || is_said(sale->tenders[i].code);
	return more;
}

static void digest_more(struct digest *digest, const struct sale *sale)
{
	for (size_t i = 0; i < sale->line_count; i++) {
		const struct sale_line *line = &sale->lines[i];

		digest_text(digest, line->tags);
		digest_text(digest, line->reward);
		digest_text(digest, line->code);
		digest_int(digest, line->kind);
		digest_int(digest, line->has_rate ? line->rate_milli : -1);
	}
	for (size_t i = 0; i < sale->tender_count; i++)
		digest_text(digest, sale->tenders[i].code);
	digest_int(digest, sale->hold);
	digest_int(digest, (int64_t)sale->wish_count);
	for (size_t i = 0; i < sale->wish_count; i++) {
		digest_text(digest, sale->wishes[i].reward);
		digest_text(digest, sale->wishes[i].code);
		digest_int(digest, sale->wishes[i].times);
		digest_int(digest, sale->wishes[i].points);
	}
	digest_int(digest, (int64_t)sale->code_count);
	for (size_t i = 0; i < sale->code_count; i++)
		digest_text(digest, sale->codes[i]);
	if (is_said(sale->channel)) /* which came later than the others */
		digest_text(digest, sale->channel);
}

/* But for the managers' codes: what is mistyped once is the same sale. */
static void digest_gestures(struct digest *digest, const struct sale *sale)
{
	digest_int(digest, (int64_t)sale->gesture_count);
	for (size_t i = 0; i < sale->gesture_count; i++) {
		const struct sale_gesture *gesture = &sale->gestures[i];

		digest_int(digest, gesture->kind);
		digest_int(digest, gesture->points);
		digest_money(digest, gesture->amount);
		digest_int(digest, gesture->complaint);
		digest_text(digest, gesture->sku);
		digest_text(digest, gesture->words);
		digest_text(digest, gesture->manager);
	}
}

void record_digest(const struct store *store, const struct sale *sale, bool hide_scan,
		   uint8_t ret[HASH_BYTES])
{
	struct digest digest;

	digest_begin(&digest, &store->keys);
	digest_text(&digest, sale->id);
	digest_text(&digest, sale->of);
	digest_int(&digest, sale->is_refund);
	digest_int(&digest, sale->at_ms);
	digest_text(&digest, sale->store);
	digest_text(&digest, sale->till);
	digest_text(&digest, sale->cashier);
	digest_scan(&digest, sale->scan, hide_scan || sale->scan == NULL ? 0 : sale->scan_length);
	digest_int(&digest, sale->member);
	digest_money(&digest, sale->total);
	digest_money(&digest, sale->tax);
	digest_int(&digest, (int64_t)sale->line_count);
	for (size_t i = 0; i < sale->line_count; i++) {
		const struct sale_line *line = &sale->lines[i];

		digest_text(&digest, line->sku);
		digest_text(&digest, line->name);
		digest_text(&digest, line->category);
		digest_int(&digest, line->qty_milli);
		digest_int(&digest, line->has_unit);
		digest_int(&digest, line->has_cost);
		digest_money(&digest, line->unit);
		digest_money(&digest, line->discount);
		digest_money(&digest, line->total);
		digest_money(&digest, line->tax);
		digest_money(&digest, line->cost);
	}
	digest_int(&digest, (int64_t)sale->tender_count);
	for (size_t i = 0; i < sale->tender_count; i++) {
		digest_int(&digest, sale->tenders[i].kind);
		digest_money(&digest, sale->tenders[i].amount);
	}
	if (says_more(sale))
		digest_more(&digest, sale);
	if (sale->gesture_count > 0)
		digest_gestures(&digest, sale);
	digest_end(&digest, ret);
}
