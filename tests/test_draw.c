/* test_draw.c - who is surprised: the same draw each time, the share of visits that was asked for,
 * and fair to who waited and who is at risk. */
#include "tests/support/check.h"

#include <math.h>
#include <string.h>

#include "plugin/care/draw.h"

enum { MEMBERS = 3000, DAYS = 1100, PERCENT = 5, WAIT = 60 };

static struct keys keys_for(uint8_t seed)
{
	uint8_t secret[KEY_BYTES];
	struct keys keys;

	memset(secret, seed, sizeof(secret));
	assert_int_equal(keys_derive(secret, &keys), RGL_OK);
	return keys;
}

/* A second quote of the same sale must say the same; another day, member or shop something else. */
static void a_draw_is_the_same_as_often_as_it_is_asked(void **state)
{
	const struct keys ours = keys_for(1);
	const struct keys theirs = keys_for(2);
	int same = 0;

	(void)state;
	for (int64_t member = 1; member <= 1000; member++) {
		const int64_t draw = draw_of(&ours, member, 20000);

		assert_int_equal(draw_of(&ours, member, 20000), draw);
		assert_in_range(draw, 0, DRAW_ALL - 1);
		same += draw_of(&ours, member, 20001) == draw;
		same += draw_of(&ours, member + 1, 20000) == draw;
		same += draw_of(&theirs, member, 20000) == draw;
	}
	assert_in_range(same, 0, 1);
}

/* Each tenth of the range as often as the others: chi-square with nine degrees, 0.1 per cent. */
static void draws_are_even(void **state)
{
	const struct keys keys = keys_for(3);
	int64_t count[10] = { 0 };
	double chi = 0;

	(void)state;
	for (int64_t i = 0; i < 100000; i++)
		count[draw_of(&keys, 1 + i % 317, 20000 + i / 317) / (DRAW_ALL / 10)]++;
	for (size_t i = 0; i < 10; i++)
		chi += pow((double)count[i] - 10000, 2) / 10000;
	assert_true(chi < 27.88);
}

/* The seed is the test's: every run sees the same shop. */
struct street {
	struct keys keys;
	uint64_t seed;
	int64_t visits;
	int64_t surprises;
	int64_t risky_visits;
	int64_t risky_surprises;
	int64_t shortest; /* days between two of one member */
};

static double chance_of(struct street *street)
{
	street->seed = street->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (double)(street->seed >> 11) / 9007199254740992.0;
}

/* What the models would say of somebody who comes every `usual` days, after `gap` of them. */
static void score(double gap, double usual, int64_t value, struct draw_facts *facts)
{
	const double over = gap > 2 * usual ? (gap - 2 * usual) / usual : 0;

	facts->has_score = true;
	facts->alive = (int64_t)(DRAW_ALL * exp(-over));
	facts->value_minor = value;
}

static void live(struct street *street, int64_t member, double usual, bool scored)
{
	const int64_t value = (int64_t)(6000 * chance_of(street));
	struct draw_facts facts = { .percent = PERCENT, .wait_days = WAIT, .worth_minor = 300 };
	int64_t first = -1;
	int64_t last = -1;
	int64_t surprised = -1;

	for (int64_t day = 0; day < DAYS; day++) {
		bool is_risky;

		if (chance_of(street) * usual > 1)
			continue;
		first = first < 0 ? day : first;
		facts.span_days = last < 0 ? 0 : last - first;
		facts.surprised_days = surprised < 0 ? -1 : day - surprised;
		if (scored && last >= 0)
			score((double)(day - last), usual, value, &facts);
		is_risky = facts.has_score && facts.alive < DRAW_ALL / 2 && value > 3000;
		street->visits++;
		street->risky_visits += is_risky;
		if (draw_of(&street->keys, member, day) < draw_chance(&facts)) {
			street->surprises++;
			street->risky_surprises += is_risky;
			if (surprised >= 0 && day - surprised < street->shortest)
				street->shortest = day - surprised;
			surprised = day;
		}
		facts.visits++;
		last = day;
	}
}

static struct street run(bool scored, double quickest, double slowest)
{
	struct street street = { .keys = keys_for(7), .seed = 42, .shortest = DAYS };

	for (int64_t member = 1; member <= MEMBERS; member++)
		live(&street, member, quickest + (slowest - quickest) * (double)member / MEMBERS,
		     scored);
	return street;
}

/* Five of a hundred visits were asked for, with and without what the models say: a tenth off at
 * most, whoever comes every four to forty days. */
