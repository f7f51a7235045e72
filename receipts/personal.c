/* personal.c - see personal.h. */
#include "receipts/personal.h"

#include <string.h>

#include "plugin/loyalty/accrue.h"

#define RETURN_DAYS 30
#define RETURN_TIMES 3
#define BIRTHDAY_BEFORE 1
#define BIRTHDAY_AFTER 2
#define APOLOGIES 5

static bool is_given(const char *text)
{
	return text != NULL && text[0] != '\0';
}

static bool is_owed(const struct receipt *receipt)
{
	return is_given(receipt->person.apology);
}

static bool is_leap(int32_t year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Days from the birthday in that year to a day; 29 February is on the 28th of other years, as in
 * the programme's own rules. */
static int64_t days_after(int32_t month, int32_t day, const struct civil *at, int32_t year)
{
	const bool moves = month == 2 && day == 29 && !is_leap(year);

	return civil_days(at->year, at->month, at->day) - civil_days(year, month, moves ? 28 : day);
}

/* Around the turn of the year the birthday may be in another. */
bool personal_is_birthday(int32_t month, int32_t day, const struct civil *at,
			  struct personal_birthday *ret)
{
	if (month == 0 || at->month == 0)
		return false;
	for (int32_t year = at->year - 1; year <= at->year + 1; year++) {
		const int64_t days = days_after(month, day, at, year);

		if (days < -BIRTHDAY_BEFORE || days > BIRTHDAY_AFTER)
			continue;
		*ret = (struct personal_birthday) { .year = year, .days_after = days };
		return true;
	}
	return false;
}

static bool is_birthday(const struct receipt *receipt)
{
	struct personal_birthday birthday;

	return personal_is_birthday(receipt->person.birth_month, receipt->person.birth_day,
				    &receipt->at, &birthday);
}

static bool is_tier_new(const struct receipt *receipt)
{
	return receipt->person.is_tier_new && is_given(receipt->tier);
}

static bool is_first(const struct receipt *receipt)
{
	return receipt->visit == 1;
}

bool personal_is_long(int64_t gap_days, int64_t usual_days)
{
	return gap_days > RETURN_DAYS && gap_days > RETURN_TIMES * usual_days;
}

static bool is_return(const struct receipt *receipt)
{
	const struct receipt_person *person = &receipt->person;

	return receipt->visit > 1 && personal_is_long(person->gap_days, person->usual_days);
}

bool personal_is_round(int64_t visit)
{
	switch (visit) {
	case 5:
	case 10:
	case 25:
	case 50:
		return true;
	default:
		return visit > 0 && visit % 100 == 0;
	}
}

static bool is_round(const struct receipt *receipt)
{
	return personal_is_round(receipt->visit);
}

static bool has_reward(const struct receipt *receipt)
{
	return !receipt->without_points && is_given(receipt->reward);
}

static bool is_ready(const struct receipt *receipt)
{
	return has_reward(receipt) && points_sign(receipt->to_reward) <= 0 &&
	       points_sign(receipt->balance) > 0;
}

/* No more is missing than is there. */
bool personal_is_near(const struct receipt *receipt)
{
	return has_reward(receipt) && points_sign(receipt->to_reward) > 0 &&
	       points_sign(accrue_missing(receipt->balance, receipt->to_reward)) == 0;
}

/* By the moment's reason. */
static bool is_owed_for(const struct receipt *receipt, const char *reason)
{
	return is_owed(receipt) && strcmp(receipt->person.apology, reason) == 0;
}

static bool is_owed_goods(const struct receipt *receipt)
{
	return is_owed_for(receipt, "product");
}

static bool is_owed_a_product(const struct receipt *receipt)
{
	return is_owed_goods(receipt) && is_given(receipt->person.apology_product);
}

static bool is_owed_kindness(const struct receipt *receipt)
{
	return is_owed_for(receipt, "staff");
}

static bool is_owed_an_answer(const struct receipt *receipt)
{
	return is_owed_for(receipt, "contact");
}

enum about { ABOUT_SORRY, ABOUT_BIRTHDAY, ABOUT_TIER, ABOUT_VISIT, ABOUT_REWARD };

struct occasion {
	bool (*holds)(const struct receipt *receipt);
	enum about about;
	const char *key;
};

static const struct occasion OCCASIONS[] = {
	/* The first five alone are for refunds too. */
	{ is_owed_a_product, ABOUT_SORRY, "personal_sorry_named" },
	{ is_owed_goods, ABOUT_SORRY, "personal_sorry_product" },
	{ is_owed_kindness, ABOUT_SORRY, "personal_sorry_staff" },
	{ is_owed_an_answer, ABOUT_SORRY, "personal_sorry_contact" },
	{ is_owed, ABOUT_SORRY, "personal_sorry" },
	{ is_birthday, ABOUT_BIRTHDAY, "personal_birthday" },
	{ is_tier_new, ABOUT_TIER, "personal_tier_reached" },
	{ is_first, ABOUT_VISIT, "personal_first" },
	{ is_return, ABOUT_VISIT, "personal_return" },
	{ is_round, ABOUT_VISIT, "personal_visit_nth" },
	{ is_ready, ABOUT_REWARD, "personal_reward_ready" },
	{ personal_is_near, ABOUT_REWARD, "personal_reward_near" },
};

size_t personal_choose(const struct receipt *receipt, const char *ret[PERSONAL_MAX])
{
	const size_t occasions =
		receipt->is_refund ? APOLOGIES : sizeof(OCCASIONS) / sizeof(OCCASIONS[0]);
	uint32_t said = 0; /* a bit for each `about` */
	size_t count = 0;

	if (!receipt_is_member(receipt))
		return 0;
	for (size_t i = 0; i < occasions && count < PERSONAL_MAX - 1; i++) {
		const uint32_t bit = 1u << OCCASIONS[i].about;

		if ((said & bit) != 0 || !OCCASIONS[i].holds(receipt))
			continue;
		said |= bit;
		ret[count++] = OCCASIONS[i].key;
	}
	if (!receipt->is_refund && is_given(receipt->cashier))
		ret[count++] = "personal_served";
	return count;
}

bool personal_is_about_reward(const char *key)
{
	for (size_t i = 0; i < sizeof(OCCASIONS) / sizeof(OCCASIONS[0]); i++)
		if (strcmp(OCCASIONS[i].key, key) == 0)
			return OCCASIONS[i].about == ABOUT_REWARD;
	return false;
}
