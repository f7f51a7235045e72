/* enrol.h - a new member, with a QR card, in one transaction. More cards: cards.h. */
#pragma once

#include "plugin/identify/scan.h"
#include "plugin/store/store.h"

/* All may be NULL or "", but one of name, phone, card and other_id. Not kept beyond the call.
 * other_id: what another system calls this member, for imports. */
struct enrolment {
	const char *name;
	const char *phone;
	const char *email;
	const char *birthday;
	const char *language;
	const char *card;
	const char *consent;
	const char *other_id;
	int64_t referred_by;
};

/* consent: the words that were agreed to; they are a row of purpose keep. E_FIELD, E_TEXT, E_TIME,
 * E_PAYMENT_CARD, E_TAKEN (phone, email, card or other_id is another's),
 * E_UNKNOWN (referred_by), scan_read's about the card, and the store's. */
MUST_USE rgl_rc enrol(struct store *store, const struct enrolment *enrolment, int64_t *ret_member);
