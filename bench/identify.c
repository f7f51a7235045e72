/* SPDX-License-Identifier: Apache-2.0 */
/* identify.c - how long the plugin takes to say whose card a scan is, among very many members.
 *
 * In:  a store that `regulars init` just made with its key beside it, how many members, how many
 *      calls of each kind.
 * Out: a line of the table for each kind of scan; the store, full.
 *
 * Members are written straight into the tables, with the shop's own key: one row of event, member
 * and account each, and three cards: a QR token, a number, a phone. Then scans of members drawn by
 * chance go through the plugin's table of calls, and each is followed by its peer: one SELECT by an
 * indexed hash in the same store, on a connection of its own. Everything is in the system's memory
 * by then; SQLite's own, 4 MiB each, is far smaller than the store.
 */
#include <sqlite3.h>

#include "bench/chance.h"
#include "bench/peer.h"
#include "plugin/identify/scan.h"
#include "plugin/identify/token.h"
#include "plugin/store/keyfile.h"

enum { MEMBERS_MAX = 10000000, CALLS_MAX = 1000000, WARM_CALLS = 2000, CARDS = 3, INDEXES_MAX = 8 };

/* Numbered cards are 29, ten digits and a check digit: `regulars init --cards 29`. */
static const struct scan_rules RULES = { .own_ranges = "29", .calling_code = "" };

struct bench {
	const char *path;
	struct keys keys;
	size_t members;
	size_t calls;
	const struct rgl_api *api;
	struct rgl *rgl;
	sqlite3 *peer;
	sqlite3_stmt *look_up;
};

static void number_of(size_t member, char ret[32])
{
	unsigned sum = 0;

	(void)snprintf(ret, 32, "29%010zu", member);
	for (size_t i = 0; i < 12; i++)
		sum += (unsigned)(ret[i] - '0') * (i % 2 == 1 ? 3 : 1);
	(void)snprintf(ret + 12, 20, "%u", (10 - sum % 10) % 10);
}

static void phone_of(size_t member, char ret[32])
{
	(void)snprintf(ret, 32, "+4529%08zu", member);
}

static void scan_of(const struct bench *bench, size_t member, enum card_kind kind, char ret[32])
{
	if (kind == CARD_CODE)
		number_of(member, ret);
	else if (kind == CARD_PHONE)
		phone_of(member, ret);
	else
		measure_need(token_make(&bench->keys, TOKEN_MEMBER,
					(int64_t)(member - 1) * CARDS + 1, ret) == RGL_OK,
			     "no token for a card");
}

/* What the plugin keeps of a card: the hash of its value, read from the scan by its own code. */
static void hash_of(const struct bench *bench, size_t member, enum card_kind kind,
		    uint8_t ret[HASH_BYTES])
{
	struct scan scan;
	char text[32];

	scan_of(bench, member, kind, text);
	measure_need(scan_read(text, strlen(text), &RULES, &scan, NULL) == RGL_OK &&
			     scan.kinds[0] == kind,
		     "a made-up card is not read as what it is");
	keys_hash(&bench->keys, (int32_t)kind, scan.value, scan.length, ret);
}

static void run_once(sqlite3 *db, sqlite3_stmt *statement)
{
	peer_check(db, sqlite3_step(statement));
	peer_check(db, sqlite3_reset(statement));
}

struct filling {
	sqlite3 *db;
	sqlite3_stmt *event;
	sqlite3_stmt *member;
	sqlite3_stmt *account;
	sqlite3_stmt *card;
};

static void fill_card(const struct bench *bench, const struct filling *filling, size_t member,
		      enum card_kind kind)
{
	uint8_t hash[HASH_BYTES];

	(void)sqlite3_bind_int64(filling->card, 1, (int64_t)member);
	(void)sqlite3_bind_int(filling->card, 2, (int)kind);
	(void)sqlite3_bind_null(filling->card, 3);
	if (kind != CARD_TOKEN) {
		hash_of(bench, member, kind, hash);
		(void)sqlite3_bind_blob(filling->card, 3, hash, sizeof(hash), SQLITE_STATIC);
	}
	run_once(filling->db, filling->card);
}

static void fill_member(const struct bench *bench, const struct filling *filling, size_t member)
{
	uint8_t sealed[32 + SEAL_EXTRA];
	char phone[32];
	char name[32];

	(void)sqlite3_bind_int64(filling->event, 1, (int64_t)member);
	run_once(filling->db, filling->event);
	(void)snprintf(name, sizeof(name), "Member %zu", member);
	phone_of(member, phone);
	keys_seal(&bench->keys, phone, strlen(phone), sealed);
	(void)sqlite3_bind_int64(filling->member, 1, (int64_t)member);
	(void)sqlite3_bind_text(filling->member, 2, name, -1, SQLITE_STATIC);
	(void)sqlite3_bind_blob(filling->member, 3, sealed, (int)(strlen(phone) + SEAL_EXTRA),
				SQLITE_STATIC);
	run_once(filling->db, filling->member);
	(void)sqlite3_bind_int64(filling->account, 1, (int64_t)member);
	run_once(filling->db, filling->account);
	fill_card(bench, filling, member, CARD_TOKEN);
	fill_card(bench, filling, member, CARD_CODE);
	fill_card(bench, filling, member, CARD_PHONE);
}

