/* opinion.c - see opinion.h. */
#include "plugin/care/opinion.h"

#include <math.h>

#define NORMAL_975 1.959963984540054 /* the normal distribution's quantile of 0.975 */

void opinion_count(struct opinion_tally *tally, int64_t score)
{
	if (score >= 0 && score < OPINION_SCORES)
		tally->counts[score]++;
}

static double sum_of(const struct opinion_tally *tally, int least, int most)
{
	int64_t sum = 0;

	for (int score = least; score <= most; score++)
		sum += tally->counts[score];
	return (double)sum;
}

struct opinion opinion_nps(const struct opinion_tally *tally)
{
	const double against = sum_of(tally, 0, 6);
	const double between = sum_of(tally, 7, 8);
	const double in_favour = sum_of(tally, 9, 10);
	const double count = against + between + in_favour;
	const double p = (in_favour + 0.75) / (count + 3);
	const double d = (against + 0.75) / (count + 3);
	const double middle = p - d;
	const double half = NORMAL_975 * sqrt((p + d - middle * middle) / (count + 3));
	struct opinion opinion = { .asked = tally->asked, .answered = (int64_t)count };

	if (opinion.answered == 0)
		return opinion;
	opinion.has = true;
	opinion.value = 100 * (in_favour - against) / count;
	opinion.low = fmin(opinion.value, fmax(-100, 100 * (middle - half)));
	opinion.high = fmax(opinion.value, fmin(100, 100 * (middle + half)));
	return opinion;
}

void opinion_share_interval(int64_t part, int64_t whole, double *ret_low, double *ret_high)
{
	const double n = (double)whole;
	const double z2 = NORMAL_975 * NORMAL_975;
	const double share = whole == 0 ? 0 : (double)part / n;
	double middle;
	double half;

	*ret_low = 0;
	*ret_high = 1;
	if (whole == 0)
		return;
	middle = (share + z2 / (2 * n)) / (1 + z2 / n);
	half = NORMAL_975 / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n));
	*ret_low = part == 0 ? 0 : fmax(0, middle - half);
	*ret_high = part == whole ? 1 : fmin(1, middle + half);
}

struct opinion opinion_csat(const struct opinion_tally *tally)
{
	const double count = sum_of(tally, 1, 5);
	const double content = sum_of(tally, 4, 5);
	struct opinion opinion = { .asked = tally->asked, .answered = (int64_t)count };

	if (opinion.answered == 0)
		return opinion;
	opinion.has = true;
	opinion.value = content / count;
	opinion_share_interval((int64_t)content, opinion.answered, &opinion.low, &opinion.high);
	return opinion;
}
