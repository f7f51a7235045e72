/* spool.c - see spool.h. */
#include "receipts/spool.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "plugin/slip.h"
#include "receipts/printer/escpos.h"
#include "receipts/printer/usb.h"
#include "receipts/render.h"
#include "receipts/spool_jobs.h"

#define RETRY_MS 2000

/* Long enough to fetch a roll and put it in: then one receipt comes out, not a half and a copy. */
#define PATIENCE_MS 600000

struct spool {
	struct store *store;
	struct desk *desk;
	const struct host *host;
	pthread_cond_t woken; /* what stands below is guarded by the store being taken, but stop */
	pthread_t thread;
	atomic_bool stop;
	bool to_host;
	struct usb_address address;
	struct usb *usb;
	struct fonts *fonts;
	bool broken_off; /* the printer may be in the middle of a band */
	bool has_new;
	bool is_mine;
	bool has_job; /* taken, and the store does not know yet what came of it */
	bool is_printed;
	bool is_begun;
	struct spool_job job;
	char printer[USB_NAME_ROOM];
	struct spool_state state;
};

static void note(struct spool *spool, rgl_rc rc, const char *says)
{
	spool->state.code = rc;
	(void)snprintf(spool->state.says, sizeof(spool->state.says), "%s%s",
		       rc < 0 ? "Receipt waits: " : "", says);
}

/* The line of a printer that waits in the middle of a job; called from usb_print, without the
 * store.
 */
static void say_waiting(void *user, const char *line)
{
	struct spool *spool = user;

	store_take(spool->store, STORE_TO_READ);
	note(spool, line[0] == '\0' ? RGL_OK : RGL_E_PRINTER, line);
	store_give(spool->store);
}

static rgl_rc send_usb(struct spool *spool, const struct bytes *bytes, struct usb_outcome *outcome,
		       struct rgl_why *refusal)
{
	struct usb_patience patience = { PATIENCE_MS, say_waiting, spool };
	rgl_rc rc = RGL_OK;

	if (spool->usb == NULL)
		rc = usb_open(spool->host, &spool->usb, refusal);
	if (rc < 0)
		return rc;
	usb_set_patience(spool->usb, &patience);
	return usb_print(spool->usb, &spool->address, bytes->data, bytes->length, &spool->stop,
			 outcome, refusal);
}

static rgl_rc send(struct spool *spool, const struct bytes *bytes, struct usb_outcome *outcome,
		   struct rgl_why *refusal)
{
	const struct rgl_host *lent = &spool->host->lent;

	if (!spool->to_host)
		return send_usb(spool, bytes, outcome, refusal);
	(void)snprintf(outcome->name, sizeof(outcome->name), "the till's own printer");
	if (lent->print(lent->user, bytes->data, bytes->length) != 0)
		return refuse(refusal, RGL_E_PRINTER, "the till's own printer did not take it");
	outcome->taken = bytes->length;
	return RGL_OK;
}

/* Draws a job and sends it; the store is not taken. */
static rgl_rc print(struct spool *spool, const struct slip *slip, struct usb_outcome *outcome,
		    struct rgl_why *refusal)
{
	struct bytes bytes = bytes_of(spool->host);
	rgl_rc rc;

	if (spool->broken_off)
		escpos_resync(&bytes);
	rc = render_receipt(slip_receipt(slip), RENDER_ESCPOS, spool->host, &spool->fonts, &bytes,
			    refusal);
	if (rc == RGL_OK)
		rc = send(spool, &bytes, outcome, refusal);
	bytes_free(&bytes);
	return rc;
}

/* What a job came to, until the store has it too. */
static bool settle(struct spool *spool)
{
	rgl_rc rc = spool_jobs_done(spool->store, &spool->job, spool->is_printed, spool->is_begun,
				    spool->printer);

	if (rc < 0) {
		note(spool, rc, spool->store->refusal.text);
		return false;
	}
	spool->has_job = false;
	return true;
}

/* The job's receipt, out of the store and onto paper; which is given back while it prints. */
static rgl_rc print_job(struct spool *spool, struct usb_outcome *outcome, struct rgl_why *refusal)
{
	struct slip *slip = NULL;
	rgl_rc rc = slip_read(spool->desk, spool->job.sale, spool->job.is_copy, &slip);

	if (rc < 0)
		*refusal = spool->store->refusal;
	store_give(spool->store);
	if (rc == RGL_OK)
		rc = print(spool, slip, outcome, refusal);
	slip_free(slip);
	if (rc < 0)
		host_log(spool->host, RGL_LOG_WARNING, "receipt of %s: %s", spool->job.sale,
			 refusal->text);
	store_take(spool->store, STORE_TO_READ);
	return rc;
}

