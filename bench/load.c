/* SPDX-License-Identifier: Apache-2.0 */
/* load.c - what loading the plugin costs its host: the wait, and the memory.
 *
 * In:  the library, a store that `regulars init` just made, how many rounds.
 * Out: lines of the table.
 *
 * Each round is a new process that has nothing but the C library in it. The wait is dlopen() and
 * open(), with the library's file in the system's memory. The memory is how much the process's
 * resident set (smaps_rollup) grew, shared pages of libraries counted in full.
 */
#include <dlfcn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/measure.h"
#include "plugin/regulars.h"

enum { ROUNDS_MAX = 100, SALES = 100, PICTURE_ROOM = 4 << 20 };

struct cost {
	double load_ms;
	double open_mib;
	double sales_mib;
	double picture_mib;
};

static double resident_mib(void)
{
	FILE *file = fopen("/proc/self/smaps_rollup", "re");
	long kib = 0;
	char line[256];

	measure_need(file != NULL, "/proc/self/smaps_rollup cannot be read");
	while (kib == 0 && fgets(line, sizeof(line), file) != NULL)
		(void)sscanf(line, "Rss: %ld kB", &kib);
	(void)fclose(file);
	measure_need(kib > 0, "/proc/self/smaps_rollup has no Rss");
	return (double)kib / 1024;
}

static void sell(const struct rgl_api *api, struct rgl *rgl, int round)
{
	struct rgl_enrolment enrolment = { .size = sizeof(enrolment), .name = "Member" };
	struct rgl_line line = { .size = sizeof(line), .qty_milli = 1000, .total_minor = 420 };
	struct rgl_sale sale = { .size = sizeof(sale), .currency = "USD", .lines = &line };
	struct rgl_outcome outcome = { .size = sizeof(outcome) };
	struct rgl_member member = { .size = sizeof(member) };
	struct rgl_why why = { .size = sizeof(why) };
	char id[32];

	measure_need(api->enrol(rgl, &enrolment, &member, NULL) == RGL_OK, "no member");
	sale.id = id;
	sale.scan = member.qr;
	sale.scan_length = strlen(member.qr);
	sale.line_count = 1;
	sale.total_minor = 420;
	line.name = "Flat white";
	for (int i = 0; i < SALES; i++) {
		(void)snprintf(id, sizeof(id), "R%d-%d", round, i);
		measure_need(api->sale(rgl, &sale, &outcome, &why) == RGL_OK, why.text);
	}
}

/* The picture's own memory is the host's, and is touched before. */
static void draw(const struct rgl_api *api, struct rgl *rgl, int round, void *picture)
{
	size_t length = PICTURE_ROOM;
	char id[32];

	(void)snprintf(id, sizeof(id), "R%d-0", round);
	measure_need(api->receipt(rgl, id, RGL_PNG, picture, &length, NULL) == RGL_OK,
		     "no receipt");
}

static struct cost host_once(const char *library, const char *store, int round)
{
	const struct rgl_api *(*entry)(uint32_t) = NULL;
	struct rgl_options options = { .size = sizeof(options), .store = store };
	void *picture = memset(measure_room(1, PICTURE_ROOM), 1, PICTURE_ROOM);
	const struct rgl_api *api;
	struct rgl *rgl = NULL;
	struct cost cost = { 0 };
	double before_mib = resident_mib();
	double start_us = measure_now_us();
	void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);

	measure_need(handle != NULL, "the library cannot be loaded");
	*(void **)&entry = dlsym(handle, "regulars_entry");
	measure_need(entry != NULL, "the library has no regulars_entry");
	api = entry(RGL_ABI);
	measure_need(api != NULL && api->open(NULL, &options, &rgl, NULL) == RGL_OK,
		     "the store cannot be opened");
	cost.load_ms = (measure_now_us() - start_us) / 1000;
	cost.open_mib = resident_mib() - before_mib;
	sell(api, rgl, round);
	cost.sales_mib = resident_mib() - before_mib;
	draw(api, rgl, round, picture);
	cost.picture_mib = resident_mib() - before_mib;
	api->close(rgl);
	free(picture);
	return cost;
}

static struct cost measure_host(const char *library, const char *store, int round)
{
	struct cost cost = { 0 };
	int ends[2];
	int status = 1;
	pid_t child;

	measure_need(pipe(ends) == 0, "no pipe");
	child = fork();
	measure_need(child >= 0, "no child process");
	if (child == 0) {
		cost = host_once(library, store, round);
		_exit(write(ends[1], &cost, sizeof(cost)) == (ssize_t)sizeof(cost) ? 0 : 1);
	}
	(void)close(ends[1]);
	measure_need(read(ends[0], &cost, sizeof(cost)) == (ssize_t)sizeof(cost) &&
			     waitpid(child, &status, 0) == child && status == 0,
		     "a host ended with an error");
	(void)close(ends[0]);
	return cost;
}

static void tell_memory(const char *what, double *mib, size_t rounds)
{
	char measured[MEASURE_TEXT];

	(void)snprintf(measured, sizeof(measured), "%.1f MiB", measure_at(mib, rounds, 0.5));
	measure_line(what, measured, "-", 0, "16 MiB");
}

int main(int count, char **texts)
{
	double load_ms[ROUNDS_MAX];
	double open_mib[ROUNDS_MAX];
	double sales_mib[ROUNDS_MAX];
	double picture_mib[ROUNDS_MAX];
	char measured[MEASURE_TEXT];
	size_t rounds;

	measure_need(count == 4, "usage: load LIBRARY STORE ROUNDS");
	rounds = measure_count(texts[3], ROUNDS_MAX);
	for (size_t i = 0; i < rounds; i++) {
		struct cost cost = measure_host(texts[1], texts[2], (int)i);

		load_ms[i] = cost.load_ms;
		open_mib[i] = cost.open_mib;
		sales_mib[i] = cost.sales_mib;
		picture_mib[i] = cost.picture_mib;
	}
	(void)snprintf(measured, sizeof(measured), "%.1f ms", measure_at(load_ms, rounds, 0.5));
	measure_line("load: dlopen() and open()", measured, "-", 0, "15 ms");
	tell_memory("memory: after open()", open_mib, rounds);
	tell_memory("memory: after 100 sales", sales_mib, rounds);
	tell_memory("memory: after a receipt was drawn", picture_mib, rounds);
	return 0;
}
