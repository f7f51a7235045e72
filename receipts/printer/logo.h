/* logo.h - light as numbers, and dots from it: what logo.c and logo_png.c share.
 *
 * In:  rows of a picture, as light (0 black, 65535 paper).
 * Out: fewer rows of fewer points; then one bit a dot.
 * Not here: PNG.
 */
#pragma once

#include "receipts/dots/canvas.h"

#define LOGO_SIDE_MAX 4000
#define LOGO_LIGHT_MAX 65535u

/* A picture that is being made smaller: each point is the mean of the light that falls on it.
 * sums: of the row that is being filled; taken: rows of the source. */
struct logo {
	const struct host *host;
	uint32_t from_width;
	uint32_t from_rows;
	uint32_t width;
	uint32_t rows;
	uint32_t taken;
	uint64_t *sums;
	uint16_t *light; /* width x rows */
};

/* As wide as width_max at most, and never wider than it is. E_MEMORY; logo_close also after that.
 */
MUST_USE rgl_rc logo_open(const struct host *host, uint32_t from_width, uint32_t from_rows,
			  uint32_t width_max, struct logo *ret);
void logo_close(struct logo *logo);

/* The next row, `from_width` points; as many as `from_rows` said. */
void logo_take(struct logo *logo, const uint16_t *row);

/* One bit a dot. Spends the light. E_MEMORY. */
MUST_USE rgl_rc logo_dither(struct logo *logo, struct bitmap *ret);

/* Reads a PNG into a logo. E_FIELD, E_LIMIT, E_MEMORY; logo_close also after a failure. */
MUST_USE rgl_rc logo_read(const struct host *host, const uint8_t *png, size_t length,
			  uint32_t width_max, struct logo *ret, struct rgl_why *why);
