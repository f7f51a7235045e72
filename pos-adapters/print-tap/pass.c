/* pass.c - see pass.h. */
#include "pos-adapters/print-tap/pass.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { FDS = 5, TILL = 0, BACK = 1, PRINTER = 2, PRINTER_BACK = 3, LINK = 4 };
enum { US_A_SECOND = 1000000, NS_A_US = 1000, DEVICE_PAUSE_US = 50000, FDS_MAX = 1024 };

static int64_t now_us(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * US_A_SECOND + now.tv_nsec / NS_A_US;
}

void pass_begin(struct pass *pass, enum stream_dialect dialect, const char *reader)
{
	pass->stream = (struct stream) { .dialect = dialect };
	pass->head = pass->parsed = pass->tail = pass->lead = 0;
	pass->is_holding = pass->is_lead_held = pass->is_extra = pass->has_text =
		pass->is_lead_out = false;
	pass->till_ended = pass->printer_told = pass->up_ended = pass->up_told = false;
	pass->up_head = pass->up_tail = 0;
	pass->passed_bytes = 0;
	pass->last_us = now_us();
	link_begin(&pass->link, reader);
}

/* A receipt ends at `parsed`. Somebody waits for the thanks when nothing of the cut is out yet. */
static void end_receipt(struct pass *pass, bool waits)
{
	waits = waits && pass->hold_us > 0 && !pass->is_late;
	pass->held = link_mark(&pass->link, waits);
	pass->is_holding = waits;
	pass->is_lead_held = false;
	pass->has_text = false;
	pass->deadline_us = now_us() + pass->hold_us;
	pass->link.thanks_length = 0;
	pass->extra_at = 0;
}

/* Looks at what was read, up to the next cut, and gives the reader its copy. The cut's own bytes go
 * to it behind the question. */
static void parse(struct pass *pass)
{
	size_t from = pass->parsed;
	size_t cut = 0;
	bool is_cut = false;

	while (pass->parsed < pass->tail && !is_cut) {
		enum stream_event event;

		if (stream_is_idle(&pass->stream)) {
			pass->lead = pass->parsed;
			pass->is_lead_out = false;
		}
		event = stream_step(&pass->stream, pass->down[pass->parsed++]);
		is_cut = event == STREAM_CUT;
		pass->has_text = pass->has_text || event == STREAM_TEXT;
	}
	cut = is_cut ? pass->lead : pass->parsed;
	if (cut > from)
		link_data(&pass->link, pass->down + from, cut - from);
	if (is_cut) {
		end_receipt(pass, !pass->is_lead_out && pass->head <= pass->lead);
		from = cut > from ? cut : from;
		link_data(&pass->link, pass->down + from, pass->parsed - from);
	} else if (stream_may_cut(&pass->stream) && pass->parsed > from) {
		pass->is_lead_held = pass->hold_us > 0;
		pass->deadline_us = now_us() + pass->hold_us;
	} else if (pass->parsed > from) {
		pass->is_lead_held = false;
	}
}

/* How far may be written now. */
static size_t gate_of(const struct pass *pass)
{
	return pass->is_holding || pass->is_lead_held ? pass->lead : pass->parsed;
}

/* Whether there is anything for the printer right now. */
static bool can_write(const struct pass *pass)
{
	return pass->is_extra || pass->head < gate_of(pass);
}

static bool is_over(const struct pass *pass)
{
	return now_us() >= pass->deadline_us;
}

/* Lets go of what is held, when the answer is there or was waited for long enough. */
static void release(struct pass *pass, bool is_answered)
{
	if (pass->is_lead_held && is_over(pass))
		pass->is_lead_held = false;
	if (!pass->is_holding || pass->is_extra || (!is_answered && !is_over(pass)))
		return;
	pass->is_late = !is_answered;
	if (is_answered && pass->link.thanks_length > 0)
		pass->is_extra = true;
	else
		pass->is_holding = false;
}

/* Whether a failed call is to be made again, or something is broken. */
static bool is_passing(void)
{
	return errno == EAGAIN || errno == EINTR || errno == EWOULDBLOCK;
}