/* One job from waiting to printed. True when there is another to try at once. */
static bool work(struct spool *spool)
{
	struct usb_outcome outcome = { 0 };
	struct rgl_why refusal = { .size = sizeof(refusal) };
	rgl_rc rc;

	if (spool->has_job && !settle(spool))
		return false;
	rc = spool_jobs_take(spool->store, &spool->job);
	if (rc < 0 || spool->job.id == 0) {
		note(spool, rc, rc < 0 ? spool->store->refusal.text : "");
		return false;
	}
	spool->has_job = true;
	/* A copy that is the first of this run may be what the last one was cut short in. */
	spool->broken_off = spool->broken_off || (spool->job.is_copy && spool->state.printed == 0);
	rc = print_job(spool, &outcome, &refusal);
	/* All of it was taken and nothing more is known: it counts as printed. */
	spool->broken_off = rc < 0 && (outcome.taken > 0 || spool->broken_off);
	spool->is_printed = rc == RGL_OK;
	spool->is_begun = outcome.taken > 0;
	(void)snprintf(spool->printer, sizeof(spool->printer), "%s", outcome.name);
	spool->state.printed += rc == RGL_OK;
	note(spool, rc, rc < 0 ? refusal.text : "");
	return settle(spool) && rc == RGL_OK;
}

/* Only one context prints a till's receipts; it begins by what the last one left behind. */
static bool is_mine(struct spool *spool)
{
	rgl_rc rc;

	if (spool->is_mine)
		return true;
	if (!store_claim_printing(spool->store)) {
		note(spool, RGL_OK, "another program prints for this till");
		return false;
	}
	rc = spool_jobs_recover(spool->store);
	if (rc < 0)
		note(spool, rc, spool->store->refusal.text);
	spool->is_mine = rc == RGL_OK;
	return spool->is_mine;
}

static void wait_ms(struct spool *spool, int64_t ms)
{
	struct timespec until = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += ms / 1000;
	while (!spool->has_new && !atomic_load(&spool->stop) &&
	       store_sleep(spool->store, &spool->woken, &until))
		;
}

static void *run(void *user)
{
	struct spool *spool = user;

	store_take(spool->store, STORE_TO_READ);
	while (!atomic_load(&spool->stop)) {
		spool->has_new = false;
		if (is_mine(spool) && work(spool))
			continue;
		/* Now and then without being woken: another program may have left a job. */
		wait_ms(spool, RETRY_MS);
	}
	store_give(spool->store);
	return NULL;
}

static rgl_rc read_printer(struct spool *spool, const char *printer, struct rgl_why *refusal)
{
	if (strcmp(printer, "host") != 0)
		return usb_address_read(printer, &spool->address, refusal);
	if (spool->host->lent.print == NULL)
		return refuse_field(refusal, RGL_E_FIELD, "printer",
				    "printer is \"host\" but the till lent no print callback");
	spool->to_host = true;
	return RGL_OK;
}

/* The thread is born with every signal blocked: they are the host's. */
static bool start_thread(struct spool *spool)
{
	sigset_t all;
	sigset_t before;
	bool started;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	started = pthread_create(&spool->thread, NULL, run, spool) == 0;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return started;
}

static bool init_condition(struct spool *spool)
{
	pthread_condattr_t attributes;
	bool made;

	if (pthread_condattr_init(&attributes) != 0)
		return false;
	made = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0 &&
	       pthread_cond_init(&spool->woken, &attributes) == 0;
	(void)pthread_condattr_destroy(&attributes);
	return made;
}

rgl_rc spool_start(struct desk *desk, const char *printer, struct spool **ret,
		   struct rgl_why *refusal)
{
	struct store *store = desk_store(desk);
	struct spool *spool = host_new(store->host, sizeof(*spool));
	rgl_rc rc;

	if (spool == NULL)
		return refuse(refusal, RGL_E_MEMORY, "no memory for the printing thread");
	spool->store = store;
	spool->desk = desk;
	spool->host = store->host;
	rc = read_printer(spool, printer, refusal);
	if (rc == RGL_OK && !init_condition(spool))
		rc = refuse(refusal, RGL_E_MEMORY, "no memory for the printing thread");
	if (rc < 0) {
		host_free(store->host, spool);
		return rc;
	}
	if (!start_thread(spool)) {
		(void)pthread_cond_destroy(&spool->woken);
		host_free(store->host, spool);
		return refuse(refusal, RGL_E_MEMORY, "no memory for the printing thread");
	}
	*ret = spool;
	return RGL_OK;
}

void spool_stop(struct spool *spool)
{
	if (spool == NULL)
		return;
	store_take(spool->store, STORE_TO_READ);
	atomic_store(&spool->stop, true);
	(void)pthread_cond_signal(&spool->woken);
	store_give(spool->store);
	(void)pthread_join(spool->thread, NULL);
	(void)pthread_cond_destroy(&spool->woken);
	usb_close(spool->usb);
	fonts_close(spool->fonts);
	host_free(spool->host, spool);
}

void spool_wake(struct spool *spool)
{
	spool->has_new = true;
	(void)pthread_cond_signal(&spool->woken);
}

void spool_state(struct spool *spool, struct spool_state *ret)
{
	*ret = spool->state;
}
