/* host.h - what the till lent us: log, clock, memory, print; our own where it lent nothing.
 *
 * In:  struct rgl_host as the till passed it, or NULL.
 * Out: the same with every hole filled.
 * Not here: what libraries allocate for themselves; that is the C library's.
 */
#pragma once

#include "plugin/base/result.h"

/* A full copy: every callback but print is set. Lives as long as the context. */
struct host {
	struct rgl_host lent;
};

/* Never fails; a NULL `lent` means our own for all. */
void host_init(struct host *ret, const struct rgl_host *lent);

/* Memory set to zero; NULL when there is none left. Free it with host_free. */
void *host_new(const struct host *host, size_t bytes);

/* As realloc(): NULL leaves the old as it was. */
void *host_resize(const struct host *host, void *memory, size_t bytes);
void host_free(const struct host *host, void *memory);

int64_t host_now_ms(const struct host *host);

/* One line to the till's log, if it lent one; nothing else is ever written anywhere. */
PRINTF(3, 4) void host_log(const struct host *host, int32_t level, const char *format, ...);
