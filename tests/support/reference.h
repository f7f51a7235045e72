/* reference.h - figures that others have published about CDNOW's customers, where the data lies at
 * hand, and those customers as the models see them.
 *
 * In:  REGULARS_DATA in the environment, the folder that holds cdnow/.
 * Out: entries of reference.json, rows of reference_customers.csv, the 2,357 customers of the
 *      sample and the 23,570 of the whole, in weeks.
 *
 * Each figure is printed with its outcome. A test that finds no data is skipped, and says so.
 */
#pragma once

#include "tests/support/check.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdio.h>

#include "plugin/models/spend.h"

/* A file of the folder; NULL: there is none, and the reason is printed. */
FILE *reference_file(const char *name);

/* reference.json; cJSON_Delete it. NULL as above. */
cJSON *reference_open(void);

/* The entry of that model whose quantity begins so, and that comes `nth`, from 0; the test fails
 * where there is none. */
const cJSON *reference_entry(const cJSON *all, const char *model, const char *quantity, int nth);

/* Prints published and ours, and fails the test where they differ by more than the entry's
 * tolerance. */
void reference_check(const cJSON *entry, const double *ours, int count);

/* One customer. until: the history until the calibration's end; spend: of the visits after the
 * first, until then; after: visits after it. day: of each visit after the first, days since the
 * first of 1997, `days` of them. */
#define REFERENCE_DAYS 256
struct reference_customer {
	int32_t id;
	int32_t start_day;
	struct timing_history until;
	struct spend_history spend;
	double after;
	int16_t day[REFERENCE_DAYS];
	int days;
};

/* Of "cdnow_sample.csv" or "cdnow_master.csv"; calibration until day `end` of 1997 (1 January is
 * 0), held out until `last`. free() it; NULL: there is no such file. Purchases of one day are one
 * visit. */
struct reference_customer *reference_customers(const char *name, int end, int last,
					       size_t *ret_count);

/* reference_customers.csv, row by row: line has the parameters that were used, names those of the
 * columns. */
struct reference_table {
	FILE *file;
	char line[1024];
	char names[512];
	double cells[24];
};

/* False: there is no such file. reference_table_next: false at the end, which closes it. */
bool reference_table_open(struct reference_table *ret);
bool reference_table_next(struct reference_table *table);
double reference_cell(const struct reference_table *table, const char *name);

/* The numbers after the '=' that follows `name` in the line of the parameters. */
void reference_parameters(const struct reference_table *table, const char *name, int count,
			  double *ret);
