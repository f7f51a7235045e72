/* SPDX-License-Identifier: Apache-2.0 */
/* identify_care.c - what knowing how members were treated adds to a scan.
 *
 * In:  a store that bench/fill filled, how many members it has, how many calls of each kind.
 * Out: a line of the table: scans of members who have everything, against scans of members who have
 *      nothing; alternately, in one run. Half of the members get a birthday, a complaint, bad
 *      visits with a product's name, a contact, a friend: the most that a scan can find, three
 *      sentences with days in them to be said.
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
	size_t members;
	size_t calls;
};

/* ?1: when the shop of the bench opens. Numbers of events begin behind those that are there. */
static const char *const STEPS[] = {
	"UPDATE member SET birthday = '1990-' || strftime('%m-%d', ?1 / 1000, 'unixepoch')"
	" WHERE id % 2 = 0",
	"INSERT INTO moment (id, ref, digest, member, sale, line, at_ms, store, cashier, via, mood,"
	" reason, stage, question, words) SELECT (SELECT max(id) FROM event) + id, 'M' || id,"
	" zeroblob(16), id, (SELECT max(s.id) FROM sale s WHERE s.member = m.id), 1,"
	" ?1 - 86400000, '', '', 1, 1, 'product', 0, '', '' FROM member m WHERE id % 2 = 0"
	" AND visits > 0",
	"INSERT INTO complaint (id, ref, digest, member, at_ms, reason, words, cashier, owner, "
	"state,"
	" until_ms) SELECT (SELECT max(id) FROM moment) + id, 'C' || id, zeroblob(16), id,"
	" ?1 - 3600000, 'product', '', '', '', 1, ?1 + 86400000 FROM member WHERE id % 2 = 0",
	"INSERT INTO contact (id, member, round, held_out, listed_ms, done_ms)"
	" SELECT (SELECT max(id) FROM complaint) + id, id, 1, 0, ?1 - 7200000, ?1 - 3600000"
	" FROM member WHERE id % 2 = 0",
	"INSERT INTO referral (member, by_member, event, state, at_ms, counted_ms)"
	" SELECT id - 1, id, 1, 2, ?1 - 86400000, ?1 - 86400000 FROM member WHERE id % 2 = 0",
	"INSERT INTO member_care (member, strikes, bad, bad_ms, sorry, complaint, until_ms, away,"
	" contact, spoke) SELECT c.member, 2, coalesce(m.id, c.id), ?1 - 86400000,"
	" coalesce(m.id, 0), c.id, c.until_ms, 0, t.id, 2 FROM complaint c"
	" JOIN contact t ON t.member = c.member LEFT JOIN moment m ON m.member = c.member",
};

/* A store is treated once. */
static bool is_treated(sqlite3 *db)
{
	sqlite3_stmt *look = peer_prepare(db, "SELECT 1 FROM member_care LIMIT 1");
	const bool is = sqlite3_step(look) == SQLITE_ROW;

	(void)sqlite3_finalize(look);
	return is;
}

static void treat(const char *path)
{
	sqlite3 *db = peer_connect(path);
	const size_t steps = is_treated(db) ? 0 : sizeof(STEPS) / sizeof(STEPS[0]);

	(void)sqlite3_exec(db, "PRAGMA foreign_keys = OFF; PRAGMA cache_size = -200000", NULL, NULL,
			   NULL);
	(void)sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
	for (size_t i = 0; i < steps; i++) {
		sqlite3_stmt *step = peer_prepare(db, STEPS[i]);

		(void)sqlite3_bind_int64(step, 1, TILL_BEGIN_MS);
		measure_need(sqlite3_step(step) == SQLITE_DONE, sqlite3_errmsg(db));
		(void)sqlite3_finalize(step);
	}
	(void)sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
	(void)sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	(void)sqlite3_close(db);
}

/* One scan by QR; how many things were said. */
static double identify_once(struct bench *bench, size_t member, uint32_t *ret_things)
{
	char text[32];
	double spent_us;

	people_scan(&bench->keys, member, CARD_TOKEN, text);
	spent_us = till_identify(&bench->till, text);
	measure_need(bench->till.member.id == (int64_t)member, "another member was recognised");
	*ret_things = bench->till.member.thing_count;
	return spent_us;
}

/* A member of that kind, drawn until one is of it: with all three things, or with none. */
static double identify_kind(struct bench *bench, struct chance *chance, bool with)
{
	const uint32_t wanted = with ? RGL_THINGS_MAX : 0;
	uint32_t things = wanted + 1;
	double spent_us = 0;

	while (things != wanted) {
		size_t member = 1 + chance_bits(chance) % (bench->members / 2) * 2;

		spent_us = identify_once(bench, with ? member + 1 : member, &things);
	}
	return spent_us;
}

static void measure(struct bench *bench)
{
	struct chance chance = { .state = 7 };
	double *with_us = measure_room(bench->calls, sizeof(double));
	double *without_us = measure_room(bench->calls, sizeof(double));
	char what[MEASURE_TEXT];
	char measured[MEASURE_TEXT];
	char against[MEASURE_TEXT];
	double with;
	double without;

	for (size_t i = 0; i < WARM_CALLS + bench->calls; i++) {
		size_t at = i < WARM_CALLS ? 0 : i - WARM_CALLS;

		with_us[at] = identify_kind(bench, &chance, true);
		without_us[at] = identify_kind(bench, &chance, false);
	}
	with = measure_at(with_us, bench->calls, 0.5);
	without = measure_at(without_us, bench->calls, 0.5);
	(void)snprintf(what, sizeof(what), "identify with three things to say, %zu members",
		       bench->members);
	(void)snprintf(measured, sizeof(measured), "%.1f us, p99 %.1f us", with,
		       measure_at(with_us, bench->calls, 0.99));
	(void)snprintf(against, sizeof(against), "%.1f us, p99 %.1f us, with nothing to say",
		       without, measure_at(without_us, bench->calls, 0.99));
	measure_line(what, measured, against, with / without, "100 us, 2 times");
	free(with_us);
	free(without_us);
}

int main(int count, char **texts)
{
	struct bench *bench = measure_room(1, sizeof(*bench));

	measure_need(count == 4, "usage: identify_care STORE MEMBERS CALLS");
	bench->members = measure_count(texts[2], MEMBERS_MAX);
	bench->calls = measure_count(texts[3], CALLS_MAX);
	people_keys(texts[1], &bench->keys);
	treat(texts[1]);
	till_open(&bench->till, texts[1]);
	measure(bench);
	till_close(&bench->till);
	free(bench);
	return 0;
}
