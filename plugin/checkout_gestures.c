/* checkout_gestures.c - see checkout_parts.h: what staff give at a sale.
 *
 * Points that are given are part of what the sale earned, so that a refund takes them back as the
 * rest. A product or money off stands on the bill already. Nothing of it refuses a sale.
 */
#include <stdio.h>
#include <string.h>

#include "plugin/base/pan.h"
#include "plugin/checkout_flow.h"

/* The scene of a planned sale, with its texts as they are kept. */
struct scene {
	struct gesture_scene gesture;
	char cashier[RGL_TEXT_MAX + 1];
	char till[RGL_TEXT_MAX + 1];
};

static void set_scene(const struct desk *desk, const struct sale *sale, struct scene *ret)
{
	const struct plan *plan = &desk->plan;
	const bool has_till = sale->till != NULL && sale->till[0] != '\0';
	const int64_t now_ms = host_now_ms(desk->store->host);

	pan_mask(sale->cashier, ret->cashier, sizeof(ret->cashier));
	pan_mask(has_till ? sale->till : desk->store->till_name, ret->till, sizeof(ret->till));
	ret->gesture = (struct gesture_scene) {
		.policy = &desk->policy,
		.programme = plan->entry->programme,
		.cashier = ret->cashier,
		.till = ret->till,
		.member = plan->profile.member,
		/* A shift that is to come would be a budget of its own. */
		.at_ms = plan->at_ms < now_ms ? plan->at_ms : now_ms,
		.watched = plan->findings.refused,
	};
}

static rgl_rc judge(struct desk *desk, const struct sale *sale)
{
	struct plan *plan = &desk->plan;
	struct scene scene;
	rgl_rc rc;

	set_scene(desk, sale, &scene);
	rc = gesture_judge(desk->store, &scene.gesture, sale->gestures, sale->gesture_count, true,
			   plan->gestures, &plan->gesture_left);
	if (rc == RGL_OK)
		plan->gesture_count = sale->gesture_count;
	return rc;
}

static void count_points(struct plan *plan, const struct sale *sale)
{
	plan->gesture_points = 0;
	for (size_t i = 0; i < plan->gesture_count; i++)
		if (plan->gestures[i].given)
			plan->gesture_points =
				plan_sum(plan->gesture_points, sale->gestures[i].points);
}

rgl_rc gestures_plan(struct desk *desk, const struct sale *sale)
{
	struct plan *plan = &desk->plan;
	rgl_rc rc;

	if (sale->gesture_count == 0)
		return RGL_OK;
	rc = judge(desk, sale);
	if (rc < 0)
		return rc;
	count_points(plan, sale);
	plan->earned[PURSE_POINTS] = plan_sum(plan->earned[PURSE_POINTS], plan->gesture_points);
	return RGL_OK;
}

/* --- writing */

#define REF_ROOM 64

static const char *ref_of(int64_t sale, size_t place, char ret[REF_ROOM])
{
	(void)snprintf(ret, REF_ROOM, RECORD_OURS "gesture:%lld:%zu", (long long)sale, place);
	return ret;
}

static rgl_rc write_one(struct desk *desk, const struct scene *scene,
			const struct sale_gesture *asked, size_t place)
{
	struct plan *plan = &desk->plan;
	struct gesture_judged *judged = &plan->gestures[place];
	struct digest digest;
	uint8_t hash[HASH_BYTES];
	char ref[REF_ROOM];
	rgl_rc rc;

	digest_begin(&digest, &desk->store->keys);
	gesture_digest(&digest, asked);
	digest_end(&digest, hash);
	rc = gesture_write(desk->store, &scene->gesture, asked, judged, plan->event,
			   ref_of(plan->event, place, ref), hash, &judged->id);
	if (rc == RGL_OK && asked->points > 0)
		rc = write_applied(
			desk, &(struct applied) { .kind = 1,
						  .name = GESTURE_APPLIED,
						  .member = plan->profile.member,
						  .purse = plan->entry->purses[PURSE_POINTS].id,
						  .units = asked->points,
						  .of = plan->event });
	return rc;
}

