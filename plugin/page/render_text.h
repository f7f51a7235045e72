/* render_text.h - text and money inside CSV (RFC 4180) and JSON (RFC 8259), and shares of money.
 *
 * Not here: columns of a terminal (table.h).
 */
#pragma once

#include "plugin/base/json_text.h"
#include "plugin/base/money.h"

/* One field of text. What a spreadsheet would take for a formula (=, +, -, @, a tab or a carriage
 * return in front) gets an apostrophe before it; quotes only where they are needed. */
void render_csv_text(struct bytes *bytes, const char *text);

/* "-1234.05": digits and a point, no grouping. */
void render_csv_money(struct bytes *bytes, struct money amount, const struct currency *currency);

/* "name_minor":123 - a whole number of minor units. */
void render_json_money(struct bytes *bytes, const char *name, struct money amount);

/* part x per / whole as table_share has it; 0 when the whole is not above 0. */
int64_t render_money_share(struct money part, struct money whole, int64_t per);
