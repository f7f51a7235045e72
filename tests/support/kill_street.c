/* kill_street.c - see kill_street.h. */
#include "tests/support/kill_street.h"

#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "plugin/slip_parts.h"
#include "tests/support/check.h"

enum { AHEAD = 3, AT_MS_STEP = 60000, PATH_ROOM = 4096 };

/* ---- The till: a process of its own ---- */

void street_rest(void)
{
	const struct timespec pause = { .tv_nsec = 250000 };

	(void)nanosleep(&pause, NULL);
}

static bool sell(const struct rgl_api *api, struct rgl *rgl, int n)
{
	char id[16];
	struct rgl_line line = { .size = sizeof(line),
				 .name = "Flat white",
				 .qty_milli = 1000,
				 .total_minor = 400 + n };
	struct rgl_sale sale = { .size = sizeof(sale),
				 .flags = RGL_PRINT,
				 .id = id,
				 .at_ms = SHOP_NOW_MS + (int64_t)n * AT_MS_STEP,
				 .currency = "EUR",
				 .scan = SHOP_PHONE,
				 .scan_length = strlen(SHOP_PHONE),
				 .lines = &line,
				 .line_count = 1,
				 .total_minor = 400 + n };
	struct rgl_outcome outcome = { .size = sizeof(outcome) };
	struct rgl_why why = { .size = sizeof(why) };

	(void)snprintf(id, sizeof(id), "K-%d", n);
	if (api->sale(rgl, &sale, &outcome, &why) >= 0)
		return true;
	(void)fprintf(stderr, "%s\n", why.text);
	return false;
}

/* Until no more than so many receipts wait. */
static bool await_waiting(const struct rgl_api *api, struct rgl *rgl, unsigned most)
{
	struct rgl_printing printing = { .size = sizeof(printing) };

	for (;;) {
		if (api->printing(rgl, &printing, NULL) < 0)
			return false;
		if (printing.waiting <= most)
			return true;
		street_rest();
	}
}

/* What was sold in an earlier life is sold again: the till knows nothing, the store does. */
int street_till_run(char **arguments)
{
	const struct rgl_api *api = regulars_entry(RGL_ABI);
	struct rgl_options options = { .size = sizeof(options),
				       .store = arguments[2],
				       .till = "till",
				       .printer = arguments[3] };
	struct rgl_why why = { .size = sizeof(why) };
	struct rgl *rgl = NULL;
	bool good = true;

	if (api->open(NULL, &options, &rgl, &why) < 0) {
		(void)fprintf(stderr, "%s\n", why.text);
		return 2;
	}
	for (int n = 1; good && n <= atoi(arguments[4]); n++)
		good = sell(api, rgl, n) && await_waiting(api, rgl, AHEAD);
	good = good && await_waiting(api, rgl, 0);
	api->close(rgl);
	return good ? 0 : 3;
}

/* ---- The street ---- */

pid_t street_start_till(struct street *street)
{
	char program[PATH_ROOM] = "", option[] = STREET_OPTION, jobs[16];
	char *const arguments[] = {
		program, option, street->shop.path, street->printer, jobs, NULL
	};
	pid_t process = 0;

	(void)snprintf(jobs, sizeof(jobs), "%d", street->jobs);
	assert_true(readlink("/proc/self/exe", program, sizeof(program) - 1) > 0);
	assert_int_equal(posix_spawn(&process, program, NULL, NULL, arguments, environ), 0);
	return process;
}

bool street_ended(struct street *street, int status)
{
	if (WIFSIGNALED(status)) {
		assert_int_equal(WTERMSIG(status), SIGKILL);
		street->kills++;
		return false;
	}
	assert_int_equal(WEXITSTATUS(status), 0);
	return true;
}

/* ---- Paper ---- */

static uint8_t *draw(struct street *street, struct slip_parts *parts, int n, bool is_copy,
		     size_t *ret_length)
{
	const struct render_wish wish = { .form = RENDER_PRINTER,
					  .profile = profile_find(street->profile),
					  .mode = ENCODE_DOTS };
	struct bytes bytes = bytes_of(&street->shop.host);
	struct rgl_why why = { .size = sizeof(why) };
	struct fonts *fonts = NULL;
	struct slip *slip = NULL;
	uint8_t *dots;
	char id[16];

	(void)snprintf(id, sizeof(id), "K-%d", n);
	assert_int_equal(slip_read(street->shop.desk, id, is_copy, &slip), RGL_OK);
	assert_int_equal(slip_render(parts, slip_receipt(slip), NULL, &wish, &fonts, &bytes, &why),
			 RGL_OK);
	street->length = bytes.length;
	dots = paper_machine_dots(bytes.data, bytes.length, ret_length);
	assert_true(*ret_length > 1000);
	slip_free(slip);
	fonts_close(fonts);
	bytes_free(&bytes);
	return dots;
}

