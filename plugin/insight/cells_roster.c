/* cells_roster.c - see cells_roster.h. */
#include "plugin/insight/cells_roster.h"

#include <stdlib.h>
#include <string.h>

#include "plugin/insight/sheaf.h"

#define NO_LABEL UINT32_MAX

/* Rows of `scene` or `product` by their number: what a cut calls each. */
struct names {
	const struct host *host;
	uint32_t *labels;
	int64_t count;
};

struct reading {
	struct store *store;
	struct clock *clock;
	enum grain grain;
	enum cut cut;
	bool counted;
	struct roster *roster;
	struct names names;
};

static rgl_rc no_memory(struct store *store)
{
	return refuse(&store->refusal, RGL_E_MEMORY, "there is not enough memory for this report");
}

void roster_free(struct roster *roster)
{
	host_free(roster->host, roster->first);
	host_free(roster->host, roster->second);
	host_free(roster->host, roster->label);
	host_free(roster->host, roster->group);
	labels_free(&roster->labels);
	*roster = (struct roster) { .host = roster->host, .labels = labels_of(roster->host) };
}

const char *roster_group_name(const struct roster *roster, size_t group)
{
	if (roster->has_others && group + 1 == roster->group_count)
		return "others";
	return labels_text(&roster->labels, roster->group_labels[group]);
}

/* ---- Names ---- */

static rgl_rc name_row(struct reading *reading, int64_t id, const char *text)
{
	struct names *names = &reading->names;
	int64_t room = id + 1 + id / 2;
	uint32_t *labels;

	if (id >= names->count) {
		labels = host_resize(names->host, names->labels, (size_t)room * sizeof(*labels));
		if (labels == NULL)
			return no_memory(reading->store);
		memset(labels + names->count, 0xff,
		       (size_t)(room - names->count) * sizeof(*labels));
		names->labels = labels;
		names->count = room;
	}
	return labels_add(&reading->roster->labels, text, &names->labels[id]) < 0
		       ? no_memory(reading->store)
		       : RGL_OK;
}

static rgl_rc take_scene(void *user, const struct scene *scene)
{
	struct reading *reading = user;
	const char *text = reading->cut == CUT_STORE	 ? scene->store
			   : reading->cut == CUT_CHANNEL ? scene->channel
							 : scene->cashier;

	return name_row(reading, scene->id, text);
}

static const char *product_label(enum cut cut, const char *sku, const char *name,
				 const char *category)
{
	if (cut == CUT_CATEGORY)
		return category;
	return name[0] == '\0' ? sku : name;
}

static rgl_rc name_products(struct reading *reading)
{
	struct query q = query(reading->store, STATEMENT_PRODUCTS_READ);
	char texts[3][RGL_TEXT_MAX + 1];
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	while (rc == RGL_OK && query_row(&q)) {
		int64_t id = query_int(&q);

		for (size_t i = 0; i < 3; i++)
			query_text(&q, texts[i], sizeof(texts[i]));
		rc = name_row(reading, id,
			      product_label(reading->cut, texts[0], texts[1], texts[2]));
	}
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}

static bool is_cut_by_scene(enum cut cut)
{
	return cut == CUT_STORE || cut == CUT_CHANNEL || cut == CUT_CASHIER;
}

static bool is_cut_by_product(enum cut cut)
{
	return cut == CUT_PRODUCT || cut == CUT_CATEGORY;
}

static rgl_rc read_names(struct reading *reading)
{
	if (is_cut_by_scene(reading->cut))
		return scenes_read(reading->store, take_scene, reading);
	if (is_cut_by_product(reading->cut) && reading->counted)
		return name_products(reading);
	return RGL_OK;
}

/* ---- Members ---- */

static int32_t period_of(struct reading *reading, int64_t at_ms)
{
	if (at_ms == 0)
		return ROSTER_NEVER;
	return clock_period(reading->clock, reading->grain,
			    clock_day(clock_local_ms(reading->clock, at_ms)));
}

static rgl_rc label_text(struct reading *reading, int64_t member, const char *text)
{
	return labels_add(&reading->roster->labels, text, &reading->roster->label[member]) < 0
		       ? no_memory(reading->store)
		       : RGL_OK;
}

