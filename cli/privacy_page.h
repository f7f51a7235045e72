/* privacy_page.h - what the shop knows of a member, on the terminal, in a file, or on paper. */
#pragma once

#include "cli/command.h"

/* As --png, --html, --printer and --language say; without them on the terminal, in the member's
 * language. The refusal is in cli->refusal. */
MUST_USE rgl_rc privacy_page(struct cli *cli, struct store *store, int64_t member);
