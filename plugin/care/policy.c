/* policy.c - see policy.h. */
#include "plugin/care/policy.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "plugin/base/decimal.h"
#include "plugin/care/hours.h"
#include "plugin/store/query.h"

/* A number from 0 on, an amount of the shop's money, or words. */
enum kind { KIND_NUMBER, KIND_MONEY, KIND_WORDS };

/* at: of the field. most: of a number; bytes with the NUL of words. usual: of a number as it is, of
 * money in hundredths of the usual unit (see usual_money). */
struct entry {
	struct policy_setting setting;
	const char *words;
	size_t at;
	int64_t most;
	int64_t usual;
	enum kind kind;
};

#define FIELD(name) offsetof(struct policy, name)
#define NUMBER(name, most, usual, what)                                                            \
	{                                                                                          \
		{ #name, what }, NULL, FIELD(name), most, usual, KIND_NUMBER                       \
	}
#define MONEY(name, usual, what)                                                                   \
	{                                                                                          \
		{ #name, what }, NULL, FIELD(name), 0, usual, KIND_MONEY                           \
	}
#define WORDS(name, usual, what)                                                                   \
	{                                                                                          \
		{ #name, what }, usual, FIELD(name), sizeof(((struct policy *)0)->name), 0,        \
			KIND_WORDS                                                                 \
	}

static const struct entry ENTRIES[] = {
	WORDS(questions, "nps csat mood",
	      "asked on receipts in turn: nps, csat, mood, or a word of yours with a sentence "
	      "own_WORD"),
	NUMBER(question_season_days, 3650, 90, "nobody is asked twice within so many days"),
	NUMBER(question_valid_days, 3650, 30, "so many days a receipt's question can be answered"),
	WORDS(reasons, "",
	      "your own reasons for a mood, as in: queue noise; beside staff, product, contact, "
	      "whole"),
	NUMBER(strike_days, 3650, 365, "after so many days a bad visit is spoken of no more"),
	NUMBER(complaint_minutes, 100000, 60,
	       "minutes of opening hours until a complaint must be answered"),
	WORDS(opening_hours, "",
	      "as in: mo-fr 08:00-18:00; sa 09:00-14:00; not set: day and night"),
	WORDS(escalate_to, "owner", "whose a complaint is when its time is over"),
	NUMBER(gestures_shift, 10000, 5,
	       "so many gestures may a cashier give in a shift, without asking"),
	MONEY(gesture_each, 500, "worth of one of them at most"),
	MONEY(gesture_shift, 2000, "worth of all of a cashier's in a shift at most"),
	MONEY(gesture_complaint, 2000, "worth of all for one complaint at most, whoever gives"),
	WORDS(staff_themes, "hours breaks training tools team customers safety",
	      "what staff can say they need"),
	NUMBER(surprise_percent, 100, 0, "of a hundred visits so many bring a surprise; 0: none"),
	MONEY(surprise_month, 5000, "worth of all surprises in a month at most"),
	NUMBER(surprise_points, 1000000, 50, "points that a surprise is"),
	WORDS(surprise_reward, "", "or a reward of the programme instead, by its id, as a coupon"),
	MONEY(surprise_worth, 300, "what such a coupon costs the shop"),
	NUMBER(surprise_wait_days, 3650, 60, "nobody is surprised twice within so many days"),
	NUMBER(referral_year, 10000, 12,
	       "so many friends count for a member in a year; 0: any number"),
	NUMBER(held_out_percent, 90, 20,
	       "of a hundred to be contacted so many are left alone, to see whether it helps"),
	NUMBER(contact_wait_days, 3650, 90,
	       "nobody is listed for a contact twice within so many days"),
	NUMBER(keep_words_days, 36500, 730,
	       "so many days words are kept that customers said; 0: for good"),
	NUMBER(keep_members_months, 1200, 0,
	       "months after the last visit until a member is erased; 0: never"),
};
enum { ENTRY_COUNT = sizeof(ENTRIES) / sizeof(ENTRIES[0]) };

/* 5.00 where a currency has two digits, 500 where it has none, 5.000 where it has three: what is of
 * the same order in each. */
static int64_t usual_money(const struct store *store, int64_t hundredths)
{
	int64_t minor = hundredths;

	for (uint32_t digits = 2; digits < store->shop.currency.exponent; digits++)
		minor *= 10;
	return minor;
}

static const struct entry *find(const char *name)
{
	for (size_t i = 0; i < ENTRY_COUNT; i++)
		if (strcmp(ENTRIES[i].setting.name, name) == 0)
			return &ENTRIES[i];
	return NULL;
}

const struct policy_setting *policy_setting_at(size_t index)
{
	return index < ENTRY_COUNT ? &ENTRIES[index].setting : NULL;
}

static void put_number(const struct entry *entry, int64_t number, struct policy *ret)
{
	const struct money money = money_of(number);

	if (entry->kind == KIND_MONEY)
		memcpy((char *)ret + entry->at, &money, sizeof(money));
	else
		memcpy((char *)ret + entry->at, &number, sizeof(number));
}

static void put_words(const struct entry *entry, const char *words, struct policy *ret)
{
	(void)snprintf((char *)ret + entry->at, (size_t)entry->most, "%s", words);
}

/* Of a number or an amount; false when it is none. */
static bool read_number(const struct store *store, const struct entry *entry, const char *value,
			int64_t *ret)
{
	const uint32_t digits = entry->kind == KIND_MONEY ? store->shop.currency.exponent : 0;
	const int64_t most = entry->kind == KIND_MONEY ? INT64_C(1000000000000) : entry->most;
	int64_t number = 0;

	if (decimal_read(value, strlen(value), digits, ROUNDING_REFUSED, &number) < 0 ||
	    number < 0 || number > most)
		return false;
	*ret = number;
	return true;
}

static void put_usual(const struct store *store, const struct entry *entry, struct policy *ret)
{
	if (entry->kind == KIND_WORDS)
		put_words(entry, entry->words, ret);
	else
		put_number(entry,
			   entry->kind == KIND_MONEY ? usual_money(store, entry->usual)
						     : entry->usual,
			   ret);
}

/* What an older or newer Regulars left there and is no value is as if not set. */
static void put(const struct store *store, const char *name, const char *value, struct policy *ret)
{
	const struct entry *entry = find(name);
	int64_t number = 0;

	if (entry == NULL)
		return;
	if (entry->kind == KIND_WORDS)
		put_words(entry, value, ret);
	else if (read_number(store, entry, value, &number))
		put_number(entry, number, ret);
}

rgl_rc policy_read(struct store *store, struct policy *ret)
{
	struct query q = query(store, STATEMENT_SETTING_ALL);
	struct policy policy;

	memset(&policy, 0, sizeof(policy));
	for (size_t i = 0; i < ENTRY_COUNT; i++)
		put_usual(store, &ENTRIES[i], &policy);
	while (query_row(&q)) {
		char name[64];
		char value[256];

		query_text(&q, name, sizeof(name));
		query_text(&q, value, sizeof(value));
		put(store, name, value, &policy);
		if (strcmp(name, "question_link") == 0)
			policy.asks_by_token = strstr(value, POLICY_TOKEN_PLACE) != NULL;
	}
	if (q.rc == RGL_OK)
		*ret = policy;
	return query_end(&q);
}

void policy_usual(const struct store *store, const char *name, char *ret, size_t room)
{
	const struct entry *entry = find(name);
	char number[DECIMAL_ROOM] = "";

	if (entry == NULL || entry->kind == KIND_WORDS) {
		(void)snprintf(ret, room, "%s", entry == NULL ? "" : entry->words);
		return;
	}
	if (entry->kind == KIND_MONEY)
		decimal_write(usual_money(store, entry->usual), store->shop.currency.exponent,
			      number);
	else
		decimal_write(entry->usual, 0, number);
	(void)snprintf(ret, room, "%s", number);
}

/* "a;b" would be one word that nobody ever says. */
static bool is_list(const char *name)
{
	return strcmp(name, "questions") == 0 || strcmp(name, "reasons") == 0 ||
	       strcmp(name, "staff_themes") == 0;
}

rgl_rc policy_check(struct store *store, const char *name, const char *value)
{
	const struct entry *entry = find(name);
	struct hours hours;
	int64_t number = 0;

	if (entry == NULL)
		return refuse_field(&store->refusal, RGL_E_UNKNOWN, "name",
				    "there is no setting \"%.40s\"", name);
	if (strcmp(name, "opening_hours") == 0)
		return hours_read(value, name, &hours, &store->refusal);
	if (is_list(name) && strpbrk(value, ",;") != NULL)
		return refuse_field(&store->refusal, RGL_E_FIELD, name,
				    "%s are words with a space between two, not \"%.40s\"", name,
				    value);
	if (entry->kind == KIND_WORDS && strlen(value) < (size_t)entry->most)
		return RGL_OK;
	if (entry->kind == KIND_WORDS)
		return refuse_field(&store->refusal, RGL_E_LIMIT, name,
				    "%s is longer than %lld letters; make it shorter", name,
				    (long long)entry->most - 1);
	if (read_number(store, entry, value, &number))
		return RGL_OK;
	if (entry->kind == KIND_MONEY)
		return refuse_field(&store->refusal, RGL_E_FIELD, name,
				    "%s is an amount of %s, as in 5 or 0, not \"%.40s\"", name,
				    store->shop.currency.code, value);
	return refuse_field(&store->refusal, RGL_E_FIELD, name,
			    "%s is a whole number from 0 to %lld, not \"%.40s\"", name,
			    (long long)entry->most, value);
}
