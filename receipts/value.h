/* value.h - one fact as a template or a sentence names it.
 *
 * In:  what a receipt knows.
 * Out: a kind and its value, still without words: no language, no digits, no separators.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "plugin/base/civil.h"

/* VALUE_COUNT: points, stamps, visits. VALUE_MONEY: minor units of the receipt's currency.
 * VALUE_QUANTITY: thousandths. VALUE_DAY, VALUE_TIME: on the shop's clock, without and with the
 * time of day. VALUE_FLAG: number is 0 or 1. */
enum value_kind {
	VALUE_TEXT = 1,
	VALUE_COUNT,
	VALUE_MONEY,
	VALUE_QUANTITY,
	VALUE_DAY,
	VALUE_TIME,
	VALUE_FLAG,
};

/* text: never NULL when kind is VALUE_TEXT; borrowed. */
struct value {
	enum value_kind kind;
	const char *text;
	int64_t number;
	struct civil at;
};

/* Who knows values by name. find: false when there is none of that name; then *ret is as it was.
 * Never fails otherwise. */
struct values {
	bool (*find)(const void *user, const char *name, struct value *ret);
	const void *user;
};

/* What `.if` goes by: a text that is not empty, a number other than zero, a day that is there. */
static inline bool value_holds(const struct value *value)
{
	switch (value->kind) {
	case VALUE_TEXT:
		return value->text[0] != '\0';
	case VALUE_DAY:
	case VALUE_TIME:
		return value->at.month != 0;
	default:
		return value->number != 0;
	}
}
