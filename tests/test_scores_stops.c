/* test_scores_stops.c - a refresh that is stopped, or runs out of memory: what was written stays,
 * the next one goes on, and nothing leaks.
 */
#include "tests/support/check.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/insight/scores_parts.h"
#include "tests/support/crowd.h"

static const struct scores_wish PLAIN = { .method = FIT_MAP, .rate_ppm = SCORES_RATE_PPM };

/* Says no at the n-th time that it is asked while members are scored. */
struct patience {
	int left;
};

static bool wait_for(void *user, const char *doing, int64_t done, int64_t all)
{
	struct patience *patience = user;

	assert_true(done >= 0 && (all == 0 || done <= all));
	return strcmp(doing, "scoring members") != 0 || patience->left-- > 0;
}

/* Stopped between two batches and asked again, again and again: each goes on where the last
 * stopped, nobody is scored twice, and the models are fitted once. */
static void what_was_stopped_goes_on(void **state)
{
	struct crowd_shop crowd;
	struct scores_state scores;
	struct scores_done done = { .stopped = true };
	int64_t written = 0;
	int runs = 0;

	(void)state;
	crowd_make(&crowd);
	crowd_fill(&crowd, 9000, 300, 5, false);
	for (; done.stopped; runs++) {
		struct patience patience = { 4 };

		assert_int_equal(
			scores_refresh(crowd.shop.store, &PLAIN, wait_for, &patience, &done),
			RGL_OK);
		assert_int_equal(done.fitted, runs == 0);
		written += done.members;
		assert_int_equal(scores_state(crowd.shop.store, &scores), RGL_OK);
		assert_int_equal(scores.as_of_ms != 0, !done.stopped);
		assert_true(runs < 20);
	}
	assert_true(runs > 1);
	assert_int_equal(written, 9000);
	assert_int_equal(scores.members_scored, 9000);
	crowd_remove(&crowd);
}

static bool never(void *user, const char *doing, int64_t done, int64_t all)
{
	(void)user;
	(void)doing;
	(void)done;
	(void)all;
	return false;
}

/* Stopped while it reads: nothing is written at all. */
static void what_was_stopped_at_once_wrote_nothing(void **state)
{
	struct crowd_shop crowd;
	struct scores_done done = { 0 };
	struct scores_state scores;

	(void)state;
	crowd_make(&crowd);
	crowd_fill(&crowd, 20, 300, 5, false);
	assert_int_equal(scores_refresh(crowd.shop.store, &PLAIN, never, NULL, &done), RGL_OK);
	assert_true(done.stopped);
	assert_int_equal(scores_state(crowd.shop.store, &scores), RGL_OK);
	assert_int_equal(scores.as_of_ms, 0);
	assert_int_equal(scores.fit_ms, 0);
	crowd_remove(&crowd);
}

/* ---- memory ---- */

struct memory {
	long left; /* below 0: all there is */
	long held;
	int64_t now_ms;
};

static void *lend(void *user, void *memory, size_t bytes)
{
	struct memory *lent = user;
	void *moved;

	if (bytes == 0) {
		lent->held -= memory != NULL;
		free(memory);
		return NULL;
	}
	if (lent->left == 0)
		return NULL;
	lent->left -= lent->left > 0;
	moved = realloc(memory, bytes);
	lent->held += memory == NULL && moved != NULL;
	return moved;
}

static int64_t lent_now_ms(void *user)
{
	const struct memory *lent = user;

	return lent->now_ms;
}

/* Each allocation of ours fails in turn: refused in words, no block is kept, and once there is
 * memory again all are scored. */
static void no_memory_is_said_and_leaves_nothing(void **state)
{
	struct memory memory = { .left = -1, .now_ms = SHOP_NOW_MS };
	struct crowd_shop crowd;
	struct scores_done done = { 0 };
	rgl_rc rc = RGL_E_MEMORY;
	long at = 0;

	(void)state;
	crowd_make(&crowd);
	crowd_fill(&crowd, 60, 200, 5, false);
	crowd.shop.host.lent.resize = lend;
	crowd.shop.host.lent.now_ms = lent_now_ms;
	crowd.shop.host.lent.user = &memory;
	for (; rc == RGL_E_MEMORY; at++) {
		memory.left = at;
		rc = scores_refresh(crowd.shop.store, &PLAIN, NULL, NULL, &done);
		assert_int_equal(memory.held, 0);
		assert_true(rc == RGL_OK || crowd.shop.store->refusal.text[0] != '\0');
		assert_true(at < 2000);
	}
	assert_int_equal(rc, RGL_OK);
	assert_true(at > 10);
	memory.left = -1;
	assert_int_equal(shop_number(&crowd.shop, "SELECT count(*) FROM score"), 60);
	crowd_remove(&crowd);
}

/* ---- words ---- */

/* A fit comes back bit by bit, whatever decimal sign the till's process writes. */
static void a_fit_comes_back_bit_by_bit(void **state)
{
	struct scores_fit fit = { .basis = BASIS_MARGIN, .visits = 12345, .rate_ppm = 75000 };
	struct scores_fit read = { 0 };
	struct choice_model *model = &fit.choice.models[0];
	struct host host;
	struct bytes bytes;
	uint64_t seed = 99;

	(void)state;
	host_init(&host, NULL);
	bytes = bytes_of(&host);
	(void)setlocale(LC_NUMERIC, "de_DE.UTF-8");
	fit.choice.count = 1;
	memcpy(model->name, "mbg/cnbd-2", 11);
	memcpy(fit.choice.why, "It was nearest.", 16);
	model->fit.model = (struct timing_model) { TIMING_MBG, 2, 1.0 / 3, 1e-300, 7e200, 0.1 };
	model->fit.verdict = FIT_GOOD;
	for (size_t i = 0; i < 16; i++)
		model->fit.covariance[i] = 1 / (double)(next_number(&seed) | 1) - 1e-19;
	scores_words_timing(&fit, &bytes);
	bytes_add_byte(&bytes, '\0');
	assert_int_equal(bytes_rc(&bytes), RGL_OK);
	assert_null(strstr((const char *)bytes.data, "0,1000"));
	assert_true(scores_words_read_timing((const char *)bytes.data, &read));
	(void)setlocale(LC_NUMERIC, "C");
	assert_memory_equal(&read.choice.models[0].fit.model, &model->fit.model,
			    sizeof(model->fit.model));
	assert_memory_equal(read.choice.models[0].fit.covariance, model->fit.covariance,
			    sizeof(model->fit.covariance));
	assert_int_equal(read.visits, 12345);
	assert_string_equal(read.choice.why, fit.choice.why);
	bytes_free(&bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_stopped_goes_on),
		cmocka_unit_test(what_was_stopped_at_once_wrote_nothing),
		cmocka_unit_test(no_memory_is_said_and_leaves_nothing),
		cmocka_unit_test(a_fit_comes_back_bit_by_bit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
