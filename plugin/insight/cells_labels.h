/* cells_labels.h - texts by number: each different one once.
 *
 * Pure. What groups of members are called, before it is known which are the largest.
 */
#pragma once

#include "plugin/base/bytes.h"

struct labels {
	const struct host *host;
	struct bytes texts;  /* one after the other, each with its NUL */
	struct bytes starts; /* a uint32_t a label */
	uint32_t *places;    /* a label's number and one, by hash; 0: free */
	size_t place_count;
	uint32_t count;
};

/* Empty it with labels_free. */
struct labels labels_of(const struct host *host);
void labels_free(struct labels *labels);

/* The number of a text, which is new or there already; of "" that of "(none)". E_MEMORY. */
MUST_USE rgl_rc labels_add(struct labels *labels, const char *text, uint32_t *ret);

/* Lives until the next label is added. */
const char *labels_text(const struct labels *labels, uint32_t label);
