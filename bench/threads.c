/* SPDX-License-Identifier: Apache-2.0 */
/* threads.c - four threads of one till at one context, beside one thread.
 *
 * In:  a store that `regulars init` just made, how many sales a round, how many rounds.
 * Out: a line of the table: sales a second, and how many times those of one thread.
 *
 * In each round one thread sells, then four share out as many sales; the same sales but for their
 * ids, each with a member, a line and a tender. Medians of the rounds are compared.
 */
#include "bench/measure.h"
#include "plugin/regulars.h"

#include <pthread.h>

enum { SALES_MAX = 100000, ROUNDS_MAX = 1000, THREADS = 4, ID_ROOM = 48, CENTS = 420 };

struct bench {
	const struct rgl_api *api;
	struct rgl *rgl;
	struct rgl_member members[THREADS];
	size_t round;
	pthread_barrier_t start;
};

struct seller {
	struct bench *bench;
	pthread_t thread;
	size_t number;
	size_t sales;
	size_t of; /* sellers in this round */
};

static void sell(const struct seller *seller, size_t n)
{
	const struct bench *bench = seller->bench;
	const struct rgl_member *member = &bench->members[n % THREADS];
	struct rgl_line line = {
		.size = sizeof(line), .name = "Flat white", .qty_milli = 1000, .total_minor = CENTS
	};
	struct rgl_tender tender = { .size = sizeof(tender),
				     .kind = RGL_CARD,
				     .amount_minor = CENTS };
	struct rgl_outcome outcome = { .size = sizeof(outcome) };
	struct rgl_sale sale = { .size = sizeof(sale), .currency = "USD", .total_minor = CENTS };
	char id[ID_ROOM];

	(void)snprintf(id, sizeof(id), "%zu-%zu-%zu-%zu", bench->round, seller->of, seller->number,
		       n);
	sale.id = id;
	sale.at_ms = INT64_C(1795000000000) + (int64_t)n * 1000;
	sale.scan = member->qr;
	sale.scan_length = strlen(member->qr);
	sale.lines = &line;
	sale.line_count = 1;
	sale.tenders = &tender;
	sale.tender_count = 1;
	measure_need(bench->api->sale(bench->rgl, &sale, &outcome, NULL) == RGL_OK &&
			     outcome.member_id == member->id,
		     "a sale was not taken as it should be");
}

static void *work(void *user)
{
	struct seller *seller = user;

	(void)pthread_barrier_wait(&seller->bench->start);
	for (size_t i = 0; i < seller->sales; i++)
		sell(seller, i);
	return NULL;
}

/* Sales a second, by so many threads. */
static double run(struct bench *bench, size_t threads, size_t sales)
{
	struct seller sellers[THREADS] = { 0 };
	size_t each = sales / threads;
	double start_us;

	measure_need(pthread_barrier_init(&bench->start, NULL, (unsigned)threads + 1) == 0,
		     "the threads cannot be started");
	for (size_t i = 0; i < threads; i++) {
		sellers[i].bench = bench;
		sellers[i].number = i;
		sellers[i].sales = each;
		sellers[i].of = threads;
		measure_need(pthread_create(&sellers[i].thread, NULL, work, &sellers[i]) == 0,
			     "a thread cannot be started");
	}
	(void)pthread_barrier_wait(&bench->start);
	start_us = measure_now_us();
	for (size_t i = 0; i < threads; i++)
		(void)pthread_join(sellers[i].thread, NULL);
	(void)pthread_barrier_destroy(&bench->start);
	return (double)(each * threads) * 1e6 / (measure_now_us() - start_us);
}

static void open_plugin(struct bench *bench, const char *path)
{
	struct rgl_options options = { .size = sizeof(options), .store = path };
	struct rgl_enrolment enrolment = { .size = sizeof(enrolment), .name = "Member" };

	measure_need(bench->api->open(NULL, &options, &bench->rgl, NULL) == RGL_OK,
		     "the store cannot be opened");
	for (int i = 0; i < THREADS; i++) {
		bench->members[i].size = sizeof(bench->members[i]);
		measure_need(bench->api->enrol(bench->rgl, &enrolment, &bench->members[i], NULL) ==
				     RGL_OK,
			     "a member cannot be enrolled");
	}
}

int main(int count, char **texts)
{
	struct bench bench = { .api = regulars_entry(RGL_ABI) };
	char measured[MEASURE_TEXT];
	char against[MEASURE_TEXT];
	double *alone;
	double *shared;
	double alone_middle;
	double shared_middle;
	size_t sales;
	size_t rounds;

	measure_need(count == 4, "usage: threads STORE SALES ROUNDS");
	sales = measure_count(texts[2], SALES_MAX);
	rounds = measure_count(texts[3], ROUNDS_MAX);
	alone = measure_room(rounds, sizeof(double));
	shared = measure_room(rounds, sizeof(double));
	open_plugin(&bench, texts[1]);
	for (size_t i = 0; i < rounds; i++) {
		bench.round = i;
		alone[i] = run(&bench, 1, sales);
		shared[i] = run(&bench, THREADS, sales);
	}
	bench.api->close(bench.rgl);
	alone_middle = measure_at(alone, rounds, 0.5);
	shared_middle = measure_at(shared, rounds, 0.5);
	(void)snprintf(measured, sizeof(measured), "%.0f sales/s, four threads", shared_middle);
	(void)snprintf(against, sizeof(against), "%.0f sales/s, one thread", alone_middle);
	measure_line("threads: one context, one line a sale", measured, against,
		     shared_middle / alone_middle, ">= 1.50");
	free(alone);
	free(shared);
	return 0;
}
