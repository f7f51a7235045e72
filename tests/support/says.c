/* says.c - see says.h. */
#include "tests/support/says.h"

#include "tests/support/check.h"

#include <string.h>

static bool find_listed(const void *user, const char *name, struct value *ret)
{
	for (const struct says_value *at = user; at->name != NULL; at++)
		if (strcmp(at->name, name) == 0) {
			*ret = at->value;
			return true;
		}
	return false;
}

struct values says_values(const struct says_value *list)
{
	return (struct values) { find_listed, list };
}

static bool find_usual(const void *user, const char *name, struct value *ret)
{
	static const struct value NOVEMBER = { .kind = VALUE_DAY,
					       .at = { 2026, 11, 21, 14, 5, 0 } };
	static const struct value AMOUNT = { .kind = VALUE_MONEY, .number = 123450 };
	static const struct says_value USUAL[] = {
		{ "member", { .kind = VALUE_TEXT, .text = "Asha" } },
		{ "cashier", { .kind = VALUE_TEXT, .text = "Jonas" } },
		{ "reward", { .kind = VALUE_TEXT, .text = "coffee" } },
		{ "currency", { .kind = VALUE_TEXT, .text = "EUR" } },
		{ "tier", { .kind = VALUE_TEXT, .text = "Gold" } },
		{ "next_tier", { .kind = VALUE_TEXT, .text = "Diamond" } },
		{ "purse", { .kind = VALUE_TEXT, .text = "Beans" } },
		{ "title", { .kind = VALUE_TEXT, .text = "Cake" } },
		{ "sale", { .kind = VALUE_TEXT, .text = "T1-77" } },
		{ "shop", { .kind = VALUE_TEXT, .text = "Kaffe & Kage" } },
		{ "rate", { .kind = VALUE_TEXT, .text = "25" } },
		{ NULL, { 0 } },
	};
	const int64_t *count = user;

	if (find_listed(USUAL, name, ret))
		return true;
	if (strcmp(name, "until") == 0 || strcmp(name, "ending_day") == 0)
		*ret = NOVEMBER;
	else if (strcmp(name, "unit") == 0 || strcmp(name, "amount") == 0 ||
		 strcmp(name, "points_worth") == 0)
		*ret = AMOUNT;
	else
		*ret = (struct value) { .kind = VALUE_COUNT, .number = *count };
	return true;
}

struct values says_usual(const int64_t *count)
{
	return (struct values) { find_usual, count };
}

struct words *says_open(const struct host *host, const char *member, uint32_t digits)
{
	const struct words_wish wish = { .member = member,
					 .shop = "en",
					 .currency = { "EUR", digits } };
	struct rgl_why why = { .size = sizeof(why) };
	struct words *words = NULL;

	if (words_open(host, &wish, &words, &why) < 0)
		fail_msg("%s", why.text);
	return words;
}
