/* net_printer.h - a receipt printer on the network, as a server of the test's own on the loopback.
 *
 * In:  how it behaves.
 * Out: what it took, how often it was asked.
 * Not here: what it makes of receipts (fake_printer.h).
 */
#pragma once

#include <netinet/in.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NET_ROOM (1 << 20)
#define NET_NEVER SIZE_MAX

/* answers: to DLE EOT and GS r. stands_at: takes no more behind so many bytes of a connection,
 * until net_printer_mend; says_why: then tells so by an automatic report of no paper. hangs_up_at:
 * resets the connection there. is_slow: a few bytes at a time. babble: says this instead of an
 * answer. */
struct net_habits {
	bool answers;
	size_t stands_at;
	bool says_why;
	size_t hangs_up_at;
	bool is_slow;
	const uint8_t *babble;
	size_t babble_length;
	uint8_t status[5]; /* answers to DLE EOT 1 to 4 at their numbers; 0: 0x12 */
	int family;	   /* AF_INET, or AF_INET6 */
};

struct net_printer {
	struct net_habits habits;
	int listener;
	int wake[2];
	unsigned port;
	pthread_t thread;
	pthread_mutex_t lock;
	bool is_mended;
	bool is_over;
	size_t connections;
	size_t resets;	/* connections that the till broke off */
	size_t endings; /* connections that it ended in order */
	size_t length;
	uint8_t taken[NET_ROOM];
};

/* NULL when there is no such network here. */
struct net_printer *net_printer_open(const struct net_habits *habits);
void net_printer_close(struct net_printer *printer);

/* Paper is in: it goes on, and says so when it said why. */
void net_printer_mend(struct net_printer *printer);

/* How often these bytes are in what it took. */
size_t net_printer_holds(struct net_printer *printer, const void *bytes, size_t length);
size_t net_printer_taken(struct net_printer *printer);

/* Waits until it took so many bytes; false when half a minute did not bring them. */
bool net_printer_wait_taken(struct net_printer *printer, size_t at_least);

/* Waits until the connections that there were are over; false when half a minute did not bring it.
 */
bool net_printer_wait_parted(struct net_printer *printer, size_t count);

/* Of those, how many were broken off. */
size_t net_printer_resets(struct net_printer *printer);
