/* net_printer.c - see net_printer.h. One thread, one connection at a time, as such printers are. */
#include "tests/support/net_printer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define SMALL_BUFFER 2048
#define WAIT_TRIES 15000

/* What is known of one connection. */
struct talk {
	int socket;
	size_t taken;
	bool has_told;
	bool is_through; /* it was mended, and stands no more */
	uint8_t last[2];
};

static void say(const struct net_printer *printer, const struct talk *talk, const void *bytes,
		size_t length)
{
	if (printer->habits.babble_length > 0) {
		bytes = printer->habits.babble;
		length = printer->habits.babble_length;
	}
	(void)send(talk->socket, bytes, length, MSG_NOSIGNAL);
}

static void look_for_question(struct net_printer *printer, struct talk *talk, uint8_t byte)
{
	uint8_t status = 0;
	uint8_t paper = 0;

	if (printer->habits.answers && talk->last[0] == 0x10 && talk->last[1] == 0x04 &&
	    byte < sizeof(printer->habits.status)) {
		status = printer->habits.status[byte];
		status = status == 0 ? 0x12 : status;
		say(printer, talk, &status, 1);
	}
	if (printer->habits.answers && talk->last[0] == 0x1D && talk->last[1] == 'r')
		say(printer, talk, &paper, 1);
	talk->last[0] = talk->last[1];
	talk->last[1] = byte;
}

static void take(struct net_printer *printer, struct talk *talk, const uint8_t *bytes,
		 size_t length)
{
	(void)pthread_mutex_lock(&printer->lock);
	for (size_t i = 0; i < length && printer->length < NET_ROOM; i++)
		printer->taken[printer->length++] = bytes[i];
	(void)pthread_mutex_unlock(&printer->lock);
	talk->taken += length;
	for (size_t i = 0; i < length; i++)
		look_for_question(printer, talk, bytes[i]);
}

static bool is(struct net_printer *printer, const bool *field)
{
	bool value;

	(void)pthread_mutex_lock(&printer->lock);
	value = *field;
	(void)pthread_mutex_unlock(&printer->lock);
	return value;
}

/* An automatic report: offline and no paper, or that all is well. */
static void tell_why(const struct talk *talk, bool has_paper)
{
	const uint8_t report[] = { has_paper ? 0x10 : 0x18, 0x00, has_paper ? 0x00 : 0x0C, 0x00 };

	(void)send(talk->socket, report, sizeof(report), MSG_NOSIGNAL);
}

/* Whether it takes nothing now. */
static bool stands(struct net_printer *printer, struct talk *talk)
{
	if (talk->is_through || talk->taken < printer->habits.stands_at)
		return false;
	if (printer->habits.says_why && !talk->has_told)
		tell_why(talk, false);
	talk->has_told = true;
	if (!is(printer, &printer->is_mended))
		return true;
	talk->is_through = true;
	if (printer->habits.says_why)
		tell_why(talk, true);
	return false;
}

