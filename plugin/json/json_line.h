/* json_line.h - on which line something stands, for the words of a refusal.
 *
 * In:  a text that json_read_file took (or not, for the first two).
 * Out: numbers of lines, from 1 on.
 */
#pragma once

#include "plugin/base/result.h"

#include <stddef.h>

/* The line of the byte at `at`. */
size_t json_line_at(const char *text, size_t at);

/* The first line that is not UTF-8; 0 when all are. */
size_t json_line_not_utf8(const char *text, size_t length);

/* The line of a field by its path, "rewards[2].cost.points"; where there is no such field, that of
 * the object that lacks it. Of two fields of one name the first. */
size_t json_line_of(const char *text, size_t length, const char *path);
