/* shop.h - a new shop in a folder of its own, with one member, to be tried on.
 *
 * EUR, Europe/Copenhagen, 1 point a euro, 400 points a free coffee; phones without a country are
 * Danish. The clock stands still. Every call fails the test that makes it where something goes
 * wrong that the call is not about.
 */
#pragma once

#include "plugin/checkout.h"
#include "plugin/store/store.h"

#define SHOP_NOW_MS INT64_C(1767607200000) /* 2026-01-05T10:00Z */
#define SHOP_PHONE "+4520304050"

struct test_shop {
	struct host host;
	char folder[512];
	char path[544];
	struct store *store;
	struct desk *desk;
	int64_t member;
	char token[32]; /* the member's own QR text */
};

/* The clock that stands still, for a host that a test lends itself. */
int64_t shop_now_ms(void *user);

/* What the owner of such a shop set up. */
struct shop shop_owner(void);

/* Files, an open store and a member, Asha. It stays where it is. */
void shop_make(struct test_shop *ret);
void shop_make_as(struct test_shop *ret, const struct shop *owner);

/* Closes the store, and removes the folder with all that is in it. */
void shop_remove(struct test_shop *shop);

/* Opens the store (again). */
void shop_open(struct test_shop *shop);
void shop_close(struct test_shop *shop);

/* A file beside the store: path and ending. */
void shop_path(const struct test_shop *shop, const char *ending, char ret[544]);

/* One number out of the store; SQLite's code for what is run. */
int64_t shop_number(const struct test_shop *shop, const char *sql);
int shop_run(const struct test_shop *shop, const char *sql);

/* SQLite finds nothing wrong, no reference hangs, and every balance is the sum of its transfers. */
void shop_is_sound(const struct test_shop *shop);

/* A sale of one thing by the member; `line` is filled in and lives as long as the sale. */
struct sale shop_sale(const struct test_shop *shop, const char *id, int64_t minor,
		      struct sale_line *line);

/* That sale at the checkout, and a refund by amount (`of` may be NULL). */
rgl_rc shop_sell(struct test_shop *shop, const char *id, int64_t minor, struct outcome *ret);
rgl_rc shop_take_back(struct test_shop *shop, const char *id, const char *of, int64_t minor,
		      struct outcome *ret);

/* How often a sale of that id is in the store, and the member's points. */
int64_t shop_count(const struct test_shop *shop, const char *id);
int64_t shop_points(const struct test_shop *shop);
