/* sale.c - see sale.h. */
#include "pos-adapters/print-tap/sale.h"
#include "pos-adapters/print-tap/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int64_t items_sum(const struct slip *slip)
{
	int64_t sum = 0;

	for (uint32_t i = 0; i < slip->item_count; i++)
		sum += slip->items[i].total_minor - slip->items[i].discount_minor;
	return sum;
}

/* Shares an amount among the items by their totals: what is left over goes to the first ones, a
 * minor unit each. Below zero it is taken off. */
static void spread(struct slip *slip, int64_t amount, bool is_discount)
{
	int64_t sum = items_sum(slip);
	int64_t left = amount;

	for (uint32_t i = 0; i < slip->item_count && sum != 0; i++) {
		struct pattern_item *item = &slip->items[i];
		int64_t net = item->total_minor - item->discount_minor;
		/* Exact: what is left is shared among what is left, rounded once each. */
		int64_t share = (left * net + sum / 2) / sum;

		sum -= net;
		left -= share;
		if (is_discount) {
			item->discount_minor += share;
		} else {
			item->total_minor += share;
			item->has_price = false;
		}
	}
}

/* In a refund everything is below zero, whatever sign the till writes. */
static void make_negative(struct slip *slip)
{
	for (uint32_t i = 0; i < slip->item_count; i++) {
		struct pattern_item *item = &slip->items[i];

		item->total_minor = -llabs(item->total_minor);
		item->discount_minor = -llabs(item->discount_minor);
		item->qty_milli = -llabs(item->qty_milli);
		item->price_minor = llabs(item->price_minor);
	}
	for (uint32_t i = 0; i < slip->tender_count; i++)
		slip->tenders[i].amount_minor = -llabs(slip->tenders[i].amount_minor);
	slip->total_minor = -llabs(slip->total_minor);
	slip->tax_minor = -llabs(slip->tax_minor);
	slip->discount_minor = -llabs(slip->discount_minor);
}

/* Receipts write change with or without a minus; it is below zero for us. */
static void settle_tenders(struct slip *slip)
{
	int64_t sum = 0;

	for (uint32_t i = 0; i < slip->tender_count; i++) {
		struct pattern_tender *tender = &slip->tenders[i];

		if (tender->kind == PATTERN_CHANGE && !slip->is_refund)
			tender->amount_minor = -llabs(tender->amount_minor);
		sum += tender->amount_minor;
	}
	/* What does not add up is left out: a till need not say plainly how it was paid. */
	if (sum != slip->total_minor)
		slip->tender_count = 0;
}

/* An item's own numbers: the total is there, and a unit price only if it leads to it. */
static void settle_item(struct pattern_item *item)
{
	int64_t product = item->qty_milli * item->price_minor;

	if (!item->has_price || llabs(product - item->total_minor * 1000) > 500)
		item->has_price = false;
	if (item->has_qty && item->qty_milli == 0) {
		item->has_qty = false;
		item->qty_milli = 1000;
	}
}

/* A receipt's amounts multiply without going over. */
static bool is_large(const struct slip *slip)
{
	const int64_t most = 3000000000;
	int64_t sum = llabs(slip->total_minor) + llabs(slip->tax_minor) + slip->discount_minor;

	for (uint32_t i = 0; i < slip->item_count && sum <= most; i++) {
		const struct pattern_item *item = &slip->items[i];

		if (llabs(item->price_minor) > most)
			return true;
		sum += llabs(item->total_minor) + item->discount_minor;
	}
	return sum > most;
}

enum sale_verdict sale_settle(struct slip *slip, char *ret_why)
{
	int64_t sum;

