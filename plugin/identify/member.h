/* member.h - what a till shows of a member: read. */
#pragma once

#include "plugin/store/query.h"

struct member {
	int64_t id;
	int64_t account;
	char name[RGL_TEXT_MAX + 1];
	char language[16];
	int64_t visits;
	int64_t first_visit_ms;
	int64_t last_visit_ms;
	struct points points;
};

/* E_UNKNOWN: no such member. */
MUST_USE rgl_rc member_read(struct store *store, int64_t id, struct member *ret);

/* E_UNKNOWN: the member's data were erased; no card leads to that number any more. */
MUST_USE rgl_rc member_check_not_erased(struct store *store, int64_t id);

/* The usual time between two visits: the mean so far, rounded down; 0 before the second. */
int64_t member_usual_gap_ms(const struct member *member);

/* The QR text of the newest card of ours that is not blocked, "" when there is none. */
MUST_USE rgl_rc member_token(struct store *store, int64_t id, char ret[32]);
