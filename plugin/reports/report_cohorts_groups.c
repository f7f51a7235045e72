/* report_cohorts_groups.c - who keeps coming, by what they are cut by; see report_cohorts_parts.h.
 *
 * The two groups that are compared are the two with the most newcomers: picked by their size, never
 * by how many came again, so that the interval holds.
 */
#include <stdio.h>
#include <string.h>

#include "plugin/page/table.h"
#include "plugin/reports/render_interval.h"
#include "plugin/reports/report_cohorts_parts.h"
#include "plugin/reports/sums_money.h"

enum { LATER_SHOWN = 3, SAME_AGE = 3, FEW_OF_GROUP = 10 };

/* A group's curve; ages: how many points there are. */
struct group {
	const char *name;
	int64_t newcomers;
	int64_t returned;
	int32_t ages;
	struct curve_point curve[COHORTS_AGES + 1];
};

static rgl_rc read_group(const struct cohorts *cohorts, size_t i, struct group *ret)
{
	const struct triangle *triangle = &cohorts->triangles.of[i];
	struct figures sum = { 0 };
	rgl_rc rc = triangle_sum(triangle, &sum, &ret->newcomers);

	ret->name = cohorts->triangles.cells.groups[i].name;
	ret->returned = sum.returned;
	ret->ages = triangle->count - triangle->begin;
	if (ret->ages > COHORTS_AGES + 1)
		ret->ages = COHORTS_AGES + 1;
	return rc < 0 ? rc : triangle_curve(triangle, ret->ages, ret->curve);
}

static bool knows(const struct group *group, int32_t age)
{
	return age < group->ages && group->curve[age].of > 0;
}

static void add_columns(const struct cohorts *cohorts, struct page *page)
{
	char key[32];
	char title[64];

	page_column(page, "group", cut_name(cohorts->report->wish.cut), PAGE_TEXT);
	page_column(page, "new", "new members", PAGE_COUNT);
	if (!cohorts->triangles.is_part)
		page_column(page, "again", "bought again", PAGE_SHARE);
	for (int32_t age = 1; age <= LATER_SHOWN; age++) {
		(void)snprintf(key, sizeof(key), "share_%d", age);
		(void)snprintf(title, sizeof(title), "+%d", age);
		page_column(page, key, title, PAGE_SHARE | PAGE_HEAT);
	}
	(void)snprintf(title, sizeof(title), "%s each, up to +%d", worth_basis_name(cohorts->basis),
		       SAME_AGE);
	page_column(page, "worth", title, PAGE_MONEY);
}

static void add_group_row(const struct cohorts *cohorts, const struct group *group,
			  struct page *page)
{
	page_row(page);
	page_text(page, group->name);
	page_number(page, group->newcomers);
	if (!cohorts->triangles.is_part)
		page_number(page, sums_share(group->returned, group->newcomers));
	for (int32_t age = 1; age <= LATER_SHOWN; age++) {
		if (knows(group, age))
			page_number(page, sums_share(group->curve[age].came, group->curve[age].of));
		else
			page_nothing(page);
	}
	if (knows(group, SAME_AGE))
		page_money(page, sums_of_milli(group->curve[SAME_AGE].worth_milli));
	else
		page_nothing(page);
}

static void add_series(const struct group *group, size_t number, int32_t ages, struct page *page)
{
	char key[32];

	(void)snprintf(key, sizeof(key), "group_%zu", number + 1);
	page_series(page, key, group->name, PAGE_SHARE);
	for (int32_t age = 0; age < ages; age++) {
		if (knows(group, age))
			page_number(page, sums_share(group->curve[age].came, group->curve[age].of));
		else
			page_nothing(page);
	}
}

/* The largest first; a few curves are all that an eye holds apart. */
static void add_chart(const struct cohorts *cohorts, const struct group *groups, size_t count,
		      struct page *page)
{
	int32_t ages = 0;
	char foot[48];
	char label[16];

	while (ages <= COHORTS_AGES && knows(&groups[0], ages))
		ages++;
	if (ages < 2)
		return;
	(void)snprintf(foot, sizeof(foot), "%ss after the first visit", cohorts_period(cohorts));
	page_chart(page, PAGE_LINES, "retention", "How many still come", foot);
	for (int32_t age = 0; age < ages; age++) {
		(void)snprintf(label, sizeof(label), "+%d", age);
		page_label(page, label);
	}
	for (size_t i = 0; i < count && i < COHORTS_CURVES; i++)
		add_series(&groups[i], i, ages, page);
}

static void say_two(const struct cohorts *cohorts, const struct group *a, const struct group *b,
		    struct page *page)
{
	const struct curve_point *of_a = &a->curve[1];
	const struct curve_point *of_b = &b->curve[1];
	struct interval interval;
	char shares[2][COHORTS_TENTHS_ROOM];
	char bounds[2][COHORTS_TENTHS_ROOM];
	bool is_chance;

