/* fuzz_hours.c - any text as opening hours.
 *
 * What must hold: a refusal says where and is one line; hours that are read lie in order within the
 * week and touch nowhere; a minute of open time passes, and as much of it as was added; the same
 * text twice means the same, and so does the text with itself behind it.
 */
#include <stdio.h>
#include <string.h>

#include "plugin/care/hours.h"
#include "tests/fuzz/fuzz.h"

enum { WEEK_MINUTES = 7 * 24 * 60 };

static void check_spans(const struct hours *hours, const char *text)
{
	int32_t end = -1;

	fuzz_must_of(hours->is_always == (hours->count == 0), "always, or some hours", text);
	for (size_t i = 0; i < hours->count; i++) {
		const struct hours_span *span = &hours->spans[i];

		fuzz_must_of(span->from > end && span->to > span->from, "in order", text);
		fuzz_must_of(span->from < WEEK_MINUTES, "it begins within the week", text);
		end = span->to;
	}
	fuzz_must_of(hours->count == 0 || end < hours->spans[0].from + WEEK_MINUTES,
		     "the last one ends before the first comes again", text);
}

/* Time that was added has passed, and no later than it had. */
static void check_time(const struct hours *hours, struct zone *zone, size_t size, const char *text)
{
	const int64_t from_ms = INT64_C(1774742400000) + (int64_t)size * INT64_C(7777777);
	const int64_t minutes = 1 + (int64_t)size % 100;
	const int64_t until_ms = hours_add(hours, zone, from_ms, minutes);

	fuzz_must_of(until_ms >= from_ms + minutes * 60000, "time is not faster inside", text);
	fuzz_must_of(hours_between(hours, zone, from_ms, until_ms) == minutes * 60000,
		     "what was added has passed", text);
	fuzz_must_of(hours_between(hours, zone, from_ms, until_ms - 1) == minutes * 60000 - 1,
		     "and not before", text);
}

static void check_twice(const struct hours *hours, const char *text)
{
	char twice[2 * HOURS_TEXT_MAX + 2];
	struct hours other;

	if (2 * strlen(text) + 1 > HOURS_TEXT_MAX)
		return;
	(void)snprintf(twice, sizeof(twice), "%.*s;%.*s", HOURS_TEXT_MAX, text, HOURS_TEXT_MAX,
		       text);
	if (hours_read(twice, "opening_hours", &other, NULL) < 0)
		return;
	fuzz_must_of(hours->count == other.count &&
			     memcmp(hours->spans, other.spans,
				    hours->count * sizeof(hours->spans[0])) == 0,
		     "what is said twice is said once", text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rgl_why why = { .size = sizeof(why) };
	char text[HOURS_TEXT_MAX + 16];
	size_t length = size < sizeof(text) - 1 ? size : sizeof(text) - 1;
	struct zone *zone = NULL;
	struct hours hours;
	struct host host;
	rgl_rc rc;

	if (length > 0)
		memcpy(text, data, length);
	text[length] = '\0';
	rc = hours_read(text, "opening_hours", &hours, &why);
	if (rc < 0) {
		fuzz_must((rc == RGL_E_FIELD || rc == RGL_E_LIMIT) && why.code == rc,
			  "a refusal is about the field");
		fuzz_must_of(strncmp(why.text, "opening_hours", 13) == 0 &&
				     strchr(why.text, '\n') == NULL,
			     "a refusal says of what, in one line", why.text);
		return 0;
	}
	check_spans(&hours, text);
	check_twice(&hours, text);
	host_init(&host, NULL);
	fuzz_must(zone_open(&host, "Europe/Copenhagen", &zone, NULL) == RGL_OK,
		  "the zone is there");
	check_time(&hours, zone, size, text);
	zone_close(zone);
	return 0;
}
