/* sweep.h - a till's memory that can run out, and that knows what was not given back.
 *
 * In:  at which allocation it runs out.
 * Out: a struct rgl_host to lend; how many blocks are held, how many were asked for.
 * Not here: what libraries allocate for themselves.
 *
 * A sweep is a loop: the n-th allocation and all after it fail, for n = 0, 1, ... until a run needs
 * no more than n.
 */
#pragma once

#include <stdbool.h>

#include "plugin/regulars.h"

#define SWEEP_BLOCKS 4096
#define SWEEP_NEVER (-1)

struct sweep {
	struct rgl_host host;
	long fail_at; /* allocations before memory runs out; SWEEP_NEVER: it does not */
	long asked;
	bool ran_out;
	bool misused; /* a block was freed or resized that was not held */
	size_t held;
	void *blocks[SWEEP_BLOCKS];
};

/* `ret` is the user of the host inside it: it stays where it is. For one thread. */
void sweep_init(struct sweep *ret, long fail_at);
