/* decode.h - a printer's bytes as lines of text.
 *
 * In:  the bytes, in pieces of any size, with what the tap knows of the printer.
 * Out: lines in UTF-8, without empty ones; pictures are noted as such; how the printer stands, so
 *      that what is put in before a cut can leave it as it was.
 * Not here: what the lines mean (pattern.h). Nothing is allocated.
 */
#pragma once

#include "pos-adapters/print-tap/codepage.h"
#include "pos-adapters/print-tap/stream.h"

enum { DECODE_LINES_MAX = 300, DECODE_LINE_ROOM = 200, DECODE_RAW_MAX = 160 };

#define DECODE_PICTURE "[picture]"

/* How the printer stands. feed: lines fed since the last letter. */
struct decode_state {
	uint8_t align;
	uint8_t mode; /* ESC ! */
	uint8_t size; /* GS ! */
	uint8_t bold;
	int codepage;
	uint32_t feed;
};

/* `lines` hold no payment cards. secret: the line in which one was masked, as it came, for nothing
 * but a look at a member's card; "" else. */
struct decode {
	struct stream stream;
	int codepage; /* what the printer begins with */
	struct decode_state state;
	bool is_kanji;
	bool is_utf8; /* letters beyond ASCII came as UTF-8, though nobody said so */
	bool is_full; /* there were more lines than fit */
	uint32_t line_count;
	uint32_t pictures;
	uint64_t bytes;
	size_t raw_length;
	int raw_codepage;
	uint8_t raw[DECODE_RAW_MAX];
	char lines[DECODE_LINES_MAX][DECODE_LINE_ROOM];
	char secret[DECODE_LINE_ROOM];
	uint32_t secret_line;
};

void decode_begin(struct decode *decode, enum stream_dialect dialect, int codepage);

/* Takes bytes up to the first cut; returns how many that were. *ret_cut: it was one, and the byte
 * that made it so is among them. */
size_t decode_bytes(struct decode *decode, const uint8_t *bytes, size_t length, bool *ret_cut);

/* Ends the line that is open. */
void decode_end(struct decode *decode);

/* The next receipt: forgets the lines, not how the printer stands. */
void decode_next(struct decode *decode);

/* A text as lines, for samples that are text already. */
void decode_text(struct decode *decode, const char *text, size_t length);
