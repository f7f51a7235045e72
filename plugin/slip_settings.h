/* slip_settings.h - what an owner can set, by name; kept in the store: for receipts here, and all
 * of care/policy.h behind it.
 *
 * language       that is spoken where a member's is not known: en, hi, vi, da, ar, ja, or one that
 *                the shop has sentences of
 * question_link  where the shop's question is answered; {receipt} in it becomes the sale's id; with
 *                {token}, only members are asked, as care/asked.h says, and it becomes their token
 * preview        the printer whose paper `regulars receipt` shows
 * receipt_letters  dots: drawn, as the preview shows them; printer: in the printer's own letters
 *                where it has them, which is faster and not the preview's picture
 *
 * Out: values that were checked when they were set. One that is not set is "".
 */
#pragma once

#include "plugin/base/bytes.h"
#include "plugin/store/store.h"

#define SETTING_ROOM 1024
#define QUESTION_ROOM 512
#define SETTING_PRINTER_LETTERS "printer" /* of receipt_letters; anything else is dots */

/* A setting there is, and what it is for. False: the index is behind the last. */
struct setting {
	const char *name;
	const char *what;
};
bool settings_at(size_t index, struct setting *ret);

/* The value, "" when it is not set. E_FIELD: there is no such setting. */
MUST_USE rgl_rc settings_read(struct store *store, const char *name, char ret[SETTING_ROOM]);

/* Sets it; "" sets it back. A transaction of its own. E_FIELD: no such setting, or not a value for
 * it; says what one looks like. */
MUST_USE rgl_rc settings_write(struct store *store, const char *name, const char *value);

/* What the link says of one sale. token: "" where nothing was asked. */
struct question_facts {
	const char *sale_id;
	const char *token;
};

/* The link for one sale into `ret`; "" when none is set, it would not fit a code, or it is one of
 * questions to members and none was asked. */
MUST_USE rgl_rc settings_question(struct store *store, const struct question_facts *facts,
				  char ret[QUESTION_ROOM]);

/* A number that goes up with whatever is set or applied for receipts: who keeps it ready sees that
 * it is old. settings_changed counts; in the caller's transaction. */
MUST_USE rgl_rc settings_changed(struct store *store);
MUST_USE rgl_rc settings_changes(struct store *store, int64_t *ret);
