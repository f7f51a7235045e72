/* soak.c - see soak.h. */
#include "tests/support/soak.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int64_t clock_ms(clockid_t clock)
{
	struct timespec now = { 0 };

	(void)clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t asked(const char *name)
{
	const char *text = getenv(name);

	return text == NULL ? 0 : strtoll(text, NULL, 10);
}

void soak_begin(struct soak *ret, int share)
{
	int64_t seconds = asked("SOAK_SECONDS");
	int64_t seed = asked("SOAK_SEED");

	*ret = (struct soak) { .is_long = seconds > 0, .seed = 1 };
	ret->end_ms = clock_ms(CLOCK_MONOTONIC) + seconds * 10 * share;
	if (seed > 0)
		ret->seed = (uint64_t)seed;
	else if (ret->is_long)
		ret->seed = (uint64_t)clock_ms(CLOCK_REALTIME) % 1000000 + 1;
}

bool soak_goes_on(struct soak *soak)
{
	if (soak->rounds > 0 && clock_ms(CLOCK_MONOTONIC) >= soak->end_ms)
		return false;
	if (soak->rounds > 0)
		soak->seed++;
	soak->rounds++;
	if (soak->is_long) {
		(void)printf("# seed %llu\n", (unsigned long long)soak->seed);
		(void)fflush(stdout);
	}
	return true;
}

void soak_report(const struct soak *soak, const char *name)
{
	if (!soak->is_long)
		return;
	(void)printf("# soak %s: rounds %lld, runs %lld, faults %lld, power cuts %lld\n", name,
		     (long long)soak->rounds, (long long)soak->runs, (long long)soak->faults,
		     (long long)soak->cuts);
	(void)fflush(stdout);
}
