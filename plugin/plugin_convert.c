/* plugin_convert.c - see plugin_convert.h. */
#include "plugin/plugin_convert.h"

#include <stdio.h>
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

void convert_said(const struct rgl_why *unseen, const struct notices *notices,
		  struct rgl_why *theirs)
{
	struct rgl_why said = { 0 };

	if (unseen->code < 0) {
		convert_give(theirs, unseen, sizeof(*unseen));
	} else if (notices->count > 0) {
		said.code = RGL_E_FIELD;
		(void)snprintf(said.field, sizeof(said.field), "%s", notices->items[0].field);
		(void)snprintf(said.text, sizeof(said.text), "%s", notices->items[0].text);
		convert_give(theirs, &said, sizeof(said));
	}
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
		.tags = line->tags,
		.reward = line->reward,
		.code = line->code,
		.has_rate = (line->given & RGL_GIVEN_RATE) != 0,
		.rate_milli = line->rate_milli,
		.kind = line->kind < 0 || line->kind > RGL_ROUNDING
				? (enum line_kind)(RGL_ROUNDING + 1)
				: /* sale_check says so */
				(enum line_kind)line->kind,
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
		ret[i] = (struct sale_tender) { tender.kind, money_of(tender.amount_minor),
						tender.code };
	}
	return true;
}

static bool convert_wishes(const struct rgl_sale *theirs, struct wish *ret)
{
	const char *at = (const char *)theirs->wishes;
	size_t stride = size_of(at);

	for (uint32_t i = 0; i < theirs->wish_count; i++, at += stride) {
		struct rgl_wish wish;

		if (!convert_take(&wish, sizeof(wish), at) || wish.size != stride)
			return false;
		ret[i] = (struct wish) { wish.reward, wish.code, wish.times, wish.points };
	}
	return true;
}

bool convert_gesture(const struct rgl_sale *theirs, uint32_t place, struct rgl_gesture *ret)
{
	const char *at = (const char *)theirs->gestures;
	size_t stride = size_of(at);

	return convert_take(ret, sizeof(*ret), at == NULL ? NULL : at + place * stride) &&
	       ret->size == stride;
}

static bool convert_gestures(const struct rgl_sale *theirs, const struct convert_room *room)
{
	for (uint32_t i = 0; i < theirs->gesture_count; i++) {
		struct rgl_gesture gesture;

		if (!convert_gesture(theirs, i, &gesture))
			return false;
		room->gestures[i] = (struct sale_gesture) {
			.kind = gesture.kind,
			.verdict = room->allowed == NULL ? MANAGER_NOT_ASKED
							 : room->allowed->verdicts[i],
			.points = gesture.points,
			.amount = money_of(gesture.amount_minor),
			.complaint = gesture.complaint,
			.sku = gesture.sku,
			.words = gesture.words,
			.manager = gesture.manager,
		};
	}
	return true;
}

static bool convert_codes(const struct rgl_sale *theirs, const char **ret)
{
	if (theirs->code_count > 0 && theirs->codes == NULL)
		return false;
	for (uint32_t i = 0; i < theirs->code_count; i++)
		ret[i] = theirs->codes[i];
	return true;
}

rgl_rc convert_sale(const struct rgl_sale *theirs, bool is_refund, const struct convert_room *room,
		    struct sale *ret, struct rgl_why *refusal)
{
	struct rgl_sale sale;

	RGL_ASSERT(convert_take(&sale, sizeof(sale), theirs));
	if (sale.line_count > RGL_LINES_MAX || sale.tender_count > RGL_TENDERS_MAX)
		return refuse(refusal, RGL_E_LIMIT, "a sale has at most %d lines and %d tenders",
			      RGL_LINES_MAX, RGL_TENDERS_MAX);
	if (sale.wish_count > RGL_WISHES_MAX || sale.code_count > RGL_CODES_MAX)
		return refuse(refusal, RGL_E_LIMIT, "a sale has at most %d rewards and %d codes",
			      RGL_WISHES_MAX, RGL_CODES_MAX);
	if (sale.gesture_count > RGL_GESTURES_MAX)
		return refuse(refusal, RGL_E_LIMIT, "a sale has at most %d gestures",
			      RGL_GESTURES_MAX);
	if (!convert_lines(&sale, room->lines) || !convert_tenders(&sale, room->tenders) ||
	    !convert_wishes(&sale, room->wishes) || !convert_codes(&sale, room->codes) ||
	    !convert_gestures(&sale, room))
		return refuse(refusal, RGL_E_ARGUMENT,
			      "a line, a tender or a reward of the sale does not say its size");
	*ret = (struct sale) {
		.id = sale.id,
		.of = sale.of,
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
		.lines = room->lines,
		.line_count = sale.line_count,
		.tenders = room->tenders,
		.tender_count = sale.tender_count,
		.wishes = room->wishes,
		.wish_count = sale.wish_count,
		.codes = room->codes,
		.code_count = sale.code_count,
		.hold = sale.hold,
		.total = money_of(sale.total_minor),
		.tax = money_of(sale.tax_minor),
		.channel = sale.channel,
		.gestures = room->gestures,
		.gesture_count = sale.gesture_count,
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
		.spent = outcome->spent.count,
		.credit_minor = outcome->credit,
		.issued_count = (uint32_t)outcome->issued_count,
		.gesture_points = outcome->gestures.points,
		.surprise_points = outcome->surprise.points,
	};

