/* test_import.c - sales of the past: each once, and a file that stops where it is wrong. */
#include "tests/support/check.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/import_row.h"
#include "plugin/identify/identify.h"
#include "plugin/loyalty/merge.h"
#include "tests/support/shop.h"

/* The command as an owner types it, on a file of these lines; what it prints is not looked at. */
static rgl_rc import(struct test_shop *shop, const char *lines, const char *flags, char *ret_text)
{
	char path[544];
	struct cli cli = { .host = shop->host };
	FILE *file;
	rgl_rc rc;
	int out;
	int nowhere;

	shop_path(shop, ".csv", path);
	file = fopen(path, "we");
	assert_non_null(file);
	assert_true(fputs(lines, file) >= 0);
	assert_int_equal(fclose(file), 0);
	cli.arguments = (struct arguments) { .words = { "sales", path }, .word_count = 2 };
	cli.arguments.names[0] = "store=";
	cli.arguments.values[0] = shop->path;
	cli.arguments.flag_count = 1;
	if (flags != NULL) {
		cli.arguments.names[1] = flags;
		cli.arguments.values[1] = "";
		cli.arguments.flag_count = 2;
	}
	(void)fflush(stdout);
	out = dup(STDOUT_FILENO);
	nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	assert_true(out >= 0 && nowhere >= 0);
	assert_true(dup2(nowhere, STDOUT_FILENO) >= 0);
	rc = command_import(&cli);
	(void)fflush(stdout);
	assert_true(dup2(out, STDOUT_FILENO) >= 0);
	(void)close(out);
	(void)close(nowhere);
	if (ret_text != NULL)
		(void)snprintf(ret_text, sizeof(cli.refusal.text), "%s", cli.refusal.text);
	return rc;
}

static int64_t sales(const struct test_shop *shop)
{
	return shop_number(shop, "SELECT count(*) FROM sale");
}

#define HEADER "date,member,name,total,quantity,item\n"

/* Members by the other system's id, amounts exactly, refunds by their sign, no points for the past.
 */
