/* programme.c - see programme.h: the programme of a shop without a file, and finding by id. */
#include "plugin/programme/programme.h"

#include <string.h>

#include "plugin/programme/make.h"

/* Earned for each part of an amount too, rounded down once a sale. */
static rgl_rc add_base(struct programme *programme, const struct programme_settings *settings)
{
	struct rule rule = programme_new_rule();

	if (settings->earn_points <= 0 || money_sign(settings->earn_per) <= 0)
		return RGL_OK;
	programme->rules = programme_room(programme, sizeof(*programme->rules));
	if (programme->rules == NULL)
		return RGL_E_MEMORY;
	rule.id = "base";
	rule.units = settings->earn_points;
	rule.amount = settings->earn_per;
	programme->rules[0] = rule;
	programme->rule_count = 1;
	return RGL_OK;
}

static rgl_rc add_reward(struct programme *programme, const struct programme_settings *settings)
{
	const char *name = settings->reward_name == NULL ? "" : settings->reward_name;
	struct reward reward = programme_new_reward();

	if (settings->reward_points <= 0)
		return RGL_OK;
	programme->rewards = programme_room(programme, sizeof(*programme->rewards));
	reward.title = programme_copy(programme, name);
	if (programme->rewards == NULL || reward.title == NULL)
		return RGL_E_MEMORY;
	reward.id = "reward";
	reward.kind = REWARD_THING;
	reward.cost = settings->reward_points;
	programme->rewards[0] = reward;
	programme->reward_count = 1;
	return RGL_OK;
}

rgl_rc programme_basic(const struct host *host, const struct programme_settings *settings,
		       struct programme **ret)
{
	struct programme *programme = programme_new(host);
	rgl_rc rc;

	if (programme == NULL)
		return RGL_E_MEMORY;
	if (settings->worth_of > 0) {
		programme->worth = settings->worth;
		programme->worth_of = settings->worth_of;
	}
	rc = add_base(programme, settings);
	if (rc == RGL_OK)
		rc = add_reward(programme, settings);
	if (rc < 0) {
		programme_free(programme);
		return rc;
	}
	*ret = programme;
	return RGL_OK;
}

size_t programme_find_reward(const struct programme *programme, const char *id)
{
	for (size_t i = 0; i < programme->reward_count; i++)
		if (strcmp(programme->rewards[i].id, id) == 0)
			return i;
	return PROGRAMME_NONE;
}

size_t programme_find_rule(const struct programme *programme, const char *id)
{
	for (size_t i = 0; i < programme->rule_count; i++)
		if (strcmp(programme->rules[i].id, id) == 0)
			return i;
	return PROGRAMME_NONE;
}

size_t programme_find_purse(const struct programme *programme, const char *id)
{
	for (size_t i = 0; i < programme->purse_count; i++)
		if (strcmp(programme->purses[i].id, id) == 0)
			return i;
	return PROGRAMME_NONE;
}

size_t programme_find_level(const struct programme *programme, const char *id)
{
	for (size_t i = 0; i < programme->tiers.level_count; i++)
		if (strcmp(programme->tiers.levels[i].id, id) == 0)
			return i;
	return PROGRAMME_NONE;
}
