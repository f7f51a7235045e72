/* flow_tap.c - print-tap between a till and a network printer, both played here: what one sends is
 * what the other gets, whatever happens to the reader.
 *
 * In:  REGULARS_BUILD, where print-tap is. Out: TAP, and how much later a print came.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/support/tap_rig.h"

enum { LARGE = 3 << 20, KILLS = 8, PRINTS = 200 };

static size_t day_make(uint8_t *bytes, size_t room)
{
	size_t length = 0;

	for (uint32_t i = 0; length + 200 < room; i++)
		length += tap_rig_receipt_add(bytes + length, i);
	return length;
}

/* The first promise: in pieces of any size the bytes are the same, pictures with cuts in them too.
 */
static void every_byte_passes_as_it_came(void **state)
{
	uint8_t *bytes = malloc(LARGE);
	struct tap_rig rig;
	size_t length;

	(void)state;
	assert_non_null(bytes);
	tap_rig_open(&rig, "4");
	length = day_make(bytes, 60000);
	for (uint32_t i = 0; i < 3; i++) {
		int till = tap_rig_call(rig.tap_port);
		int printer = accept(rig.printer, NULL, NULL);

		tap_rig_carry(till, printer, bytes, length, i, NULL, NULL);
		(void)close(till);
		(void)close(printer);
	}
	free(bytes);
	tap_rig_close(&rig);
}

/* What is no printer's language at all has to pass as well. */
static void noise_passes_as_it_came(void **state)
{
	uint8_t *bytes = malloc(LARGE);
	uint32_t seed = 7;
	struct tap_rig rig;

	(void)state;
	assert_non_null(bytes);
	tap_rig_open(&rig, "1");
	for (uint32_t i = 0; i < 3; i++) {
		int till = tap_rig_call(rig.tap_port);
		int printer = accept(rig.printer, NULL, NULL);

		for (size_t k = 0; k < 200000; k++)
			bytes[k] = (uint8_t)tap_rig_chance(&seed);
		tap_rig_carry(till, printer, bytes, 200000, i, NULL, NULL);
		(void)close(till);
		(void)close(printer);
	}
	free(bytes);
	tap_rig_close(&rig);
}

/* Status bytes go back while data goes down; each side may end its own way first. */
static void answers_and_ends_pass_both_ways(void **state)
{
	struct tap_rig rig;
	char byte[8];
	int till;
	int printer;

	(void)state;
	tap_rig_open(&rig, "4");
	till = tap_rig_call(rig.tap_port);
	printer = accept(rig.printer, NULL, NULL);
	assert_int_equal(write(till, "\x10\x04\x01", 3), 3);
	assert_int_equal(recv(printer, byte, 3, MSG_WAITALL), 3);
	assert_int_equal(write(printer, "\x16", 1), 1);
	assert_int_equal(recv(till, byte, 1, MSG_WAITALL), 1);
	assert_int_equal(byte[0], 0x16);
	assert_int_equal(write(till, "Hello\n", 6), 6);
	assert_int_equal(shutdown(till, SHUT_WR), 0);
	assert_int_equal(recv(printer, byte, 6, MSG_WAITALL), 6);
	assert_int_equal(recv(printer, byte, 1, 0), 0);
	assert_int_equal(write(printer, "ok", 2), 2);
	(void)close(printer);
	assert_int_equal(recv(till, byte, 2, MSG_WAITALL), 2);
	assert_int_equal(recv(till, byte, 1, 0), 0);
	(void)close(till);
	tap_rig_close(&rig);
}

/* A printer that is off is a printer that is off: the till is told by a break, not by silence. */
static void a_missing_printer_is_a_break(void **state)
{
	struct tap_rig rig;
	char byte;
	int till;
	int printer;
	struct linger hard = { 1, 0 };

	(void)state;
	tap_rig_open(&rig, "4");
	till = tap_rig_call(rig.tap_port);
	printer = accept(rig.printer, NULL, NULL);
	(void)setsockopt(printer, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard));
	(void)close(printer);
	assert_int_equal(recv(till, &byte, 1, 0), -1);
	assert_int_equal(errno, ECONNRESET);
	(void)close(till);
	(void)close(rig.printer);
	rig.printer = -1;
	till = tap_rig_call(rig.tap_port);
	assert_int_equal(recv(till, &byte, 1, 0), -1);
	assert_int_equal(errno, ECONNRESET);
	(void)close(till);
	tap_rig_close(&rig);
}

