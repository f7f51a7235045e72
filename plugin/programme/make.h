/* make.h - a programme while it is made: its memory, and what it is when nothing is said.
 *
 * Not here: what the file says (read.h).
 */
#pragma once

#include "plugin/programme/programme.h"

/* The three purses that are always there, and every default of docs/programme.md. NULL when there
 * is no memory; programme_free takes it at any time. `host` outlives it. */
struct programme *programme_new(const struct host *host);

/* Memory of the programme, set to zero; NULL when there is none left. */
void *programme_room(struct programme *programme, size_t bytes);

/* A copy of a text; NULL when there is no memory. */
const char *programme_copy(struct programme *programme, const char *text);

/* What a rule and a reward are before anything is said of them. */
struct rule programme_new_rule(void);
struct reward programme_new_reward(void);
