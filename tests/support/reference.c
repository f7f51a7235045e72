/* reference.c - see reference.h. */
#include "tests/support/reference.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/base/civil.h"

#define CUSTOMERS_MAX 24000

FILE *reference_file(const char *name)
{
	const char *folder = getenv("REGULARS_DATA");
	char path[512];
	FILE *file;

	if (folder == NULL) {
		print_message("# there is no REGULARS_DATA: %s is not compared\n", name);
		return NULL;
	}
	(void)snprintf(path, sizeof(path), "%s/cdnow/%s", folder, name);
	file = fopen(path, "r");
	if (file == NULL)
		print_message("# %s is not there: not compared\n", path);
	return file;
}

cJSON *reference_open(void)
{
	const size_t room = (size_t)1 << 20;
	FILE *file = reference_file("reference.json");
	char *text;
	cJSON *all;
	size_t length;

	if (file == NULL)
		return NULL;
	text = calloc(1, room);
	assert_non_null(text);
	length = fread(text, 1, room - 1, file);
	assert_true(length > 0 && length < room - 1);
	assert_int_equal(fclose(file), 0);
	all = cJSON_Parse(text);
	free(text);
	assert_non_null(all);
	return all;
}

static const char *text_of(const cJSON *entry, const char *name)
{
	return cJSON_GetStringValue(cJSON_GetObjectItem(entry, name));
}

const cJSON *reference_entry(const cJSON *all, const char *model, const char *quantity, int nth)
{
	const cJSON *entry;

	cJSON_ArrayForEach(entry, cJSON_GetObjectItem(all, "entries"))
	{
		if (strcmp(text_of(entry, "model"), model) != 0 ||
		    strncmp(text_of(entry, "quantity"), quantity, strlen(quantity)) != 0)
			continue;
		if (nth-- == 0)
			return entry;
	}
	fail_msg("reference.json has no %s of %s", quantity, model);
	return NULL;
}

void reference_check(const cJSON *entry, const double *ours, int count)
{
	const cJSON *published = cJSON_GetObjectItem(entry, "published");
	double tolerance = cJSON_GetNumberValue(cJSON_GetObjectItem(entry, "tolerance"));
	bool holds = true;
	int i;

	if (cJSON_IsArray(published))
		assert_int_equal(cJSON_GetArraySize(published), count);
	for (i = 0; i < count; i++) {
		const cJSON *one =
			cJSON_IsArray(published) ? cJSON_GetArrayItem(published, i) : published;
		double value = cJSON_GetNumberValue(one);
		bool fits = fabs(ours[i] - value) <= tolerance;

		print_message("# %s, %s, %s [%d]: published %.10g, ours %.10g, tolerance %g: %s\n",
			      text_of(entry, "model"), text_of(entry, "dataset"),
			      text_of(entry, "quantity"), i, value, ours[i], tolerance,
			      fits ? "holds" : "DOES NOT HOLD");
		holds = holds && fits;
	}
	assert_true(holds);
}

/* --- the customers */

/* A line's customer, day and amount. The sample has the master's number before its own. */
static bool purchase_read(char *line, bool is_sample, int32_t *ret_id, int *ret_day,
			  double *ret_amount)
{
	char *rest = NULL, *text = strtok_r(line, ",", &rest);
	long date;

	if (is_sample)
		text = strtok_r(NULL, ",", &rest);
	if (text == NULL)
		return false;
	*ret_id = (int32_t)strtol(text, NULL, 10);
	date = strtol(strtok_r(NULL, ",", &rest), NULL, 10);
	*ret_day = (int)(civil_days((int32_t)(date / 10000), (int32_t)(date / 100 % 100),
				    (int32_t)(date % 100)) -
			 civil_days(1997, 1, 1));
	(void)strtok_r(NULL, ",", &rest);
	*ret_amount = strtod(strtok_r(NULL, ",\r\n", &rest), NULL);
	return true;
}

