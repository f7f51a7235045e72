/* read_rule.c - see read.h: how members earn. */

#include "plugin/programme/read.h"

#define FACTOR_MAX 1000000 /* a thousand times, in thousandths */

/* What a rule multiplies: points unless it says otherwise. */
static size_t read_multiplied(struct reader *reader, struct json_fields *fields)
{
	const char *id = fields_text(fields, "of");
	size_t purse =
		id == NULL ? (size_t)PURSE_POINTS : programme_find_purse(reader->programme, id);

	if (purse == PROGRAMME_NONE || purse == PURSE_GIFT) {
		fields_fail(fields, RGL_E_FIELD, "of",
			    "is neither points, credit nor a stamp card of this programme");
		return PURSE_POINTS;
	}
	return purse;
}

static void read_factor(struct reader *reader, struct json_fields *fields, struct rule *ret)
{
	ret->per = RULE_MULTIPLY;
	ret->factor_milli = read_need_milli(fields, "multiply", 1, FACTOR_MAX);
	ret->purse = read_multiplied(reader, fields);
	if (ret->trigger != RULE_SALE)
		fields_fail(fields, RGL_E_FIELD, "multiply",
			    "is for what a sale earns; take away \"on\", or give a number");
}

static void read_per(struct json_fields *fields, struct rule *ret)
{
	static const char *const PER[] = { "amount", "unit", "sale", NULL };

	ret->per = (enum rule_per)read_choice(fields, "per", PER, -1);
	if (ret->per == RULE_PER_AMOUNT)
		ret->amount = read_need_minor(fields, "amount");
	if (ret->per == RULE_PER_UNIT)
		ret->unit_milli = read_milli(fields, "qty", 1, READ_MILLI_MAX, 1000);
	if (ret->per != RULE_PER_SALE)
		ret->whole_amounts = read_bool(fields, "whole_amounts", false);
}

static void read_referral(struct reader *reader, struct json_fields *fields, struct rule *ret)
{
	ret->per = RULE_PER_SALE;
	read_units(reader, fields, 0, &ret->purse, &ret->units);
	ret->referrer_units = read_int(fields, "referrer", 0, READ_UNITS_MAX, 0);
	if (ret->units == 0 && ret->referrer_units == 0)
		fields_fail(fields, RGL_E_RANGE, "referrer",
			    "and what the friend gets are both 0; give one of them something");
}

static void read_given(struct reader *reader, struct json_fields *fields, struct rule *ret)
{
	struct json_fields inner;

	if (!fields_has(fields, "give"))
		fields_fail(fields, RGL_E_FIELD, "give", "is missing; say what this rule gives");
	if (!read_open(fields, "give", &inner))
		return;
	if (fields_has(&inner, "multiply")) {
		read_factor(reader, &inner, ret);
	} else if (ret->trigger == RULE_REFERRAL) {
		read_referral(reader, &inner, ret);
	} else {
		read_units(reader, &inner, 1, &ret->purse, &ret->units);
		ret->per = RULE_PER_SALE;
		if (ret->trigger == RULE_SALE)
			read_per(&inner, ret);
	}
	read_close(fields, &inner);
}

static void read_caps(struct json_fields *fields, struct rule *ret)
{
	struct json_fields inner;

	if (!read_open(fields, "caps", &inner))
		return;
	ret->cap_sale = read_int(&inner, "sale", 1, READ_UNITS_MAX, 0);
	ret->cap_day = read_int(&inner, "day", 1, READ_UNITS_MAX, 0);
	ret->cap_period = read_int(&inner, "period", 1, READ_UNITS_MAX, 0);
	ret->cap_period_days = read_int(&inner, "days", 1, READ_DAYS_MAX, 0);
	if (ret->cap_period != 0 && ret->cap_period_days == 0)
		fields_fail(&inner, RGL_E_FIELD, "days", "is missing; say how long the period is");
	if (ret->cap_period == 0 && ret->cap_period_days != 0)
		fields_fail(&inner, RGL_E_FIELD, "period",
			    "is missing; say how much may be earned in these days");
	read_close(fields, &inner);
}

static void read_uses(struct json_fields *fields, struct rule *ret)
{
	struct json_fields inner;

	if (!read_open(fields, "uses", &inner))
		return;
	ret->uses_max = read_need_int(&inner, "max", 1, READ_COUNT_MAX);
	ret->uses_days = read_int(&inner, "days", 1, READ_DAYS_MAX, 0);
	read_close(fields, &inner);
}

static void read_rule(struct reader *reader, struct json_fields *fields, struct rule *ret)
{
	static const char *const ROUNDINGS[] = { "down", "nearest", "up", NULL };
	static const char *const TRIGGERS[] = { "sale", "enrolment", "referral", NULL };

	ret->id = read_id(reader, fields, "id");
	if (programme_find_rule(reader->programme, ret->id) != PROGRAMME_NONE)
		fields_fail(fields, RGL_E_FIELD, "id", "is taken by another rule");
	ret->title = read_text(reader, fields, "title");
	ret->enabled = read_bool(fields, "enabled", true);
	ret->trigger = (enum rule_trigger)read_choice(fields, "on", TRIGGERS, RULE_SALE);
	read_given(reader, fields, ret);
	ret->rounding = (enum programme_rounding)read_choice(fields, "rounding", ROUNDINGS,
							     (int)reader->rounding);
	ret->exclusive = read_bool(fields, "exclusive", false);
	ret->priority = read_int(fields, "priority", -READ_COUNT_MAX, READ_COUNT_MAX, 0);
	read_caps(fields, ret);
	read_uses(fields, ret);
	read_when(reader, fields, ret->trigger == RULE_ENROLMENT, &ret->when);
}

void read_rules(struct reader *reader, struct json_fields *fields)
{
	struct programme *programme = reader->programme;
	const struct cJSON *list = read_list(fields, "earn", PROGRAMME_RULES_MAX, "rules");
	const struct cJSON *item = json_first(list);

	if (item == NULL)
		return;
	programme->rules = read_room(reader, fields, json_count(list) * sizeof(struct rule));
	for (size_t i = 0; item != NULL && fields->rc == RGL_OK; i++, item = json_next(item)) {
		struct json_fields inner = read_element(fields, item, "earn", i);
		struct rule rule = programme_new_rule();

		read_rule(reader, &inner, &rule);
		read_close(fields, &inner);
		programme->rules[programme->rule_count++] = rule;
	}
}
