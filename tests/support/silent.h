/* silent.h - members who are quietly going, for tests of contacts and of the report care: the shop
 * of report_worth.h, of whose members 22 to 25 are overdue, with names, numbers and consent.
 */
#pragma once

#include "plugin/care/contact.h"
#include "tests/support/report_worth.h"

#define SILENT_FIRST 22
#define SILENT_LAST 25

/* Filled and refreshed; nobody agreed to anything yet. It stays where it is. */
void silent_open(struct report_page *page);

/* That member is called so, speaks that language and left these ("": none). */
struct silent_person {
	int64_t member;
	const char *name;
	const char *language;
	const char *phone;
	const char *email;
};
void silent_person(const struct test_shop *shop, const struct silent_person *person);

/* Consent to be contacted, given or taken back. */
void silent_consent(const struct test_shop *shop, int64_t member, bool given);

/* 22 to 25, each with a name, a number and consent; all Danish but 23, who reads Japanese. */
void silent_agree_all(const struct test_shop *shop);

/* A new event; its number. */
int64_t silent_event(const struct test_shop *shop, int kind);
