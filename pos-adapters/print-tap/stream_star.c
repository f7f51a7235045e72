/* stream_star.c - the lengths of Star's commands (line mode, StarPRNT and raster), for stream.c. */
#include "pos-adapters/print-tap/stream_parts.h"

/* Those that are not here have none. */
static const struct stream_rule RULES[] = {
	{ STREAM_ESC, 1, "daWh-_REJIzlQ AeCswNO\003\013\014\035*%$\006" },
	{ STREAM_ESC, 2, "iSkLKX\007\036rx" },
	{ STREAM_ESC, 3, "\034" },
	{ STREAM_ESC, 4, "b" },
	{ 0, 2, "bk" },
};

enum { RECORD_END = 0x1E };

uint8_t stream_star_count(uint8_t lead, uint8_t name)
{
	return stream_count_of(RULES, sizeof(RULES) / sizeof(RULES[0]), lead, name);
}

static void data_follows(struct stream *stream, uint64_t bytes)
{
	stream->has_data = true;
	stream->skip = bytes;
}

static void until_follows(struct stream *stream, uint8_t until)
{
	stream->phase = STREAM_UNTIL;
	stream->until = until;
	stream->rounds = 1;
}

/* ESC * r and a letter: the raster mode's commands; some have a number in digits up to a NUL. */
static void raster_more(struct stream *stream)
{
	uint8_t letter = stream->parameters[1];

	if (stream->wanted == 1) {
		if (stream->parameters[0] == 'r')
			stream->wanted = 2;
		return;
	}
	if (letter == 'A')
		stream->is_raster = true;
	else if (letter == 'B')
		stream->is_raster = false;
	else if (letter != 'C')
		until_follows(stream, 0);
}

/* ESC GS y and ESC GS x: QR and PDF417 codes. */
static void code_more(struct stream *stream)
{
	const uint8_t *parameters = stream->parameters;
	bool is_qr = parameters[0] == 'y';

	if (stream->wanted == 1) {
		stream->wanted = 2;
	} else if (stream->wanted == 2 && parameters[1] == 'S') {
		stream->wanted = 3;
	} else if (stream->wanted == 3 && parameters[1] == 'S') {
		stream->wanted = !is_qr && (parameters[2] & 0x0F) == 0 ? 6 : 4;
	} else if (stream->wanted == 2 && parameters[1] == 'D') {
		stream->wanted = is_qr ? 6 : 4;
	} else if (parameters[1] == 'D') {
		data_follows(stream, stream_pair(stream, is_qr ? 4 : 2));
	}
}

/* ESC GS and a letter. */
static void group_more(struct stream *stream)
{
	switch (stream->parameters[0]) {
	case 'A':
	case 'R':
		stream->wanted = 3;
		break;
	case 'S':
		if (stream->wanted == 7)
			data_follows(stream, stream_pair(stream, 2) * stream_pair(stream, 4));
		stream->wanted = 7;
		break;
	case '(':
		if (stream->wanted == 4)
			data_follows(stream, stream_pair(stream, 2));
		stream->wanted = 4;
		break;
	case 'x':
	case 'y':
		code_more(stream);
		break;
	default:
		stream->wanted = 2;
		break;
	}
}

void stream_star_more(struct stream *stream)
{
	const uint8_t *parameters = stream->parameters;

	switch (stream->name) {
	case '*':
		raster_more(stream);
		break;
	case 0x1D:
		group_more(stream);
		break;
	case 'k':
		data_follows(stream, stream->lead == 0 ? stream_pair(stream, 0)
						       : stream_pair(stream, 0) * 24);
		break;
	case 'K':
	case 'L':
		data_follows(stream, stream_pair(stream, 0));
		break;
	case 'X':
		data_follows(stream, stream_pair(stream, 0) * 3);
		break;
	case 'b':
		if (stream->lead == 0)
			data_follows(stream, stream_pair(stream, 0));
		else
			until_follows(stream, RECORD_END);
		break;
	case 'D':
	case 'B':
		until_follows(stream, 0);
		break;
	case 'C':
		if (parameters[0] == 0)
			stream->wanted = 2;
		break;
	default:
		break;
	}
}
