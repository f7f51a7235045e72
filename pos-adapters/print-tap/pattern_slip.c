/* pattern_slip.c - a receipt's lines by a pattern, for pattern.h. */
#include "pos-adapters/print-tap/pattern.h"
#include "pos-adapters/print-tap/text.h"

#include <string.h>

/* How far down a receipt is read. */
struct reading {
	const struct pattern *pattern;
	const struct decode *lines;
	struct slip *slip;
	bool needs_begin; /* the pattern says where the items begin, and it was not yet */
	bool has_subtotal;
};

static void field_copy(const char *line, const struct template_found *found,
		       enum template_field field, char *ret, size_t room)
{
	char text[DECODE_LINE_ROOM];
	struct template_span span = found->spans[field];

	if (span.length == 0)
		return;
	memcpy(text, line + span.at, span.length);
	text[span.length] = '\0';
	text_copy(ret, room, text);
}

static int64_t size_of(int64_t amount)
{
	return amount < 0 ? -amount : amount;
}

static void take_item(struct slip *slip, const char *line, const struct template_found *found)
{
	struct pattern_item *item = &slip->items[slip->item_count];

	if (slip->item_count == PATTERN_ITEMS_MAX) {
		slip->is_full = true;
		return;
	}
	memset(item, 0, sizeof(*item));
	field_copy(line, found, TEMPLATE_NAME, item->name, sizeof(item->name));
	item->has_qty = found->spans[TEMPLATE_QTY].length > 0;
	item->has_price = found->spans[TEMPLATE_PRICE].length > 0;
	item->qty_milli = item->has_qty ? found->qty_milli : 1000;
	item->price_minor = found->price_minor;
	item->total_minor = found->amount_minor;
	slip->item_count++;
}

/* Off the item above, or off the whole once there was a subtotal. */
static void take_discount(struct reading *reading, int64_t amount)
{
	struct slip *slip = reading->slip;

	if (reading->has_subtotal || slip->item_count == 0)
		slip->discount_minor += size_of(amount);
	else
		slip->items[slip->item_count - 1].discount_minor += size_of(amount);
}

static void take_tender(struct slip *slip, enum pattern_kind kind, int64_t amount)
{
	if (slip->tender_count < PATTERN_TENDERS_MAX)
		slip->tenders[slip->tender_count++] = (struct pattern_tender) { kind, amount };
	else
		slip->is_full = true;
}

/* Number, day, time and card may stand in a line of any kind. */
static void take_common(struct slip *slip, uint32_t at, const char *line,
			const struct template_found *found)
{
	if (slip->number[0] == '\0')
		field_copy(line, found, TEMPLATE_NUMBER, slip->number, sizeof(slip->number));
	if (slip->card[0] == '\0' && found->spans[TEMPLATE_CARD].length > 0) {
		field_copy(line, found, TEMPLATE_CARD, slip->card, sizeof(slip->card));
		slip->card_line = at;
	}
	if (!slip->has_day && found->spans[TEMPLATE_DATE].length > 0) {
		slip->has_day = true;
		slip->day = found->day;
	}
	if (!slip->has_time && found->spans[TEMPLATE_TIME].length > 0) {
		slip->has_time = true;
		slip->time = found->time;
	}
}

static void take(struct reading *reading, enum pattern_kind kind, uint32_t at, const char *line,
		 const struct template_found *found)
{
	struct slip *slip = reading->slip;

	take_common(slip, at, line, found);
	switch (kind) {
	case PATTERN_NOT:
		slip->is_not = true;
		break;
	case PATTERN_COPY:
		slip->is_copy = true;
		break;
	case PATTERN_REFUND:
		slip->is_refund = true;
		break;
	case PATTERN_BEGIN:
		reading->needs_begin = false;
		break;
	case PATTERN_SUBTOTAL:
		reading->has_subtotal = true;
		break;
	case PATTERN_TOTAL:
		slip->has_total = true;
		slip->total_minor = found->amount_minor;
		break;
	case PATTERN_TAX:
		slip->has_tax = true;
		slip->tax_minor += found->amount_minor;
		break;
	case PATTERN_DISCOUNT:
		take_discount(reading, found->amount_minor);
		break;
	case PATTERN_CASH:
	case PATTERN_CARD:
	case PATTERN_VOUCHER:
	case PATTERN_OTHER:
	case PATTERN_CHANGE:
		take_tender(slip, kind, found->amount_minor);
		break;
	case PATTERN_ITEM:
		take_item(slip, line, found);
		break;
	case PATTERN_NUMBER:
	case PATTERN_WHEN:
	case PATTERN_MEMBER:
	case PATTERN_SKIP:
	case PATTERN_KINDS_COUNT:
		break;
	}
}

