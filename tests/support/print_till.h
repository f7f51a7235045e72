/* SPDX-License-Identifier: Apache-2.0 */
/* print_till.h - a till with a USB printer as a process of its own, that may be killed.
 *
 * In:  requests to the JSON door; REGULARS_SO, the library; a shop in shop.db of the current
 * folder. Out: its answers; how the printing goes.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

/* What a program that starts such tills is itself called with, to be one. */
#define PRINT_TILL_OPTION "--till"
#define PRINT_TILL_LINE 4096

struct print_till {
	pid_t process;
	FILE *ask;
	FILE *hear;
	char answer[PRINT_TILL_LINE];
};

/* What the till's printing() said. */
struct print_state {
	unsigned waiting;
	long long printed;
	int code;
	char says[352];
};

/* The till's side: answers until its standard input ends. The process's exit status. */
int print_till_run(void);

/* The test's side; each fails the running test when it cannot. The program itself is started. */
void print_till_start(struct print_till *ret);

/* The answer is in till->answer; false when it says no. */
bool print_till_ask(struct print_till *till, const char *json);
struct print_state print_till_state(struct print_till *till);

/* Ends it as a till is closed; by SIGKILL. */
void print_till_close(struct print_till *till);
void print_till_kill(struct print_till *till);
