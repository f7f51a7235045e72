/* json_stream.h - the records of a JSON file of any size, one at a time.
 *
 * In:  a stream: one list [...], answers of a service with lists in them ({"orders": [...],
 *      "cursor": ...}), single records ({"order": {...}}), JSON Lines, or several of these one
 *      after another, as pages that were put into one file.
 * Out: each record's text, where in the file it begins, and the name of what held it.
 * Not here: what a record says (json_record.h), and whether its inside is JSON: the strict reader
 *      (plugin/json) says that of one record at a time. Here only brackets and quotes are counted.
 *
 * Memory: a record's room and a buffer, about 1.1 MiB, whatever the size of the file.
 */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "plugin/base/host.h"

struct cJSON;
struct json_stream;

/* Lists of names, each ended by NULL. lists: fields whose value is a list of records. singles:
 * fields whose value is a record. An object with one of these is an envelope, and what else it
 * holds is passed over; but not one that has, in front of it, a field out of marks: those only a
 * record has, and records have lists of such names too. */
struct json_shape {
	const char *const *lists;
	const char *const *singles;
	const char *const *marks;
};

/* name: of the list or the field that holds it, out of the shape; "" when nothing does. line: where
 * it begins, from 1. The stream's, until the next call; not ended by a NUL. */
struct json_record {
	const char *name;
	int64_t line;
	const char *text;
	size_t length;
};

/* `stream` and `shape` stay the caller's and outlive it. E_MEMORY. */
MUST_USE rgl_rc json_stream_open(const struct host *host, FILE *stream,
				 const struct json_shape *shape, struct json_stream **ret,
				 struct rgl_why *refusal);
void json_stream_close(struct json_stream *stream);

/* The next record; *ret is NULL behind the last. A refusal is about one place of the file, whose
 * line is in *ret_line; the next call goes on behind it. E_LIMIT: a record is over RGL_REQUEST_MAX.
 * E_JSON: there is something else than a record, or the file ends too soon: then that was the last
 * refusal. E_TEXT: the file is UTF-16 or compressed, E_INPUT_OUTPUT: nothing more is read. */
MUST_USE rgl_rc json_stream_next(struct json_stream *stream, const struct json_record **ret,
				 int64_t *ret_line, struct rgl_why *refusal);

/* Bytes read up to the end of the last record: for a progress bar. */
int64_t json_stream_offset(const struct json_stream *stream);

/* The record read strictly; json_free() it. As json_read_file, but the line of what is wrong is in
 * *ret_line, counted in the whole file, and not in the words. */
MUST_USE rgl_rc json_record_read(const struct host *host, const struct json_record *record,
				 struct cJSON **ret, int64_t *ret_line, struct rgl_why *refusal);
