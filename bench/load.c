/* SPDX-License-Identifier: Apache-2.0 */
/* load.c - what loading the plugin costs its host: the wait, and the memory.
 *
 * In:  the library, a store that bench/fill filled, with bench/programme.json in it, how many
 * members it has, how many rounds. Out: lines of the table.
 *
 * Each round is a new process that has nothing but the C library in it. The wait is dlopen() and
 * open(), with the library's file in the system's memory. The memory is how much the process's
 * resident set (smaps_rollup) grew, shared pages of libraries counted in full.
 */
#include <dlfcn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/people.h"
#include "bench/till.h"

enum {
	ROUNDS_MAX = 100,
	SALES = 100,
	SCANS = 5000,
	MEMBERS_MAX = 10000000,
	FIRST_SALE = 1000000,
	PICTURE_ROOM = 4 << 20
};

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

/* Whole checkouts of a new member. */
static void sell(struct till *till, int round)
{
	struct rgl_member member = till_enrol(till, "Member");

	for (size_t i = 0; i < SALES; i++) {
		till_goods(till, FIRST_SALE + (size_t)round * SALES + i);
		(void)till_identify(till, member.qr);
		till_customer(till, member.qr);
		(void)till_quote(till);
		till_bill(till);
		(void)till_sell(till, member.id);
	}
}

/* As many members as fill what SQLite keeps in memory. */
static void scan(struct till *till, const char *store, size_t members)
{
	struct keys keys;
	char text[32];

	people_keys(store, &keys);
	for (size_t i = 0; i < SCANS; i++) {
		people_scan(&keys, 1 + i * 7919 % members, CARD_TOKEN, text);
		(void)till_identify(till, text);
	}
}

/* Of the last sale. The picture's own memory is the host's, and is touched before. */
static void draw(const struct till *till, void *picture)
{
	size_t length = PICTURE_ROOM;

	measure_need(till->api->receipt(till->rgl, till->id, RGL_PNG, picture, &length, NULL) ==
			     RGL_OK,
		     "no receipt");
}

static struct cost host_once(const char *library, const char *store, size_t members, int round)
{
	const struct rgl_api *(*entry)(uint32_t) = NULL;
	void *picture = memset(measure_room(1, PICTURE_ROOM), 1, PICTURE_ROOM);
	struct till *till = memset(measure_room(1, sizeof(*till)), 0, sizeof(*till));
	struct cost cost = { 0 };
	double before_mib = resident_mib();
	double start_us = measure_now_us();
	void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);

	measure_need(handle != NULL, "the library cannot be loaded");
	*(void **)&entry = dlsym(handle, "regulars_entry");
	measure_need(entry != NULL && entry(RGL_ABI) != NULL, "the library has no regulars_entry");
	/* Each round's sales are later than those of the round before. */
	till->now_ms = TILL_BEGIN_MS + (int64_t)round * SALES * TILL_STEP_MS;
	till_open_by(till, entry(RGL_ABI), store);
	cost.load_ms = (measure_now_us() - start_us) / 1000;
	cost.open_mib = resident_mib() - before_mib;
	scan(till, store, members);
	sell(till, round);
	cost.sales_mib = resident_mib() - before_mib;
	draw(till, picture);
	cost.picture_mib = resident_mib() - before_mib;
	till_close(till);
	free(till);
	free(picture);
	return cost;
}

static struct cost measure_host(const char *library, const char *store, size_t members, int round)
{
	struct cost cost = { 0 };
	int ends[2];
	int status = 1;
	pid_t child;

	measure_need(pipe(ends) == 0, "no pipe");
	child = fork();
	measure_need(child >= 0, "no child process");
	if (child == 0) {
		cost = host_once(library, store, members, round);
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
	size_t members;
	size_t rounds;

	measure_need(count == 5, "usage: load LIBRARY STORE MEMBERS ROUNDS");
	members = measure_count(texts[3], MEMBERS_MAX);
	rounds = measure_count(texts[4], ROUNDS_MAX);
	for (size_t i = 0; i < rounds; i++) {
		struct cost cost = measure_host(texts[1], texts[2], members, (int)i);

		load_ms[i] = cost.load_ms;
		open_mib[i] = cost.open_mib;
		sales_mib[i] = cost.sales_mib;
		picture_mib[i] = cost.picture_mib;
	}
	(void)snprintf(measured, sizeof(measured), "%.1f ms", measure_at(load_ms, rounds, 0.5));
	measure_line("load: dlopen() and open()", measured, "-", 0, "15 ms");
	tell_memory("memory: after open()", open_mib, rounds);
	tell_memory("memory: after 5000 scans, 100 whole checkouts", sales_mib, rounds);
	tell_memory("memory: after a receipt was drawn", picture_mib, rounds);
	return 0;
}
