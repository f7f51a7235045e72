/* gesture.c - see gesture.h: which of them are given. */
#include "plugin/care/gesture.h"

#include <stdio.h>
#include <string.h>

#include "plugin/base/utf8.h"
#include "plugin/loyalty/accrue.h"
#include "plugin/store/query.h"

/* --- budgets */

/* What a cashier gave in a shift without asking. */
struct used {
	int64_t gestures;
	struct money worth;
};

static rgl_rc read_used(struct store *store, const char *cashier, int64_t at_ms, struct used *ret)
{
	struct shift shift = { 0 };
	struct query q;
	rgl_rc rc = shift_find(store, cashier, at_ms, &shift);

	*ret = (struct used) { 0 };
	if (rc < 0 || shift.id == 0)
		return rc;
	q = query(store, STATEMENT_GESTURE_OF_SHIFT);
	query_bind_int(&q, shift.id);
	if (query_row(&q)) {
		ret->gestures = query_int(&q);
		ret->worth = query_money(&q);
	}
	return query_end(&q);
}

/* What over the budget stands on a bill takes more than there was: that is none left, no less. */
static struct gesture_left left_of(const struct policy *policy, const struct used *used)
{
	struct gesture_left left = { .gestures = policy->gestures_shift - used->gestures };

	if (left.gestures < 0)
		left.gestures = 0;
	if (money_sub(policy->gesture_shift, used->worth, &left.worth) < 0 ||
	    money_sign(left.worth) < 0)
		left.worth = money_of(0);
	return left;
}

rgl_rc gesture_left_at(struct store *store, const struct policy *policy, const char *cashier,
		       int64_t at_ms, struct gesture_left *ret)
{
	struct used used;
	rgl_rc rc = read_used(store, cashier, at_ms, &used);

	if (rc == RGL_OK)
		*ret = left_of(policy, &used);
	return rc;
}

rgl_rc gesture_left(struct store *store, const struct policy *policy, const char *cashier,
		    struct gesture_left *ret)
{
	return gesture_left_at(store, policy, cashier, host_now_ms(store->host), ret);
}

/* --- judging one */

static bool is_on_bill(const struct sale_gesture *asked)
{
	return asked->kind == RGL_GESTURE_PRODUCT || asked->kind == RGL_GESTURE_MONEY;
}

static bool is_priced(const struct gesture_scene *scene, const struct sale_gesture *asked)
{
	return asked->kind != RGL_GESTURE_POINTS || money_sign(scene->programme->worth) > 0;
}

/* Points are rounded up: a floor of what is below zero. E_RANGE. */
static rgl_rc worth_of(const struct gesture_scene *scene, const struct sale_gesture *asked,
		       struct money *ret)
{
	struct money worth = asked->amount;
	rgl_rc rc = RGL_OK;

	if (asked->kind == RGL_GESTURE_POINTS && is_priced(scene, asked)) {
		rc = accrue_worth(points_of(-asked->points), scene->programme->worth,
				  points_of(scene->programme->worth_of), &worth);
		worth = money_negate(worth);
	}
	if (rc == RGL_OK && !money_is_sane(worth))
		rc = RGL_E_RANGE;
	if (rc == RGL_OK)
		*ret = worth;
	return rc;
}

static rgl_rc read_own(struct store *store, const struct gesture_scene *scene, bool *ret)
{
	struct query q;
	rgl_rc rc;

	if (scene->member == 0)
		return RGL_OK;
	q = query(store, STATEMENT_WATCH_OWN_CARD);
	query_bind_text(&q, scene->cashier);
	query_bind_int(&q, scene->member);
	if (query_row(&q))
		*ret = query_int(&q) > 0;
	rc = query_end(&q);
	return rc;
}

/* What was given for it until now; ret_is_there false: there is no such complaint. */
static rgl_rc read_complaint(struct store *store, int64_t complaint, bool *ret_is_there,
			     struct money *ret)
{
	struct query q = query(store, STATEMENT_GESTURE_OF_COMPLAINT);

	query_bind_int(&q, complaint);
	if (query_row(&q)) {
		*ret_is_there = query_int(&q) > 0;
		*ret = query_money(&q);
	}
	return query_end(&q);
}

/* a + worth > most; what is too much to be counted is. */
static bool is_more(struct money a, struct money worth, struct money most)
{
	struct money sum;

	return money_add(a, worth, &sum) < 0 || money_compare(sum, most) > 0;
}

/* All that judging one looks at. before: those of the same sale, judged already. */
struct judging {
	struct store *store;
	const struct gesture_scene *scene;
	const struct sale_gesture *asked;
	const struct gesture_judged *before;
	size_t before_count;
	struct used used;
	bool may_stand; /* what is on the bill is given whatever the budget */
};

static rgl_rc is_over_complaint(const struct judging *judging, struct gesture_judged *judged,
				bool *ret)
{
	const struct policy *policy = judging->scene->policy;
	struct money given = money_of(0);
	bool is_there = false;
	rgl_rc rc;

	if (judging->asked->complaint == 0)
		return RGL_OK;
	rc = read_complaint(judging->store, judging->asked->complaint, &is_there, &given);
	if (rc < 0)
		return rc;
	if (!is_there) {
		judged->why = GESTURE_NO_COMPLAINT;
		return RGL_OK;
	}
	judged->complaint = judging->asked->complaint;
	for (size_t i = 0; rc == RGL_OK && i < judging->before_count; i++)
		if (judging->before[i].given && judging->before[i].complaint == judged->complaint)
			rc = money_add(given, judging->before[i].worth, &given);
	*ret = *ret || rc < 0 || is_more(given, judged->worth, policy->gesture_complaint);
	return RGL_OK;
}

