/* slip_contact.h - what to say to a member who has not come for long: words in their language.
 *
 * In:  a contact (care/contact.h), the shop's words (slip_parts.h).
 * Out: a few sentences in the shop's name: what they usually buy, whether something was wrong, that
 *      they are welcome. No discount, and no pleading.
 * Not here: who is listed, sending anything: a person calls or writes.
 */
#pragma once

#include "plugin/care/contact.h"
#include "plugin/slip_parts.h"

#define CONTACT_WORDS_ROOM 2048

/* Of a contact with an id, to call or write with; without, for the till. What comes back is plain
 * text, without marks of direction: it is read out, or pasted into a letter. E_MEMORY. */
MUST_USE rgl_rc slip_contact_words(struct slip_parts *parts, const struct contact *contact,
				   const char *shop, char ret[CONTACT_WORDS_ROOM],
				   struct rgl_why *why);
