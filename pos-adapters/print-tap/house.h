/* house.h - who keeps a reader: starts it, starts it anew, and holds the socket that it is called
 * on.
 *
 * The socket is HOME/reader.sock, and belongs to the keeper, so that nobody who calls is turned
 * away while a reader is being started. One keeper a home; others use its reader.
 */
#pragma once

#include "pos-adapters/print-tap/settings.h"

#include <sys/types.h>

enum { HOUSE_PATH_ROOM = 100 };

struct house {
	const struct settings *settings;
	char socket[HOUSE_PATH_ROOM];
	int listening; /* -1: another keeps it */
	int lock;
	pid_t reader; /* 0: none runs */
	long long started_ms;
};

/* Makes the home and takes the socket, unless somebody has it. False with words in ret_why. */
bool house_open(struct house *house, const struct settings *settings, char *ret_why);

/* Starts the reader when it does not run, at most once a second after it ended. */
void house_keep(struct house *house);

/* A child of ours ended: whether it was the reader. */
bool house_ended(struct house *house, pid_t child);

/* In a child of the keeper: leaves everything to the keeper. */
void house_leave(struct house *house);

/* A keeper of its own for a program that does not stay (a CUPS backend): in the background, until
 * nobody has called for a while. Does nothing when somebody keeps one already. */
void house_start_apart(const struct settings *settings);
