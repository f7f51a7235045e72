/* SPDX-License-Identifier: Apache-2.0 */
/* turns.c - how long a till waits when four programs sell into one store, in turns.
 *
 * In:  a store that `regulars init` just made, how many sales each program makes.
 * Out: a line of the table: the median, the 99th of a hundred and the longest call.
 *
 * Each program opens the store for itself and sells as fast as it is let, so that three always
 * wait: more than tills of one shop ever do. One line and a member by QR a sale.
 */
#include <sys/wait.h>
#include <unistd.h>

#include "bench/measure.h"
#include "plugin/regulars.h"

enum { PROGRAMS = 4, SALES_MAX = 100000, ID_ROOM = 32, CENTS = 420 };

static struct rgl *open_store(const struct rgl_api *api, const char *path, const char *till)
{
	struct rgl_options options = { .size = sizeof(options), .store = path, .till = till };
	struct rgl *rgl = NULL;

	measure_need(api->open(NULL, &options, &rgl, NULL) == RGL_OK, "the store cannot be opened");
	return rgl;
}

/* Milliseconds of one sale. */
static double sell_once(const struct rgl_api *api, struct rgl *rgl, const char *id,
			const struct rgl_member *member)
{
	struct rgl_line line = {
		.size = sizeof(line), .name = "Flat white", .qty_milli = 1000, .total_minor = CENTS
	};
	struct rgl_outcome outcome = { .size = sizeof(outcome) };
	struct rgl_why why = { .size = sizeof(why) };
	struct rgl_sale sale = { .size = sizeof(sale),
				 .id = id,
				 .currency = "USD",
				 .at_ms = INT64_C(1795000000000),
				 .scan = member->qr,
				 .scan_length = strlen(member->qr),
				 .lines = &line,
				 .line_count = 1,
				 .total_minor = CENTS };
	double start_us = measure_now_us();
	int32_t rc = api->sale(rgl, &sale, &outcome, &why);
	double spent_us = measure_now_us() - start_us;

	measure_need(rc == RGL_OK && outcome.member_id == member->id,
		     rc == RGL_OK ? "a sale was not the member's" : why.text);
	return spent_us / 1000;
}

/* One program: its calls' times go into the pipe, each on its own and so in one piece. */
static void sell(const char *path, int number, size_t sales, const struct rgl_member *member,
		 int told)
{
	const struct rgl_api *api = regulars_entry(RGL_ABI);
	char till[ID_ROOM];
	struct rgl *rgl;

	(void)snprintf(till, sizeof(till), "till-%d", number);
	rgl = open_store(api, path, till);
	for (size_t i = 0; i < sales; i++) {
		char id[ID_ROOM];
		double spent_ms;

		(void)snprintf(id, sizeof(id), "T%d-%zu", number, i);
		spent_ms = sell_once(api, rgl, id, member);
		measure_need(write(told, &spent_ms, sizeof(spent_ms)) == (ssize_t)sizeof(spent_ms),
			     "a time cannot be told");
	}
	api->close(rgl);
}

/* The store is closed again before the others open it. */
static struct rgl_member enrol(const char *path)
{
	const struct rgl_api *api = regulars_entry(RGL_ABI);
	struct rgl_enrolment enrolment = { .size = sizeof(enrolment), .name = "Member" };
	struct rgl_member member = { .size = sizeof(member) };
	struct rgl *rgl = open_store(api, path, "first");

	measure_need(api->enrol(rgl, &enrolment, &member, NULL) == RGL_OK,
		     "a member cannot be enrolled");
	api->close(rgl);
	return member;
}

static void start_all(const char *path, size_t sales, const struct rgl_member *member, int told)
{
	for (int i = 0; i < PROGRAMS; i++) {
		pid_t child = fork();

		measure_need(child >= 0, "a program cannot be started");
		if (child == 0) {
			sell(path, i, sales, member, told);
			_exit(0);
		}
	}
	(void)close(told);
}

static void wait_for_all(void)
{
	for (int i = 0; i < PROGRAMS; i++) {
		int status = 0;

		measure_need(wait(&status) > 0 && status == 0, "a program did not end well");
	}
}

int main(int count, char **texts)
{
	char measured[MEASURE_TEXT];
	struct rgl_member member;
	double *spent_ms;
	size_t sales;
	size_t calls;
	int told[2];

	measure_need(count == 3, "usage: turns STORE SALES");
	sales = measure_count(texts[2], SALES_MAX);
	calls = PROGRAMS * sales;
	spent_ms = measure_room(calls, sizeof(*spent_ms));
	member = enrol(texts[1]);
	measure_need(pipe(told) == 0, "there is no pipe");
	start_all(texts[1], sales, &member, told[1]);
	for (size_t i = 0; i < calls; i++)
		measure_need(read(told[0], &spent_ms[i], sizeof(*spent_ms)) ==
				     (ssize_t)sizeof(*spent_ms),
			     "a program ended early");
	(void)close(told[0]);
	wait_for_all();
	(void)snprintf(measured, sizeof(measured), "%.1f ms, p99 %.1f ms, longest %.0f ms",
		       measure_at(spent_ms, calls, 0.5), measure_at(spent_ms, calls, 0.99),
		       measure_at(spent_ms, calls, 1.0));
	measure_line("turns: a sale, four programs", measured, "-", 0, "<= 250 ms");
	free(spent_ms);
	return 0;
}
