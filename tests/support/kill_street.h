/* kill_street.h - a till that is killed again and again while it sells and prints, and what is on
 * paper then.
 *
 * In:  a printer, whatever it hangs on; who kills the till, and when, is the test's.
 * Out: how often each receipt is on paper, dot by dot.
 *
 * The till is a process of its own: the test's program with STREET_OPTION. What it sold in an
 * earlier life it sells again: it knows nothing, the store does.
 */
#pragma once

#include <sys/types.h>

#include "tests/support/paper_machine.h"
#include "tests/support/shop.h"
#include "tests/support/soak.h"

#define STREET_OPTION "--till"

enum { STREET_JOBS = 40, STREET_JOBS_LONG = 500 };

/* What is promised of each receipt: an original, once; once, as an original or as a copy; or that
 * it is there, and that no second one is an original. */
enum street_promise { STREET_ORIGINALS, STREET_ONCE, STREET_COPIES };

/* length: of a receipt in bytes. copies, voids: as street_judge() found them. */
struct street {
	struct test_shop shop;
	const char *profile;
	char printer[64];
	int jobs;
	int64_t kills;
	int64_t copies;
	int64_t voids;
	uint64_t chance;
	size_t length;
};

/* A shop, closed; `printer` is to be filled in. */
void street_make(struct street *ret, const struct soak *soak, const char *profile);
void street_remove(struct street *street, struct soak *soak);

/* The till's life, in its own process; the exit status. */
int street_till_run(char **arguments);
pid_t street_start_till(struct street *street);

/* What became of it: true when it came to the end of its day, else it was killed. */
bool street_ended(struct street *street, int status);

/* A moment, while somebody is waited for. */
void street_rest(void);

/* Fails the test unless the promise was kept; the shop is open. */
void street_judge(struct street *street, const struct paper_machine *paper,
		  enum street_promise promise);
