/* test_surprise_threads.c - eight threads that quote and sell, through one context and through two
 * stores: what surprises cost in a month never is more than its budget, and nobody has two. */
#include "tests/support/check.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "plugin/slip_settings.h"
#include "tests/support/peer.h"

enum { THREADS = 8, SALES = 25, FITS = 60 };

#define POINTS                                                                                     \
	"'points':{'worth':{'points':100,'money':100}},"                                           \
	"'earn':[{'id':'base','give':{'points':1,'per':'amount','amount':100}}]"

struct till {
	const struct rgl_api *api;
	struct rgl *rgl;
	pthread_t thread;
	int number;
	int64_t promised; /* by quotes */
	int64_t given;
	int64_t broken; /* promises that the sale did not keep */
	int64_t failed;
};

static bool ask(struct till *till, const struct rgl_sale *sale, int64_t *ret_points)
{
	struct rgl_discount discounts[4];
	struct rgl_claim claims[4];
	struct rgl_quote quote = { .size = sizeof(quote),
				   .discounts = discounts,
				   .claims = claims,
				   .discount_room = 4,
				   .claim_room = 4 };

	if (till->api->quote(till->rgl, sale, &quote, NULL) < 0)
		return false;
	*ret_points = quote.points;
	return true;
}

/* A new customer, whom every second time a quote tells first. */
static void serve(struct till *till, int n)
{
	struct rgl_enrolment said = { .size = sizeof(said), .name = "Guest" };
	struct rgl_member member = { .size = sizeof(member) };
	struct rgl_outcome outcome = { .size = sizeof(outcome) };
	struct rgl_line line = { .size = sizeof(line), .qty_milli = 1000, .total_minor = 1000 };
	struct rgl_sale sale = { .size = sizeof(sale), .currency = "EUR", .total_minor = 1000 };
	struct rgl_why why = { .size = sizeof(why) };
	int64_t told = 10;
	char id[32];

	if (till->api->enrol(till->rgl, &said, &member, &why) < 0) {
		till->failed++;
		return;
	}
	(void)snprintf(id, sizeof(id), "S-%d-%d", till->number, n);
	sale.id = id;
	sale.member_id = member.id;
	sale.lines = &line;
	sale.line_count = 1;
	if (n % 2 == 0)
		till->failed += !ask(till, &sale, &told);
	till->failed += till->api->sale(till->rgl, &sale, &outcome, &why) < 0;
	till->promised += told > 10;
	till->given += outcome.surprise_points > 0;
	till->broken += told > 10 && outcome.surprise_points == 0;
}

static void *work(void *argument)
{
	struct till *till = argument;

	for (int n = 0; n < SALES; n++)
		serve(till, n);
	return NULL;
}

static struct rgl *open_store(const struct rgl_api *api, const struct peer *peer, const char *till)
{
	const struct rgl_options options = { .size = sizeof(options),
					     .store = peer->shop.path,
					     .till = till,
					     .patience_ms = 60000 };
	struct rgl_why why = { .size = sizeof(why) };
	struct rgl *rgl = NULL;

	if (api->open(&peer->shop.host.lent, &options, &rgl, &why) != RGL_OK)
		fail_msg("%s", why.text);
	return rgl;
}

static void run(int stores)
{
	const struct rgl_api *api = regulars_entry(RGL_ABI);
	struct till tills[THREADS];
	struct rgl *contexts[2] = { NULL, NULL };
	struct till all = { 0 };
	struct peer peer;

	peer_open(&peer, POINTS);
	assert_int_equal(settings_write(peer.shop.store, "surprise_percent", "100"), RGL_OK);
	assert_int_equal(settings_write(peer.shop.store, "surprise_month", "30"), RGL_OK);
	shop_close(&peer.shop);
	for (int i = 0; i < stores; i++)
		contexts[i] = open_store(api, &peer, i == 0 ? "left" : "right");
	for (int i = 0; i < THREADS; i++) {
		tills[i] = (struct till) { .api = api, .rgl = contexts[i % stores], .number = i };
		assert_int_equal(pthread_create(&tills[i].thread, NULL, work, &tills[i]), 0);
	}
	for (int i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(tills[i].thread, NULL), 0);
		all.given += tills[i].given;
		all.broken += tills[i].broken;
		all.failed += tills[i].failed;
		all.promised += tills[i].promised;
	}
	for (int i = 0; i < stores; i++)
		api->close(contexts[i]);
	shop_open(&peer.shop);
	/* 30.00 is sixty of fifty points each. */
	assert_int_equal(all.failed, 0);
	assert_int_equal(all.broken, 0);
	assert_int_equal(all.given, FITS);
	assert_true(all.promised > 0);
	assert_int_equal(shop_number(&peer.shop, "SELECT sum(worth_minor) FROM surprise"), 3000);
	assert_int_equal(shop_number(&peer.shop, "SELECT count(*) FROM (SELECT member FROM surprise"
						 " GROUP BY member HAVING count(*) > 1)"),
			 0);
	peer_close(&peer);
}

static void eight_threads_of_one_context_keep_to_the_budget(void **state)
{
	(void)state;
	run(1);
}

static void eight_threads_over_two_stores_keep_to_the_budget(void **state)
{
	(void)state;
	run(2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(eight_threads_of_one_context_keep_to_the_budget),
		cmocka_unit_test(eight_threads_over_two_stores_keep_to_the_budget),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
