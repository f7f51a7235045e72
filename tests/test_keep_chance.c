/* test_keep_chance.c - changes by chance, and the figures of reports after each of them. */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "plugin/identify/enrol.h"
#include "plugin/insight/keep.h"
#include "plugin/loyalty/merge.h"
#include "tests/support/kept.h"

enum { MEMBERS = 4, STEPS = 160, SEEDS = 5, MERGES = 8, KINDS = 7 };

#define HOUR_MS INT64_C(3600000)

struct chance {
	struct test_shop shop;
	uint64_t state;
	int64_t members[MEMBERS];
	int64_t merges[MERGES];
	int merge_count;
	int sale_count;
	int refund_count;
	int done[KINDS]; /* how often each kind of step changed something */
};

static int draw(struct chance *chance, int below)
{
	chance->state ^= chance->state << 13;
	chance->state ^= chance->state >> 7;
	chance->state ^= chance->state << 17;
	return (int)(chance->state % (uint64_t)below);
}

/* Mostly in the order of time; now and then of any time in 400 days, or ahead of the clock. */
static int64_t draw_time(struct chance *chance, int step)
{
	int64_t hours = 40 * (STEPS - step);

	if (draw(chance, 3) == 0)
		hours = draw(chance, 9600);
	if (draw(chance, 20) == 0)
		hours = -72;
	return SHOP_NOW_MS - hours * HOUR_MS - draw(chance, 2) * HOUR_MS;
}

static int64_t draw_member(struct chance *chance)
{
	int which = draw(chance, MEMBERS + 1);

	return which == MEMBERS ? 0 : chance->members[which];
}

static void draw_sale(struct chance *chance, char id[24], int step, struct sale_line *lines,
		      struct sale *ret)
{
	static const char *const WORDS[] = { "web", "counter", "" };
	int64_t minor = draw(chance, 9) * 100;

	*ret = shop_sale(&chance->shop, id, minor, &lines[0]);
	ret->member = draw_member(chance);
	ret->at_ms = draw_time(chance, step);
	ret->channel = WORDS[draw(chance, 3)];
	ret->cashier = draw(chance, 2) == 0 ? "Jonas" : "Mia";
	lines[0].has_cost = draw(chance, 3) > 0;
	lines[0].cost = money_of(minor / 3);
	lines[0].discount = money_of(draw(chance, 3) * 10);
	lines[0].sku = draw(chance, 2) == 0 ? "A" : "B";
	ret->tax = money_of(minor / 10);
}

/* An exchange brings something of another sale back. */
static rgl_rc sell(struct chance *chance, int step)
{
	struct outcome outcome = { 0 };
	struct sale_line lines[2];
	struct sale sale;
	char id[24];
	char of[24];

	(void)snprintf(id, sizeof(id), "S-%d", chance->sale_count++);
	(void)snprintf(of, sizeof(of), "S-%d", draw(chance, chance->sale_count));
	draw_sale(chance, id, step, lines, &sale);
	if (draw(chance, 5) == 0) {
		lines[1] = lines[0];
		lines[1].qty_milli = -1000;
		lines[1].discount = money_of(0);
		lines[1].total = money_of(-100);
		sale.lines = lines;
		sale.line_count = 2;
		sale.total = money_of(lines[0].total.minor - 100);
		sale.tax = money_of(0);
		sale.of = strcmp(id, of) == 0 ? NULL : of;
	}
	return checkout(chance->shop.desk, &sale, draw(chance, 4) > 0, &outcome);
}

