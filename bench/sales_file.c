/* SPDX-License-Identifier: Apache-2.0 */
/* sales_file.c - makes up a file of sales in the shape of CDNOW's log, for measuring the import.
 *
 * In:  how many customers.
 * Out: customer_id,date,number_of_cds,dollar_value on standard output, by customer and day, about
 *      three and a half rows a customer. The same argument gives the same file.
 *
 * Every customer buys first within twelve weeks; how often he comes again differs (gamma), and half
 * of them never do.
 */
#include <stdio.h>

#include "bench/chance.h"
#include "bench/measure.h"

enum { DAYS = 540, FIRST_DAYS = 84, VISITS_MAX = 200, MONTH_DAYS = 30 };

static int by_day(const void *one, const void *other)
{
	return *(const int *)one - *(const int *)other;
}

/* Months of thirty days: of February, which has fewer, the last days are those of March. */
static void write_sale(struct chance *chance, size_t customer, int day)
{
	int month = day / MONTH_DAYS;
	int of_month = day % MONTH_DAYS;
	int discs = 1 + (int)chance_exponential(chance, 1.4);
	long cents = (long)((double)discs * chance_gamma(chance, 9, 1550));

	if (month % 12 == 1 && of_month >= 28) {
		month++;
		of_month -= 28;
	}
	(void)printf("%05zu,%d%02d%02d,%d,%ld.%02ld\n", customer, 1997 + month / 12, month % 12 + 1,
		     of_month + 1, discs, cents / 100, cents % 100);
}

static void write_customer(struct chance *chance, size_t customer)
{
	int days[VISITS_MAX];
	int first = (int)(chance_share(chance) * (FIRST_DAYS - 1));
	double more = chance_is(chance, 0.5) ? 0 : chance_gamma(chance, 0.7, 5.4);
	int count = 1 + (more < VISITS_MAX - 1 ? (int)more : VISITS_MAX - 1);

	days[0] = first;
	for (int i = 1; i < count; i++)
		days[i] = first + (int)(chance_share(chance) * (DAYS - 1 - first));
	qsort(days, (size_t)count, sizeof(days[0]), by_day);
	for (int i = 0; i < count; i++)
		write_sale(chance, customer, days[i]);
}

int main(int count, char **texts)
{
	struct chance chance = { .state = 1997 };
	size_t customers;

	measure_need(count == 2, "usage: sales_file CUSTOMERS");
	customers = measure_count(texts[1], 1000000);
	(void)puts("customer_id,date,number_of_cds,dollar_value");
	for (size_t customer = 1; customer <= customers; customer++)
		write_customer(&chance, customer);
	return fflush(stdout) == 0 ? 0 : 1;
}
