/* csv.h - rows out of a CSV file, one at a time.
 *
 * In:  a stream in the shape of RFC 4180: fields in quotes where needed, a quote inside doubled,
 *      line ends inside quotes allowed. CRLF or LF; a UTF-8 byte order mark; comma, semicolon or
 *      tab between fields, whichever the header has most of.
 * Out: a row's fields, its line in the file, how far the file is read.
 * Not here: what the columns mean (columns.h).
 *
 * Memory: about 200 KiB, whatever the size of the file.
 */
#pragma once

#include <stdio.h>

#include "plugin/base/host.h"

#define CSV_ROW_MAX 65536 /* bytes of one row's fields, each with its end */
#define CSV_FIELDS_MAX 256

struct csv;

/* text is ended by a NUL and has none inside. */
struct csv_field {
	const char *text;
	size_t length;
};

/* The csv's, until the next csv_next. line: where the row begins, from 1. */
struct csv_row {
	int64_t line;
	size_t count;
	const struct csv_field *fields;
};

/* Looks at the beginning of the stream and at nothing it cannot un-look: pipes will do. `name` is
 * for messages. `stream` and `name` stay the caller's and outlive the csv. E_MEMORY;
 * E_INPUT_OUTPUT; E_TEXT: the file is UTF-16. */
MUST_USE rgl_rc csv_open(const struct host *host, FILE *stream, const char *name, struct csv **ret,
			 struct rgl_why *refusal);
void csv_close(struct csv *csv);

/* The next row; *ret is NULL behind the last. Empty lines are passed over. The first row is the
 * header: a later one with another number of fields is refused. Refusals begin with NAME:LINE:.
 * E_FIELD: quotes that are not as they should be, or too few or too many fields. E_TEXT: a NUL, or
 * a carriage return without a line feed. E_LIMIT: more than CSV_ROW_MAX or CSV_FIELDS_MAX.
 * E_INPUT_OUTPUT. After a refusal only csv_close is of use. */
MUST_USE rgl_rc csv_next(struct csv *csv, const struct csv_row **ret, struct rgl_why *refusal);

/* Bytes read up to the end of the last row: for a progress bar. */
int64_t csv_offset(const struct csv *csv);

/* ',' ';' or '\t' */
char csv_delimiter(const struct csv *csv);
