/* printers_page.h - the test page of `regulars printers test`.
 *
 * In:  a profile, what the printer was called.
 * Out: the page for that printer, or as a picture.
 */
#pragma once

#include "cli/command.h"
#include "receipts/printer/profile.h"

/* Adds the page as the printer takes it: as dots and, where the profile has text, the same in the
 * printer's own letters. The refusal is in cli->refusal. E_FONT, E_MEMORY. */
MUST_USE rgl_rc printers_page_bytes(struct cli *cli, const struct profile *profile,
				    const char *where, struct bytes *out);
MUST_USE rgl_rc printers_page_png(struct cli *cli, const struct profile *profile, const char *where,
				  struct bytes *out);
