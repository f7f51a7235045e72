/* slip_lines.c - see slip_facts.h: what was bought, its taxes, how it was paid. */
#include "plugin/slip_facts.h"

/* What a line says beside what is printed of it. */
struct line_tax {
	struct money tax;
	bool has_rate;
	int64_t rate_milli;
};

static bool make_room(struct slip *slip)
{
	size_t room = slip->room * 2 + 16;
	void *lines;
	void *names;

	if (slip->receipt.lines_count < slip->room)
		return true;
	lines = host_resize(slip->host, slip->lines, room * sizeof(*slip->lines));
	if (lines == NULL)
		return false;
	slip->lines = lines;
	names = host_resize(slip->host, slip->names, room * sizeof(*slip->names));
	if (names == NULL)
		return false;
	slip->names = names;
	slip->room = room;
	return true;
}

/* The row of a rate, which is made when there is none; NULL: there are too many. */
static struct receipt_tax *tax_of(struct slip *slip, int64_t rate_milli)
{
	struct receipt *receipt = &slip->receipt;

	for (size_t i = 0; i < receipt->tax_count; i++)
		if (slip->taxes[i].rate_milli == rate_milli)
			return &slip->taxes[i];
	if (receipt->tax_count == SLIP_TAXES_MAX)
		return NULL;
	slip->taxes[receipt->tax_count].rate_milli = rate_milli;
	return &slip->taxes[receipt->tax_count++];
}

/* False: a tax has no rate, or there are too many rates; a list would not add up. */
static bool add_tax(struct slip *slip, const struct receipt_line *line, const struct line_tax *tax)
{
	struct receipt_tax *row;

	if (!tax->has_rate)
		return money_sign(tax->tax) == 0;
	row = tax_of(slip, tax->rate_milli);
	return row != NULL && money_add(row->tax, tax->tax, &row->tax) == RGL_OK &&
	       money_add(row->amount, line->total, &row->amount) == RGL_OK;
}

/* A reward's line takes off what it comes to; any other, its discount. */
static rgl_rc add_saved(struct slip *slip, const struct receipt_line *line, bool is_reward)
{
	struct receipt *receipt = &slip->receipt;
	const bool is_off = is_reward && money_sign(line->total) < 0 && !receipt->is_refund;
	rgl_rc rc = money_add(receipt->saved, line->discount, &receipt->saved);

	if (rc == RGL_OK && is_off)
		rc = money_sub(receipt->saved, line->total, &receipt->saved);
	return rc;
}

static void add_gift(struct slip *slip, const struct receipt_line *line, int64_t kind)
{
	if (kind == LINE_GIFT_CARD && money_sign(line->total) > 0 &&
	    slip->gift_count < RGL_ISSUED_MAX)
		slip->gifts[slip->gift_count++] = line->total;
}

static rgl_rc read_line(struct query *q, struct slip *slip, bool *all_rates)
{
	size_t at = slip->receipt.lines_count++;
	struct receipt_line *line = &slip->lines[at];
	struct line_tax tax = { 0 };
	int64_t kind;

	*line = (struct receipt_line) { 0 };
	query_text(q, slip->names[at].text, sizeof(slip->names[at].text));
	line->qty_milli = query_int(q);
	line->has_unit = !query_is_null(q);
	line->unit = query_money(q);
	line->total = query_money(q);
	line->discount = query_money(q);
	tax.tax = query_money(q);
	tax.has_rate = !query_is_null(q);
	tax.rate_milli = query_int(q);
	kind = query_int(q);
	line->is_rounding = kind == LINE_ROUNDING && slip->names[at].text[0] == '\0';
	add_gift(slip, line, kind);
	*all_rates = add_tax(slip, line, &tax) && *all_rates;
	return add_saved(slip, line, query_length(q) > 0);
}

rgl_rc slip_lines(const struct slip_work *work)
{
	struct slip *slip = work->slip;
	struct query q = query(work->store, STATEMENT_LINES_OF);
	bool all_rates = true;
	bool fits = true;
	rgl_rc read = RGL_OK;
	rgl_rc rc;

	query_bind_int(&q, work->sale->id);
	while (fits && read == RGL_OK && query_row(&q)) {
		fits = make_room(slip);
		if (fits)
			read = read_line(&q, slip, &all_rates);
	}
	rc = query_end(&q);
	if (rc == RGL_OK && !fits)
		rc = refuse(&work->store->refusal, RGL_E_MEMORY, "no memory for the receipt");
	if (rc == RGL_OK)
		rc = read;
	/* Only now: the arrays no longer move. */
	for (size_t i = 0; i < slip->receipt.lines_count; i++)
		slip->lines[i].name = slip->names[i].text;
	slip->receipt.lines = slip->lines;
	slip->receipt.taxes = slip->taxes;
	if (!all_rates)
		slip->receipt.tax_count = 0;
	return rc;
}

rgl_rc slip_tenders(const struct slip_work *work)
{
	struct slip *slip = work->slip;
	struct query q = query(work->store, STATEMENT_TENDERS_OF);

	query_bind_int(&q, work->sale->id);
	while (slip->receipt.tender_count < SLIP_TENDERS_MAX && query_row(&q)) {
		struct receipt_tender *tender = &slip->tenders[slip->receipt.tender_count++];

		tender->kind = (int32_t)query_int(&q);
		tender->amount = query_money(&q);
	}
	slip->receipt.tenders = slip->tenders;
	return query_end(&q);
}
