/* paper_server.h - a paper machine on the network, and the end of whoever prints on it.
 *
 * In:  one connection after another, as a printer takes them.
 * Out: the machine's slips; its answers, over the connection.
 *
 * A thread of the test's; the machine may be looked at between paper_server_hold and _let.
 */
#pragma once

#include <pthread.h>
#include <sys/types.h>

#include "tests/support/paper_machine.h"

struct paper_server {
	struct paper_machine machine;
	pthread_mutex_t lock;
	pthread_t thread;
	int listener;
	int stopper[2];
	unsigned port;
	uint64_t taken;
	pid_t victim;	  /* who is killed; 0: nobody */
	uint64_t kill_at; /* when so many bytes were taken in all */
};

/* On a port of 127.0.0.1 that was free. Fails the running test when it cannot. */
void paper_server_start(struct paper_server *ret);
void paper_server_stop(struct paper_server *server);

void paper_server_hold(struct paper_server *server);
void paper_server_let(struct paper_server *server);

/* Kills the process when it has sent so many bytes more; 0 bytes: never. */
void paper_server_kill_after(struct paper_server *server, pid_t victim, uint64_t bytes);
