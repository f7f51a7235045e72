/* test_columns.c - which column means what, and what is said when it cannot be told. */
#include "tests/support/check.h"

#include <string.h>

#include "cli/columns.h"

#define HEADER_MAX 16

/* A header out of names with commas between; the fields point into `text`. */
struct header {
	char text[256];
	struct csv_field fields[HEADER_MAX];
	struct csv_row row;
};

static void header_of(struct header *ret, const char *names)
{
	char *rest = NULL;

	*ret = (struct header) { .row = { .line = 1 } };
	(void)strncpy(ret->text, names, sizeof(ret->text) - 1);
	for (char *name = strtok_r(ret->text, ",", &rest); name != NULL;
	     name = strtok_r(NULL, ",", &rest)) {
		assert_in_range(ret->row.count, 0, HEADER_MAX - 1);
		ret->fields[ret->row.count++] = (struct csv_field) { name, strlen(name) };
	}
	ret->row.fields = ret->fields;
}

static void assert_found(const char *names, const char *map, const int32_t expected[COLUMN_COUNT])
{
	struct rgl_why why = { .size = sizeof(why) };
	struct columns columns;
	struct header header;

	header_of(&header, names);
	assert_int_equal(columns_find(&header.row, map, "sales.csv", &columns, &why), RGL_OK);
	for (size_t i = 0; i < COLUMN_COUNT; i++)
		assert_int_equal(columns.at[i], expected[i]);
}

static void assert_refused(const char *names, const char *map, const char *words)
{
	struct rgl_why why = { .size = sizeof(why) };
	struct columns columns = { .at = { 99 } };
	struct header header;

	header_of(&header, names);
	assert_int_equal(columns_find(&header.row, map, "sales.csv", &columns, &why), RGL_E_FIELD);
	assert_string_equal(why.text, words);
	assert_int_equal(columns.at[0], 99);
}

/* The two files that must be read without a flag. */
static void known_headers_need_no_flag(void **state)
{
	/* date total member name sale store till cashier channel item category quantity tax cost */
	static const int32_t CDNOW[] = { 1, 3, 0, -1, -1, -1, -1, -1, -1, -1, -1, 2, -1, -1 };
	static const int32_t LINES[] = { 1, 10, 2, 3, 0, -1, 4, 5, 6, 7, 8, 9, 11, 12 };

	(void)state;
	assert_found("customer_id,date,number_of_cds,dollar_value", NULL, CDNOW);
	assert_found("sale_id,date,member,name,till,cashier,channel,item,category,quantity,total,"
		     "tax,cost",
		     "", LINES);
}

/* Capitals, spaces, underscores and dashes are how people differ. */
static void the_way_of_writing_does_not_matter(void **state)
{
	static const int32_t EXPECTED[] = { 0, 1, 2, -1, 3, 4, -1, -1, -1, 5, -1, 6, -1, -1 };

	(void)state;
	assert_found("Date Time,AMOUNT,Customer-ID,Order Id,Store,SKU,Number of bags,colour", NULL,
		     EXPECTED);
	assert_found("DateTime,gross,client,ref,store,Product,QTY,-_ ", NULL, EXPECTED);
}

/* The flag goes before any guess, and frees a column from its usual meaning. */
static void the_map_goes_before_the_names(void **state)
{
	static const int32_t MASTER[] = { 2, 4, 0, -1, -1, -1, -1, -1, -1, -1, -1, 3, -1, -1 };
	static const int32_t BOTH[] = { 1, 2, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1 };
	static const int32_t TAKEN[] = { 0, 1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 2 };
	static const int32_t SAME[] = { 0, 2, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1 };

	(void)state;
	assert_found("master_id,sample_id,date,number_of_cds,dollar_value", "member=master_id",
		     MASTER);
	assert_found("date,day,total", "Date=DAY", BOTH);
	assert_found("date,total,amount", "cost=amount", TAKEN);
	assert_found("date,Total,total", "total=total", SAME);
}

static void what_cannot_be_told_is_asked_with_its_flag(void **state)
{
	(void)state;
	assert_refused("date,day,total", NULL,
		       "sales.csv: both \"date\" and \"day\" could be the date: say which with "
		       "--map date=date");
	assert_refused("member,customer_id,date,total", NULL,
		       "sales.csv: both \"member\" and \"customer_id\" could be the member: say "
		       "which with --map member=member");
	assert_refused("when,total", NULL,
		       "sales.csv has no column that looks like the date: name it with --map "
		       "date=COLUMN");
	assert_refused("date,price", NULL,
		       "sales.csv has no column that looks like the total: name it with --map "
		       "total=COLUMN");
}

static void a_wrong_map_is_told(void **state)
{
	(void)state;
	assert_refused(
		"date,total", "birthday=date",
		"--map does not know \"birthday\": it knows date, total, member, name, "
		"sale_id, store, till, cashier, channel, item, category, quantity, tax and cost.");
	assert_refused("date,total", "member=d*",
		       "sales.csv has no column \"d*\", which --map names: look at its first "
		       "line.");
	assert_refused("date,total", "member=who",
		       "sales.csv has no column \"who\", which --map names: look at its first "
		       "line.");
	assert_refused("date,Total,TOTAL", "total=total",
		       "sales.csv has more than one column \"total\": give one another name.");
	assert_refused("date,total,total", "total=total",
		       "sales.csv has more than one column \"total\": give one another name.");
	assert_refused("date,total,day", "date=day,date=date",
		       "--map uses \"date\" or the column \"date\" twice: keep one.");
	assert_refused("date,total", "date=date,total=date",
		       "--map uses \"total\" or the column \"date\" twice: keep one.");
}

static void a_map_that_is_not_pairs_is_told(void **state)
{
	static const char *const MAPS[] = { "date", "=date", "date=", ",", "date=date," };
	static const char *const SEEN[] = { "\"date\"", "\"=date\"", "\"date=\"", "\"\"", "\"\"" };

	(void)state;
	for (size_t i = 0; i < sizeof(MAPS) / sizeof(MAPS[0]); i++) {
		struct rgl_why why = { .size = sizeof(why) };
		struct columns columns;
		struct header header;

		header_of(&header, "date,total");
		assert_int_equal(columns_find(&header.row, MAPS[i], "sales.csv", &columns, &why),
				 RGL_E_FIELD);
		assert_non_null(strstr(why.text, SEEN[i]));
		assert_non_null(strstr(why.text, "MEANING=COLUMN"));
	}
}

static void a_column_that_is_not_there_has_no_field(void **state)
{
	struct columns columns;
	struct header header;

	(void)state;
	header_of(&header, "date,total");
	assert_int_equal(columns_find(&header.row, NULL, "sales.csv", &columns, NULL), RGL_OK);
	assert_string_equal(columns_field(&columns, &header.row, COLUMN_TOTAL)->text, "total");
	assert_null(columns_field(&columns, &header.row, COLUMN_MEMBER));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_headers_need_no_flag),
		cmocka_unit_test(the_way_of_writing_does_not_matter),
		cmocka_unit_test(the_map_goes_before_the_names),
		cmocka_unit_test(what_cannot_be_told_is_asked_with_its_flag),
		cmocka_unit_test(a_wrong_map_is_told),
		cmocka_unit_test(a_map_that_is_not_pairs_is_told),
		cmocka_unit_test(a_column_that_is_not_there_has_no_field),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
