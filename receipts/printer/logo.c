/* logo.c - see logo.h, and encode_logo() in encode.h. */
#include "receipts/printer/logo.h"

#include <math.h>
#include <string.h>

#include "receipts/printer/encode.h"

#define HALF (LOGO_LIGHT_MAX / 2)
#define SHARE 8 /* each neighbour's part of an error */

rgl_rc logo_open(const struct host *host, uint32_t from_width, uint32_t from_rows,
		 uint32_t width_max, struct logo *ret)
{
	struct logo logo = { .host = host, .from_width = from_width, .from_rows = from_rows };

	logo.width = from_width < width_max ? from_width : width_max;
	logo.rows = (uint32_t)(((uint64_t)from_rows * logo.width + from_width / 2) / from_width);
	if (logo.rows == 0)
		logo.rows = 1;
	logo.sums = host_new(host, logo.width * sizeof(*logo.sums));
	logo.light = host_new(host, (size_t)logo.width * logo.rows * sizeof(*logo.light));
	*ret = logo;
	return logo.sums == NULL || logo.light == NULL ? RGL_E_MEMORY : RGL_OK;
}

void logo_close(struct logo *logo)
{
	host_free(logo->host, logo->sums);
	host_free(logo->host, logo->light);
	*logo = (struct logo) { .host = logo->host };
}

/* How much of the source's point `i` lies on the target's point `to`, when `from` points become
 * `into`; a whole point is `into`. */
static uint64_t overlap(uint32_t i, uint32_t to, uint32_t from, uint32_t into)
{
	const uint64_t begin = (uint64_t)i * into;
	const uint64_t end = begin + into;
	const uint64_t to_begin = (uint64_t)to * from;
	const uint64_t to_end = to_begin + from;
	const uint64_t first = begin > to_begin ? begin : to_begin;
	const uint64_t last = end < to_end ? end : to_end;

	return last > first ? last - first : 0;
}

/* Adds a source row to a target row's sums, with the share that it has of it. */
static void add_row(struct logo *logo, const uint16_t *row, uint64_t share)
{
	const uint32_t from = logo->from_width;
	const uint32_t into = logo->width;

	for (uint32_t i = 0; i < from; i++) {
		const uint32_t to = (uint32_t)((uint64_t)i * into / from);
		const uint64_t here = overlap(i, to, from, into);

		logo->sums[to] += row[i] * here * share;
		if (here < into && to + 1 < into)
			logo->sums[to + 1] += row[i] * (into - here) * share;
	}
}

/* A thermal dot is round and larger than its square, so paper comes out darker than the share of
 * black dots says, most of all in the middle. The mean of light and its root makes up for about
 * that, and leaves black and white as they are. */
static uint16_t lightened(uint64_t light)
{
	const double share = (double)light / LOGO_LIGHT_MAX;

	return (uint16_t)((share + sqrt(share)) / 2 * LOGO_LIGHT_MAX + 0.5);
}

static void end_row(struct logo *logo, uint32_t row)
{
	const uint64_t whole = (uint64_t)logo->from_width * logo->from_rows;
	uint16_t *light = logo->light + (size_t)row * logo->width;

	if (whole == 0)
		return;
	for (uint32_t i = 0; i < logo->width; i++)
		light[i] = lightened(logo->sums[i] / whole);
	memset(logo->sums, 0, logo->width * sizeof(*logo->sums));
}

void logo_take(struct logo *logo, const uint16_t *row)
{
	const uint32_t from = logo->from_rows;
	const uint32_t into = logo->rows;
	const uint32_t i = logo->taken++;
	const uint32_t to = (uint32_t)((uint64_t)i * into / from);
	const uint64_t here = overlap(i, to, from, into);

	add_row(logo, row, here);
	if (((uint64_t)i + 1) * into < ((uint64_t)to + 1) * from)
		return;
	end_row(logo, to);
	if (here < into)
		add_row(logo, row, into - here);
}

static void spread(struct logo *logo, int64_t x, uint32_t y, int32_t error)
{
	const int32_t most = (int32_t)LOGO_LIGHT_MAX;
	uint16_t *at;
	int32_t light;

	if (x < 0 || x >= (int64_t)logo->width || y >= logo->rows)
		return;
	at = &logo->light[(size_t)y * logo->width + (size_t)x];
	light = *at + error;
	*at = (uint16_t)(light < 0 ? 0 : light > most ? most : light);
}

/* Atkinson's: an eighth of the error to each of six neighbours, a quarter of it lost. A logo is ink
 * and paper with soft edges; what is lost keeps specks out of both, where Floyd and Steinberg's
 * would carry the edges' errors into them. Greys in the middle come out as they are. */
static bool dither_point(struct logo *logo, uint32_t x, uint32_t y)
{
	const uint16_t light = logo->light[(size_t)y * logo->width + x];
	const bool is_black = light <= HALF;
	const int32_t error = (light - (is_black ? 0 : (int32_t)LOGO_LIGHT_MAX)) / SHARE;

	spread(logo, (int64_t)x + 1, y, error);
	spread(logo, (int64_t)x + 2, y, error);
	spread(logo, (int64_t)x - 1, y + 1, error);
	spread(logo, x, y + 1, error);
	spread(logo, (int64_t)x + 1, y + 1, error);
	spread(logo, x, y + 2, error);
	return is_black;
}

rgl_rc logo_dither(struct logo *logo, struct bitmap *ret)
{
	const uint32_t stride = (logo->width + 7) / 8;
	uint8_t *bits = host_new(logo->host, (size_t)stride * logo->rows);

	if (bits == NULL)
		return RGL_E_MEMORY;
	for (uint32_t y = 0; y < logo->rows; y++)
		for (uint32_t x = 0; x < logo->width; x++)
			if (dither_point(logo, x, y))
				bits[(size_t)y * stride + x / 8] |= (uint8_t)(0x80u >> (x % 8));
	*ret = (struct bitmap) {
		.width = logo->width, .rows = logo->rows, .stride = stride, .bits = bits
	};
	return RGL_OK;
}

rgl_rc encode_logo(const struct host *host, const uint8_t *png, size_t length, uint32_t width_max,
		   struct bitmap *ret, struct rgl_why *why)
{
	struct logo logo = { .host = host };
	rgl_rc rc;

	RGL_ASSERT(width_max > 0 && width_max <= CANVAS_WIDTH_MAX);
	rc = logo_read(host, png, length, width_max, &logo, why);
	if (rc == RGL_OK)
		rc = logo_dither(&logo, ret);
	logo_close(&logo);
	if (rc == RGL_E_MEMORY)
		return refuse(why, rc, "there is no memory to read the logo; try again");
	return rc;
}
