/* import_passed.c - see import_passed.h. */
#include "cli/import_passed.h"

#include <string.h>

static void add_one(struct import_passed *passed, const char *reason, int64_t count)
{
	size_t i = 0;

	while (i + 1 < PASSED_REASONS && passed->reasons[i] != NULL &&
	       strcmp(passed->reasons[i], reason) != 0)
		i++;
	passed->reasons[i] = reason;
	passed->counts[i] += count;
}

void import_passed_add(struct import_passed *passed, const struct log_format *format,
		       const void *reader)
{
	const char *reason;
	int64_t count = 0;

	if (format->passed_reason == NULL)
		return;
	for (size_t i = 0; (reason = format->passed_reason(reader, i, &count)) != NULL; i++)
		add_one(passed, reason, count);
}

void import_passed_words(const struct import_passed *passed, char ret[PASSED_ROOM])
{
	size_t used = 0;

	ret[0] = '\0';
	for (size_t i = 0; i < PASSED_REASONS && passed->reasons[i] != NULL; i++) {
		char number[DECIMAL_ROOM];
		int length;

		decimal_write_grouped(passed->counts[i], 0, number);
		length = snprintf(ret + used, PASSED_ROOM - used, "%s%s %s", i == 0 ? " (" : ", ",
				  number, passed->reasons[i]);
		if (length < 0 || used + (size_t)length + 2 > PASSED_ROOM)
			break;
		used += (size_t)length;
	}
	ret[used] = '\0';
	if (used > 0)
		memcpy(ret + used, ")", 2);
}
