/* job_status.c - asking a printer how it is; see job.h. */
#include "receipts/printer/job.h"

/* As large as any packet of a bulk endpoint up to high speed: less could overflow. */
#define PACKET_ROOM 512
#define DLE_EOT_NOTHING 0x12

bool job_hear(struct job *job, unsigned wait_ms)
{
	uint8_t said[PACKET_ROOM] = { 0 };
	size_t length = 0;
	enum port_event event;

	if (!job->port->says)
		return true;
	event = job->port->kind->listen(job->port, said, sizeof(said), wait_ms, &length);
	job->heard += length;
	status_hear(&job->ear, said, length);
	job->is_low = job->is_low || job->ear.is_low;
	return event != PORT_GONE;
}

/* Sends a question as one piece. False: it did not go. */
static bool send_question(struct job *job, const uint8_t *question, size_t length)
{
	size_t sent = 0;

	return job->port->kind->send(job->port, question, length, job->port->kind->answer_ms,
				     &sent) == PORT_OK &&
	       sent == length;
}

/* Listens until `has` is true; something else may come first, but silence is an answer too. */
static bool await(struct job *job, const bool *has)
{
	for (int i = 0; i < 4 && !*has; i++) {
		size_t heard = job->heard;

		if (!job_hear(job, job->port->kind->answer_ms) || job->heard == heard)
			break;
	}
	return *has;
}

static bool ask_one(struct job *job, uint8_t which, uint8_t *ret)
{
	const uint8_t question[] = { 0x10, 0x04, which };

	job->ear.has_reply = false;
	if (!send_question(job, question, sizeof(question)) || !await(job, &job->ear.has_reply))
		return false;
	*ret = job->ear.reply;
	return true;
}

/* DLE EOT 1, 2 and 4, and 3 for what kind of a fault it is. False: it does not answer. */
static bool ask_escpos(struct job *job, enum status_trouble *ret)
{
	uint8_t replies[4] = { 0, 0, DLE_EOT_NOTHING, 0 };

	if (!ask_one(job, 1, &replies[0]) || !ask_one(job, 2, &replies[1]) ||
	    !ask_one(job, 4, &replies[3]))
		return false;
	if (status_of_replies(replies) == STATUS_FAULT && !ask_one(job, 3, &replies[2]))
		return false;
	job->is_low = status_is_low(replies[3]);
	*ret = status_of_replies(replies);
	return true;
}

/* ESC ACK SOH. */
static bool ask_star(struct job *job, enum status_trouble *ret)
{
	const uint8_t question[] = { 0x1B, 0x06, 0x01 };

	job->ear.has_report = false;
	if (!send_question(job, question, sizeof(question)) || !await(job, &job->ear.has_report))
		return false;
	job->is_low = job->ear.is_low;
	*ret = job->ear.report;
	return true;
}

enum status_trouble job_ask(struct job *job)
{
	enum status_trouble trouble = STATUS_FINE;
	bool has_told;

	if (!job->port->says || job->is_silent || job->dialect == PROFILE_STATUS_NONE)
		return job_ask_beside(job);
	has_told = job->dialect == PROFILE_STATUS_STAR ? ask_star(job, &trouble)
						       : ask_escpos(job, &trouble);
	if (has_told)
		return trouble;
	job->is_silent = true;
	return job_ask_beside(job);
}

/* A report that came by itself tells more than the cable does, and is the newer one. */
enum status_trouble job_ask_beside(struct job *job)
{
	if (job->ear.has_report && job->ear.report != STATUS_FINE)
		return job->ear.report;
	return job->port->kind->ask == NULL ? STATUS_FINE : job->port->kind->ask(job->port);
}
