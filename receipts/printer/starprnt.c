/* starprnt.c - see starprnt.h. */
#include "receipts/printer/starprnt.h"

#include <string.h>

#define BAND_HEAD 9 /* bytes of ESC GS S before its rows */
#define BAND_ROWS 24

void starprnt_begin(const struct profile *profile, struct bytes *out)
{
	(void)profile;
	bytes_add(out, "\x1B@", 2);
}

void starprnt_rows(const struct canvas *canvas, uint32_t from, uint32_t until, struct bytes *out)
{
	for (uint32_t row = from; row < until; row += BAND_ROWS) {
		const uint32_t rows = until - row < BAND_ROWS ? until - row : BAND_ROWS;
		const uint8_t head[BAND_HEAD] = {
			0x1B, 0x1D, 'S', 1, (uint8_t)canvas->stride, 0, (uint8_t)rows, 0, 0,
		};

		bytes_add(out, head, sizeof(head));
		bytes_add(out, canvas_row(canvas, row), (size_t)rows * canvas->stride);
	}
}

/* 3 feeds to the knife and cuts all but one point. */
static void cut(const struct profile *profile, struct bytes *out)
{
	const uint8_t command[] = { 0x1B, 'd', 3 };

	if (profile->has_cutter)
		bytes_add(out, command, sizeof(command));
}

void starprnt_mark(const struct profile *profile, enum canvas_mark_kind kind, struct bytes *out)
{
	switch (kind) {
	case CANVAS_CUT:
		cut(profile, out);
		break;
	case CANVAS_DRAWER:
		if (profile->has_drawer)
			bytes_add_byte(out, 0x07);
		break;
	case CANVAS_BUZZER:
		break;
	}
}

void starprnt_end(const struct profile *profile, const char *job, struct bytes *out)
{
	(void)job;
	cut(profile, out);
}

void starprnt_wake(struct bytes *out)
{
	const size_t length = BAND_HEAD + (size_t)BAND_ROWS * (CANVAS_WIDTH_MAX / 8);
	uint8_t *at = bytes_extend(out, length);

	if (at != NULL)
		memset(at, 0, length);
	bytes_add(out, "\x1B@", 2);
}
