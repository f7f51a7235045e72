/* spool_try.c - one try at printing a job: what became of the last one, the journal, the bytes, the
 * proof.
 *
 * In:  a job, a printer that may be there.
 * Out: a journal that is never behind what the printer may have done.
 * Not here: when it is tried (spool.c), what follows from a proof (spool_verdict.c).
 */
#include <stdio.h>
#include <string.h>

#include "receipts/printer/encode.h"
#include "receipts/spool_parts.h"
#include "receipts/spool_proof.h"

/* Tries at a receipt that was begun, on a printer that does not answer. */
#define UNHEARD_MAX 3

/* Ends a step of the job in the store, with its words when it was refused. */
static rgl_rc given(struct spool *spool, rgl_rc rc, struct rgl_why *why)
{
	if (rc < 0)
		*why = spool->store->refusal;
	store_give(spool->store);
	return rc;
}

static bool counts_cuts(const struct spool *spool)
{
	return printer_profile(spool->printer)->proof == PROFILE_PROOF_COUNTER;
}

/* Whatever the printer is in the middle of, it is not any more. */
static rgl_rc bring_in_step(struct spool *spool, bool marks_void, struct rgl_why *why)
{
	struct bytes bytes = bytes_of(spool->host);
	size_t sent = 0;
	rgl_rc rc;

	encode_resync(printer_profile(spool->printer), marks_void, &bytes);
	rc = bytes_rc(&bytes);
	if (rc < 0)
		rc = refuse(why, rc, "no memory to speak to the printer");
	else
		rc = printer_send(spool->printer, bytes.data, bytes.length, &sent, why);
	bytes_free(&bytes);
	spool->is_in_step = rc == RGL_OK;
	return rc;
}

/* What the printer cut so far, when it says that. */
static rgl_rc read_counter(struct spool *spool, int64_t *ret, bool *ret_has, struct rgl_why *why)
{
	rgl_rc rc = RGL_OK;

	if (!spool->is_in_step)
		rc = bring_in_step(spool, false, why);
	if (rc == RGL_OK)
		rc = spool_proof_counter(spool->printer, spool->host, ret, ret_has, why);
	spool->is_in_step = rc == RGL_OK;
	return rc;
}

/* ---- After a break ---- */

/* One that answered when the receipt was begun may need a moment before it does so again. */
static rgl_rc refuse_silent(struct spool *spool, struct rgl_why *why)
{
	spool->unheard++;
	if (spool->unheard >= UNHEARD_MAX)
		return RGL_OK;
	return refuse(why, RGL_E_PRINTER,
		      "%s does not say whether the receipt of %s came out; switch it off and on",
		      printer_name(spool->printer), spool->job.sale);
}

/* What the printer of the journal had cut when nothing else had been sent to it yet. */
static rgl_rc find_counter(struct spool *spool, struct spool_found *found, struct rgl_why *why)
{
	struct spool_follower *follower = &spool->follower;
	rgl_rc rc = read_counter(spool, &found->counter, &found->has_counter, why);

	if (rc == RGL_OK && !found->has_counter)
		rc = refuse_silent(spool, why);
	if (rc < 0)
		return rc;
	spool->unheard = 0;
	store_take(spool->store, STORE_TO_READ);
	rc = given(spool, spool_jobs_follower(spool->store, &spool->job, follower), why);
	if (rc < 0 || !follower->is_there)
		return rc;
	found->has_followers = true;
	found->has_counter = follower->has_counter;
	found->counter = follower->counter;
	found->session = follower->session;
	return RGL_OK;
}

static rgl_rc mark_void(struct spool *spool, struct rgl_why *why)
{
	rgl_rc rc;

	store_take(spool->store, STORE_TO_READ);
	rc = given(spool, spool_jobs_void(spool->store, &spool->job), why);
	return rc < 0 ? rc : bring_in_step(spool, true, why);
}

/* The job was at a printer when that broke off: by this till, or by one that was killed. */
static rgl_rc recover(struct spool *spool, bool *ret_doubt, struct rgl_why *why)
{
	const struct spool_begun *begun = &spool->job.begun;
	struct spool_found found = { .printer = printer_identity(spool->printer),
				     .session = printer_session(spool->printer) };
	rgl_rc rc = RGL_OK;

	spool->is_in_step = false;
	if (begun->has_counter && counts_cuts(spool) && strcmp(begun->printer, found.printer) == 0)
		rc = find_counter(spool, &found, why);
	if (rc < 0)
		return rc;
	switch (spool_verdict(begun, &found)) {
	case SPOOL_CAME_OUT:
		spool->is_unsaid = true;
		break;
	case SPOOL_VOID:
		rc = mark_void(spool, why);
		break;
	case SPOOL_AGAIN:
		break;
	case SPOOL_DOUBT:
		*ret_doubt = true;
		break;
	}
	return rc;
}

/* ---- Printing ---- */

/* What a receipt begins with: something else may be half sent, by a try before or at a time that
 * nobody knows of. A file and the till's own way get it in the first case only. */
