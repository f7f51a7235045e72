/* complaint_parts.h - what the files of complaints share.
 *
 *	complaint.c       opening one
 *	complaint_clock.c the clock, what ran out, rows of steps
 *	complaint_step.c  what is done about one
 *	complaint_list.c  reading them
 */
#pragma once

#include "plugin/care/complaint.h"
#include "plugin/care/hours.h"

/* A complaint's row, as a step changes it. */
struct complaint_row {
	int64_t id;
	int64_t until_ms;
	int64_t second_ms;
	int64_t closed_ms;
	enum complaint_state state;
	const char *owner;
};

/* A row of complaint_step to be; ref NULL: nobody sent it. */
struct complaint_step_row {
	int64_t complaint;
	int64_t at_ms;
	int64_t gesture;
	enum complaint_kind kind;
	const char *who;
	const char *words;
	const char *ref;
	const uint8_t *digest;
};

/* What is wrong with the owner's text counts as if it were not set. */
void complaint_hours(const struct policy *policy, struct hours *ret);
int64_t complaint_until(struct store *store, const struct policy *policy, int64_t from_ms);

/* When something is, by what was sent (0: nothing): never later than now, or a clock that runs
 * ahead would let others' complaints run out. */
int64_t complaint_time(const struct store *store, int64_t at_ms);

/* said_check's refusals for words of up to COMPLAINT_WORDS_ROOM. */
MUST_USE rgl_rc complaint_check_words(struct store *store, const char *words);

/* An id that was sent: RGL_EXISTS (for the same; *ret_complaint), E_DIFFERS, RGL_OK: new. */
MUST_USE rgl_rc complaint_check_ref(struct store *store, const char *ref,
				    const uint8_t digest[HASH_BYTES], int64_t *ret_complaint);

/* event 0: one is made. */
MUST_USE rgl_rc complaint_add_step(struct store *store, int64_t event,
				   const struct complaint_step_row *row);
MUST_USE rgl_rc complaint_set(struct store *store, const struct complaint_row *row);

/* Who a member is by now, after merges; complaint_list.c. */
MUST_USE rgl_rc complaint_member_now(struct store *store, int64_t *member);

/* That a person did it, in the trail. */
MUST_USE rgl_rc complaint_audit(struct store *store, const char *who, enum complaint_kind kind,
				int64_t id, int64_t member);
