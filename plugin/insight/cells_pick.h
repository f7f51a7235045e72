/* cells_pick.h - which sales a question means, decided before the pass wherever it can be.
 *
 * In:  a question (question.h), the store's scenes, members and lines.
 * Out: a row's answer, out of arrays and the row itself.
 */
#pragma once

#include "plugin/insight/cells_clock.h"
#include "plugin/insight/cells_scan.h"

struct pick;

/* `where` is never NULL. E_FIELD: it has an error, and the refusal says where. E_MEMORY, and the
 * store's. Free it with pick_close. */
MUST_USE rgl_rc pick_open(struct store *store, const char *where, struct pick **ret);
void pick_close(struct pick *pick);

/* Any thread, several at once; the local time of the sale by the thread's own clock. */
bool pick_holds(const struct pick *pick, const struct scan_sale *sale, int64_t local_ms);

/* Whether it needs a sale's points or scene (cells_scan.h). */
bool pick_asks_more(const struct pick *pick);
