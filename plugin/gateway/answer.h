/* answer.h - the answer of an op, written as a JSON object.
 *
 * Room for the answer of any op that changes the store (RGL_ANSWER_ROOM) is taken before the op
 * begins: once a sale is committed, nothing can fail any more. Larger ones grow, and the first
 * failure sticks.
 */
#pragma once

#include <stdbool.h>

#include "plugin/base/json_text.h"

struct answer {
	struct bytes text;
	bool has_fields; /* in the innermost object */
};

/* {"ok":true or {"ok":false. E_MEMORY. `host` outlives it. */
MUST_USE rgl_rc answer_begin(const struct host *host, struct answer *ret);
void answer_free(struct answer *answer);

/* From the start again, as yes or as no. */
void answer_restart(struct answer *answer, bool ok);

void answer_int(struct answer *answer, const char *name, int64_t value); /* exact */
void answer_text(struct answer *answer, const char *name, const char *text);
void answer_json(struct answer *answer, const char *name, const char *json); /* as it is */

/* Fields between the two belong to an object inside. */
void answer_open(struct answer *answer, const char *name);
void answer_close(struct answer *answer);