static bool is_allowed(const struct reading *reading, enum pattern_kind kind)
{
	if (kind == PATTERN_ITEM || kind == PATTERN_DISCOUNT || kind == PATTERN_SUBTOTAL)
		return !reading->needs_begin && !reading->slip->has_total;
	return kind != PATTERN_TOTAL || reading->slip->tender_count == 0;
}

/* The lines a row takes at line `at`: none, one or two. Of two, the text fields are taken from the
 * line that has them. */
static uint32_t try_row(struct reading *reading, const struct pattern_row *row, uint32_t at)
{
	const struct amount_style *style = &reading->pattern->style;
	const char *line = reading->lines->lines[at];
	struct template_found found;
	struct template_found second;
	struct slip *slip = reading->slip;
	uint32_t before = slip->item_count;

	if (!is_allowed(reading, row->kind) || !template_match(&row->first, style, line, &found))
		return 0;
	if (!row->has_second) {
		take(reading, row->kind, at, line, &found);
		return 1;
	}
	if (at + 1 >= reading->lines->line_count ||
	    !template_match(&row->second, style, reading->lines->lines[at + 1], &second))
		return 0;
	take(reading, row->kind, at + 1, reading->lines->lines[at + 1], &second);
	take_common(slip, at, line, &found);
	if (slip->item_count > before && found.spans[TEMPLATE_NAME].length > 0)
		field_copy(line, &found, TEMPLATE_NAME, slip->items[before].name,
			   PATTERN_NAME_ROOM);
	return 2;
}

static bool has_kind(const struct pattern *pattern, enum pattern_kind kind)
{
	for (uint32_t i = 0; i < pattern->row_count; i++) {
		if (pattern->rows[i].kind == kind)
			return true;
	}
	return false;
}

/* The card of a line in which a number was masked, as it came. */
static void unmask_card(const struct pattern *pattern, const struct decode *lines,
			struct slip *slip)
{
	struct template_found found;

	if (strchr(slip->card, '*') == NULL || lines->secret[0] == '\0' ||
	    lines->secret_line != slip->card_line)
		return;
	for (uint32_t i = 0; i < pattern->row_count; i++) {
		const struct template *template = &pattern->rows[i].first;

		if (template_match(template, &pattern->style, lines->secret, &found) &&
		    found.spans[TEMPLATE_CARD].length > 0) {
			field_copy(lines->secret, &found, TEMPLATE_CARD, slip->card,
				   sizeof(slip->card));
			return;
		}
	}
}

void pattern_apply(const struct pattern *pattern, const struct decode *lines, struct slip *ret)
{
	struct reading reading = { .pattern = pattern, .lines = lines, .slip = ret };

	memset(ret, 0, sizeof(*ret));
	memset(ret->kinds, PATTERN_KINDS_COUNT, sizeof(ret->kinds));
	ret->is_full = lines->is_full;
	reading.needs_begin = has_kind(pattern, PATTERN_BEGIN);
	for (uint32_t at = 0, taken = 0; at < lines->line_count; at += taken) {
		taken = 0;
		for (uint32_t i = 0; i < pattern->row_count && taken == 0; i++) {
			taken = try_row(&reading, &pattern->rows[i], at);
			if (taken > 0)
				memset(ret->kinds + at, (int)pattern->rows[i].kind, taken);
		}
		taken = taken == 0 ? 1 : taken;
	}
	unmask_card(pattern, lines, ret);
}
