/* slip_shelf.h - what slip_part.c, slip_parts.c and slip_shelf.c share: the parts, read and ready.
 */
#pragma once

#include "plugin/slip_parts.h"
#include "plugin/slip_settings.h"

#define SLIP_PART_MAX 1000000
#define SLIP_LOGO_WIDTH 576 /* dots; a narrower paper makes it smaller */
#define SHELF_OWN_MAX 16
#define SHELF_WORDS_MAX 4
#define SHELF_LEFT_OUT_MAX 4

/* Words in one language, opened when a receipt first needs them. */
struct shelf_words {
	char language[16];
	struct words *words;
};

/* A part that does not read, until the log is told: not while the store is taken, because who hears
 * it may call back. */
struct shelf_left_out {
	const char *what;
	struct rgl_why why;
};

/* own_texts: what `own` points to. logo_png: as it was applied, until a receipt first needs it
 * drawn small: that may take a quarter of a second, which no till should wait for. */
struct shelf {
	const struct host *host;
	int64_t changes;
	struct currency currency;
	char language[16]; /* the shop's */
	const struct profile *profile;
	bool has_printer_letters; /* wanted: the printer's own */
	struct template *template;
	struct bytes logo_png;
	struct bitmap logo;
	struct words_own own[SHELF_OWN_MAX];
	char own_names[SHELF_OWN_MAX][64];
	struct bytes own_texts[SHELF_OWN_MAX];
	size_t own_count;
	struct shelf_words kept[SHELF_WORDS_MAX];
	size_t kept_next;
	struct shelf_left_out left_out[SHELF_LEFT_OUT_MAX];
	size_t left_out_count;
};

/* Reads all. A part that does not read is left out, which shelf_tell() says. E_MEMORY and the
 * store's; then *ret is empty. */
MUST_USE rgl_rc shelf_read(struct store *store, struct shelf *ret);

/* Without a store: ours alone. E_MEMORY. */
MUST_USE rgl_rc shelf_ours(const struct host *host, const char *language,
			   const struct currency *currency, struct shelf *ret, struct rgl_why *why);
void shelf_empty(struct shelf *shelf);

/* Logs what was left out since it was last called. Needs no store, which must not be taken. */
void shelf_tell(struct shelf *shelf);

/* The logo, NULL: there is none, or it does not read, which shelf_tell() says then. Needs no store.
 * E_MEMORY. */
MUST_USE rgl_rc shelf_logo(struct shelf *shelf, const struct bitmap **ret, struct rgl_why *why);

/* Words for a language, "" for the shop's; they are the shelf's, until the next call. E_MEMORY. */
MUST_USE rgl_rc shelf_words(struct shelf *shelf, const char *language, struct words **ret,
			    struct rgl_why *why);
