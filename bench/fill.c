/* SPDX-License-Identifier: Apache-2.0 */
/* fill.c - makes a store large: members and their purchases, written straight into the tables.
 *
 * In:  a store that `regulars init` just made with its key beside it, how many members, how many
 *      purchases of a year. Its zone is UTC.
 * Out: the store, as if all that had been recorded: `regulars doctor` finds nothing wrong in it.
 *
 * Of each purchase: event, sale, line, tender, transfer, a row of what the rule gave, and a lot of
 * points that end, though no programme is in effect any more. Members come by chance, purchases in
 * the order of time. Indexes and triggers are taken away first and made again at the end, the same.
 */
#include <fcntl.h>
#include <unistd.h>

#include "bench/chance.h"
#include "bench/peer.h"
#include "bench/people.h"
#include "bench/till.h"
#include "plugin/insight/sums_cells.h"

enum { MEMBERS_MAX = 10000000, PURCHASES_MAX = 100000000, CASHIERS = 400, MONTHS = 14 };

#define YEAR_MS (INT64_C(360) * 86400000)
#define LOT_MS (2 * YEAR_MS)

struct person {
	int64_t spent;
	int64_t points;
	int64_t first_ms;
	int64_t second_ms;
	int64_t last_ms;
	int64_t visits;
	int64_t first_scene;
};

/* What a person did in a month. */
struct month {
	uint32_t visits;
	uint32_t net;
};

enum table {
	EVENT,
	MEMBER,
	ACCOUNT,
	CARD,
	SALE,
	LINE,
	TENDER,
	TRANSFER,
	APPLIED,
	LOT,
	SCENE,
	MONTH,
	CELL,
	TABLES
};

static const char *const INSERTS[TABLES] = {
	"INSERT INTO event VALUES (?1, ?2, 1, ?1, ?3, ?4)",
	"INSERT INTO member (id, event, name, language, birthday, consent, phone_sealed, visits,"
	" first_visit_ms, last_visit_ms, spent_minor, second_visit_ms, first_scene,"
	" first_product, net_minor, costless) VALUES (?1, ?2, ?3, 'en', '', '', ?4, ?5, ?6, ?7,"
	" ?8, ?9, nullif(?10, 0), iif(?5 = 0, NULL, 1), ?8, ?5)",
	"INSERT INTO account (id, purse, kind, member, balance, ends_ms) VALUES (?1, 1, 3, ?2, ?3, "
	"?4)",
	"INSERT INTO card (member, event, kind, hash, ending) VALUES (?1, ?2, ?3, ?4, '')",
	"INSERT INTO sale (id, ref, is_refund, member, at_ms, store, till, cashier, total_minor,"
	" tax_minor, points, balance, visit, digest, scene) VALUES (?1, ?2, 0, ?3, ?4, '', '1',"
	" ?5, ?6, 0, ?7, ?8, ?9, ?10, ?11)",
	"INSERT INTO sale_line (sale, n, sku, name, category, qty_milli, discount_minor,"
	" total_minor, tax_minor) VALUES (?1, 1, 'A1', 'Apples', 'fruit', 1000, 0, ?2, 0)",
	"INSERT INTO tender (sale, n, kind, amount_minor) VALUES (?1, 1, 2, ?2)",
	"INSERT INTO transfer (event, debit, credit, amount, kind) VALUES (?1, 1, ?2, ?3, 1)",
	"INSERT INTO applied (event, n, kind, name, member, purse, amount, of, at_ms)"
	" VALUES (?1, 1, 1, 'base', ?2, 1, ?3, ?1, ?4)",
	"INSERT INTO lot (account, event, amount, remaining, ends_ms) VALUES (?1, ?2, ?3, ?3, ?4)",
	"INSERT INTO scene VALUES (?1, '', '1', 'C' || (?1 - 1), '')",
	"INSERT INTO member_month VALUES (?1, ?2, ?3, ?4, 0, ?3, 0, 0)",
	"INSERT INTO cohort_cell VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?6, 0, 0)",
};

struct filling {
	struct keys keys;
	struct chance chance;
	sqlite3 *db;
	sqlite3_stmt *inserts[TABLES];
	struct person *people;
	struct month *months; /* MONTHS a person */
	struct sums_cells cells;
	struct host host;
	int32_t first_month;
	size_t members;
	size_t purchases;
	int64_t till;
	int64_t event; /* the last there was before */
};

