/* write.h - numbers, money, days as one language writes them; alone with words.c and check.c it
 * knows ICU.
 *
 * In:  a language, values without words.
 * Out: UTF-8; the plural form of a number.
 * Not here: sentences. ICU's own memory is ICU's: it does not come from the host.
 */
#pragma once

#include <stdbool.h>

#include <unicode/udat.h>
#include <unicode/unumberformatter.h>
#include <unicode/upluralrules.h>

#include "plugin/base/money.h"
#include "receipts/value.h"
#include "receipts/words/catalogue.h"

#define WRITE_LOCALE_ROOM 96
#define WRITE_ROOM 256 /* bytes of a number, a day, a time, with its NUL; Chakma takes 129 */
#define WRITE_TAG_ROOM 36

/* Which number it is: whole, with the currency's digits, in thousandths. */
enum write_number { WRITE_COUNT, WRITE_MONEY, WRITE_QUANTITY, WRITE_NUMBERS };
enum write_clock { WRITE_DAY, WRITE_TIME, WRITE_CLOCKS };
enum write_rules { WRITE_PLURAL, WRITE_ORDINAL, WRITE_RULES };

/* One language. What ICU needs is opened when it is first needed, and kept. */
struct writer {
	char locale[WRITE_LOCALE_ROOM];
	bool is_right_to_left;
	uint32_t digits; /* of money */
	UNumberFormatter *numbers[WRITE_NUMBERS];
	UFormattedNumber *number;
	UDateFormat *clocks[WRITE_CLOCKS];
	UPluralRules *rules[WRITE_RULES];
};

/* Makes a language tag of what somebody wrote: "da-dk" of "da_DK"; false when it is none. */
bool write_tag(const char *language, char ret[WRITE_TAG_ROOM]);

/* Holds ICU's libraries in the process for good. ICU keeps what it loaded until the process ends;
 * unloading it would leak that, each time. u_cleanup() would take it from a host that uses ICU. */
void write_pin(void);

/* tag: from write_tag(). A language that ICU does not know is written as English is; so the
 * process's own language never shows. Never fails; nothing is opened yet. */
struct writer writer_of(const char *tag, uint32_t digits);
void writer_close(struct writer *writer);

/* Anything but a text. E_MEMORY. E_INPUT_OUTPUT: ICU has no data to write with. */
MUST_USE rgl_rc writer_value(struct writer *writer, const struct value *value, char ret[WRITE_ROOM],
			     struct rgl_why *why);

/* The form that a count has in this language. As writer_value. */
MUST_USE rgl_rc writer_plural(struct writer *writer, enum write_rules rules, int64_t count,
			      enum plural *ret, struct rgl_why *why);
