/* SPDX-License-Identifier: Apache-2.0 */
/* loyalty.h - the part of a till that talks to Regulars: the file to copy.
 *
 * In:  sales as the till keeps them.
 * Out: points, or one line for the cashier on why there are none now.
 * Not here: the till's screen and keyboard (till.c).
 *
 * Every struct of Regulars begins with its size. The caller sets it, and zeroes the rest: so a
 * till built today goes on working with a newer library that has appended fields.
 *
 * This till has one thread. One that has several may make any call marked [any] in regulars.h
 * from each of them; only close() wants to be the last call, alone. A till that forks opens after
 * the fork.
 */
#pragma once

#include "plugin/regulars.h"

#include <stdbool.h>

enum { ITEMS_MAX = 40, TENDERS_MAX = 8 };

struct item {
	char sku[32];
	char name[64];
	char category[32];
	struct rgl_line line;
};

/* A sale or a refund as the till keeps it: complete, so that it can be sent again as it was. */
struct ticket {
	char id[96];
	char of[96];	    /* a refund: the id of the sale it gives back */
	char customer[256]; /* for the screen only */
	int64_t member_id;
	int64_t at_ms;
	int64_t total_minor;
	int64_t paid_minor;
	struct item items[ITEMS_MAX];
	struct rgl_tender tenders[TENDERS_MAX];
	uint32_t item_count;
	uint32_t tender_count;
	bool refunded;
	bool answered; /* Regulars said yes or a lasting no: nothing is left to send */
};

struct loyalty {
	const struct rgl_api *api; /* NULL: there is no Regulars on this machine */
	struct rgl *rgl;	   /* NULL: its store is not open (yet) */
	struct rgl_host host;
	struct rgl_options options;
	struct rgl_shop shop;
	void *library;
};

/* Loads the library from a path, or by name from where the system looks. When that fails it tells
 * the cashier, and everything below does nothing. */
void loyalty_load(struct loyalty *loyalty, const char *path);

/* Whether the store is open; opens it when it is not. Asked before each use, so that a disk that
 * comes back at noon brings the points back at noon. `aloud`: tell the cashier why not. */
bool loyalty_ready(struct loyalty *loyalty, bool aloud);

/* Shows why a call was refused. After a fault inside Regulars it also lets go of the context, and
 * the next loyalty_ready opens a fresh one. */
void loyalty_refused(struct loyalty *loyalty, int32_t code, const struct rgl_why *why);

/* Sends a sale, or a refund when `of` is set; the result is that of Regulars. The answer can get
 * lost on its way (a power cut, a full disk), so a till sends again what was not answered, with
 * the same id and the same contents, as often as it likes: it counts once, and RGL_EXISTS says
 * that it had arrived before. Only while loyalty_ready. */
int32_t loyalty_send(struct loyalty *loyalty, struct ticket *ticket, struct rgl_outcome *ret);

/* Closes the store, then unloads the library: in this order, and with no call running. */
void loyalty_close(struct loyalty *loyalty);
