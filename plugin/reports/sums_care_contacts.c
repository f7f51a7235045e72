/* sums_care_contacts.c - see sums_care.h: what contacting did, by the lot. */
#include "plugin/reports/sums_care.h"
#include "plugin/reports/sums_money.h"
#include "plugin/reports/sums_student.h"

#include <math.h>

/* An interval that is wider, and holds nothing at all, says nothing. */
#define WIDTH_MOST 0.3

rgl_rc contacts_count(struct contact_sums *sums, const struct contact_came *one)
{
	const int side = one->held_out ? ARM_LEFT_ALONE : ARM_CONTACTED;
	struct contact_arm *arm = &sums->over[side];
	const double net = (double)sums_minor(one->net);
	rgl_rc rc;

	if (!one->is_over) {
		sums->running[side]++;
		sums->came_so_far[side] += one->came;
		return RGL_OK;
	}
	rc = money_add(arm->net, one->net, &arm->net);
	if (rc < 0)
		return rc;
	arm->listed++;
	arm->reached += one->was_reached;
	arm->came += one->came;
	arm->square += net * net;
	return RGL_OK;
}

static double mean_of(const struct contact_arm *arm)
{
	return (double)sums_minor(arm->net) / (double)arm->listed;
}

/* The square of a mean's standard error. */
static double error_of(const struct contact_arm *arm)
{
	const double mean = mean_of(arm);
	const double n = (double)arm->listed;

	return fmax(0, arm->square - n * mean * mean) / (n - 1) / n;
}

static void set_money(const struct contact_sums *sums, struct contact_effect *effect)
{
	const struct contact_arm *a = &sums->over[ARM_CONTACTED];
	const struct contact_arm *b = &sums->over[ARM_LEFT_ALONE];
	double half;

	if (a->listed < 2 || b->listed < 2)
		return;
	half = student_welch(error_of(a), a->listed, error_of(b), b->listed);
	effect->has_money = true;
	effect->each = mean_of(a) - mean_of(b);
	effect->each_interval = (struct interval) {
		.low = effect->each - half,
		.high = effect->each + half,
	};
}

static enum care_verdict_kind verdict_of(const struct contact_sums *sums,
					 const struct contact_effect *effect)
{
	if (sums->over[ARM_CONTACTED].listed < CARE_ARM_LEAST ||
	    sums->over[ARM_LEFT_ALONE].listed < CARE_ARM_LEAST)
		return CARE_TOO_FEW;
	if (effect->interval.low > 0)
		return CARE_HELPS;
	if (effect->interval.high < 0)
		return CARE_HARMS;
	return effect->interval.high - effect->interval.low > WIDTH_MOST ? CARE_TOO_FEW
									 : CARE_CHANCE;
}

void contacts_effect(const struct contact_sums *sums, struct contact_effect *ret)
{
	const struct contact_arm *a = &sums->over[ARM_CONTACTED];
	const struct contact_arm *b = &sums->over[ARM_LEFT_ALONE];
	struct contact_effect effect = { .verdict = CARE_TOO_FEW, .interval = { -1, 1 } };

	effect.share[ARM_CONTACTED] = a->listed > 0 ? (double)a->came / (double)a->listed : 0;
	effect.share[ARM_LEFT_ALONE] = b->listed > 0 ? (double)b->came / (double)b->listed : 0;
	effect.difference = effect.share[ARM_CONTACTED] - effect.share[ARM_LEFT_ALONE];
	if (interval_difference(a->came, a->listed, b->came, b->listed, &effect.interval) == RGL_OK)
		effect.verdict = verdict_of(sums, &effect);
	set_money(sums, &effect);
	*ret = effect;
}