static rgl_rc label_named(struct reading *reading, int64_t member, int64_t row)
{
	if (row <= 0 || row >= reading->names.count || reading->names.labels[row] == NO_LABEL)
		return label_text(reading, member, "");
	reading->roster->label[member] = reading->names.labels[row];
	return RGL_OK;
}

/* The columns: member, first, second visit, brought by, tier, language, first scene, product. */
static rgl_rc take_member(struct reading *reading, struct query *q)
{
	struct roster *roster = reading->roster;
	int64_t member = query_int(q);
	char tier[RGL_TEXT_MAX + 1];
	char language[RGL_TEXT_MAX + 1];
	bool brought;
	int64_t scene;

	if (member <= 0 || member >= roster->count)
		return RGL_OK;
	roster->first[member] = period_of(reading, query_int(q));
	roster->second[member] = period_of(reading, query_int(q));
	if (reading->cut == CUT_NONE)
		return RGL_OK;
	brought = query_int(q) != 0;
	query_text(q, tier, sizeof(tier));
	query_text(q, language, sizeof(language));
	scene = query_int(q);
	if (reading->cut == CUT_REFERRAL)
		return label_text(reading, member, brought ? "brought by a member" : "walked in");
	if (reading->cut == CUT_TIER)
		return label_text(reading, member, tier);
	if (reading->cut == CUT_LANGUAGE)
		return label_text(reading, member, language);
	if (!reading->counted)
		return RGL_OK;
	return label_named(reading, member, is_cut_by_scene(reading->cut) ? scene : query_int(q));
}

static rgl_rc read_members(struct reading *reading)
{
	struct query q = query(reading->store, STATEMENT_ROSTER_MEMBERS);
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	while (rc == RGL_OK && query_row(&q))
		rc = take_member(reading, &q);
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}

/* ---- First visits, while the figures are not kept ---- */

static rgl_rc label_first_product(struct reading *reading, int64_t member, int64_t sale)
{
	struct query q = query(reading->store, STATEMENT_ROSTER_PRODUCT);
	char texts[3][RGL_TEXT_MAX + 1] = { "", "", "" };
	rgl_rc rc;

	query_bind_int(&q, sale);
	if (query_row(&q))
		for (size_t i = 0; i < 3; i++)
			query_text(&q, texts[i], sizeof(texts[i]));
	rc = query_end(&q);
	if (rc < 0)
		return rc;
	return label_text(reading, member,
			  product_label(reading->cut, texts[0], texts[1], texts[2]));
}

static rgl_rc take_first(struct reading *reading, const struct scan_sale *first)
{
	if (first->member <= 0 || first->member >= reading->roster->count)
		return RGL_OK;
	reading->roster->first[first->member] = period_of(reading, first->at_ms);
	if (is_cut_by_product(reading->cut))
		return label_first_product(reading, first->member, first->id);
	if (is_cut_by_scene(reading->cut))
		return label_named(reading, first->member, first->scene);
	return RGL_OK;
}

/* Of two sales of the same millisecond the one that was written down first is the first. */
static rgl_rc read_firsts(struct reading *reading)
{
	struct sheaf_scan scan = sheaf_scan_all(reading->store);
	struct scan_sale first = { 0 };
	struct scan_sale sale;
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	while (rc == RGL_OK && sheaf_scan_next(&scan, &sale)) {
		if (sale.is_refund)
			continue;
		if (sale.member == first.member && (sale.at_ms > first.at_ms || sale.id > first.id))
			continue;
		if (sale.member != first.member)
			rc = take_first(reading, &first);
		first = sale;
	}
	ended = sheaf_scan_end(&scan);
	if (rc == RGL_OK && ended == RGL_OK)
		rc = take_first(reading, &first);
	return rc < 0 ? rc : ended;
}

/* ---- Groups ---- */

struct ranked {
	const char *text;
	int64_t members;
	uint32_t label;
};

static int rank_order(const void *one, const void *other)
{
	const struct ranked *a = one;
	const struct ranked *b = other;

	if (a->members != b->members)
		return a->members < b->members ? 1 : -1;
	return strcmp(a->text, b->text);
}

static bool has_visit(const struct roster *roster, int64_t member)
{
	return roster->first[member] != ROSTER_NEVER && roster->label[member] != NO_LABEL;
}

