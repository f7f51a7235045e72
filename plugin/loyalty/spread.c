/* spread.c - see spread.h. */
#include "plugin/loyalty/spread.h"

/* A split under way: `amount` without its sign, over `sum` shares. */
struct split {
	int64_t amount;
	int64_t sum;
	const struct money *weights;
	const struct money *parts;
	size_t count;
};

/* What rounding towards zero left of a share, in 1/sum: below `sum`, so that arithmetic modulo
 * 2^64 has it exactly. */
static int64_t rest_of(const struct split *split, size_t i)
{
	uint64_t product = (uint64_t)split->amount * (uint64_t)split->weights[i].minor;

	return (int64_t)(product - (uint64_t)split->parts[i].minor * (uint64_t)split->sum);
}

static size_t count_rests(const struct split *split, int64_t at_least)
{
	size_t count = 0;

	for (size_t i = 0; i < split->count; i++)
		count += rest_of(split, i) >= at_least;
	return count;
}

/* The largest rest that, with all that are larger, makes `wanted` or more of them. Found by halves:
 * that needs no order of the rests and no memory. */
static int64_t find_cut(const struct split *split, size_t wanted)
{
	int64_t low = 0;
	int64_t high = split->sum;

	while (high - low > 1) {
		int64_t middle = low + (high - low) / 2;

		if (count_rests(split, middle) >= wanted)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* One unit more for each of the `left` largest rests. */
static void hand_out(const struct split *split, size_t left, struct money *ret_parts)
{
	int64_t cut = find_cut(split, left);
	size_t at_cut = left - count_rests(split, cut + 1);

	for (size_t i = 0; i < split->count; i++) {
		int64_t rest = rest_of(split, i);

		if (rest < cut || (rest == cut && at_cut == 0))
			continue;
		at_cut -= rest == cut;
		ret_parts[i].minor++;
	}
}

static rgl_rc sum_of(const struct money *weights, size_t count, int64_t *ret)
{
	struct money sum = money_of(0);

	for (size_t i = 0; i < count; i++) {
		rgl_rc rc = money_add(sum, weights[i], &sum);

		RGL_ASSERT(weights[i].minor >= 0);
		if (rc < 0)
			return rc;
	}
	RGL_ASSERT(sum.minor > 0);
	*ret = sum.minor;
	return RGL_OK;
}

rgl_rc spread(struct money amount, const struct money *weights, size_t count,
	      struct money *ret_parts)
{
	struct split split = { .weights = weights, .parts = ret_parts, .count = count };
	int64_t left;
	rgl_rc rc;

	if (amount.minor == INT64_MIN)
		return RGL_E_RANGE;
	rc = sum_of(weights, count, &split.sum);
	if (rc < 0)
		return rc;
	split.amount = amount.minor < 0 ? -amount.minor : amount.minor;
	left = split.amount;
	for (size_t i = 0; i < count; i++) {
		rc = ratio_floor(split.amount, weights[i].minor, split.sum, &ret_parts[i].minor);
		RGL_ASSERT(rc == RGL_OK);
		left -= ret_parts[i].minor;
	}
	if (left > 0)
		hand_out(&split, (size_t)left, ret_parts);
	for (size_t i = 0; i < count && amount.minor < 0; i++)
		ret_parts[i] = money_negate(ret_parts[i]);
	return RGL_OK;
}
