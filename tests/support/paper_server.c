/* paper_server.c - see paper_server.h. */
#include "tests/support/paper_server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Small, so that a death falls between two pieces of a receipt. */
enum { PIECE = 512, SAID_ROOM = 256 };

/* False: the test is over. */
static bool wait_for(struct paper_server *server, int descriptor)
{
	struct pollfd both[2] = { { .fd = descriptor, .events = POLLIN },
				  { .fd = server->stopper[0], .events = POLLIN } };

	while (poll(both, 2, -1) < 0)
		;
	return both[1].revents == 0;
}

static void kill_when_due(struct paper_server *server)
{
	if (server->victim == 0 || server->taken < server->kill_at)
		return;
	(void)kill(server->victim, SIGKILL);
	server->victim = 0;
}

/* Takes a piece; what is to be said to it. */
static size_t take(struct paper_server *server, const uint8_t *bytes, size_t length, uint8_t *said)
{
	size_t said_length;

	paper_server_hold(server);
	paper_machine_take(&server->machine, bytes, length);
	server->taken += length;
	said_length = paper_machine_hear(&server->machine, said, SAID_ROOM);
	kill_when_due(server);
	paper_server_let(server);
	return said_length;
}

static bool serve(struct paper_server *server, int client)
{
	uint8_t bytes[PIECE];
	uint8_t said[SAID_ROOM];

	while (wait_for(server, client)) {
		ssize_t length = recv(client, bytes, sizeof(bytes), 0);
		size_t answer;

		if (length <= 0)
			return true;
		answer = take(server, bytes, (size_t)length, said);
		if (answer > 0)
			(void)send(client, said, answer, MSG_NOSIGNAL);
	}
	return false;
}

static void *run(void *user)
{
	struct paper_server *server = user;
	bool goes_on = true;

	while (goes_on && wait_for(server, server->listener)) {
		int client = accept4(server->listener, NULL, NULL, SOCK_CLOEXEC);

		if (client < 0)
			continue;
		/* What the last one did not hear is said to nobody. */
		paper_server_hold(server);
		server->machine.said_length = 0;
		paper_server_let(server);
		goes_on = serve(server, client);
		(void)close(client);
	}
	return NULL;
}

void paper_server_start(struct paper_server *ret)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof(address);

	memset(ret, 0, sizeof(*ret));
	paper_machine_init(&ret->machine);
	assert_int_equal(pthread_mutex_init(&ret->lock, NULL), 0);
	assert_int_equal(pipe(ret->stopper), 0);
	ret->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(ret->listener >= 0);
	assert_int_equal(bind(ret->listener, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(ret->listener, 8), 0);
	assert_int_equal(getsockname(ret->listener, (struct sockaddr *)&address, &length), 0);
	ret->port = ntohs(address.sin_port);
	assert_int_equal(pthread_create(&ret->thread, NULL, run, ret), 0);
}

void paper_server_stop(struct paper_server *server)
{
	assert_int_equal(write(server->stopper[1], "x", 1), 1);
	assert_int_equal(pthread_join(server->thread, NULL), 0);
	(void)close(server->stopper[0]);
	(void)close(server->stopper[1]);
	(void)close(server->listener);
	(void)pthread_mutex_destroy(&server->lock);
	paper_machine_free(&server->machine);
}

void paper_server_hold(struct paper_server *server)
{
	(void)pthread_mutex_lock(&server->lock);
}

void paper_server_let(struct paper_server *server)
{
	(void)pthread_mutex_unlock(&server->lock);
}

void paper_server_kill_after(struct paper_server *server, pid_t victim, uint64_t bytes)
{
	paper_server_hold(server);
	server->victim = bytes == 0 ? 0 : victim;
	server->kill_at = server->taken + bytes;
	paper_server_let(server);
}
