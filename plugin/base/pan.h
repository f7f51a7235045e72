/* pan.h - payment card numbers: seen, never kept.
 *
 * A run of 13 to 19 digits (single spaces or dashes between them allowed) whose Luhn check holds
 * could be a payment card (ISO/IEC 7812). Where such spaces or dashes tie it to other numbers, each
 * part that begins and ends at one is looked at: a table's number in front hides no card.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Whether the digits (length of them, nothing else) pass the check of ISO/IEC 7812-1 annex B. */
bool pan_luhn_holds(const char *digits, size_t length);

/* Whether the last digit is the check digit of the others by GS1's rule (EAN, UPC, GTIN). */
bool pan_gs1_holds(const char *digits, size_t length);

/* Whether there is such a run in a text. `own` lists number ranges of the shop's own cards as
 * leading digits, "29 977", or is NULL; a run that begins with one is the shop's. */
bool pan_is_in(const char *text, size_t length, const char *own);

/* Copies text (cut to `room`), with each such run's digits but the last four as '*'. A 13- or
 * 14-digit run whose GS1 check digit holds is a product's number and stays; so does a run in groups
 * of digits that no card is written in: "till-1-20261121-070500-1". */
void pan_mask(const char *text, char *ret, size_t room);