static bool is_over_shift(const struct judging *judging, const struct gesture_judged *judged)
{
	const struct policy *policy = judging->scene->policy;

	return judging->used.gestures >= policy->gestures_shift ||
	       money_compare(judged->worth, policy->gesture_each) > 0 ||
	       is_more(judging->used.worth, judged->worth, policy->gesture_shift);
}

/* A note costs nothing, and is within any worth. */
static rgl_rc judge_budget(const struct judging *judging, struct gesture_judged *judged)
{
	const bool is_unpriced = !is_priced(judging->scene, judging->asked);
	bool is_over = is_unpriced || is_over_shift(judging, judged);
	rgl_rc rc = is_over_complaint(judging, judged, &is_over);

	if (rc < 0)
		return rc;
	if (!is_over) {
		judged->given = true;
	} else if (judging->asked->verdict == MANAGER_RIGHT) {
		judged->given = true;
		judged->managed = true;
	} else {
		judged->why = is_unpriced ? GESTURE_UNPRICED : GESTURE_OVER;
		judged->given = judging->may_stand && is_on_bill(judging->asked);
		judged->over = judged->given;
	}
	return RGL_OK;
}

static rgl_rc judge_one(const struct judging *judging, struct gesture_judged *ret)
{
	const struct gesture_scene *scene = judging->scene;
	const struct sale_gesture *asked = judging->asked;
	const bool stands = judging->may_stand && is_on_bill(asked);
	struct gesture_judged judged = { .why = GESTURE_FINE };
	bool is_own = false;
	rgl_rc rc = read_own(judging->store, scene, &is_own);

	if (rc < 0)
		return rc;
	if (worth_of(scene, asked, &judged.worth) < 0) {
		judged.why = GESTURE_TOO_MUCH;
	} else if (scene->member == 0 && !stands) {
		judged.why = GESTURE_NOBODY;
	} else if (is_own) {
		judged.why = GESTURE_OWN_CARD;
		judged.given = stands;
		judged.over = stands;
	} else if (scene->watched && asked->kind == RGL_GESTURE_POINTS) {
		judged.why = GESTURE_WATCHED;
	} else {
		rc = judge_budget(judging, &judged);
	}
	if (rc == RGL_OK)
		*ret = judged;
	return rc;
}

rgl_rc gesture_judge(struct store *store, const struct gesture_scene *scene,
		     const struct sale_gesture *asked, size_t count, bool on_bill,
		     struct gesture_judged *ret, struct gesture_left *ret_left)
{
	struct judging judging = { .store = store, .scene = scene, .may_stand = on_bill };
	rgl_rc rc = read_used(store, scene->cashier, scene->at_ms, &judging.used);

	judging.before = ret;
	for (size_t i = 0; rc == RGL_OK && i < count; i++) {
		judging.asked = &asked[i];
		judging.before_count = i;
		rc = judge_one(&judging, &ret[i]);
		if (rc < 0 || !ret[i].given || ret[i].managed)
			continue;
		judging.used.gestures++;
		rc = money_add(judging.used.worth, ret[i].worth, &judging.used.worth);
	}
	if (rc == RGL_OK)
		*ret_left = left_of(scene->policy, &judging.used);
	return rc;
}

/* --- saying so */

static const char *what_of(const struct sale_gesture *asked, char *room, size_t size)
{
	switch ((enum rgl_gesture_kind)asked->kind) {
	case RGL_GESTURE_POINTS:
		(void)snprintf(room, size, "%lld point%s", (long long)asked->points,
			       asked->points == 1 ? "" : "s");
		return room;
	case RGL_GESTURE_PRODUCT:
		return "the product";
	case RGL_GESTURE_MONEY:
		return "the money off";
	case RGL_GESTURE_NOTE:
		return "the note";
	}
	return "";
}

/* Why it was not given, for the cashier: what to do stands in it. */
static const char *reason_of(const struct sale_gesture *asked, const struct gesture_judged *judged)
{
	const char *code = manager_verdict_words((enum manager_verdict)asked->verdict);

	switch (judged->why) {
	case GESTURE_FINE:
		return "";
	case GESTURE_NOBODY:
		return "nobody was recognised; scan the customer's card";
	case GESTURE_OWN_CARD:
		return "it is the cashier's own card";
	case GESTURE_OVER:
		return code[0] != '\0' ? code : "it is over the budget";
	case GESTURE_UNPRICED:
		return code[0] != '\0' ? code : "the points of this shop have no worth";
	case GESTURE_WATCHED:
		return "this sale earns nothing by the programme's limits";
	case GESTURE_NO_COMPLAINT:
		return "there is no such complaint; it is linked to none";
	case GESTURE_TOO_MUCH:
		return "it is more than can be counted";
	}
	return "";
}

void gesture_say(const struct sale_gesture *asked, const struct gesture_judged *judged,
		 char ret[GESTURE_SAID_ROOM])
{
	const bool may_ask = judged->why == GESTURE_OVER || judged->why == GESTURE_UNPRICED;
	const char *reason = reason_of(asked, judged);
	char room[40];
	const char *what = what_of(asked, room, sizeof(room));

	ret[0] = '\0';
	if (judged->why == GESTURE_NO_COMPLAINT)
		(void)snprintf(ret, GESTURE_SAID_ROOM, "%s: given; %s", what, reason);
	else if (judged->over)
		(void)snprintf(ret, GESTURE_SAID_ROOM,
			       "%s: on the bill already; %s: the owner is told", what, reason);
	else if (!judged->given)
		(void)snprintf(ret, GESTURE_SAID_ROOM, "%s: not given: %s%s", what, reason,
			       may_ask ? "; a manager's name and code allow it" : "");
	ret[utf8_whole(ret, strlen(ret))] = '\0';
}
