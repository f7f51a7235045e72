/* SPDX-License-Identifier: Apache-2.0 */
/* identify.c - how long the plugin takes to say whose card a scan is, among very many members.
 *
 * In:  a store that bench/fill filled, how many members it has, how many calls of each kind, a
 *      word on what is measured.
 * Out: a line of the table for each kind of scan.
 *
 * Scans of members drawn by chance go through the plugin's table of calls, and each is followed by
 * its peer: one SELECT by an indexed hash in the same store, on a connection of its own. Everything
 * is in the system's memory by then; SQLite's own, 1 MiB each, is far smaller than the store.
 */
#include <sqlite3.h>

#include "bench/chance.h"
#include "bench/peer.h"
#include "bench/people.h"
#include "bench/till.h"

enum { MEMBERS_MAX = 10000000, CALLS_MAX = 1000000, WARM_CALLS = 2000 };

struct bench {
	struct keys keys;
	struct till till;
	const char *name;
	size_t members;
	size_t calls;
	sqlite3 *peer;
	sqlite3_stmt *look_up;
};

static double identify_once(struct bench *bench, size_t member, enum card_kind kind)
{
	double spent_us;
	char text[32];

	people_scan(&bench->keys, member, kind, text);
	spent_us = till_identify(&bench->till, text);
	measure_need(bench->till.member.id == (int64_t)member, "another member was recognised");
	return spent_us;
}

static double look_up_once(const struct bench *bench, size_t member)
{
	uint8_t hash[HASH_BYTES];
	double start_us;
	int64_t found;

	people_hash(&bench->keys, member, CARD_PHONE, hash);
	start_us = measure_now_us();
	(void)sqlite3_bind_blob(bench->look_up, 1, hash, sizeof(hash), SQLITE_STATIC);
	(void)sqlite3_step(bench->look_up);
	found = sqlite3_column_int64(bench->look_up, 0);
	(void)sqlite3_reset(bench->look_up);
	measure_need(found == (int64_t)member, "a card was not found");
	return measure_now_us() - start_us;
}

/* One kind of scan; each call is followed by its peer's, of another member. */
static void measure_kind(struct bench *bench, enum card_kind kind, const char *name)
{
	struct chance chance = { .state = (uint64_t)kind };
	double *scans_us = measure_room(bench->calls, sizeof(double));
	double *peers_us = measure_room(bench->calls, sizeof(double));
	char what[MEASURE_TEXT];
	char measured[MEASURE_TEXT];
	char against[MEASURE_TEXT];
	double scan_us;
	double peer_us;

	for (size_t i = 0; i < WARM_CALLS + bench->calls; i++) {
		size_t at = i < WARM_CALLS ? 0 : i - WARM_CALLS;

		scans_us[at] =
			identify_once(bench, 1 + chance_bits(&chance) % bench->members, kind);
		peers_us[at] = look_up_once(bench, 1 + chance_bits(&chance) % bench->members);
	}
	scan_us = measure_at(scans_us, bench->calls, 0.5);
	peer_us = measure_at(peers_us, bench->calls, 0.5);
	(void)snprintf(what, sizeof(what), "identify by %s, %s", name, bench->name);
	(void)snprintf(measured, sizeof(measured), "%.1f us, p99 %.1f us", scan_us,
		       measure_at(scans_us, bench->calls, 0.99));
	(void)snprintf(against, sizeof(against), "%.1f us, p99 %.1f us, one SELECT", peer_us,
		       measure_at(peers_us, bench->calls, 0.99));
	measure_line(what, measured, against, scan_us / peer_us, "20 us");
	free(scans_us);
	free(peers_us);
}

int main(int count, char **texts)
{
	struct bench *bench = measure_room(1, sizeof(*bench));

	measure_need(count == 5, "usage: identify STORE MEMBERS CALLS NAME");
	bench->members = measure_count(texts[2], MEMBERS_MAX);
	bench->calls = measure_count(texts[3], CALLS_MAX);
	bench->name = texts[4];
	people_keys(texts[1], &bench->keys);
	till_open(&bench->till, texts[1]);
	bench->peer = peer_connect(texts[1]);
	bench->look_up = peer_prepare(bench->peer, "SELECT member, ending, blocked FROM card"
						   " WHERE hash = ?");
	measure_kind(bench, CARD_TOKEN, "QR");
	measure_kind(bench, CARD_CODE, "card number");
	measure_kind(bench, CARD_PHONE, "phone");
	(void)sqlite3_finalize(bench->look_up);
	(void)sqlite3_close(bench->peer);
	till_close(&bench->till);
	free(bench);
	return 0;
}
