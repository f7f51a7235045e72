/* spool.c - see spool.h. */
#include "receipts/spool.h"
#include "plugin/base/signals.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "plugin/slip_parts.h"
#include "receipts/spool_parts.h"
#include "receipts/spool_pause.h"

/* How often the store is looked at for what another program left: a job, or a wish to try again. */
#define LOOK_MS 2000

/* Long enough to fetch a roll and put it in: then one receipt comes out, not a half and a copy. */
#define PATIENCE_MS 600000

static int64_t now_ms(void)
{
	struct timespec now = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Which job it is about. */
static void note_job(struct spool *spool)
{
	struct spool_state *state = &spool->state;

	state->job = spool->job.id;
	state->since_ms = spool->job.since_ms;
	state->tries = spool->job.tries;
	(void)snprintf(state->sale, sizeof(state->sale), "%s", spool->job.sale);
}

static void note(struct spool *spool, rgl_rc rc, const char *says)
{
	spool->state.code = rc;
	(void)snprintf(spool->state.says, sizeof(spool->state.says), "%s%s",
		       rc < 0 ? "Receipt waits: " : "", says);
	note_job(spool);
}

/* For who looks at the store from outside. It is told again at the next change if this fails. */
static void tell(struct spool *spool, const char *why)
{
	if (spool->job.id != 0 && !spool->is_unsaid &&
	    spool_jobs_told(spool->store, &spool->job, why) < 0)
		spool->job.why[0] = '\0';
}

/* The line of a printer that waits in the middle of a job; called from spool_try, without the
 * store. */
static void say_waiting(void *user, const char *line)
{
	struct spool *spool = user;

	store_take(spool->store, STORE_TO_READ);
	note(spool, line[0] == '\0' ? RGL_OK : RGL_E_PRINTER, line);
	tell(spool, line);
	store_give(spool->store);
}

/* What came out, until the store has it too. */
static rgl_rc settle(struct spool *spool)
{
	rgl_rc rc = spool_jobs_done(spool->store, &spool->job, spool->name);

	if (rc < 0)
		return rc;
	spool->is_unsaid = false;
	spool->state.printed++;
	return RGL_OK;
}

static rgl_rc try_job(struct spool *spool, struct rgl_why *why)
{
	rgl_rc rc;

	spool->is_trying = true;
	note_job(spool);
	store_give(spool->store);
	rc = spool_try(spool, why);
	if (rc < 0)
		host_log(spool->host, RGL_LOG_WARNING, "receipt of %s: %s", spool->job.sale,
			 why->text);
	store_take(spool->store, STORE_TO_READ);
	spool->is_trying = false;
	if (rc < 0)
		tell(spool, why->text);
	return rc;
}

/* One job from waiting to printed. True when there is another to try at once. */
static bool work(struct spool *spool)
{
	struct rgl_why why = { .size = sizeof(why) };
	bool had_job = spool->is_unsaid;
	rgl_rc rc = RGL_OK;

	if (!spool->is_unsaid) {
		rc = spool_jobs_next(spool->store, &spool->job);
		had_job = rc == RGL_OK && spool->job.id != 0;
		if (rc < 0)
			why = spool->store->refusal;
		if (had_job)
			rc = try_job(spool, &why);
	}
	if (spool->is_unsaid) {
		rc = settle(spool);
		if (rc < 0)
			why = spool->store->refusal;
		else
			memset(&spool->job, 0, sizeof(spool->job));
	}
	note(spool, rc, rc < 0 ? why.text : spool->hint);
	return had_job && rc == RGL_OK;
}

/* Only one context prints a till's receipts. */
static bool is_mine(struct spool *spool)
{
	spool->is_mine = spool->is_mine || store_claim_printing(spool->store);
	if (!spool->is_mine)
		note(spool, RGL_OK, "another program prints for this till");
	return spool->is_mine;
}

/* Whether somebody asked for it, here or in another program, since the last try. */
static bool is_wanted(struct spool *spool)
{
	struct spool_job next = { 0 };

	if (spool->has_new || spool->state.code == RGL_OK || now_ms() >= spool->next_ms)
		return true;
	return spool_jobs_next(spool->store, &next) == RGL_OK &&
	       (next.id != spool->job.id || next.asked != spool->job.asked);
}

static void wait(struct spool *spool)
{
	int64_t until_ms = now_ms() + LOOK_MS;
	struct timespec until;

	if (spool->state.code < 0 && spool->next_ms < until_ms)
		until_ms = spool->next_ms;
	until.tv_sec = until_ms / 1000;
	until.tv_nsec = (long)(until_ms % 1000) * 1000000;
	while (!spool->has_new && !atomic_load(&spool->stop) &&
	       store_sleep(spool->store, &spool->woken, &until))
		;
}

static void *run(void *user)
{
	struct spool *spool = user;

	store_take(spool->store, STORE_TO_READ);
	while (!atomic_load(&spool->stop)) {
		bool is_due = is_mine(spool) && is_wanted(spool);

		spool->has_new = false;
		if (is_due && work(spool)) {
			spool->pause_ms = 0;
			continue;
		}
		if (is_due && spool->state.code < 0) {
			spool->pause_ms = spool_pause(spool->pause_ms, spool->state.code);
			spool->next_ms = now_ms() + spool->pause_ms;
		}
		wait(spool);
	}
	store_give(spool->store);
	return NULL;
}

/* The thread is born with every signal blocked: they are the host's. */
static bool start_thread(struct spool *spool)
{
	sigset_t all;
	sigset_t before;
	bool started;

	signals_of_host(&all);
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

static bool start(struct spool *spool)
{
	const struct printer_patience patience = { PATIENCE_MS, say_waiting, spool, &spool->stop };

	printer_set_patience(spool->printer, &patience);
	if (!init_condition(spool))
		return false;
	if (start_thread(spool))
		return true;
	(void)pthread_cond_destroy(&spool->woken);
	return false;
}

static void free_parts(struct spool *spool)
{
	printer_close(spool->printer);
	slip_parts_close(spool->parts);
	fonts_close(spool->fonts);
	host_free(spool->host, spool);
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
	rc = printer_open(spool->host, printer, &spool->printer, refusal);
	if (rc == RGL_OK)
		rc = slip_parts_open(spool->host, &spool->parts, refusal);
	if (rc == RGL_OK && !start(spool))
		rc = refuse(refusal, RGL_E_MEMORY, "no memory for the printing thread");
	if (rc < 0)
		free_parts(spool);
	else
		*ret = spool;
	return rc;
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
	free_parts(spool);
}

void spool_wake(struct spool *spool)
{
	spool->has_new = true;
	(void)pthread_cond_signal(&spool->woken);
}

bool spool_may_drop(const struct spool *spool, int64_t job)
{
	bool is_busy = spool->is_trying || spool->is_unsaid;

	return spool->is_mine && !(is_busy && spool->job.id == job);
}

void spool_state(struct spool *spool, struct spool_state *ret)
{
	*ret = spool->state;
}
