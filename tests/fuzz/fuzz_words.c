/* fuzz_words.c - any bytes as a catalogue of the shop's own, in German, and its sentences said.
 *
 * What must hold: reading and checking agree on whether there is a line that is none; what is said
 * is text, within its room, and brings no control character and no bidirectional override to the
 * paper, whatever the values are.
 */
#include <string.h>

#include "plugin/base/utf8.h"
#include "receipts/words/catalogue.h"
#include "receipts/words/words.h"
#include "tests/fuzz/fuzz.h"

static void tell(void *user, const char *line)
{
	size_t *told = user;

	*told += 1;
	fuzz_must_of(strncmp(line, "line ", 5) == 0, "a finding names a line", line);
	fuzz_must_of(strchr(line, '\n') == NULL, "a finding is one line", line);
}

/* Each name has a value by its first letter: of every kind, and texts that mean harm. */
static bool find(const void *user, const char *name, struct value *ret)
{
	static const char HARM[] = "\x1B@\xE2\x81\xA9\xE2\x80\xAE\xFFz";
	const int64_t *number = user;

	fuzz_must(name[0] != '\0' && strlen(name) <= CATALOGUE_NAME_MAX, "a name is one");
	if (name[0] == 'z')
		return false;
	ret->kind = (enum value_kind)(VALUE_TEXT + (name[0] % (VALUE_FLAG - VALUE_TEXT + 1)));
	ret->text = HARM;
	ret->number = *number;
	ret->at = (struct civil) { 2026, 11, 21, 14, 5, 0 };
	return true;
}

/* Like the check of what comes from outside, but for the isolates that we put there. */
static void check_said(const char *said)
{
	const size_t length = strnlen(said, WORDS_ROOM);
	size_t at = 0;

	fuzz_must(length < WORDS_ROOM, "a sentence fits its room");
	fuzz_must_of(utf8_is_valid(said, length), "a sentence is text", said);
	while (at < length) {
		const uint32_t character = utf8_next(said, length, &at);

		fuzz_must_of(character >= 0x20 && (character < 0x7F || character > 0x9F) &&
				     (character < 0x202A || character > 0x202E),
			     "a sentence has no control characters", said);
	}
}

static void say_all(struct words *words, const struct catalogue *catalogue)
{
	static const int64_t NUMBERS[] = { 0, 1, 2, -1, INT64_MIN, INT64_MAX };

	for (size_t i = 0; i < catalogue->count && i < 40; i++) {
		const struct values values = { find, &NUMBERS[i % 6] };
		char key[CATALOGUE_NAME_MAX + 1] = "";
		char said[WORDS_ROOM] = "";

		memcpy(key, catalogue->sentences[i].key.at, catalogue->sentences[i].key.length);
		fuzz_must_of(words_has(words, key), "what was read is there", key);
		fuzz_must_of(words_say(words, key, &values, said, NULL) == RGL_OK,
			     "what was read is said", key);
		check_said(said);
		fuzz_must_of(words_say(words, key, NULL, said, NULL) == RGL_OK,
			     "what was read is said of nothing", key);
		check_said(said);
	}
}

static void count_bad(void *user, uint32_t line, const char *why)
{
	size_t *bad = user;

	fuzz_must(line > 0 && why[0] != '\0', "a bad line is told with its reason");
	*bad += 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct words_own own = { "de", (const char *)data, size };
	const struct words_wish wish = { "de", "en", { "EUR", 2 }, &own, 1 };
	struct rgl_why why = { .size = sizeof(why) };
	struct catalogue catalogue;
	struct words *words = NULL;
	struct host host;
	size_t told = 0;
	size_t found = 0;
	size_t missing = 0;
	size_t bad = 0;
	rgl_rc rc;

	host_init(&host, NULL);
	rc = catalogue_read(&host, (struct span) { (const char *)data, size },
			    (struct catalogue_bad) { count_bad, &bad }, &catalogue, &why);
	fuzz_must(words_check(&host, &own, tell, &told, &found, &missing, &why) == rc,
		  "reading and checking agree");
	fuzz_must(found == told && found >= bad, "every finding is told");
	if (rc < 0)
		return 0;
	rc = words_open(&host, &wish, &words, &why);
	fuzz_must((rc == RGL_OK) == (bad == 0), "a shop's catalogue is refused for a bad line");
	if (rc == RGL_OK)
		say_all(words, &catalogue);
	words_close(words);
	catalogue_free(&catalogue);
	return 0;
}
