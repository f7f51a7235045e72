/* scan.h - the raw text of a scanner, wedge, reader or keyboard, made one of six kinds of card.
 *
 * In:  bytes as they came: AIM identifiers (ISO/IEC 15424), STX/ETX, CR, LF, TAB, noise.
 * Out: what kind of code it is, and its value in one spelling, so that the same card read by
 *      another reader is the same card.
 * Not here: whose card it is (identify.c), whether a token is genuine (token.c).
 * A payment card's number goes nowhere from here: the copy is wiped before the call returns.
 */
#pragma once

#include <stdbool.h>

#include "plugin/base/result.h"

enum card_kind {
	CARD_TOKEN = 1,
	CARD_CODE = 2,
	CARD_PHONE = 3,
	CARD_NFC = 4,
	CARD_OTHER_ID = 5,
	CARD_EMAIL = 6
};

#define SCAN_VALUE_ROOM 128
#define SCAN_KINDS_MAX 4

/* value is ASCII. kinds are those it may be, likeliest first: bare digits can be a card's number, a
 * phone or an NFC UID, and any code the number a member had in another system. seen names it for a
 * person: "EAN-13". ending is what may be shown of it. */
struct scan {
	char value[SCAN_VALUE_ROOM];
	size_t length;
	enum card_kind kinds[SCAN_KINDS_MAX];
	size_t kind_count;
	const char *seen;
	char ending[8];
};

/* own_ranges: leading digits of the shop's own cards, "29 977". calling_code: put before phone
 * numbers that carry none. Both may be "". */
struct scan_rules {
	const char *own_ranges;
	const char *calling_code;
};

/* E_LIMIT: longer than any card. E_TEXT: empty, or noise. E_PAYMENT_CARD. E_FORGED: begins as our
 * QR does but is not one whole. E_UNKNOWN: it is a gift card or a coupon of ours. *ret is left as
 * it was, and holds no copy. */
MUST_USE rgl_rc scan_read(const char *raw, size_t length, const struct scan_rules *rules,
			  struct scan *ret, struct rgl_why *refusal);

/* A phone number in one spelling, "+4512345678" (or digits alone when nothing tells the country).
 * E_FIELD: it is none. E_PAYMENT_CARD. */
MUST_USE rgl_rc scan_phone(const char *text, const struct scan_rules *rules, struct scan *ret,
			   struct rgl_why *refusal);

/* An e-mail address in one spelling: trimmed, its Latin letters small (RFC 5321 lets a server tell
 * "Asha" from "asha"; none that people use does). False: it is none, or longer than any code. */
bool scan_email(const char *text, struct scan *ret);

/* Sets the value, which may lie in it already, and what may be shown of it: never more than half,
 * never more than four characters. */
void scan_set_value(struct scan *scan, const char *value, size_t length);

/* " (ends 4471)", or "" of a code too short to show any of. */
struct scan_ends {
	char text[24];
};
struct scan_ends scan_ends(const char *ending);
