/* crowd.c - see crowd.h. */
#include "tests/support/crowd.h"
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>

#include "bench/chance.h"

enum { FIRST_MEMBER = 1001, VISITS_MAX = 2000 };

static int64_t crowd_now_ms(void *user)
{
	const struct crowd_shop *crowd = user;

	return crowd->now_ms;
}

void crowd_make(struct crowd_shop *ret)
{
	*ret = (struct crowd_shop) { .now_ms = SHOP_NOW_MS, .sequence = 1000 };
	shop_make(&ret->shop);
	ret->shop.host.lent.now_ms = crowd_now_ms;
	ret->shop.host.lent.user = ret;
}

void crowd_remove(struct crowd_shop *crowd)
{
	shop_remove(&crowd->shop);
}

static sqlite3_stmt *prepare(struct crowd_shop *crowd, const char *sql)
{
	sqlite3_stmt *statement = NULL;

	assert_int_equal(sqlite3_prepare_v2(crowd->shop.store->db, sql, -1, &statement, NULL),
			 SQLITE_OK);
	return statement;
}

static void run(sqlite3_stmt *statement)
{
	assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
	assert_int_equal(sqlite3_reset(statement), SQLITE_OK);
}

struct filling {
	struct crowd_shop *crowd;
	sqlite3_stmt *event;
	sqlite3_stmt *member;
	sqlite3_stmt *sale;
	bool has_cost;
};

static struct filling filling_of(struct crowd_shop *crowd, bool has_cost)
{
	struct filling filling = { .crowd = crowd, .has_cost = has_cost };

	assert_int_equal(shop_run(&crowd->shop, "PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE"),
			 SQLITE_OK);
	filling.event = prepare(crowd, "INSERT INTO event VALUES (?1, 1, 1, ?1 + 100000, 3, ?2)");
	filling.member = prepare(
		crowd, "INSERT INTO member (id, event, name, language, birthday, consent, visits,"
		       " first_visit_ms) VALUES (?, 1, 'Somebody', 'en', '', '', 1, ?)");
	filling.sale = prepare(
		crowd, "INSERT INTO sale (id, ref, is_refund, member, at_ms, store, till, cashier,"
		       " total_minor, tax_minor, cost_minor, digest) VALUES (?1, 'made up ' || ?1,"
		       " 0, ?2, ?3, 'Main', '1', 'Jonas', ?4, 0, ?5, zeroblob(16))");
	return filling;
}

static void fill_end(struct filling *filling)
{
	(void)sqlite3_finalize(filling->event);
	(void)sqlite3_finalize(filling->member);
	(void)sqlite3_finalize(filling->sale);
	assert_int_equal(
		shop_run(&filling->crowd->shop,
			 "UPDATE member SET (visits, first_visit_ms, last_visit_ms) ="
			 " (SELECT count(*), min(at_ms), max(at_ms) FROM sale WHERE sale.member"
			 " = member.id) WHERE id IN (SELECT member FROM sale);"
			 "COMMIT; PRAGMA foreign_keys = ON"),
		SQLITE_OK);
}

static void sell(struct filling *filling, int64_t member, int64_t at_ms, int64_t minor)
{
	int64_t id = ++filling->crowd->sequence;

	(void)sqlite3_bind_int64(filling->event, 1, id);
	(void)sqlite3_bind_int64(filling->event, 2, at_ms);
	run(filling->event);
	(void)sqlite3_bind_int64(filling->sale, 1, id);
	(void)sqlite3_bind_int64(filling->sale, 2, member);
	(void)sqlite3_bind_int64(filling->sale, 3, at_ms);
	(void)sqlite3_bind_int64(filling->sale, 4, minor);
	if (filling->has_cost)
		(void)sqlite3_bind_int64(filling->sale, 5, minor / 3);
	run(filling->sale);
}

static int64_t ago_ms(const struct crowd_shop *crowd, double days)
{
	return crowd->now_ms - (int64_t)(days * MS_A_DAY);
}

void crowd_fill(struct crowd_shop *crowd, int64_t members, double days, uint64_t seed,
		bool has_cost)
{
	static const struct timing_model CAFE = { TIMING_PARETO, 1, 0.9, 18, 0.8, 200 };
	static double times[VISITS_MAX];
	struct filling filling = filling_of(crowd, has_cost);
	struct chance chance = { seed };

	for (int64_t i = 0; i < members; i++) {
		double known = chance_share(&chance) * days;
		double ticket = chance_gamma(&chance, 6, 700);
		size_t count = simulate_visits(&CAFE, &seed, known, VISITS_MAX, times);

		(void)sqlite3_bind_int64(filling.member, 1, FIRST_MEMBER + i);
		(void)sqlite3_bind_int64(filling.member, 2, ago_ms(crowd, known));
		run(filling.member);
		sell(&filling, FIRST_MEMBER + i, ago_ms(crowd, known), (int64_t)ticket);
		for (size_t j = 0; j < count && j < VISITS_MAX; j++)
			sell(&filling, FIRST_MEMBER + i, ago_ms(crowd, known - times[j]),
			     (int64_t)chance_gamma(&chance, 5, ticket));
	}
	fill_end(&filling);
}

void crowd_visit(struct crowd_shop *crowd, int64_t member, double days_ago, int64_t minor)
{
	struct filling filling = filling_of(crowd, false);

	sell(&filling, member, ago_ms(crowd, days_ago), minor);
	fill_end(&filling);
}
