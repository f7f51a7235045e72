/* stream.h - where the commands of a receipt printer begin and end, byte by byte.
 *
 * In:  the bytes that a till sends to its printer, in pieces of any size.
 * Out: for each byte, what it is: a letter, a control, a part of a command, the end of one, a cut.
 * Not here: what the letters say (decode.h). Nothing is allocated, and no byte is kept but the
 * first parameters of the command that is running.
 *
 * Lengths are followed, so that a picture, a bar code or a font that holds the bytes of a cut is
 * not taken for one. The dialects must be told apart by the owner: ESC d cuts on a Star printer
 * and feeds on all others.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum stream_dialect { STREAM_ESCPOS, STREAM_STAR };

enum stream_event {
	STREAM_TEXT,	/* a letter, or a byte of one */
	STREAM_CONTROL, /* a command of one byte: line feed, tab, ... */
	STREAM_INSIDE,	/* in the middle of a command */
	STREAM_CUT,	/* the byte that makes the running command a cut; more may follow */
	STREAM_COMMAND	/* the last byte of a command, cuts among them */
};

enum { STREAM_PARAMETERS_MAX = 16 };

/* All zero but the dialect is the beginning. Of a command: lead and name are its first bytes, the
 * parameters those behind them that are not data. */
struct stream {
	enum stream_dialect dialect;
	uint8_t phase;
	uint8_t lead;
	uint8_t name;
	uint8_t count;
	uint8_t wanted;
	uint8_t until; /* the byte that ends what runs until one */
	uint8_t rounds;
	bool has_data; /* data follows, its length was counted */
	bool again;    /* and behind it another of the same kind */
	bool is_cut;
	bool is_raster; /* Star: between ESC * r A and ESC * r B */
	uint8_t parameters[STREAM_PARAMETERS_MAX];
	uint64_t skip;
};

enum stream_event stream_step(struct stream *stream, uint8_t byte);

/* Whether the last byte was the first of a command that may still turn out to be a cut. */
bool stream_may_cut(const struct stream *stream);

/* Whether nothing is running: the next byte begins something. */
bool stream_is_idle(const struct stream *stream);