/* spend.mean is their sum until finish(). */
static void visit(struct reference_customer *customer, int day, double amount, int end, int last)
{
	bool is_new_day = customer->days == 0 ? day != customer->start_day
					      : day != customer->day[customer->days - 1];

	if (day > last)
		return;
	if (day != customer->start_day && is_new_day) {
		assert_true(customer->days < REFERENCE_DAYS);
		customer->day[customer->days++] = (int16_t)day;
	}
	if (day != customer->start_day && day <= end)
		customer->spend.mean += amount;
}

static void finish(struct reference_customer *customer, int end)
{
	struct timing_history *until = &customer->until;
	double before = 0;
	int i;

	until->T = (end - customer->start_day) / 7.0;
	for (i = 0; i < customer->days; i++) {
		double since = (customer->day[i] - customer->start_day) / 7.0;

		if (customer->day[i] > end) {
			customer->after++;
			continue;
		}
		until->x++;
		until->t_x = since;
		until->log_gaps += log(since - before);
		before = since;
	}
	customer->spend.x = until->x;
	if (until->x > 0)
		customer->spend.mean /= until->x;
}

struct reference_customer *reference_customers(const char *name, int end, int last,
					       size_t *ret_count)
{
	FILE *file = reference_file(name);
	bool is_sample = strstr(name, "sample") != NULL;
	struct reference_customer *all;
	size_t count = 0, i;
	char line[256];

	if (file == NULL)
		return NULL;
	all = calloc(CUSTOMERS_MAX, sizeof(*all));
	assert_non_null(all);
	assert_non_null(fgets(line, sizeof(line), file));
	while (fgets(line, sizeof(line), file) != NULL) {
		int32_t id;
		double amount;
		int day;

		if (!purchase_read(line, is_sample, &id, &day, &amount))
			continue;
		if (count == 0 || all[count - 1].id != id) {
			assert_true(count < CUSTOMERS_MAX);
			all[count++] = (struct reference_customer) { .id = id, .start_day = day };
		}
		visit(&all[count - 1], day, amount, end, last);
	}
	assert_int_equal(fclose(file), 0);
	for (i = 0; i < count; i++)
		finish(&all[i], end);
	*ret_count = count;
	return all;
}

/* --- the table */

bool reference_table_open(struct reference_table *ret)
{
	ret->file = reference_file("reference_customers.csv");
	if (ret->file == NULL)
		return false;
	assert_non_null(fgets(ret->line, sizeof(ret->line), ret->file));
	assert_non_null(fgets(ret->names, sizeof(ret->names), ret->file));
	return true;
}

bool reference_table_next(struct reference_table *table)
{
	char line[2048], *rest = NULL, *one;
	int column = 0;

	if (fgets(line, sizeof(line), table->file) == NULL) {
		assert_int_equal(fclose(table->file), 0);
		return false;
	}
	for (one = strtok_r(line, ",\r\n", &rest); one != NULL && column < 24;
	     one = strtok_r(NULL, ",\r\n", &rest))
		table->cells[column++] = strtod(one, NULL);
	return true;
}

double reference_cell(const struct reference_table *table, const char *name)
{
	char names[512], *rest = NULL, *one;
	int column = 0;

	memcpy(names, table->names, sizeof(names));
	for (one = strtok_r(names, ",\r\n", &rest); one != NULL;
	     one = strtok_r(NULL, ",\r\n", &rest), column++)
		if (strcmp(one, name) == 0)
			return table->cells[column];
	fail_msg("there is no column %s", name);
	return 0;
}

void reference_parameters(const struct reference_table *table, const char *name, int count,
			  double *ret)
{
	char *at = strstr(table->line, name);
	int i;

	assert_non_null(at);
	at = strchr(at, '=');
	for (i = 0; i < count; i++) {
		assert_non_null(at);
		ret[i] = strtod(at + 1, &at);
	}
}
