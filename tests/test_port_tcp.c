/* test_port_tcp.c - printing over the network, on a printer that is a real socket of the test's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "receipts/printer/printer.h"
#include "tests/support/net_printer.h"

#define JOB 60000
#define LONG_MS 600000

/* One printing: what the till was told. The cashier mends the printer, or closes the till. */
struct desk {
	struct host host;
	struct net_printer *net;
	struct printer *printer;
	atomic_bool stop;
	bool mends;
	bool closes;
	unsigned told;
	char line[320];
	char wish[64];
	size_t taken;
	bool confirmed;
	struct rgl_why why;
	uint8_t job[JOB];
};

static const struct net_habits USUAL = { .answers = true,
					 .stands_at = NET_NEVER,
					 .hangs_up_at = NET_NEVER };

static void react(void *user, const char *line)
{
	struct desk *desk = user;

	desk->told++;
	if (*line == '\0')
		return;
	(void)snprintf(desk->line, sizeof(desk->line), "%s", line);
	if (desk->mends)
		net_printer_mend(desk->net);
	if (desk->closes)
		atomic_store(&desk->stop, true);
}

static void desk_open(struct desk *ret, const struct net_habits *habits)
{
	memset(ret, 0, sizeof(*ret));
	host_init(&ret->host, NULL);
	ret->why.size = sizeof(ret->why);
	for (size_t i = 0; i < JOB; i++)
		ret->job[i] = i % 32 == 31 ? '\n' : (uint8_t)('A' + i / 32 % 26);
	ret->net = net_printer_open(habits);
	assert_non_null(ret->net);
	(void)snprintf(ret->wish, sizeof(ret->wish), "tcp:127.0.0.1:%u", ret->net->port);
}

static void desk_close(struct desk *desk)
{
	printer_close(desk->printer);
	net_printer_close(desk->net);
}

static rgl_rc print(struct desk *desk, int64_t wait_ms)
{
	struct printer_patience patience = {
		.wait_ms = wait_ms, .say = react, .user = desk, .stop = &desk->stop
	};
	rgl_rc rc = RGL_OK;

	desk->taken = 0;
	desk->confirmed = false;
	if (desk->printer == NULL)
		rc = printer_open(&desk->host, desk->wish, &desk->printer, &desk->why);
	assert_int_equal(rc, RGL_OK);
	printer_set_patience(desk->printer, &patience);
	rc = printer_enter(desk->printer, &desk->why);
	if (rc == RGL_OK)
		rc = printer_send(desk->printer, desk->job, JOB, &desk->taken, &desk->why);
	if (rc == RGL_OK)
		rc = printer_confirm(desk->printer, &desk->confirmed, &desk->why);
	printer_leave(desk->printer);
	return rc;
}

/* The sentence: what stands before the printer's name, and behind it. */
static void assert_says(struct desk *desk, const char *before, const char *behind)
{
	char line[320];

	(void)snprintf(line, sizeof(line), "%sthe printer at 127.0.0.1 port %u%s", before,
		       desk->net->port, behind);
	assert_string_equal(desk->why.text, line);
}

/* The whole way: connected, asked, sent, answered, ended in order. Twice, as a till does. */
static void a_receipt_arrives_and_is_confirmed(void **state)
{
	struct desk desk;

	(void)state;
	desk_open(&desk, &USUAL);
	for (size_t times = 1; times <= 2; times++) {
		assert_int_equal(print(&desk, LONG_MS), RGL_OK);
		assert_int_equal(desk.taken, JOB);
		assert_true(desk.confirmed);
		assert_true(net_printer_wait_parted(desk.net, times));
		assert_int_equal(net_printer_holds(desk.net, desk.job, JOB), times);
	}
	assert_int_equal(net_printer_resets(desk.net), 0);
	assert_int_equal(desk.told, 0);
	desk_close(&desk);
}

