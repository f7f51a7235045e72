/* earn.c - see earn.h. */
#include "plugin/loyalty/earn.h"

#include "plugin/loyalty/tally.h"

/* What is looked at while one sale is counted. tally: its sale is NULL at an enrolment. */
struct count {
	const struct programme *programme;
	const struct standing *standing;
	struct tally tally;
	bool matched[PROGRAMME_RULES_MAX];
	struct earning earning;
};

/* What is left of a limit, of which so much was had. */
static int64_t room(int64_t limit, int64_t had)
{
	if (had <= 0)
		return limit;
	return had < limit ? limit - had : 0;
}

static int64_t cap(const struct rule *rule, const struct use *use, int64_t units)
{
	const struct {
		int64_t limit;
		int64_t had;
	} caps[] = { { rule->cap_sale, 0 },
		     { rule->cap_day, use->today },
		     { rule->cap_period, use->period } };

	for (size_t i = 0; i < sizeof(caps) / sizeof(caps[0]); i++)
		if (caps[i].limit != 0 && units > room(caps[i].limit, caps[i].had))
			units = room(caps[i].limit, caps[i].had);
	return units;
}

static rgl_rc add_award(struct count *count, size_t index, int64_t units, int64_t referrer_units)
{
	const struct rule *rule = &count->programme->rules[index];
	struct earning *earning = &count->earning;
	int64_t *total = &earning->totals[rule->purse];
	int64_t *referrer_total = &earning->referrer_totals[rule->purse];

	units = cap(rule, &count->standing->rules[index], units);
	if (units == 0 && referrer_units <= 0)
		return RGL_OK;
	if (__builtin_add_overflow(*total, units, total) ||
	    __builtin_add_overflow(*referrer_total, referrer_units, referrer_total))
		return RGL_E_RANGE;
	earning->awards[earning->award_count++] = (struct award) {
		.rule = index,
		.purse = rule->purse,
		.units = units,
		.referrer_units = referrer_units,
	};
	return RGL_OK;
}

static bool is_factor(const struct rule *rule)
{
	return rule->trigger == RULE_SALE && rule->per == RULE_MULTIPLY;
}

static rgl_rc award_rule(struct count *count, size_t index)
{
	const struct rule *rule = &count->programme->rules[index];
	int64_t units = rule->units;
	rgl_rc rc = RGL_OK;

	if (rule->trigger == RULE_SALE)
		rc = tally_rule(&count->tally, rule, &units);
	if (rc < 0)
		return rc;
	return add_award(count, index, units,
			 rule->trigger == RULE_REFERRAL ? rule->referrer_units : 0);
}

static rgl_rc award_factor(struct count *count, size_t index)
{
	const struct rule *rule = &count->programme->rules[index];
	int64_t sum = count->earning.totals[rule->purse];
	int64_t product = 0;
	rgl_rc rc = tally_ratio(sum, rule->factor_milli, 1000, rule->rounding, &product);

	return rc < 0 ? rc : add_award(count, index, product - sum, 0);
}

static bool matches(const struct count *count, size_t index)
{
	const struct rule *rule = &count->programme->rules[index];
	const struct standing *standing = count->standing;
	const struct sale *sale = count->tally.sale;
	const struct basis_work *work;

	if (!rule->enabled || rule->purse >= count->programme->purse_count)
		return false;
	if (rule->units < 0 || rule->referrer_units < 0 || rule->factor_milli < 0)
		return false;
	if (rule->trigger == RULE_REFERRAL &&
	    !(standing->was_referred && (standing->visits == 0 || standing->buys_first)))
		return false;
	if (rule->uses_max != 0 && standing->rules[index].uses >= rule->uses_max)
		return false;
	if (!match_moment(&rule->when, count->programme, sale, standing))
		return false;
	if (sale == NULL)
		return money_sign(rule->when.min_amount) <= 0 && rule->when.min_qty_milli <= 0;
	work = count->tally.work;
	return match_basket(&rule->when, sale, work->nets, work->taxes, work->free_milli) &&
	       tally_finds(&count->tally, rule);
}

/* Of a purse's exclusive rules that match, factors or the others, the first in priority;
 * PROGRAMME_NONE. */
