/* checkout_flow.h - the steps of checkout.c that a quote, a void and an edit take as well. */
#pragma once

#include "plugin/checkout_parts.h"

/* Whom the sale is for. A scan that is nobody's does not stop a sale: it goes on without. */
MUST_USE rgl_rc flow_find_member(struct store *store, const struct sale *sale, int64_t *ret_member,
				 struct rgl_why *ret_unseen);

/* What the rules look at, for the planned member, with the level that this sale counts by. */
MUST_USE rgl_rc flow_standing(struct desk *desk, const struct sale *sale);

/* What a sale of the planned member earns by that, into plan->earned; nothing for nobody. */
MUST_USE rgl_rc flow_earn(struct desk *desk, const struct sale *sale);

/* What of a planned sale came to nothing; of a refund nothing does. */
MUST_USE rgl_rc flow_notices(struct desk *desk, const struct sale *sale, struct outcome *outcome);

/* A sale that is planned for a member, from its hold to its print job. */
MUST_USE rgl_rc flow_sale(struct desk *desk, const struct sale *sale, bool earns,
			  struct effect *effect, struct outcome *outcome);

/* The member's figures, tier and the print job, after the moves. */
MUST_USE rgl_rc flow_finish(struct desk *desk, const struct sale *sale, struct outcome *outcome);

/* The answer, from the plan and what the accounts are now. */
MUST_USE rgl_rc flow_show(struct desk *desk, const struct effect *effect, struct outcome *outcome);

/* The first answer again (RGL_EXISTS), or E_DIFFERS. */
MUST_USE rgl_rc flow_again(struct desk *desk, const struct sale *sale,
			   const struct recorded *before, const struct effect *now,
			   struct outcome *outcome);

/* What was answered when `before` was recorded, with today's balances beside it; `sale` is what it
 * was recorded from. */
MUST_USE rgl_rc flow_show_before(struct desk *desk, const struct sale *sale,
				 const struct recorded *before, struct outcome *outcome);

/* A sale of the past, which earns nothing: written down, and the member's visits and spending with
 * it. */
MUST_USE rgl_rc flow_past(struct desk *desk, const struct sale *sale, int64_t member,
			  struct effect *effect, struct outcome *outcome);
