/* slip_parts.h - the shop's own parts of a receipt: template, sentences, logo.
 *
 * In:  what the owner applied (table receipt_part), the settings.
 * Out: a template, words and a picture that are ready to be used without the store.
 * Not here: a sale's facts (slip.h).
 *
 * A receipt always prints: a part that does not read any more is left out, ours stands in for it,
 * and the host's log says so once.
 */
#pragma once

#include "plugin/slip.h"
#include "receipts/render.h"

enum slip_part { SLIP_TEMPLATE = 1, SLIP_WORDS = 2, SLIP_LOGO = 3 };

/* Puts a part in place of the one before, once it was read and found right; a transaction of its
 * own. name: the language of words ("da"); of the others it is not looked at. E_FIELD, E_LIMIT:
 * what is wrong with it. */
MUST_USE rgl_rc slip_part_apply(struct store *store, enum slip_part kind, const char *name,
				const void *data, size_t length);

/* Takes it away; ours is used again. E_UNKNOWN: there is none. */
MUST_USE rgl_rc slip_part_remove(struct store *store, enum slip_part kind, const char *name);

/* Adds it to `out` as it was applied. E_UNKNOWN: there is none. */
MUST_USE rgl_rc slip_part_read(struct store *store, enum slip_part kind, const char *name,
			       struct bytes *out);

/* Every part there is. */
struct slip_part_row {
	enum slip_part kind;
	char name[64];
	int64_t bytes;
	int64_t applied_ms;
};
MUST_USE rgl_rc slip_part_list(struct store *store,
			       void (*row)(void *user, const struct slip_part_row *row),
			       void *user);

/* All of them, read and kept between receipts. One thread at a time. */
struct slip_parts;
MUST_USE rgl_rc slip_parts_open(const struct host *host, struct slip_parts **ret,
				struct rgl_why *why);
void slip_parts_close(struct slip_parts *parts); /* NULL is allowed */

/* Reads what was applied or set since the last look; cheap when nothing was. Comes before the
 * first receipt; the store must be taken. E_MEMORY, and the store's; then it is as it was. */
MUST_USE rgl_rc slip_parts_look(struct slip_parts *parts, struct store *store);

/* The same of no shop: ours alone, in that language, for a look without a store. E_MEMORY. */
MUST_USE rgl_rc slip_parts_ours(struct slip_parts *parts, const char *language,
				const struct currency *currency, struct rgl_why *why);

/* Another template than the shop's from now on, for a preview; a look leaves it. E_FIELD, E_LIMIT:
 * then the one before stays. */
MUST_USE rgl_rc slip_parts_try(struct slip_parts *parts, const char *text, size_t length,
			       struct rgl_why *why);

/* The words of a language, NULL: the shop's; the parts', until the next look or receipt. E_MEMORY.
 */
MUST_USE rgl_rc slip_parts_words(struct slip_parts *parts, const char *language, struct words **ret,
				 struct rgl_why *why);

/* What is spoken where a customer's language is not known. */
const char *slip_parts_language(const struct slip_parts *parts);

/* The printer that previews are for, by the settings; never NULL. */
const struct profile *slip_parts_profile(const struct slip_parts *parts);

/* How receipts go to a printer, by the settings and what it can. */
enum encode_mode slip_parts_mode(const struct slip_parts *parts, const struct profile *profile);

/* A receipt in one of its forms, added to `out`. The store is not needed. language: NULL is the
 * member's own. render_receipt's refusals. */
MUST_USE rgl_rc slip_render(struct slip_parts *parts, const struct receipt *receipt,
			    const char *language, const struct render_wish *wish,
			    struct fonts **fonts, struct bytes *out, struct rgl_why *why);
