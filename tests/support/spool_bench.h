/* spool_bench.h - one till's printing without its thread: a shop, a printer on the desk, receipts
 * that are small pictures; each try is made when the test says so.
 *
 * A program that uses it has spool_render() from here: thousands of breaks take seconds.
 */
#pragma once

#include "receipts/spool_parts.h"
#include "tests/support/desk_printer.h"
#include "tests/support/shop.h"

enum {
	BENCH_STRIDE = 72,
	BENCH_ROWS = 24,
	BENCH_BANDS = 2,
	BENCH_DOTS = BENCH_STRIDE * BENCH_ROWS * BENCH_BANDS,
	/* Of a printer in step: two questions, the receipt with its cut; behind that comes the
	   echo. */
	BENCH_ASKED = 11 + 6,
	BENCH_CUT_BY = BENCH_ASKED + 2 + BENCH_BANDS * 8 + BENCH_DOTS + 4,
	BENCH_ECHO = 11
};

struct bench {
	struct test_shop shop;
	struct desk_printer desk;
	struct spool spool;
	struct rgl_why why;
	int sales;
};

/* On a printer of that profile; the bench stays where it is. */
void bench_open(struct bench *bench, const char *profile);
void bench_close(struct bench *bench);

/* A new process of the till, which knows what is in the store and no more, with memory of that
 * host; and its end. */
void bench_start(struct bench *bench, const struct host *host);
void bench_stop(struct bench *bench);

/* A sale with a receipt; its id. */
void bench_sell(struct bench *bench, char ret[16]);

/* One try at what is next, as the thread makes it; tries until nothing waits. */
rgl_rc bench_try(struct bench *bench);
void bench_finish(struct bench *bench);
int64_t bench_waiting(struct bench *bench);

/* So many bytes after now the cable is pulled, or the till is killed: for the printer it is one. */
void bench_break_after(struct bench *bench, size_t bytes);

/* The cable is in again; the till goes on, or is started anew. */
void bench_go_on(struct bench *bench, bool is_new_process);

/* A receipt's dots, and how many slips end with them. */
void bench_draw(const char *sale, bool is_copy, uint8_t dots[BENCH_DOTS]);
size_t bench_count(const struct bench *bench, const char *sale, bool is_copy);

/* It came out once, not as a copy; `at` is said when not. */
void bench_assert_once(const struct bench *bench, const char *sale, size_t at);
