/* same.c - see same.h. */
#include "plugin/programme/same.h"

/* Where a text is being read; whether that is inside quotes, and behind a backslash there. */
struct reader {
	const char *text;
	size_t length;
	size_t at;
	bool is_quoted;
	bool is_escaped;
};

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* The next byte that says something, or -1 at the end. */
static int next(struct reader *reader)
{
	char byte;

	while (!reader->is_quoted && reader->at < reader->length &&
	       is_blank(reader->text[reader->at]))
		reader->at++;
	if (reader->at == reader->length)
		return -1;
	byte = reader->text[reader->at++];
	if (byte == '"' && !reader->is_escaped)
		reader->is_quoted = !reader->is_quoted;
	reader->is_escaped = reader->is_quoted && byte == '\\' && !reader->is_escaped;
	return (unsigned char)byte;
}

bool programme_is_same(const char *one, size_t one_length, const char *other, size_t other_length)
{
	struct reader first = { .text = one, .length = one_length };
	struct reader second = { .text = other, .length = other_length };
	int byte = next(&first);

	while (byte >= 0 && byte == next(&second))
		byte = next(&first);
	return byte < 0 && next(&second) < 0;
}
