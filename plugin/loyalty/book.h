/* book.h - the programmes of a store, each read once and kept.
 *
 * In:  the table `programme`, or the settings of init where there is none in effect.
 * Out: the programme that was in effect at a time, and its purses' accounts.
 * Threads: as the store's.
 */
#pragma once

#include "plugin/programme/programme.h"
#include "plugin/store/store.h"

/* A purse as the store has it: its row, the shop's account in it, and that of what is held. */
struct book_purse {
	int64_t id;
	int64_t shop;
	int64_t held;
};

/* id: of the row, 0 for the settings of init. purses: by the programme's places. */
struct book_entry {
	int64_t id;
	int64_t version;
	int64_t effective_ms;
	struct programme *programme;
	struct book_purse purses[PROGRAMME_PURSES_MAX];
};

/* The programme's place of a purse by its row; PROGRAMME_NONE: a card of another one. */
size_t book_place(const struct book_entry *entry, int64_t purse);

struct book;

/* Reads nothing yet. E_MEMORY. It ends before its store does. */
MUST_USE rgl_rc book_open(struct store *store, struct book **ret);
void book_close(struct book *book); /* NULL is allowed */

/* What was in effect at a time: the newest version whose time had come; else the settings of init.
 * Notices what other programs applied since. *ret is the book's, until five others were
 * asked for. E_MEMORY;
 * E_DAMAGED when a stored programme does not read. */
MUST_USE rgl_rc book_at(struct book *book, int64_t at_ms, const struct book_entry **ret);

/* The same by its row, for a refund of what was earned under it; 0: the settings of init. */
MUST_USE rgl_rc book_by_id(struct book *book, int64_t id, const struct book_entry **ret);

/* Writes one down, read before; in a transaction. effective_ms 0: from now on. Its promotion codes
 * may not be a gift card's or a coupon's (E_TAKEN). E_TIME: before one that is in effect already
 * began. EXISTS: the newest version says the same (programme/same.h) and stays; *ret_version is
 * its. */
MUST_USE rgl_rc book_apply(struct book *book, const char *text, size_t length,
			   int64_t *ret_version);

/* The text of a version as it was applied (0: the newest); E_FIELD when there is none. */
struct bytes;
MUST_USE rgl_rc book_text(struct book *book, int64_t version, struct bytes *out);

/* What members hold on a stamp card that a programme does not have: `members` of them hold `stamps`
 * in all. The books keep it; nobody sees it. */
struct book_left {
	char card[PROGRAMME_ID_MAX + 1];
	int64_t members;
	int64_t stamps;
};

/* Those of a programme, the oldest card first, at most `room`; *ret_count may be 0. Reads every
 * account: for a command, not for a till. */
MUST_USE rgl_rc book_left_behind(struct store *store, const struct programme *programme,
				 struct book_left *ret, size_t room, size_t *ret_count);