/* Writes what may be written; false when the printer is gone. */
static bool write_down(struct pass *pass)
{
	while (can_write(pass)) {
		bool is_extra = pass->is_extra && pass->head == pass->lead;
		const uint8_t *from =
			is_extra ? pass->link.thanks + pass->extra_at : pass->down + pass->head;
		size_t length = is_extra ? pass->link.thanks_length - pass->extra_at
					 : gate_of(pass) - pass->head;
		ssize_t written = write(pass->printer, from, length);

		if (written < 0)
			return is_passing();
		if (!is_extra) {
			pass->head += (size_t)written;
			pass->passed_bytes += (size_t)written;
			continue;
		}
		pass->extra_at += (size_t)written;
		if (pass->extra_at == pass->link.thanks_length)
			pass->is_extra = pass->is_holding = false;
	}
	return true;
}

/* Makes room at the end of the buffer, from what was written. */
static void make_room(struct pass *pass)
{
	if (pass->head == 0 || pass->tail < PASS_DOWN_MAX)
		return;
	memmove(pass->down, pass->down + pass->head, pass->tail - pass->head);
	pass->parsed -= pass->head;
	pass->tail -= pass->head;
	pass->is_lead_out = pass->is_lead_out || pass->lead < pass->head;
	pass->lead = pass->lead > pass->head ? pass->lead - pass->head : 0;
	pass->head = 0;
}

static void rewind_empty(struct pass *pass)
{
	if (pass->head < pass->tail || pass->is_holding || pass->is_extra)
		return;
	pass->is_lead_out = pass->is_lead_out || pass->lead < pass->head;
	pass->head = pass->parsed = pass->tail = pass->lead = 0;
}

/* A till that broke off has ended as well: what it had sent goes on. */
static void read_down(struct pass *pass)
{
	ssize_t length = read(pass->till, pass->down + pass->tail, PASS_DOWN_MAX - pass->tail);

	if (length < 0 && is_passing())
		return;
	if (length <= 0) {
		pass->till_ended = !pass->is_endless;
		if (length < 0 && !pass->is_endless)
			pass->back = -1;
		return;
	}
	pass->tail += (size_t)length;
	pass->last_us = now_us();
}

/* The printer's answers; false when it broke off. A device may have none, and say so by none. */
static bool read_up(struct pass *pass)
{
	ssize_t length = read(pass->printer_back, pass->up, sizeof(pass->up));

	if (length < 0)
		return is_passing();
	if (length == 0 && pass->is_socket)
		pass->up_ended = true;
	else if (length == 0)
		pass->printer_back = -1;
	pass->up_head = 0;
	pass->up_tail = (size_t)length;
	return true;
}

/* A till that does not listen any more may still be printing. */
static void write_up(struct pass *pass)
{
	ssize_t length = -1;

	if (pass->back >= 0)
		length = write(pass->back, pass->up + pass->up_head, pass->up_tail - pass->up_head);
	if (length >= 0) {
		pass->up_head += (size_t)length;
	} else if (pass->back < 0 || !is_passing()) {
		pass->back = -1;
		pass->up_head = pass->up_tail;
	}
}

/* The till said its last: the printer is told so, behind the thanks for what was not cut. */
static void tell_ends(struct pass *pass)
{
	bool is_empty = pass->head == pass->tail && !pass->is_holding && !pass->is_extra;

	if (pass->till_ended && !pass->printer_told && is_empty && pass->has_text) {
		pass->lead = pass->head;
		end_receipt(pass, true);
		if (pass->is_holding)
			return;
	}
	if (pass->till_ended && !pass->printer_told && is_empty) {
		pass->printer_told = true;
		if (pass->is_socket)
			(void)shutdown(pass->printer, SHUT_WR);
	}
	if (pass->up_ended && !pass->up_told && pass->up_head == pass->up_tail) {
		pass->up_told = true;
		if (pass->is_till_socket)
			(void)shutdown(pass->till, SHUT_WR);
	}
}

static bool is_finished(const struct pass *pass)
{
	return pass->printer_told && (pass->up_told || !pass->is_socket) &&
	       pass->up_head == pass->up_tail;
}

static void idle_end(struct pass *pass)
{
	if (pass->idle_us > 0 && pass->has_text && !pass->is_holding &&
	    now_us() - pass->last_us >= pass->idle_us)
		end_receipt(pass, false);
}

static void wish(struct pollfd *fd, int number, bool wanted, short events)
{
	fd->fd = wanted ? number : -1;
	fd->events = events;
	fd->revents = 0;
}