	ret_why[0] = '\0';
	if (slip->is_not)
		return SALE_NOT_ONE;
	(void)snprintf(ret_why, PATTERN_WHY_ROOM, "no total was found");
	if (!slip->has_total)
		return SALE_UNREAD;
	(void)snprintf(ret_why, PATTERN_WHY_ROOM, "no items were found");
	if (slip->item_count == 0)
		return SALE_UNREAD;
	(void)snprintf(ret_why, PATTERN_WHY_ROOM,
		       "it is longer, or its amounts larger, than can be read");
	if (slip->is_full || is_large(slip))
		return SALE_UNREAD;
	(void)snprintf(ret_why, PATTERN_WHY_ROOM,
		       "it has neither a number nor a time, so that a copy cannot be told from "
		       "another sale");
	if (slip->number[0] == '\0' && !slip->has_time)
		return SALE_UNREAD;
	slip->is_refund = slip->is_refund || slip->total_minor < 0;
	if (slip->is_refund)
		make_negative(slip);
	for (uint32_t i = 0; i < slip->item_count; i++)
		settle_item(&slip->items[i]);
	if (slip->discount_minor != 0)
		spread(slip, slip->discount_minor, true);
	sum = items_sum(slip);
	if (slip->has_tax && sum != slip->total_minor && sum + slip->tax_minor == slip->total_minor)
		spread(slip, slip->tax_minor, false);
	settle_tenders(slip);
	sum = items_sum(slip);
	if (llabs(sum - slip->total_minor) <= slip->item_count)
		return SALE_GOOD;
	(void)snprintf(ret_why, PATTERN_WHY_ROOM,
		       "the items come to %lld and the total is %lld, in the smallest coins",
		       (long long)sum, (long long)slip->total_minor);
	return SALE_UNREAD;
}

/* Of all lines, with what must be the same in a copy: a mark that says so is not. */
static uint64_t digest_of(const struct slip *slip, const struct decode *lines)
{
	uint64_t digest = text_digest(NULL, 0, 0);

	for (uint32_t i = 0; i < lines->line_count; i++) {
		if (slip->kinds[i] != PATTERN_COPY)
			digest = text_digest(lines->lines[i], strlen(lines->lines[i]) + 1, digest);
	}
	return digest;
}

void sale_id(const struct slip *slip, const struct decode *lines,
	     const struct sale_context *context, char *ret)
{
	const struct amount_day *day = slip->has_day ? &slip->day : &context->fallback;
	int length = snprintf(ret, SALE_ID_ROOM, "tap-%.40s-%04d%02d%02d-", context->till,
			      day->year, day->month, day->day);
	char *rest = ret + length;
	size_t room = SALE_ID_ROOM - (size_t)length;

	if (slip->number[0] != '\0')
		(void)snprintf(rest, room, "%s%s", slip->is_refund ? "r" : "", slip->number);
	else
		(void)snprintf(rest, room, "x%016llx", (unsigned long long)digest_of(slip, lines));
}

/* Text that is being written; too much is noticed at the end. */
struct writer {
	char *text;
	size_t room;
	size_t length;
};

__attribute__((format(printf, 2, 3))) static void put(struct writer *writer, const char *format,
						      ...)
{
	va_list list;
	int length;

	va_start(list, format);
	length = vsnprintf(writer->length < writer->room ? writer->text + writer->length : NULL,
			   writer->length < writer->room ? writer->room - writer->length : 0,
			   format, list);
	va_end(list);
	writer->length += (size_t)length;
}

/* A text in quotes. Control characters are none of a receipt's; they become blanks. */
static void put_text(struct writer *writer, const char *text)
{
	put(writer, "\"");
	while (*text != '\0') {
		uint32_t letter;
		size_t length = text_letter(text, &letter);

		if (letter == '"' || letter == '\\')
			put(writer, "\\%c", (char)letter);
		else if (letter < 0x20 || (letter >= 0x7F && letter < 0xA0) || letter == 0xFFFD)
			put(writer, " ");
		else
			put(writer, "%.*s", (int)length, text);
		text += length;
	}
	put(writer, "\"");
}

