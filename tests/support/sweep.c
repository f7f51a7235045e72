/* sweep.c - see sweep.h. */
#include "tests/support/sweep.h"

#include <stdlib.h>
#include <string.h>

static size_t find(const struct sweep *sweep, const void *memory)
{
	size_t at = 0;

	while (at < sweep->held && sweep->blocks[at] != memory)
		at++;
	return at;
}

static void give_back(struct sweep *sweep, void *memory, size_t at)
{
	sweep->blocks[at] = sweep->blocks[--sweep->held];
	free(memory);
}

static void *resize(void *user, void *memory, size_t bytes)
{
	struct sweep *sweep = user;
	size_t at = find(sweep, memory);
	void *moved;

	if (memory != NULL && at == sweep->held) {
		sweep->misused = true;
		return NULL;
	}
	if (bytes == 0) {
		if (memory != NULL)
			give_back(sweep, memory, at);
		return NULL;
	}
	sweep->asked++;
	if (sweep->fail_at != SWEEP_NEVER && sweep->asked > sweep->fail_at) {
		sweep->ran_out = true;
		return NULL;
	}
	moved = memory == NULL ? malloc(bytes) : realloc(memory, bytes);
	if (moved == NULL || (memory == NULL && sweep->held == SWEEP_BLOCKS)) {
		free(moved);
		sweep->misused = true;
		return NULL;
	}
	if (memory == NULL)
		memset(moved, 0xA5, bytes);
	if (memory == NULL)
		at = sweep->held++;
	sweep->blocks[at] = moved;
	return moved;
}

void sweep_init(struct sweep *ret, long fail_at)
{
	*ret = (struct sweep) { .fail_at = fail_at };
	ret->host.size = sizeof(ret->host);
	ret->host.user = ret;
	ret->host.resize = resize;
}
