/* import_member.h - whose a transaction of a log is: a member by what the other system calls him,
 * by his card or his phone; else a new one.
 */
#pragma once

#include "cli/logs/log.h"
#include "plugin/store/store.h"

/* Looks, and changes nothing; *ret 0: nobody who is known. */
MUST_USE rgl_rc import_member_find(struct store *store, const struct log_customer *customer,
				   int64_t *ret);

/* As above; one who is found by card or phone is found by the other system's id from then on, and
 * one whom nobody knows is enrolled by it, with what of his name, phone and e-mail can be kept.
 * *ret 0: he has no such id, or it cannot be one; `note` (of `room` bytes) says what was left out.
 * In a transaction. The store's errors alone. */
MUST_USE rgl_rc import_member(struct store *store, const struct log_customer *customer,
			      int64_t *ret, bool *ret_is_new, char *note, size_t room);

/* Whether a refusal is about what was asked, or the store itself cannot go on. */
bool import_is_fatal(rgl_rc rc);
