/* spoken.c - see spoken.h. */
#include "tests/support/spoken.h"

#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "plugin/identify/enrol.h"
#include "plugin/identify/identify.h"

int64_t spoken_join(struct test_shop *shop, const char *name, const char *email)
{
	const struct enrolment enrolment = {
		.name = name,
		.email = email,
		.birthday = "1990-05-17",
		.consent = "keep what I buy",
	};
	int64_t member = 0;

	assert_int_equal(enrol(shop->store, &enrolment, &member), RGL_OK);
	return member;
}

int64_t spoken_whose(struct test_shop *shop, const char *scan)
{
	struct found found = { 0 };

	return identify_scan(shop->store, scan, strlen(scan), &found) == RGL_OK ? found.member : 0;
}

void spoken_put(struct test_shop *shop, int64_t member, int64_t at_ms, int state)
{
	char sql[2000];

	(void)snprintf(
		sql, sizeof(sql),
		"INSERT INTO event (till, epoch, sequence, kind, written_ms) VALUES (1, 9,"
		" (SELECT coalesce(max(sequence), 0) + 1 FROM event), 16, 1), (1, 9,"
		" (SELECT coalesce(max(sequence), 0) + 2 FROM event), 18, 1), (1, 9,"
		" (SELECT coalesce(max(sequence), 0) + 3 FROM event), 18, 1);"
		"INSERT INTO moment (id, ref, digest, member, sale, line, at_ms, store, cashier,"
		" via, mood, reason, stage, question, score, words) SELECT max(id) - 2, 'M' || "
		"max(id), zeroblob(16), %lld, NULL, NULL,"
		" %lld, '', '7', 1, 1, 'staff', 0, '', NULL, 'cold as a fjord' FROM event;"
		"INSERT INTO complaint (id, ref, digest, member, sale, moment, at_ms, reason, "
		"words,"
		" cashier, owner, state, until_ms, closed_ms) SELECT max(id) - 1, 'C' || max(id), "
		"zeroblob(16), %lld, NULL,"
		" max(id) - 2, %lld, '', 'cold as a fjord', '7', '', %d, 1, iif(%d < 4, 0, 5) FROM "
		"event;"
		"INSERT INTO complaint_step (id, complaint, kind, at_ms, who, words, gesture)"
		" SELECT max(id), max(id) - 1, 10, %lld, 'Jonas',"
		" 'fjord again', NULL FROM event",
		(long long)member, (long long)at_ms, (long long)member, (long long)at_ms, state,
		state, (long long)at_ms);
	assert_int_equal(shop_run(shop, sql), SQLITE_OK);
}
