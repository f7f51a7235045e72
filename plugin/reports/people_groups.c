/* people_groups.c - see people_groups.h. */
#include "plugin/reports/people_groups.h"

#include <stdlib.h>
#include <string.h>

#include "plugin/store/query.h"

struct named {
	char name[RGL_TEXT_MAX + 1];
	struct value_group sum;
};

/* Groups in the order that they were met; `slots` finds one by its name: its place and 1, or 0. */
struct gathering {
	const struct host *host;
	struct named *list;
	size_t count;
	size_t room;
	uint32_t *slots;
	size_t slot_count; /* a power of two, twice `room` */
};

/* FNV-1a. */
static uint32_t hash_of(const char *name)
{
	uint32_t hash = 2166136261u;

	for (; *name != '\0'; name++)
		hash = (hash ^ (uint8_t)*name) * 16777619u;
	return hash;
}

static uint32_t *find_slot(const struct gathering *gathering, const char *name)
{
	size_t mask = gathering->slot_count - 1;
	size_t at = hash_of(name) & mask;

	while (gathering->slots[at] != 0 &&
	       strcmp(gathering->list[gathering->slots[at] - 1].name, name) != 0)
		at = (at + 1) & mask;
	return &gathering->slots[at];
}

static rgl_rc grow(struct gathering *gathering)
{
	size_t room = gathering->room == 0 ? 16 : gathering->room * 2;
	struct named *list;
	uint32_t *slots;

	if (gathering->count < gathering->room)
		return RGL_OK;
	list = host_resize(gathering->host, gathering->list, room * sizeof(*list));
	if (list == NULL)
		return RGL_E_MEMORY;
	gathering->list = list;
	slots = host_new(gathering->host, 2 * room * sizeof(*slots));
	if (slots == NULL)
		return RGL_E_MEMORY;
	host_free(gathering->host, gathering->slots);
	gathering->slots = slots;
	gathering->slot_count = 2 * room;
	gathering->room = room;
	for (size_t i = 0; i < gathering->count; i++)
		*find_slot(gathering, list[i].name) = (uint32_t)i + 1;
	return RGL_OK;
}

static rgl_rc add(struct gathering *gathering, const char *name, const struct person *person)
{
	uint32_t *slot;
	rgl_rc rc = grow(gathering);

	if (rc < 0)
		return rc;
	slot = find_slot(gathering, name);
	if (*slot == 0) {
		struct named *named = &gathering->list[gathering->count++];

		*named = (struct named) { 0 };
		memcpy(named->name, name, strlen(name) + 1);
		*slot = (uint32_t)gathering->count;
	}
	return value_group_add(&gathering->list[*slot - 1].sum, person);
}

static rgl_rc gather(struct store *store, const struct people *people, enum cut cut,
		     struct gathering *gathering)
{
	struct query q = query(store, STATEMENT_PEOPLE_GROUPS);
	char name[RGL_TEXT_MAX + 1];
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	query_bind_int(&q, (int64_t)cut);
	while (rc == RGL_OK && query_row(&q)) {
		const struct person *person = people_find(people, query_int(&q));

		query_text(&q, name, sizeof(name));
		if (person != NULL)
			rc = add(gathering, name[0] == '\0' ? "(none)" : name, person);
	}
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}

static int compare_worth(const void *left, const void *right)
{
	const struct named *a = left;
	const struct named *b = right;
	int by_worth = money_compare(b->sum.worth, a->sum.worth);

	return by_worth != 0 ? by_worth : strcmp(a->name, b->name);
}

static rgl_rc merge(struct value_group *into, const struct value_group *more)
{
	rgl_rc rc = money_add(into->net, more->net, &into->net);

	if (rc == RGL_OK)
		rc = money_add(into->worth, more->worth, &into->worth);
	if (rc == RGL_OK)
		rc = money_add(into->expected, more->expected, &into->expected);
	into->members += more->members;
	into->repeaters += more->repeaters;
	into->visits += more->visits;
	into->scored += more->scored;
	return rc;
}

static rgl_rc hand_over(struct gathering *gathering, struct people_groups *ret)
{
	size_t most = CELLS_GROUPS_MAX;
	size_t count = gathering->count < most ? gathering->count : most;
	rgl_rc rc = RGL_OK;

	ret->names = host_new(ret->host, (count + 1) * sizeof(*ret->names));
	ret->sums = host_new(ret->host, (count + 1) * sizeof(*ret->sums));
	if (ret->names == NULL || ret->sums == NULL)
		return RGL_E_MEMORY;
	if (gathering->count > 0)
		qsort(gathering->list, gathering->count, sizeof(*gathering->list), compare_worth);
	for (size_t i = 0; rc == RGL_OK && i < gathering->count; i++) {
		size_t at = i < most ? i : most - 1;

		ret->names[at] = i < most ? gathering->list[i].name : "others";
		rc = merge(&ret->sums[at], &gathering->list[i].sum);
	}
	ret->count = count;
	return rc;
}

rgl_rc people_groups_read(struct store *store, const struct people *people, enum cut cut,
			  struct people_groups *ret)
{
	struct gathering gathering = { .host = store->host };
	rgl_rc rc;

	*ret = (struct people_groups) { .host = store->host };
	rc = gather(store, people, cut, &gathering);
	ret->room = gathering.list;
	if (rc == RGL_OK)
		rc = hand_over(&gathering, ret);
	host_free(store->host, gathering.slots);
	if (rc == RGL_E_MEMORY)
		refuse(&store->refusal, rc, "there is not enough memory for the report");
	return rc;
}

void people_groups_free(struct people_groups *groups)
{
	host_free(groups->host, (void *)groups->names);
	host_free(groups->host, groups->sums);
	host_free(groups->host, groups->room);
	*groups = (struct people_groups) { .host = groups->host };
}
