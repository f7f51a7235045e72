/* match.h - whether a rule or a reward is for this sale. Pure. */
#pragma once

#include "plugin/loyalty/standing.h"
#include "plugin/sales/sale.h"

/* One of a list's texts; capitals (ASCII) matter only when told so. */
bool match_word(const struct word_list *words, const char *text, bool capitals_matter);

/* Whether a line is in a scope: its sku, its category or one of its tags is named as written there,
 * or nothing is. Any kind of line; callers look at kind and reward first. */
bool match_scope(const struct scope *scope, const struct sale_line *line);
bool match_scope_is_all(const struct scope *scope);

/* Everything in `when` but min_amount and min_qty: days, hours, visits, birthday, tiers, segments,
 * codes, stores. A window over midnight belongs to the weekday on which it began. What is asked of
 * a member (visits, birthday, tier, segment) does not hold for nobody. sale NULL, at an enrolment:
 * there are no codes and no store. */
bool match_moment(const struct conditions *when, const struct programme *programme,
		  const struct sale *sale, const struct standing *standing);

/* min_amount and min_qty over the goods in scope, whose worth in this sale is `nets` and whose tax
 * `taxes` (as many as lines; basis.h). `free_milli`, or NULL for none: the units that rewards gave
 * away, which are not counted in the quantity. A sum that does not fit does not match. */
bool match_basket(const struct conditions *when, const struct sale *sale, const struct money *nets,
		  const struct money *taxes, const int64_t *free_milli);
