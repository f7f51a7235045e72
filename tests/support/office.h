/* office.h - a shop with a programme and a clock, where points are changed by hand.
 *
 * Every call but office_change fails the test that makes it where something goes wrong that the
 * call is not about.
 */
#pragma once

#include "plugin/loyalty/adjust.h"
#include "tests/support/shop.h"

/* A programme whose points end after a year, with a stamp card "tea"; more may follow, then "}". */
#define OFFICE_HEAD                                                                                \
	"{\"programme\":1,\"name\":\"P\",\"points\":{\"expiry\":{\"kind\":\"fixed\",\"months\":"   \
	"12}},\"stamp_cards\":[{\"id\":\"tea\",\"title\":\"Tea\",\"stamps\":8}]"

/* now_ms: the clock. */
struct office {
	struct test_shop shop;
	struct book *book;
	int64_t now_ms;
};

/* It stays where it is. close looks whether all is sound. */
void office_open(struct office *office, const char *programme);
void office_close(struct office *office);

/* By Mia, of points, for a reason; the test changes what it is about. */
struct adjustment office_ask(const struct office *office, const char *ref, int64_t units);

rgl_rc office_change(struct office *office, const struct adjustment *asked, int64_t *ret_balance);

/* By Mia, of points; the balance afterwards must be this. */
void office_changes_to(struct office *office, const char *ref, int64_t units, int64_t balance);

/* Refused, in one line, with nothing answered. */
rgl_rc office_refusal(struct office *office, const struct adjustment *asked);

/* What is in lots, and how many alerts there are. */
int64_t office_lots_left(const struct office *office);
int64_t office_alerts(const struct office *office);
