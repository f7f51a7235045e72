/* answer.h - the answer of an op, written as a JSON object.
 *
 * Room for the answer of any op that changes the store (RGL_ANSWER_ROOM) is taken before the op
 * begins: once a sale is committed, nothing can fail any more. Larger ones grow, and the first
 * failure sticks. The largest quote comes close to it: a quote asks answer_fits before it commits.
 */
#pragma once

#include <stdbool.h>

#include "plugin/base/json_text.h"
#include "plugin/base/zone.h"

struct answer {
	struct bytes text;
	size_t room;	 /* of the till's buffer */
	bool has_fields; /* in the innermost object or list */
};

/* {"ok":true or {"ok":false. E_MEMORY. `host` outlives it. */
MUST_USE rgl_rc answer_begin(const struct host *host, size_t room, struct answer *ret);
void answer_free(struct answer *answer);

/* From the start again, as yes or as no. */
void answer_restart(struct answer *answer, bool ok);

/* Whether all of it was written and goes into the till's buffer as it is: E_MEMORY, E_BUFFER. */
MUST_USE rgl_rc answer_fits(const struct answer *answer);

void answer_int(struct answer *answer, const char *name, int64_t value);   /* exact */
void answer_milli(struct answer *answer, const char *name, int64_t milli); /* "0.250" */
void answer_bool(struct answer *answer, const char *name, bool value);
void answer_text(struct answer *answer, const char *name, const char *text);
void answer_some(struct answer *answer, const char *name, const char *text); /* unless it is "" */
void answer_time(struct answer *answer, const char *name, struct zone *zone, int64_t at_ms);
void answer_json(struct answer *answer, const char *name, const char *json); /* as it is */

/* Fields between the two belong to an object inside. */
void answer_open(struct answer *answer, const char *name);
void answer_close(struct answer *answer);

/* A list of objects; each of these is opened with answer_item and ended with answer_close. */
void answer_list(struct answer *answer, const char *name);
void answer_item(struct answer *answer);
void answer_element(struct answer *answer, const char *text); /* instead: a list of texts */
void answer_list_end(struct answer *answer);
