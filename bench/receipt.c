/* SPDX-License-Identifier: Apache-2.0 */
/* receipt.c - a receipt of some thirty lines with a QR code, from the facts to a printer's bytes.
 *
 * usage: receipt ROUNDS [MODULES]
 * In:  MODULES, a folder that npm put bench/peers' packages into; without it there are no peers and
 *      no ratios.
 * Out: lines of the table: text mode, dots.
 *
 * Measured is all that happens for one receipt when the shop's template, the words of its language
 * and the fonts are open: fields, sentences, layout, bytes. The peers run in one process of node
 * beside this one, which answers a round's median; each round has all four, one after another.
 */
#include "bench/measure.h"

#include <unistd.h>

#include "receipts/render.h"

enum { CALLS = 40, ROUNDS_MAX = 1000, PEERS = 2, OURS = 2, ROW = 64 };

static const char *const PEER_NAMES[PEERS] = { "receiptline", "node-thermal-printer" };

static const struct {
	const char *name;
	int64_t count;
	int64_t each;
} ARTICLES[] = {
	{ "Flat white", 2, 38 },
	{ "Cinnamon snail", 1, 32 },
	{ "Rye bread, sliced", 1, 34 },
	{ "Croissant", 2, 25 },
	{ "Oat milk", 1, 18 },
	{ "Filter coffee, 1 kg", 1, 189 },
	{ "Cardamom bun", 3, 32 },
	{ "Lemonade, rhubarb", 1, 36 },
	{ "Toast, ham and cheese", 1, 58 },
	{ "Hot chocolate", 1, 42 },
	{ "Espresso", 2, 24 },
	{ "Carrot cake", 1, 46 },
	{ "Granola bowl", 1, 65 },
};
#define LINES (sizeof(ARTICLES) / sizeof(ARTICLES[0]))

struct bench {
	struct host host;
	struct receipt_line lines[LINES];
	struct receipt_tender tender;
	struct receipt receipt;
	struct words *words;
	struct template *template;
	struct fonts *fonts;
	struct bytes bytes;
	FILE *to;
	FILE *from;
	double ours_us[OURS][ROUNDS_MAX];
	double peers_us[PEERS][ROUNDS_MAX];
};

static void fill_receipt(struct bench *bench)
{
	for (size_t i = 0; i < LINES; i++)
		bench->lines[i] = (struct receipt_line) {
			.name = ARTICLES[i].name,
			.qty_milli = ARTICLES[i].count * 1000,
			.has_unit = true,
			.unit = money_of(ARTICLES[i].each * 100),
			.total = money_of(ARTICLES[i].count * ARTICLES[i].each * 100),
		};
	bench->tender = (struct receipt_tender) { RGL_CARD, money_of(79000) };
	bench->receipt = (struct receipt) {
		.shop = "KAFFE & KAGE",
		.member = "Asha Verma",
		.language = "en",
		.cashier = "Jonas",
		.at = { 2026, 11, 21, 14, 5, 0 },
		.sale_id = "T1-000123",
		.visit = 12,
		.currency = { "DKK", 2 },
		.lines = bench->lines,
		.lines_count = LINES,
		.total = money_of(79000),
		.tax = money_of(15800),
		.tenders = &bench->tender,
		.tender_count = 1,
		.earned = points_of(10),
		.balance = points_of(340),
		.worth = money_of(3400),
		.to_reward = points_of(60),
		.reward = "a free coffee",
		.qr = "RG17KQM2XWD9FABC3DE",
		.person = { .gap_days = 7, .usual_days = 6 },
	};
}

static void open_bench(struct bench *bench)
{
	const struct words_wish wish = { .member = "en", .currency = { "DKK", 2 } };
	struct rgl_why why = { 0 };
	size_t length = 0;
	const char *text = template_text("default", &length);

	host_init(&bench->host, NULL);
	bench->bytes = bytes_of(&bench->host);
	fill_receipt(bench);
	measure_need(words_open(&bench->host, &wish, &bench->words, &why) == RGL_OK, why.text);
	measure_need(template_read(&bench->host, text, length, NULL, &bench->template, &why) ==
			     RGL_OK,
		     why.text);
}

static void close_bench(struct bench *bench)
{
	bytes_free(&bench->bytes);
	fonts_close(bench->fonts);
	template_free(bench->template);
	words_close(bench->words);
	free(bench);
}