	if (interval_difference(of_a->came, of_a->of, of_b->came, of_b->of, &interval) < 0)
		return;
	is_chance = interval.low <= 0 && interval.high >= 0;
	cohorts_tenths((double)of_a->came / (double)of_a->of, "", shares[0]);
	cohorts_tenths((double)of_b->came / (double)of_b->of, "", shares[1]);
	cohorts_tenths(interval.low, "+", bounds[0]);
	cohorts_tenths(interval.high, "+", bounds[1]);
	page_say(page,
		 "The two largest: of the newcomers of %s %s of 100 came again the %s after (%lld "
		 "of "
		 "%lld), of %s %s (%lld of %lld); %s: 95 %% interval %s to %s.",
		 a->name, shares[0], cohorts_period(cohorts), (long long)of_a->came,
		 (long long)of_a->of, b->name, shares[1], (long long)of_b->came,
		 (long long)of_b->of,
		 is_chance ? "that could still be chance" : "chance alone would seldom do that",
		 bounds[0], bounds[1]);
	if (is_chance)
		page_tomorrow(page, "Treat them alike until more is known; look again in a %s.",
			      cohorts_period(cohorts));
	else
		page_tomorrow(page, "See what newcomers of %s find that those of %s do not.",
			      of_a->came * of_b->of > of_b->came * of_a->of ? a->name : b->name,
			      of_a->came * of_b->of > of_b->came * of_a->of ? b->name : a->name);
}

/* What no group was known of, and what is left over, are no groups to compare. */
static bool has_name(const struct group *group)
{
	return strcmp(group->name, "(none)") != 0 && strcmp(group->name, "others") != 0;
}

/* The next from `at` on that can be compared; `count` when there is none. */
static size_t next_named(const struct group *groups, size_t count, size_t at)
{
	while (at < count && !has_name(&groups[at]))
		at++;
	return at;
}

static void say_groups(const struct cohorts *cohorts, const struct group *groups, size_t count,
		       struct page *page)
{
	const char *cut = cut_name(cohorts->report->wish.cut);
	size_t a = next_named(groups, count, 0);
	size_t b = next_named(groups, count, a + 1);

	if (b < count && knows(&groups[a], 1) && knows(&groups[b], 1) &&
	    groups[b].curve[1].of >= FEW_OF_GROUP) {
		say_two(cohorts, &groups[a], &groups[b], page);
		return;
	}
	if (a >= count)
		page_say(page, "The %s of no member is known: there is nothing to compare.", cut);
	else if (b >= count)
		page_say(page, "Of all whose %s is known it is %s: there is nothing to compare.",
			 cut, groups[a].name);
	else if (!knows(&groups[a], 1))
		page_say(page, "Too early to tell; nobody's second %s is over yet.",
			 cohorts_period(cohorts));
	else
		page_say(page,
			 "Of no two are there %d newcomers or more whose next %s is over: too few "
			 "to "
			 "compare.",
			 (int)FEW_OF_GROUP, cohorts_period(cohorts));
	page_tomorrow(page, "See all of them by their first visit: regulars report cohorts");
}

/* By newcomers, the most first; equal ones as they came. */
static void sort_groups(struct group *groups, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		for (size_t at = i; at > 0 && groups[at].newcomers > groups[at - 1].newcomers;
		     at--) {
			struct group other = groups[at];

			groups[at] = groups[at - 1];
			groups[at - 1] = other;
		}
	}
}

static rgl_rc read_groups(const struct cohorts *cohorts, struct group *groups, size_t *ret_count)
{
	size_t count = 0;

	for (size_t i = 0; i < cohorts->triangles.cells.group_count; i++) {
		rgl_rc rc = read_group(cohorts, i, &groups[count]);

		if (rc < 0)
			return rc;
		count += groups[count].newcomers > 0;
	}
	sort_groups(groups, count);
	*ret_count = count;
	return RGL_OK;
}

rgl_rc cohorts_add_groups(const struct cohorts *cohorts, struct page *page)
{
	const struct host *host = cohorts->triangles.host;
	size_t room = cohorts->triangles.cells.group_count + 1;
	struct group *groups = host_new(host, room * sizeof(*groups));
	size_t count = 0;
	rgl_rc rc;

	if (groups == NULL)
		return RGL_E_MEMORY;
	rc = read_groups(cohorts, groups, &count);
	if (rc < 0)
		goto out;
	page_table(page, "groups", "Who came again, by what they began with");
	add_columns(cohorts, page);
	for (size_t i = 0; i < count; i++)
		add_group_row(cohorts, &groups[i], page);
	add_chart(cohorts, groups, count, page);
	cohorts_note(cohorts, 0, page);
	say_groups(cohorts, groups, count, page);
out:
	host_free(host, groups);
	return rc;
}
