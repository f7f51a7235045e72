/* test_moment_shop.h - a shop that asks its members, for the tests of moments and questions. */
#pragma once

#include <stdio.h>
#include <string.h>

#include "plugin/care/asked.h"
#include "plugin/care/moment.h"
#include "plugin/slip_settings.h"
#include "tests/support/shop.h"

#define DAY_MS INT64_C(86400000)
#define ASK_LINK "https://shop.example/ask/{token}"

static inline void asking_make(struct test_shop *ret, const char *questions)
{
	shop_make(ret);
	assert_int_equal(settings_write(ret->store, "question_link", ASK_LINK), RGL_OK);
	assert_int_equal(settings_write(ret->store, "questions", questions), RGL_OK);
}

/* A sale of the member's with a receipt, so many days ago. */
static inline rgl_rc asking_sell(struct test_shop *shop, const char *id, int64_t days_ago,
				 struct outcome *ret)
{
	struct outcome outcome = { 0 };
	struct sale_line line;
	struct sale sale = shop_sale(shop, id, 1000, &line);
	rgl_rc rc;

	sale.at_ms = SHOP_NOW_MS - days_ago * DAY_MS;
	sale.wants_print = true;
	rc = checkout(shop->desk, &sale, true, &outcome);
	if (ret != NULL)
		*ret = outcome;
	return rc;
}

/* What a sale's receipt asks: its token into `ret`. The sale is a new one. */
static inline void asking_token(struct test_shop *shop, const char *id, char ret[TOKEN_ROOM])
{
	struct outcome outcome = { 0 };

	assert_int_equal(asking_sell(shop, id, 0, &outcome), RGL_OK);
	assert_string_not_equal(outcome.question, "");
	memcpy(ret, outcome.question, TOKEN_ROOM);
}

static inline rgl_rc answer_scored(struct test_shop *shop, const char *token, int64_t score,
				   const char *words, struct moment_kept *ret)
{
	const struct moment_said said = { .has_score = true, .score = score, .words = words };
	struct moment_kept kept = { 0 };
	rgl_rc rc = moment_answer(shop->store, token, &said, &kept);

	if (ret != NULL)
		*ret = kept;
	return rc;
}

static inline rgl_rc answer_felt(struct test_shop *shop, const char *token, int64_t mood,
				 struct moment_kept *ret)
{
	const struct moment_said said = { .mood = mood };
	struct moment_kept kept = { 0 };
	rgl_rc rc = moment_answer(shop->store, token, &said, &kept);

	if (ret != NULL)
		*ret = kept;
	return rc;
}
