/* stream.c - see stream.h. */
#include "pos-adapters/print-tap/stream_parts.h"

#include <string.h>

uint8_t stream_count_of(const struct stream_rule *rules, size_t length, uint8_t lead, uint8_t name)
{
	for (size_t i = 0; i < length && name != 0; i++) {
		if (rules[i].lead == lead && strchr(rules[i].names, name) != NULL)
			return rules[i].count;
	}
	return 0;
}

uint64_t stream_pair(const struct stream *stream, size_t at)
{
	return stream->parameters[at] | (uint64_t)stream->parameters[at + 1] << 8;
}

static bool is_lead(const struct stream *stream, uint8_t byte)
{
	if (byte == STREAM_ESC)
		return true;
	return stream->dialect == STREAM_ESCPOS &&
	       (byte == STREAM_GS || byte == STREAM_FS || byte == STREAM_DLE);
}

static enum stream_event finish(struct stream *stream)
{
	stream->phase = STREAM_GROUND;
	return STREAM_COMMAND;
}

/* After the data of one of several things of the same kind: the next has a head of its own. */
static bool next_thing(struct stream *stream)
{
	if (stream->phase != STREAM_SKIP || stream->skip > 0 || !stream->again)
		return false;
	stream->phase = STREAM_FIXED;
	stream->has_data = false;
	stream->again = false;
	return true;
}

/* Goes on as far as it goes without another byte. */
static enum stream_event settle(struct stream *stream)
{
	while (next_thing(stream) ||
	       (stream->phase == STREAM_FIXED && stream->count >= stream->wanted)) {
		uint8_t wanted = stream->wanted;

		if (stream->count < wanted)
			break;
		if (stream->dialect == STREAM_ESCPOS)
			stream_escpos_more(stream);
		else
			stream_star_more(stream);
		if (stream->phase == STREAM_FIXED && stream->wanted <= wanted) {
			if (!stream->has_data)
				return finish(stream);
			stream->phase = STREAM_SKIP;
		}
	}
	if (stream->phase == STREAM_SKIP && stream->skip == 0)
		return finish(stream);
	return STREAM_INSIDE;
}

static bool is_cut(const struct stream *stream)
{
	if (stream->dialect == STREAM_STAR)
		return stream->lead == STREAM_ESC && stream->name == 'd' && !stream->is_raster;
	if (stream->lead == STREAM_GS)
		return stream->name == 'V';
	return stream->lead == STREAM_ESC && (stream->name == 'i' || stream->name == 'm');
}

static void begin(struct stream *stream, uint8_t lead)
{
	stream->lead = lead;
	stream->name = 0;
	stream->count = 0;
	stream->wanted = 0;
	stream->rounds = 0;
	stream->has_data = false;
	stream->again = false;
	stream->is_cut = false;
	stream->skip = 0;
	stream->phase = STREAM_LEAD;
}

/* The byte behind the lead. A cut without parameters is whole at once, and is told as a cut. */
static enum stream_event name_it(struct stream *stream, uint8_t byte)
{
	enum stream_event event;

	stream->name = byte;
	stream->phase = STREAM_FIXED;
	stream->wanted = stream->dialect == STREAM_ESCPOS ? stream_escpos_count(stream->lead, byte)
							  : stream_star_count(stream->lead, byte);
	stream->is_cut = is_cut(stream);
	event = settle(stream);
	return stream->is_cut ? STREAM_CUT : event;
}

static enum stream_event ground(struct stream *stream, uint8_t byte)
{
	if (is_lead(stream, byte)) {
		begin(stream, byte);
		return STREAM_INSIDE;
	}
	if (stream->is_raster && (byte == 'b' || byte == 'k')) {
		begin(stream, 0);
		return name_it(stream, byte);
	}
	return byte < 0x20 || byte == 0x7F ? STREAM_CONTROL : STREAM_TEXT;
}

enum stream_event stream_step(struct stream *stream, uint8_t byte)
{
	switch ((enum stream_phase)stream->phase) {
	case STREAM_GROUND:
		return ground(stream, byte);
	case STREAM_LEAD:
		if (byte == STREAM_ESC && stream->lead == STREAM_ESC)
			return STREAM_INSIDE; /* the first was none */
		return name_it(stream, byte);
	case STREAM_FIXED:
		if (stream->count < STREAM_PARAMETERS_MAX)
			stream->parameters[stream->count] = byte;
		stream->count++;
		return settle(stream);
	case STREAM_SKIP:
		stream->skip--;
		return settle(stream);
	case STREAM_UNTIL:
		if (byte != stream->until)
			return STREAM_INSIDE;
		if (stream->rounds > 1) {
			stream->rounds--;
			return STREAM_INSIDE;
		}
		return finish(stream);
	}
	return STREAM_INSIDE;
}

bool stream_may_cut(const struct stream *stream)
{
	return stream->phase == STREAM_LEAD &&
	       (stream->lead == STREAM_ESC || stream->lead == STREAM_GS);
}

bool stream_is_idle(const struct stream *stream)
{
	return stream->phase == STREAM_GROUND;
}
