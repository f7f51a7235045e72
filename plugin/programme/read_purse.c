/* read_purse.c - see read.h: points, store credit, gift cards, stamp cards. */

#include "plugin/programme/read.h"

static void read_expiry(struct json_fields *fields, struct expiry *ret)
{
	static const char *const KINDS[] = { "never", "fixed", "sliding", NULL };
	static const char *const ENDS[] = { "day", "month", "year", NULL };
	struct json_fields inner;

	if (!read_open(fields, "expiry", &inner))
		return;
	ret->kind = (enum expiry_kind)read_choice(&inner, "kind", KINDS, -1);
	if (ret->kind != EXPIRY_NEVER) {
		ret->days = read_int(&inner, "days", 1, READ_DAYS_MAX, 0);
		ret->months = read_int(&inner, "months", 1, READ_MONTHS_MAX, 0);
		ret->end = (enum expiry_end)read_choice(&inner, "end_of", ENDS, EXPIRY_END_DAY);
		ret->warn_days = read_int(&inner, "warn_days", 1, READ_DAYS_MAX, 0);
		if (ret->days == 0 && ret->months == 0)
			fields_fail(&inner, RGL_E_FIELD, "months",
				    "is missing; say after how many months, or days");
	}
	read_close(fields, &inner);
}

static void read_title(struct reader *reader, struct json_fields *fields, struct purse *ret)
{
	const char *title = read_text(reader, fields, "title");

	if (title[0] != '\0')
		ret->title = title;
}

static void read_worth(struct reader *reader, struct json_fields *fields)
{
	struct json_fields inner;

	if (!read_open(fields, "worth", &inner))
		return;
	reader->programme->worth_of = read_need_int(&inner, "points", 1, READ_UNITS_MAX);
	reader->programme->worth = read_need_minor(&inner, "money");
	read_close(fields, &inner);
}

static void read_points(struct reader *reader, struct json_fields *fields)
{
	struct purse *purse = &reader->programme->purses[PURSE_POINTS];
	struct json_fields inner;

	if (!read_open(fields, "points", &inner))
		return;
	read_title(reader, &inner, purse);
	read_worth(reader, &inner);
	read_expiry(&inner, &purse->expiry);
	read_close(fields, &inner);
}

static void read_credit(struct reader *reader, struct json_fields *fields)
{
	struct purse *purse = &reader->programme->purses[PURSE_CREDIT];
	struct json_fields inner;

	if (!read_open(fields, "credit", &inner))
		return;
	read_title(reader, &inner, purse);
	read_expiry(&inner, &purse->expiry);
	read_close(fields, &inner);
}

static void read_gift_cards(struct reader *reader, struct json_fields *fields)
{
	struct json_fields inner;

	if (!read_open(fields, "gift_cards", &inner))
		return;
	read_title(reader, &inner, &reader->programme->purses[PURSE_GIFT]);
	reader->programme->gift_card_months = read_int(&inner, "months", 1, READ_MONTHS_MAX, 0);
	read_close(fields, &inner);
}

static void read_card(struct reader *reader, struct json_fields *fields)
{
	struct purse purse = { .id = "", .title = "" };

	purse.id = read_id(reader, fields, "id");
	purse.title = read_need_text(reader, fields, "title");
	purse.stamps = read_need_int(fields, "stamps", 1, 1000);
	read_expiry(fields, &purse.expiry);
	if (fields->rc == RGL_OK &&
	    programme_find_purse(reader->programme, purse.id) != PROGRAMME_NONE)
		fields_fail(fields, RGL_E_FIELD, "id",
			    "is taken; points, credit, gift and other stamp cards have other ids");
	reader->programme->purses[reader->programme->purse_count] = purse;
	reader->programme->purse_count++;
}

static void read_cards(struct reader *reader, struct json_fields *fields)
{
	const struct cJSON *list = read_list(fields, "stamp_cards",
					     PROGRAMME_PURSES_MAX - PURSE_STAMPS, "stamp cards");
	const struct cJSON *item = json_first(list);

	for (size_t i = 0; item != NULL && fields->rc == RGL_OK; i++, item = json_next(item)) {
		struct json_fields inner = read_element(fields, item, "stamp_cards", i);

		read_card(reader, &inner);
		read_close(fields, &inner);
	}
}

void read_purses(struct reader *reader, struct json_fields *fields)
{
	read_points(reader, fields);
	read_credit(reader, fields);
	read_gift_cards(reader, fields);
	read_cards(reader, fields);
}

static size_t read_stamp_card(struct reader *reader, struct json_fields *fields)
{
	const char *id = fields_need_text(fields, "card");
	size_t purse = id == NULL ? PROGRAMME_NONE : programme_find_purse(reader->programme, id);

	if (purse == PROGRAMME_NONE || purse < PURSE_STAMPS) {
		fields_fail(fields, RGL_E_FIELD, "card", "is no stamp card of this programme");
		return PURSE_POINTS;
	}
	return purse;
}

void read_units(struct reader *reader, struct json_fields *fields, int64_t least, size_t *ret_purse,
		int64_t *ret_units)
{
	const char *name = "points";

	*ret_purse = PURSE_POINTS;
	if (fields_has(fields, "stamps")) {
		name = "stamps";
		*ret_purse = read_stamp_card(reader, fields);
	} else if (fields_has(fields, "credit")) {
		name = "credit";
		*ret_purse = PURSE_CREDIT;
	} else if (!fields_has(fields, "points")) {
		fields_fail(fields, RGL_E_FIELD, "points",
			    "is missing; say how many points, credit or stamps");
	}
	*ret_units = read_need_int(fields, name, least, READ_UNITS_MAX);
}
