/* programme.h - what the owner decided about earning, rewards, tiers and limits, as data.
 *
 * In:  a JSON file (programme_read), or the few settings of `regulars init` (programme_basic).
 * Out: one block of memory that is only read from then on, by any number of threads.
 * Not here: which one is in effect (loyalty/book.h), what it comes to for a sale (loyalty/earn.h,
 * loyalty/redeem.h). The fields are explained for owners in docs/programme.md, field by field; the
 * names are the same.
 *
 * Units: amounts of a purse are whole points or stamps, or minor units for one of money. Quantities
 * and factors are thousandths, percentages thousandths of a per cent (10 % = 10000). A count or a
 * cap of 0 stands for "none", a text for "" when it is not given; no text is NULL.
 */
#pragma once

#include <stdbool.h>

#include "plugin/base/host.h"
#include "plugin/base/money.h"

#define PROGRAMME_TEXT_MAX 262144 /* bytes of the file */
#define PROGRAMME_RULES_MAX 64
#define PROGRAMME_REWARDS_MAX 64
#define PROGRAMME_LEVELS_MAX 12
#define PROGRAMME_PURSES_MAX 8
#define PROGRAMME_ID_MAX 63    /* bytes of an id: a-z 0-9 - _ */
#define PROGRAMME_LIST_MAX 256 /* texts in one list */
#define PROGRAMME_NONE SIZE_MAX

/* Half a unit goes away from zero in NEAREST. */
enum programme_rounding { PROGRAMME_DOWN, PROGRAMME_NEAREST, PROGRAMME_UP };

struct word_list {
	const char *const *texts;
	size_t count;
};

/* Which lines: those that any of the lists names; all when none is given. */
struct scope {
	struct word_list products;
	struct word_list categories;
	struct word_list tags;
};

/* All that are given must hold. */
struct conditions {
	struct scope items;	 /* amount and quantity are measured over these lines */
	struct money min_amount; /* after discounts */
	int64_t min_qty_milli;
	int64_t from_ms; /* 0: open; until is the first moment that is too late */
	int64_t until_ms;
	int64_t visit;	      /* the n-th alone */
	int64_t every_visit;  /* the n-th, the 2n-th, ... */
	uint32_t weekdays;    /* bit 0 is Monday */
	int32_t from_minute;  /* of the shop's clock; the same as until: all day; later than */
	int32_t until_minute; /* until: over midnight */
	int32_t days_before;  /* of a birthday, to so many after; 29 February is on the 28th */
	int32_t days_after;
	bool min_amount_without_tax;
	bool has_weekdays;
	bool first_purchase;
	bool birthday;
	struct word_list tiers;
	struct word_list segments;
	struct word_list codes; /* one of them was entered; capitals do not matter */
	struct word_list stores;
};

enum rule_trigger { RULE_SALE, RULE_ENROLMENT, RULE_REFERRAL };
enum rule_per { RULE_PER_AMOUNT, RULE_PER_UNIT, RULE_PER_SALE, RULE_MULTIPLY };

/* Gives `units` for each `amount` spent, each `unit_milli` bought, or once; or multiplies what the
 * other rules of its purse give. RULE_REFERRAL: `units` to a referred member, `referrer_units` to
 * who brought them, at the first purchase. */
struct rule {
	const char *id;
	const char *title;
	size_t purse;
	int64_t units;
	int64_t referrer_units;
	struct money amount;
	int64_t unit_milli;
	int64_t factor_milli;
	int64_t priority;
	int64_t cap_sale; /* units */
	int64_t cap_day;
	int64_t cap_period;
	int64_t cap_period_days;
	int64_t uses_max; /* by one member, in uses_days, or ever when that is 0 */
	int64_t uses_days;
	struct conditions when;
	enum rule_trigger trigger;
	enum rule_per per;
	enum programme_rounding rounding;
	bool enabled;
	bool whole_amounts; /* only for each whole amount or unit, not for a part of one */
	bool exclusive;	    /* the one of the highest priority stands alone in its purse */
};

enum reward_kind {
	REWARD_PERCENT,
	REWARD_AMOUNT,
	REWARD_FREE,	/* free_milli units of an item in the scope, the cheapest first */
	REWARD_BUY_GET, /* for each buy_milli of `buy`, free_milli of the scope at percent off */
	REWARD_MONEY,	/* points as money, by the programme's worth */
	REWARD_COUPON,	/* a coupon for another reward, on a later order */
	REWARD_THING	/* what is handed over and on no bill */
};
enum reward_on { REWARD_ON_ORDER, REWARD_ON_ITEMS, REWARD_ON_CHEAPEST };

struct reward {
	const char *id;
	const char *title;
	bool enabled;
	enum reward_kind kind;
	enum reward_on on;
	struct scope items;
	struct scope buy;
	int64_t buy_milli;
	int64_t free_milli;
	const char *product; /* of a free product that may not be in the cart yet */
	int64_t percent_milli;
	struct money amount;
	struct money max; /* of the discount */
	size_t purse;
	int64_t cost;	    /* units for one use, or for each cost_milli units given */
	int64_t cost_milli; /* 0: for one use */
	int64_t step;	    /* of REWARD_MONEY, in points */
	int64_t least;
	int64_t share_milli; /* at most this part of what is due, in thousandths of a per cent */
	bool automatic;	     /* applied without being asked for */
	bool coupon_only;
	const char *group; /* of one group the best discount alone */
	bool alone;	   /* no other reward beside it */
	int64_t priority;  /* higher first, among those applied by themselves */
	int64_t per_sale;  /* uses in one sale; 1 unless given */
	int64_t uses_max;
	int64_t uses_days;
	int64_t uses_total; /* by all members together */
	size_t coupon;	    /* REWARD_COUPON: for which reward */
	int64_t coupon_days;
	struct conditions when;
};

