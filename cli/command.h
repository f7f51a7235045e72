/* command.h - the commands of `regulars`, one function each, and what they share.
 *
 * A command returns RGL_OK or a refusal whose one line is in cli->refusal; main() prints it and
 * makes the exit code: 0 done, 1 refused, 2 misused (E_ARGUMENT).
 */
#pragma once

#include "cli/arguments.h"
#include "plugin/base/bytes.h"
#include "plugin/store/store.h"

/* Who writes, in the store's events, when this command does. */
#define COMMAND_TILL "regulars"

struct cli {
	struct host host;
	struct arguments arguments;
	struct rgl_why refusal;
	bool colour; /* standard output is a terminal and NO_COLOR is not set */
};

typedef rgl_rc command_function(struct cli *cli);

command_function command_init;
command_function command_enrol;
command_function command_identify;
command_function command_card;
command_function command_qr;
command_function command_receipt;
command_function command_import;
command_function command_report;
command_function command_backup;
command_function command_doctor;
command_function command_gateway;

/* --store, else $REGULARS_STORE, else regulars.db here. */
const char *command_store_path(const struct cli *cli);

/* Opens it; the command closes it. */
MUST_USE rgl_rc command_open(struct cli *cli, enum store_mode mode, struct store **ret);

/* The word at a place, from 0; E_ARGUMENT naming what is missing. */
MUST_USE rgl_rc command_word(struct cli *cli, int place, const char *what, const char **ret);

/* Writes all bytes to a file ("-": standard output), or removes what was half-written. */
MUST_USE rgl_rc command_write_file(struct cli *cli, const char *path, const struct bytes *bytes);

/* Moves a store's refusal to the command's. */
rgl_rc command_refused(struct cli *cli, const struct store *store, rgl_rc rc);

/* "1,042 sales", "1 sale"; the noun is short. */
#define COUNT_ROOM 48
void command_count(int64_t count, const char *noun, char ret[COUNT_ROOM]);
