/* json_cut.h - the bytes of a JSON file, and where a value in it ends: brackets and quotes counted.
 *
 * In:  a stream.
 * Out: bytes, one value's text at a time, the line that is read.
 * Not here: which values are records (json_stream.c).
 */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "cli/logs/json_stream.h"

#define CUT_READ_BYTES 65536
#define CUT_NAME_ROOM 48

/* text: RGL_REQUEST_MAX bytes, the value that was kept last; what is longer is not kept whole.
 * breaks_at_brace: in JSON Lines: a line that begins with { ends what is open. So it does
 * everywhere once a text has no end, since brackets are then counted wrongly. */
struct json_cut {
	FILE *stream;
	const struct json_shape *shape;
	unsigned char read[CUT_READ_BYTES];
	size_t read_length;
	size_t read_at;
	int64_t read_before;
	int64_t line;
	bool failed;
	char *text;
	size_t length;
	bool is_too_long;
	bool breaks_at_brace;
};

/* One value on its way: how deep it is, and of an object the last name at its first level. is_kept
 * and may_hold are the caller's: whether the text is wanted, whether it may be an envelope. */
struct json_scan {
	int64_t depth;
	bool in_string;
	bool escaped;
	bool name_next;
	bool in_name;
	bool is_kept;
	bool is_damaged; /* a text in it has no end */
	bool is_broken;	 /* it has no end itself: the next line begins another */
	bool may_hold;
	size_t name_length;
	char name[CUT_NAME_ROOM];
};

/* EOF behind the last, or where the disk fails (`failed`). */
int cut_peek(struct json_cut *cut);
int cut_take(struct json_cut *cut);
int cut_peek_behind_spaces(struct json_cut *cut);

/* What holds records under the name that was just read, by how its value begins: a name out of the
 * shape; NULL: nothing does. */
const char *cut_holder(struct json_cut *cut, const struct json_scan *scan);

/* Takes the rest of a text, from behind its quote. */
void cut_text(struct json_cut *cut, struct json_scan *scan);

/* Takes an object or a list that begins here, up to its end; or, where it may hold records, up to
 * the value that does: *ret_name is its name then. False: the file ends before. */
bool cut_value(struct json_cut *cut, struct json_scan *scan, const char **ret_name);

/* Takes a value of any kind. False: the file ends before. */
bool cut_pass(struct json_cut *cut);
