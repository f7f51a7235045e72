/* test_programme_schema.c - schema/programme/programme.json and programme_read agree.
 *
 * In:  programme_documents.py, with what python3-jsonschema says of each programme.
 */
#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "plugin/programme/programme.h"
#include "tests/support/programmes.h"

enum { WITHOUT_JSONSCHEMA = 77, LINE_ROOM = 65536, LEAST = 10000 };

/* What no schema can say: between two fields, of a calendar, of bytes, of how a number is
 * written. */
static const char *const SAID_BY_NO_SCHEMA[] = {
	"is taken",
	"is no stamp card of this programme",
	"is no reward of this programme",
	"is no level of this programme",
	"is neither points, credit nor a stamp card",
	"is not after from",
	"is not above the level before it",
	"already",
	"is the reward itself",
	"is a coupon too",
	"the currency of this shop",
	"is not a day or a time",
	"longer than 255 bytes",
	"is not a whole number",
	"three places",
};

static bool is_said_by_no_schema(const char *text)
{
	for (size_t i = 0; i < sizeof(SAID_BY_NO_SCHEMA) / sizeof(SAID_BY_NO_SCHEMA[0]); i++)
		if (strstr(text, SAID_BY_NO_SCHEMA[i]) != NULL)
			return true;
	return false;
}

/* "good", how, and the programme, a tab between two; *ret_refused when only the reader refused. */
static void hold_against(char *line, bool *ret_refused)
{
	char *how = strchr(line, '\t');
	char *text = how == NULL ? NULL : strchr(how + 1, '\t');
	struct rgl_why why = { 0 };
	struct programme *programme = NULL;
	bool good = line[0] == 'g';
	rgl_rc rc;

	if (text == NULL) {
		fail_msg("not a programme: %s", line);
		return;
	}
	*how++ = '\0';
	*text++ = '\0';
	rc = programmes_read(NULL, text, strlen(text), "EUR", &programme, &why);
	programme_free(programme);
	if (rc == RGL_OK && !good)
		fail_msg("the schema alone refuses %s: %s", how, text);
	if (rc < 0 && good && !is_said_by_no_schema(why.text))
		fail_msg("the reader alone refuses %s: %s\n%s", how, why.text, text);
	assert_true(rc == RGL_OK || strncmp(why.text, "line ", 5) == 0);
	*ret_refused = rc < 0 && good;
}

static size_t hold_all(FILE *documents, char *line)
{
	size_t count = 0;
	bool refused = false;

	for (; fgets(line, LINE_ROOM, documents) != NULL; count++) {
		line[strcspn(line, "\n")] = '\0';
		hold_against(line, &refused);
		if (count < 3 && refused)
			fail_msg("an example is refused: %s", line);
	}
	return count;
}

/* Programmes with every field of the schema, changed in every place: who writes one with the
 * schema's help has a programme that is read, and what is read has the schema's shape. */
static void schema_and_reader_agree_about_every_change(void **state)
{
	/* The command is this test's own, a constant. */
	FILE *documents = popen("python3 tests/programme_documents.py", "re"); /* NOLINT */
	char *line = malloc(LINE_ROOM);
	size_t count = 0;
	int status;

	(void)state;
	assert_non_null(documents);
	assert_non_null(line);
	if (fgets(line, LINE_ROOM, documents) != NULL) {
		assert_string_equal(line, "all\n");
		count = hold_all(documents, line);
	}
	free(line);
	status = pclose(documents);
	if (WIFEXITED(status) && WEXITSTATUS(status) == WITHOUT_JSONSCHEMA)
		skip();
	assert_int_equal(status, 0);
	assert_true(count > LEAST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(schema_and_reader_agree_about_every_change),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