static size_t count_slips(const struct paper_machine *machine, const uint8_t *dots, size_t length)
{
	size_t found = 0;

	for (size_t i = 0; i < machine->count; i++)
		found += slip_ends_with(&machine->slips[i], dots, length);
	return found;
}

static size_t count_void(struct street *street, const struct paper_machine *paper)
{
	struct bytes bytes = bytes_of(&street->shop.host);
	uint8_t *dots;
	size_t length;
	size_t found;

	encode_resync(profile_find(street->profile), true, &bytes);
	dots = paper_machine_dots(bytes.data, bytes.length, &length);
	assert_true(length > 1000);
	found = count_slips(paper, dots, length);
	free(dots);
	bytes_free(&bytes);
	return found;
}

static size_t count_one(struct street *street, struct slip_parts *parts,
			const struct paper_machine *paper, int n, bool is_copy)
{
	size_t length;
	uint8_t *dots = draw(street, parts, n, is_copy, &length);
	size_t count = count_slips(paper, dots, length);

	free(dots);
	return count;
}

static struct slip_parts *open_parts(struct street *street)
{
	struct slip_parts *parts = NULL;

	assert_int_equal(slip_parts_open(&street->shop.host, &parts, NULL), RGL_OK);
	assert_int_equal(slip_parts_look(parts, street->shop.store), RGL_OK);
	return parts;
}

static bool is_right(enum street_promise promise, size_t originals, size_t copies)
{
	switch (promise) {
	case STREET_ORIGINALS:
		return originals == 1 && copies == 0;
	case STREET_ONCE:
		return originals + copies == 1;
	case STREET_COPIES:
		break;
	}
	return originals <= 1 && originals + copies >= 1;
}

void street_judge(struct street *street, const struct paper_machine *paper,
		  enum street_promise promise)
{
	struct slip_parts *parts = open_parts(street);
	size_t whole = 0;

	for (int n = 1; n <= street->jobs; n++) {
		size_t originals = count_one(street, parts, paper, n, false);
		size_t copies = count_one(street, parts, paper, n, true);

		if (!is_right(promise, originals, copies))
			fail_msg("receipt %d came out %zu times, and %zu copies", n, originals,
				 copies);
		whole += originals + copies;
		street->copies += (int64_t)copies;
	}
	slip_parts_close(parts);
	street->voids = (int64_t)count_void(street, paper);
	if (promise == STREET_ORIGINALS)
		assert_int_equal(whole + (size_t)street->voids, paper->count);
	assert_int_equal(shop_number(&street->shop, "SELECT count(*) FROM print_job"),
			 street->jobs);
	assert_int_equal(
		shop_number(&street->shop, "SELECT count(*) FROM print_job WHERE state = 3"),
		street->jobs);
}

/* One receipt, to know how long they are. */
static void measure_receipt(struct street *street)
{
	struct slip_parts *parts;
	struct outcome outcome;
	size_t length;

	assert_int_equal(shop_sell(&street->shop, "K-0", 400, &outcome), RGL_OK);
	parts = open_parts(street);
	free(draw(street, parts, 0, false, &length));
	slip_parts_close(parts);
}

void street_make(struct street *ret, const struct soak *soak, const char *profile)
{
	memset(ret, 0, sizeof(*ret));
	ret->profile = profile;
	ret->jobs = soak->is_long ? STREET_JOBS_LONG : STREET_JOBS;
	ret->chance = soak->seed * 0x9e3779b97f4a7c15u + 1;
	shop_make(&ret->shop);
	measure_receipt(ret);
	shop_close(&ret->shop);
}

void street_remove(struct street *street, struct soak *soak)
{
	soak->runs += street->jobs;
	soak->faults += street->kills;
	shop_is_sound(&street->shop);
	shop_remove(&street->shop);
}
