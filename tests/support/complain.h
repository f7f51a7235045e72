/* complain.h - a shop with opening hours and a clock of the test's own, where people complain.
 *
 * Monday to Friday from 08:00 to 18:00, an hour for each complaint, then it is Vera's. The clock
 * begins on Friday, 2026-01-09, at 17:40 (16:40 UTC). Every call but complain_step fails the test
 * that makes it where something goes wrong that the call is not about.
 */
#pragma once

#include "plugin/care/complaint.h"
#include "tests/support/shop.h"

#define COMPLAIN_MINUTE_MS INT64_C(60000)
#define COMPLAIN_FRIDAY_MS INT64_C(1767976800000)

struct complain {
	struct test_shop shop;
	struct policy policy;
	int64_t now_ms;
	int steps;
};

/* It stays where it is. */
void complain_make(struct complain *ret);
void complain_remove(struct complain *complain);

/* Closes the store and opens it again. */
void complain_reopen_store(struct complain *complain);

/* Of the shop's member, about something; in a transaction of its own. */
struct complaint_new complain_about(const struct complain *complain, const char *ref);
rgl_rc complain_open(struct complain *complain, const struct complaint_new *asked, int64_t *ret);
int64_t complain_new(struct complain *complain, const char *ref);

/* By somebody, with a new id and without words but for notes and remedies; what is asked for, and
 * in a transaction of its own. */
struct complaint_did complain_did(const struct complain *complain, const char *ref,
				  int64_t complaint, enum complaint_kind kind, const char *who);
rgl_rc complain_do(struct complain *complain, const struct complaint_did *did);
rgl_rc complain_step(struct complain *complain, int64_t complaint, enum complaint_kind kind,
		     const char *who);

/* How it stands by the clock, and what is written. */
struct complaint complain_look(struct complain *complain, int64_t complaint);
int64_t complain_count(const struct complain *complain, int64_t complaint,
		       enum complaint_kind kind);
