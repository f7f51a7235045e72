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
command_function command_set;
command_function command_logo;
command_function command_programme;
command_function command_words;
command_function command_template;
command_function command_expire;
command_function command_account;
command_function command_adjust;
command_function command_merge;
command_function command_unmerge;
command_function command_issue;
command_function command_voucher;
command_function command_staff;
command_function command_segments;
command_function command_spool;
command_function command_printers;
command_function command_spool;
command_function command_import;
command_function command_report;
command_function command_contacts;
command_function command_surprises;
command_function command_refresh;
command_function command_backup;
command_function command_doctor;
command_function command_privacy;
command_function command_audit;
command_function command_complaints;
command_function command_manager;
command_function command_gateway;

/* --store, else $REGULARS_STORE, else regulars.db here. */
const char *command_store_path(const struct cli *cli);

/* Opens it; the command closes it. */
MUST_USE rgl_rc command_open(struct cli *cli, enum store_mode mode, struct store **ret);

/* The word at a place, from 0; E_ARGUMENT naming what is missing. */
MUST_USE rgl_rc command_word(struct cli *cli, int place, const char *what, const char **ret);

/* A whole number above zero; `what` is what it should be, for the refusal: E_ARGUMENT. */
MUST_USE rgl_rc command_number(struct cli *cli, const char *text, const char *what, int64_t *ret);

/* The member's number at a place. */
MUST_USE rgl_rc command_member(struct cli *cli, int place, int64_t *ret);

/* --who and --why, which must be said; change.c. */
MUST_USE rgl_rc command_who_why(struct cli *cli, const char **ret_who, const char **ret_why);

/* An id for something done by hand that was given none; change.c. */
#define COMMAND_ID_ROOM 32
void command_new_id(char ret[COMMAND_ID_ROOM]);

/* How wide the terminal is, 100 when there is none; report.c. */
size_t command_columns(void);

/* Reads a file of at most `max` bytes ("-": standard input); the caller frees *ret. E_INPUT_OUTPUT,
 * E_LIMIT: it is larger, E_MEMORY. */
MUST_USE rgl_rc command_read_file(struct cli *cli, const char *path, size_t max, struct bytes *ret);

/* Writes all bytes to a file ("-": standard output), or removes what was half-written. */
MUST_USE rgl_rc command_write_file(struct cli *cli, const char *path, const struct bytes *bytes);

/* Moves a store's refusal to the command's. */
rgl_rc command_refused(struct cli *cli, const struct store *store, rgl_rc rc);

/* "1,042 sales", "1 sale"; the noun is short. */
#define COUNT_ROOM 48
void command_count(int64_t count, const char *noun, char ret[COUNT_ROOM]);
