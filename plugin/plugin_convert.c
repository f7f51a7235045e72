/* plugin_convert.c - see plugin_convert.h. */
#include "plugin/plugin_convert.h"

#include <string.h>

static uint32_t size_of(const void *theirs)
{
	uint32_t size = 0;

	if (theirs != NULL)
		memcpy(&size, theirs, sizeof(size));
	return size;
}

bool convert_is_sized(const void *theirs)
{
	return size_of(theirs) >= 2 * sizeof(uint32_t);
}

bool convert_take(void *ours, size_t size, const void *theirs)
{
	size_t known = size_of(theirs);

	if (!convert_is_sized(theirs))
		return false;
	memset(ours, 0, size);
	memcpy(ours, theirs, known < size ? known : size);
	return true;
}

void convert_give(void *theirs, const void *ours, size_t size)
{
	uint32_t known = size_of(theirs);

	if (!convert_is_sized(theirs))
		return;
	memcpy(theirs, ours, known < size ? known : size);
	memcpy(theirs, &known, sizeof(known));
}

void convert_enrolment(const struct rgl_enrolment *theirs, struct enrolment *ret)
{
	*ret = (struct enrolment) {
		.name = theirs->name,
		.phone = theirs->phone,
		.email = theirs->email,
		.birthday = theirs->birthday,
		.language = theirs->language,
		.card = theirs->card,
		.consent = theirs->consent,
		.referred_by = theirs->referred_by,
	};
}

static struct sale_line convert_line(const struct rgl_line *line)
{
	return (struct sale_line) {
		.sku = line->sku,
		.name = line->name,
		.category = line->category,
		.qty_milli = line->qty_milli,
		.has_unit = (line->given & RGL_GIVEN_UNIT) != 0,
		.has_cost = (line->given & RGL_GIVEN_COST) != 0,
		.unit = money_of(line->unit_minor),
		.discount = money_of(line->discount_minor),
		.total = money_of(line->total_minor),
		.tax = money_of(line->tax_minor),
		.cost = money_of(line->cost_minor),
	};
}

static bool convert_lines(const struct rgl_sale *theirs, struct sale_line *ret)
{
	const char *at = (const char *)theirs->lines;
	size_t stride = size_of(at);

	for (uint32_t i = 0; i < theirs->line_count; i++, at += stride) {
		struct rgl_line line;

		if (!convert_take(&line, sizeof(line), at) || line.size != stride)
			return false;
		ret[i] = convert_line(&line);
	}
	return true;
}

static bool convert_tenders(const struct rgl_sale *theirs, struct sale_tender *ret)
{
	const char *at = (const char *)theirs->tenders;
	size_t stride = size_of(at);

	for (uint32_t i = 0; i < theirs->tender_count; i++, at += stride) {
		struct rgl_tender tender;

		if (!convert_take(&tender, sizeof(tender), at) || tender.size != stride)
			return false;
		ret[i] = (struct sale_tender) { tender.kind, money_of(tender.amount_minor) };
	}
	return true;
}

rgl_rc convert_sale(const struct rgl_sale *theirs, bool is_refund, struct sale_line *lines,
		    struct sale_tender *tenders, struct sale *ret, struct rgl_why *refusal)
{
	struct rgl_sale sale;

	RGL_ASSERT(convert_take(&sale, sizeof(sale), theirs));
	if (sale.line_count > RGL_LINES_MAX || sale.tender_count > RGL_TENDERS_MAX)
		return refuse(refusal, RGL_E_LIMIT, "a sale has at most %d lines and %d tenders",
			      RGL_LINES_MAX, RGL_TENDERS_MAX);
	if (!convert_lines(&sale, lines) || !convert_tenders(&sale, tenders))
		return refuse(refusal, RGL_E_ARGUMENT,
			      "a line or a tender of the sale does not say its size");
	*ret = (struct sale) {
		.id = sale.id,
		.of = is_refund ? sale.of : NULL,
		.is_refund = is_refund,
		.wants_print = (sale.flags & RGL_PRINT) != 0,
		.at_ms = sale.at_ms,
		.store = sale.store,
		.till = sale.till,
		.cashier = sale.cashier,
		.currency = sale.currency,
		.scan = sale.scan,
		.scan_length = sale.scan_length,
		.member = sale.member_id,
		.lines = lines,
		.line_count = sale.line_count,
		.tenders = tenders,
		.tender_count = sale.tender_count,
		.total = money_of(sale.total_minor),
		.tax = money_of(sale.tax_minor),
	};
	return RGL_OK;
}

void convert_outcome(const struct outcome *outcome, struct rgl_outcome *theirs)
{
	struct rgl_outcome view = {
		.size = sizeof(view),
		.member_id = outcome->member,
		.visit = outcome->visit,
		.points = outcome->points.count,
		.balance = outcome->balance.count,
		.receipt = outcome->print_job,
	};

	convert_give(theirs, &view, sizeof(view));
}
