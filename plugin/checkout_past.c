/* checkout_past.c - see checkout_flow.h: the past, brought in; no programme looks at it. */
#include "plugin/checkout_flow.h"
#include "plugin/identify/member.h"
#include "plugin/insight/keep.h"

rgl_rc flow_past(struct desk *desk, const struct sale *sale, int64_t member_id,
		 struct effect *effect, struct outcome *outcome)
{
	struct member member = { 0 };
	rgl_rc rc = RGL_OK;

	if (member_id != 0)
		rc = member_read(desk->store, member_id, &member);
	if (rc < 0)
		return rc;
	effect->member = member_id;
	effect->at_ms = sale->at_ms != 0 ? sale->at_ms : host_now_ms(desk->store->host);
	effect->balance = member.points;
	effect->stored = record_stored(sale);
	effect->visit = sale->is_refund || member_id == 0 ? 0 : member.visits + 1;
	rc = record_write(desk->store, sale, effect, &outcome->sale);
	if (rc == RGL_OK && effect->refund_of != 0)
		rc = record_refunded(desk->store, effect->refund_of, money_negate(sale->total));
	if (rc == RGL_OK)
		rc = keep_sale(desk->store, outcome->sale);
	if (rc == RGL_OK)
		rc = thanks_past(desk, sale, member_id, outcome->sale, effect->at_ms);
	if (rc == RGL_OK && sale->wants_print)
		rc = record_print(desk->store, outcome->sale, false, &outcome->print_job);
	outcome->member = effect->member;
	outcome->visit = effect->visit;
	outcome->balance = effect->balance;
	return rc;
}
