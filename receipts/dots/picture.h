/* picture.h - the shop's logo on a canvas.
 *
 * In:  a bitmap.
 * Out: dots, as many as the bitmap has or fewer.
 * Not here: reading a picture file and making greys dots (encode.h).
 */
#pragma once

#include "receipts/dots/canvas.h"

struct picture_size {
	uint32_t width;
	uint32_t rows;
};

/* As large as the bitmap is, but no wider than `width_max`, nor higher: made smaller in proportion,
 * never larger. */
struct picture_size picture_fit(const struct bitmap *bitmap, uint32_t width_max);

/* Draws the bitmap at that size with its upper left corner at x, y. A dot is black when half of
 * those that it stands for are. */
void picture_draw(const struct bitmap *bitmap, struct canvas *canvas, int32_t x, int32_t y,
		  struct picture_size size);
