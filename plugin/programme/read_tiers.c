/* read_tiers.c - see read.h: levels that members reach. */

#include "plugin/programme/read.h"

static void read_window(struct json_fields *fields, struct tiers *ret)
{
	static const char *const BY[] = { "spend", "points", "visits", NULL };
	static const char *const WINDOWS[] = { "ever", "rolling", "year", NULL };

	ret->by = (enum tier_by)read_choice(fields, "by", BY, -1);
	ret->window = (enum tier_window)read_choice(fields, "window", WINDOWS, TIER_EVER);
	if (ret->window == TIER_ROLLING)
		ret->window_months = read_need_int(fields, "window_months", 1, READ_MONTHS_MAX);
}

static void read_down(struct json_fields *fields, struct tiers *ret)
{
	static const char *const DOWN[] = { "never", "at_once", "after", NULL };

	ret->down = (enum tier_down)read_choice(fields, "down", DOWN, TIER_DOWN_NEVER);
	if (ret->down == TIER_DOWN_AFTER)
		ret->down_months = read_need_int(fields, "down_months", 1, READ_MONTHS_MAX);
	ret->next_sale = read_bool(fields, "next_sale", false);
}

static void read_level(struct reader *reader, struct json_fields *fields, const struct tiers *tiers,
		       struct level *ret)
{
	size_t count = tiers->level_count;

	ret->id = read_id(reader, fields, "id");
	ret->title = read_need_text(reader, fields, "title");
	ret->from = read_need_int(fields, "from", 0, READ_UNITS_MAX);
	if (programme_find_level(reader->programme, ret->id) != PROGRAMME_NONE)
		fields_fail(fields, RGL_E_FIELD, "id", "is taken by another level");
	if (count > 0 && ret->from <= tiers->levels[count - 1].from)
		fields_fail(fields, RGL_E_RANGE, "from",
			    "is not above the level before it; write levels from low to high");
}

static void read_levels(struct reader *reader, struct json_fields *fields, struct tiers *ret)
{
	const struct cJSON *list = read_list(fields, "levels", PROGRAMME_LEVELS_MAX, "levels");
	const struct cJSON *item = json_first(list);

	if (item == NULL)
		fields_fail(fields, RGL_E_FIELD, "levels", "is missing; there is one at least");
	for (size_t i = 0; item != NULL && fields->rc == RGL_OK; i++, item = json_next(item)) {
		struct json_fields inner = read_element(fields, item, "levels", i);
		struct level level = { .id = "", .title = "" };

		read_level(reader, &inner, ret, &level);
		read_close(fields, &inner);
		ret->levels[ret->level_count++] = level;
	}
}

void read_tiers(struct reader *reader, struct json_fields *fields)
{
	struct tiers *tiers = &reader->programme->tiers;
	struct json_fields inner;

	if (!read_open(fields, "tiers", &inner))
		return;
	read_window(&inner, tiers);
	read_down(&inner, tiers);
	read_levels(reader, &inner, tiers);
	read_close(fields, &inner);
}
