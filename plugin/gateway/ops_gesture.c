/* ops_gesture.c - gesture, shift: what staff give apart from a sale, and over what it is counted.
 */
#include <string.h>

#include "plugin/care/gesture.h"
#include "plugin/gateway/ops.h"
#include "plugin/gateway/read_gesture.h"
#include "plugin/loyalty/said.h"

void answer_gesture_left(struct answer *answer, int64_t gestures, struct money worth)
{
	answer_open(answer, "left");
	answer_int(answer, "gestures", gestures);
	answer_int(answer, "worth", worth.minor);
	answer_close(answer);
}

void answer_gestures(struct answer *answer, const struct gestures_told *told)
{
	if (told->count == 0)
		return;
	answer_list(answer, "gestures");
	for (size_t i = 0; i < told->count; i++) {
		answer_item(answer);
		answer_bool(answer, "given", told->items[i].given);
		if (told->items[i].id != 0)
			answer_int(answer, "gesture", told->items[i].id);
		answer_close(answer);
	}
	answer_list_end(answer);
	if (told->points != 0)
		answer_int(answer, "gesture_points", told->points);
	answer_gesture_left(answer, told->left, told->left_worth);
}

rgl_rc op_gesture(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	struct gesture_new new = { .ref = fields_need_text(fields, "id") };
	struct gesture_done done = { 0 };
	struct whose whose;
	rgl_rc rc;

	new.cashier = fields_need_text(fields, "cashier");
	whose = read_member(fields);
	new.at_ms = read_time(rgl, fields);
	read_gesture(rgl, fields, 0, &new.asked);
	rc = fields_end(fields);
	if (rc < 0)
		return rc;
	new.scan = whose.scan;
	new.scan_length = whose.scan_length;
	new.member = whose.member;
	rc = gesture_give(rgl->store, desk_book(rgl->desk), &new, &done);
	if (rc < 0)
		return rc;
	answer_text(answer, "code", result_name(rc));
	answer_int(answer, "gesture", done.id);
	if (done.member != 0) {
		answer_int(answer, "member_id", done.member);
		answer_int(answer, "balance", done.balance);
	}
	answer_gesture_left(answer, done.left.gestures, done.left.worth);
	return rc;
}

static rgl_rc shift(struct rgl *rgl, const char *cashier, const char *till, int64_t at_ms,
		    bool begins, struct shift *ret)
{
	return begins ? shift_begin(rgl->store, cashier, till, at_ms, ret)
		      : shift_end(rgl->store, cashier, at_ms, ret);
}

/* A shift is the cashier's: that it begins, or ends, twice changes nothing, with whichever id. */
rgl_rc op_shift(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	const char *does = fields_need_text(fields, "do");
	const char *cashier = fields_need_text(fields, "cashier");
	const char *till = fields_text(fields, "till");
	const bool begins = does != NULL && strcmp(does, "begin") == 0;
	struct gesture_left left = { 0 };
	const char *id;
	struct policy policy;
	struct shift done = { 0 };
	int64_t at_ms;
	rgl_rc found;
	rgl_rc rc;

	id = fields_text(fields, "id");
	at_ms = read_time(rgl, fields);
	if (does != NULL && !begins && strcmp(does, "end") != 0)
		fields_fail(fields, RGL_E_FIELD, "do", "is none of: begin, end");
	rc = fields_end(fields);
	if (rc == RGL_OK)
		rc = said_check_kept(rgl->store, id, "id");
	if (rc == RGL_OK)
		rc = policy_read(rgl->store, &policy);
	if (rc < 0)
		return rc;
	found = shift(rgl, cashier, till, at_ms, begins, &done);
	rc = found;
	if (rc >= 0)
		rc = gesture_left_at(rgl->store, &policy, cashier, done.began_ms, &left);
	if (rc < 0)
		return rc;
	answer_text(answer, "code", result_name(found));
	answer_int(answer, "shift", done.id);
	answer_time(answer, "began", rgl->store->zone, done.began_ms);
	if (done.ended_ms != 0)
		answer_time(answer, "ended", rgl->store->zone, done.ended_ms);
	answer_gesture_left(answer, left.gestures, left.worth);
	return found;
}
