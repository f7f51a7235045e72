/* SPDX-License-Identifier: Apache-2.0 */
/* growth.c - whether a store of many years is slower than a young one.
 *
 * In:  two stores that bench/fill filled, with bench/programme.json in them, how many members each
 *      has, how many checkouts and how many scans.
 * Out: lines of the table: the large store beside the small one, in turns.
 *
 * Members are drawn by chance in both. A checkout is the whole of it (bench/till.h); who has too
 * few points for it is passed over.
 */
#include "bench/chance.h"
#include "bench/people.h"
#include "bench/till.h"

enum { MEMBERS_MAX = 10000000, ROUNDS_MAX = 1000000, WARM_ROUNDS = 200, STORES = 2 };
enum { SMALL, LARGE };

struct aged {
	struct keys keys;
	struct till till;
	struct chance chance;
	size_t members;
	size_t served;
};

typedef double measured_call(struct aged *aged);

static double scan(struct aged *aged)
{
	char text[32];

	people_scan(&aged->keys, 1 + chance_bits(&aged->chance) % aged->members, CARD_TOKEN, text);
	return till_identify(&aged->till, text);
}

static double check_out(struct aged *aged)
{
	struct till *till = &aged->till;
	char qr[32];
	double spent_us;

	do
		(void)scan(aged);
	while (till->member.points < TILL_WISHED);
	(void)snprintf(qr, sizeof(qr), "%s", till->member.qr);
	till_goods(till, aged->served++);
	till_customer(till, qr);
	spent_us = till_identify(till, qr);
	spent_us += till_quote(till);
	till_bill(till);
	return spent_us + till_sell(till, till->member.id);
}

/* The two stores take turns; what is compared are medians. */
static void compare(struct aged *stores, measured_call *call, size_t rounds, const char *what)
{
	double *spent_us[STORES];
	double middle_us[STORES];
	char measured[MEASURE_TEXT];
	char against[MEASURE_TEXT];

	for (int i = 0; i < STORES; i++)
		spent_us[i] = measure_room(rounds, sizeof(double));
	for (size_t n = 0; n < WARM_ROUNDS + rounds; n++)
		for (int i = 0; i < STORES; i++)
			spent_us[i][n < WARM_ROUNDS ? 0 : n - WARM_ROUNDS] = call(&stores[i]);
	for (int i = 0; i < STORES; i++) {
		middle_us[i] = measure_at(spent_us[i], rounds, 0.5);
		free(spent_us[i]);
	}
	(void)snprintf(measured, sizeof(measured), "%.1f us", middle_us[LARGE]);
	(void)snprintf(against, sizeof(against), "%.1f us in the small store", middle_us[SMALL]);
	measure_line(what, measured, against, middle_us[LARGE] / middle_us[SMALL], "1.50");
}

static void open_aged(struct aged *aged, const char *path, const char *members)
{
	people_keys(path, &aged->keys);
	aged->members = measure_count(members, MEMBERS_MAX);
	aged->chance.state = aged->members;
	till_open(&aged->till, path);
}

int main(int count, char **texts)
{
	struct aged *stores = measure_room(STORES, sizeof(*stores));
	size_t checkouts;
	size_t scans;

	measure_need(count == 7, "usage: growth SMALL MEMBERS LARGE MEMBERS CHECKOUTS SCANS");
	checkouts = measure_count(texts[5], ROUNDS_MAX);
	scans = measure_count(texts[6], ROUNDS_MAX);
	open_aged(&stores[SMALL], texts[1], texts[2]);
	open_aged(&stores[LARGE], texts[3], texts[4]);
	compare(stores, scan, scans, "growth: identify by QR, full programme");
	compare(stores, check_out, checkouts, "growth: checkout, full programme");
	for (int i = 0; i < STORES; i++)
		till_close(&stores[i].till);
	free(stores);
	return 0;
}
