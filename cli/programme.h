/* programme.h - a programme's file, for the commands that read one. */
#pragma once

#include "cli/command.h"
#include "plugin/programme/programme.h"

/* All of a file ("-": standard input), with a NUL behind that is not counted; the caller frees the
 * bytes. E_INPUT_OUTPUT; E_LIMIT: it is larger than a programme may be. */
MUST_USE rgl_rc programme_file(struct cli *cli, const char *path, struct bytes *ret);

/* Reads it for a shop; *ret is the caller's. The refusal names the file. */
MUST_USE rgl_rc programme_of_file(struct cli *cli, const char *path, const struct bytes *text,
				  const struct currency *currency, struct zone *zone,
				  struct programme **ret);

/* `regulars programme simulate FILE` */
MUST_USE rgl_rc programme_simulate(struct cli *cli, const char *path);