static void hang_up(int socket)
{
	const struct linger reset = { .l_onoff = 1 };

	(void)setsockopt(socket, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
}

static size_t room_of(const struct net_printer *printer, const struct talk *talk)
{
	size_t room = printer->habits.is_slow ? 256 : 1024;
	size_t until = talk->is_through ? NET_NEVER : printer->habits.stands_at;

	if (printer->habits.hangs_up_at < until)
		until = printer->habits.hangs_up_at;
	return until - talk->taken < room ? until - talk->taken : room;
}

/* One turn of a connection. False: it is over. */
static bool serve(struct net_printer *printer, struct talk *talk)
{
	bool is_standing = stands(printer, talk);
	struct pollfd both[] = { { .fd = talk->socket, .events = is_standing ? 0 : POLLIN },
				 { .fd = printer->wake[0], .events = POLLIN } };
	uint8_t bytes[1024];
	ssize_t length;

	(void)poll(both, 2, printer->habits.is_slow ? 1 : 100);
	if (both[1].revents & POLLIN)
		(void)!read(printer->wake[0], bytes, sizeof(bytes));
	if (is(printer, &printer->is_over))
		return false;
	if (is_standing)
		return !(both[0].revents & (POLLERR | POLLHUP));
	if (!(both[0].revents & (POLLIN | POLLERR | POLLHUP)))
		return true;
	length = recv(talk->socket, bytes, room_of(printer, talk), 0);
	if (length <= 0) {
		(void)pthread_mutex_lock(&printer->lock);
		printer->resets += length < 0;
		printer->endings += length == 0;
		(void)pthread_mutex_unlock(&printer->lock);
		return false;
	}
	take(printer, talk, bytes, (size_t)length);
	if (talk->taken < printer->habits.hangs_up_at)
		return true;
	hang_up(talk->socket);
	return false;
}

static void *run(void *user)
{
	struct net_printer *printer = user;

	while (!is(printer, &printer->is_over)) {
		struct talk talk = { .socket = accept(printer->listener, NULL, NULL) };

		if (talk.socket < 0)
			continue;
		while (serve(printer, &talk))
			;
		(void)close(talk.socket);
		(void)pthread_mutex_lock(&printer->lock);
		printer->connections++;
		(void)pthread_mutex_unlock(&printer->lock);
	}
	return NULL;
}

static int listen_on(int family, unsigned *ret_port)
{
	struct sockaddr_storage address = { 0 };
	struct sockaddr_in *four = (struct sockaddr_in *)(void *)&address;
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)(void *)&address;
	socklen_t length = family == AF_INET6 ? sizeof(*six) : sizeof(*four);
	int small = SMALL_BUFFER;
	int listener = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (listener < 0)
		return -1;
	(void)setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	if (family == AF_INET6)
		*six = (struct sockaddr_in6) { .sin6_family = AF_INET6,
					       .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	else
		*four = (struct sockaddr_in) { .sin_family = AF_INET,
					       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	if (bind(listener, (struct sockaddr *)&address, length) != 0 || listen(listener, 1) != 0 ||
	    getsockname(listener, (struct sockaddr *)&address, &length) != 0) {
		(void)close(listener);
		return -1;
	}
	*ret_port = ntohs(family == AF_INET6 ? six->sin6_port : four->sin_port);
	return listener;
}

struct net_printer *net_printer_open(const struct net_habits *habits)
{
	struct net_printer *printer = calloc(1, sizeof(*printer));

	if (printer == NULL)
		return NULL;
	printer->habits = *habits;
	printer->listener =
		listen_on(habits->family == 0 ? AF_INET : habits->family, &printer->port);
	(void)pthread_mutex_init(&printer->lock, NULL);
	if (printer->listener < 0 || pipe2(printer->wake, O_CLOEXEC) != 0 ||
	    pthread_create(&printer->thread, NULL, run, printer) != 0) {
		free(printer);
		return NULL;
	}
	return printer;
}

static void set(struct net_printer *printer, bool *field)
{
	(void)pthread_mutex_lock(&printer->lock);
	*field = true;
	(void)pthread_mutex_unlock(&printer->lock);
	(void)!write(printer->wake[1], "", 1);
}

void net_printer_close(struct net_printer *printer)
{
	set(printer, &printer->is_over);
	(void)shutdown(printer->listener, SHUT_RDWR);
	(void)pthread_join(printer->thread, NULL);
	(void)close(printer->listener);
	(void)close(printer->wake[0]);
	(void)close(printer->wake[1]);
	(void)pthread_mutex_destroy(&printer->lock);
	free(printer);
}

void net_printer_mend(struct net_printer *printer)
{
	set(printer, &printer->is_mended);
}

size_t net_printer_holds(struct net_printer *printer, const void *bytes, size_t length)
{
	size_t count = 0;
	const uint8_t *at;

	(void)pthread_mutex_lock(&printer->lock);
	at = printer->taken;
	while ((at = memmem(at, printer->length - (size_t)(at - printer->taken), bytes, length)) !=
	       NULL) {
		count++;
		at += length;
	}
	(void)pthread_mutex_unlock(&printer->lock);
	return count;
}

size_t net_printer_taken(struct net_printer *printer)
{
	size_t length;

	(void)pthread_mutex_lock(&printer->lock);
	length = printer->length;
	(void)pthread_mutex_unlock(&printer->lock);
	return length;
}

bool net_printer_wait_taken(struct net_printer *printer, size_t at_least)
{
	for (int i = 0; i < WAIT_TRIES && net_printer_taken(printer) < at_least; i++)
		(void)poll(NULL, 0, 2);
	return net_printer_taken(printer) >= at_least;
}

bool net_printer_wait_parted(struct net_printer *printer, size_t count)
{
	size_t parted = 0;

	for (int i = 0; i < WAIT_TRIES && parted < count; i++) {
		(void)poll(NULL, 0, 2);
		(void)pthread_mutex_lock(&printer->lock);
		parted = printer->connections;
		(void)pthread_mutex_unlock(&printer->lock);
	}
	return parted >= count;
}

size_t net_printer_resets(struct net_printer *printer)
{
	size_t resets;

	(void)pthread_mutex_lock(&printer->lock);
	resets = printer->resets;
	(void)pthread_mutex_unlock(&printer->lock);
	return resets;
}