static int64_t number(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *statement = peer_prepare(db, sql);
	int64_t value;

	peer_check(db, sqlite3_step(statement));
	value = sqlite3_column_int64(statement, 0);
	peer_check(db, sqlite3_finalize(statement));
	return value;
}

static char *text_of(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *statement = peer_prepare(db, sql);
	char *copy;

	peer_check(db, sqlite3_step(statement));
	copy = measure_room(1, (size_t)sqlite3_column_bytes(statement, 0) + 1);
	(void)strcpy(copy, (const char *)sqlite3_column_text(statement, 0));
	peer_check(db, sqlite3_finalize(statement));
	return copy;
}

/* Binds whole numbers to the first parameters of an INSERT. */
static void bind(const struct filling *filling, enum table table, const int64_t *values, int count)
{
	for (int i = 0; i < count; i++)
		(void)sqlite3_bind_int64(filling->inserts[table], i + 1, values[i]);
}

static void run(const struct filling *filling, enum table table)
{
	peer_check(filling->db, sqlite3_step(filling->inserts[table]));
	peer_check(filling->db, sqlite3_reset(filling->inserts[table]));
}

static void insert(const struct filling *filling, enum table table, const int64_t *values,
		   int count)
{
	bind(filling, table, values, count);
	run(filling, table);
}

/* --- members */

/* Of the points, as schema/sqlite/0002_programme.sql numbers accounts. */
static int64_t account_of(int64_t member)
{
	return member * 4096 + 1;
}

static void fill_card(const struct filling *filling, size_t member, int64_t event,
		      enum card_kind kind)
{
	sqlite3_stmt *insert_card = filling->inserts[CARD];
	uint8_t hash[HASH_BYTES];

	bind(filling, CARD, (int64_t[]) { (int64_t)member, event, kind }, 3);
	(void)sqlite3_bind_null(insert_card, 4);
	if (kind != CARD_TOKEN) {
		people_hash(&filling->keys, member, kind, hash);
		(void)sqlite3_bind_blob(insert_card, 4, hash, sizeof(hash), SQLITE_STATIC);
	}
	run(filling, CARD);
}

static void fill_months(const struct filling *filling, size_t member)
{
	const struct month *months = &filling->months[(member - 1) * MONTHS];

	for (int i = 0; i < MONTHS; i++)
		if (months[i].visits > 0)
			insert(filling, MONTH,
			       (int64_t[]) { (int64_t)member, filling->first_month + i,
					     months[i].visits, months[i].net },
			       4);
}

static void fill_member(const struct filling *filling, size_t member)
{
	const struct person *person = &filling->people[member - 1];
	sqlite3_stmt *insert_member = filling->inserts[MEMBER];
	int64_t event = filling->event + (int64_t)member;
	uint8_t sealed[32 + SEAL_EXTRA];
	char phone[32];
	char name[32];

	(void)snprintf(name, sizeof(name), "Member %zu", member);
	people_phone(member, phone);
	keys_seal(&filling->keys, phone, strlen(phone), sealed);
	bind(filling, MEMBER,
	     (int64_t[]) { (int64_t)member, event, 0, 0, person->visits, person->first_ms,
			   person->last_ms, person->spent },
	     8);
	(void)sqlite3_bind_int64(insert_member, 9, person->second_ms);
	(void)sqlite3_bind_int64(insert_member, 10, person->first_scene);
	(void)sqlite3_bind_text(insert_member, 3, name, -1, SQLITE_STATIC);
	(void)sqlite3_bind_blob(insert_member, 4, sealed, (int)(strlen(phone) + SEAL_EXTRA),
				SQLITE_STATIC);
	run(filling, MEMBER);
	insert(filling, ACCOUNT,
	       (int64_t[]) { account_of((int64_t)member), (int64_t)member, person->points,
			     person->first_ms + LOT_MS },
	       person->visits == 0 ? 3 : 4);
	fill_card(filling, member, event, CARD_TOKEN);
	fill_card(filling, member, event, CARD_CODE);
	fill_card(filling, member, event, CARD_PHONE);
	fill_months(filling, member);
}

/* --- purchases */

static int64_t scene_of(size_t n)
{
	return (int64_t)(n % CASHIERS) + 1;
}

