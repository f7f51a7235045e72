/* usb_counter.h - a shop's counter for the tests of USB printing: printers, a till, a cashier.
 *
 * In:  the kind of printer, what the cashier does about trouble.
 * Out: what the till was told, what is on paper, held against the job.
 */
#pragma once

#include "receipts/printer/printer.h"
#include "tests/support/fake_printer.h"

#define EPSON "EPSON TM-m30 (USB 04b8:0e2e)"
#define COUNTER_BANDS 8
#define COUNTER_JOB (2 + 6 + COUNTER_BANDS * (8 + 72 * 24) + 4)

/* Longer than any test runs. */
#define COUNTER_LONG_MS 600000

extern const struct fake_model counter_epson;
extern const struct fake_model counter_star;
extern const struct fake_model counter_bixolon;

/* What the cashier does when the printer waits. */
enum reaction { LOOKS_ON, MENDS_IT, MENDS_ITS_MUTTERING, PULLS_THE_CABLE, CLOSES_THE_TILL };

/* What came of the last receipt. */
struct counter_outcome {
	size_t taken;
	bool confirmed;
	bool is_low;
	char name[PRINTER_NAME_ROOM];
	char identity[PRINTER_NAME_ROOM];
	const struct profile *profile;
};

struct counter {
	struct host host;
	struct fake_bus *bus;
	struct fake_printer *printer;
	enum reaction reaction;
	int64_t wait_ms;
	atomic_bool stop;
	unsigned told;
	char line[320];
	struct counter_outcome outcome;
	struct rgl_why why;
	uint8_t job[COUNTER_JOB];
	struct printer *way; /* of the last wish, kept from receipt to receipt */
	char wish[96];
};

/* A receipt: text, pictures of any bytes (with a real-time question among the dots), a cut. */
void counter_fill_job(uint8_t job[COUNTER_JOB]);

/* With one printer plugged in, or none for NULL, and a cashier who looks on for long. The counter
 * stays where it is until counter_close. */
void counter_open(struct counter *ret, const struct fake_model *model);
void counter_close(struct counter *counter);
void counter_set_patience(struct counter *counter, int64_t wait_ms, enum reaction reaction);

/* Prints the job on "usb:04b8:0e2e"; the outcome and the words are in the counter. */
MUST_USE rgl_rc counter_print(struct counter *counter, const char *wish);

/* The same in pieces: the printer of a wish, taken for a receipt. */
MUST_USE rgl_rc counter_enter(struct counter *counter, const char *wish);

/* The same, of one that was just plugged in: the system says so in its own time. */
MUST_USE rgl_rc counter_enter_soon(struct counter *counter, const char *wish);

/* That printer's paper holds the job, `times` over, and nothing else. */
void counter_assert_paper(struct counter *counter, struct fake_printer *printer, size_t times);

/* It was printed once on the counter's printer, and confirmed. */
void counter_assert_printed(struct counter *counter, rgl_rc rc);
void counter_assert_refused(struct counter *counter, rgl_rc rc, rgl_rc expected, const char *line);
