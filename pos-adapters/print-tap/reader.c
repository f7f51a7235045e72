/* reader.c - see reader.h. What is done with a receipt: receipt.c. */
#include "pos-adapters/print-tap/reader.h"
#include "pos-adapters/print-tap/link.h"
#include "pos-adapters/print-tap/receipt.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

/* A reader that takes longer than this for one thing hangs, and is ended by its own alarm. */
enum { DESKS_MAX = 32, HANG_SECONDS = 60, LATER_MS = 2000, REST_MS = 1000 };

/* A passing process that is connected. */
struct desk {
	int fd;
	struct decode decode;
};

struct reader {
	struct receipt_room room;
	int listening;
	int64_t post_after_ms;
	int64_t called_ms; /* when somebody last called */
	struct desk *desks[DESKS_MAX];
};

static void answer(int fd, uint8_t kind, uint16_t sequence, const uint8_t *bytes, size_t length)
{
	struct link_head head = { .kind = kind, .sequence = sequence };
	uint8_t message[sizeof(head) + LINK_THANKS_MAX];

	memcpy(message, &head, sizeof(head));
	if (length > 0)
		memcpy(message + sizeof(head), bytes, length);
	(void)send(fd, message, sizeof(head) + length, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void decode_anew(const struct settings *settings, struct decode *decode)
{
	decode_begin(decode, settings_dialect(settings), settings_codepage(settings));
}

/* What was lost may have ended within a command: what comes next begins anew. */
static void take_lost(struct reader *reader, struct desk *desk, uint8_t lost)
{
	char why[80];

	(void)snprintf(why, sizeof(why), "%u receipt%s went by that could not be read in time",
		       lost, lost == 1 ? "" : "s");
	list_add(reader->room.settings, why, NULL);
	decode_anew(reader->room.settings, &desk->decode);
}

static void take_end(struct reader *reader, struct desk *desk, const struct link_head *head)
{
	bool is_waited_for = head->kind == LINK_CUT;
	uint8_t thanks[LINK_THANKS_MAX];
	size_t length;

	if (head->kind == LINK_LOST) {
		take_lost(reader, desk, head->lost);
	} else {
		length = receipt_read(&reader->room, &desk->decode, is_waited_for, thanks,
				      sizeof(thanks));
		if (is_waited_for)
			answer(desk->fd, LINK_THANKS, head->sequence, thanks, length);
		receipt_keep(&reader->room, &desk->decode);
		decode_next(&desk->decode);
	}
	answer(desk->fd, LINK_DONE, head->sequence, NULL, 0);
	reader->post_after_ms = 0;
}

static void take_bytes(struct desk *desk, const uint8_t *bytes, size_t length)
{
	bool is_cut;

	for (size_t at = 0; at < length;)
		at += decode_bytes(&desk->decode, bytes + at, length - at, &is_cut);
}

/* All that a passing process has said by now; false when it is gone. */
static bool desk_read(struct reader *reader, struct desk *desk)
{
	uint8_t message[sizeof(struct link_head) + LINK_PIECE_MAX];
	struct link_head head;
	ssize_t length;

	for (;;) {
		length = recv(desk->fd, message, sizeof(message), MSG_DONTWAIT);
		if (length < 0 && (errno == EAGAIN || errno == EINTR))
			return true;
		if (length < (ssize_t)sizeof(head))
			return false;
		memcpy(&head, message, sizeof(head));
		if (head.kind == LINK_DATA)
			take_bytes(desk, message + sizeof(head), (size_t)length - sizeof(head));
		else
			take_end(reader, desk, &head);
	}
}

static void desk_open(struct reader *reader)
{
	int fd = accept4(reader->listening, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	struct desk *desk = fd < 0 ? NULL : calloc(1, sizeof(*desk));

	for (int i = 0; i < DESKS_MAX && desk != NULL; i++) {
		if (reader->desks[i] != NULL)
			continue;
		desk->fd = fd;
		decode_anew(reader->room.settings, &desk->decode);
		reader->desks[i] = desk;
		return;
	}
	free(desk);
	if (fd >= 0)
		(void)close(fd);
}

static void desk_close(struct reader *reader, int i)
{
	(void)close(reader->desks[i]->fd);
	free(reader->desks[i]);
	reader->desks[i] = NULL;
}

/* Waits for whoever says something, or until something is due. */
static void wait_for_any(struct reader *reader, struct pollfd *fds, int64_t now_ms)
{
	bool is_due = reader->room.waiting.count > 0 && now_ms >= reader->post_after_ms;

	for (int i = 0; i < DESKS_MAX; i++)
		fds[i] = (struct pollfd) { .fd = reader->desks[i] ? reader->desks[i]->fd : -1,
					   .events = POLLIN };
	fds[DESKS_MAX] = (struct pollfd) { .fd = reader->listening, .events = POLLIN };
	fds[DESKS_MAX + 1] = (struct pollfd) { .fd = reader->room.scanner.fd, .events = POLLIN };
	if (poll(fds, DESKS_MAX + 2, is_due ? 0 : REST_MS) < 0)
		for (int i = 0; i < DESKS_MAX + 2; i++)
			fds[i].revents = 0;
}

/* One that waits is posted when nobody else says anything. */
static void post_one(struct reader *reader, int64_t now_ms)
{
	if (now_ms < reader->post_after_ms)
		return;
	if (receipt_post(&reader->room) == WAITING_LATER)
		reader->post_after_ms = door_clock_ms() + LATER_MS;
}

static void step(struct reader *reader)
{
	struct pollfd fds[DESKS_MAX + 2];
	int64_t now_ms = door_clock_ms();
	bool was_quiet = true;

	(void)alarm(HANG_SECONDS);
	scanner_open(&reader->room.scanner, now_ms);
	wait_for_any(reader, fds, now_ms);
	now_ms = door_clock_ms();
	if (fds[DESKS_MAX + 1].revents != 0)
		scanner_read(&reader->room.scanner, now_ms);
	for (int i = 0; i < DESKS_MAX; i++) {
		if (fds[i].revents == 0)
			continue;
		was_quiet = false;
		if (!desk_read(reader, reader->desks[i]))
			desk_close(reader, i);
	}
	if (fds[DESKS_MAX].revents != 0) {
		was_quiet = false;
		desk_open(reader);
	}
	if (!was_quiet)
		reader->called_ms = now_ms;
	else if (reader->room.waiting.count > 0)
		post_one(reader, now_ms);
}

static bool has_desks(const struct reader *reader)
{
	for (int i = 0; i < DESKS_MAX; i++) {
		if (reader->desks[i] != NULL)
			return true;
	}
	return false;
}

/* One that nobody keeps ends when it is not called any more, or when its home is taken away. */
static bool is_wanted(const struct reader *reader, int stay_seconds)
{
	if (stay_seconds == 0)
		return true;
	if (access(reader->room.settings->home, F_OK) != 0)
		return false;
	return has_desks(reader) ||
	       door_clock_ms() - reader->called_ms < (int64_t)stay_seconds * 1000;
}

int reader_run(const struct settings *settings, int listening, int stay_seconds)
{
	struct reader *reader = calloc(1, sizeof(*reader));
	char why[SETTINGS_WHY_ROOM] = "there is not enough memory";

	(void)signal(SIGPIPE, SIG_IGN);
	(void)signal(SIGTERM, SIG_DFL);
	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (reader == NULL || !receipt_open(&reader->room, settings, why)) {
		(void)fprintf(stderr, "print-tap: %s\n", why);
		free(reader);
		return 1;
	}
	reader->listening = listening;
	reader->called_ms = door_clock_ms();
	while (is_wanted(reader, stay_seconds))
		step(reader);
	receipt_close(&reader->room);
	free(reader);
	return 0;
}
