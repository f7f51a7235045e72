/* usb_till.c - see usb_till.h. */
#include "tests/support/usb_till.h"

#include <dirent.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/usb_counter.h"

/* What a process has, as the kernel counts it. */
struct belongings {
	unsigned descriptors;
	unsigned threads;
	unsigned long long handlers;
};

static unsigned count_entries(const char *path)
{
	DIR *folder = opendir(path);
	unsigned count = 0;

	if (folder == NULL)
		return 0;
	while (readdir(folder) != NULL)
		count++;
	(void)closedir(folder);
	return count;
}

/* A mask out of a /proc status file, "SigCgt:\t0000000000000000". */
static unsigned long long read_mask(const char *path, const char *key)
{
	FILE *file = fopen(path, "re");
	unsigned long long mask = 0;
	char line[256];

	if (file == NULL)
		return 0;
	while (fgets(line, sizeof(line), file) != NULL) {
		if (strncmp(line, key, strlen(key)) == 0)
			mask = strtoull(line + strlen(key), NULL, 16);
	}
	(void)fclose(file);
	return mask;
}

/* Without 32 and 33, which the C library takes for itself with a process's first thread. */
static struct belongings take_stock(void)
{
	return (struct belongings) { .descriptors = count_entries("/proc/self/fd"),
				     .threads = count_entries("/proc/self/task"),
				     .handlers = read_mask("/proc/self/status", "SigCgt:") &
						 ~(3ULL << 31) };
}

/* Whether every thread but ours blocks SIGTERM. */
static bool others_take_no_signals(void)
{
	DIR *folder = opendir("/proc/self/task");
	bool holds = folder != NULL;
	struct dirent *entry;
	char path[300];

	while (folder != NULL && (entry = readdir(folder)) != NULL) {
		if (entry->d_name[0] == '.' || atoi(entry->d_name) == getpid())
			continue;
		(void)snprintf(path, sizeof(path), "/proc/self/task/%s/status", entry->d_name);
		if (!(read_mask(path, "SigBlk:") >> (SIGTERM - 1) & 1))
			holds = false;
	}
	if (folder != NULL)
		(void)closedir(folder);
	return holds;
}

/* A thread that was joined may be listed a moment longer. */
static bool is_as_before(const struct belongings *before)
{
	struct belongings now = take_stock();

	for (int i = 0; i < 10000 && now.threads != before->threads; i++) {
		(void)sched_yield();
		now = take_stock();
	}
	return now.descriptors == before->descriptors && now.threads == before->threads &&
	       now.handlers == before->handlers;
}

static int print_on(struct printer *printer)
{
	static uint8_t job[COUNTER_JOB];
	bool is_confirmed = false;
	size_t taken;

	counter_fill_job(job);
	if (printer_enter(printer, NULL) != RGL_OK)
		return 1;
	if (!others_take_no_signals())
		return 2;
	if (printer_send(printer, job, sizeof(job), &taken, NULL) != RGL_OK)
		return 3;
	if (printer_confirm(printer, &is_confirmed, NULL) != RGL_OK || !is_confirmed)
		return 4;
	return 0;
}

static int print_once(const struct host *host)
{
	struct printer *printer = NULL;
	int failed = 1;

	if (printer_open(host, "usb", &printer, NULL) == RGL_OK)
		failed = print_on(printer);
	printer_close(printer);
	return failed;
}

int usb_till_run(void)
{
	struct belongings before = take_stock();
	struct host host;
	int failed;

	host_init(&host, NULL);
	failed = print_once(&host);
	if (failed == 0 && !is_as_before(&before))
		failed = 5;
	return failed;
}
