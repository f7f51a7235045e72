/* sums_money.c - see sums_money.h. */
#include "plugin/reports/sums_money.h"

#include "plugin/page/table.h"

struct money sums_per(struct money amount, int64_t count)
{
	return money_of(table_share(amount.minor, count, 1));
}

int64_t sums_per_milli(struct money amount, int64_t count)
{
	return table_share(amount.minor, count, 1000);
}

struct money sums_of_milli(int64_t milli)
{
	return money_of(table_share(milli, 1000, 1));
}

int64_t sums_minor(struct money amount)
{
	return amount.minor;
}

int64_t sums_share(int64_t part, int64_t whole)
{
	return table_share(part, whole, 1000000);
}