/* Newer networks have these addresses alone. */
static void an_ipv6_address_and_a_name_work_too(void **state)
{
	struct net_habits habits = USUAL;
	struct desk desk;

	(void)state;
	desk_open(&desk, &USUAL);
	(void)snprintf(desk.wish, sizeof(desk.wish), "tcp:localhost:%u", desk.net->port);
	assert_int_equal(print(&desk, LONG_MS), RGL_OK);
	assert_true(desk.confirmed);
	desk_close(&desk);
	habits.family = AF_INET6;
	desk_open(&desk, &habits);
	(void)snprintf(desk.wish, sizeof(desk.wish), "tcp:[::1]:%u", desk.net->port);
	assert_int_equal(print(&desk, LONG_MS), RGL_OK);
	assert_true(desk.confirmed);
	desk_close(&desk);
}

/* The machine is there, nothing prints at that port. */
static void a_printer_that_refuses_says_so(void **state)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof(address);
	int bound = socket(AF_INET, SOCK_STREAM, 0);
	struct desk desk;

	(void)state;
	desk_open(&desk, &USUAL);
	assert_int_equal(bind(bound, (struct sockaddr *)&address, length), 0);
	assert_int_equal(getsockname(bound, (struct sockaddr *)&address, &length), 0);
	(void)snprintf(desk.wish, sizeof(desk.wish), "tcp:127.0.0.1:%u", ntohs(address.sin_port));
	assert_int_equal(print(&desk, LONG_MS), RGL_E_PRINTER);
	assert_non_null(strstr(desk.why.text, "is on but takes no receipts"));
	assert_int_equal(desk.taken, 0);
	(void)close(bound);
	desk_close(&desk);
}

/* Names that nobody has: RFC 6761 keeps .invalid for that. */
static void a_name_that_nobody_has_is_told(void **state)
{
	struct desk desk;

	(void)state;
	desk_open(&desk, &USUAL);
	(void)snprintf(desk.wish, sizeof(desk.wish), "tcp:no-such-printer.invalid");
	assert_int_equal(print(&desk, LONG_MS), RGL_E_NO_PRINTER);
	assert_non_null(strstr(desk.why.text, "\"no-such-printer.invalid\""));
	desk_close(&desk);
}

/* A network that is not ours (RFC 5737, RFC 6890): no way there, or no answer; never a hang. */
static void an_address_out_of_reach_ends_in_words(void **state)
{
	struct timespec before, after;
	struct desk desk;

	(void)state;
	desk_open(&desk, &USUAL);
	(void)snprintf(desk.wish, sizeof(desk.wish), "tcp:240.0.0.1");
	(void)clock_gettime(CLOCK_MONOTONIC, &before);
	assert_true(print(&desk, LONG_MS) < 0);
	(void)clock_gettime(CLOCK_MONOTONIC, &after);
	assert_non_null(strstr(desk.why.text, "the printer at 240.0.0.1"));
	assert_true(after.tv_sec - before.tv_sec < 10);
	desk_close(&desk);
}

/* It lets the till in and then never reads: given up when patience ends, and broken off, so that
 * nothing follows when it wakes. */
static void a_printer_that_never_reads_is_given_up(void **state)
{
	struct net_habits habits = USUAL;
	struct desk desk;

	(void)state;
	habits.stands_at = 0;
	desk_open(&desk, &habits);
	assert_int_equal(print(&desk, 1000), RGL_E_PRINTER);
	assert_says(&desk, "",
		    " takes nothing; look at its paper, cover and lights, it prints by "
		    "itself");
	assert_true(desk.taken < JOB);
	net_printer_mend(desk.net);
	assert_true(net_printer_wait_parted(desk.net, 1));
	assert_true(net_printer_taken(desk.net) < JOB);
	assert_int_equal(net_printer_holds(desk.net, desk.job, JOB), 0);
	desk_close(&desk);
}

/* Paper runs out within a receipt. Where the printer reports by itself the cashier is told why,
 * else that it takes nothing; with paper in, it goes on at its byte. */
