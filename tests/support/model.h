/* model.h - points that are kept one by one, to hold lots and holds against.
 *
 * It knows no lots: an array has one place for each single point, which says when it ends and what
 * earned it, in the order in which points are spent.
 */
#pragma once

#include <stdbool.h>

#include "plugin/loyalty/holds.h"

#define MODEL_TEXT_ROOM 4096
enum { MODEL_POINTS_MAX = 20000, MODEL_HOLDS_MAX = 8 };

struct point {
	int64_t ends_ms; /* INT64_MAX: never */
	int64_t event;
};

struct model {
	struct point points[MODEL_POINTS_MAX]; /* held ones among them */
	size_t count;
	int64_t debt; /* points that are not there and were taken all the same */
	bool may_owe;
	struct hold holds[MODEL_HOLDS_MAX]; /* open ones */
	size_t hold_count;
};

int64_t model_held(const struct model *model);
int64_t model_balance(const struct model *model);

/* One point: pays a debt, or comes behind all that end as soon. */
void model_earn_one(struct model *model, struct point point);

/* One point: the first, or a debt; of an event's lot first. */
void model_spend_one(struct model *model);
void model_take_back_one(struct model *model, int64_t event);

/* What is over goes; the first so many are held: they stay. How many went. */
int64_t model_expire(struct model *model, int64_t now_ms);

/* All that ends ends together from now on, the elder first. */
void model_slide(struct model *model, int64_t ends_ms);

/* An open hold is none any more. */
void model_forget(struct model *model, size_t at);

/* Open lots as books_lots() writes them: runs of points with one end and one event. */
void model_lots(const struct model *model, char ret[MODEL_TEXT_ROOM]);