/* Takes the indexes of the tables to be filled away; *ret makes them again, the same. */
static void drop_indexes(sqlite3 *db, char *ret, size_t room)
{
	sqlite3_stmt *statement = peer_prepare(
		db, "SELECT group_concat('DROP INDEX ' || name, ';'), group_concat(sql, ';')"
		    " FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
		    " AND tbl_name IN ('event', 'card')");
	char drop[1024];

	peer_check(db, sqlite3_step(statement));
	(void)snprintf(drop, sizeof(drop), "%s", (const char *)sqlite3_column_text(statement, 0));
	(void)snprintf(ret, room, "%s", (const char *)sqlite3_column_text(statement, 1));
	peer_check(db, sqlite3_finalize(statement));
	peer_run(db, drop);
}

static void fill(const struct bench *bench)
{
	struct filling filling = { .db = peer_connect(bench->path) };
	char indexes[2048];

	peer_run(filling.db, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
			     "PRAGMA cache_size = -262144");
	drop_indexes(filling.db, indexes, sizeof(indexes));
	peer_run(filling.db, "BEGIN; INSERT INTO till VALUES (1, 'bench', 1)");
	filling.event = peer_prepare(filling.db, "INSERT INTO event VALUES (?1, 1, 1, ?1, 1, 0)");
	filling.member = peer_prepare(
		filling.db, "INSERT INTO member (id, event, name, language, birthday,"
			    " consent, phone_sealed) VALUES (?1, ?1, ?2, 'en', '', '', ?3)");
	filling.account = peer_prepare(filling.db, "INSERT INTO account (member) VALUES (?)");
	filling.card = peer_prepare(filling.db, "INSERT INTO card (member, event, kind, hash,"
						" ending) VALUES (?1, ?1, ?2, ?3, '')");
	for (size_t member = 1; member <= bench->members; member++)
		fill_member(bench, &filling, member);
	(void)sqlite3_finalize(filling.event);
	(void)sqlite3_finalize(filling.member);
	(void)sqlite3_finalize(filling.account);
	(void)sqlite3_finalize(filling.card);
	peer_run(filling.db, indexes);
	peer_run(filling.db, "COMMIT; PRAGMA journal_mode = WAL");
	peer_check(filling.db, sqlite3_close(filling.db));
}

static double identify_once(const struct bench *bench, size_t member, enum card_kind kind)
{
	struct rgl_member found = { .size = sizeof(found) };
	struct rgl_why why = { .size = sizeof(why) };
	double start_us;
	double end_us;
	char text[32];
	int32_t rc;

	scan_of(bench, member, kind, text);
	start_us = measure_now_us();
	rc = bench->api->identify(bench->rgl, text, strlen(text), &found, &why);
	end_us = measure_now_us();
	measure_need(rc == RGL_OK && found.id == (int64_t)member,
		     rc < 0 ? why.text : "another member was recognised");
	return end_us - start_us;
}

static double look_up_once(const struct bench *bench, size_t member)
{
	uint8_t hash[HASH_BYTES];
	double start_us;
	int64_t found;

	hash_of(bench, member, CARD_PHONE, hash);
	start_us = measure_now_us();
	(void)sqlite3_bind_blob(bench->look_up, 1, hash, sizeof(hash), SQLITE_STATIC);
	(void)sqlite3_step(bench->look_up);
	found = sqlite3_column_int64(bench->look_up, 0);
	(void)sqlite3_reset(bench->look_up);
	measure_need(found == (int64_t)member, "a card was not found");
	return measure_now_us() - start_us;
}

/* One kind of scan; each call is followed by its peer's, of another member. */
static void measure_kind(const struct bench *bench, enum card_kind kind, const char *name)
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
	(void)snprintf(what, sizeof(what), "identify by %s, %zu members", name, bench->members);
	(void)snprintf(measured, sizeof(measured), "%.1f us, p99 %.1f us", scan_us,
		       measure_at(scans_us, bench->calls, 0.99));
	(void)snprintf(against, sizeof(against), "%.1f us, p99 %.1f us, one SELECT", peer_us,
		       measure_at(peers_us, bench->calls, 0.99));
	measure_line(what, measured, against, scan_us / peer_us, "-");
	free(scans_us);
	free(peers_us);
}

int main(int count, char **texts)
{
	struct rgl_options options = { .size = sizeof(options) };
	struct bench bench = { .api = regulars_entry(RGL_ABI) };
	uint8_t secret[KEY_BYTES];
	char key_path[4096];

	measure_need(count == 4, "usage: identify STORE MEMBERS CALLS");
	bench.path = texts[1];
	bench.members = measure_count(texts[2], MEMBERS_MAX);
	bench.calls = measure_count(texts[3], CALLS_MAX);
	(void)snprintf(key_path, sizeof(key_path), "%s.key", bench.path);
	measure_need(keyfile_read(key_path, secret, NULL) == RGL_OK &&
			     keys_derive(secret, &bench.keys) == RGL_OK,
		     "the store's key cannot be read");
	fill(&bench);
	options.store = bench.path;
	measure_need(bench.api->open(NULL, &options, &bench.rgl, NULL) == RGL_OK,
		     "the store cannot be opened");
	bench.peer = peer_connect(bench.path);
	bench.look_up = peer_prepare(bench.peer, "SELECT member, ending, blocked FROM card"
						 " WHERE hash = ?");
	measure_kind(&bench, CARD_TOKEN, "QR");
	measure_kind(&bench, CARD_CODE, "card number");
	measure_kind(&bench, CARD_PHONE, "phone");
	(void)sqlite3_finalize(bench.look_up);
	(void)sqlite3_close(bench.peer);
	bench.api->close(bench.rgl);
	return 0;
}