enum expiry_kind { EXPIRY_NEVER, EXPIRY_FIXED, EXPIRY_SLIDING };
enum expiry_end { EXPIRY_END_DAY, EXPIRY_END_MONTH, EXPIRY_END_YEAR };

/* Fixed: a lot ends so long after it was earned. Sliding: all end so long after the last visit.
 * Either at the end of that local day, month or year. */
struct expiry {
	enum expiry_kind kind;
	enum expiry_end end;
	int64_t days;
	int64_t months;
	int64_t warn_days;
};

/* The first three are always there; stamp cards follow. */
enum { PURSE_POINTS, PURSE_CREDIT, PURSE_GIFT, PURSE_STAMPS };
struct purse {
	const char *id;
	const char *title;
	bool is_money;
	int64_t stamps; /* places on the card, for showing it */
	struct expiry expiry;
};

enum tier_by { TIER_BY_SPEND, TIER_BY_EARNED, TIER_BY_VISITS };
enum tier_window { TIER_EVER, TIER_ROLLING, TIER_YEAR };
enum tier_down { TIER_DOWN_NEVER, TIER_DOWN_AT_ONCE, TIER_DOWN_AFTER };

struct level {
	const char *id;
	const char *title;
	int64_t from; /* minor units, points or visits */
};

/* Levels from low to high. */
struct tiers {
	enum tier_by by;
	enum tier_window window;
	int64_t window_months; /* of TIER_ROLLING */
	enum tier_down down;
	int64_t down_months; /* a level reached stays so long (TIER_DOWN_AFTER) */
	bool next_sale;	     /* a level reached counts from the next sale on, not for this one */
	struct level levels[PROGRAMME_LEVELS_MAX];
	size_t level_count;
};

/* What points are earned on. */
struct basis {
	bool without_tax;
	bool order_discounts_ignored; /* by rules with a scope: they count their lines' full price
				       */
	bool paid_rewards_earn; /* a discount that was paid for with points takes nothing off */
	bool no_stored_value;	/* what gift cards, credit and points paid earns nothing */
	bool tips_earn;
};

/* More than max in `minutes` (0: since the day began): told, or refused as well. max 0 and not
 * set: no limit. For own_card and discount any is one too many. */
struct limit {
	bool set;
	bool refuse;
	int64_t max;
	int64_t minutes;
};

struct limits {
	struct limit member_sales;  /* sales of one member */
	struct limit cashier_sales; /* sales of one member by one cashier */
	struct limit own_card;	    /* a cashier's own card */
	struct limit adjustments;   /* adjustments by one person */
	struct limit discount;	    /* a reward's line that takes off more than the reward gives */
};

struct programme {
	int64_t version; /* as the store counts; 0: made from the settings of init */
	int64_t effective_ms;
	const char *name;
	struct money worth; /* worth_of points are worth this */
	int64_t worth_of;
	struct basis basis;
	struct purse purses[PROGRAMME_PURSES_MAX];
	size_t purse_count;
	struct rule *rules;
	size_t rule_count;
	struct reward *rewards;
	size_t reward_count;
	struct tiers tiers;
	bool clawback_owes;	/* a refund may leave a balance below zero; else it stops at zero */
	bool spent_stays_spent; /* a refund gives points that were spent not back */
	bool over_redeem_clamps; /* points that are not there: as many as there are, not none */
	bool earned_waits;	 /* what a sale earns cannot be spent in the same one */
	int64_t hold_minutes;
	int64_t gift_card_months; /* 0: without an end */
	struct limits limits;
};

/* Reads a programme. `text` as in the file. E_JSON, E_FIELD, E_RANGE, E_LIMIT, E_TEXT, E_TIME,
 * E_CURRENCY (the file is for another one), E_MEMORY: the refusal's words begin with the line
 * ("line 12: ", not for E_MEMORY) and its field is the path ("rewards[2].cost.points"). *ret is
 * the caller's, until programme_free; `host` outlives it. `zone` reads its days. */
struct zone;
MUST_USE rgl_rc programme_read(const struct host *host, const char *text, size_t length,
			       const struct currency *currency, struct zone *zone,
			       struct programme **ret, struct rgl_why *refusal);

/* The programme of a shop that has no file: one rule, one reward, by the settings of init.
 * reward_points 0: no reward. E_MEMORY. */
struct programme_settings {
	int64_t earn_points;
	struct money earn_per;
	struct money worth;
	int64_t worth_of;
	int64_t reward_points;
	const char *reward_name;
};
MUST_USE rgl_rc programme_basic(const struct host *host, const struct programme_settings *settings,
				struct programme **ret);

void programme_free(struct programme *programme); /* NULL is allowed */

/* By id; PROGRAMME_NONE when there is none. */
size_t programme_find_reward(const struct programme *programme, const char *id);
size_t programme_find_rule(const struct programme *programme, const char *id);
size_t programme_find_purse(const struct programme *programme, const char *id);
size_t programme_find_level(const struct programme *programme, const char *id);
