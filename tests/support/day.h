/* SPDX-License-Identifier: Apache-2.0 */
/* day.h - a day at a till that sees regulars.h alone and loads the library while running.
 *
 * In:  the library's path, and a shop in shop.db of the working directory (EUR, 1 point a euro).
 * Out: how many sales, refunds and scans went how, and the process while the store was open.
 */
#pragma once

#include "plugin/regulars.h"
#include "tests/support/process.h"

#include <sys/types.h>

enum { DAY_SALES = 300, DAY_REFUNDS = 30, DAY_MISREAD = 7 };

struct day {
	char library_path[PROCESS_PATH_ROOM];
	char command_path[PROCESS_PATH_ROOM];
	void *library;
	const struct rgl_api *api;
	struct rgl *rgl;
	struct rgl_member member;
	int recorded;
	int refunded;
	int refused;
	int64_t balance;
	struct process before;
	struct process within;
	struct process after;
	off_t out_bytes;
	off_t err_bytes;
};

/* Loads the library; -1 when it cannot be. */
int day_load(struct day *day);

/* Opens shop.db with what the till lends (its size and clock are filled in); printer may be NULL.
 */
int32_t day_open(struct day *day, struct rgl_host *host, const char *printer);

/* Sale number i: 4.20 for one thing, by the member for two of three; sign -1 takes it back. */
int32_t day_sell(struct day *day, int i, int sign, uint32_t flags, struct rgl_outcome *ret);

/* Loads, opens, enrols and identifies a member, misreads DAY_MISREAD scans, sells DAY_SALES times,
 * takes DAY_REFUNDS back, closes and unloads. -1 when it could not go on. */
int day_run(struct day *day);
