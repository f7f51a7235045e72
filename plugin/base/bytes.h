/* bytes.h - a buffer that grows, for what has no small limit: answers, pictures, printer bytes.
 *
 * The first failure sticks: later adds do nothing, and bytes_rc() tells at the end.
 */
#pragma once

#include "plugin/base/host.h"

struct bytes {
	const struct host *host;
	uint8_t *data;
	size_t length;
	size_t room;
	rgl_rc rc;
};

/* Empty; nothing is allocated before the first add. `host` outlives it. */
struct bytes bytes_of(const struct host *host);
void bytes_free(struct bytes *bytes);
void bytes_add(struct bytes *bytes, const void *data, size_t length);
void bytes_add_byte(struct bytes *bytes, uint8_t byte);
void bytes_add_text(struct bytes *bytes, const char *text);
PRINTF(2, 3) void bytes_printf(struct bytes *bytes, const char *format, ...);

/* Room for `length` more, to be written in place; NULL after a failure. */
uint8_t *bytes_extend(struct bytes *bytes, size_t length);

/* RGL_OK, or E_MEMORY from the first add that failed. */
MUST_USE rgl_rc bytes_rc(const struct bytes *bytes);
