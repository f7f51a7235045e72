/* complain.c - see complain.h. */
#include "tests/support/complain.h"
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>

static int64_t now_ms(void *user)
{
	const struct complain *complain = user;

	return complain->now_ms;
}

void complain_make(struct complain *ret)
{
	*ret = (struct complain) { .now_ms = COMPLAIN_FRIDAY_MS };
	shop_make(&ret->shop);
	ret->shop.host.lent.now_ms = now_ms;
	ret->shop.host.lent.user = ret;
	assert_int_equal(shop_run(&ret->shop, "INSERT INTO setting VALUES"
					      " ('opening_hours', 'mo-fr 08:00-18:00'),"
					      " ('escalate_to', 'Vera')"),
			 SQLITE_OK);
	assert_int_equal(policy_read(ret->shop.store, &ret->policy), RGL_OK);
}

void complain_remove(struct complain *complain)
{
	shop_is_sound(&complain->shop);
	shop_remove(&complain->shop);
}

void complain_reopen_store(struct complain *complain)
{
	shop_close(&complain->shop);
	shop_open(&complain->shop);
}

struct complaint_new complain_about(const struct complain *complain, const char *ref)
{
	return (struct complaint_new) {
		.ref = ref,
		.member = complain->shop.member,
		.reason = "product",
		.words = "the coffee was cold",
		.cashier = "Mia",
	};
}

rgl_rc complain_open(struct complain *complain, const struct complaint_new *asked, int64_t *ret)
{
	rgl_rc rc = store_begin(complain->shop.store);

	if (rc < 0)
		return rc;
	return store_end(complain->shop.store,
			 complaint_open(complain->shop.store, &complain->policy, asked, ret));
}

int64_t complain_new(struct complain *complain, const char *ref)
{
	const struct complaint_new asked = complain_about(complain, ref);
	int64_t id = 0;

	assert_int_equal(complain_open(complain, &asked, &id), RGL_OK);
	assert_true(id > 0);
	return id;
}

struct complaint_did complain_did(const struct complain *complain, const char *ref,
				  int64_t complaint, enum complaint_kind kind, const char *who)
{
	(void)complain;
	return (struct complaint_did) {
		.ref = ref,
		.complaint = complaint,
		.kind = kind,
		.who = who,
		.words = kind == COMPLAINT_REMEDY || kind == COMPLAINT_NOTE ? "a new one" : NULL,
	};
}

rgl_rc complain_do(struct complain *complain, const struct complaint_did *did)
{
	rgl_rc rc = store_begin(complain->shop.store);

	if (rc < 0)
		return rc;
	return store_end(complain->shop.store,
			 complaint_step(complain->shop.store, &complain->policy, did));
}

rgl_rc complain_step(struct complain *complain, int64_t complaint, enum complaint_kind kind,
		     const char *who)
{
	struct complaint_did did;
	char ref[32];

	(void)snprintf(ref, sizeof(ref), "step-%d", ++complain->steps);
	did = complain_did(complain, ref, complaint, kind, who);
	return complain_do(complain, &did);
}

struct complaint complain_look(struct complain *complain, int64_t complaint)
{
	const struct complaint_wish wish = { .policy = &complain->policy,
					     .now_ms = complain->now_ms };
	struct complaint found = { .id = 0 };

	assert_int_equal(complaint_read(complain->shop.store, &wish, complaint, &found), RGL_OK);
	return found;
}

int64_t complain_count(const struct complain *complain, int64_t complaint, enum complaint_kind kind)
{
	char sql[128];

	(void)snprintf(sql, sizeof(sql),
		       "SELECT count(*) FROM complaint_step WHERE complaint = %lld AND kind = %d",
		       (long long)complaint, (int)kind);
	return shop_number(&complain->shop, sql);
}
