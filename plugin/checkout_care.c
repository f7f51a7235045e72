/* checkout_care.c - see checkout_parts.h: how the member was treated, and what the sale changes of
 * that. What each area does is in plugin/care/.
 */
#include <string.h>

#include "plugin/care/asked.h"
#include "plugin/care/recount.h"
#include "plugin/care/things.h"
#include "plugin/care/told.h"
#include "plugin/checkout_parts.h"
#include "plugin/slip_settings.h"

rgl_rc care_policy(struct desk *desk)
{
	int64_t changes = 0;
	rgl_rc rc = settings_changes(desk->store, &changes);

	if (rc < 0 || changes == desk->policy_changes)
		return rc;
	rc = policy_read(desk->store, &desk->policy);
	if (rc == RGL_OK)
		desk->policy_changes = changes;
	return rc;
}

rgl_rc care_plan(struct desk *desk, const struct sale *sale)
{
	struct plan *plan = &desk->plan;
	rgl_rc rc = care_policy(desk);

	if (rc == RGL_OK && plan->profile.member != 0)
		rc = care_state_read(desk->store, plan->profile.member, &plan->care);
	if (rc == RGL_OK)
		rc = surprise_plan(desk, sale);
	return rc < 0 ? rc : gestures_plan(desk, sale);
}

/* One short question on the member's receipt, when it is time for one. */
static rgl_rc ask(struct desk *desk, const struct sale *sale)
{
	struct plan *plan = &desk->plan;
	const struct asked_due due = { .sale = plan->event,
				       .replaces = plan->replaces,
				       .at_ms = plan->at_ms,
				       .wants_print = sale->wants_print };

	return asked_at_sale(desk->store, &desk->policy, &due, &plan->care, &plan->asked);
}

/* What stood before the cashier who served counts as said. */
static rgl_rc tell(struct desk *desk, const struct sale *sale)
{
	struct plan *plan = &desk->plan;
	const struct things_sale served = { .profile = &plan->profile,
					    .event = plan->event,
					    .at_ms = plan->at_ms,
					    .has_cashier = sale->cashier != NULL &&
							   sale->cashier[0] != '\0',
					    .prints = sale->wants_print };

	rgl_rc rc = RGL_OK;

	if (plan->replaces != 0)
		rc = told_move(desk->store, plan->care.member, plan->replaces, plan->event);
	return rc < 0 ? rc : things_served(desk->store, &desk->policy, &served, &plan->care);
}

static rgl_rc write_state(struct desk *desk, const struct sale *sale)
{
	const struct plan *plan = &desk->plan;
	struct care_state before = { 0 };
	rgl_rc rc;

	if (plan->care.member == 0)
		return RGL_OK;
	rc = tell(desk, sale);
	if (rc == RGL_OK)
		rc = care_state_read(desk->store, plan->care.member, &before);
	if (rc == RGL_OK && memcmp(&before, &plan->care, sizeof(before)) != 0)
		rc = care_state_write(desk->store, &plan->care);
	return rc;
}

rgl_rc care_write(struct desk *desk, const struct sale *sale)
{
	const struct plan *plan = &desk->plan;
	rgl_rc rc = gestures_write(desk, sale);

	if (rc == RGL_OK)
		rc = thanks_write(desk);
	if (rc == RGL_OK)
		rc = surprise_write(desk);
	if (rc == RGL_OK)
		rc = ask(desk, sale);
	if (rc == RGL_OK)
		rc = write_state(desk, sale);
	/* What was said of the old sale is of the new one's day. */
	if (rc == RGL_OK && plan->replaces != 0)
		rc = care_recount_sale(desk->store, plan->event);
	return rc;
}

rgl_rc care_undo(struct desk *desk, int64_t sale)
{
	rgl_rc rc = asked_undo(desk->store, sale);

	if (rc == RGL_OK && desk->plan.original.member != 0 && !desk->plan.keeps_told)
		rc = told_undo(desk->store, desk->plan.original.member, sale);
	if (rc == RGL_OK)
		rc = referral_undo(desk->store, sale);
	if (rc == RGL_OK && desk->plan.original.exchange_of != 0)
		rc = referral_redo(desk->store, desk->plan.original.exchange_of);
	if (rc == RGL_OK)
		rc = surprise_undo(desk->store, sale);
	return rc < 0 ? rc : gestures_undo(desk, sale);
}
