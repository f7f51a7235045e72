/* checkout_care.c - see checkout_parts.h: how the member was treated, and what the sale changes of
 * that. What each area does is in plugin/care/.
 */
#include <string.h>

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

	(void)sale;
	if (rc == RGL_OK && plan->profile.member != 0)
		rc = care_state_read(desk->store, plan->profile.member, &plan->care);
	return rc;
}

rgl_rc care_write(struct desk *desk, const struct sale *sale)
{
	const struct plan *plan = &desk->plan;
	struct care_state before = { 0 };
	rgl_rc rc = RGL_OK;

	(void)sale;
	if (plan->care.member == 0)
		return RGL_OK;
	rc = care_state_read(desk->store, plan->care.member, &before);
	if (rc == RGL_OK && memcmp(&before, &plan->care, sizeof(before)) != 0)
		rc = care_state_write(desk->store, &plan->care);
	return rc;
}

rgl_rc care_undo(struct desk *desk, int64_t sale)
{
	(void)desk;
	(void)sale;
	return RGL_OK;
}
