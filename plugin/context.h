/* context.h - one open store, as plugin.c and the gateway share it. */
#pragma once

#include <pthread.h>

#include "plugin/checkout.h"
#include "plugin/sales/sale.h"
#include "plugin/store/store.h"
#include "receipts/render.h"

/* The store is taken (store_take) for the whole of a call, but for the slow part of receipt(),
 * which holds `rendering` for what it draws with (parts, fonts), and for the wait for a commit that
 * threads share. A manager's code is looked at before, by one thread at a time (`allowing`). What
 * is here belongs to the thread that has it; workspaces are done with before that wait. */
struct rgl {
	struct host host;
	pthread_mutex_t rendering;
	struct store *store;
	struct desk *desk;
	struct spool *spool;
	struct slip_parts *parts;
	struct fonts *fonts;
	bool closed; /* after a fault of ours */
	struct sale_line *lines;
	struct sale_tender *tenders;
	struct wish wishes[RGL_WISHES_MAX];
	const char *codes[RGL_CODES_MAX];
	struct sale_gesture gestures[RGL_GESTURES_MAX];
	const struct allowed *allowed; /* of the call that is running; it is the caller's */
	pthread_mutex_t allowing;
};

/* Begins a call: takes the store. E_CLOSED after a fault; context_leave comes in any case. */
MUST_USE rgl_rc context_enter(struct rgl *rgl, enum store_use use);

/* Ends a call: gives rc back, with the refusal in *ret when it is below zero (then also one line in
 * the host's log); after E_INTERNAL the context takes no more calls. */
MUST_USE rgl_rc context_leave(struct rgl *rgl, rgl_rc rc, struct rgl_why *ret);

/* A new member and what a till shows of it: both, or neither is there. enrol's refusals. */
struct enrolment;
MUST_USE rgl_rc context_enrol(struct rgl *rgl, const struct enrolment *enrolment,
			      struct rgl_member *ret);

/* One more card for a member, or with a NULL scan a new QR card in place of the old ones; and what
 * a till shows of the member then. cards.h's refusals. */
MUST_USE rgl_rc context_card(struct rgl *rgl, int64_t member, const char *scan, size_t length,
			     struct rgl_member *ret);

/* The sale or refund (or the edit of a sale), then the printing thread is told. The store is taken
 * to write. */
MUST_USE rgl_rc context_checkout(struct rgl *rgl, const struct sale *sale, struct outcome *ret);
MUST_USE rgl_rc context_edit(struct rgl *rgl, const struct sale *sale, struct outcome *ret);

MUST_USE rgl_rc context_shop(struct store *store, struct rgl_shop *ret);

/* One more print job for a sale that is there already, marked as a copy when it had one before.
 * The store is taken to read: what it is for is looked up first. */
MUST_USE rgl_rc context_print(struct rgl *rgl, const char *sale_id, int64_t *ret_job);

/* Adds a sale's receipt to `out`. language NULL: the member's own. The store must not be taken: it
 * is for the facts, not for the drawing, so that no checkout waits for a picture. */
MUST_USE rgl_rc context_receipt(struct rgl *rgl, const char *sale_id, enum render_form form,
				const char *language, struct bytes *out, struct rgl_why *refusal);
