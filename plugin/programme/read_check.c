/* read_check.c - see read.h: what holds between the rewards of a programme. */
#include <stdio.h>

#include "plugin/base/ascii.h"
#include "plugin/programme/read.h"

static void check_coupon(struct reader *reader, struct json_fields *fields, size_t index)
{
	struct programme *programme = reader->programme;
	struct reward *reward = &programme->rewards[index];
	size_t target = programme_find_reward(programme, reader->coupons[index]);
	char path[JSON_PATH_ROOM * 2];

	(void)snprintf(path, sizeof(path), "rewards[%zu].give.coupon", index);
	if (target == PROGRAMME_NONE)
		fields_fail(fields, RGL_E_FIELD, path, "is no reward of this programme");
	else if (programme->rewards[target].kind == REWARD_COUPON)
		fields_fail(fields, RGL_E_FIELD, path,
			    "is %s; a coupon is for a reward that takes something off",
			    target == index ? "the reward itself" : "a coupon too");
	reward->coupon = target;
}

static bool is_same_code(const char *one, const char *other)
{
	while (*one != '\0' && ascii_lower(*one) == ascii_lower(*other)) {
		one++;
		other++;
	}
	return *one == *other;
}

static bool has_code(const struct reward *reward, const char *code)
{
	for (size_t i = 0; reward->enabled && i < reward->when.codes.count; i++)
		if (is_same_code(reward->when.codes.texts[i], code))
			return true;
	return false;
}

/* A code that is entered stands for one reward. */
static void check_codes(const struct programme *programme, struct json_fields *fields, size_t index)
{
	const struct reward *reward = &programme->rewards[index];
	char path[JSON_PATH_ROOM * 2];

	if (!reward->enabled)
		return;
	for (size_t i = 0; i < reward->when.codes.count; i++) {
		for (size_t other = 0; other < index; other++) {
			if (!has_code(&programme->rewards[other], reward->when.codes.texts[i]))
				continue;
			(void)snprintf(path, sizeof(path), "rewards[%zu].when.codes[%zu]", index,
				       i);
			fields_fail(fields, RGL_E_FIELD, path,
				    "is a code of the reward \"%s\" already",
				    programme->rewards[other].id);
			return;
		}
	}
}

void read_check(struct reader *reader, struct json_fields *fields)
{
	for (size_t i = 0; i < reader->programme->reward_count && fields->rc == RGL_OK; i++) {
		if (reader->programme->rewards[i].kind == REWARD_COUPON)
			check_coupon(reader, fields, i);
		check_codes(reader->programme, fields, i);
	}
}