static size_t rank(const struct roster *roster, struct ranked *ranked)
{
	size_t count = roster->labels.count;

	for (uint32_t i = 0; i < count; i++)
		ranked[i] = (struct ranked) { .text = labels_text(&roster->labels, i), .label = i };
	for (int64_t i = 0; i < roster->count; i++)
		if (has_visit(roster, i))
			ranked[roster->label[i]].members++;
	qsort(ranked, count, sizeof(*ranked), rank_order);
	while (count > 0 && ranked[count - 1].members == 0)
		count--;
	return count;
}

/* Gives the largest groups a number each, and each member a group. */
static void assign(struct roster *roster, const struct ranked *ranked, size_t count,
		   uint8_t *group_of_label)
{
	bool others = count > CELLS_GROUPS_MAX;
	size_t named = others ? CELLS_GROUPS_MAX - 1 : count;

	memset(group_of_label, (int)(named < CELLS_GROUPS_MAX ? named : 0), roster->labels.count);
	for (size_t i = 0; i < named; i++) {
		group_of_label[ranked[i].label] = (uint8_t)i;
		roster->group_labels[i] = ranked[i].label;
	}
	roster->has_others = others;
	roster->group_count = named + others;
	for (int64_t i = 0; i < roster->count; i++)
		if (has_visit(roster, i))
			roster->group[i] = group_of_label[roster->label[i]];
}

static rgl_rc make_groups(struct reading *reading)
{
	struct roster *roster = reading->roster;
	size_t labels;
	struct ranked *ranked;
	uint8_t *group_of_label;
	uint32_t none;
	rgl_rc rc = RGL_OK;

	if (labels_add(&roster->labels, "", &none) < 0)
		return no_memory(reading->store);
	labels = roster->labels.count;
	ranked = host_new(roster->host, labels * sizeof(*ranked));
	group_of_label = host_new(roster->host, labels);
	if (ranked == NULL || group_of_label == NULL)
		rc = no_memory(reading->store);
	else
		assign(roster, ranked, rank(roster, ranked), group_of_label);
	host_free(roster->host, ranked);
	host_free(roster->host, group_of_label);
	if (rc == RGL_OK && roster->group_count == 0) {
		roster->group_count = 1;
		roster->group_labels[0] = none;
	}
	return rc;
}

/* ---- All ---- */

static rgl_rc make_room(struct store *store, struct roster *ret)
{
	struct query q = query(store, STATEMENT_MEMBER_LAST);
	size_t count;
	rgl_rc rc;

	if (query_row(&q))
		ret->count = query_int(&q) + 1;
	rc = query_end(&q);
	if (rc < 0)
		return rc;
	count = (size_t)ret->count;
	ret->first = host_new(ret->host, count * sizeof(*ret->first));
	ret->second = host_new(ret->host, count * sizeof(*ret->second));
	ret->label = host_new(ret->host, count * sizeof(*ret->label));
	ret->group = host_new(ret->host, count);
	if (ret->first == NULL || ret->second == NULL || ret->label == NULL || ret->group == NULL)
		return no_memory(store);
	for (size_t i = 0; i < count; i++) {
		ret->first[i] = ret->second[i] = ROSTER_NEVER;
		ret->label[i] = NO_LABEL;
	}
	return RGL_OK;
}

rgl_rc roster_read(struct store *store, struct clock *clock, enum grain grain, enum cut cut,
		   bool counted, struct roster *ret)
{
	struct reading reading = { .store = store,
				   .clock = clock,
				   .grain = grain,
				   .cut = cut,
				   .counted = counted,
				   .roster = ret,
				   .names = { .host = store->host } };
	rgl_rc rc;

	*ret = (struct roster) { .host = store->host, .labels = labels_of(store->host) };
	ret->group_count = 1;
	rc = make_room(store, ret);
	if (rc == RGL_OK)
		rc = read_names(&reading);
	if (rc == RGL_OK)
		rc = read_members(&reading);
	if (rc == RGL_OK && !counted)
		rc = read_firsts(&reading);
	if (rc == RGL_OK && cut != CUT_NONE)
		rc = make_groups(&reading);
	host_free(store->host, reading.names.labels);
	return rc;
}
