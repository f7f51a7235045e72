/* SPDX-License-Identifier: Apache-2.0 */
/* poslog_file.c - makes up a POSLog in the shape of a supermarket's, for measuring the import.
 *
 * In:  how many transactions. A gigabyte is about 330,000.
 * Out: the log on standard output, without refunds; about 3 KB a transaction, of five lines on
 *      average. The same argument gives the same log.
 */
#include <stdio.h>

#include "bench/chance.h"
#include "bench/measure.h"

enum { ITEMS = 4000, MEMBERS = 20000, LINES_MAX = 9 };

static long write_line(struct chance *chance, int number)
{
	int item = (int)(chance_share(chance) * (ITEMS - 1));
	long cents = 99 + 50L * (item % 30);

	(void)printf("<LineItem EntryMethod=\"Scanned\"><SequenceNumber>%d</SequenceNumber>"
		     "<Sale ItemType=\"Stock\"><POSIdentity POSIDType=\"GTIN\"><POSItemID>%014d"
		     "</POSItemID><Qualifier>%d</Qualifier></POSIdentity><ItemID>%014d</ItemID>"
		     "<MerchandiseHierarchy Level=\"Department\" acs:DepartmentDescription="
		     "\"Department%d\">%d</MerchandiseHierarchy><Description>ITEM NUMBER %d"
		     "</Description>",
		     number, item, item % 40, item, item % 40, item % 40, item);
	(void)printf("<RegularSalesUnitPrice>%ld.%02ld</RegularSalesUnitPrice><ExtendedAmount>"
		     "%ld.%02ld</ExtendedAmount><Quantity>1</Quantity><acs:OperatorSequence>%d"
		     "</acs:OperatorSequence></Sale></LineItem>\n",
		     cents / 100, cents % 100, cents / 100, cents % 100, number);
	return cents;
}

static void write_transaction(struct chance *chance, size_t number)
{
	int lines = 1 + (int)(chance_share(chance) * (LINES_MAX - 1));
	int day = 1 + (int)(number / 1000 % 28);
	int month = 1 + (int)(number / 28000 % 12);
	int year = 2020 + (int)(number / 336000);
	long total = 0;

	(void)printf("<Transaction><RetailStoreID>9</RetailStoreID><WorkstationID>%zu"
		     "</WorkstationID><SequenceNumber>%zu</SequenceNumber><BusinessDayDate>"
		     "%d-%02d-%02d</BusinessDayDate><EndDateTime>%d-%02d-%02dT%02zu:%02zu:00"
		     "</EndDateTime><OperatorID OperatorName=\"Jo\">%zu</OperatorID><CurrencyCode>"
		     "USD</CurrencyCode><RetailTransaction Version=\"2.1\">\n",
		     number % 8, number, year, month, day, year, month, day, 8 + number % 12,
		     number % 60, number % 20);
	for (int i = 1; i <= lines; i++)
		total += write_line(chance, i);
	if (chance_is(chance, 0.6))
		(void)printf("<LineItem EntryMethod=\"acs:Auto\"><acs:LoyaltyMembership>"
			     "<acs:MembershipID>%025d</acs:MembershipID></acs:LoyaltyMembership>"
			     "</LineItem>\n",
			     1 + (int)(chance_share(chance) * (MEMBERS - 1)));
	(void)printf("<LineItem EntryMethod=\"MSR\"><Tender TenderType=\"CreditDebit\" TypeCode="
		     "\"Sale\"><Amount>%ld.%02ld</Amount><Authorization><AuthorizationCode>1"
		     "</AuthorizationCode></Authorization></Tender></LineItem><Total TotalType="
		     "\"TransactionGrandAmount\">%ld.%02ld</Total></RetailTransaction>"
		     "</Transaction>\n",
		     total / 100, total % 100, total / 100, total % 100);
}

int main(int count, char **texts)
{
	struct chance chance = { .state = 2017 };
	size_t transactions;

	measure_need(count == 2, "usage: poslog_file TRANSACTIONS");
	transactions = measure_count(texts[1], 2000000);
	(void)puts("<?xml version=\"1.0\"?>\n<POSLog xmlns=\"urn:x\" xmlns:acs=\"urn:y\">");
	for (size_t number = 1; number <= transactions; number++)
		write_transaction(&chance, number);
	(void)puts("</POSLog>");
	return fflush(stdout) == 0 ? 0 : 1;
}