/* One process of node, spoken to line by line. It ends when we do. */
static void start_peers(struct bench *bench, const char *modules)
{
	int asks[2];
	int answers[2];

	measure_need(pipe(asks) == 0 && pipe(answers) == 0, "there is no pipe");
	if (fork() == 0) {
		(void)dup2(asks[0], 0);
		(void)dup2(answers[1], 1);
		(void)close(asks[1]);
		(void)close(answers[0]);
		(void)execlp("node", "node", "bench/receipt_peers.js", modules, (char *)NULL);
		_exit(127);
	}
	(void)close(asks[0]);
	(void)close(answers[1]);
	bench->to = fdopen(asks[1], "w");
	bench->from = fdopen(answers[0], "r");
	measure_need(bench->to != NULL && bench->from != NULL, "there is no pipe");
}

static double ask_peer(struct bench *bench, const char *name)
{
	char line[ROW];
	double us;

	measure_need(fprintf(bench->to, "%s\n", name) > 0 && fflush(bench->to) == 0 &&
			     fgets(line, sizeof(line), bench->from) != NULL,
		     "node does not answer");
	us = strtod(line, NULL);
	measure_need(us > 0, "node did not measure anything");
	return us;
}

static double ask_us(struct bench *bench, enum encode_mode mode)
{
	const struct render_source source = { &bench->receipt, bench->template, bench->words,
					      NULL };
	const struct render_wish wish = { .form = RENDER_PRINTER,
					  .profile = profile_find("epson-tm-t20ii"),
					  .mode = mode };
	double times[CALLS];
	struct rgl_why why = { 0 };

	for (int i = 0; i < CALLS; i++) {
		const double before = measure_now_us();

		bench->bytes.length = 0;
		measure_need(render_receipt(&source, &wish, &bench->host, &bench->fonts,
					    &bench->bytes, &why) == RGL_OK,
			     why.text);
		times[i] = measure_now_us() - before;
	}
	measure_need(bench->bytes.length > 500, "that is no receipt");
	return measure_at(times, CALLS, 0.5);
}

static enum encode_mode mode_of(size_t ours)
{
	return ours == 0 ? ENCODE_TEXT : ENCODE_DOTS;
}

static void run_rounds(struct bench *bench, size_t rounds)
{
	for (size_t i = 0; i < 5; i++)
		for (size_t k = 0; k < OURS; k++)
			(void)ask_us(bench, mode_of(k));
	for (size_t i = 0; i < rounds; i++) {
		for (size_t k = 0; k < OURS; k++)
			bench->ours_us[k][i] = ask_us(bench, mode_of(k));
		for (size_t k = 0; k < PEERS && bench->to != NULL; k++)
			bench->peers_us[k][i] = ask_peer(bench, PEER_NAMES[k]);
	}
}

static void tell(struct bench *bench, size_t ours, size_t peer, size_t rounds)
{
	static const char *const whats[OURS] = { "receipt: text, 30 lines, QR",
						 "receipt: dots, shaped, 30 lines, QR" };
	static const char *const limits[OURS] = { "0.10", "1.00" };
	const double middle = measure_at(bench->ours_us[ours], rounds, 0.5);
	const double theirs = measure_at(bench->peers_us[peer], rounds, 0.5);
	char measured[MEASURE_TEXT];
	char against[MEASURE_TEXT] = "-";

	(void)snprintf(measured, sizeof(measured), "%.0f us", middle);
	if (bench->to != NULL)
		(void)snprintf(against, sizeof(against), "%.0f us, %s", theirs, PEER_NAMES[peer]);
	measure_line(whats[ours], measured, against, bench->to != NULL ? middle / theirs : 0,
		     peer == 0 ? limits[ours] : "-");
}

int main(int count, char **arguments)
{
	struct bench *bench = measure_room(1, sizeof(*bench));
	size_t rounds;

	measure_need(count == 2 || count == 3, "usage: receipt ROUNDS [MODULES]");
	rounds = measure_count(arguments[1], ROUNDS_MAX);
	open_bench(bench);
	if (count == 3)
		start_peers(bench, arguments[2]);
	run_rounds(bench, rounds);
	for (size_t ours = 0; ours < OURS; ours++)
		for (size_t peer = 0; peer < PEERS; peer++)
			if (peer == 0 || bench->to != NULL)
				tell(bench, ours, peer, rounds);
	close_bench(bench);
	return 0;
}