static void a_file_is_read_into_sales(void **state)
{
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_int_equal(import(&shop,
				HEADER "2025-01-03,K7,Mette,12.05,1,Coffee\n"
				       "2025-01-04T09:30,K7,Mette,-2.05,1,Coffee\n"
				       "2025-01-04,,,3.00,0.333,\"Ham, \"\"best\"\"\"\n",
				NULL, NULL),
			 RGL_OK);
	assert_int_equal(sales(&shop), 3);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM member"), 2);
	assert_int_equal(shop_number(&shop, "SELECT spent_minor FROM member WHERE name = 'Mette'"),
			 1000);
	assert_int_equal(shop_number(&shop, "SELECT visits FROM member WHERE name = 'Mette'"), 1);
	assert_int_equal(shop_number(&shop, "SELECT qty_milli FROM sale_line WHERE name ="
					    " 'Ham, \"best\"'"),
			 333);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM transfer"), 0);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* The same file again adds nothing; with rows added it adds those; two equal rows are two sales. */
static void the_same_file_twice_adds_nothing(void **state)
{
	static const char FIRST[] = HEADER "2025-01-03,K7,Mette,12.05,1,Coffee\n"
					   "2025-01-03,K7,Mette,12.05,1,Coffee\n";
	static const char MORE[] = HEADER "2025-01-03,K7,Mette,12.05,1,Coffee\n"
					  "2025-01-03,K7,Mette,12.05,1,Coffee\n"
					  "2025-01-05,K8,Bo,1.00,1,Tea\n";
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_int_equal(import(&shop, FIRST, NULL, NULL), RGL_OK);
	assert_int_equal(sales(&shop), 2);
	assert_int_equal(import(&shop, FIRST, NULL, NULL), RGL_OK);
	assert_int_equal(sales(&shop), 2);
	assert_int_equal(import(&shop, MORE, NULL, NULL), RGL_OK);
	assert_int_equal(sales(&shop), 3);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM member"), 3);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* What is wrong with a line is said with its number; what came before is in, nothing from it on. */
static void a_wrong_line_stops_the_file_there(void **state)
{
	static const char *const LINES[] = {
		"2025-02-30,K9,Eve,1.00,1,Tea",
		"2025-01-03,K9,Eve,,1,Tea",
		"2025-01-03,K9,Eve,1.005,1,Tea",
		"2025-01-03,K9,Eve,NaN,1,Tea",
		"2025-01-03,K9,Eve,Infinity,1,Tea",
		"2025-01-03,K9,Eve,1e3,1,Tea",
		"2025-01-03,K9,Eve,0x10,1,Tea",
		"2025-01-03,K9,Eve,1.00,x,Tea",
		"2025-01-03,K9,Eve,92233720368547758.08,1,Tea",
		"2025-01-03,4111111111111111,Eve,1.00,1,Tea",
	};
	struct test_shop shop;
	char lines[400];
	char said[400];

	(void)state;
	shop_make(&shop);
	for (size_t i = 0; i < sizeof(LINES) / sizeof(LINES[0]); i++) {
		(void)snprintf(lines, sizeof(lines),
			       HEADER "2025-01-03,K7,Mette,12.05,1,Coffee\n%s\n"
				      "2025-01-05,K8,Bo,1.00,1,Tea\n",
			       LINES[i]);
		if (import(&shop, lines, NULL, said) == RGL_OK)
			fail_msg("%s is taken", LINES[i]);
		if (strstr(said, ".csv:3: ") == NULL || strstr(said, "1 sale is in") == NULL)
			fail_msg("%s: %s", LINES[i], said);
		assert_int_equal(sales(&shop), 1);
		assert_int_equal(shop_number(&shop, "SELECT count(*) FROM member"), 2);
	}
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* An id that stands for another sale: the member of that line is not enrolled for it either. */
static void a_refused_line_enrols_nobody(void **state)
{
	struct test_shop shop;
	char said[400];

	(void)state;
	shop_make(&shop);
	assert_int_equal(import(&shop,
				"date,sale_id,member,total\n2025-01-03,A1,K7,12.05\n"
				"2025-01-03,A1,K9,12.05\n",
				NULL, said),
			 RGL_E_DIFFERS);
	assert_non_null(strstr(said, ".csv:3: "));
	assert_int_equal(sales(&shop), 1);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM member"), 2);
	assert_int_equal(import(&shop, "date,sale_id,total\n2025-01-03,A2,1.00\n", NULL, said),
			 RGL_OK);
	assert_int_equal(
		import(&shop, "date,sale_id,member,total\n2025-01-03,A2,K9,1.00\n", NULL, said),
		RGL_E_DIFFERS);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM member"), 2);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* A dry run looks at every line and keeps nothing. */
static void a_dry_run_keeps_nothing(void **state)
{
	struct test_shop shop;
	char said[400];

	(void)state;
	shop_make(&shop);
	assert_int_equal(
		import(&shop, HEADER "2025-01-03,K7,Mette,12.05,1,Coffee\n", "dry-run", said),
		RGL_OK);
	assert_int_equal(import(&shop,
				HEADER "soon,K7,Mette,12.05,1,Coffee\n"
				       "2025-01-03,K7,Mette,12.05,1,Coffee\n"
				       "2025-01-03,K7,Mette,x,1,Coffee\n",
				"dry-run", said),
			 RGL_E_FIELD);
	assert_string_equal(said, "2 lines would be refused; mend them");
	assert_int_equal(sales(&shop), 0);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM member"), 1);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* With --points the past earns as a sale of today does. */
static void points_are_earned_when_asked_for(void **state)
{
	struct test_shop shop;

	(void)state;
	shop_make(&shop);
	assert_int_equal(
		import(&shop, HEADER "2025-01-03,K7,Mette,12.05,1,Coffee\n", "points", NULL),
		RGL_OK);
	assert_int_equal(shop_number(&shop, "SELECT sum(balance) FROM account WHERE member = 2"),
			 12);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* A file that is not there, is empty, or has no total; and something else than sales. */
static void a_file_that_is_none_is_refused(void **state)
{
	struct test_shop shop;
	struct cli cli = { 0 };
	char said[400];

	(void)state;
	shop_make(&shop);
	assert_int_equal(import(&shop, "", NULL, said), RGL_E_FIELD);
	assert_int_equal(import(&shop, "date,member\n2025-01-03,K7\n", NULL, said), RGL_E_FIELD);
	cli.host = shop.host;
	cli.arguments =
		(struct arguments) { .words = { "sales", "/nowhere/x.csv" }, .word_count = 2 };
	assert_int_equal(command_import(&cli), RGL_E_INPUT_OUTPUT);
	cli.arguments.words[0] = "weather";
	assert_int_equal(command_import(&cli), RGL_E_ARGUMENT);
	cli.arguments.word_count = 1;
	cli.arguments.words[0] = "sales";
	assert_int_equal(command_import(&cli), RGL_E_ARGUMENT);
	shop_remove(&shop);
}

/* The number a member had in the old system is on the card in the member's pocket. */
static void an_imported_members_number_is_known_at_the_till(void **state)
{
	struct test_shop shop;
	struct found found;

	(void)state;
	shop_make(&shop);
	assert_int_equal(
		import(&shop, HEADER "2025-01-03,5701234567899,Bo,5.00,1,Tea\n", NULL, NULL),
		RGL_OK);
	if (shop.store == NULL)
		shop_open(&shop);
	assert_int_equal(identify_scan(shop.store, "]E05701234567899\r", 17, &found), RGL_OK);
	assert_int_equal(found.member, 2);
	shop_remove(&shop);
}

/* Two records of one person become one: the file says what it said. */
static void a_merge_makes_no_row_another(void **state)
{
	static const char ROWS[] =
		"date,member,total,sale_id\n2025-01-03,K7,1.00,A\n2025-01-03,K8,2.00,B\n";
	struct test_shop shop;
	int64_t number = 0;
	int64_t missing = 0;

	(void)state;
	shop_make(&shop);
	assert_int_equal(import(&shop, ROWS, NULL, NULL), RGL_OK);
	assert_int_equal(merge_members(shop.store, 2, 3, "Jo", "twice", &number), RGL_OK);
	assert_int_equal(import(&shop, ROWS, NULL, NULL), RGL_OK);
	assert_int_equal(merge_undo(shop.store, number, "Jo", &missing), RGL_OK);
	assert_int_equal(import(&shop, ROWS, NULL, NULL), RGL_OK);
	assert_int_equal(sales(&shop), 2);
	assert_int_equal(import(&shop,
				"date,member,total,sale_id\n2025-01-03,K7,1.00,A\n"
				"2025-01-03,K7,9.00,B\n",
				NULL, NULL),
			 RGL_E_DIFFERS);
	shop_remove(&shop);
}

/* Ctrl-C, here before the first row: one row later all is committed and said. */
static void what_is_stopped_keeps_the_rows_before(void **state)
{
	static const char ROWS[] = "date,total,sale_id\n2025-01-03,1.00,A\n2025-01-03,2.00,B\n";
	struct test_shop shop;
	sigset_t interrupt;
	sigset_t before;
	char text[320];

	(void)state;
	shop_make(&shop);
	(void)sigemptyset(&interrupt);
	(void)sigaddset(&interrupt, SIGINT);
	assert_int_equal(sigprocmask(SIG_BLOCK, &interrupt, &before), 0);
	assert_int_equal(raise(SIGINT), 0);
	assert_int_equal(import(&shop, ROWS, NULL, text), RGL_E_BUSY);
	assert_string_equal(text, "stopped; 1 sale is in. The same command again goes on from "
				  "there");
	assert_int_equal(sales(&shop), 1);
	assert_int_equal(raise(SIGINT), 0);
	assert_int_equal(import(&shop, ROWS, "dry-run", text), RGL_E_BUSY);
	assert_string_equal(text, "stopped. Dry run: nothing was kept");
	assert_int_equal(sigprocmask(SIG_SETMASK, &before, NULL), 0);
	assert_int_equal(import(&shop, ROWS, NULL, NULL), RGL_OK);
	assert_int_equal(sales(&shop), 2);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_is_read_into_sales),
		cmocka_unit_test(the_same_file_twice_adds_nothing),
		cmocka_unit_test(a_wrong_line_stops_the_file_there),
		cmocka_unit_test(a_refused_line_enrols_nobody),
		cmocka_unit_test(a_dry_run_keeps_nothing),
		cmocka_unit_test(points_are_earned_when_asked_for),
		cmocka_unit_test(a_file_that_is_none_is_refused),
		cmocka_unit_test(an_imported_members_number_is_known_at_the_till),
		cmocka_unit_test(a_merge_makes_no_row_another),
		cmocka_unit_test(what_is_stopped_keeps_the_rows_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
