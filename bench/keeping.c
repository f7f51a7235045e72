/* SPDX-License-Identifier: Apache-2.0 */
/* keeping.c - what it costs a sale that the figures of reports are kept with it.
 *
 * In:  two stores that fill made alike, how many members they have, how many sales.
 * Out: a line of the table. The one store keeps its figures, the other was told that it does not
 *      (as one that is older than the figures); the same sales, in turns.
 */
#include "bench/chance.h"
#include "bench/peer.h"
#include "bench/till.h"

enum { SALES_MAX = 100000, WARM_SALES = 50, STORES = 2 };

static void stop_keeping(const char *path)
{
	sqlite3 *db = peer_connect(path);

	peer_run(db, "UPDATE keeping SET members = 0, sales = 0");
	peer_check(db, sqlite3_close(db));
}

static double sell(struct till *till, size_t n, int64_t member)
{
	till_goods(till, n);
	till->sale.member_id = member;
	return till_sell(till, member);
}

int main(int count, char **texts)
{
	struct till *tills = measure_room(STORES, sizeof(*tills));
	struct chance chance = { .state = 7 };
	double *spent_us[STORES];
	char measured[MEASURE_TEXT];
	char against[MEASURE_TEXT];
	size_t members;
	size_t sales;

	measure_need(count == 5, "usage: keeping STORE STORE_WITHOUT MEMBERS SALES");
	members = measure_count(texts[3], SIZE_MAX);
	sales = measure_count(texts[4], SALES_MAX);
	stop_keeping(texts[2]);
	for (int i = 0; i < STORES; i++) {
		spent_us[i] = measure_room(sales, sizeof(double));
		till_open(&tills[i], texts[1 + i]);
	}
	for (size_t n = 0; n < WARM_SALES + sales; n++) {
		int64_t member = 1 + (int64_t)(chance_bits(&chance) % members);
		size_t at = n < WARM_SALES ? 0 : n - WARM_SALES;

		/* Who is first changes: the disk is not the same after the other. */
		for (size_t i = 0; i < STORES; i++) {
			size_t which = (i + n) % STORES;

			spent_us[which][at] = sell(&tills[which], n, member);
		}
	}
	(void)snprintf(measured, sizeof(measured), "%.0f us", measure_at(spent_us[0], sales, 0.5));
	(void)snprintf(against, sizeof(against), "%.0f us, without the figures",
		       measure_at(spent_us[1], sales, 0.5));
	measure_line("a sale that keeps the figures of reports", measured, against,
		     measure_at(spent_us[0], sales, 0.5) / measure_at(spent_us[1], sales, 0.5),
		     "1.10");
	for (int i = 0; i < STORES; i++) {
		till_close(&tills[i]);
		free(spent_us[i]);
	}
	free(tills);
	return 0;
}
