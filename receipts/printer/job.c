/* job.c - see job.h.
 *
 * After any send, however it ended, the port tells how many bytes went; the next one begins there.
 * In the middle of a receipt nothing but its own bytes is sent: a question inside a picture would
 * be printed as dots and push the rest aside.
 */
#include "receipts/printer/job.h"

#include <string.h>

/* Failures in a row, without a byte in between, before the receipt is given up. */
#define FAILURES_MAX 5

/* A printer that is fine and yet does not answer behind a receipt: it never will. */
#define BARRIER_MS 5000
#define SILENT_MS 1000

rgl_rc job_check_stop(struct job *job)
{
	return port_is_stopped(job->port) ? port_say_stopped(job->port, job->why) : RGL_OK;
}

rgl_rc job_say_gone(struct job *job)
{
	return refuse(job->why, RGL_E_NO_PRINTER,
		      "%s went away; plug it in and switch it on, it prints by itself",
		      job->port->name);
}

static void say(const struct job *job, const char *line)
{
	if (job->patience->say != NULL)
		job->patience->say(job->patience->user, line);
}

void job_note_progress(struct job *job)
{
	if (job->is_waiting)
		say(job, "");
	job->is_waiting = false;
	job->quiet_ms = 0;
	job->failures = 0;
}

/* A slice went by without a byte. Tells once for each thing that is wrong; gives the receipt up
 * when patience is at its end, and then may ask more closely. */
rgl_rc job_note_silence(struct job *job, enum status_trouble trouble)
{
	struct rgl_why why = { .size = sizeof(why) };

	job->quiet_ms += PORT_SLICE_MS;
	if (job->quiet_ms >= job->patience->wait_ms) {
		if (trouble == STATUS_FINE && job->port->kind->asks_whole)
			trouble = job_ask(job);
		return status_refuse(trouble, job->port->name, job->why);
	}
	if (!job->is_waiting || trouble != job->told) {
		(void)status_refuse(trouble, job->port->name, &why);
		say(job, why.text);
	}
	job->is_waiting = true;
	job->told = trouble;
	return RGL_OK;
}

/* A failure that the way has words for ends the receipt; another is tried again from where the
 * printer is, but not for ever. */
static rgl_rc note_failure(struct job *job)
{
	if (job->port->fault[0] != '\0')
		return refuse(job->why, RGL_E_PRINTER, "%s", job->port->fault);
	if (++job->failures < FAILURES_MAX)
		return RGL_OK;
	return refuse(job->why, RGL_E_PRINTER,
		      "%s does not answer as it should; check its cable, switch it off and on, "
		      "it prints by itself",
		      job->port->name);
}

/* Nothing moves. What the printer says by itself meanwhile is heard first. */
static rgl_rc note_wait(struct job *job)
{
	if (!job_hear(job, 1))
		return job_say_gone(job);
	return job_note_silence(job, job_ask_beside(job));
}

rgl_rc job_follow(struct job *job, enum port_event event, size_t moved)
{
	if (moved > 0)
		job_note_progress(job);
	switch (event) {
	case PORT_OK:
		return moved > 0 ? RGL_OK : note_failure(job);
	case PORT_TIMEOUT:
		return moved > 0 ? RGL_OK : note_wait(job);
	case PORT_GONE:
		return job_say_gone(job);
	case PORT_NO_MEMORY:
		return refuse(job->why, RGL_E_MEMORY, "not enough memory to print on %s",
			      job->port->name);
	case PORT_FAILED:
		break;
	}
	return note_failure(job);
}

rgl_rc job_begin(struct job *job)
{
	enum status_trouble trouble;
	rgl_rc rc = job_check_stop(job);

	if (rc < 0)
		return rc;
	/* What it said to somebody before us. */
	if (!job_hear(job, 5))
		return job_say_gone(job);
	status_forget(&job->ear, job->dialect);
	trouble = job_ask(job);
	return trouble == STATUS_FINE ? RGL_OK : status_refuse(trouble, job->port->name, job->why);
}

rgl_rc job_send(struct job *job, const uint8_t *bytes, size_t length, size_t *ret_taken)
{
	const struct port_kind *kind = job->port->kind;
	size_t taken = 0;
	rgl_rc rc = job_check_stop(job);

	job->port->fault[0] = '\0';
	job->port->is_undone = false;
	while (rc == RGL_OK && taken < length) {
		size_t left = length - taken;
		size_t moved = 0;
		enum port_event event;

		event = kind->send(job->port, bytes + taken,
				   left < kind->chunk ? left : kind->chunk, PORT_SLICE_MS, &moved);
		taken = job->port->is_undone ? 0 : taken + moved;
		rc = job_follow(job, event, moved);
		if (rc == RGL_OK && taken < length)
			rc = job_check_stop(job);
	}
	job->is_broken = job->is_broken || rc < 0;
	*ret_taken = taken;
	return rc;
}

/* A slice went by without the answer. Behind whole data, questions may be asked. */
static rgl_rc look_after(struct job *job)
{
	enum status_trouble trouble = job_ask(job);

	if (trouble != STATUS_FINE)
		return job_note_silence(job, trouble);
	job_note_progress(job);
	return RGL_OK;
}

