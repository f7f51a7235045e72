/* tap_rig.h - print-tap between a till and a network printer that a test plays both.
 *
 * In:  REGULARS_BUILD, where print-tap is. Fails the running test when something is not as it
 * should.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { TAP_RIG_PATH = 512, TAP_RIG_WAIT_MS = 20000 };

struct tap_rig {
	char home[TAP_RIG_PATH];
	int printer; /* listens */
	int printer_port;
	int tap_port;
	pid_t tap;
};

/* Starts the tap; it is ready then. */
void tap_rig_open(struct tap_rig *rig, const char *hold_ms);
void tap_rig_close(struct tap_rig *rig);

/* Connects to a port of this machine. */
int tap_rig_call(int port);

/* The tap's reader; 0: there is none now. */
pid_t tap_rig_reader_of(const struct tap_rig *rig);

double tap_rig_now_ms(void);
uint32_t tap_rig_chance(uint32_t *seed);

/* Adds a receipt: text, a picture that holds the bytes of cuts, a cut. Returns its length, below
 * 200. */
size_t tap_rig_receipt_add(uint8_t *to, uint32_t number);

/* Sends in pieces of chance and takes at the printer, until all is there and is the same; `each` is
 * called in between. */
void tap_rig_carry(int till, int printer, const uint8_t *bytes, size_t length, uint32_t seed,
		   void (*each)(void *user, size_t sent), void *user);
