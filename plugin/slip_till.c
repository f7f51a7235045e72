/* slip_till.c - see slip_till.h. */
#include "plugin/slip_till.h"

#include <stdio.h>
#include <string.h>

#include "plugin/base/utf8.h"
#include "plugin/care/things.h"
#include "plugin/checkout_parts.h"
#include "plugin/slip_words.h"

/* What a sentence can name. */
struct named {
	const struct desk *desk;
	const struct rgl_member *view;
	const struct thing *thing;
	const char *product;
	const char *when; /* "yesterday", "on 16 Nov 2026" */
	struct civil day;
};

void slip_till_speak(struct desk *desk, const char *language)
{
	(void)snprintf(desk->language, sizeof(desk->language), "%.15s",
		       language == NULL ? "" : language);
}

/* ---- Values ---- */

static bool put_text(const char *text, struct value *ret)
{
	*ret = (struct value) { .kind = VALUE_TEXT, .text = text };
	return true;
}

static bool put_number(enum value_kind kind, int64_t number, struct value *ret)
{
	*ret = (struct value) { .kind = kind, .number = number };
	return true;
}

static bool find_text(const struct named *named, const char *name, struct value *ret)
{
	if (strcmp(name, "product") == 0)
		return put_text(named->product, ret);
	if (strcmp(name, "when") == 0)
		return put_text(named->when, ret);
	if (strcmp(name, "reward") == 0)
		return put_text(named->view->reward, ret);
	if (strcmp(name, "tier") == 0)
		return put_text(named->view->next_tier_title, ret);
	if (strcmp(name, "currency") == 0)
		return put_text(named->desk->store->shop.currency.code, ret);
	return false;
}

/* ending_...: of the receipts' sentence that says the same. */
static bool find_value(const void *user, const char *name, struct value *ret)
{
	static const char *const COUNTS[] = { "strikes", "points",    "visits",
					      "visit",	 "to_reward", "ending_points" };
	const struct named *named = user;

	if (strcmp(name, "day") == 0 || strcmp(name, "ending_day") == 0) {
		*ret = (struct value) { .kind = VALUE_DAY, .at = named->day };
		return true;
	}
	if (strcmp(name, "amount") == 0)
		return put_number(VALUE_MONEY, named->thing->number, ret);
	for (size_t i = 0; i < sizeof(COUNTS) / sizeof(COUNTS[0]); i++)
		if (strcmp(name, COUNTS[i]) == 0)
			return put_number(VALUE_COUNT, named->thing->number, ret);
	return find_text(named, name, ret);
}

/* ---- Keys ---- */

static const char *sorry_key(const struct care_about *sorry)
{
	if (strcmp(sorry->reason, "product") == 0)
		return sorry->product[0] == '\0' ? "till_sorry_product" : "till_sorry_named";
	if (strcmp(sorry->reason, "staff") == 0)
		return "till_sorry_staff";
	return strcmp(sorry->reason, "contact") == 0 ? "till_sorry_contact" : "till_sorry";
}

static const char *birthday_key(int64_t days_after)
{
	if (days_after == 0)
		return "till_birthday";
	return days_after < 0 ? "till_birthday_before" : "till_birthday_after";
}

static const char *tier_key(enum tier_by by)
{
	if (by == TIER_BY_SPEND)
		return "till_tier_spend";
	return by == TIER_BY_VISITS ? "till_tier_visits" : "till_tier_points";
}

static const char *key_of(const struct thing *thing, const struct care_about *sorry,
			  enum tier_by by)
{
	switch (thing->kind) {
	case THING_OVERDUE:
		return "till_overdue";
	case THING_COMPLAINT:
		return thing->number == 0 ? "till_complaint" : "till_answered";
	case THING_APOLOGY:
		return sorry_key(sorry);
	case THING_STRIKES:
		return "till_strikes";
	case THING_SETTLED:
		return "till_settled";
	case THING_CONTACT:
		return "till_contact";
	case THING_BIRTHDAY:
		return birthday_key(thing->number);
	case THING_FRIEND:
		return "till_friend";
	case THING_RETURN:
		return "till_return";
	case THING_REWARD:
		return "till_reward";
	case THING_ENDING:
		return "ending_soon";
	case THING_NEAR:
		return "to_reward";
	case THING_TIER:
		return tier_key(by);
	case THING_VISIT:
		return "till_visit";
	case THING_PRINTED:
		break;
	}
	return "";
}

/* ---- Words ---- */

/* Nobody hears of a part that does not read: receipts tell the log of it. */
static rgl_rc open_words(struct desk *desk, const char *language, struct words **ret)
{
	struct store *store = desk->store;
	rgl_rc rc = care_policy(desk);

	if (rc == RGL_OK && desk->words == NULL)
		rc = slip_words_open(store->host, &desk->words, &store->refusal);
	if (rc < 0)
		return rc;
	return slip_words_in(desk->words, store, desk->policy_changes,
			     language[0] == '\0' ? desk->language : language, ret);
}

/* Left to right a till needs no marks around a name; many cannot draw them. */
static void copy_text(const struct words *words, const char *said, char *ret, size_t room)
{
	static const char MARK[] = "\xE2\x81"; /* and A8 or A9: U+2068, U+2069 */
	const bool strips = !words_is_right_to_left(words);
	size_t length = 0;

	for (; *said != '\0' && length + 1 < room; said++) {
		if (strips && strncmp(said, MARK, 2) == 0 && (said[2] & 0x7e) == 0x28)
			said += 2;
		else
			ret[length++] = *said;
	}
	if (*said != '\0')
		length = utf8_whole(ret, length);
	ret[length] = '\0';
}

