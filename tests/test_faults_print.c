/* test_faults_print.c - a till that is killed again and again while it sells and prints on the
 * network: no receipt is lost, and none comes twice without saying so.
 *
 * Killed by SIGKILL when its printer has taken a number of bytes that a seed says, or after some
 * milliseconds. What is on paper is judged by a printer that shares nothing with the till's side
 * (paper_machine.h), dot by dot. With SOAK_SECONDS: 500 receipts a round. By USB, where a printer
 * can prove more: test_usb_kills.c.
 */
#include "tests/support/check.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "tests/support/kill_street.h"
#include "tests/support/paper_server.h"

/* One life of the till. True when it came to the end of its day. */
static bool live(struct street *street, struct paper_server *server, bool is_spared)
{
	bool goes_by_bytes = next_number(&street->chance) % 4 != 0;
	uint64_t fate = next_number(&street->chance);
	pid_t process = street_start_till(street);
	int status = 0;

	if (!is_spared && goes_by_bytes) {
		paper_server_kill_after(server, process, 1 + fate % (3 * street->length));
	} else if (!is_spared) {
		for (uint64_t i = 0; i < fate % 400; i++)
			street_rest();
		(void)kill(process, SIGKILL);
	}
	assert_int_equal(waitpid(process, &status, 0), process);
	paper_server_kill_after(server, 0, 0);
	return street_ended(street, status);
}

static void kill_and_print(struct soak *soak, const char *profile, enum street_promise promise)
{
	struct paper_server server;
	struct street street;
	bool is_done = false;

	street_make(&street, soak, profile);
	paper_server_start(&server);
	(void)snprintf(street.printer, sizeof(street.printer), "%s@tcp:127.0.0.1:%u", profile,
		       server.port);
	for (int64_t lives = 0; !is_done; lives++)
		is_done = live(&street, &server, lives > 4 * street.jobs);
	assert_true(street.kills > street.jobs / 4);
	shop_open(&street.shop);
	street_judge(&street, &server.machine, promise);
	assert_true(street.copies > 0);
	paper_server_stop(&server);
	street_remove(&street, soak);
}

/* A printer that counts its cuts, on the network: nobody sees there whether it lost its power, so
 * that an equal count proves nothing. Each receipt comes once; one that was broken off says COPY.
 */
static void a_network_printer_that_counts_gets_each_receipt_once(void **state)
{
	struct soak soak;

	(void)state;
	soak_begin(&soak, 60);
	while (soak_goes_on(&soak))
		kill_and_print(&soak, "epson-tm-t20iii", STREET_ONCE);
	soak_report(&soak, "kills, counting printer on the network");
}

/* One that only says when it is through: none is lost, and each that came out before says COPY. */
static void without_a_counter_none_is_lost_and_doubles_are_copies(void **state)
{
	struct soak soak;

	(void)state;
	soak_begin(&soak, 40);
	while (soak_goes_on(&soak))
		kill_and_print(&soak, "generic-80", STREET_COPIES);
	soak_report(&soak, "kills, printer that does not count");
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_network_printer_that_counts_gets_each_receipt_once),
		cmocka_unit_test(without_a_counter_none_is_lost_and_doubles_are_copies),
	};

	if (count == 5 && strcmp(arguments[1], STREET_OPTION) == 0)
		return street_till_run(arguments);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
