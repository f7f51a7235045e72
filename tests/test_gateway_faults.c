/* test_gateway_faults.c - a request without memory: done or not done, and to be sent again. */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/regulars.h"
#include "tests/support/faults.h"
#include "tests/support/shop.h"

/* The memory of this program can run out, SQLite's and cJSON's too: they find these first. */
RGL_EXPORT void *malloc(size_t bytes)
{
	return faults_malloc(bytes);
}

RGL_EXPORT void *calloc(size_t count, size_t bytes)
{
	return faults_calloc(count, bytes);
}

RGL_EXPORT void *realloc(void *memory, size_t bytes)
{
	return faults_realloc(memory, bytes);
}

static struct rgl *open_context(const struct test_shop *shop)
{
	const struct rgl_host lent = { .size = sizeof(lent), .now_ms = shop_now_ms };
	const struct rgl_options options = { .size = sizeof(options), .store = shop->path };
	struct rgl *rgl = NULL;

	assert_int_equal(regulars_entry(RGL_ABI)->open(&lent, &options, &rgl, NULL), RGL_OK);
	return rgl;
}

static rgl_rc request(struct rgl *rgl, const char *text, char answer[RGL_ANSWER_ROOM])
{
	size_t length = RGL_ANSWER_ROOM;

	answer[0] = '\0';
	return regulars_entry(RGL_ABI)->request(rgl, text, strlen(text), answer, &length);
}

/* A request with a number of its own in the middle, and what counts its rows. */
struct kind {
	const char *front;
	const char *back;
	const char *sql;
};

static const struct kind SALE = { "{\"op\":\"sale\",\"print\":true,\"sale\":{\"id\":\"S-",
				  "\",\"currency\":\"EUR\",\"total\":1299,\"lines\":[{\"name\":"
				  "\"Coffee\",\"total\":1299}],\"member\":{\"id\":1}}}",
				  "SELECT count(*) FROM sale" };
static const struct kind ENROLMENT = { "{\"op\":\"enrol\",\"name\":\"Bo\",\"card\":\"KLUB-", "\"}",
				       "SELECT count(*) FROM member" };

static const struct kind ISSUE = {
	"{\"op\":\"issue\",\"kind\":\"gift_card\",\"amount\":500,\"who\":"
	"\"Bo\",\"why\":\"raffle\",\"id\":\"I-",
	"\"}", "SELECT count(*) FROM voucher"
};
static const struct kind ADJUSTMENT = { "{\"op\":\"adjust\",\"member_id\":1,\"units\":5,\"who\":"
					"\"Bo\",\"why\":\"sorry\",\"id\":\"A-",
					"\"}", "SELECT count(*) FROM adjustment" };

/* Sends one at each place where memory can run out. It is then sent again, and must be there once,
 * whatever was said first. */
static void sweep(const struct kind *kind, bool once)
{
	char answer[RGL_ANSWER_ROOM];
	struct test_shop shop;
	struct rgl *rgl;
	bool ran_out = true;
	int64_t before;
	long at;

	shop_make(&shop);
	rgl = open_context(&shop);
	before = shop_number(&shop, kind->sql);
	for (at = 0; ran_out && at < 3000; at++) {
		char text[400];
		bool yes;
		rgl_rc rc;

		(void)snprintf(text, sizeof(text), "%s%ld%s", kind->front, at, kind->back);
		faults_memory(at, once);
		rc = request(rgl, text, answer);
		ran_out = faults_memory_end();
		yes = rc == RGL_OK && strncmp(answer, "{\"ok\":true", 10) == 0;
		assert_true(rc == RGL_OK || rc == RGL_E_MEMORY);
		if (rc == RGL_OK && !yes)
			if (strstr(answer, "\"E_MEMORY\"") == NULL)
				fail_msg("%ld: %s", at, answer);
		assert_int_equal(shop_number(&shop, kind->sql), before + at + yes);
		assert_int_equal(request(rgl, text, answer), RGL_OK);
		assert_int_equal(shop_number(&shop, kind->sql), before + at + 1);
	}
	assert_true(at > 20 && at < 3000);
	regulars_entry(RGL_ABI)->close(rgl);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* What was answered with no did not happen; what was answered with yes did. */
static void a_sale_without_memory_is_whole_or_absent(void **state)
{
	(void)state;
	sweep(&SALE, false);
	sweep(&SALE, true);
}

/* The same for a member: no second one when the till tries again. */
static void an_enrolment_without_memory_is_whole_or_absent(void **state)
{
	(void)state;
	sweep(&ENROLMENT, false);
	sweep(&ENROLMENT, true);
}

/* Money and points by hand: the caller's id makes trying again harmless. */
static void what_is_done_by_hand_without_memory_is_whole_or_absent(void **state)
{
	(void)state;
	sweep(&ISSUE, false);
	sweep(&ISSUE, true);
	sweep(&ADJUSTMENT, false);
	sweep(&ADJUSTMENT, true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sale_without_memory_is_whole_or_absent),
		cmocka_unit_test(an_enrolment_without_memory_is_whole_or_absent),
		cmocka_unit_test(what_is_done_by_hand_without_memory_is_whole_or_absent),
	};

	/* Without SQLite's small store of its own every allocation can fail. */
	if (sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
