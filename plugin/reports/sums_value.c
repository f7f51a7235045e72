/* sums_value.c - see sums_value.h. */
#include "plugin/reports/sums_value.h"

#include <math.h>
#include <stdlib.h>

#include "plugin/reports/sums_money.h"

/* Half of what lies between the tenth and the ninetieth of a hundred, in standard deviations. */
static const double FOUR_OF_FIVE = 1.2815515655446004;

rgl_rc value_group_add(struct value_group *group, const struct person *person)
{
	struct value_group sum = *group;
	rgl_rc rc;

	sum.members++;
	sum.repeaters += person->days >= 2;
	sum.visits += person->visits;
	sum.scored += person->is_scored;
	rc = money_add(sum.net, person->net, &sum.net);
	if (rc == RGL_OK)
		rc = money_add(sum.worth, person->worth, &sum.worth);
	if (rc == RGL_OK)
		rc = money_add(sum.expected, person->value, &sum.expected);
	if (rc == RGL_OK)
		*group = sum;
	return rc;
}

rgl_rc person_list_make(const struct host *host, const struct person *list, size_t count,
			person_order *order, struct person_list *ret)
{
	const struct person **at = host_new(host, (count + 1) * sizeof(const struct person *));

	if (at == NULL)
		return RGL_E_MEMORY;
	for (size_t i = 0; i < count; i++)
		at[i] = &list[i];
	qsort(at, count, sizeof(const struct person *), order);
	*ret = (struct person_list) { at, count };
	return RGL_OK;
}

void person_list_free(const struct host *host, struct person_list *list)
{
	host_free(host, (void *)list->at);
	*list = (struct person_list) { 0 };
}

static int compare_worth(const void *left, const void *right)
{
	const struct person *a = *(const struct person *const *)left;
	const struct person *b = *(const struct person *const *)right;
	int by_worth = money_compare(b->worth, a->worth);

	return by_worth != 0 ? by_worth : (a->member > b->member) - (a->member < b->member);
}

static rgl_rc add_everybody(const struct person *list, size_t count, struct value_sums *sums)
{
	double variance = 0;
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < count; i++) {
		double spread = (double)sums_minor(list[i].spread);

		rc = value_group_add(&sums->all, &list[i]);
		if (rc == RGL_OK && list[i].days >= 2)
			rc = money_add(sums->repeat_worth, list[i].worth, &sums->repeat_worth);
		variance += spread * spread;
	}
	sums->deviation = sqrt(variance);
	return rc;
}

static rgl_rc add_tenths(struct value_sums *sums)
{
	const struct person_list *order = &sums->by_worth;

	for (size_t d = 0; d < VALUE_TENTHS; d++) {
		size_t end = (d + 1) * order->count / VALUE_TENTHS;

		for (size_t i = d * order->count / VALUE_TENTHS; i < end; i++) {
			rgl_rc rc = value_group_add(&sums->tenths[d], order->at[i]);

			if (rc < 0)
				return rc;
		}
	}
	return RGL_OK;
}

static rgl_rc find_middle(struct value_sums *sums)
{
	const struct person_list *order = &sums->by_worth;
	struct money both;
	rgl_rc rc;

	if (order->count == 0)
		return RGL_OK;
	rc = money_add(order->at[(order->count - 1) / 2]->worth, order->at[order->count / 2]->worth,
		       &both);
	if (rc == RGL_OK)
		sums->median = sums_per(both, 2);
	return rc;
}

static rgl_rc add_quarters(const struct person *list, size_t count, struct value_sums *sums)
{
	int32_t first = INT32_MAX;
	int32_t last = INT32_MIN;
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; i < count; i++) {
		int32_t quarter = period_of_day(GRAIN_QUARTER, list[i].first_day);

		first = quarter < first ? quarter : first;
		last = quarter > last ? quarter : last;
	}
	if (count == 0)
		return RGL_OK;
	sums->quarters = host_new(sums->host, (size_t)(last - first + 1) * sizeof(*sums->quarters));
	if (sums->quarters == NULL)
		return RGL_E_MEMORY;
	sums->first_quarter = first;
	sums->quarter_count = last - first + 1;
	for (size_t i = 0; rc == RGL_OK && i < count; i++)
		rc = value_group_add(
			&sums->quarters[period_of_day(GRAIN_QUARTER, list[i].first_day) - first],
			&list[i]);
	return rc;
}

rgl_rc value_sum(const struct host *host, const struct person *list, size_t count,
		 struct value_sums *ret)
{
	rgl_rc rc;

	*ret = (struct value_sums) { .host = host };
	rc = person_list_make(host, list, count, compare_worth, &ret->by_worth);
	if (rc == RGL_OK)
		rc = add_everybody(list, count, ret);
	if (rc == RGL_OK)
		rc = add_tenths(ret);
	if (rc == RGL_OK)
		rc = find_middle(ret);
	if (rc == RGL_OK)
		rc = add_quarters(list, count, ret);
	ret->mean = sums_per(ret->all.worth, ret->all.members);
	ret->ticket = sums_per(ret->all.net, ret->all.visits);
	return rc;
}

void value_sums_free(struct value_sums *sums)
{
	if (sums->host == NULL)
		return;
	person_list_free(sums->host, &sums->by_worth);
	host_free(sums->host, sums->quarters);
	sums->quarters = NULL;
	sums->quarter_count = 0;
}

void value_interval(struct money sum, double deviation, double miss, struct money *ret_low,
		    struct money *ret_high)
{
	double middle = (double)sums_minor(sum);
	double half = FOUR_OF_FIVE * hypot(deviation, miss * middle);
	double low = middle - half;
	double high = middle + half;

	*ret_low = money_of(low > 0 ? llround(low) : 0);
	*ret_high = high < 9e18 ? money_of(llround(high)) : sum;
}
