/* read_give.c - see read.h: what a reward is. One kind each, told by its first field. */

#include "plugin/programme/read.h"

#define PERCENT_ALL 100000 /* thousandths of a per cent */

static void read_on(struct reader *reader, struct json_fields *fields, struct reward *ret)
{
	static const char *const ON[] = { "order", "items", "cheapest", NULL };
	bool named = read_scope(reader, fields, "items", &ret->items);

	ret->on = (enum reward_on)read_choice(fields, "on", ON,
					      named ? REWARD_ON_ITEMS : REWARD_ON_ORDER);
	if (named && ret->on == REWARD_ON_ORDER)
		fields_fail(
			fields, RGL_E_FIELD, "items",
			"is given, but the reward is on the whole order; say \"on\": \"items\"");
	if (!named && ret->on == REWARD_ON_ITEMS)
		fields_fail(fields, RGL_E_FIELD, "items", "is missing; say which items");
}

static void read_max(struct json_fields *fields, struct reward *ret)
{
	ret->max = read_minor(fields, "max");
}

static void read_percent(struct reader *reader, struct json_fields *fields, struct reward *ret)
{
	ret->kind = REWARD_PERCENT;
	ret->percent_milli = read_need_milli(fields, "percent", 1, PERCENT_ALL);
	read_on(reader, fields, ret);
	read_max(fields, ret);
}

static void read_amount(struct reader *reader, struct json_fields *fields, struct reward *ret)
{
	ret->kind = REWARD_AMOUNT;
	ret->amount = read_need_minor(fields, "amount");
	read_on(reader, fields, ret);
}

/* A product alone is the item that is free. */
static void scope_of_product(struct reader *reader, struct json_fields *fields, struct reward *ret)
{
	const char **texts = read_room(reader, fields, sizeof(*texts));

	if (texts == NULL)
		return;
	texts[0] = ret->product;
	ret->items.products = (struct word_list) { texts, 1 };
}

static void read_free(struct reader *reader, struct json_fields *fields, struct reward *ret)
{
	struct json_fields inner;
	bool named;

	ret->kind = REWARD_FREE;
	ret->percent_milli = PERCENT_ALL;
	ret->on = REWARD_ON_ITEMS;
	if (read_open(fields, "free", &inner)) {
		named = read_scope(reader, &inner, "items", &ret->items);
		ret->free_milli = read_milli(&inner, "qty", 1, READ_MILLI_MAX, 1000);
		ret->product = read_text(reader, &inner, "product");
		if (!named && ret->product[0] == '\0')
			fields_fail(&inner, RGL_E_FIELD, "items",
				    "is missing; say which items are free, or which product");
		if (!named && inner.rc == RGL_OK)
			scope_of_product(reader, &inner, ret);
		read_close(fields, &inner);
	}
	read_max(fields, ret);
}

static void read_bought(struct reader *reader, struct json_fields *fields, struct reward *ret)
{
	struct json_fields inner;

	if (!read_open(fields, "buy", &inner))
		return;
	(void)read_scope(reader, &inner, "items", &ret->buy);
	ret->buy_milli = read_need_milli(&inner, "qty", 1, READ_MILLI_MAX);
	read_close(fields, &inner);
}

/* Of the same items as are bought, unless it says of which. */
static void read_got(struct reader *reader, struct json_fields *fields, struct reward *ret)
{
	struct json_fields inner;

	if (!fields_has(fields, "get"))
		fields_fail(fields, RGL_E_FIELD, "get", "is missing; say what they get for it");
	if (!read_open(fields, "get", &inner))
		return;
	if (!read_scope(reader, &inner, "items", &ret->items))
		ret->items = ret->buy;
	ret->free_milli = read_milli(&inner, "qty", 1, READ_MILLI_MAX, 1000);
	ret->percent_milli = read_milli(&inner, "percent", 1, PERCENT_ALL, PERCENT_ALL);
	read_close(fields, &inner);
}

static void read_buy_get(struct reader *reader, struct json_fields *fields, struct reward *ret)
{
	ret->kind = REWARD_BUY_GET;
	ret->on = REWARD_ON_ITEMS;
	read_bought(reader, fields, ret);
	read_got(reader, fields, ret);
	read_max(fields, ret);
}

static void read_points_as_money(struct reader *reader, struct json_fields *fields,
				 struct reward *ret)
{
	struct json_fields inner;

	ret->kind = REWARD_MONEY;
	if (money_sign(reader->programme->worth) == 0)
		fields_fail(fields, RGL_E_FIELD, "points_as_money",
			    "needs points.worth, which says what points are worth");
	if (read_open(fields, "points_as_money", &inner)) {
		ret->step = read_int(&inner, "step", 1, READ_UNITS_MAX, 1);
		ret->least = read_int(&inner, "least", 1, READ_UNITS_MAX, 0);
		ret->share_milli = read_milli(&inner, "share", 1, PERCENT_ALL, PERCENT_ALL);
		read_close(fields, &inner);
	}
	read_max(fields, ret);
}

/* For a reward that may come later in the file: read_check.c looks it up. */
static void read_coupon(struct reader *reader, struct json_fields *fields, size_t index,
			struct reward *ret)
{
	ret->kind = REWARD_COUPON;
	reader->coupons[index] = fields_need_text(fields, "coupon");
	ret->coupon_days = read_int(fields, "days", 1, READ_DAYS_MAX, 0);
}

static void read_thing(struct json_fields *fields, struct reward *ret)
{
	ret->kind = REWARD_THING;
	if (!fields_has(fields, "thing"))
		fields_fail(fields, RGL_E_FIELD, "thing",
			    "is missing, and so are percent, amount, free, buy, points_as_money "
			    "and coupon; give one of them");
	if (!read_bool(fields, "thing", false))
		fields_fail(fields, RGL_E_FIELD, "thing", "is true, or is left out");
}

static void read_kind(struct reader *reader, struct json_fields *fields, size_t index,
		      struct reward *ret)
{
	if (fields_has(fields, "percent"))
		read_percent(reader, fields, ret);
	else if (fields_has(fields, "amount"))
		read_amount(reader, fields, ret);
	else if (fields_has(fields, "free"))
		read_free(reader, fields, ret);
	else if (fields_has(fields, "buy"))
		read_buy_get(reader, fields, ret);
	else if (fields_has(fields, "points_as_money"))
		read_points_as_money(reader, fields, ret);
	else if (fields_has(fields, "coupon"))
		read_coupon(reader, fields, index, ret);
	else
		read_thing(fields, ret);
}

void read_give(struct reader *reader, struct json_fields *fields, size_t index, struct reward *ret)
{
	struct json_fields inner;

	if (!fields_has(fields, "give"))
		fields_fail(fields, RGL_E_FIELD, "give",
			    "is missing; it has percent, amount, free, buy, points_as_money, "
			    "coupon or thing");
	if (!read_open(fields, "give", &inner))
		return;
	read_kind(reader, &inner, index, ret);
	read_close(fields, &inner);
}
