/* test_faults_print.c - a till that is killed again and again while it sells and prints: no receipt
 * is lost, none comes twice.
 *
 * The till is a process of its own, killed by SIGKILL when its printer has taken a number of bytes
 * that a seed says, or after some milliseconds. What is on paper is judged by a printer that shares
 * nothing with the till's side (paper_machine.h), dot by dot. With SOAK_SECONDS: 500 receipts a
 * round.
 */
#include "tests/support/check.h"

#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "plugin/slip_parts.h"
#include "tests/support/paper_server.h"
#include "tests/support/shop.h"
#include "tests/support/soak.h"

#define OPTION "--till"

enum { JOBS = 40, JOBS_LONG = 500, AHEAD = 3, AT_MS_STEP = 60000, PATH_ROOM = 4096 };

/* ---- The till: a process of its own ---- */

static void rest(void)
{
	const struct timespec pause = { .tv_nsec = 1000000 };

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
		rest();
	}
}

/* What was sold in an earlier life is sold again: the till knows nothing, the store does. */
static int till_run(char **arguments)
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

/* ---- The test ---- */

struct street {
	struct test_shop shop;
	struct paper_server server;
	const char *profile;
	char printer[64];
	int jobs;
	int64_t kills;
	uint64_t chance;
	size_t length; /* of a receipt in bytes */
};

static pid_t start_till(struct street *street)
{
	char program[PATH_ROOM] = "", option[] = OPTION, jobs[16];
	char *const arguments[] = {
		program, option, street->shop.path, street->printer, jobs, NULL
	};
	pid_t process = 0;

	(void)snprintf(jobs, sizeof(jobs), "%d", street->jobs);
	assert_true(readlink("/proc/self/exe", program, sizeof(program) - 1) > 0);
	assert_int_equal(posix_spawn(&process, program, NULL, NULL, arguments, environ), 0);
	return process;
}

/* One life of the till. True when it came to the end of its day. */
static bool live(struct street *street, bool is_spared)
{
	bool goes_by_bytes = next_number(&street->chance) % 4 != 0;
	uint64_t fate = next_number(&street->chance);
	pid_t process = start_till(street);
	int status = 0;

	if (!is_spared && goes_by_bytes) {
		paper_server_kill_after(&street->server, process, 1 + fate % (3 * street->length));
	} else if (!is_spared) {
		for (uint64_t i = 0; i < fate % 100; i++)
			rest();
		(void)kill(process, SIGKILL);
	}
	assert_int_equal(waitpid(process, &status, 0), process);
	paper_server_kill_after(&street->server, 0, 0);
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

static size_t count_slips(struct street *street, const uint8_t *dots, size_t length)
{
	const struct paper_machine *machine = &street->server.machine;
	size_t found = 0;

	for (size_t i = 0; i < machine->count; i++)
		found += slip_ends_with(&machine->slips[i], dots, length);
	return found;
}

static size_t count_void(struct street *street)
{
	struct bytes bytes = bytes_of(&street->shop.host);
	uint8_t *dots;
	size_t length;
	size_t found;

	encode_resync(profile_find(street->profile), true, &bytes);
	dots = paper_machine_dots(bytes.data, bytes.length, &length);
	assert_true(length > 1000);
	found = count_slips(street, dots, length);
	free(dots);
	bytes_free(&bytes);
	return found;
}

static size_t count_one(struct street *street, struct slip_parts *parts, int n, bool is_copy)
{
	size_t length;
	uint8_t *dots = draw(street, parts, n, is_copy, &length);
	size_t count = count_slips(street, dots, length);

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

/* How often each receipt came out whole, as an original and as a copy; all of them. */
static void judge(struct street *street, bool can_prove)
{
	struct slip_parts *parts = open_parts(street);
	size_t whole = 0;

	for (int n = 1; n <= street->jobs; n++) {
		size_t originals = count_one(street, parts, n, false);
		size_t copies = count_one(street, parts, n, true);

		if (originals > 1 || originals + copies < 1 || (can_prove && copies > 0))
			fail_msg("receipt %d came out %zu times, and %zu copies", n, originals,
				 copies);
		whole += originals + copies;
	}
	slip_parts_close(parts);
	if (can_prove)
		assert_int_equal(whole + count_void(street), street->server.machine.count);
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

static void kill_and_print(struct soak *soak, const char *profile, bool can_prove)
{
	struct street street = { .profile = profile, .jobs = soak->is_long ? JOBS_LONG : JOBS };
	bool is_done = false;

	street.chance = soak->seed * 0x9e3779b97f4a7c15u + 1;
	shop_make(&street.shop);
	measure_receipt(&street);
	shop_close(&street.shop);
	paper_server_start(&street.server);
	(void)snprintf(street.printer, sizeof(street.printer), "%s@tcp:127.0.0.1:%u", profile,
		       street.server.port);
	for (int64_t lives = 0; !is_done; lives++)
		is_done = live(&street, lives > 4 * street.jobs);
	assert_true(street.kills > street.jobs / 4);
	shop_open(&street.shop);
	judge(&street, can_prove);
	soak->runs += street.jobs;
	soak->faults += street.kills;
	paper_server_stop(&street.server);
	shop_is_sound(&street.shop);
	shop_remove(&street.shop);
}

/* A printer that counts its cuts: each receipt once, none of them marked as a copy. */
static void killed_again_and_again_each_receipt_comes_once(void **state)
{
	struct soak soak;

	(void)state;
	soak_begin(&soak, 60);
	while (soak_goes_on(&soak))
		kill_and_print(&soak, "epson-tm-m30", true);
	soak_report(&soak, "kills, counting printer");
}

/* One that only says when it is through: none is lost, and each that came out before says COPY. */
static void without_a_counter_none_is_lost_and_doubles_are_copies(void **state)
{
	struct soak soak;

	(void)state;
	soak_begin(&soak, 40);
	while (soak_goes_on(&soak))
		kill_and_print(&soak, "generic-80", false);
	soak_report(&soak, "kills, printer that does not count");
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(killed_again_and_again_each_receipt_comes_once),
		cmocka_unit_test(without_a_counter_none_is_lost_and_doubles_are_copies),
	};

	if (count == 5 && strcmp(arguments[1], OPTION) == 0)
		return till_run(arguments);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
