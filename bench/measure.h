/* SPDX-License-Identifier: Apache-2.0 */
/* measure.h - what the programs of this folder share: a clock, medians, a line of the table.
 *
 * Out: "what | measured | against | ratio | limit" on standard output, "-" where there is none.
 * A program of the bench ends at the first thing that goes wrong, and says what.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MEASURE_TEXT = 64 };

static inline void measure_need(bool holds, const char *what)
{
	if (holds)
		return;
	(void)fprintf(stderr, "bench: %s\n", what);
	exit(1);
}

/* Memory for `count` things, all zero. */
static inline void *measure_room(size_t count, size_t bytes)
{
	void *memory = calloc(count, bytes);

	measure_need(memory != NULL, "there is not enough memory");
	return memory;
}

/* A whole number out of the arguments, from 1 to `most`. */
static inline size_t measure_count(const char *text, size_t most)
{
	char *end = NULL;
	unsigned long long value = strtoull(text, &end, 10);

	measure_need(*text != '\0' && *end == '\0' && value >= 1 && value <= most,
		     "a count in the arguments is not a number, or too large");
	return (size_t)value;
}

static inline double measure_now_us(void)
{
	struct timespec now = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static inline int measure_order(const void *one, const void *other)
{
	double a = *(const double *)one;
	double b = *(const double *)other;

	return (a > b) - (a < b);
}

/* The value that a share of the others lie below: 0.5 is the median. Sorts them. */
static inline double measure_at(double *values, size_t count, double share)
{
	qsort(values, count, sizeof(*values), measure_order);
	return values[(size_t)((double)(count - 1) * share)];
}

static inline void measure_line(const char *what, const char *measured, const char *against,
				double ratio, const char *limit)
{
	char text[MEASURE_TEXT] = "-";

	if (ratio > 0)
		(void)snprintf(text, sizeof(text), "%.2f", ratio);
	(void)printf("%s | %s | %s | %s | %s\n", what, measured, against, text, limit);
	(void)fflush(stdout);
}
