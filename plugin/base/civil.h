/* civil.h - calendar days and clock times, proleptic Gregorian, without any time zone.
 *
 * Source of the day arithmetic: counting eras of 400 years (146,097 days) from 1 March of year 0.
 */
#pragma once

#include "plugin/base/result.h"

struct civil {
	int32_t year;
	int32_t month; /* 1 to 12 */
	int32_t day;   /* 1 to 31 */
	int32_t hour;
	int32_t minute;
	int32_t second;
};

#define MS_A_DAY INT64_C(86400000)

/* Days since 1970-01-01 of a day that exists. */
int64_t civil_days(int32_t year, int32_t month, int32_t day);

/* The calendar reading of local milliseconds (UTC milliseconds + offset). */
struct civil civil_of(int64_t local_ms);

/* Local milliseconds of a calendar reading. */
int64_t civil_ms(const struct civil *civil);

/* What was written: a day alone, a reading without an offset, or an instant. */
enum written { WRITTEN_DAY, WRITTEN_LOCAL, WRITTEN_INSTANT };

/* Reads "2026-11-21", "20261121", "2026-11-21T10:03[:00[.000]]" with 'T' or a space, and after it
 * nothing, "Z" or "+01:00". *ret_civil is the reading as written; *ret_offset_ms is set for an
 * instant. E_TIME: not such a text, or a day or an hour that does not exist. The caller adds the
 * words. Years 1900 to 2999. */
MUST_USE rgl_rc civil_read(const char *text, size_t length, struct civil *ret_civil,
			   int64_t *ret_ms_part, int64_t *ret_offset_ms, enum written *ret_written);

/* "2026-11-21" */
#define CIVIL_DAY_ROOM 16
void civil_write_day(const struct civil *civil, char ret[CIVIL_DAY_ROOM]);
