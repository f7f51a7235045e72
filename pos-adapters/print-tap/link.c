/* link.c - see link.h. */
#include "pos-adapters/print-tap/link.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum { SEND_BUFFER = 1 << 20 };

void link_begin(struct link *link, const char *path)
{
	link->fd = -1;
	link->sequence = 0;
	link->is_lost = false;
	link->open_tries = 0;
	link->mark_count = 0;
	link->kept_length = 0;
	link->sent = 0;
	memset(&link->address, 0, sizeof(link->address));
	link->address.sun_family = AF_UNIX;
	(void)snprintf(link->address.sun_path, sizeof(link->address.sun_path), "%s", path);
}

/* Where the open receipt begins. */
static size_t open_at(const struct link *link)
{
	return link->mark_count == 0 ? 0 : link->marks[link->mark_count - 1].end;
}

/* Lets the open receipt go; what is told of it is that it was lost. */
static void lose_open(struct link *link)
{
	link->is_lost = true;
	link->kept_length = open_at(link);
	if (link->sent > link->kept_length)
		link->sent = link->kept_length;
}

void link_data(struct link *link, const uint8_t *bytes, size_t length)
{
	if (link->is_lost)
		return;
	if (length > LINK_KEPT_MAX - link->kept_length) {
		lose_open(link);
		return;
	}
	memcpy(link->kept + link->kept_length, bytes, length);
	link->kept_length += length;
}

uint16_t link_mark(struct link *link, bool is_waited_for)
{
	struct link_mark *mark;
	uint8_t lost = 1;

	link->sequence++;
	/* No reader for many receipts: the last mark is for all that find no room. */
	if (link->mark_count + 1 >= LINK_MARKS_MAX)
		lose_open(link);
	if (link->mark_count == LINK_MARKS_MAX) {
		mark = &link->marks[--link->mark_count];
		if (!mark->is_sent)
			lost = mark->lost < UINT8_MAX ? mark->lost + 1 : mark->lost;
	}
	mark = &link->marks[link->mark_count++];
	*mark = (struct link_mark) { .end = link->kept_length, .sequence = link->sequence };
	mark->kind = link->is_lost ? LINK_LOST : is_waited_for ? LINK_CUT : LINK_LATE;
	mark->lost = link->is_lost ? lost : 0;
	link->is_lost = false;
	link->open_tries = 0;
	return link->sequence;
}

/* Takes the first receipts out, up to mark i. */
static void drop_marks(struct link *link, uint32_t i)
{
	size_t end = link->marks[i].end;

	memmove(link->kept, link->kept + end, link->kept_length - end);
	link->kept_length -= end;
	link->sent = link->sent > end ? link->sent - end : 0;
	link->mark_count -= i + 1;
	memmove(link->marks, link->marks + i + 1, link->mark_count * sizeof(link->marks[0]));
	for (uint32_t k = 0; k < link->mark_count; k++)
		link->marks[k].end -= end;
}

/* The first receipt that is kept was told too often: only that it was there is told from now on. */
static void give_up_first(struct link *link)
{
	struct link_mark first = link->marks[0];

	drop_marks(link, 0);
	memmove(link->marks + 1, link->marks, link->mark_count * sizeof(link->marks[0]));
	link->mark_count++;
	first.end = 0;
	first.kind = LINK_LOST;
	first.lost = 1;
	first.tries = 0;
	link->marks[0] = first;
}

/* A new reader is told everything once more, and nobody waits for its answers. */
static void tell_again(struct link *link)
{
	link->sent = 0;
	for (uint32_t i = 0; i < link->mark_count; i++) {
		link->marks[i].is_sent = false;
		if (link->marks[i].kind == LINK_CUT)
			link->marks[i].kind = LINK_LATE;
	}
	if (link->mark_count > 0 && link->marks[0].kind != LINK_LOST &&
	    link->marks[0].tries++ >= LINK_TRIES_MAX)
		give_up_first(link);
	else if (link->mark_count == 0 && link->kept_length > 0 &&
		 link->open_tries++ >= LINK_TRIES_MAX)
		lose_open(link);
}

static void hang_up(struct link *link)
{
	if (link->fd >= 0)
		(void)close(link->fd);
	link->fd = -1;
	tell_again(link);
}

static bool connect_now(struct link *link)
{
	int room = SEND_BUFFER;

	if (link->fd >= 0)
		return true;
	link->fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (link->fd < 0)
		return false;
	(void)setsockopt(link->fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof(room));
	if (connect(link->fd, (struct sockaddr *)&link->address, sizeof(link->address)) == 0)
		return true;
	(void)close(link->fd);
	link->fd = -1;
	return false;
}

/* One message: so many bytes, or else the mark; false when it cannot be sent now. */
static bool send_one(struct link *link, const struct link_mark *mark, size_t length)
{
	struct link_head head = { .kind = LINK_DATA };
	struct iovec parts[] = { { &head, sizeof(head) }, { link->kept + link->sent, length } };
	struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };

	if (length == 0)
		head = (struct link_head) { mark->kind, mark->lost, mark->sequence };
	if (sendmsg(link->fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT) >= 0)
		return true;
	if (errno != EAGAIN && errno != EWOULDBLOCK && errno != ENOBUFS && errno != EINTR)
		hang_up(link);
	return false;
}

/* The first mark that was not sent; NULL: all were. */
static struct link_mark *next_mark(struct link *link)
{
	for (uint32_t i = 0; i < link->mark_count; i++) {
		if (!link->marks[i].is_sent)
			return &link->marks[i];
	}
	return NULL;
}

/* Sends the next message; false when there is none, or no way now. */
static bool pump_one(struct link *link)
{
	struct link_mark *mark = next_mark(link);
	size_t end = mark != NULL ? mark->end : link->kept_length;
	size_t length = end - link->sent;

	if (length > LINK_PIECE_MAX)
		length = LINK_PIECE_MAX;
	if (length == 0 && mark == NULL)
		return false;
	if (!send_one(link, mark, length))
		return false;
	if (length == 0)
		mark->is_sent = true;
	link->sent += length;
	return true;
}

void link_pump(struct link *link)
{
	if (link->mark_count == 0 && link->kept_length == 0)
		return;
	if (!connect_now(link))
		return;
	while (pump_one(link)) {
	}
}

static void take_done(struct link *link, uint16_t sequence)
{
	for (uint32_t i = 0; i < link->mark_count; i++) {
		if (link->marks[i].sequence == sequence) {
			drop_marks(link, i);
			return;
		}
	}
}

bool link_hear(struct link *link, uint16_t sequence, bool *ret_spoke)
{
	bool heard = false;

	*ret_spoke = false;
	while (link->fd >= 0) {
		struct link_head head = { 0 };
		uint8_t body[LINK_THANKS_MAX];
		struct iovec parts[] = { { &head, sizeof(head) }, { body, sizeof(body) } };
		struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };
		ssize_t length = recvmsg(link->fd, &message, MSG_DONTWAIT);

		if (length < 0 && (errno == EAGAIN || errno == EINTR))
			return heard;
		if (length < (ssize_t)sizeof(head)) {
			hang_up(link);
			return heard;
		}
		*ret_spoke = true;
		if (head.kind == LINK_DONE)
			take_done(link, head.sequence);
		if (head.kind != LINK_THANKS || head.sequence != sequence)
			continue;
		heard = true;
		link->thanks_length = (size_t)length - sizeof(head);
		memcpy(link->thanks, body, link->thanks_length);
	}
	return heard;
}

bool link_is_done(const struct link *link)
{
	return link->mark_count == 0;
}
