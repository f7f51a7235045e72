/* SPDX-License-Identifier: Apache-2.0 */
/* checkout.c - how long one customer takes in the plugin, beside SQLite alone committing the same
 * rows.
 *
 * In:  a store that `regulars init` just made, where the peer's is to be, a programme or "-", how
 *      many customers.
 * Out: a line of the table.
 *
 * Members by their QR, five lines, one tender, points, a receipt to print. With a programme it is
 * the whole of a checkout (bench/till.h), in two commits: what the quote sets aside, and the sale.
 * Without one it is the sale alone, by the settings of init. After each commit the peer
 * (bench/peer.h) writes the very rows that it left, in one transaction of its own file with the
 * same pragmas: both wait for the same disk, in turns.
 */
#include "bench/peer.h"
#include "bench/till.h"

enum { SALES_MAX = 100000, MEMBERS = 50, WARM_SALES = 20 };

struct bench {
	struct till till;
	struct peer peer;
	struct rgl_member members[MEMBERS];
	bool is_whole;
};

struct spent {
	double plugin_us;
	double peer_us;
};

/* The peer begins with a copy, made while nobody has the store open. */
static void copy_store(const char *path, const char *peer_path)
{
	sqlite3 *from = peer_connect(path);
	sqlite3 *into = NULL;
	sqlite3_backup *backup;

	peer_check(into, sqlite3_open(peer_path, &into));
	backup = sqlite3_backup_init(into, "main", from, "main");
	measure_need(backup != NULL && sqlite3_backup_step(backup, -1) == SQLITE_DONE,
		     "the store cannot be copied");
	peer_check(into, sqlite3_backup_finish(backup));
	peer_check(into, sqlite3_close(into));
	peer_check(from, sqlite3_close(from));
}

static void open_all(struct bench *bench, const char *path, const char *peer_path,
		     const char *programme)
{
	if (bench->is_whole)
		till_apply(path, programme, TILL_BEGIN_MS);
	till_open(&bench->till, path);
	for (size_t i = 0; i < MEMBERS; i++)
		bench->members[i] = till_enrol(&bench->till, "Member");
	till_close(&bench->till);
	copy_store(path, peer_path);
	till_open(&bench->till, path);
	peer_look(&bench->peer, path, peer_path);
	peer_open(&bench->peer, peer_path);
}

static void close_all(struct bench *bench)
{
	peer_look_away(&bench->peer);
	peer_close(&bench->peer);
	till_close(&bench->till);
}

/* What is looked at before the peer's turn is looked at before the plugin's, too: the disk has had
 * the same rest. */
static void rest(struct bench *bench)
{
	peer_read(&bench->peer);
}

/* One commit of the plugin's once more. */
static double peer_once(struct bench *bench)
{
	struct peer *peer = &bench->peer;
	double start_us;

	peer_read(peer);
	measure_need(peer->tables[PEER_EVENTS].count == 1, "a commit left not one event");
	start_us = measure_now_us();
	peer_run(peer->db, "BEGIN IMMEDIATE");
	peer_write(peer, peer->tables[PEER_EVENTS].rows[0].event);
	peer_run(peer->db, "COMMIT");
	return measure_now_us() - start_us;
}

static struct spent serve(struct bench *bench, size_t n)
{
	const struct rgl_member *member = &bench->members[n % MEMBERS];
	struct till *till = &bench->till;
	struct spent spent = { 0 };

	till_goods(till, n);
	rest(bench);
	if (bench->is_whole) {
		spent.plugin_us += till_identify(till, member->qr);
		till_customer(till, member->qr);
		spent.plugin_us += till_quote(till);
		spent.peer_us += peer_once(bench);
		till_bill(till);
		rest(bench);
	}
	till_customer(till, member->qr);
	spent.plugin_us += till_sell(till, member->id);
	spent.peer_us += peer_once(bench);
	return spent;
}

static void tell(const struct bench *bench, double *plugin_us, double *peer_us, size_t sales)
{
	char measured[MEASURE_TEXT];
	char against[MEASURE_TEXT];
	double plugin = measure_at(plugin_us, sales, 0.5);
	double peer = measure_at(peer_us, sales, 0.5);

	(void)snprintf(measured, sizeof(measured), "%.0f us, p99 %.0f us", plugin,
		       measure_at(plugin_us, sales, 0.99));
	(void)snprintf(against, sizeof(against), "%.0f us, p99 %.0f us, SQLite alone", peer,
		       measure_at(peer_us, sales, 0.99));
	measure_line(bench->is_whole ? "checkout: identify, quote, sale, full programme"
				     : "checkout: sale, QR, 5 lines, points, print job",
		     measured, against, plugin / peer, "1.50");
}

int main(int count, char **texts)
{
	struct bench *bench = measure_room(1, sizeof(*bench));
	double *plugin_us;
	double *peer_us;
	size_t sales;

	measure_need(count == 5, "usage: checkout STORE PEER_STORE PROGRAMME|- SALES");
	bench->is_whole = strcmp(texts[3], "-") != 0;
	sales = measure_count(texts[4], SALES_MAX);
	plugin_us = measure_room(sales, sizeof(double));
	peer_us = measure_room(sales, sizeof(double));
	open_all(bench, texts[1], texts[2], texts[3]);
	for (size_t i = 0; i < WARM_SALES + sales; i++) {
		size_t at = i < WARM_SALES ? 0 : i - WARM_SALES;
		struct spent spent = serve(bench, i);

		plugin_us[at] = spent.plugin_us;
		peer_us[at] = spent.peer_us;
	}
	close_all(bench);
	peer_check_same(texts[1], texts[2]);
	tell(bench, plugin_us, peer_us, sales);
	free(plugin_us);
	free(peer_us);
	free(bench);
	return 0;
}
