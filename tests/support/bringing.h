/* bringing.h - files of a till's log brought into a shop by the command, as an owner does. */
#pragma once

#include "tests/support/check.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "tests/support/shop.h"

/* What stands in the files: transactions by number, and the amounts that make them up. */
#define SALES "SELECT count(*) FROM sale"
#define TRANSACTION(number, inside)                                                                \
	"<Transaction><RetailStoreID>9</RetailStoreID><WorkstationID>3</WorkstationID>"            \
	"<SequenceNumber>" number "</SequenceNumber><BusinessDayDate>2025-03-01"                   \
	"</BusinessDayDate><EndDateTime>2025-03-01T15:18:53</EndDateTime><CurrencyCode>EUR"        \
	"</CurrencyCode><RetailTransaction>" inside "</RetailTransaction></Transaction>\n"
#define GOODS(kind, amount, inside)                                                                \
	"<LineItem><" kind "><ItemID>A</ItemID><ExtendedAmount>" amount "</ExtendedAmount>" inside \
	"</" kind "></LineItem>"
#define GRAND(amount) "<Total TotalType=\"TransactionGrandAmount\">" amount "</Total>"
#define LINK(reason, number)                                                                       \
	"<TransactionLink ReasonCode=\"" reason "\"><SequenceNumber>" number                       \
	"</SequenceNumber></TransactionLink>"
#define CUSTOMER(inside) "<Customer>" inside "</Customer>"
#define SALE(number, amount) TRANSACTION(number, GOODS("Sale", amount, "") GRAND(amount))
#define REFUND(number, of, amount)                                                                 \
	TRANSACTION(number, GOODS("Return", amount, LINK("Return", of)) GRAND("-" amount))
#define VOID(number, of) TRANSACTION(number, LINK("Voided", of))
#define ALL                                                                                        \
	SALE("1", "10.00")                                                                         \
	REFUND("2", "1", "4.00")                                                                   \
	SALE("3", "7.00")                                                                          \
	VOID("4", "3")                                                                             \
	REFUND("5", "99", "1.00")                                                                  \
	TRANSACTION("6", GOODS("Sale", "2.00", "") CUSTOMER("<CustomerID>K7</CustomerID>")         \
				 GRAND("2.00"))

/* Files of one shop, brought in together; report: what they left, or "". */
struct bringing {
	struct test_shop shop;
	int files;
	char paths[3][544];
	char report[8192];
	char why[320];
};

static inline void read_report(struct bringing *bringing)
{
	char path[560];
	FILE *file;
	size_t length = 0;

	(void)snprintf(path, sizeof(path), "%s.refused", bringing->paths[0]);
	file = fopen(path, "re");
	if (file != NULL) {
		length = fread(bringing->report, 1, sizeof(bringing->report) - 1, file);
		assert_int_equal(fclose(file), 0);
	}
	bringing->report[length] = '\0';
}

/* A file of the next name. */
static inline void write_log(struct bringing *bringing, const char *text)
{
	char ending[8];
	FILE *file;

	(void)snprintf(ending, sizeof(ending), ".%d", bringing->files);
	shop_path(&bringing->shop, ending, bringing->paths[bringing->files]);
	file = fopen(bringing->paths[bringing->files++], "we");
	assert_non_null(file);
	assert_true(fprintf(file, "<POSLog>\n%s\n</POSLog>\n", text) > 0);
	assert_int_equal(fclose(file), 0);
}

static inline rgl_rc command(struct bringing *bringing, const char *flag)
{
	struct cli cli = { .host = bringing->shop.host };

	cli.arguments.words[cli.arguments.word_count++] = "poslog";
	for (int i = 0; i < bringing->files; i++)
		cli.arguments.words[cli.arguments.word_count++] = bringing->paths[i];
	cli.arguments.names[0] = "store=";
	cli.arguments.values[0] = bringing->shop.path;
	cli.arguments.flag_count = 1;
	if (flag != NULL) {
		cli.arguments.names[1] = flag;
		cli.arguments.values[1] = "";
		cli.arguments.flag_count = 2;
	}
	return command_import(&cli) < 0
		       ? (snprintf(bringing->why, sizeof(bringing->why), "%s", cli.refusal.text),
			  cli.refusal.code)
		       : RGL_OK;
}

/* The command as an owner types it; what it prints is not looked at. */
static inline rgl_rc bring(struct bringing *bringing, const char *flag)
{
	int out;
	int nowhere;
	rgl_rc rc;

	bringing->why[0] = '\0';
	(void)fflush(stdout);
	out = dup(STDOUT_FILENO);
	nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	assert_true(out >= 0 && nowhere >= 0);
	assert_true(dup2(nowhere, STDOUT_FILENO) >= 0);
	rc = command(bringing, flag);
	(void)fflush(stdout);
	assert_true(dup2(out, STDOUT_FILENO) >= 0);
	(void)close(out);
	(void)close(nowhere);
	return rc;
}

static inline void begin(struct bringing *ret)
{
	*ret = (struct bringing) { .files = 0 };
	shop_make(&ret->shop);
}

static inline void end(struct bringing *bringing)
{
	shop_is_sound(&bringing->shop);
	shop_remove(&bringing->shop);
}

static inline int64_t ask(const struct bringing *bringing, const char *sql)
{
	return shop_number(&bringing->shop, sql);
}
