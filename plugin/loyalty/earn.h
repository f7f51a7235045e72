/* earn.h - what a sale, an enrolment or a friend earns by a programme. Pure.
 *
 * The order of counting, for each purse: the rules that match; of the exclusive ones the first in
 * priority (then in the file) alone, if any; else all. Each rule counts its own lines' basis and
 * rounds once, by its own rounding; its cap of the sale, the day and the period; then factors
 * multiply the sum of the others, one after another in the file's order, each rounded by its own
 * rounding; the award of a factor is what it adds. Nothing is ever earned below zero.
 *
 * A rule matches only where goods in its scope were sold that no reward gave away: what is brought
 * back in an exchange neither earns nor takes. An exclusive factor shuts out the other factors and
 * leaves what it multiplies. whole_amounts holds for units as it does for amounts. A rule for an
 * enrolment or a referral gives its units once, whatever `per` says; a referral's stand apart: no
 * exclusive rule shuts them out and no factor multiplies them. no_stored_value leaves of
 * an amount's basis the share of the sale's total that gift cards, credit and points did not pay,
 * rounded to the nearest minor unit, a half up; what is given by unit or by sale is not touched.
 */
#pragma once

#include "plugin/loyalty/basis.h"

struct award {
	size_t rule;
	size_t purse;
	int64_t units;
	int64_t referrer_units;
};

struct earning {
	struct award awards[PROGRAMME_RULES_MAX]; /* none of nothing */
	size_t award_count;
	int64_t totals[PROGRAMME_PURSES_MAX];
	int64_t referrer_totals[PROGRAMME_PURSES_MAX];
};

/* A paid sale, or one in a quote, its discounts among its lines. `work` is scratch for
 * RGL_LINES_MAX lines; RULE_SALE and RULE_REFERRAL. Nobody earns nothing, nor does a refund.
 * E_RANGE. */
MUST_USE rgl_rc earn_sale(const struct programme *programme, const struct sale *sale,
			  const struct standing *standing, struct basis_work *work,
			  struct earning *ret);

/* RULE_ENROLMENT. */
MUST_USE rgl_rc earn_enrolment(const struct programme *programme, const struct standing *standing,
			       struct earning *ret);
