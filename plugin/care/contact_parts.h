/* contact_parts.h - what contact.c and contact_list.c share: a member as a contact sees them. */
#pragma once

#include "plugin/care/contact.h"

/* may_contact: as in struct silent. is_gone: merged into another, or erased. */
struct contact_member {
	struct contact contact;
	int64_t last_visit_ms;
	bool may_contact;
	bool has_spoken;
	bool is_gone;
};

/* E_UNKNOWN: no such member. E_DAMAGED: a number that cannot be unsealed. */
MUST_USE rgl_rc contact_member_read(struct store *store, int64_t member,
				    struct contact_member *ret);

/* Draws a member for the round of `at_ms`, and writes it down, in the running transaction. E_TAKEN:
 * they are in that round already; nothing was written. */
MUST_USE rgl_rc contact_draw(struct store *store, const struct policy *policy, int64_t member,
			     int64_t at_ms, struct money loss, bool *ret_held_out);
