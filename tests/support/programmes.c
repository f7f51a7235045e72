/* programmes.c - see programmes.h. */
#include "tests/support/check.h"

#include "tests/support/programmes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/base/zone.h"

/* The programme keeps the host it was made with until it is freed. */
rgl_rc programmes_read(const struct rgl_host *lent, const char *text, size_t length,
		       const char *currency, struct programme **ret, struct rgl_why *why)
{
	static struct host host;
	struct currency money;
	struct host plain;
	struct zone *zone = NULL;
	rgl_rc rc;

	host_init(&host, lent);
	host_init(&plain, NULL);
	assert_int_equal(currency_of(currency, &money), RGL_OK);
	assert_int_equal(zone_open(&plain, "Europe/Copenhagen", &zone, NULL), RGL_OK);
	rc = programme_read(&host, text, length, &money, zone, ret, why);
	zone_close(zone);
	return rc;
}

struct programme *programmes_of(const char *text)
{
	struct rgl_why why = { 0 };
	struct programme *programme = NULL;

	if (programmes_read(NULL, text, strlen(text), "EUR", &programme, &why) < 0)
		fail_msg("%s", why.text);
	return programme;
}

char *programmes_file(const char *path)
{
	FILE *file = fopen(path, "rbe");
	char *text = calloc(1, PROGRAMME_TEXT_MAX + 1);

	assert_non_null(file);
	assert_non_null(text);
	assert_true(fread(text, 1, PROGRAMME_TEXT_MAX, file) > 0);
	(void)fclose(file);
	return text;
}

void programmes_refused(const char *text, const struct wrong *wrong)
{
	struct rgl_why why = { 0 };
	struct programme *programme = NULL;
	rgl_rc rc = programmes_read(NULL, text, strlen(text), "EUR", &programme, &why);
	char line[32];

	(void)snprintf(line, sizeof(line), "line %d: ", wrong->line);
	if (rc != wrong->rc || why.code != rc || strcmp(why.field, wrong->field) != 0 ||
	    strncmp(why.text, line, strlen(line)) != 0 || strstr(why.text, wrong->words) == NULL)
		fail_msg("%s\n%d, %s: %s", text, (int)rc, why.field, why.text);
	assert_null(programme);
}

void programmes_refused_all(const struct wrong *wrong, size_t count)
{
	char text[4096];

	for (size_t i = 0; i < count; i++) {
		(void)snprintf(text, sizeof(text), "{\"programme\":1,\n\"name\":\"P\",\n%s}",
			       wrong[i].body);
		programmes_refused(text, &wrong[i]);
	}
}
