/* waiting.h - the tap's own journal: sales that were read and are not in the store yet.
 *
 * HOME/waiting has a file for each, in order; HOME/refused those that Regulars refused for good.
 */
#pragma once

#include "pos-adapters/print-tap/door.h"

enum { WAITING_MAX = 20000, WAITING_PATH_ROOM = 600 };

struct waiting {
	const struct settings *settings;
	uint64_t next;	/* number of the next file */
	uint32_t count; /* as far as is known */
	char text[SALE_REQUEST_ROOM];
};

/* What became of the oldest. `why` is set for WAITING_REFUSED. */
enum waiting_result { WAITING_NONE, WAITING_POSTED, WAITING_LATER, WAITING_REFUSED };

/* Makes the folders, counts what waits. */
bool waiting_open(struct waiting *waiting, const struct settings *settings, char *ret_why);

/* Puts a request away, so that it survives a power cut. is_copy: the receipt said so; that its id
 * is taken by another is no fault then. */
bool waiting_add(struct waiting *waiting, const char *request, bool is_copy);

/* Posts the oldest; `text` is its request then. */
enum waiting_result waiting_post(struct waiting *waiting, struct door *door);
