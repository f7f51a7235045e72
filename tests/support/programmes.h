/* programmes.h - programmes out of texts and files, for tests: a shop in Copenhagen. */
#pragma once

#include "plugin/programme/programme.h"

/* Reads with a host of ours, or with `lent`; the currency is "EUR" or what the caller says. */
rgl_rc programmes_read(const struct rgl_host *lent, const char *text, size_t length,
		       const char *currency, struct programme **ret, struct rgl_why *why);

/* A programme that has to be good, or the test fails. */
struct programme *programmes_of(const char *text);

/* What is in a file, with a NUL behind; the caller frees it. Fails the test when it is not there.
 */
char *programmes_file(const char *path);

/* A programme that is wrong: what stands in it from its third line on, and what is said of it. */
struct wrong {
	const char *body;
	rgl_rc rc;
	int line;
	const char *field;
	const char *words;
};

/* Fails the test unless a whole text is refused so. */
void programmes_refused(const char *text, const struct wrong *wrong);

/* The same of each, in a programme that has nothing else. */
void programmes_refused_all(const struct wrong *wrong, size_t count);
