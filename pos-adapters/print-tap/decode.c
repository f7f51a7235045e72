/* decode.c - see decode.h. */
#include "pos-adapters/print-tap/decode.h"
#include "pos-adapters/print-tap/text.h"

#include <string.h>

enum { TAB_COLUMNS = 8, COLUMN_DOTS = 12, LINE_DOTS = 30, MISSING = 0x3013 };
enum { ESC = 0x1B, FS = 0x1C, GS = 0x1D };
/* Bits of ESC !, which other commands set as well. */
enum { MODE_FONT = 0x01, MODE_BOLD = 0x08, MODE_HIGH = 0x10, MODE_WIDE = 0x20, MODE_LINE = 0x80 };

void decode_begin(struct decode *decode, enum stream_dialect dialect, int codepage)
{
	memset(decode, 0, sizeof(*decode));
	decode->stream.dialect = dialect;
	decode->codepage = codepage;
	decode->state.codepage = codepage;
}

void decode_next(struct decode *decode)
{
	decode->line_count = 0;
	decode->pictures = 0;
	decode->bytes = 0;
	decode->raw_length = 0;
	decode->is_full = false;
	decode->state.feed = 0;
	decode->secret_line = 0;
	memset(decode->secret, 0, sizeof(decode->secret));
}

/* The letters of the open line. Where the page was not said by the till, it may be UTF-8. */
static void write_line(struct decode *decode, char *ret)
{
	bool is_utf8 = (decode->raw_codepage == CODEPAGE_UTF8 || decode->codepage < 0) &&
		       text_is_utf8(decode->raw, decode->raw_length);
	size_t length = 0;

	for (size_t i = 0; i < decode->raw_length && length + 4 < DECODE_LINE_ROOM; i++) {
		uint8_t byte = decode->raw[i];

		decode->is_utf8 = decode->is_utf8 || (is_utf8 && byte >= 0x80);
		if (is_utf8 || byte < 0x80)
			ret[length++] = (char)byte;
		else
			length += text_write(codepage_letter(decode->raw_codepage, byte),
					     ret + length);
	}
	ret[length] = '\0';
}

static void keep_line(struct decode *decode, const char *text)
{
	char *line = decode->lines[decode->line_count];

	if (decode->line_count == DECODE_LINES_MAX) {
		decode->is_full = true;
		return;
	}
	text_copy(line, DECODE_LINE_ROOM, text);
	text_trim(line);
	if (line[0] == '\0')
		return;
	if (text_mask(line)) {
		text_copy(decode->secret, sizeof(decode->secret), text);
		text_trim(decode->secret);
		decode->secret_line = decode->line_count;
	}
	decode->line_count++;
}

void decode_end(struct decode *decode)
{
	char text[DECODE_LINE_ROOM];

	if (decode->raw_length == 0)
		return;
	write_line(decode, text);
	keep_line(decode, text);
	memset(text, 0, sizeof(text));
	memset(decode->raw, 0, sizeof(decode->raw));
	decode->raw_length = 0;
}

static void add_raw(struct decode *decode, uint8_t byte)
{
	decode->raw_codepage = decode->state.codepage;
	if (decode->raw_length == DECODE_RAW_MAX)
		decode_end(decode); /* wider than any paper: the printer breaks the line as well */
	decode->raw[decode->raw_length++] = byte;
	decode->state.feed = 0;
}

/* Blanks up to a column, two at least, so that columns stay apart. */
static void go_to_column(struct decode *decode, size_t column)
{
	if (decode->raw_length == 0)
		return;
	add_raw(decode, ' ');
	do
		add_raw(decode, ' ');
	while (decode->raw_length < column && decode->raw_length < DECODE_RAW_MAX);
}

static void feed(struct decode *decode, uint32_t lines)
{
	decode_end(decode);
	if (decode->line_count > 0)
		decode->state.feed += lines;
}

static void take_control(struct decode *decode, uint8_t byte)
{
	if (byte == '\n' || byte == '\f' || byte == 0x0B)
		feed(decode, 1);
	else if (byte == '\r')
		decode_end(decode);
	else if (byte == '\t')
		go_to_column(decode, (decode->raw_length / TAB_COLUMNS + 1) * TAB_COLUMNS);
}

static void take_letter(struct decode *decode, uint8_t byte)
{
	if (decode->is_kanji && byte >= 0x80) {
		/* Two bytes a letter, in a font that is not read here: one mark each byte. */
		add_raw(decode, '?');
		return;
	}
	add_raw(decode, byte);
}

static void reset_printer(struct decode *decode)
{
	uint32_t fed = decode->state.feed;

	decode_end(decode);
	decode->state = (struct decode_state) { .codepage = decode->codepage, .feed = fed };
	decode->is_kanji = false;
}

