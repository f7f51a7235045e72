/* tally.h - what one rule counts in one sale, before caps and factors. Pure; of earn.h. */
#pragma once

#include "plugin/loyalty/basis.h"

struct tally {
	const struct programme *programme;
	const struct sale *sale;
	const struct basis_work *work; /* filled by basis_of_lines */
};

/* amount x numerator / denominator, rounded once. All three are zero or more, the last above.
 * E_RANGE. */
MUST_USE rgl_rc tally_ratio(int64_t amount, int64_t numerator, int64_t denominator,
			    enum programme_rounding rounding, int64_t *ret);

/* Whether goods in the rule's scope were sold that no reward gave away. */
bool tally_finds(const struct tally *tally, const struct rule *rule);

/* The units of a rule that matches: by amount, by unit or for the sale; none of RULE_MULTIPLY.
 * E_RANGE. */
MUST_USE rgl_rc tally_rule(const struct tally *tally, const struct rule *rule, int64_t *ret);
