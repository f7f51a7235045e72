/* scan_code.h - the code of a gift card, a coupon or a promotion, scanned or typed. Pure.
 *
 * Not here: whose it is (loyalty/vouchers.h).
 */
#pragma once

#include "plugin/identify/scan.h"

/* kinds[0] is CARD_TOKEN when it begins as ours do (RG2, or a member's RG1), else CARD_CODE: in
 * capitals, without spaces and dashes. E_LIMIT, E_TEXT, E_PAYMENT_CARD; E_FORGED: begins as our
 * vouchers do but is not one whole. *ret is left as it was, and holds no copy. */
MUST_USE rgl_rc scan_code(const char *raw, size_t length, const struct scan_rules *rules,
			  struct scan *ret, struct rgl_why *refusal);