/* A printer out of paper takes nothing: then the till must not get rid of a whole day, either. */
static void a_slow_printer_holds_the_till_back(void **state)
{
	enum { DAY = 64 << 20 };
	uint8_t piece[4096];
	struct tap_rig rig;
	size_t sent = 0;
	size_t got = 0;
	int till;
	int printer;
	bool is_full = false;

	(void)state;
	memset(piece, 'x', sizeof(piece));
	tap_rig_open(&rig, "4");
	till = tap_rig_call(rig.tap_port);
	printer = accept(rig.printer, NULL, NULL);
	(void)fcntl(till, F_SETFL, O_NONBLOCK);
	while (!is_full && sent < DAY) {
		struct pollfd fd = { till, POLLOUT, 0 };
		ssize_t moved = write(till, piece, sizeof(piece));

		sent += moved > 0 ? (size_t)moved : 0;
		is_full = moved < 0 && poll(&fd, 1, 300) == 0;
	}
	assert_true(is_full);
	(void)shutdown(till, SHUT_WR);
	for (ssize_t moved = 1; moved > 0; got += (size_t)moved)
		moved = read(printer, piece, sizeof(piece));
	assert_int_equal(got, sent);
	(void)close(till);
	(void)close(printer);
	tap_rig_close(&rig);
}

struct killer {
	const struct tap_rig *rig;
	size_t at;
	int signal;
	pid_t victim;
};

static void kill_reader(void *user, size_t sent)
{
	struct killer *killer = user;

	if (sent < killer->at || killer->victim != 0)
		return;
	killer->victim = tap_rig_reader_of(killer->rig);
	if (killer->victim > 0)
		(void)kill(killer->victim, killer->signal);
}

/* A reader that hangs must not keep the end of a job from the printer, the first time nor later. */
static void a_hanging_reader_stops_no_end(void **state)
{
	struct tap_rig rig;
	pid_t reader;
	char byte[8];

	(void)state;
	tap_rig_open(&rig, "4");
	reader = tap_rig_reader_of(&rig);
	assert_true(reader > 0);
	(void)kill(reader, SIGSTOP);
	for (int i = 0; i < 3; i++) {
		int till = tap_rig_call(rig.tap_port);
		int printer = accept(rig.printer, NULL, NULL);

		/* Two receipts, the last without a cut: the reader is late for both. */
		assert_int_equal(write(till,
				       "A\n\x1Bi"
				       "B\n",
				       6),
				 6);
		assert_int_equal(shutdown(till, SHUT_WR), 0);
		assert_int_equal(recv(printer, byte, 6, MSG_WAITALL), 6);
		assert_int_equal(recv(printer, byte, 1, 0), 0);
		(void)close(printer);
		assert_int_equal(recv(till, byte, 1, 0), 0);
		(void)close(till);
	}
	(void)kill(reader, SIGCONT);
	tap_rig_close(&rig);
}

/* The next reader is there half a second later at most. */
static void await_reader(const struct tap_rig *rig)
{
	double until = tap_rig_now_ms() + TAP_RIG_WAIT_MS;

	while (tap_rig_reader_of(rig) == 0 && tap_rig_now_ms() < until)
		(void)poll(NULL, 0, 5);
	assert_true(tap_rig_reader_of(rig) > 0);
}

