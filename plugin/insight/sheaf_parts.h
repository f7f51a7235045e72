/* sheaf_parts.h - for sheaf_*.c alone. */
#pragma once

#include "plugin/insight/sheaf.h"

struct sheaves {
	const struct host *host;
	int64_t reach;
	struct scan_sale *fresh;
	size_t count;
	size_t room;
};

/* The first of the fresh sales of a member from `member` on; fresh + count when there is none. */
const struct scan_sale *sheaves_fresh_from(const struct sheaves *sheaves, int64_t member);

/* E_MEMORY, in words. */
rgl_rc sheaf_no_memory(struct store *store);
