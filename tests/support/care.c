/* care.c - see care.h. */
#include "tests/support/care.h"
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>

#include "plugin/care/recount.h"

static int64_t clock_now_ms(void *user)
{
	const struct care_clock *clock = user;

	return clock->now_ms;
}

void care_clock_set(struct care_clock *clock, struct test_shop *shop)
{
	*clock = (struct care_clock) {
		.lent = { .size = sizeof(clock->lent), .user = clock, .now_ms = clock_now_ms },
		.now_ms = SHOP_NOW_MS
	};
	shop_close(shop);
	host_init(&shop->host, &clock->lent);
	shop_open(shop);
}

/* One event of that kind, and a row that hangs on it: ?1 is the event, ?2 and on the numbers. */
static int64_t write_down(struct test_shop *shop, enum event_kind kind, int64_t member,
			  const char *sql, const int64_t numbers[4], const char *text)
{
	sqlite3_stmt *statement = NULL;
	int64_t event = 0;
	rgl_rc rc;

	assert_int_equal(store_begin(shop->store), RGL_OK);
	assert_int_equal(store_event(shop->store, kind, &event), RGL_OK);
	if (sqlite3_prepare_v2(shop->store->db, sql, -1, &statement, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sqlite3_errmsg(shop->store->db), sql);
	(void)sqlite3_bind_int64(statement, 1, event);
	for (int i = 0; i < 4; i++)
		(void)sqlite3_bind_int64(statement, i + 2, numbers[i]);
	(void)sqlite3_bind_text(statement, 6, text, -1, SQLITE_STATIC);
	if (sqlite3_step(statement) != SQLITE_DONE)
		fail_msg("%s: %s", sqlite3_errmsg(shop->store->db), sql);
	(void)sqlite3_finalize(statement);
	rc = member == 0 ? RGL_OK : care_recount(shop->store, member);
	assert_int_equal(store_end(shop->store, rc), RGL_OK);
	return event;
}

int64_t care_mood(struct test_shop *shop, int64_t member, int mood, int64_t days_ago,
		  const char *reason, int64_t sale)
{
	const int64_t numbers[4] = { member, sale, SHOP_NOW_MS - days_ago * CARE_DAY_MS, mood };

	return write_down(
		shop, EVENT_MOMENT, member,
		"INSERT INTO moment (id, ref, digest, member, sale, line, at_ms, store,"
		" cashier, via, mood, reason, stage, question, words) VALUES (?1,"
		" 'M-' || ?1, randomblob(16), ?2, nullif(?3, 0), iif(?3 = 0, NULL, 1), ?4,"
		" '', '', 1, ?5, ?6, 0, '', '')",
		numbers, reason);
}

int64_t care_complaint(struct test_shop *shop, int64_t member, int64_t days_ago, int64_t minutes,
		       int64_t moment)
{
	const int64_t numbers[4] = { member, moment, SHOP_NOW_MS - days_ago * CARE_DAY_MS,
				     SHOP_NOW_MS + minutes * 60000 };

	return write_down(shop, EVENT_COMPLAINT, member,
			  "INSERT INTO complaint (id, ref, digest, member, moment, at_ms, until_ms,"
			  " reason, words, cashier, owner, state) VALUES (?1, 'C-' || ?1,"
			  " randomblob(16), ?2, nullif(?3, 0), ?4, ?5, ?6, '', '', '', 1)",
			  numbers, "product");
}

static int64_t member_of(const struct test_shop *shop, int64_t complaint)
{
	char sql[96];

	(void)snprintf(sql, sizeof(sql), "SELECT member FROM complaint WHERE id = %lld",
		       (long long)complaint);
	return shop_number(shop, sql);
}

void care_step(struct test_shop *shop, int64_t complaint, int kind)
{
	const int64_t numbers[4] = { complaint, kind, SHOP_NOW_MS, 0 };

	(void)write_down(shop, EVENT_COMPLAINT, member_of(shop, complaint),
			 "INSERT INTO complaint_step (id, complaint, kind, at_ms, who, words)"
			 " VALUES (?1, ?2, ?3, ?4, 'Mia', ?6)",
			 numbers, "");
}

void care_close(struct test_shop *shop, int64_t complaint, int state, int64_t days_ago)
{
	const int64_t numbers[4] = { state, SHOP_NOW_MS - days_ago * CARE_DAY_MS, complaint, 0 };

	(void)write_down(shop, EVENT_COMPLAINT, member_of(shop, complaint),
			 "UPDATE complaint SET state = ?2, closed_ms = ?3 WHERE id = ?4", numbers,
			 "");
}
