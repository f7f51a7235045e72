/* stream_escpos.c - the lengths of ESC/POS commands, for stream.c. */
#include "pos-adapters/print-tap/stream_parts.h"

#include <string.h>

/* Those that are not here have none. Letters stand for themselves; the rest in octal. */
static const struct stream_rule RULES[] = {
	{ STREAM_ESC, 1, " !%-3=?EGJKMRTUVaderstu{c" },
	{ STREAM_ESC, 2, "$\\Bf" },
	{ STREAM_ESC, 3, "*&p(" },
	{ STREAM_ESC, 8, "W" },
	{ STREAM_GS, 1, "!#/BEHITVafhrwxkbCjilu\"" },
	{ STREAM_GS, 2, "$*LPW\\_" },
	{ STREAM_GS, 3, "(^z" },
	{ STREAM_GS, 4, "g" },
	{ STREAM_GS, 5, "8" },
	{ STREAM_GS, 6, "vQ" },
	{ STREAM_GS, 13, "D" },
	{ STREAM_FS, 1, "!-CWq" },
	{ STREAM_FS, 2, "?Sp2" },
	{ STREAM_FS, 3, "(" },
	{ STREAM_FS, 8, "g" },
	{ STREAM_DLE, 1, "\004\005\024" },
};

enum { SHAPE_BYTES = 72 }; /* of a letter that FS 2 defines */

uint8_t stream_escpos_count(uint8_t lead, uint8_t name)
{
	return stream_count_of(RULES, sizeof(RULES) / sizeof(RULES[0]), lead, name);
}

static void data_follows(struct stream *stream, uint64_t bytes)
{
	stream->has_data = true;
	stream->skip = bytes;
}

static void until_follows(struct stream *stream, uint8_t until, uint8_t rounds)
{
	stream->phase = STREAM_UNTIL;
	stream->until = until;
	stream->rounds = rounds;
}

/* ESC & y c1 c2, then for each letter its width x and x*y bytes. */
static void letters_more(struct stream *stream)
{
	const uint8_t *parameters = stream->parameters;

	if (stream->wanted == 3) {
		stream->wanted = 4;
		stream->rounds = (uint8_t)(parameters[2] - parameters[1]);
		return;
	}
	data_follows(stream, (uint64_t)parameters[0] * parameters[3]);
	stream->again = stream->rounds > 0;
	if (stream->again) {
		stream->rounds--;
		stream->count = 3;
	}
}

/* FS q n, then for each picture its size and its dots. */
static void pictures_more(struct stream *stream)
{
	if (stream->wanted == 1) {
		stream->rounds = stream->parameters[0];
		stream->wanted = stream->rounds > 0 ? 5 : 1;
		return;
	}
	data_follows(stream, stream_pair(stream, 1) * stream_pair(stream, 3) * 8);
	stream->rounds--;
	stream->again = stream->rounds > 0;
	if (stream->again)
		stream->count = 1;
}

static void esc_more(struct stream *stream)
{
	const uint8_t *parameters = stream->parameters;

	switch (stream->name) {
	case '*':
		data_follows(stream, stream_pair(stream, 1) * (parameters[0] >= 32 ? 3 : 1));
		break;
	case '(':
		data_follows(stream, stream_pair(stream, 1));
		break;
	case '&':
		letters_more(stream);
		break;
	case 'c':
		stream->wanted = 2;
		break;
	case 'D':
		until_follows(stream, 0, 1);
		break;
	default:
		break;
	}
}

/* GS C 0 m n, GS C 1 a b c d n r, GS C 2 n n, GS C ; a ; b ; n ; r ; c ; */
static uint8_t counter_wanted(uint8_t function)
{
	if (function == 1 || function == '1')
		return 7;
	return 3;
}

/* What is left of a BMP file behind its first six bytes: "BM" and how long all of it is. */
static uint64_t picture_rest(const uint8_t *head)
{
	uint64_t size = head[2] | (uint64_t)head[3] << 8 | (uint64_t)head[4] << 16 |
			(uint64_t)head[5] << 24;

	return size > 6 ? size - 6 : 0;
}

static void gs_more(struct stream *stream)
{
	const uint8_t *parameters = stream->parameters;

	switch (stream->name) {
	case '(':
		data_follows(stream, stream_pair(stream, 1));
		break;
	case '8':
		data_follows(stream, stream_pair(stream, 1) | stream_pair(stream, 3) << 16);
		break;
	case 'v':
	case 'Q':
		data_follows(stream, stream_pair(stream, 2) * stream_pair(stream, 4));
		break;
	case '*':
		data_follows(stream, (uint64_t)parameters[0] * parameters[1] * 8);
		break;
	case 'k':
		if (parameters[0] <= 6)
			until_follows(stream, 0, 1);
		else if (stream->wanted == 1)
			stream->wanted = 2;
		else
			data_follows(stream, parameters[1]);
		break;
	case 'V':
		if (parameters[0] != 0 && strchr("ABabgh", parameters[0]) != NULL)
			stream->wanted = 2;
		break;
	case 'D':
		data_follows(stream, picture_rest(parameters + 7));
		break;
	case 'C':
		if (parameters[0] == ';')
			until_follows(stream, ';', 5);
		else
			stream->wanted = counter_wanted(parameters[0]);
		break;
	default:
		break;
	}
}

static void fs_more(struct stream *stream)
{
	switch (stream->name) {
	case '(':
		data_follows(stream, stream_pair(stream, 1));
		break;
	case 'q':
		pictures_more(stream);
		break;
	case '2':
		data_follows(stream, SHAPE_BYTES);
		break;
	case 'g':
		if (stream->parameters[0] == 1 || stream->parameters[0] == '1')
			data_follows(stream, stream_pair(stream, 6));
		break;
	default:
		break;
	}
}

/* DLE EOT n [a], DLE DC4 with as many as its function has. */
static void dle_more(struct stream *stream)
{
	static const uint8_t COUNTS[] = { 1, 3, 3, 6, 1, 1, 1, 2, 8 };
	uint8_t function = stream->parameters[0];

	if (stream->name == 4 && (function == 7 || function == 8 || function == 18))
		stream->wanted = 2;
	if (stream->name == 0x14 && function < sizeof(COUNTS))
		stream->wanted = COUNTS[function];
}

void stream_escpos_more(struct stream *stream)
{
	if (stream->lead == STREAM_ESC)
		esc_more(stream);
	else if (stream->lead == STREAM_GS)
		gs_more(stream);
	else if (stream->lead == STREAM_FS)
		fs_more(stream);
	else
		dle_more(stream);
}