static void a_printer_that_stands_goes_on_when_it_is_mended(void **state)
{
	(void)state;
	for (int says_why = 0; says_why < 2; says_why++) {
		struct net_habits habits = USUAL;
		struct desk desk;

		habits.stands_at = 9000;
		habits.says_why = says_why != 0;
		desk_open(&desk, &habits);
		desk.mends = true;
		assert_int_equal(print(&desk, LONG_MS), RGL_OK);
		assert_true(desk.confirmed);
		assert_true(desk.told >= 2);
		assert_non_null(strstr(desk.line,
				       says_why ? "no paper in the printer at" : "takes nothing"));
		assert_true(net_printer_wait_parted(desk.net, 1));
		assert_int_equal(net_printer_holds(desk.net, desk.job, JOB), 1);
		desk_close(&desk);
	}
}

/* It breaks off within a receipt; a write to a broken connection must not end the process. */
static void a_printer_that_hangs_up_is_told(void **state)
{
	struct net_habits habits = USUAL;
	struct desk desk;

	(void)state;
	habits.hangs_up_at = 9000;
	desk_open(&desk, &habits);
	assert_int_equal(print(&desk, LONG_MS), RGL_E_NO_PRINTER);
	assert_says(&desk, "", " went away; plug it in and switch it on, it prints by itself");
	assert_in_range(desk.taken, 1, JOB - 1);
	desk_close(&desk);
}

/* Slow is not dead. */
static void a_slow_printer_gets_its_receipt(void **state)
{
	struct net_habits habits = USUAL;
	struct desk desk;

	(void)state;
	habits.is_slow = true;
	desk_open(&desk, &habits);
	assert_int_equal(print(&desk, LONG_MS), RGL_OK);
	assert_true(desk.confirmed);
	assert_true(net_printer_wait_parted(desk.net, 1));
	assert_int_equal(net_printer_holds(desk.net, desk.job, JOB), 1);
	desk_close(&desk);
}

/* A print server that passes bytes on and says nothing: it prints, unconfirmed, and is left in
 * order, so that it gets all of it. */
static void a_printer_that_says_nothing_prints_unconfirmed(void **state)
{
	struct net_habits habits = USUAL;
	struct desk desk;

	(void)state;
	habits.answers = false;
	desk_open(&desk, &habits);
	assert_int_equal(print(&desk, 1000), RGL_OK);
	assert_int_equal(desk.taken, JOB);
	assert_false(desk.confirmed);
	assert_true(net_printer_wait_parted(desk.net, 1));
	assert_int_equal(net_printer_resets(desk.net), 0);
	assert_int_equal(net_printer_holds(desk.net, desk.job, JOB), 1);
	desk_close(&desk);
}

