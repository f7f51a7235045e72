/* escpos.c - see escpos.h. */
#include "receipts/printer/escpos.h"

#include <string.h>

#define BAND_HEAD 8 /* bytes of GS v 0 before its rows */
#define JOB_BYTES 4
#define LINES_AN_INCH 6 /* the spacing that ESC @ sets */
#define LINES_MAX 255

void escpos_begin(const struct profile *profile, struct bytes *out)
{
	(void)profile;
	bytes_add(out, "\x1B@", 2);
}

static void add_band(const struct canvas *canvas, uint32_t row, uint32_t rows, struct bytes *out)
{
	const uint8_t head[BAND_HEAD] = {
		0x1D,
		'v',
		'0',
		0,
		(uint8_t)(canvas->stride & 0xFFu),
		(uint8_t)(canvas->stride >> 8),
		(uint8_t)(rows & 0xFFu),
		(uint8_t)(rows >> 8),
	};

	bytes_add(out, head, sizeof(head));
	bytes_add(out, canvas_row(canvas, row), (size_t)rows * canvas->stride);
}

void escpos_rows(const struct canvas *canvas, uint32_t from, uint32_t until, struct bytes *out)
{
	for (uint32_t row = from; row < until; row += ESCPOS_BAND_ROWS) {
		const uint32_t left = until - row;

		add_band(canvas, row, left < ESCPOS_BAND_ROWS ? left : ESCPOS_BAND_ROWS, out);
	}
}

/* Lines, because a row of ESC J is another length on each make. */
static void feed(const struct profile *profile, struct bytes *out)
{
	const uint32_t line = profile->dpi / LINES_AN_INCH;
	const uint32_t lines = line == 0 ? 0 : (profile->feed_rows + line - 1) / line;
	const uint8_t command[] = { 0x1B, 'd', (uint8_t)(lines < LINES_MAX ? lines : LINES_MAX) };

	if (lines > 0)
		bytes_add(out, command, sizeof(command));
}

/* All but one point is cut, so that the receipt does not fall. */
static void cut(const struct profile *profile, struct bytes *out)
{
	feed(profile, out);
	if (profile->has_cutter)
		bytes_add(out, "\x1DV\x42\x00", 4);
}

void escpos_mark(const struct profile *profile, enum canvas_mark_kind kind, struct bytes *out)
{
	/* The first connector; 50 ms on, 500 ms off. One beep of a second. */
	const uint8_t drawer[] = { 0x1B, 'p', 0, 25, 250 };
	const uint8_t buzzer[] = { 0x1B, '(', 'A', 4, 0, 48, 49, 1, 10 };

	switch (kind) {
	case CANVAS_CUT:
		cut(profile, out);
		break;
	case CANVAS_DRAWER:
		if (profile->has_drawer)
			bytes_add(out, drawer, sizeof(drawer));
		break;
	case CANVAS_BUZZER:
		if (profile->has_buzzer)
			bytes_add(out, buzzer, sizeof(buzzer));
		break;
	}
}

void escpos_end(const struct profile *profile, const char *job, struct bytes *out)
{
	const uint8_t echo[] = { 0x1D, '(', 'H', 2 + JOB_BYTES, 0, 48, 48 };

	cut(profile, out);
	if (job != NULL && profile->proof == PROFILE_PROOF_COUNTER) {
		bytes_add(out, echo, sizeof(echo));
		bytes_add(out, job, JOB_BYTES);
	}
}

void escpos_wake(struct bytes *out)
{
	const size_t length = BAND_HEAD + (size_t)ESCPOS_BAND_ROWS * (CANVAS_WIDTH_MAX / 8);
	uint8_t *at = bytes_extend(out, length);

	if (at != NULL)
		memset(at, 0, length);
	bytes_add(out, "\x1B@", 2);
}

/* Of the commands that are written here and in text.c; what is text is one byte long. */
static size_t command_length(const uint8_t *at, size_t left)
{
	if (left < 2)
		return left;
	if (at[0] == 0x1B && at[1] == '(' && left >= 5)
		return 5 + (size_t)at[3] + 256u * at[4];
	if (at[0] == 0x1B)
		return at[1] == '@' ? 2 : at[1] == 'p' ? 5 : 3;
	if (at[0] != 0x1D)
		return 1;
	if (at[1] == 'v' && left >= BAND_HEAD)
		return BAND_HEAD + (at[4] + 256u * at[5]) * (size_t)(at[6] + 256u * at[7]);
	if (at[1] == '(' && left >= 5)
		return 5 + (size_t)at[3] + 256u * at[4];
	return at[1] == 'V' ? 4 : 3;
}

uint32_t escpos_cuts(const uint8_t *bytes, size_t length)
{
	uint32_t cuts = 0;
	size_t step;

	for (size_t at = 0; at < length; at += step) {
		step = command_length(bytes + at, length - at);
		cuts += length - at >= 4 && bytes[at] == 0x1D && bytes[at + 1] == 'V';
	}
	return cuts;
}
