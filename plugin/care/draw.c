/* draw.c - see draw.h. Whole numbers throughout, so that every machine comes to the same. */
#include "plugin/care/draw.h"

#include <string.h>

enum {
	MILLI = 1000,
	EVERY_PERCENT = 100 * MILLI, /* visits between two at one per cent, thousandths, times it */
	WORTH_TIMES = 10,
	LIFT_LEAST = 950000,
	LIFT_MORE = 1050000,
};
#define VISITS_MOST INT64_C(1000000)
#define DAYS_MOST INT64_C(100000)

static int64_t within(int64_t value, int64_t least, int64_t most)
{
	if (value < least)
		return least;
	return value > most ? most : value;
}

static void put(uint8_t *at, int64_t number)
{
	for (size_t i = 0; i < 8; i++)
		at[i] = (uint8_t)((uint64_t)number >> (8 * i));
}

int64_t draw_of(const struct keys *keys, int64_t member, int64_t day)
{
	static const char USE[] = "surprise"; /* no token is as long (identify/token.c) */
	uint8_t message[sizeof(USE) + 16];
	uint8_t hash[8];
	uint64_t number = 0;

	memcpy(message, USE, sizeof(USE));
	put(message + sizeof(USE), member);
	put(message + sizeof(USE) + 8, day);
	keys_token_hash(keys, message, sizeof(message), hash, sizeof(hash));
	for (size_t i = 0; i < sizeof(hash); i++)
		number = number << 8 | hash[i];
	return (int64_t)(number % DRAW_ALL);
}

/* Visits of this member in so many days, thousandths; 0 while there is no pace. */
static int64_t visits_in(const struct draw_facts *facts, int64_t days)
{
	const int64_t visits = within(facts->visits, 0, VISITS_MOST);

	if (visits < 2 || facts->span_days < 1)
		return 0;
	return within(days, 0, DAYS_MOST) * (visits - 1) * MILLI / facts->span_days;
}

/* Thousandths of visits, as long as they are equally likely; see draw.h. */
static int64_t spread_of(int64_t every, int64_t waited)
{
	const int64_t least = within(every / 4, MILLI, every);
	const int64_t left = within(every - waited, least, every);

	return left <= MILLI ? MILLI : (left - MILLI / 3) * 9 / 5;
}

static int64_t risk_of(const struct draw_facts *facts)
{
	const int64_t gone = DRAW_ALL - within(facts->alive, 0, DRAW_ALL);
	const int64_t overdue = within(facts->overdue, 0, DRAW_ALL);

	return gone > overdue ? gone : overdue;
}

static int64_t lift(const struct draw_facts *facts, int64_t chance)
{
	const int64_t enough = within(facts->worth_minor, 1, INT64_C(1000000000)) * WORTH_TIMES;
	int64_t share;

	if (!facts->has_score)
		return chance;
	share = within(facts->value_minor, 0, enough) * MILLI / enough * risk_of(facts) / MILLI;
	return within(chance * (LIFT_LEAST + share * LIFT_MORE / DRAW_ALL) / DRAW_ALL, 0, DRAW_ALL);
}

int64_t draw_chance(const struct draw_facts *facts)
{
	const bool never = facts->surprised_days < 0;
	int64_t every;
	int64_t spread;
	int64_t behind;
	int64_t left;

	if (facts->percent < 1)
		return 0;
	if (!never && facts->surprised_days < facts->wait_days)
		return 0;
	if (facts->percent >= 100)
		return DRAW_ALL;
	every = EVERY_PERCENT / facts->percent;
	spread = spread_of(every, never ? 0 : visits_in(facts, facts->wait_days));
	behind = never ? within(facts->visits, 0, VISITS_MOST) * MILLI
		       : visits_in(facts, facts->surprised_days - facts->wait_days);
	left = within(spread - behind, within(spread / 3, MILLI, spread), spread);
	return lift(facts, (int64_t)DRAW_ALL * MILLI / left);
}