/* Nothing is sent to a printer that says it cannot print. */
static void a_status_keeps_the_receipt_back(void **state)
{
	static const struct {
		uint8_t replies[5];
		const char *words;
	} cases[] = {
		{ { 0, 0x1A, 0x16, 0x12, 0x12 }, "the cover of " },
		{ { 0, 0x1A, 0x32, 0x12, 0x7E }, "no paper in " },
		{ { 0, 0x1A, 0x52, 0x1A, 0x12 }, "the knife of " },
		{ { 0, 0x1A, 0x52, 0x32, 0x12 }, "reports a fault" },
		{ { 0, 0x1A, 0x12, 0x12, 0x12 }, "is offline" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct net_habits habits = USUAL;
		struct desk desk;

		memcpy(habits.status, cases[i].replies, sizeof(habits.status));
		desk_open(&desk, &habits);
		assert_int_equal(print(&desk, LONG_MS), RGL_E_PRINTER);
		assert_non_null(strstr(desk.why.text, cases[i].words));
		assert_int_equal(net_printer_holds(desk.net, "AAAA", 4), 0);
		desk_close(&desk);
	}
}

/* Rubbish for an answer is no answer: neither a fault nor a yes. */
static void rubbish_for_a_status_confirms_nothing(void **state)
{
	static const uint8_t rubbish[] = { 0xFF, 0xFE, 0x80, 0x91, 0xFF, 0x99, 0xA5 };
	struct net_habits habits = USUAL;
	struct desk desk;

	(void)state;
	habits.babble = rubbish;
	habits.babble_length = sizeof(rubbish);
	desk_open(&desk, &habits);
	assert_int_equal(print(&desk, 1000), RGL_OK);
	assert_false(desk.confirmed);
	desk_close(&desk);
}

/* The till closes while the printer takes nothing; patience alone would be ten minutes. */
static void a_receipt_ends_when_the_till_closes(void **state)
{
	struct net_habits habits = USUAL;
	struct desk desk;

	(void)state;
	habits.stands_at = 9000;
	desk_open(&desk, &habits);
	desk.closes = true;
	assert_int_equal(print(&desk, LONG_MS), RGL_E_PRINTER);
	assert_says(&desk, "printing on ", " was stopped; the receipt prints at the next start");
	desk_close(&desk);
}

/* A till closes while its printer's address leads nowhere, or before anything began. */
static void a_till_that_closes_does_not_wait_for_a_connection(void **state)
{
	struct desk desk;

	(void)state;
	desk_open(&desk, &USUAL);
	atomic_store(&desk.stop, true);
	assert_int_equal(print(&desk, LONG_MS), RGL_E_PRINTER);
	assert_says(&desk, "printing on ", " was stopped; the receipt prints at the next start");
	assert_int_equal(net_printer_holds(desk.net, "AAAA", 4), 0);
	desk_close(&desk);
}

/* A till as a process of its own, on the printer at a port. */
static int be_a_till(const char *wish)
{
	static struct desk desk;
	rgl_rc rc;

	host_init(&desk.host, NULL);
	memset(desk.job, 'A', sizeof(desk.job));
	rc = printer_open(&desk.host, wish, &desk.printer, NULL);
	if (rc == RGL_OK)
		rc = print(&desk, LONG_MS);
	printer_close(desk.printer);
	return rc == RGL_OK ? 0 : 1;
}

/* The till is killed while the printer holds it up. The kernel would send on what it had taken,
 * minutes later, behind the back of whoever asks the printer what came out: it must not. */
static void of_a_till_that_is_killed_nothing_follows(void **state)
{
	char program[4096] = "", wish[64];
	char *const arguments[] = { program, wish, NULL };
	struct net_habits habits = USUAL;
	struct desk desk;
	pid_t till = 0;

	(void)state;
	habits.stands_at = 9000;
	desk_open(&desk, &habits);
	(void)snprintf(wish, sizeof(wish), "%s", desk.wish);
	assert_true(readlink("/proc/self/exe", program, sizeof(program) - 1) > 0);
	assert_int_equal(posix_spawn(&till, program, NULL, NULL, arguments, environ), 0);
	assert_true(net_printer_wait_taken(desk.net, 9000));
	assert_int_equal(kill(till, SIGKILL), 0);
	assert_int_equal(waitpid(till, NULL, 0), till);
	net_printer_mend(desk.net);
	assert_true(net_printer_wait_parted(desk.net, 1));
	assert_int_equal(net_printer_taken(desk.net), 9000);
	desk_close(&desk);
}

int main(int count, char **texts)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_receipt_arrives_and_is_confirmed),
		cmocka_unit_test(an_ipv6_address_and_a_name_work_too),
		cmocka_unit_test(a_printer_that_refuses_says_so),
		cmocka_unit_test(a_name_that_nobody_has_is_told),
		cmocka_unit_test(an_address_out_of_reach_ends_in_words),
		cmocka_unit_test(a_printer_that_never_reads_is_given_up),
		cmocka_unit_test(a_printer_that_stands_goes_on_when_it_is_mended),
		cmocka_unit_test(a_printer_that_hangs_up_is_told),
		cmocka_unit_test(a_slow_printer_gets_its_receipt),
		cmocka_unit_test(a_printer_that_says_nothing_prints_unconfirmed),
		cmocka_unit_test(a_status_keeps_the_receipt_back),
		cmocka_unit_test(rubbish_for_a_status_confirms_nothing),
		cmocka_unit_test(a_receipt_ends_when_the_till_closes),
		cmocka_unit_test(a_till_that_closes_does_not_wait_for_a_connection),
		cmocka_unit_test(of_a_till_that_is_killed_nothing_follows),
	};

	if (count == 2)
		return be_a_till(texts[1]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