static void step_in(struct spool *spool, struct bytes *out)
{
	const struct profile *profile = printer_profile(spool->printer);

	if (!spool->is_in_step && (profile->proof != PROFILE_PROOF_NONE || spool->job.tries > 0))
		encode_resync(profile, false, out);
}

static rgl_rc send(struct spool *spool, const struct bytes *bytes, struct rgl_why *why)
{
	struct rgl_why ignored = { .size = sizeof(ignored) };
	size_t sent = 0;
	rgl_rc rc = printer_send(spool->printer, bytes->data, bytes->length, &sent, why);

	if (rc == RGL_OK)
		return RGL_OK;
	/* One that went away may have taken what it did not say. */
	if (sent > 0 || rc == RGL_E_NO_PRINTER) {
		spool->is_in_step = false;
		return rc;
	}
	/* If it fails, the next try finds out the longer way. */
	store_take(spool->store, STORE_TO_READ);
	(void)given(spool, spool_jobs_back(spool->store, &spool->job), &ignored);
	return rc;
}

/* The echo, or the counter where the echo got lost. */
static rgl_rc await_proof(struct spool *spool, struct rgl_why *why)
{
	const struct spool_begun *begun = &spool->job.begun;
	int64_t counter = 0;
	bool has_counter = false;
	bool is_echoed = false;
	rgl_rc rc = spool_proof_await(spool->printer, begun->tag, &is_echoed, why);

	if (rc < 0 || is_echoed)
		return rc;
	rc = read_counter(spool, &counter, &has_counter, why);
	if (rc < 0 || (has_counter && counter - begun->counter == begun->cuts))
		return rc;
	return refuse(why, RGL_E_PRINTER,
		      "%s took the receipt of %s and did not say that it came out; look at the "
		      "paper and the cover, or switch it off and on",
		      printer_name(spool->printer), spool->job.sale);
}

static rgl_rc confirm(struct spool *spool, struct rgl_why *why)
{
	bool is_confirmed;

	if (spool->job.begun.has_counter)
		return await_proof(spool, why);
	/* One that took all of it and cannot say more has printed it, for all that we know. */
	return printer_confirm(spool->printer, &is_confirmed, why);
}

/* Before a receipt; one that should count and does not say so is not asked each time. */
static rgl_rc read_before(struct spool *spool, struct spool_begun *ret, struct rgl_why *why)
{
	const char *name = printer_name(spool->printer);
	rgl_rc rc;

	if (!counts_cuts(spool) || strcmp(spool->silent, name) == 0)
		return RGL_OK;
	rc = read_counter(spool, &ret->counter, &ret->has_counter, why);
	if (rc == RGL_OK && !ret->has_counter)
		(void)snprintf(spool->silent, sizeof(spool->silent), "%s", name);
	return rc;
}

static rgl_rc begin(struct spool *spool, const struct spool_begun *begun, bool is_copy,
		    struct rgl_why *why)
{
	store_take(spool->store, STORE_TO_READ);
	return given(spool, spool_jobs_begin(spool->store, &spool->job, begun, is_copy), why);
}

static rgl_rc print(struct spool *spool, bool is_copy, struct rgl_why *why)
{
	struct bytes bytes = bytes_of(spool->host);
	struct spool_begun begun = { .cuts = 1 };
	rgl_rc rc;

	(void)snprintf(begun.printer, sizeof(begun.printer), "%s",
		       printer_identity(spool->printer));
	(void)snprintf(begun.session, sizeof(begun.session), "%s", printer_session(spool->printer));
	spool_proof_tag(spool->job.id, spool->job.tries, begun.tag);
	rc = read_before(spool, &begun, why);
	step_in(spool, &bytes);
	if (rc == RGL_OK)
		rc = spool_render(spool, is_copy, begun.has_counter ? begun.tag : NULL, &bytes,
				  &begun.cuts, why);
	if (rc == RGL_OK)
		rc = begin(spool, &begun, is_copy, why);
	if (rc == RGL_OK)
		rc = send(spool, &bytes, why);
	if (rc == RGL_OK) {
		rc = confirm(spool, why);
		spool->is_in_step = rc == RGL_OK;
		spool->is_unsaid = rc == RGL_OK;
	}
	bytes_free(&bytes);
	return rc;
}

/* What the last receipt's printer said beside it: nobody has to do anything yet. */
static void note_paper(struct spool *spool)
{
	spool->hint[0] = '\0';
	if (printer_is_low(spool->printer))
		(void)snprintf(spool->hint, sizeof(spool->hint),
			       "the paper in %s ends soon; have a new roll ready", spool->name);
}

rgl_rc spool_try(struct spool *spool, struct rgl_why *why)
{
	bool is_doubt = false;
	rgl_rc rc = printer_enter(spool->printer, why);

	if (rc == RGL_OK && spool->job.state == SPOOL_AT_PRINTER)
		rc = recover(spool, &is_doubt, why);
	if (rc == RGL_OK && !spool->is_unsaid)
		rc = print(spool, spool->job.is_copy || is_doubt, why);
	(void)snprintf(spool->name, sizeof(spool->name), "%s", printer_name(spool->printer));
	note_paper(spool);
	printer_leave(spool->printer);
	return rc;
}