static void the_share_of_visits_is_what_was_asked(void **state)
{
	(void)state;
	for (int scored = 0; scored < 2; scored++) {
		const struct street street = run(scored != 0, 4, 40);
		const double share = (double)street.surprises * 100 / (double)street.visits;

		print_message("# %lld visits, %.2f in a hundred\n", (long long)street.visits,
			      share);
		assert_true(share > PERCENT * 0.9 && share < PERCENT * 1.1);
		assert_true(street.shortest >= WAIT);
	}
}

/* Who comes daily cannot have as many with such a wait, and never more than asked. */
static void who_comes_daily_gets_fewer_and_none_too_soon(void **state)
{
	const struct street street = run(false, 1, 2);
	const double share = (double)street.surprises * 100 / (double)street.visits;

	(void)state;
	assert_true(share > 1 && share < PERCENT);
	assert_true(street.shortest >= WAIT);
}

/* At risk and worth it: about half as many again as the others, on a visit that may be the last. */
static void who_is_at_risk_and_worth_it_is_surprised_more_often(void **state)
{
	const struct street street = run(true, 4, 40);
	const double risky = (double)street.risky_surprises / (double)street.risky_visits;
	const double others = (double)(street.surprises - street.risky_surprises) /
			      (double)(street.visits - street.risky_visits);

	(void)state;
	assert_true(street.risky_visits > 1000);
	assert_true(risky > 1.3 * others);
}

/* The one who waited longest is next, and never so surely that it can be counted on. */
static void waiting_raises_the_chance_up_to_a_bound(void **state)
{
	struct draw_facts facts = {
		.percent = PERCENT, .wait_days = WAIT, .surprised_days = -1, .span_days = 100
	};
	int64_t before = 0;

	(void)state;
	for (facts.visits = 0; facts.visits < 500; facts.visits++) {
		const int64_t chance = draw_chance(&facts);

		assert_true(chance >= before);
		assert_in_range(chance, 20000, 90000);
		before = chance;
	}
	facts.visits = 30;
	facts.surprised_days = WAIT;
	before = draw_chance(&facts);
	facts.surprised_days = WAIT + 60;
	assert_true(draw_chance(&facts) > before);
}

/* What the owner said: none at all, all, none within the days of waiting. */
static void the_ends_of_the_scale_hold(void **state)
{
	struct draw_facts facts = { .percent = 0, .wait_days = WAIT, .surprised_days = -1 };

	(void)state;
	assert_int_equal(draw_chance(&facts), 0);
	facts.percent = 100;
	assert_int_equal(draw_chance(&facts), DRAW_ALL);
	facts.surprised_days = WAIT - 1;
	assert_int_equal(draw_chance(&facts), 0);
	facts.surprised_days = WAIT;
	assert_int_equal(draw_chance(&facts), DRAW_ALL);
}

/* Whatever stands in a store that somebody wrote into: a chance is a chance. */
static void facts_beyond_reason_give_a_chance_all_the_same(void **state)
{
	static const int64_t ENDS[] = { INT64_MIN, -1, 0, 1, 59, 1000000, INT64_MAX };
	enum { COUNT = sizeof(ENDS) / sizeof(ENDS[0]) };

	(void)state;
	for (size_t i = 0; i < COUNT * COUNT * COUNT; i++) {
		const int64_t a = ENDS[i % COUNT];
		const int64_t b = ENDS[i / COUNT % COUNT];
		const int64_t c = ENDS[i / COUNT / COUNT];
		const struct draw_facts facts = { .percent = 1 + (int64_t)(i % 99),
						  .wait_days = 60,
						  .surprised_days = a,
						  .visits = b,
						  .span_days = c,
						  .alive = a,
						  .overdue = b,
						  .value_minor = c,
						  .worth_minor = a,
						  .has_score = true };

		assert_in_range(draw_chance(&facts), 0, DRAW_ALL);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_draw_is_the_same_as_often_as_it_is_asked),
		cmocka_unit_test(draws_are_even),
		cmocka_unit_test(the_share_of_visits_is_what_was_asked),
		cmocka_unit_test(who_comes_daily_gets_fewer_and_none_too_soon),
		cmocka_unit_test(who_is_at_risk_and_worth_it_is_surprised_more_often),
		cmocka_unit_test(waiting_raises_the_chance_up_to_a_bound),
		cmocka_unit_test(the_ends_of_the_scale_hold),
		cmocka_unit_test(facts_beyond_reason_give_a_chance_all_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
