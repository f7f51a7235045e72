/* paper_machine.h - a receipt printer as bytes in, slips of paper and answers out: ESC/POS as
 * Epson's reference has it, written for nothing but to look at paper.
 *
 * In:  bytes, in pieces of any size.
 * Out: slips, each up to its cut: their dots, row by row; what the printer says.
 * Not here: any cable or till (paper_server.h); faults of the paper.
 *
 * It shares no code with the encoder or with the emulated USB printer: a second oracle. It counts
 * its cuts (GS g 2), repeats ids (GS ( H), and can be told to know neither.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* dots: `length` bytes, the rows of all pictures in their order, all of one width. letters: how
 * many characters were printed in letters of the printer's own. */
struct slip_of_paper {
	uint8_t *dots;
	size_t length;
	size_t letters;
};

struct paper_machine {
	bool is_plain; /* neither counts nor repeats; it answers GS r */
	struct slip_of_paper *slips;
	size_t count; /* cut off */
	struct slip_of_paper uncut;
	uint64_t cuts;	  /* in its life */
	uint64_t unknown; /* commands that it did not know */
	uint8_t command[16];
	size_t held;
	size_t payload;	 /* bytes of the picture that are still to come */
	uint8_t last[2]; /* bytes that came in before this one */
	uint8_t *said;
	size_t said_length;
};

void paper_machine_init(struct paper_machine *ret);
void paper_machine_free(struct paper_machine *machine);

/* Ends the program when there is no memory. */
void paper_machine_take(struct paper_machine *machine, const uint8_t *bytes, size_t length);

/* Says these bytes before anything else: an answer that nobody heard yet. */
void paper_machine_say(struct paper_machine *machine, const void *bytes, size_t length);

/* Moves what it says into `ret`; how much. */
size_t paper_machine_hear(struct paper_machine *machine, uint8_t *ret, size_t room);

/* Whether a slip's dots end with these (and no letters are on it). */
bool slip_ends_with(const struct slip_of_paper *slip, const uint8_t *dots, size_t length);

/* Runs bytes through a machine of its own, and gives the dots of its first slip: free() them. */
uint8_t *paper_machine_dots(const uint8_t *bytes, size_t length, size_t *ret_length);
