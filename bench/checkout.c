/* SPDX-License-Identifier: Apache-2.0 */
/* checkout.c - how long one sale takes in the plugin, beside SQLite alone committing the same rows.
 *
 * In:  two stores that `regulars init` just made, how many sales.
 * Out: a line of the table.
 *
 * Members by their QR, five lines, one tender, points, a receipt to print. After each sale the peer
 * (bench/peer.h) writes the very rows that it left, and the three figures that it changed, in one
 * transaction of its own file with the same pragmas: both wait for the same disk, in turns.
 */
#include "bench/peer.h"
#include "plugin/regulars.h"

enum { SALES_MAX = 100000, MEMBERS = 50, LINES = 5, WARM_SALES = 20, ID_ROOM = 32 };
enum { PEER_TRANSFERS = 8 };

struct bench {
	const struct rgl_api *api;
	struct rgl *rgl;
	struct rgl_member members[MEMBERS];
	sqlite3 *rows; /* looks at what the plugin wrote */
	struct peer peer;
	sqlite3_stmt *take;
	sqlite3_stmt *give;
	sqlite3_stmt *visit;
	int64_t next_event;
};

static void open_plugin(struct bench *bench, const char *path)
{
	struct rgl_options options = { .size = sizeof(options), .store = path };
	char name[ID_ROOM];

	measure_need(bench->api->open(NULL, &options, &bench->rgl, NULL) == RGL_OK,
		     "the store cannot be opened");
	for (int i = 0; i < MEMBERS; i++) {
		struct rgl_enrolment enrolment = { .size = sizeof(enrolment), .name = name };

		(void)snprintf(name, sizeof(name), "Member %d", i);
		bench->members[i].size = sizeof(bench->members[i]);
		measure_need(bench->api->enrol(bench->rgl, &enrolment, &bench->members[i], NULL) ==
				     RGL_OK,
			     "a member cannot be enrolled");
	}
}

static void read_new(struct bench *bench)
{
	const struct peer_table *events = &bench->peer.tables[PEER_EVENTS];

	peer_read(&bench->peer, bench->rows, bench->next_event);
	measure_need(events->count > 0, "a sale left no event");
	bench->next_event = events->rows[events->count - 1].event + 1;
}

/* The peer begins with the same members. */
static void open_peer(struct bench *bench, const char *path, const char *peer_path)
{
	sqlite3 *db;

	bench->rows = peer_connect(path);
	read_new(bench);
	peer_open(&bench->peer, peer_path);
	db = bench->peer.db;
	peer_run(db, "BEGIN IMMEDIATE");
	peer_write(&bench->peer, bench->next_event);
	peer_run(db, "COMMIT");
	bench->take = peer_prepare(db, "UPDATE account SET balance = balance - ?1 WHERE id = ?2");
	bench->give = peer_prepare(db, "UPDATE account SET balance = balance + ?1 WHERE id = ?2");
	bench->visit = peer_prepare(db, "UPDATE member SET visits = visits + 1,"
					" spent_minor = spent_minor + ?1,"
					" first_visit_ms = iif(visits = 0, ?2, first_visit_ms),"
					" last_visit_ms = ?2 WHERE id = ?3");
}

/* Microseconds of one sale through the plugin's table of calls. */
static double sell_once(struct bench *bench, size_t n)
{
	static const char *const NAMES[LINES] = { "Flat white", "Cortado", "Kanelsnegl",
						  "Carrot cake", "Beans 250 g" };
	const struct rgl_member *member = &bench->members[n % MEMBERS];
	struct rgl_tender tender = { .size = sizeof(tender), .kind = RGL_CARD };
	struct rgl_outcome outcome = { .size = sizeof(outcome) };
	struct rgl_line lines[LINES] = { 0 };
	struct rgl_sale sale = { .size = sizeof(sale), .flags = RGL_PRINT };
	char id[ID_ROOM];
	double start_us;
	double spent_us;
	int32_t rc;

	(void)snprintf(id, sizeof(id), "T1-%06zu", n);
	sale.id = id;
	sale.at_ms = INT64_C(1795000000000) + (int64_t)n * 60000;
	sale.currency = "USD";
	sale.till = "T1";
	sale.cashier = "7";
	sale.scan = member->qr;
	sale.scan_length = strlen(member->qr);
	for (size_t i = 0; i < LINES; i++) {
		lines[i] = (struct rgl_line) { .size = sizeof(lines[i]),
					       .given = RGL_GIVEN_UNIT,
					       .sku = NAMES[i],
					       .name = NAMES[i],
					       .category = "cafe",
					       .qty_milli = 1000,
					       .unit_minor = 350 + (int64_t)i,
					       .total_minor = 350 + (int64_t)i };
		sale.total_minor += lines[i].total_minor;
	}
	tender.amount_minor = sale.total_minor;
	sale.lines = lines;
	sale.line_count = LINES;
	sale.tenders = &tender;
	sale.tender_count = 1;
	start_us = measure_now_us();
	rc = bench->api->sale(bench->rgl, &sale, &outcome, NULL);
	spent_us = measure_now_us() - start_us;
	measure_need(rc == RGL_OK && outcome.member_id == member->id && outcome.points > 0 &&
			     outcome.receipt != 0,
		     "a sale was not taken as it should be");
	return spent_us;
}

