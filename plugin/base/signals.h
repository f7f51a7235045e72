/* signals.h - which signals a thread of ours leaves to the host's own threads. */
#pragma once

#include <signal.h>

/* All but those of a fault in the thread itself: blocked, such a one would end the process without
 * the host's own crash handler. */
static inline void signals_of_host(sigset_t *ret)
{
	(void)sigfillset(ret);
	(void)sigdelset(ret, SIGSEGV);
	(void)sigdelset(ret, SIGBUS);
	(void)sigdelset(ret, SIGFPE);
	(void)sigdelset(ret, SIGILL);
}
