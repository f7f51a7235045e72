/* cells.c - see cells.h: which source is asked, and what comes of it. */
#include "plugin/insight/cells.h"

#include <stdio.h>
#include <string.h>

#include "plugin/insight/cells_parts.h"
#include "plugin/insight/keep.h"

static const char *const CUTS[] = {
	[CUT_NONE] = "",	   [CUT_STORE] = "store",	[CUT_CHANNEL] = "channel",
	[CUT_CASHIER] = "cashier", [CUT_PRODUCT] = "product",	[CUT_CATEGORY] = "category",
	[CUT_TIER] = "tier",	   [CUT_REFERRAL] = "referral", [CUT_LANGUAGE] = "language",
};

const char *cut_name(enum cut cut)
{
	return CUTS[cut];
}

rgl_rc cut_of(const char *name, enum cut *ret, struct rgl_why *refusal)
{
	for (enum cut cut = CUT_STORE; cut <= CUT_LANGUAGE; cut++) {
		if (strcmp(name, CUTS[cut]) != 0)
			continue;
		*ret = cut;
		return RGL_OK;
	}
	return refuse_field(
		refusal, RGL_E_FIELD, "by",
		"there is no cut by %.40s; there are: store, channel, cashier, product, "
		"category, tier, referral, language",
		name);
}

/* The cheapest that can answer. */
static rgl_rc choose(const struct count *count, bool counted, enum cells_source *ret)
{
	const struct cells_wish *wish = count->wish;
	bool has_cells = false;
	bool is_whole = kept_is_whole(count, wish->grain, wish->from_ms) &&
			kept_is_whole(count, wish->grain, wish->until_ms);
	bool has_months = kept_is_whole(count, GRAIN_MONTH, wish->from_ms) &&
			  kept_is_whole(count, GRAIN_MONTH, wish->until_ms) &&
			  wish->grain != GRAIN_WEEK;
	rgl_rc rc = RGL_OK;

	*ret = CELLS_FROM_SALES;
	if (!counted || wish->where != NULL)
		return RGL_OK;
	if (has_months)
		*ret = CELLS_FROM_MONTHS;
	if (wish->cut == CUT_NONE && is_whole)
		rc = kept_has_cells(count, &has_cells);
	if (has_cells)
		*ret = CELLS_FROM_CELLS;
	return rc;
}

static rgl_rc read_names(const struct roster *roster, struct cells *ret)
{
	size_t length = 1;
	char *at;

	for (size_t i = 0; roster != NULL && i < ret->group_count; i++)
		length += strlen(roster_group_name(roster, i)) + 1;
	ret->groups = host_new(ret->host, ret->group_count * sizeof(*ret->groups));
	ret->room = host_new(ret->host, length);
	if (ret->groups == NULL || ret->room == NULL)
		return RGL_E_MEMORY;
	at = ret->room;
	for (size_t i = 0; i < ret->group_count; i++) {
		const char *name = roster == NULL ? "" : roster_group_name(roster, i);

		ret->groups[i].name = at;
		memcpy(at, name, strlen(name) + 1);
		at += roster == NULL ? 0 : strlen(name) + 1;
	}
	return RGL_OK;
}

static rgl_rc fill(const struct count *count, enum cells_source source, struct cells *ret)
{
	struct store *store = count->store;
	struct sheet sheet = sheet_of(store->host, ret->group_count, &store->refusal);
	rgl_rc rc;

	if (source == CELLS_FROM_CELLS)
		rc = kept_cells(count, &sheet);
	else if (source == CELLS_FROM_MONTHS)
		rc = kept_months(count, &sheet);
	else
		rc = pass_sales(count, &sheet);
	if (rc == RGL_OK &&
	    read_names(count->wish->cut == CUT_NONE ? NULL : count->roster, ret) < 0)
		rc = refuse(&store->refusal, RGL_E_MEMORY,
			    "there is not enough memory for this report");
	if (rc == RGL_OK)
		rc = sheet_finish(&sheet, ret);
	sheet_free(&sheet);
	return rc;
}

/* What the count needs beside the source: who is in which group, what the question means. */
static rgl_rc count_all(struct count *count, enum cells_source source, bool counted,
			struct cells *ret)
{
	const struct cells_wish *wish = count->wish;
	struct roster roster = { .host = count->store->host };
	struct pick *pick = NULL;
	rgl_rc rc = RGL_OK;

	roster.labels = labels_of(count->store->host);
	if (wish->cut != CUT_NONE || source == CELLS_FROM_MONTHS)
		rc = roster_read(count->store, count->clock, wish->grain, wish->cut, counted,
				 &roster);
	if (rc == RGL_OK && wish->cut != CUT_NONE)
		ret->group_count = roster.group_count;
	if (rc == RGL_OK && wish->where != NULL)
		rc = pick_open(count->store, wish->where, &pick);
	if (wish->cut != CUT_NONE || source == CELLS_FROM_MONTHS)
		count->roster = &roster;
	count->pick = pick;
	if (rc == RGL_OK)
		rc = fill(count, source, ret);
	pick_close(pick);
	roster_free(&roster);
	count->pick = NULL;
	count->roster = NULL;
	return rc;
}

rgl_rc cells_read_from(struct store *store, const struct cells_wish *wish,
		       enum cells_source *source, struct cells *ret)
{
	struct cells cells = { .host = store->host, .grain = wish->grain, .group_count = 1 };
	struct count count = { .store = store, .wish = wish };
	enum cells_source cheapest = CELLS_FROM_SALES;
	bool counted = false;
	bool looks = !store_is_looking(store); /* else the caller's look stays */
	rgl_rc rc;

	rc = clock_open(store->host, store->zone, &count.clock);
	if (rc < 0)
		return refuse(&store->refusal, rc, "there is not enough memory for this report");
	rc = looks ? store_look(store) : RGL_OK;
	if (rc == RGL_OK)
		rc = keep_is_counted(store, &counted);
	if (rc == RGL_OK)
		rc = choose(&count, counted, &cheapest);
	if (*source == CELLS_FROM_CHEAPEST)
		*source = cheapest;
	else if (rc == RGL_OK && *source < cheapest)
		rc = refuse(&store->refusal, RGL_E_ARGUMENT, "what is kept does not answer this");
	if (rc == RGL_OK)
		rc = count_all(&count, *source, counted, &cells);
	cells.now = clock_period(count.clock, wish->grain,
				 clock_day(clock_local_ms(count.clock, host_now_ms(store->host))));
	if (looks)
		store_looked(store);
	clock_close(count.clock);
	if (rc == RGL_OK)
		*ret = cells;
	else
		cells_free(&cells);
	return rc;
}

rgl_rc cells_read(struct store *store, const struct cells_wish *wish, struct cells *ret)
{
	enum cells_source source = CELLS_FROM_CHEAPEST;

	return cells_read_from(store, wish, &source, ret);
}

void cells_free(struct cells *cells)
{
	const struct host *host = cells->host;

	if (host == NULL)
		return;
	for (size_t i = 0; cells->groups != NULL && i < cells->group_count; i++)
		host_free(host, cells->groups[i].cells);
	host_free(host, cells->groups);
	host_free(host, cells->nobody);
	host_free(host, cells->room);
	*cells = (struct cells) { .host = host };
}
