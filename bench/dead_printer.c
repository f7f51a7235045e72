/* SPDX-License-Identifier: Apache-2.0 */
/* dead_printer.c - whether a customer waits for a printer that does not print.
 *
 * In:  three stores that `regulars init` just made, how many customers.
 * Out: two lines of the table.
 *
 * The same sale, with a receipt to print, at three tills in turns: one without a printer, one whose
 * printer is not there, one whose printer takes a first piece and then nothing, and never answers.
 * The printing threads of the last two have every sale's job to try.
 */
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/till.h"

enum { SALES_MAX = 100000, WARM_SALES = 20, TILLS = 3, SMALL = 2048 };

struct place {
	struct till till;
	struct rgl_member member;
	char printer[64];
	double *spent_us;
};

static void open_place(struct place *place, const char *path)
{
	const struct rgl_host host = { .size = sizeof(host),
				       .user = &place->till,
				       .now_ms = till_now_ms };
	const struct rgl_options options = {
		.size = sizeof(options),
		.store = path,
		.printer = place->printer[0] == '\0' ? NULL : place->printer,
	};
	struct rgl_why why = { .size = sizeof(why) };

	place->till.api = regulars_entry(RGL_ABI);
	place->till.now_ms = TILL_BEGIN_MS;
	measure_need(place->till.api->open(&host, &options, &place->till.rgl, &why) == RGL_OK,
		     why.text);
	place->member = till_enrol(&place->till, "Member");
}

/* A port of this machine: one that takes connections, and reads nothing; closed, nobody is there.
 */
static int listen_on(bool is_there, char ret[64])
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof(address);
	int small = SMALL;
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	measure_need(listener >= 0 &&
			     setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small)) ==
				     0 &&
			     bind(listener, (struct sockaddr *)&address, length) == 0 &&
			     getsockname(listener, (struct sockaddr *)&address, &length) == 0 &&
			     (!is_there || listen(listener, 8) == 0),
		     "this machine has no network to itself");
	(void)snprintf(ret, 64, "tcp:127.0.0.1:%u", (unsigned)ntohs(address.sin_port));
	return listener;
}

static void sell(struct place *place, size_t n, size_t at)
{
	till_goods(&place->till, n);
	till_customer(&place->till, place->member.qr);
	place->spent_us[at] = till_sell(&place->till, place->member.id);
}

/* The printer is really as dead as it should be. */
static void check(struct place *place, size_t sales)
{
	struct rgl_printing printing = { .size = sizeof(printing) };

	measure_need(place->till.api->printing(place->till.rgl, &printing, NULL) == RGL_OK &&
			     printing.waiting == sales,
		     "a dead printer has printed");
}

static void tell(const char *what, struct place *place, double alone_us, double alone_most_us,
		 size_t sales)
{
	char measured[MEASURE_TEXT];
	char against[MEASURE_TEXT];
	double spent_us = measure_at(place->spent_us, sales, 0.5);

	(void)snprintf(measured, sizeof(measured), "%.0f us, p99 %.0f us", spent_us,
		       measure_at(place->spent_us, sales, 0.99));
	(void)snprintf(against, sizeof(against), "%.0f us, p99 %.0f us, no printer", alone_us,
		       alone_most_us);
	measure_line(what, measured, against, spent_us / alone_us, "1.10");
}

int main(int count, char **texts)
{
	struct place *places = measure_room(TILLS, sizeof(*places));
	int closed, open;
	size_t sales;

	measure_need(count == 5, "usage: dead_printer STORE STORE STORE SALES");
	sales = measure_count(texts[4], SALES_MAX);
	closed = listen_on(false, places[1].printer);
	open = listen_on(true, places[2].printer);
	for (size_t i = 0; i < TILLS; i++) {
		places[i].spent_us = measure_room(sales, sizeof(double));
		open_place(&places[i], texts[1 + i]);
	}
	for (size_t n = 0; n < WARM_SALES + sales; n++)
		for (size_t i = 0; i < TILLS; i++)
			sell(&places[(n + i) % TILLS], n, n < WARM_SALES ? 0 : n - WARM_SALES);
	for (size_t i = 0; i < TILLS; i++)
		check(&places[i], WARM_SALES + sales);
	tell("checkout: the printer is not there", &places[1],
	     measure_at(places[0].spent_us, sales, 0.5),
	     measure_at(places[0].spent_us, sales, 0.99), sales);
	tell("checkout: the printer takes no more", &places[2],
	     measure_at(places[0].spent_us, sales, 0.5),
	     measure_at(places[0].spent_us, sales, 0.99), sales);
	for (size_t i = 0; i < TILLS; i++) {
		till_close(&places[i].till);
		free(places[i].spent_us);
	}
	(void)close(closed);
	(void)close(open);
	free(places);
	return 0;
}