static void put_amount(struct writer *writer, const char *name, int64_t amount, uint8_t digits)
{
	char text[32];

	amount_write(amount, digits, text);
	put(writer, ",\"%s\":\"%s\"", name, text);
}

static void put_item(struct writer *writer, const struct pattern_item *item, uint8_t digits)
{
	char text[32];

	put(writer, "{\"name\":");
	put_text(writer, item->name[0] == '\0' ? "-" : item->name);
	amount_write(item->qty_milli, 3, text);
	put(writer, ",\"qty\":\"%s\"", text);
	if (item->has_price)
		put_amount(writer, "unit_price", item->price_minor, digits);
	if (item->has_price && item->discount_minor != 0)
		put_amount(writer, "discount", item->discount_minor, digits);
	put_amount(writer, "total", item->total_minor - item->discount_minor, digits);
	put(writer, "}");
}

static void put_tenders(struct writer *writer, const struct slip *slip, uint8_t digits)
{
	for (uint32_t i = 0; i < slip->tender_count; i++) {
		enum pattern_kind kind = slip->tenders[i].kind;
		const char *word = kind == PATTERN_CASH	     ? "cash"
				   : kind == PATTERN_CARD    ? "card"
				   : kind == PATTERN_VOUCHER ? "voucher"
				   : kind == PATTERN_CHANGE  ? "change"
							     : "other";

		put(writer, "%s{\"kind\":\"%s\"", i == 0 ? ",\"tenders\":[" : ",", word);
		put_amount(writer, "amount", slip->tenders[i].amount_minor, digits);
		put(writer, "}%s", i + 1 == slip->tender_count ? "]" : "");
	}
}

static void put_when(struct writer *writer, const struct slip *slip,
		     const struct sale_context *context)
{
	const struct amount_day *day = slip->has_day ? &slip->day : &context->fallback;

	put(writer, ",\"at\":\"%04d-%02d-%02d", day->year, day->month, day->day);
	if (slip->has_time)
		put(writer, "T%02d:%02d:%02d", slip->time.hour, slip->time.minute,
		    slip->time.second < 0    ? 0
		    : slip->time.second > 59 ? 59
					     : slip->time.second);
	put(writer, "\"");
}

/* The same text each time it is read, whether the plugin could be asked or not: so what was read,
 * and the member's number only where that must not be written down. */
static void put_member(struct writer *writer, const struct sale_context *context)
{
	char scan[128];

	text_copy(scan, sizeof(scan), context->scan);
	if (scan[0] == '\0')
		return;
	if (!text_mask(scan)) {
		put(writer, ",\"member\":{\"scan\":");
		put_text(writer, scan);
		put(writer, "}");
	} else if (context->member > 0) {
		put(writer, ",\"member\":{\"id\":%lld}", (long long)context->member);
	}
}

bool sale_request(const struct slip *slip, uint8_t digits, const char *id,
		  const struct sale_context *context, char *ret, size_t room)
{
	struct writer writer = { .text = ret, .room = room };

	put(&writer, "{\"op\":\"%s\",%s\"id\":", slip->is_refund ? "refund" : "sale",
	    slip->is_refund ? "" : "\"sale\":{");
	put_text(&writer, id);
	put(&writer, ",\"till\":");
	put_text(&writer, context->till);
	put_when(&writer, slip, context);
	put(&writer, "," SALE_CURRENCY "%s\"", context->currency);
	put_member(&writer, context);
	put(&writer, ",\"lines\":[");
	for (uint32_t i = 0; i < slip->item_count; i++) {
		put(&writer, "%s", i == 0 ? "" : ",");
		put_item(&writer, &slip->items[i], digits);
	}
	put(&writer, "]");
	put_tenders(&writer, slip, digits);
	put_amount(&writer, "total", slip->total_minor, digits);
	if (slip->has_tax)
		put_amount(&writer, "tax", slip->tax_minor, digits);
	put(&writer, "%s}", slip->is_refund ? "" : "}");
	return writer.length < room;
}
