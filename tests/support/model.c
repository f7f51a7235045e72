/* model.c - see model.h. */
#include "tests/support/model.h"
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

int64_t model_held(const struct model *model)
{
	int64_t held = 0;

	for (size_t i = 0; i < model->hold_count; i++)
		for (size_t n = 0; n < model->holds[i].item_count; n++)
			held += model->holds[i].items[n].units;
	return held;
}

int64_t model_balance(const struct model *model)
{
	return (int64_t)model->count - model->debt - model_held(model);
}

static void model_remove(struct model *model, size_t at)
{
	memmove(&model->points[at], &model->points[at + 1],
		(model->count - at - 1) * sizeof(model->points[0]));
	model->count--;
}

void model_earn_one(struct model *model, struct point point)
{
	size_t at = model->count;

	if (model->debt > 0) {
		model->debt--;
		return;
	}
	assert_true(model->count < MODEL_POINTS_MAX);
	while (at > 0 && model->points[at - 1].ends_ms > point.ends_ms)
		at--;
	memmove(&model->points[at + 1], &model->points[at],
		(model->count - at) * sizeof(model->points[0]));
	model->points[at] = point;
	model->count++;
}

void model_spend_one(struct model *model)
{
	if (model->count > 0)
		model_remove(model, 0);
	else
		model->debt++;
}

void model_take_back_one(struct model *model, int64_t event)
{
	for (size_t i = 0; i < model->count; i++)
		if (model->points[i].event == event && model->points[i].ends_ms != INT64_MAX) {
			model_remove(model, i);
			return;
		}
	model_spend_one(model);
}

int64_t model_expire(struct model *model, int64_t now_ms)
{
	size_t at = (size_t)model_held(model);
	int64_t expired = 0;

	while (at < model->count && model->points[at].ends_ms <= now_ms) {
		model_remove(model, at);
		expired++;
	}
	return expired;
}

static void model_swap(struct model *model, size_t at)
{
	struct point kept = model->points[at];

	model->points[at] = model->points[at - 1];
	model->points[at - 1] = kept;
}

void model_slide(struct model *model, int64_t ends_ms)
{
	for (size_t i = 0; i < model->count && model->points[i].ends_ms != INT64_MAX; i++) {
		model->points[i].ends_ms = ends_ms;
		for (size_t at = i; at > 0 && model->points[at - 1].event > model->points[at].event;
		     at--)
			model_swap(model, at);
	}
}

void model_forget(struct model *model, size_t at)
{
	model->holds[at] = model->holds[--model->hold_count];
}

void model_lots(const struct model *model, char ret[MODEL_TEXT_ROOM])
{
	size_t length = 0;

	ret[0] = '\0';
	for (size_t i = 0; i < model->count && model->points[i].ends_ms != INT64_MAX;) {
		const struct point *point = &model->points[i];
		size_t end = i;

		while (end < model->count && model->points[end].ends_ms == point->ends_ms &&
		       model->points[end].event == point->event)
			end++;
		length += (size_t)snprintf(ret + length, MODEL_TEXT_ROOM - length, "%s%zu@%lld",
					   length == 0 ? "" : " ", end - i,
					   (long long)point->ends_ms);
		i = end;
	}
}