/* The second promise: the reader may be killed at any moment, over and over. */
static void a_killed_reader_costs_no_byte(void **state)
{
	uint8_t *bytes = malloc(LARGE);
	uint32_t seed = 3;
	struct tap_rig rig;
	size_t length;
	uint32_t killed = 0;

	(void)state;
	assert_non_null(bytes);
	tap_rig_open(&rig, "4");
	length = day_make(bytes, 1200);
	for (uint32_t i = 0; i < KILLS; i++) {
		struct killer killer = { &rig, tap_rig_chance(&seed) % length, SIGKILL, 0 };
		int till;
		int printer;

		await_reader(&rig);
		till = tap_rig_call(rig.tap_port);
		printer = accept(rig.printer, NULL, NULL);

		tap_rig_carry(till, printer, bytes, length, i, kill_reader, &killer);
		killed += killer.victim > 0 ? 1 : 0;
		(void)close(till);
		(void)close(printer);
	}
	assert_int_equal(killed, KILLS);
	print_message("# %u readers were killed over %u prints\n", killed, (uint32_t)KILLS);
	free(bytes);
	tap_rig_close(&rig);
}

static int compare(const void *one, const void *other)
{
	double a = *(const double *)one;
	double b = *(const double *)other;

	return (a > b) - (a < b);
}

/* Prints receipts one by one; how long each took from the first byte in to the last byte out. */
static void time_prints(int till, int printer, double *ret_ms)
{
	uint8_t bytes[256];
	uint8_t taken[256];

	for (uint32_t i = 0; i < PRINTS; i++) {
		size_t length = tap_rig_receipt_add(bytes, i);
		double began = tap_rig_now_ms();

		assert_int_equal(write(till, bytes, length), (ssize_t)length);
		assert_int_equal(recv(printer, taken, length, MSG_WAITALL), (ssize_t)length);
		ret_ms[i] = tap_rig_now_ms() - began;
		assert_memory_equal(taken, bytes, length);
	}
	qsort(ret_ms, PRINTS, sizeof(*ret_ms), compare);
}

static void say_times(const char *what, const double *ms)
{
	print_message("# %s: p50 %.3f ms, p99 %.3f ms, max %.3f ms\n", what, ms[PRINTS / 2],
		      ms[PRINTS * 99 / 100], ms[PRINTS - 1]);
}

/* The third promise: under five milliseconds more, with a reader that answers and one that hangs.
 */
static void a_print_comes_less_than_five_milliseconds_later(void **state)
{
	double plain[PRINTS];
	double read[PRINTS];
	double hung[PRINTS];
	struct tap_rig rig;
	int till;
	int printer;
	pid_t reader;

	(void)state;
	tap_rig_open(&rig, "4");
	till = tap_rig_call(rig.printer_port);
	printer = accept(rig.printer, NULL, NULL);
	time_prints(till, printer, plain);
	(void)close(till);
	(void)close(printer);
	till = tap_rig_call(rig.tap_port);
	printer = accept(rig.printer, NULL, NULL);
	time_prints(till, printer, read);
	reader = tap_rig_reader_of(&rig);
	assert_true(reader > 0);
	(void)kill(reader, SIGSTOP);
	time_prints(till, printer, hung);
	(void)kill(reader, SIGCONT);
	(void)close(till);
	(void)close(printer);
	say_times("without the tap", plain);
	say_times("with a reader", read);
	say_times("with a reader that hangs", hung);
	/* Others use this machine too: the median is the tap's own, the rest is told. */
	assert_true(read[PRINTS / 2] - plain[PRINTS / 2] < 5);
	assert_true(hung[PRINTS / 2] - plain[PRINTS / 2] < 5);
	tap_rig_close(&rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_byte_passes_as_it_came),
		cmocka_unit_test(noise_passes_as_it_came),
		cmocka_unit_test(answers_and_ends_pass_both_ways),
		cmocka_unit_test(a_missing_printer_is_a_break),
		cmocka_unit_test(a_slow_printer_holds_the_till_back),
		cmocka_unit_test(a_hanging_reader_stops_no_end),
		cmocka_unit_test(a_killed_reader_costs_no_byte),
		cmocka_unit_test(a_print_comes_less_than_five_milliseconds_later),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
