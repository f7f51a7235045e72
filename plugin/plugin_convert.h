/* plugin_convert.h - between the till's structs and ours: sizes, strides, types of their own. */
#pragma once

#include "plugin/checkout.h"
#include "plugin/identify/enrol.h"
#include "plugin/plugin_allow.h"

/* Whether a struct is there and says its size. */
bool convert_is_sized(const void *theirs);

/* What the till passed, as far as it goes, the rest zero; false when there is none. */
bool convert_take(void *ours, size_t size, const void *theirs);

/* Ours into theirs, as far as theirs goes; its size stays. NULL theirs: nothing. */
void convert_give(void *theirs, const void *ours, size_t size);

/* What a success says beside it: why the scan was nobody's, else the first notice; or nothing. */
void convert_said(const struct rgl_why *unseen, const struct notices *notices,
		  struct rgl_why *theirs);

void convert_enrolment(const struct rgl_enrolment *theirs, struct enrolment *ret);

/* Arrays with room for the maxima. */
struct convert_room {
	struct sale_line *lines;
	struct sale_tender *tenders;
	struct wish *wishes;
	const char **codes;
	struct sale_gesture *gestures;
	const struct allowed *allowed; /* by the gestures' places; NULL: no code was looked at */
};

/* A gesture of the till's, by its place; false when it does not say its size. */
bool convert_gesture(const struct rgl_sale *theirs, uint32_t place, struct rgl_gesture *ret);

/* E_LIMIT, E_ARGUMENT (a stride that is no struct). */
MUST_USE rgl_rc convert_sale(const struct rgl_sale *theirs, bool is_refund,
			     const struct convert_room *room, struct sale *ret,
			     struct rgl_why *refusal);
void convert_outcome(const struct outcome *outcome, struct rgl_outcome *theirs);

/* A quote_taker: `user` is a struct convert_quote. E_BUFFER: the till's arrays are too short. */
struct convert_quote {
	struct rgl_quote *ret;
	struct rgl_why *why;
	struct rgl_why *refusal;
};
rgl_rc convert_quote(void *user, const struct quoted *quoted);
