/* by_hand.h - the programme's limit on what one person changes by hand: adjustments, gift cards and
 * coupons, counted together.
 *
 * Out: findings to be told, or a refusal that only an alert is left of.
 * Not here: doing it (adjust.h, issue.h).
 */
#pragma once

#include "plugin/loyalty/watch.h"

/* Looks at one more change by `watched->cashier`; `what` it is, in a few words, for the alert. Made
 * before this one are counted; too many are one finding. In the running transaction. */
MUST_USE rgl_rc by_hand_look(struct store *store, const struct limit *limit,
			     const struct watched *watched, const char *what,
			     struct findings *findings);

/* What is left of a change that was refused: an event of that kind and the alert. */
MUST_USE rgl_rc by_hand_keep(struct store *store, enum event_kind kind,
			     const struct watched *watched, const struct findings *findings);

/* E_LIMIT, with its words. After the transaction, whose end has words of its own. */
rgl_rc by_hand_refuse(struct store *store, const char *who);
