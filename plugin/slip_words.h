/* slip_words.h - the sentences that a till says itself, the shop's own among them.
 *
 * In:  what the owner applied (slip_parts.h), by the count of settings (slip_settings.h).
 * Out: words, opened when they are first asked for, and anew when that count moved.
 * Not here: words that receipts are drawn with; who draws holds those for long.
 */
#pragma once

#include "plugin/store/store.h"
#include "receipts/words/words.h"

struct slip_words;
MUST_USE rgl_rc slip_words_open(const struct host *host, struct slip_words **ret,
				struct rgl_why *why);
void slip_words_close(struct slip_words *words); /* NULL is allowed */

/* In a language, "" for the shop's; they are the slip_words', until the next call. The store must
 * be taken. E_MEMORY, and the store's. */
MUST_USE rgl_rc slip_words_in(struct slip_words *words, struct store *store, int64_t changes,
			      const char *language, struct words **ret);
