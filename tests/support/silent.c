/* silent.c - see silent.h. */
#include "tests/support/silent.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "plugin/care/consent.h"
#include "tests/support/check.h"

void silent_open(struct report_page *page)
{
	report_page_open(page);
	worth_fill(page, false);
	worth_refresh(page);
}

static void run(const struct test_shop *shop, const char *sql)
{
	if (shop_run(shop, sql) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(shop->store->db));
}

int64_t silent_event(const struct test_shop *shop, int kind)
{
	char sql[200];

	(void)snprintf(
		sql, sizeof(sql),
		"INSERT INTO event (till, epoch, sequence, kind, written_ms) SELECT min(id), 1,"
		" -(SELECT count(*) FROM event), %d, 0 FROM till",
		kind);
	run(shop, sql);
	return shop_number(shop, "SELECT max(id) FROM event");
}

void silent_consent(const struct test_shop *shop, int64_t member, bool given)
{
	char ref[64];
	const struct consent_said said = {
		.ref = ref,
		.member = member,
		.purpose = "contact",
		.is_given = given,
		.text = "Yes, call me",
		.who = "Mia",
	};

	(void)snprintf(ref, sizeof(ref), "consent-%lld-%d", (long long)member, given);
	if (consent_say(shop->store, &said) != RGL_OK)
		fail_msg("%s", shop->store->refusal.text);
}

static void bind_sealed(const struct test_shop *shop, sqlite3_stmt *statement, int place,
			const char *text)
{
	uint8_t sealed[RGL_TEXT_MAX + SEAL_EXTRA];
	size_t length = strlen(text);

	if (length == 0)
		return;
	keys_seal(&shop->store->keys, text, length, sealed);
	assert_int_equal(sqlite3_bind_blob(statement, place, sealed, (int)(length + SEAL_EXTRA),
					   SQLITE_TRANSIENT),
			 SQLITE_OK);
}

void silent_person(const struct test_shop *shop, const struct silent_person *person)
{
	sqlite3_stmt *statement = NULL;

	assert_int_equal(sqlite3_prepare_v2(shop->store->db,
					    "UPDATE member SET name = ?, language = ?,"
					    " phone_sealed = ?, email_sealed = ? WHERE id = ?",
					    -1, &statement, NULL),
			 SQLITE_OK);
	(void)sqlite3_bind_text(statement, 1, person->name, -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(statement, 2, person->language, -1, SQLITE_STATIC);
	bind_sealed(shop, statement, 3, person->phone);
	bind_sealed(shop, statement, 4, person->email);
	(void)sqlite3_bind_int64(statement, 5, person->member);
	assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
	(void)sqlite3_finalize(statement);
}

void silent_agree_all(const struct test_shop *shop)
{
	static const struct silent_person PEOPLE[] = {
		{ 22, "Mette Holm", "da", "+4520304051", "" },
		{ 23, "\xE4\xBD\x90\xE8\x97\xA4", "ja", "", "sato@example.com" },
		{ 24, "Asha Verma", "da", "+4520304053", "asha@example.com" },
		{ 25, "", "da", "+4520304054", "" },
	};

	for (size_t i = 0; i < sizeof(PEOPLE) / sizeof(PEOPLE[0]); i++) {
		silent_person(shop, &PEOPLE[i]);
		silent_consent(shop, PEOPLE[i].member, true);
	}
}
