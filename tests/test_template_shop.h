/* test_template_shop.h - templates read and filled for a small shop, for tests/test_template*.c. */
#pragma once

#include "tests/test_receipt_facts.h"

/* The one line of a refusal; "" when it was read. The output stays as it was after a refusal, and
 * nothing is held. */
static inline void shop_refusal(const char *text, size_t length, char ret[320])
{
	struct template *const untouched = (struct template *)(uintptr_t)0x77;
	struct template *template = untouched;
	struct rgl_why why = { .size = sizeof(why) };
	struct sweep sweep;
	struct host host;
	rgl_rc rc;

	facts_lend(&sweep, &host, SWEEP_NEVER);
	rc = template_read(&host, text, length, NULL, &template, &why);
	assert_int_equal(why.code, rc);
	(void)snprintf(ret, 320, "%s", why.text);
	if (rc == RGL_OK)
		template_free(template);
	else
		assert_ptr_equal(template, untouched);
	/* The place is the refusal's field too. */
	assert_int_equal(strncmp(why.text, why.field, strlen(why.field)), 0);
	assert_int_equal(sweep.held, 0);
	assert_false(sweep.misused);
}

/* What a receipt says by a template, in English; ended by free(). */
static inline char *shop_words_of(const struct receipt *receipt, const char *text, size_t length)
{
	struct rgl_why why = { .size = sizeof(why) };
	struct sweep sweep;
	struct host host;
	struct paper paper;
	char *words;

	facts_lend(&sweep, &host, SWEEP_NEVER);
	paper = paper_of(&host);
	if (facts_fill_with(receipt, text, length, "en", &paper, &why) != RGL_OK)
		fail_msg("'%s' is refused: %s", text, why.text);
	assert_int_equal(why.code, RGL_OK);
	words = facts_words(&paper);
	paper_free(&paper);
	assert_int_equal(sweep.held, 0);
	assert_false(sweep.misused);
	return words;
}

/* All that is printed, to the letter. */
static inline void shop_prints(const struct receipt *receipt, const char *text, const char *printed)
{
	char *words = shop_words_of(receipt, text, strlen(text));

	assert_string_equal(words, printed);
	free(words);
}

static inline char *shop_ours(const struct receipt *receipt, const char *name)
{
	size_t length = 0;
	const char *text = template_text(name, &length);

	assert_non_null(text);
	return shop_words_of(receipt, text, length);
}

/* By a template of ours. Both directions, so that a test fails when a sentence is always or never
 * there. */
static inline void shop_says(const struct receipt *receipt, const char *name, const char *sentence)
{
	char *words = shop_ours(receipt, name);

	if (strstr(words, sentence) == NULL)
		fail_msg("'%s' is not in %s:\n%s", sentence, name, words);
	free(words);
}

static inline void shop_does_not_say(const struct receipt *receipt, const char *name,
				     const char *sentence)
{
	char *words = shop_ours(receipt, name);

	if (strstr(words, sentence) != NULL)
		fail_msg("'%s' is in %s:\n%s", sentence, name, words);
	free(words);
}
