/* SPDX-License-Identifier: Apache-2.0 */
/* words.h - the demo till's text: amounts in and out, plurals, dates as a cashier says them.
 *
 * Not here: anything of Regulars.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* A short text by value, so that nobody has to own it. */
struct words {
	char text[96];
};

/* Reads decimal text exactly, without floating point: "4.5" with 2 digits is 450. False for
 * anything that is not digits and one point, for more digits than asked for, and from AMOUNT_END
 * up: two numbers below it can be multiplied without overflow. */
#define AMOUNT_END INT64_C(1000000000)
bool decimal_read(const char *text, uint32_t digits, int64_t *ret);

/* 450 with 2 digits is "4.50"; -5 is "-0.05". */
struct words money_words(int64_t minor, uint32_t digits);

/* "1 point", "340 points" */
struct words count_words(int64_t n, const char *noun);

/* "1st", "12th", "23rd" */
struct words ordinal_words(int64_t n);

/* "usually every 6 days, last 19 days ago", as far as it is known (0: it is not). Days are those
 * of UTC; a real till has its own calendar. */
struct words rhythm_words(int64_t now_ms, int64_t last_visit_ms, int64_t usual_gap_ms);

/* Prints text and fills it up to a width, counting characters, not bytes. */
void print_padded(const char *text, int width);

/* Cuts a line at its blanks, in place; "double quotes" keep blanks together. Returns how many
 * words there are, or -1 for more than `room` and for a quote that stays open. */
int words_cut(char *line, char **ret_words, int room);