static rgl_rc say(struct words *words, const char *key, const struct named *named,
		  struct rgl_why *why, char *ret, size_t room)
{
	const struct values values = { find_value, named };
	char said[WORDS_ROOM];
	rgl_rc rc = words_say(words, key, &values, said, why);

	if (rc == RGL_E_MEMORY)
		return rc;
	ret[0] = '\0';
	if (rc == RGL_OK)
		copy_text(words, said, ret, room);
	return RGL_OK;
}

/* Nobody looks a date up for what was yesterday. */
static const char *day_key(const struct civil *day, const struct civil *now)
{
	const int64_t ago = civil_days(now->year, now->month, now->day) -
			    civil_days(day->year, day->month, day->day);

	if (ago == 0)
		return "till_today";
	return ago == 1 ? "till_yesterday" : "till_day";
}

static bool names_when(enum thing_kind kind)
{
	return kind <= THING_RETURN && kind != THING_STRIKES && kind != THING_FRIEND;
}

static rgl_rc say_thing(struct words *words, const char *key, const struct civil *now,
			struct named *named, struct rgl_thing *ret)
{
	struct rgl_why *why = &named->desk->store->refusal;
	char when[WORDS_ROOM] = "";
	rgl_rc rc = RGL_OK;

	if (names_when(named->thing->kind))
		rc = say(words, day_key(&named->day, now), named, why, when, sizeof(when));
	named->when = when;
	if (rc == RGL_OK)
		rc = say(words, key, named, why, ret->text, sizeof(ret->text));
	named->when = "";
	(void)snprintf(ret->kind, sizeof(ret->kind), "%s", weigh_word(named->thing->kind));
	ret->about = named->thing->about;
	return rc;
}

rgl_rc slip_till_say(struct desk *desk, const struct things *things, const char *language,
		     struct rgl_member *view)
{
	const struct store *store = desk->store;
	const enum tier_by by = desk->plan.entry->programme->tiers.by;
	const struct civil now = zone_civil(store->zone, host_now_ms(store->host));
	struct words *words = NULL;
	rgl_rc rc = RGL_OK;

	view->thing_count = 0;
	if (things->count > 0)
		rc = open_words(desk, language, &words);
	for (size_t i = 0; rc == RGL_OK && i < things->count; i++) {
		const struct thing *thing = &things->due[i];
		struct rgl_thing *shown = &view->things[view->thing_count];
		struct named named = { .desk = desk,
				       .view = view,
				       .thing = thing,
				       .product = things->sorry.product,
				       .when = "",
				       .day = zone_civil(store->zone, thing->at_ms) };

		rc = say_thing(words, key_of(thing, &things->sorry, by), &now, &named, shown);
		view->thing_count += rc == RGL_OK && shown->text[0] != '\0';
	}
	return rc;
}

/* ---- What staff may give ---- */

struct shift_values {
	int64_t left;
	int64_t most;
};

static bool find_shift(const void *user, const char *name, struct value *ret)
{
	const struct shift_values *shift = user;

	if (strcmp(name, "left") == 0)
		return put_number(VALUE_COUNT, shift->left, ret);
	return strcmp(name, "most") == 0 && put_number(VALUE_COUNT, shift->most, ret);
}

rgl_rc slip_till_gestures(struct desk *desk, int64_t left, int64_t most, const char *language,
			  char *ret, size_t room)
{
	const struct shift_values shift = { left, most };
	const struct values values = { find_shift, &shift };
	struct words *words = NULL;
	char said[WORDS_ROOM] = "";
	rgl_rc rc = open_words(desk, language, &words);

	if (rc == RGL_OK)
		rc = words_say(words, "till_gestures", &values, said, &desk->store->refusal);
	if (rc == RGL_OK)
		copy_text(words, said, ret, room);
	return rc;
}

/* ---- A surprise ---- */

struct surprise_values {
	const char *what;
	char points[DECIMAL_ROOM];
};

/* All of it texts: this is said in the middle of a sale, where ICU, which writes numbers, does not
 * come in. Without memory it ends the process. */
static bool find_surprise(const void *user, const char *name, struct value *ret)
{
	const struct surprise_values *values = user;

	if (strcmp(name, "surprise_points") == 0)
		return put_text(values->points, ret);
	return strcmp(name, "surprise") == 0 && put_text(values->what, ret);
}

rgl_rc slip_till_surprise(struct desk *desk, const struct surprised *surprised, char *ret,
			  size_t room)
{
	const char *key = surprised->points > 0 ? "surprise_till_points" : "surprise_till_gift";
	struct surprise_values named = { .what = surprised->text };
	const struct values values = { find_surprise, &named };
	struct words *words = NULL;
	char said[WORDS_ROOM];
	rgl_rc rc = open_words(desk, "", &words);

	ret[0] = '\0';
	if (rc < 0 || !words_has(words, key))
		return rc;
	decimal_write(surprised->points, 0, named.points);
	rc = words_say(words, key, &values, said, &desk->store->refusal);
	if (rc == RGL_OK)
		copy_text(words, said, ret, room);
	return rc == RGL_E_MEMORY ? rc : RGL_OK;
}
