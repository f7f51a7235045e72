/* link.h - the passing process's way to the reader: a copy of what passes, and the answer at a cut.
 *
 * In:  bytes that were or will be passed on, and where a receipt ends.
 * Out: messages on a socket that never makes the caller wait; the thank-you part.
 * Not here: the bytes' own way to the printer (pass.h).
 *
 * What the reader has not yet put safely away is kept, within bounds, and told again to the next
 * reader when this one dies: at most twice, since it may be what killed it. What does not fit is
 * lost to the reader, never to the printer, and it is told how many were: the newest, since those
 * that are kept can still be read. Nothing is allocated.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/un.h>

/* Messages. To the reader: data; a cut, which waits for thanks; an end, which does too; late ones,
 * for which nobody waits; a receipt that was lost. From it: thanks, and that a receipt is done. */
enum link_kind {
	LINK_DATA = 1,
	LINK_CUT = 2,
	LINK_LATE = 3,
	LINK_LOST = 4,
	LINK_THANKS = 5,
	LINK_DONE = 6
};

enum {
	LINK_PIECE_MAX = 4096,
	LINK_THANKS_MAX = 2048,
	LINK_KEPT_MAX = 262144,
	LINK_MARKS_MAX = 64,
	LINK_TRIES_MAX = 2
};

/* lost: of LINK_LOST, how many receipts. */
struct link_head {
	uint8_t kind;
	uint8_t lost;
	uint16_t sequence;
};

/* The end of a receipt among what is kept. */
struct link_mark {
	size_t end;
	uint16_t sequence;
	uint8_t kind;
	uint8_t lost;
	uint8_t tries;
	bool is_sent;
};

struct link {
	int fd; /* -1: there is no reader now */
	struct sockaddr_un address;
	uint16_t sequence;
	bool is_lost; /* of the open receipt something is missing */
	uint8_t open_tries;
	uint32_t mark_count;
	struct link_mark marks[LINK_MARKS_MAX];
	size_t kept_length;
	size_t sent;
	size_t thanks_length;
	uint8_t thanks[LINK_THANKS_MAX];
	uint8_t kept[LINK_KEPT_MAX];
};

/* The reader's socket has this path. Does not connect yet. */
void link_begin(struct link *link, const char *path);

/* Keeps a copy; nothing is sent before link_pump(). */
void link_data(struct link *link, const uint8_t *bytes, size_t length);

/* A receipt ends here; the answer is asked for when somebody waits. Returns its number. */
uint16_t link_mark(struct link *link, bool is_waited_for);

/* Sends what can be sent at once. */
void link_pump(struct link *link);

/* Reads what the reader said; whether it was the thanks for `sequence`, which may be empty.
 * *ret_spoke: it said anything. */
bool link_hear(struct link *link, uint16_t sequence, bool *ret_spoke);

/* Whether all that was told is done. */
bool link_is_done(const struct link *link);
