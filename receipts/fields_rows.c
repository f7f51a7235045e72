/* fields_rows.c - see fields_rows.h. The order is that of fields.def. */
#include "receipts/fields_rows.h"

#include <string.h>

#include "receipts/personal.h"

static struct value *put(struct row *row, enum value_kind kind)
{
	struct value *value = &row->values[row->count++];

	*value = (struct value) { .kind = kind };
	return value;
}

static void put_text(struct row *row, const char *text)
{
	put(row, VALUE_TEXT)->text = text == NULL ? "" : text;
}

static void put_flag(struct row *row, bool holds)
{
	put(row, VALUE_FLAG)->number = holds;
}

static void put_count(struct row *row, int64_t count)
{
	put(row, VALUE_COUNT)->number = count;
}

static void put_money(struct row *row, struct money amount)
{
	put(row, VALUE_MONEY)->number = amount.minor;
}

/* A number of either direction as two fields, of which one is none. */
static void put_both(struct row *row, int64_t number)
{
	put_count(row, number > 0 ? number : 0);
	put_count(row, number < 0 ? -number : 0);
}

static void put_day(struct row *row, const struct civil *at)
{
	put(row, VALUE_DAY)->at = *at;
}

static bool is_given(const char *text)
{
	return text != NULL && text[0] != '\0';
}

/* What does not fit a code is left out with its letters. */
const char *row_code(const char *code)
{
	return is_given(code) && strlen(code) <= QR_TEXT_MAX ? code : "";
}

void row_head(struct row *row, const struct receipt *receipt)
{
	put_text(row, receipt->shop);
	put_text(row, receipt->currency.code);
	put_text(row, receipt->member);
	put_text(row, receipt->cashier);
	put(row, VALUE_TIME)->at = receipt->at;
	put_text(row, receipt->sale_id);
	put_flag(row, receipt->is_refund);
	put_flag(row, receipt->is_copy);
	put_flag(row, receipt_is_member(receipt));
	put_count(row, receipt->visit);
	put_flag(row, receipt->visit == 1);
}

void row_sums(struct row *row, const struct receipt *receipt)
{
	struct money goods = receipt->total;

	if (money_add(receipt->total, receipt->saved, &goods) < 0)
		goods = receipt->total;
	put_money(row, goods);
	put_money(row, receipt->saved);
	put_money(row, receipt->total);
	put_money(row, receipt->tax);
}

void row_points(struct row *row, const struct receipt *receipt, bool is_reward_said)
{
	const bool has = receipt_is_member(receipt) && !receipt->without_points;
	const int64_t missing = receipt->to_reward.count;

	put_flag(row, has);
	put_both(row, receipt->earned.count);
	put_both(row, receipt->spent.count);
	put_count(row, receipt->balance.count);
	put_money(row, receipt->worth);
	put_text(row, receipt->reward);
	put_count(row, missing > 0 ? missing : 0);
	put_flag(row, is_given(receipt->reward) && missing <= 0);
	put_flag(row, has && personal_is_near(receipt));
	put_flag(row, is_reward_said);
	put_text(row, receipt->tier);
	put_text(row, receipt->next_tier);
	put_count(row, receipt->ending.count);
	put_day(row, &receipt->ending_day);
}

static void row_gesture(struct row *row, const struct receipt_gesture *gesture)
{
	put_flag(row, gesture->points.count > 0 || gesture->money.minor > 0 ||
			      is_given(gesture->product) || is_given(gesture->note));
	put_count(row, gesture->points.count);
	put_text(row, gesture->product);
	put_money(row, gesture->money);
	put_text(row, gesture->note);
}

void row_foot(struct row *row, const struct receipt *receipt, const struct spelled *spelled,
	      const char *question)
{
	put_text(row, row_code(receipt->qr));
	put_text(row, spelled->text);
	put_text(row, row_code(receipt->question_link));
	put_text(row, question);
	put_day(row, &receipt->person.apology_day);
	put_text(row, receipt->person.apology_product);
	row_gesture(row, &receipt->gesture);
	put_text(row, receipt->referral);
	put_text(row, receipt->surprise);
	put_count(row, receipt->surprise_points.count);
	put_flag(row, receipt->has_logo);
}

void row_line(struct row *row, const struct receipt_line *line)
{
	put_text(row, line->name);
	put(row, VALUE_QUANTITY)->number = line->qty_milli;
	put_flag(row, line->qty_milli != 1000 && line->qty_milli != -1000);
	put_flag(row, line->qty_milli % 1000 == 0);
	put_money(row, line->unit);
	put_flag(row, line->has_unit);
	put_money(row, line->total);
	put_money(row, line->discount);
	put_flag(row, line->is_rounding);
}

void row_tax(struct row *row, const struct receipt_tax *tax, const struct said *rate)
{
	put_text(row, rate->text);
	put_money(row, tax->tax);
	put_money(row, tax->amount);
}

void row_tender(struct row *row, const struct receipt_tender *tender, const struct said *said)
{
	struct money amount = tender->amount;

	/* What the customer gets back is not written with a minus, which its name says already. */
	if (tender->kind == RGL_CHANGE && amount.minor < 0)
		amount.minor = -amount.minor;
	put_text(row, said->text);
	put_money(row, amount);
}

void row_purse(struct row *row, const struct receipt_purse *purse)
{
	put_text(row, purse->title);
	put_flag(row, purse->is_money);
	put_both(row, purse->earned);
	put_both(row, purse->spent);
	put_flag(row, purse->has_balance);
	put_count(row, purse->has_balance ? purse->balance : 0);
	put_count(row, purse->has_balance ? purse->places : 0);
	/* What counts money is written as money, whatever fields.def says of stamps. */
	for (size_t i = 2; purse->is_money && i < row->count; i++)
		if (row->values[i].kind == VALUE_COUNT)
			row->values[i].kind = VALUE_MONEY;
}

void row_issued(struct row *row, const struct receipt_issued *issued, const struct spelled *spelled)
{
	const struct civil none = { 0 };

	put_text(row, issued->title);
	put_flag(row, issued->is_money);
	put_money(row, issued->amount);
	put_text(row, row_code(issued->code));
	put_text(row, spelled->text);
	put_day(row, issued->has_end ? &issued->end : &none);
}

void row_offer(struct row *row, const struct receipt_offer *offer)
{
	put_text(row, offer->title);
	put_count(row, offer->cost.count);
}

void row_personal(struct row *row, const char *line)
{
	put_text(row, line);
}
