/* SPDX-License-Identifier: Apache-2.0 */
/* commands.h - what a cashier can do at the demo till.
 *
 * In:  the words of one line, the command first.
 * Out: what is to be read on the till's screen, on stdout.
 */
#pragma once

#include "pos-adapters/demo-till/loyalty.h"

#include <stdatomic.h>
#include <stdio.h>

enum { TICKETS_MAX = 200 };

struct till {
	struct loyalty loyalty;
	struct ticket *tickets;	  /* of this day; [ticket_count] is the one being rung up */
	uint32_t ticket_count;	  /* below TICKETS_MAX */
	char started[32];	  /* the day and time, for the ids of its sales */
	_Atomic int64_t clock_ms; /* 0: the real time. Regulars' printing thread asks as well */
	FILE *log;
	struct rgl_printing printing; /* what the cashier was told last */
};

/* The time: the real one, or the one that --clock began with. [any thread] */
int64_t till_now_ms(const struct till *till);

/* Each runs a command; false: it was not typed as it should be, and nothing happened. */
bool run_scan(struct till *till, int word_count, char **words);
bool run_enrol(struct till *till, int word_count, char **words);
bool run_item(struct till *till, int word_count, char **words);
bool run_pay(struct till *till, int word_count, char **words);
bool run_refund(struct till *till, int word_count, char **words);
bool run_again(struct till *till, int word_count, char **words);
bool run_receipt(struct till *till, int word_count, char **words);

/* Says how the printing goes, when that has changed. */
void printing_show(struct till *till);
