/* learn_style.h - how the numbers and days of sample receipts are written, for learn.c. Pure. */
#pragma once

#include "pos-adapters/print-tap/learn.h"

/* Decimal sign, digits, order of days, currency: what most samples agree on. */
void learn_style(struct learn *learn);

/* A line as a row of a pattern: its numbers, days and amounts become fields, and the words of it
 * that are not in every sample {any}. The last amount is {amount}, those before it {money}. */
void learn_row_of(const struct learn *learn, enum pattern_kind kind, const char *line, char *ret);