/* How long nothing need be done, in microseconds; below 0: for ever. */
static int64_t rest_of(const struct pass *pass)
{
	int64_t now = now_us();
	int64_t until = -1;

	if (!pass->is_holding && pass->parsed < pass->tail)
		return 0; /* behind a cut that was let go */
	if ((pass->is_holding && !pass->is_extra) || pass->is_lead_held)
		until = pass->deadline_us;
	else if (pass->idle_us > 0 && pass->has_text)
		until = pass->last_us + pass->idle_us;
	if (until < 0)
		return -1;
	return until > now ? until - now : 0;
}

static void wait_for_any(struct pass *pass, struct pollfd *fds)
{
	int64_t rest = rest_of(pass);
	struct timespec limit = { .tv_sec = rest / US_A_SECOND,
				  .tv_nsec = rest % US_A_SECOND * NS_A_US };
	bool is_held = pass->is_holding && !pass->is_extra;

	/* While a cut is held nothing more is read: all behind it waits anyhow. */
	wish(&fds[TILL], pass->till, !pass->till_ended && !is_held && pass->tail < PASS_DOWN_MAX,
	     POLLIN);
	wish(&fds[BACK], pass->back, pass->back >= 0 && pass->up_head < pass->up_tail, POLLOUT);
	wish(&fds[PRINTER], pass->printer, can_write(pass), POLLOUT);
	wish(&fds[PRINTER_BACK], pass->printer_back,
	     pass->printer_back >= 0 && !pass->up_ended && pass->up_head == pass->up_tail, POLLIN);
	wish(&fds[LINK], pass->link.fd, pass->link.fd >= 0, POLLIN);
	if (ppoll(fds, FDS, rest < 0 ? NULL : &limit, NULL) < 0)
		for (int i = 0; i < FDS; i++)
			fds[i].revents = 0;
}

/* One round of what can be done. */
static enum pass_end step(struct pass *pass, struct pollfd *fds)
{
	bool answered;
	bool spoke;

	wait_for_any(pass, fds);
	if (fds[PRINTER_BACK].revents != 0 && !read_up(pass))
		return PASS_PRINTER_GONE;
	if (pass->up_head < pass->up_tail)
		write_up(pass);
	if (fds[TILL].revents != 0)
		read_down(pass);
	answered = link_hear(&pass->link, pass->held, &spoke);
	pass->is_late = pass->is_late && !spoke;
	release(pass, answered);
	/* Parsing goes up to a cut; what it lets go may have another behind it. */
	if (!pass->is_holding)
		parse(pass);
	if (!write_down(pass))
		return PASS_PRINTER_GONE;
	make_room(pass);
	rewind_empty(pass);
	idle_end(pass);
	tell_ends(pass);
	link_pump(&pass->link);
	return PASS_DONE;
}

enum pass_end pass_run(struct pass *pass)
{
	struct pollfd fds[FDS];

	pass->up_head = pass->up_tail = 0;
	while (!is_finished(pass)) {
		enum pass_end end = step(pass, fds);

		if (end != PASS_DONE)
			return end;
	}
	return PASS_DONE;
}

/* Waits until the reader has put away what it was told. */
static void linger(struct pass *pass, int64_t at_most_us)
{
	int64_t until = now_us() + at_most_us;
	bool spoke;

	while (!link_is_done(&pass->link) && now_us() < until) {
		struct pollfd fd = { .events = POLLIN };

		link_pump(&pass->link);
		fd.fd = pass->link.fd;
		(void)poll(&fd, 1, DEVICE_PAUSE_US / NS_A_US);
		(void)link_hear(&pass->link, 0, &spoke);
	}
}

void pass_linger(struct pass *pass, int64_t at_most_us)
{
	pid_t child;

	if (pass->has_text)
		(void)link_mark(&pass->link, false);
	pass->has_text = false;
	if (link_is_done(&pass->link))
		return;
	child = fork();
	if (child > 0)
		return;
	if (child == 0) {
		(void)setsid();
		for (int fd = 0; fd < FDS_MAX; fd++) {
			if (fd != pass->link.fd)
				(void)close(fd);
		}
	}
	linger(pass, at_most_us);
	if (child == 0)
		_exit(0);
}