static size_t first_exclusive(const struct count *count, size_t purse, bool of_factors)
{
	const struct rule *rules = count->programme->rules;
	size_t first = PROGRAMME_NONE;

	for (size_t i = 0; i < count->programme->rule_count; i++) {
		if (!count->matched[i] || rules[i].purse != purse || !rules[i].exclusive ||
		    is_factor(&rules[i]) != of_factors)
			continue;
		if (first == PROGRAMME_NONE || rules[i].priority > rules[first].priority)
			first = i;
	}
	return first;
}

/* Shuts out of a purse all factors, or all others, but `kept`. */
static void shut_out(struct count *count, size_t purse, bool of_factors, size_t kept)
{
	const struct rule *rules = count->programme->rules;

	for (size_t i = 0; i < count->programme->rule_count; i++)
		if (i != kept && rules[i].purse == purse && is_factor(&rules[i]) == of_factors)
			count->matched[i] = false;
}

/* Whether the first exclusive rule comes before the first exclusive factor. */
static bool comes_first(const struct rule *rules, size_t rule, size_t factor)
{
	if (factor == PROGRAMME_NONE)
		return true;
	if (rules[rule].priority != rules[factor].priority)
		return rules[rule].priority > rules[factor].priority;
	return rule < factor;
}

static void settle_purse(struct count *count, size_t purse)
{
	size_t rule = first_exclusive(count, purse, false);
	size_t factor = first_exclusive(count, purse, true);

	if (rule != PROGRAMME_NONE)
		shut_out(count, purse, false, rule);
	if (factor != PROGRAMME_NONE)
		shut_out(count, purse, true, factor);
	if (rule != PROGRAMME_NONE && comes_first(count->programme->rules, rule, factor))
		shut_out(count, purse, true, PROGRAMME_NONE);
}

static void match_rules(struct count *count, enum rule_trigger trigger)
{
	const struct programme *programme = count->programme;

	for (size_t i = 0; i < programme->rule_count; i++)
		count->matched[i] = programme->rules[i].trigger == trigger && matches(count, i);
	for (size_t purse = 0; purse < programme->purse_count && trigger != RULE_REFERRAL; purse++)
		settle_purse(count, purse);
}

static rgl_rc award_rules(struct count *count, enum rule_trigger trigger)
{
	const struct programme *programme = count->programme;
	rgl_rc rc = RGL_OK;

	match_rules(count, trigger);
	for (size_t i = 0; rc == RGL_OK && i < programme->rule_count; i++)
		if (count->matched[i] && !is_factor(&programme->rules[i]))
			rc = award_rule(count, i);
	for (size_t i = 0; rc == RGL_OK && i < programme->rule_count; i++)
		if (count->matched[i] && is_factor(&programme->rules[i]))
			rc = award_factor(count, i);
	return rc;
}

rgl_rc earn_sale(const struct programme *programme, const struct sale *sale,
		 const struct standing *standing, struct basis_work *work, struct earning *ret)
{
	struct count count = { .programme = programme,
			       .standing = standing,
			       .tally = { .programme = programme, .sale = sale, .work = work } };
	rgl_rc rc = RGL_OK;

	RGL_ASSERT(programme->rule_count <= PROGRAMME_RULES_MAX);
	RGL_ASSERT(programme->purse_count <= PROGRAMME_PURSES_MAX);
	if (standing->member != 0 && !sale->is_refund) {
		rc = basis_of_lines(programme, sale, work);
		if (rc == RGL_OK)
			rc = award_rules(&count, RULE_SALE);
		if (rc == RGL_OK)
			rc = award_rules(&count, RULE_REFERRAL);
	}
	if (rc == RGL_OK)
		*ret = count.earning;
	return rc;
}

rgl_rc earn_enrolment(const struct programme *programme, const struct standing *standing,
		      struct earning *ret)
{
	struct count count = { .programme = programme, .standing = standing };
	rgl_rc rc = RGL_OK;

	RGL_ASSERT(programme->rule_count <= PROGRAMME_RULES_MAX);
	RGL_ASSERT(programme->purse_count <= PROGRAMME_PURSES_MAX);
	if (standing->member != 0)
		rc = award_rules(&count, RULE_ENROLMENT);
	if (rc == RGL_OK)
		*ret = count.earning;
	return rc;
}
