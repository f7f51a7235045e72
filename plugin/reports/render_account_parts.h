/* render_account_parts.h - a member's account as CSV and JSON; for render_account.c alone. */
#pragma once

#include "plugin/reports/render_account.h"

void account_csv(const struct account_line *line, const struct view *view, struct bytes *bytes);
void account_json(const struct account_line *line, const struct view *view, struct bytes *bytes);

/* What comes before the purses, and before the lines of one. */
void account_json_owner(const struct account_owner *owner, struct bytes *bytes);
void account_json_purse(const struct account_line *line, struct bytes *bytes);