rgl_rc gestures_write(struct desk *desk, const struct sale *sale)
{
	struct plan *plan = &desk->plan;
	struct scene scene;
	rgl_rc rc = RGL_OK;

	if (plan->gesture_count == 0)
		return RGL_OK;
	set_scene(desk, sale, &scene);
	for (size_t i = 0; rc == RGL_OK && i < plan->gesture_count; i++) {
		if (plan->gestures[i].given)
			rc = write_one(desk, &scene, &sale->gestures[i], i);
		if (rc == RGL_OK)
			rc = gesture_alert(desk->store, &scene.gesture, &sale->gestures[i],
					   &plan->gestures[i], plan->event);
	}
	return rc;
}

rgl_rc gestures_undo(struct desk *desk, int64_t sale)
{
	struct query q = query(desk->store, STATEMENT_GESTURE_UNDO_SALE);

	query_bind_int(&q, sale);
	query_bind_int(&q, host_now_ms(desk->store->host));
	return query_run(&q);
}

/* --- said again */

/* As it was written down; what was not is judged by what does not change with the time, and counts
 * as over the budget where nothing else speaks against it. */
static rgl_rc read_one(struct desk *desk, const struct sale_gesture *asked, size_t place,
		       struct gesture_judged *judged)
{
	struct query q = query(desk->store, STATEMENT_GESTURE_AT_SALE);
	char ref[REF_ROOM];
	const bool is_own = judged->why == GESTURE_OWN_CARD;

	query_bind_text(&q, ref_of(desk->plan.event, place, ref));
	if (query_row(&q)) {
		judged->id = query_int(&q);
		judged->over = query_int(&q) != 0;
		judged->complaint = query_int(&q);
		judged->given = true;
		judged->why = judged->over && is_own		      ? GESTURE_OWN_CARD
			      : judged->over			      ? GESTURE_OVER
			      : asked->complaint != judged->complaint ? GESTURE_NO_COMPLAINT
								      : GESTURE_FINE;
	} else {
		judged->given = false;
		judged->over = false;
		if (judged->why == GESTURE_FINE || judged->why == GESTURE_NO_COMPLAINT)
			judged->why = GESTURE_OVER;
	}
	return query_end(&q);
}

rgl_rc gestures_again(struct desk *desk, const struct sale *sale)
{
	struct plan *plan = &desk->plan;
	struct gesture_left left;
	struct scene scene;
	rgl_rc rc;

	if (sale->gesture_count == 0)
		return RGL_OK;
	rc = care_policy(desk);
	if (rc == RGL_OK)
		rc = judge(desk, sale);
	left = plan->gesture_left;
	for (size_t i = 0; rc == RGL_OK && i < plan->gesture_count; i++)
		rc = read_one(desk, &sale->gestures[i], i, &plan->gestures[i]);
	if (rc < 0)
		return rc;
	count_points(plan, sale);
	set_scene(desk, sale, &scene);
	rc = gesture_left_at(desk->store, &desk->policy, scene.cashier, scene.gesture.at_ms, &left);
	plan->gesture_left = left;
	return rc;
}

/* --- answering */

void gestures_show(const struct desk *desk, struct gestures_told *ret)
{
	const struct plan *plan = &desk->plan;

	ret->count = plan->gesture_count;
	ret->points = plan->gesture_points;
	ret->left = plan->gesture_left.gestures;
	ret->left_worth = plan->gesture_left.worth;
	for (size_t i = 0; i < plan->gesture_count; i++) {
		ret->items[i].id = plan->gestures[i].id;
		ret->items[i].given = plan->gestures[i].given;
	}
}

void notices_of_gestures(const struct desk *desk, const struct sale *sale, struct notices *ret)
{
	static const char *const FIELDS[] = { "gestures[0]", "gestures[1]", "gestures[2]",
					      "gestures[3]", "gestures[4]", "gestures[5]",
					      "gestures[6]", "gestures[7]" };
	const struct plan *plan = &desk->plan;

	_Static_assert(sizeof(FIELDS) / sizeof(FIELDS[0]) == SALE_GESTURES_MAX, "a field each");
	_Static_assert(sizeof(ret->items[0].text) >= GESTURE_SAID_ROOM, "a notice holds the words");
	for (size_t i = 0; i < plan->gesture_count && ret->count < NOTICES_MAX; i++) {
		struct notice *notice = &ret->items[ret->count];

		gesture_say(&sale->gestures[i], &plan->gestures[i], notice->text);
		notice->field = FIELDS[i];
		ret->count += notice->text[0] != '\0';
	}
}
