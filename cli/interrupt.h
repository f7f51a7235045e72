/* interrupt.h - Ctrl-C, asked for between two steps of a long work: no handler, nothing global.
 *
 * Not here: what is kept and said then.
 */
#pragma once

#include <signal.h>
#include <stdbool.h>

struct interrupt {
	sigset_t before;
	bool is_held;
	bool came;
};

/* From now on Ctrl-C waits until it is asked for. Of the thread that calls, and those it starts. */
void interrupt_hold(struct interrupt *ret);

/* Whether it came. From then on it is held no more: a second one ends the program. */
bool interrupt_came(struct interrupt *interrupt);

/* Also of one that was never held. */
void interrupt_release(struct interrupt *interrupt);
