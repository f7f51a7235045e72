/* read_when.c - see read.h: the conditions of a rule or a reward. */
#include <string.h>

#include "plugin/base/zone.h"
#include "plugin/programme/read.h"

#define MINUTES_A_DAY 1440

/* A day alone is the whole of it: from its first moment, until its last. 0 stands for "open". */
int64_t read_moment(struct reader *reader, struct json_fields *fields, const char *name,
		    bool is_end)
{
	const char *text = fields_text(fields, name);
	struct civil civil;
	enum written written;
	int64_t offset_ms;
	int64_t ms_part;
	int64_t at_ms;

	if (text == NULL)
		return 0;
	if (civil_read(text, strlen(text), &civil, &ms_part, &offset_ms, &written) < 0) {
		fields_fail(fields, RGL_E_TIME, name,
			    "is not a day or a time; write 2026-12-24 or 2026-12-24T18:00");
		return 0;
	}
	at_ms = civil_ms(&civil) + ms_part;
	if (written == WRITTEN_DAY && is_end)
		at_ms += MS_A_DAY;
	at_ms = written == WRITTEN_INSTANT ? at_ms - offset_ms
					   : zone_instant_ms(reader->zone, at_ms);
	return at_ms == 0 ? 1 : at_ms;
}

static void read_dates(struct reader *reader, struct json_fields *fields, struct conditions *ret)
{
	ret->from_ms = read_moment(reader, fields, "from", false);
	ret->until_ms = read_moment(reader, fields, "until", true);
	if (ret->from_ms != 0 && ret->until_ms != 0 && ret->until_ms <= ret->from_ms)
		fields_fail(fields, RGL_E_RANGE, "until", "is not after from");
}

static void read_weekdays(struct json_fields *fields, struct conditions *ret)
{
	static const char *const DAYS[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
	const struct cJSON *list = read_list(fields, "weekdays", 7, "days");

	if (list == NULL)
		return;
	ret->has_weekdays = true;
	for (list = json_first(list); list != NULL; list = json_next(list)) {
		const char *text = json_text(list);
		uint32_t day = 0;

		while (day < 7 && (text == NULL || strcmp(text, DAYS[day]) != 0))
			day++;
		ret->weekdays |= UINT32_C(1) << day;
	}
	if (ret->weekdays == 0 || ret->weekdays >> 7 != 0)
		fields_fail(fields, RGL_E_FIELD, "weekdays",
			    "is a list out of \"mon\", \"tue\", \"wed\", \"thu\", \"fri\", "
			    "\"sat\", \"sun\"");
}

static bool is_digit(char character)
{
	return character >= '0' && character <= '9';
}

/* "HH:MM", to the end of the day; -1 for anything else. */
static int32_t minute_of(const char *text)
{
	int32_t minute;

	if (strlen(text) != 5 || text[2] != ':' || !is_digit(text[0]) || !is_digit(text[1]) ||
	    !is_digit(text[3]) || !is_digit(text[4]) || text[3] > '5')
		return -1;
	minute = ((text[0] - '0') * 10 + (text[1] - '0')) * 60 + (text[3] - '0') * 10 +
		 (text[4] - '0');
	return minute <= MINUTES_A_DAY ? minute : -1;
}

static int32_t read_clock(struct json_fields *fields, const char *name)
{
	const char *text = fields_need_text(fields, name);
	int32_t minute = text == NULL ? -1 : minute_of(text);

	if (minute < 0)
		fields_fail(fields, RGL_E_FIELD, name, "is not a time of day like \"17:30\"");
	return minute % MINUTES_A_DAY;
}

static void read_hours(struct json_fields *fields, struct conditions *ret)
{
	struct json_fields inner;

	if (!read_open(fields, "hours", &inner))
		return;
	ret->from_minute = read_clock(&inner, "from");
	ret->until_minute = read_clock(&inner, "until");
	read_close(fields, &inner);
}

static void read_basket(struct reader *reader, struct json_fields *fields, struct conditions *ret)
{
	(void)read_scope(reader, fields, "items", &ret->items);
	ret->min_amount = read_minor(fields, "min_amount");
	ret->min_amount_without_tax = read_bool(fields, "min_amount_without_tax", false);
	ret->min_qty_milli = read_milli(fields, "min_qty", 1, READ_MILLI_MAX, 0);
	if (ret->min_amount_without_tax && money_sign(ret->min_amount) == 0)
		fields_fail(fields, RGL_E_FIELD, "min_amount_without_tax",
			    "needs a min_amount beside it");
}

static void read_visits(struct json_fields *fields, struct conditions *ret)
{
	ret->first_purchase = read_bool(fields, "first_purchase", false);
	ret->visit = read_int(fields, "visit", 1, READ_COUNT_MAX, 0);
	ret->every_visit = read_int(fields, "every_visit", 1, READ_COUNT_MAX, 0);
}

static void read_birthday(struct json_fields *fields, struct conditions *ret)
{
	ret->birthday = read_bool(fields, "birthday", false);
	ret->days_before = (int32_t)read_int(fields, "days_before", 0, 180, 0);
	ret->days_after = (int32_t)read_int(fields, "days_after", 0, 180, 0);
	if (!ret->birthday &&
	    (fields_has(fields, "days_before") || fields_has(fields, "days_after")))
		fields_fail(fields, RGL_E_FIELD, "birthday",
			    "is missing; days_before and days_after are of a birthday");
}

static void read_levels(struct reader *reader, struct json_fields *fields, struct conditions *ret)
{
	read_words(reader, fields, "tiers", false, &ret->tiers);
	for (size_t i = 0; i < ret->tiers.count && fields->rc == RGL_OK; i++)
		if (programme_find_level(reader->programme, ret->tiers.texts[i]) == PROGRAMME_NONE)
			fields_fail(fields, RGL_E_FIELD, "tiers",
				    "names \"%s\", which is no level of this programme",
				    ret->tiers.texts[i]);
}

/* A sale has these, an enrolment has not: a rule that asks for them would never give anything. */
static void refuse_sales_words(struct json_fields *fields)
{
	static const char *const WORDS[] = {
		"items",	  "min_amount", "min_amount_without_tax",
		"min_qty",	  "codes",	"stores",
		"first_purchase", "visit",	"every_visit"
	};

	for (size_t i = 0; i < sizeof(WORDS) / sizeof(WORDS[0]); i++)
		if (fields_has(fields, WORDS[i]))
			fields_fail(fields, RGL_E_FIELD, WORDS[i],
				    "never holds at an enrolment, where nothing is bought");
}

void read_when(struct reader *reader, struct json_fields *fields, bool is_enrolment,
	       struct conditions *ret)
{
	struct json_fields inner;

	if (!read_open(fields, "when", &inner))
		return;
	if (is_enrolment)
		refuse_sales_words(&inner);
	read_basket(reader, &inner, ret);
	read_dates(reader, &inner, ret);
	read_weekdays(&inner, ret);
	read_hours(&inner, ret);
	read_visits(&inner, ret);
	read_birthday(&inner, ret);
	read_levels(reader, &inner, ret);
	read_words(reader, &inner, "segments", true, &ret->segments);
	read_words(reader, &inner, "codes", true, &ret->codes);
	read_words(reader, &inner, "stores", false, &ret->stores);
	read_close(fields, &inner);
}
