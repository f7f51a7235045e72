/* slip_shelf.h - what slip_part.c, slip_parts.c and slip_shelf.c share: the parts, read and ready.
 */
#pragma once

#include "plugin/slip_parts.h"
#include "plugin/slip_settings.h"

#define SLIP_PART_MAX 1000000
#define SLIP_LOGO_WIDTH 576 /* dots; a narrower paper makes it smaller */
#define SHELF_OWN_MAX 16
#define SHELF_WORDS_MAX 4

/* Words in one language, opened when a receipt first needs them. */
struct shelf_words {
	char language[16];
	struct words *words;
};

/* own_texts: what `own` points to. */
struct shelf {
	const struct host *host;
	int64_t changes;
	struct currency currency;
	char language[16]; /* the shop's */
	const struct profile *profile;
	struct template *template;
	struct bitmap logo;
	struct words_own own[SHELF_OWN_MAX];
	char own_names[SHELF_OWN_MAX][64];
	struct bytes own_texts[SHELF_OWN_MAX];
	size_t own_count;
	struct shelf_words kept[SHELF_WORDS_MAX];
	size_t kept_next;
};

/* Reads all. A part that does not read is left out, and logged. E_MEMORY and the store's; then
 * *ret is empty. */
MUST_USE rgl_rc shelf_read(struct store *store, struct shelf *ret);

/* Without a store: ours alone. E_MEMORY. */
MUST_USE rgl_rc shelf_ours(const struct host *host, const char *language,
			   const struct currency *currency, struct shelf *ret, struct rgl_why *why);
void shelf_empty(struct shelf *shelf);

/* Words for a language, "" for the shop's; they are the shelf's, until the next call. E_MEMORY. */
MUST_USE rgl_rc shelf_words(struct shelf *shelf, const char *language, struct words **ret,
			    struct rgl_why *why);
