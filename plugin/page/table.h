/* table.h - text for a terminal: cells of a known width, wrapped sentences, shares, heat.
 *
 * In:  text and numbers. Out: bytes in UTF-8.
 * Not here: what a report says (render_*.h).
 *
 * Widths are in columns of a terminal (width.h).
 */
#pragma once

#include "plugin/base/bytes.h"
#include "plugin/base/decimal.h"

enum table_side { TABLE_LEFT, TABLE_RIGHT };

/* Columns that a text takes. What could steer a terminal (controls, overrides of the writing
 * direction, bytes that are not UTF-8) counts as the '?' that table_cell writes for it. */
size_t table_width(const char *text);

/* The text in exactly `columns` columns: cut with an ellipsis when it is wider, else filled up with
 * spaces behind it (TABLE_LEFT) or before it. */
void table_cell(struct bytes *bytes, const char *text, size_t columns, enum table_side side);

/* A figure, right in its columns; one that is wider stands whole behind a space: a figure that was
 * cut would be another. */
void table_figure(struct bytes *bytes, const char *figure, size_t columns);

/* Ends a line of cells: no spaces stay at its end. */
void table_end(struct bytes *bytes);

/* Sentences, broken at spaces so that no line is wider than `columns` (0: never broken), and a line
 * end. A single word that is wider stays whole. */
void table_wrap(struct bytes *bytes, const char *text, size_t columns);

/* "12,345" */
void table_count(int64_t count, char ret[DECIMAL_ROOM]);

/* part x per / whole, half away from zero; 0 when the whole is not above 0, and never past the
 * limits of 64 bits. table_share(1, 3, 100) is 33. */
int64_t table_share(int64_t part, int64_t whole, int64_t per);

/* "2026-11" for a month counted from January 1970. */
#define TABLE_MONTH_ROOM 16
void table_month(int32_t month, char ret[TABLE_MONTH_ROOM]);

/* Colours of a heat map: seven steps from pale to dark green out of the 256 of a terminal, with
 * black or white letters so that each can be read (contrast 4.5 to 1 or more, as WCAG 2.1 has it).
 * `step` is 0 to TABLE_HEAT_STEPS - 1; table_plain ends it. */
#define TABLE_HEAT_STEPS 7
void table_heat(struct bytes *bytes, int64_t step);
void table_plain(struct bytes *bytes);
