/* slip_till.h - what a cashier reads of a member: the things that are due, in words.
 *
 * In:  things (care/things.h), what is shown of the member, the till's language.
 * Out: texts of struct rgl_thing. Also the shop's own sentences (till_* of receipts/words).
 * Not here: which things are due (care/).
 *
 * The words are the desk's own, not those that receipts are drawn with: who draws one holds those
 * for long. They are opened when somebody first has something to be said, and again when the shop
 * applied other sentences.
 */
#pragma once

#include "plugin/checkout.h"

struct things;

/* What the till's cashiers read from now on; NULL or "": the shop's language. */
void slip_till_speak(struct desk *desk, const char *language);

/* Fills view's things. The programme is the planned one; language "": the till's. A thing that has
 * no words in any language is left out. E_MEMORY. */
MUST_USE rgl_rc slip_till_say(struct desk *desk, const struct things *things, const char *language,
			      struct rgl_member *view);

/* One more sentence, of what the cashier may still give in this shift; "" when there is nothing. */
MUST_USE rgl_rc slip_till_gestures(struct desk *desk, int64_t left, int64_t most,
				   const char *language, char *ret, size_t room);

/* One for a surprise; "" when there are no words for it. E_MEMORY, and the store's. */
MUST_USE rgl_rc slip_till_surprise(struct desk *desk, const struct surprised *surprised, char *ret,
				   size_t room);