	memcpy(view.surprise, outcome->surprise.text, sizeof(view.surprise));
	memcpy(view.tier, outcome->tier, sizeof(view.tier));
	memcpy(view.tier_title, outcome->tier_title, sizeof(view.tier_title));
	for (size_t i = 0; i < outcome->issued_count; i++) {
		const struct issued *issued = &outcome->issued[i];
		struct rgl_issued *shown = &view.issued[i];

		shown->kind = issued->kind;
		shown->amount_minor = issued->amount;
		shown->until_ms = issued->until_ms;
		memcpy(shown->code, issued->code, sizeof(shown->code));
		memcpy(shown->reward, issued->reward, sizeof(shown->reward));
	}
	convert_give(theirs, &view, sizeof(view));
}

static void convert_discount(const struct quoted *quoted, const struct discount_line *line,
			     struct rgl_discount *ret)
{
	const struct claim *claim = &quoted->redemption->claims[line->claim];
	const struct reward *reward = &quoted->programme->rewards[claim->reward];

	memset(ret, 0, sizeof(*ret));
	(void)snprintf(ret->reward, sizeof(ret->reward), "%s", reward->id);
	(void)snprintf(ret->title, sizeof(ret->title), "%s", reward->title);
	(void)snprintf(ret->product, sizeof(ret->product), "%s", line->product);
	ret->amount_minor = line->amount.minor;
	ret->tax_minor = line->tax.minor;
	ret->rate_milli = line->has_rate ? line->rate_milli : -1;
	ret->qty_milli = line->qty_milli;
}

static void convert_claim(const struct quoted *quoted, const struct claim *claim,
			  struct rgl_claim *ret)
{
	memset(ret, 0, sizeof(*ret));
	if (claim->reward != PROGRAMME_NONE)
		(void)snprintf(ret->reward, sizeof(ret->reward), "%s",
			       quoted->programme->rewards[claim->reward].id);
	ret->wish = claim->wish == PROGRAMME_NONE ? -1 : (int64_t)claim->wish;
	ret->cost = claim->cost;
	ret->discount_minor = claim->discount.minor;
	ret->may_add_milli = claim->may_add_milli;
	ret->code = claim->rc;
	(void)snprintf(ret->text, sizeof(ret->text), "%s", claim->why);
}

rgl_rc convert_quote(void *user, const struct quoted *quoted)
{
	struct convert_quote *quote = user;
	const struct redemption *redemption = quoted->redemption;
	struct rgl_quote view;

	if (!convert_take(&view, sizeof(view), quote->ret))
		return refuse(quote->refusal, RGL_E_ARGUMENT, "the quote does not say its size");
	view.discount_count = (uint32_t)redemption->line_count;
	view.claim_count = (uint32_t)redemption->claim_count;
	if (redemption->line_count > view.discount_room ||
	    redemption->claim_count > view.claim_room)
		return refuse(quote->refusal, RGL_E_BUFFER,
			      "the quote needs room for %u discounts and %u claims",
			      view.discount_count, view.claim_count);
	for (size_t i = 0; i < redemption->line_count; i++)
		convert_discount(quoted, &redemption->lines[i], &view.discounts[i]);
	for (size_t i = 0; i < redemption->claim_count; i++)
		convert_claim(quoted, &redemption->claims[i], &view.claims[i]);
	view.member_id = quoted->member;
	view.hold = quoted->hold;
	view.hold_ends_ms = quoted->hold_ends_ms;
	view.due_minor = quoted->due.minor;
	view.discount_minor = redemption->discount.minor;
	view.points = quoted->points.count;
	view.spent = quoted->spent.count;
	view.balance = quoted->balance.count;
	convert_said(&quoted->unseen, &quoted->notices, quote->why);
	convert_give(quote->ret, &view, sizeof(view));
	return RGL_OK;
}
