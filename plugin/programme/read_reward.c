/* read_reward.c - see read.h: what members get, but for what it is (read_give.c). */

#include "plugin/programme/read.h"

/* Points as money cost what they are worth, anything else what it says; nothing when it does not.
 */
static void read_cost(struct reader *reader, struct json_fields *fields, struct reward *ret)
{
	struct json_fields inner;

	ret->purse = PURSE_POINTS;
	if (!read_open(fields, "cost", &inner))
		return;
	if (ret->kind == REWARD_MONEY)
		fields_fail(fields, RGL_E_FIELD, "cost",
			    "is not for points as money; points.worth says what they cost");
	read_units(reader, &inner, 1, &ret->purse, &ret->cost);
	if (ret->kind == REWARD_FREE || ret->kind == REWARD_BUY_GET)
		ret->cost_milli = read_milli(&inner, "each", 1, READ_MILLI_MAX, 0);
	read_close(fields, &inner);
}

static void read_uses(struct json_fields *fields, struct reward *ret)
{
	struct json_fields inner;

	if (!read_open(fields, "uses", &inner))
		return;
	ret->uses_max = read_int(&inner, "max", 1, READ_COUNT_MAX, 0);
	ret->uses_days = read_int(&inner, "days", 1, READ_DAYS_MAX, 0);
	ret->uses_total = read_int(&inner, "total", 1, READ_UNITS_MAX, 0);
	if (ret->uses_max == 0 && (ret->uses_days != 0 || ret->uses_total == 0))
		fields_fail(&inner, RGL_E_FIELD, "max", "is missing; say how many uses");
	read_close(fields, &inner);
}

static const char *read_group(struct reader *reader, struct json_fields *fields)
{
	return fields_has(fields, "group") ? read_id(reader, fields, "group")
					   : read_text(reader, fields, "group");
}

static void check_ways(struct json_fields *fields, const struct reward *reward)
{
	if (reward->automatic && reward->coupon_only)
		fields_fail(fields, RGL_E_FIELD, "automatic",
			    "and coupon_only do not go together; take one of them away");
	if (reward->automatic && reward->kind == REWARD_MONEY)
		fields_fail(fields, RGL_E_FIELD, "automatic",
			    "is not for points as money: members say when they spend them");
}

static void read_reward(struct reader *reader, struct json_fields *fields, size_t index,
			struct reward *ret)
{
	ret->id = read_id(reader, fields, "id");
	if (programme_find_reward(reader->programme, ret->id) != PROGRAMME_NONE)
		fields_fail(fields, RGL_E_FIELD, "id", "is taken by another reward");
	ret->title = read_need_text(reader, fields, "title");
	ret->enabled = read_bool(fields, "enabled", true);
	read_give(reader, fields, index, ret);
	read_cost(reader, fields, ret);
	ret->automatic = read_bool(fields, "automatic", false);
	ret->coupon_only = read_bool(fields, "coupon_only", false);
	check_ways(fields, ret);
	ret->group = read_group(reader, fields);
	ret->alone = read_bool(fields, "alone", false);
	ret->priority = read_int(fields, "priority", -READ_COUNT_MAX, READ_COUNT_MAX, 0);
	ret->per_sale = read_int(fields, "per_sale", 1, 1000, 1);
	read_uses(fields, ret);
	read_when(reader, fields, false, &ret->when);
}

void read_rewards(struct reader *reader, struct json_fields *fields)
{
	struct programme *programme = reader->programme;
	const struct cJSON *list = read_list(fields, "rewards", PROGRAMME_REWARDS_MAX, "rewards");
	const struct cJSON *item = json_first(list);

	if (item == NULL)
		return;
	programme->rewards = read_room(reader, fields, json_count(list) * sizeof(struct reward));
	for (size_t i = 0; item != NULL && fields->rc == RGL_OK; i++, item = json_next(item)) {
		struct json_fields inner = read_element(fields, item, "rewards", i);
		struct reward reward = programme_new_reward();

		read_reward(reader, &inner, i, &reward);
		read_close(fields, &inner);
		programme->rewards[programme->reward_count++] = reward;
	}
}