static void update(struct bench *bench, sqlite3_stmt *statement, int64_t amount, int64_t at_ms,
		   int64_t id)
{
	int last = sqlite3_bind_parameter_count(statement);

	(void)sqlite3_bind_int64(statement, 1, amount);
	(void)sqlite3_bind_int64(statement, 2, at_ms);
	(void)sqlite3_bind_int64(statement, last, id);
	peer_check(bench->peer.db, sqlite3_step(statement));
	peer_check(bench->peer.db, sqlite3_reset(statement));
}

/* What is looked at before the peer's turn is looked at before the plugin's, too: the disk has had
 * the same rest. */
static void rest(struct bench *bench)
{
	peer_read(&bench->peer, bench->rows, bench->next_event);
}

/* The same rows; cells as the tables' columns stand in schema/sqlite. */
static double peer_once(struct bench *bench)
{
	const struct peer_cell *transfer;
	const struct peer_cell *sale;
	double start_us;

	read_new(bench);
	transfer = bench->peer.tables[PEER_TRANSFERS].rows[0].cells;
	sale = bench->peer.tables[PEER_SALES].rows[0].cells;
	start_us = measure_now_us();
	peer_run(bench->peer.db, "BEGIN IMMEDIATE");
	peer_write(&bench->peer, bench->next_event);
	update(bench, bench->take, transfer[4].number, 0, transfer[2].number);
	update(bench, bench->give, transfer[4].number, 0, transfer[3].number);
	update(bench, bench->visit, sale[9].number, sale[5].number, sale[4].number);
	peer_run(bench->peer.db, "COMMIT");
	return measure_now_us() - start_us;
}

static void close_all(struct bench *bench)
{
	(void)sqlite3_finalize(bench->take);
	(void)sqlite3_finalize(bench->give);
	(void)sqlite3_finalize(bench->visit);
	peer_close(&bench->peer);
	(void)sqlite3_close(bench->rows);
	bench->api->close(bench->rgl);
}

int main(int count, char **texts)
{
	struct bench bench = { .api = regulars_entry(RGL_ABI) };
	char measured[MEASURE_TEXT];
	char against[MEASURE_TEXT];
	double *sales_us;
	double *peers_us;
	double sale_us;
	double peer_us;
	size_t sales;

	measure_need(count == 4, "usage: checkout STORE PEER_STORE SALES");
	sales = measure_count(texts[3], SALES_MAX);
	sales_us = measure_room(sales, sizeof(double));
	peers_us = measure_room(sales, sizeof(double));
	open_plugin(&bench, texts[1]);
	open_peer(&bench, texts[1], texts[2]);
	for (size_t i = 0; i < WARM_SALES + sales; i++) {
		size_t at = i < WARM_SALES ? 0 : i - WARM_SALES;

		rest(&bench);
		sales_us[at] = sell_once(&bench, i);
		peers_us[at] = peer_once(&bench);
	}
	peer_check_same(texts[1], texts[2]);
	close_all(&bench);
	sale_us = measure_at(sales_us, sales, 0.5);
	peer_us = measure_at(peers_us, sales, 0.5);
	(void)snprintf(measured, sizeof(measured), "%.0f us, p99 %.0f us", sale_us,
		       measure_at(sales_us, sales, 0.99));
	(void)snprintf(against, sizeof(against), "%.0f us, p99 %.0f us, SQLite alone", peer_us,
		       measure_at(peers_us, sales, 0.99));
	measure_line("checkout: QR, 5 lines, points, print job", measured, against,
		     sale_us / peer_us, "-");
	free(sales_us);
	free(peers_us);
	return 0;
}