static void fill_sale(struct filling *filling, int64_t sale, size_t n, int64_t member,
		      int64_t at_ms, int64_t total, int64_t points)
{
	const struct person *person = &filling->people[member - 1];
	sqlite3_stmt *insert_sale = filling->inserts[SALE];
	uint64_t digest[2] = { chance_bits(&filling->chance), chance_bits(&filling->chance) };
	char cashier[16];
	char ref[32];

	(void)snprintf(ref, sizeof(ref), "P%zu", n);
	(void)snprintf(cashier, sizeof(cashier), "C%zu", n % CASHIERS);
	bind(filling, SALE,
	     (int64_t[]) { sale, 0, member, at_ms, 0, total, points, person->points,
			   person->visits },
	     9);
	(void)sqlite3_bind_text(insert_sale, 2, ref, -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(insert_sale, 5, cashier, -1, SQLITE_STATIC);
	(void)sqlite3_bind_blob(insert_sale, 10, digest, sizeof(digest), SQLITE_STATIC);
	(void)sqlite3_bind_int64(insert_sale, 11, scene_of(n));
	run(filling, SALE);
}

static int32_t day_of(int64_t at_ms)
{
	return (int32_t)(at_ms / INT64_C(86400000)); /* the shop's zone is UTC */
}

/* The cells and months of one visit more, before it is counted. */
static void count_cells(struct filling *filling, int64_t member, int64_t at_ms, int64_t total)
{
	const struct person *person = &filling->people[member - 1];
	int32_t first_day = day_of(person->visits == 0 ? at_ms : person->first_ms);
	int32_t day = day_of(at_ms);
	int32_t month = period_of_day(GRAIN_MONTH, day) - filling->first_month;

	measure_need(month >= 0 && month < MONTHS, "a purchase of another year");
	filling->months[(member - 1) * MONTHS + month].visits++;
	filling->months[(member - 1) * MONTHS + month].net += (uint32_t)total;
	for (enum grain grain = GRAIN_WEEK; grain <= GRAIN_QUARTER; grain++) {
		int32_t period = period_of_day(grain, day);
		struct figures cell = {
			.members = person->visits == 0 ||
				   period_of_day(grain, day_of(person->last_ms)) != period,
			.returned = person->visits == 1,
			.visits = 1,
			.net = { total },
		};

		measure_need(sums_cells_add(&filling->cells, grain, period_of_day(grain, first_day),
					    period, &cell) == RGL_OK,
			     "there is not enough memory");
	}
}

static void count_visit(struct person *person, int64_t at_ms, int64_t total, int64_t points)
{
	person->first_ms = person->visits == 0 ? at_ms : person->first_ms;
	person->second_ms = person->visits == 1 ? at_ms : person->second_ms;
	person->last_ms = at_ms;
	person->visits++;
	person->spent += total;
	person->points += points;
}

static void fill_purchase(struct filling *filling, size_t n)
{
	uint64_t members = filling->members == 0 ? 1 : filling->members;
	int64_t member = 1 + (int64_t)(chance_bits(&filling->chance) % members);
	int64_t account = account_of(member);
	int64_t sale = filling->event + (int64_t)filling->members + (int64_t)n;
	int64_t at_ms = TILL_BEGIN_MS - YEAR_MS +
			(int64_t)((double)YEAR_MS * ((double)n / (double)filling->purchases));
	int64_t total = 500 + (int64_t)(chance_bits(&filling->chance) % 3000);
	int64_t points = total / 100 * 3;

	count_cells(filling, member, at_ms, total);
	if (filling->people[member - 1].visits == 0)
		filling->people[member - 1].first_scene = scene_of(n);
	count_visit(&filling->people[member - 1], at_ms, total, points);
	insert(filling, EVENT, (int64_t[]) { sale, filling->till, EVENT_SALE, at_ms }, 4);
	fill_sale(filling, sale, n, member, at_ms, total, points);
	insert(filling, LINE, (int64_t[]) { sale, total }, 2);
	insert(filling, TENDER, (int64_t[]) { sale, total }, 2);
	insert(filling, TRANSFER, (int64_t[]) { sale, account, points }, 3);
	insert(filling, APPLIED, (int64_t[]) { sale, member, points, at_ms }, 4);
	insert(filling, LOT, (int64_t[]) { account, sale, points, at_ms + LOT_MS }, 4);
}

/* --- all of it */

/* Takes indexes and triggers away; what comes back makes them again. */
static char *strip(sqlite3 *db)
{
	static const char WHICH[] = " FROM sqlite_schema WHERE type IN ('index', 'trigger')"
				    " AND sql IS NOT NULL";
	char sql[256];
	char *drop;
	char *make;

	(void)snprintf(sql, sizeof(sql),
		       "SELECT group_concat('DROP ' || type || ' ' || name, ';')%s", WHICH);
	drop = text_of(db, sql);
	(void)snprintf(sql, sizeof(sql), "SELECT group_concat(sql, ';')%s", WHICH);
	make = text_of(db, sql);
	peer_run(db, drop);
	free(drop);
	return make;
}

static void fill_cells(const struct filling *filling)
{
	for (size_t i = 0; i < filling->cells.room; i++) {
		const struct sums_cell *cell = &filling->cells.places[i];

		if (cell->grain != 0)
			insert(filling, CELL,
			       (int64_t[]) { cell->grain, cell->cohort, cell->period,
					     cell->figures.members, cell->figures.returned,
					     cell->figures.visits, cell->figures.net.minor },
			       7);
	}
}

static void fill_all(struct filling *filling)
{
	for (int64_t n = 1; n <= CASHIERS; n++)
		insert(filling, SCENE, &n, 1);
	peer_run(filling->db, "INSERT INTO product VALUES (1, 'A1', 'Apples', 'fruit')");
	for (size_t n = 1; n <= filling->members; n++)
		insert(filling, EVENT,
		       (int64_t[]) { filling->event + (int64_t)n, filling->till, EVENT_ENROLMENT,
				     TILL_BEGIN_MS - YEAR_MS },
		       4);
	for (size_t n = 1; n <= filling->purchases; n++)
		fill_purchase(filling, n);
	for (size_t n = 1; n <= filling->members; n++)
		fill_member(filling, n);
	fill_cells(filling);
}

static void fill(struct filling *filling, const char *path)
{
	char *make;

	filling->db = peer_connect(path);
	peer_run(filling->db, "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;"
			      "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
			      "PRAGMA temp_store = FILE; PRAGMA threads = 2;"
			      "PRAGMA cache_size = -262144");
	make = strip(filling->db);
	peer_run(filling->db, "BEGIN; INSERT INTO till (name, epoch) VALUES ('bench', 1)");
	filling->till = sqlite3_last_insert_rowid(filling->db);
	filling->event = number(filling->db, "SELECT coalesce(max(id), 0) FROM event");
	for (int i = 0; i < TABLES; i++)
		filling->inserts[i] = peer_prepare(filling->db, INSERTS[i]);
	fill_all(filling);
	for (int i = 0; i < TABLES; i++)
		(void)sqlite3_finalize(filling->inserts[i]);
	peer_run(filling->db, "UPDATE account SET balance = -(SELECT sum(balance) FROM account"
			      " WHERE purse = 1 AND kind = 3) WHERE id = 1");
	peer_run(filling->db, make);
	peer_run(filling->db, "COMMIT; PRAGMA journal_mode = WAL");
	peer_check(filling->db, sqlite3_close(filling->db));
	free(make);
}

/* What is not on the disk yet would be in the way of what is measured next. */
static void settle(const char *path)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);

	measure_need(file >= 0 && fsync(file) == 0 && close(file) == 0, "the disk failed");
}

int main(int count, char **texts)
{
	struct filling filling = { .chance = { .state = 1 } };

	measure_need(count == 4, "usage: fill STORE MEMBERS PURCHASES");
	filling.members = measure_count(texts[2], MEMBERS_MAX);
	filling.purchases = measure_count(texts[3], PURCHASES_MAX);
	filling.people = measure_room(filling.members, sizeof(*filling.people));
	filling.months = measure_room(filling.members * MONTHS, sizeof(*filling.months));
	filling.first_month = period_of_day(GRAIN_MONTH, day_of(TILL_BEGIN_MS - YEAR_MS));
	host_init(&filling.host, NULL);
	filling.cells.host = &filling.host;
	people_keys(texts[1], &filling.keys);
	fill(&filling, texts[1]);
	settle(texts[1]);
	sums_cells_free(&filling.cells);
	free(filling.months);
	free(filling.people);
	return 0;
}
