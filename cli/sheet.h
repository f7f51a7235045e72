/* sheet.h - a receipt as the owner looks at it: of a sale or made up, in any form, to any file.
 *
 * In:  what `regulars receipt` was asked for.
 * Out: a file, or text on the terminal.
 */
#pragma once

#include "cli/command.h"
#include "plugin/slip_parts.h"

/* sale NULL: one made up. template, language, profile NULL: the shop's own, the customer's, what is
 * set. to: "-" is standard output. */
struct sheet_wish {
	const char *sale;
	const char *template;
	const char *language;
	const struct profile *profile;
	enum render_form form;
	const char *to;
};

struct sheet;

/* Reads what is wanted, but for the template. The store's refusals; a made-up receipt needs no
 * store. */
MUST_USE rgl_rc sheet_open(struct cli *cli, const struct sheet_wish *wish, struct sheet **ret);
void sheet_close(struct sheet *sheet); /* NULL is allowed */

/* Reads the template, if one was named, and draws. What is wrong with the template leaves the file
 * as it was. */
MUST_USE rgl_rc sheet_draw(struct sheet *sheet);

/* Draws, and again whenever the template's file changes, until it is interrupted; a line each time.
 * E_INPUT_OUTPUT: it cannot be watched. */
MUST_USE rgl_rc sheet_watch(struct sheet *sheet);

/* For sheet_watch. */
const struct sheet_wish *sheet_wish_of(const struct sheet *sheet);
struct cli *sheet_cli(const struct sheet *sheet);