/* Until `ends`, or until nothing came for wait_ms while nothing is wrong. */
static rgl_rc await_words(struct job *job, int64_t wait_ms,
			  bool (*ends)(const uint8_t *said, size_t length))
{
	int64_t quiet_ms = 0;
	rgl_rc rc = RGL_OK;

	while (rc == RGL_OK && quiet_ms < wait_ms) {
		size_t before = job->ear.said_length;

		if (!job_hear(job, PORT_SLICE_MS))
			return job_say_gone(job);
		if (ends(job->ear.said, job->ear.said_length))
			return RGL_OK;
		if (job->ear.said_length == before)
			rc = look_after(job);
		quiet_ms = job->is_waiting || job->ear.said_length > before
				   ? 0
				   : quiet_ms + PORT_SLICE_MS;
		if (rc == RGL_OK)
			rc = job_check_stop(job);
	}
	return rc;
}

rgl_rc job_answer(struct job *job, int64_t wait_ms,
		  bool (*ends)(const uint8_t *said, size_t length), uint8_t *said, size_t room,
		  size_t *ret_length)
{
	rgl_rc rc = job_check_stop(job);
	size_t length = 0;

	if (rc == RGL_OK && job->port->says && !ends(job->ear.said, job->ear.said_length))
		rc = await_words(job, wait_ms, ends);
	job->is_broken = job->is_broken || rc < 0;
	if (rc < 0)
		return rc;
	length = job->ear.said_length < room ? job->ear.said_length : room;
	memcpy(said, job->ear.said, length);
	job->ear.said_length = 0;
	job->ear.is_in_text = false;
	job->port->has_answered = length > 0;
	*ret_length = length;
	return RGL_OK;
}

/* Until what was sent has left this machine. */
static rgl_rc settle(struct job *job)
{
	rgl_rc rc = RGL_OK;

	while (rc == RGL_OK && job->port->kind->settle != NULL) {
		enum port_event event = job->port->kind->settle(job->port, PORT_SLICE_MS);

		if (event == PORT_OK) {
			job_note_progress(job);
			return RGL_OK;
		}
		rc = job_follow(job, event, 0);
		if (rc == RGL_OK)
			rc = job_check_stop(job);
	}
	return rc;
}

/* One more slice went by; the time does not count while something is wrong. */
static rgl_rc look_after_slice(struct job *job, int64_t *waited_ms)
{
	rgl_rc rc = look_after(job);

	*waited_ms = job->is_waiting ? 0 : *waited_ms + PORT_SLICE_MS;
	return rc == RGL_OK ? job_check_stop(job) : rc;
}

/* GS r 1 stands in the data and is answered when the printer comes to it. */
static rgl_rc confirm_escpos(struct job *job, int64_t limit_ms)
{
	static const uint8_t question[] = { 0x1D, 'r', 1 };
	int64_t waited_ms = 0;
	size_t taken;
	rgl_rc rc;

	rc = job_send(job, question, sizeof(question), &taken);
	while (rc == RGL_OK && waited_ms < limit_ms) {
		if (!job_hear(job, PORT_SLICE_MS))
			return job_say_gone(job);
		if (job->ear.has_confirmed)
			break;
		rc = look_after_slice(job, &waited_ms);
	}
	if (rc == RGL_OK && job->ear.has_confirmed)
		job_note_progress(job);
	return rc;
}

/* ETB stands in the data and raises a counter, which every status shows, when the printer comes to
 * it. */
static rgl_rc confirm_star(struct job *job, int64_t limit_ms)
{
	static const uint8_t mark[] = { 0x17 };
	int64_t waited_ms = 0;
	size_t taken;
	uint8_t before;
	rgl_rc rc;

	(void)job_ask(job);
	if (job->is_silent || !job->ear.has_count)
		return RGL_OK;
	before = job->ear.count;
	rc = job_send(job, mark, sizeof(mark), &taken);
	if (rc == RGL_OK)
		rc = look_after_slice(job, &waited_ms);
	while (rc == RGL_OK && job->ear.count == before && waited_ms < limit_ms) {
		if (!job_hear(job, PORT_SLICE_MS))
			return job_say_gone(job);
		rc = look_after_slice(job, &waited_ms);
	}
	job->ear.has_confirmed = job->ear.count != before;
	return rc;
}

static rgl_rc confirm(struct job *job)
{
	const int64_t usual_ms = job->is_silent ? SILENT_MS : BARRIER_MS;
	const int64_t patience_ms = job->patience->wait_ms;
	const int64_t limit_ms = patience_ms < usual_ms ? patience_ms : usual_ms;

	if (!job_hear(job, 5))
		return job_say_gone(job);
	job->ear.has_confirmed = false;
	if (job->dialect == PROFILE_STATUS_STAR)
		return confirm_star(job, limit_ms);
	return confirm_escpos(job, limit_ms);
}

rgl_rc job_confirm(struct job *job, bool *ret_confirmed)
{
	bool asks = job->port->says && job->has_barrier;
	rgl_rc rc = settle(job);

	if (rc == RGL_OK && asks)
		rc = confirm(job);
	job->is_broken = job->is_broken || rc < 0;
	if (rc < 0)
		return rc;
	job->port->has_answered = asks && job->ear.has_confirmed;
	*ret_confirmed = job->port->has_answered;
	return RGL_OK;
}
