/* thanks.c - see thanks.h. */
#include "pos-adapters/print-tap/thanks.h"
#include "pos-adapters/print-tap/text.h"

#include <stdio.h>
#include <string.h>

enum { WORDS_ROOM = 1024, FEED_MAX = 20, TAIL_ROOM = 32 };

static void value_of(const char *field, size_t length, const struct door_greeting *greeting,
		     char *ret, size_t room)
{
	ret[0] = '\0';
	if (length == 4 && memcmp(field, "name", length) == 0)
		text_copy(ret, room, greeting->name);
	else if (length == 6 && memcmp(field, "reward", length) == 0)
		text_copy(ret, room, greeting->reward);
	else if (length == 6 && memcmp(field, "points", length) == 0)
		(void)snprintf(ret, room, "%lld", (long long)greeting->points);
	else if (length == 7 && memcmp(field, "balance", length) == 0)
		(void)snprintf(ret, room, "%lld", (long long)greeting->balance);
	else if (length == 9 && memcmp(field, "to_reward", length) == 0)
		(void)snprintf(ret, room, "%lld", (long long)greeting->to_reward);
}

/* Whether a line of the words can be said: one with points only when they are known. */
static bool can_say(const char *words, size_t length, const struct door_greeting *greeting)
{
	const char *points = strstr(words, "{points}");
	const char *balance = strstr(words, "{balance}");

	return greeting->has_points || ((points == NULL || points >= words + length) &&
					(balance == NULL || balance >= words + length));
}

/* One line of the words with its fields filled in; returns its length. */
static size_t fill_line(const char *words, size_t count, const struct door_greeting *greeting,
			char *ret, size_t room)
{
	const char *end = words + count;
	size_t length = 0;

	while (words < end && length + 1 < room) {
		size_t field = *words == '{' ? strcspn(words, "}") : 0;

		if (field == 0 || words + field >= end) {
			ret[length++] = *words++;
			continue;
		}
		value_of(words + 1, field - 1, greeting, ret + length, room - length);
		/* A name is a customer's: no byte of it is a command. */
		for (; ret[length] != '\0'; length++) {
			if ((uint8_t)ret[length] < 0x20 || ret[length] == 0x7F)
				ret[length] = ' ';
		}
		words += field + 1;
	}
	ret[length] = '\0';
	return length;
}

/* The lines of the words, which "|" begins; "" when none can be said. */
static void fill(const char *words, const struct door_greeting *greeting, char *ret, size_t room)
{
	size_t length = 0;

	ret[0] = '\0';
	for (bool is_last = words[0] == '\0'; !is_last;) {
		size_t count = strcspn(words, "|");

		is_last = words[count] == '\0';
		if (can_say(words, count, greeting) && length + 1 < room) {
			if (length > 0)
				ret[length++] = '\n';
			length += fill_line(words, count, greeting, ret + length, room - length);
		}
		words += count + (is_last ? 0 : 1);
	}
}

/* Before: centred, plain letters. After: as it was. */
static size_t put_state(const struct decode_state *state, enum stream_dialect dialect, uint8_t *ret)
{
	const uint8_t escpos[] = { 0x1B, 'a', state->align, 0x1B, '!', state->mode,
				   0x1D, '!', state->size,  0x1B, 'E', state->bold };
	const uint8_t star[] = { 0x1B, 0x1D, 'a', state->align };
	bool is_star = dialect == STREAM_STAR;

	memcpy(ret, is_star ? star : escpos, is_star ? sizeof(star) : sizeof(escpos));
	return is_star ? sizeof(star) : sizeof(escpos);
}

size_t thanks_write(const char *words, const struct door_greeting *greeting,
		    const struct decode_state *state, enum stream_dialect dialect, uint8_t *ret,
		    size_t room)
{
	const struct decode_state plain = { .align = 1 };
	uint32_t feed = state->feed > FEED_MAX ? FEED_MAX : state->feed;
	char text[WORDS_ROOM];
	size_t length = 0;

	fill(words, greeting, text, sizeof(text));
	if (text[0] == '\0' || room < TAIL_ROOM * 3)
		return 0;
	length += put_state(&plain, dialect, ret);
	for (char *line = text, *end; line != NULL; line = end) {
		end = strchr(line, '\n');
		if (end != NULL)
			*end++ = '\0';
		length += codepage_write(state->codepage, line, ret + length,
					 room - length - TAIL_ROOM * 2);
		ret[length++] = '\n';
	}
	for (uint32_t i = 0; i < feed; i++)
		ret[length++] = '\n';
	return length + put_state(state, dialect, ret + length);
}
