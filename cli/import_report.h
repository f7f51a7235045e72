/* import_report.h - the file that says what of an import did not go in, and what went in otherwise.
 *
 * One line each: FILE:LINE: ID: refused: WORDS, or noted: WORDS. It is made with its first line;
 * one that an earlier run left goes away when there is none. Card numbers are masked.
 */
#pragma once

#include <stdio.h>

#include "cli/command.h"

struct import_report {
	struct cli *cli;
	FILE *file;
	char path[4096];
	int64_t refused;
	int64_t noted;
};

/* `path` is --refused's, or NULL: `input` with .refused behind. E_LIMIT; E_TAKEN: something else
 * stands there. An earlier report there is removed. */
MUST_USE rgl_rc import_report_begin(struct cli *cli, const char *path, const char *input,
				    struct import_report *ret);

/* Where in which file; id may be "". E_INPUT_OUTPUT, in the command's refusal. */
MUST_USE rgl_rc import_report_refused(struct import_report *report, const char *name, int64_t line,
				      const char *id, const char *words);
MUST_USE rgl_rc import_report_noted(struct import_report *report, const char *name, int64_t line,
				    const char *id, const char *words);

/* All of it is on the disk, or E_INPUT_OUTPUT. */
MUST_USE rgl_rc import_report_end(struct import_report *report);
