/* spool_bench.c - see spool_bench.h. */
#include "tests/support/spool_bench.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/check.h"

enum { TRIES_MAX = 20 };

void bench_draw(const char *sale, bool is_copy, uint8_t dots[BENCH_DOTS])
{
	uint64_t chance = 88172645463325252u + (is_copy ? 7 : 0);

	for (const char *at = sale; *at != '\0'; at++)
		chance = chance * 31 + (uint8_t)*at;
	for (size_t i = 0; i < BENCH_DOTS; i++)
		dots[i] = (uint8_t)next_number(&chance);
}

/* In place of spool_render.c. */
rgl_rc spool_render(struct spool *spool, bool is_copy, const char *tag, struct bytes *out,
		    int64_t *ret_cuts, struct rgl_why *why)
{
	static const uint8_t head[8] = { 0x1d, 'v', '0', 0, BENCH_STRIDE, 0, BENCH_ROWS, 0 };
	static const uint8_t echo[7] = { 0x1d, '(', 'H', 6, 0, 48, 48 };
	const size_t band = BENCH_STRIDE * BENCH_ROWS;
	uint8_t dots[BENCH_DOTS];

	bench_draw(spool->job.sale, is_copy, dots);
	bytes_add(out, "\x1b@", 2);
	for (size_t i = 0; i < BENCH_BANDS; i++) {
		bytes_add(out, head, sizeof(head));
		bytes_add(out, dots + i * band, band);
	}
	bytes_add(out, "\x1dVB\0", 4);
	if (tag != NULL) {
		bytes_add(out, echo, sizeof(echo));
		bytes_add(out, tag, 4);
	}
	if (bytes_rc(out) < 0)
		return refuse(why, RGL_E_MEMORY, "no memory for the receipt");
	*ret_cuts = 1;
	return RGL_OK;
}

void bench_start(struct bench *bench, const struct host *host)
{
	memset(&bench->spool, 0, sizeof(bench->spool));
	bench->spool.store = bench->shop.store;
	bench->spool.desk = bench->shop.desk;
	bench->spool.host = host;
	assert_int_equal(printer_open(host, "usb", &bench->spool.printer, &bench->why), RGL_OK);
}

void bench_stop(struct bench *bench)
{
	printer_close(bench->spool.printer);
}

void bench_open(struct bench *bench, const char *profile)
{
	memset(bench, 0, sizeof(*bench));
	bench->why.size = sizeof(bench->why);
	shop_make(&bench->shop);
	desk_printer_init(&bench->desk);
	desk_printer_be(&bench->desk, profile);
	bench_start(bench, &bench->shop.host);
}

void bench_close(struct bench *bench)
{
	bench_stop(bench);
	desk_printer_free(&bench->desk);
	shop_remove(&bench->shop);
}

void bench_sell(struct bench *bench, char ret[16])
{
	struct outcome outcome;
	struct sale_line line;
	struct sale sale;

	(void)snprintf(ret, 16, "S-%d", ++bench->sales);
	sale = shop_sale(&bench->shop, ret, 500, &line);
	sale.wants_print = true;
	assert_int_equal(checkout(bench->shop.desk, &sale, true, &outcome), RGL_OK);
}

rgl_rc bench_try(struct bench *bench)
{
	struct spool *spool = &bench->spool;
	rgl_rc rc = RGL_OK;

	if (!spool->is_unsaid) {
		rc = spool_jobs_next(spool->store, &spool->job);
		if (rc == RGL_OK && spool->job.id != 0)
			rc = spool_try(spool, &bench->why);
	}
	if (rc == RGL_OK && spool->is_unsaid)
		rc = spool_jobs_done(spool->store, &spool->job, spool->name);
	if (rc == RGL_OK)
		spool->is_unsaid = false;
	return rc;
}

int64_t bench_waiting(struct bench *bench)
{
	int64_t count = -1;

	assert_int_equal(spool_jobs_waiting(bench->shop.store, &count), RGL_OK);
	return count;
}

void bench_finish(struct bench *bench)
{
	for (int i = 0; i < TRIES_MAX && bench_waiting(bench) > 0; i++)
		(void)bench_try(bench);
	assert_int_equal(bench_waiting(bench), 0);
}

void bench_break_after(struct bench *bench, size_t bytes)
{
	bench->desk.break_at = bench->desk.taken + bytes;
}

void bench_go_on(struct bench *bench, bool is_new_process)
{
	desk_printer_mend(&bench->desk);
	if (!is_new_process)
		return;
	bench_stop(bench);
	bench_start(bench, &bench->shop.host);
}

size_t bench_count(const struct bench *bench, const char *sale, bool is_copy)
{
	uint8_t dots[BENCH_DOTS];

	bench_draw(sale, is_copy, dots);
	return desk_printer_count(&bench->desk, dots, BENCH_DOTS);
}

void bench_assert_once(const struct bench *bench, const char *sale, size_t at)
{
	if (bench_count(bench, sale, false) != 1 || bench_count(bench, sale, true) != 0)
		fail_msg("%s, %zu: %zu times, %zu copies", sale, at,
			 bench_count(bench, sale, false), bench_count(bench, sale, true));
}
