/* interrupt.c - see interrupt.h. */
#include "cli/interrupt.h"

#include <stddef.h>
#include <time.h>

static sigset_t only_interrupt(void)
{
	sigset_t only;

	(void)sigemptyset(&only);
	(void)sigaddset(&only, SIGINT);
	return only;
}

void interrupt_hold(struct interrupt *ret)
{
	const sigset_t only = only_interrupt();

	*ret = (struct interrupt) { .is_held = true };
	(void)sigprocmask(SIG_BLOCK, &only, &ret->before);
}

bool interrupt_came(struct interrupt *interrupt)
{
	const struct timespec at_once = { 0 };
	const sigset_t only = only_interrupt();

	if (interrupt->is_held && !interrupt->came &&
	    sigtimedwait(&only, NULL, &at_once) == SIGINT) {
		interrupt->came = true;
		interrupt_release(interrupt);
	}
	return interrupt->came;
}

void interrupt_release(struct interrupt *interrupt)
{
	if (interrupt->is_held)
		(void)sigprocmask(SIG_SETMASK, &interrupt->before, NULL);
	interrupt->is_held = false;
}