static void note_picture(struct decode *decode)
{
	decode_end(decode);
	decode->pictures++;
	decode->state.feed = 0;
	/* Pictures come in bands, or row by row: one line for all that stand together. */
	if (decode->line_count == 0 ||
	    strcmp(decode->lines[decode->line_count - 1], DECODE_PICTURE) != 0)
		keep_line(decode, DECODE_PICTURE);
}

static uint32_t pair(const struct stream *stream)
{
	return stream->parameters[0] | (uint32_t)stream->parameters[1] << 8;
}

static void take_esc(struct decode *decode)
{
	const struct stream *stream = &decode->stream;
	uint8_t value = stream->parameters[0];

	switch (stream->name) {
	case '@':
		reset_printer(decode);
		break;
	case 't':
		decode->state.codepage = codepage_of_slot(value);
		if (decode->state.codepage == CODEPAGE_AUTO)
			decode->state.codepage = decode->codepage;
		break;
	case 'a':
		decode->state.align = value & 3;
		break;
	case '!':
		decode->state.mode = value;
		decode->state.bold = (value & MODE_BOLD) != 0;
		decode->state.size = (uint8_t)((value & MODE_WIDE) >> 1 | (value & MODE_HIGH) >> 4);
		break;
	case 'E':
		decode->state.bold = value & 1;
		break;
	case 'M':
		decode->state.mode = (uint8_t)((decode->state.mode & ~MODE_FONT) | (value & 1));
		break;
	case '-':
		decode->state.mode = (uint8_t)((decode->state.mode & ~MODE_LINE) |
					       ((value & 3) != 0 ? MODE_LINE : 0));
		break;
	case 'd':
		feed(decode, value);
		break;
	case 'J':
		feed(decode, ((uint32_t)value + LINE_DOTS - 1) / LINE_DOTS);
		break;
	case '$':
		go_to_column(decode, pair(stream) / COLUMN_DOTS);
		break;
	case '\\':
		go_to_column(decode, 0);
		break;
	case '*':
		note_picture(decode);
		break;
	default:
		break;
	}
}

static void take_gs(struct decode *decode)
{
	const struct stream *stream = &decode->stream;

	switch (stream->name) {
	case '!':
		decode->state.size = stream->parameters[0];
		break;
	case 'v':
	case '/':
	case 'k':
	case 'Q':
		note_picture(decode);
		break;
	case '(':
	case '8':
		if (stream->parameters[0] == 'L' && stream->skip == 0)
			note_picture(decode);
		break;
	default:
		break;
	}
}

static void take_star(struct decode *decode)
{
	const struct stream *stream = &decode->stream;
	const uint8_t *parameters = stream->parameters;

	if (stream->lead == 0 || strchr("kKLXb", stream->name) != NULL)
		note_picture(decode);
	else if (stream->name == '@')
		reset_printer(decode);
	else if (stream->name == 'a')
		feed(decode, parameters[0]);
	else if (stream->name == GS && parameters[0] == 'a')
		decode->state.align = parameters[1] & 3;
	else if (stream->name == GS && (parameters[0] == 'A' || parameters[0] == 'R'))
		go_to_column(decode, (parameters[1] | (size_t)parameters[2] << 8) / COLUMN_DOTS);
}

static void take_command(struct decode *decode)
{
	const struct stream *stream = &decode->stream;

	if (stream->is_cut)
		return;
	if (stream->dialect == STREAM_STAR) {
		take_star(decode);
	} else if (stream->lead == ESC) {
		take_esc(decode);
	} else if (stream->lead == GS) {
		take_gs(decode);
	} else if (stream->lead == FS) {
		if (stream->name == '&' || stream->name == '.')
			decode->is_kanji = stream->name == '&';
		if (stream->name == 'p')
			note_picture(decode);
	}
}

size_t decode_bytes(struct decode *decode, const uint8_t *bytes, size_t length, bool *ret_cut)
{
	*ret_cut = false;
	for (size_t i = 0; i < length; i++) {
		enum stream_event event = stream_step(&decode->stream, bytes[i]);

		decode->bytes++;
		if (event == STREAM_TEXT)
			take_letter(decode, bytes[i]);
		else if (event == STREAM_CONTROL)
			take_control(decode, bytes[i]);
		else if (event == STREAM_COMMAND)
			take_command(decode);
		if (event == STREAM_CUT) {
			*ret_cut = true;
			return i + 1;
		}
	}
	return length;
}

void decode_text(struct decode *decode, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		uint8_t byte = (uint8_t)text[i];

		if (byte == '\n' || byte == '\f')
			decode_end(decode);
		else if (byte == '\t')
			go_to_column(decode, (decode->raw_length / TAB_COLUMNS + 1) * TAB_COLUMNS);
		else if (byte >= 0x20)
			add_raw(decode, byte);
	}
	decode_end(decode);
}