static rgl_rc give_back(struct chance *chance, int step)
{
	struct outcome outcome = { 0 };
	struct sale_line lines[2];
	struct sale sale;
	char id[24];
	char of[24];

	(void)snprintf(id, sizeof(id), "R-%d", chance->refund_count++);
	(void)snprintf(of, sizeof(of), "S-%d", draw(chance, chance->sale_count + 1));
	draw_sale(chance, id, step, lines, &sale);
	sale.is_refund = true;
	sale.line_count = 0;
	sale.tax = money_of(0);
	sale.total = money_of(-100 * draw(chance, 5));
	if (draw(chance, 4) > 0)
		sale.of = of;
	if (sale.of != NULL)
		sale.member = 0;
	return checkout(chance->shop.desk, &sale, true, &outcome);
}

static rgl_rc undo(struct chance *chance)
{
	struct outcome outcome = { 0 };
	char id[24];

	(void)snprintf(id, sizeof(id), "S-%d", draw(chance, chance->sale_count + 1));
	return checkout_undo(chance->shop.desk, id, &outcome);
}

static rgl_rc edit(struct chance *chance, int step)
{
	struct outcome outcome = { 0 };
	struct sale_line lines[2];
	struct sale sale;
	char id[24];

	(void)snprintf(id, sizeof(id), "S-%d", draw(chance, chance->sale_count + 1));
	draw_sale(chance, id, step, lines, &sale);
	return checkout_edit(chance->shop.desk, &sale, &outcome);
}

static rgl_rc merge(struct chance *chance)
{
	int64_t merged = 0;
	rgl_rc rc = merge_members(chance->shop.store, chance->members[draw(chance, MEMBERS)],
				  chance->members[draw(chance, MEMBERS)], "Mia", "same", &merged);

	if (rc == RGL_OK)
		chance->merges[chance->merge_count++ % MERGES] = merged;
	return rc;
}

static rgl_rc unmerge(struct chance *chance)
{
	int64_t missing = 0;

	return merge_undo(chance->shop.store, chance->merges[draw(chance, MERGES)], "Mia",
			  &missing);
}

static void step(struct chance *chance, int number)
{
	int kind = draw(chance, 14);
	rgl_rc rc;

	if (kind < 6)
		rc = sell(chance, number);
	else if (kind < 9)
		rc = give_back(chance, number);
	else if (kind == 9)
		rc = undo(chance);
	else if (kind == 10)
		rc = edit(chance, number);
	else if (kind == 11)
		rc = merge(chance);
	else if (kind == 12)
		rc = unmerge(chance);
	else
		rc = keep_rebuild(chance->shop.store, NULL, NULL);
	kind = kind < 6 ? 0 : kind < 9 ? 1 : kind - 7;
	chance->done[kind] += rc == RGL_OK;
	if (rc == RGL_E_INTERNAL || rc == RGL_E_INPUT_OUTPUT)
		fail_msg("step %d: %s", number, chance->shop.store->refusal.text);
}

/* Whatever comes, in whichever order: the same as a count from the sales. */
static void the_figures_are_right_after_every_step(void **state)
{
	int done[KINDS] = { 0 };

	(void)state;
	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		struct chance chance = { .state = seed * UINT64_C(0x9E3779B97F4A7C15) };

		shop_make(&chance.shop);
		chance.members[0] = chance.shop.member;
		for (int i = 1; i < MEMBERS; i++) {
			struct enrolment enrolment = { .name = "Bo" };

			assert_int_equal(enrol(chance.shop.store, &enrolment, &chance.members[i]),
					 RGL_OK);
		}
		for (int number = 0; number < STEPS; number++) {
			step(&chance, number);
			if (kept_wrong(&chance.shop) != 0)
				fail_msg("seed %d, step %d", (int)seed, number);
			if (number % 20 == 0)
				kept_is_right(&chance.shop);
		}
		for (int kind = 0; kind < KINDS; kind++)
			done[kind] += chance.done[kind];
		kept_is_right(&chance.shop);
		shop_is_sound(&chance.shop);
		shop_remove(&chance.shop);
	}
	for (int kind = 0; kind < KINDS; kind++)
		if (done[kind] == 0)
			fail_msg("no step of kind %d", kind);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_figures_are_right_after_every_step),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
