/* stream_parts.h - what the two dialects of stream.c share. */
#pragma once

#include "pos-adapters/print-tap/stream.h"

enum { STREAM_DLE = 0x10, STREAM_ESC = 0x1B, STREAM_FS = 0x1C, STREAM_GS = 0x1D };

enum stream_phase {
	STREAM_GROUND,
	STREAM_LEAD,
	STREAM_FIXED, /* parameters, as many as are wanted */
	STREAM_SKIP,  /* data, as much as was counted */
	STREAM_UNTIL  /* data up to a byte */
};

/* A command's parameters: all that begin with `lead` and are in `names` have `count`. */
struct stream_rule {
	uint8_t lead;
	uint8_t count;
	const char *names;
};

/* Parameters a command has, before those that depend on the first ones. */
uint8_t stream_count_of(const struct stream_rule *rules, size_t length, uint8_t lead, uint8_t name);

/* Called when the parameters that were wanted are there: may want more, or say what follows. */
void stream_escpos_more(struct stream *stream);
void stream_star_more(struct stream *stream);

uint8_t stream_escpos_count(uint8_t lead, uint8_t name);
uint8_t stream_star_count(uint8_t lead, uint8_t name);

/* A little-endian number of two bytes among the parameters. */
uint64_t stream_pair(const struct stream *stream, size_t at);
