/* fuzz_question.c - any text behind --where.
 *
 * What must hold: a refusal says where and is one line; a question that is read has an answer for
 * any sale, the opposite of which is the opposite, and brackets around it change nothing.
 */
#include <stdio.h>
#include <string.h>

#include "plugin/insight/question.h"
#include "tests/fuzz/fuzz.h"

static const struct currency EUR = { "EUR", 2 };

static const struct question_sale SALES[] = {
	{ .total_minor = 2400, .net_minor = 2000, .has_cost = true, .cost_minor = 700 },
	{ .total_minor = -100, .is_refund = true, .local_ms = INT64_C(1773484200000) },
	{ .local_ms = -1, .points = 9 },
};

static bool ask(const struct question *question, const struct question_sale *sale, uint64_t more)
{
	return question_holds(question, question_sale_bits(question, sale) | more);
}

/* Conditions that are not the sale's own: as other stages would answer. */
static uint64_t other_bits(const struct question *question)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < question->condition_count; i++) {
		bool holds = question_text_holds(question, i, "Jonas") ||
			     question_words_hold(question, i, "sweet baked ");

		if (question->conditions[i].basis != ON_SALE && holds)
			bits |= UINT64_C(1) << i;
	}
	return bits;
}

static void check_around(const char *text, const struct question *question, bool turned)
{
	char around[QUESTION_TEXT_MAX * 2];
	struct question other;

	(void)snprintf(around, sizeof(around), "%s(%s)", turned ? "not " : "", text);
	if (strlen(around) > QUESTION_TEXT_MAX || question->step_count + 2 > QUESTION_STEPS_MAX ||
	    question_read(around, &EUR, &other, NULL) < 0)
		return;
	for (size_t i = 0; i < sizeof(SALES) / sizeof(SALES[0]); i++)
		fuzz_must_of(ask(question, &SALES[i], other_bits(question)) !=
				     (ask(&other, &SALES[i], other_bits(&other)) == turned),
			     "brackets change nothing, and not turns it about", text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rgl_why why = { .size = sizeof(why) };
	char text[QUESTION_TEXT_MAX + 64];
	size_t length = size < sizeof(text) - 1 ? size : sizeof(text) - 1;
	struct question question;
	rgl_rc rc;

	if (length > 0)
		memcpy(text, data, length);
	text[length] = '\0';
	rc = question_read(text, &EUR, &question, &why);
	if (rc < 0) {
		fuzz_must(rc == RGL_E_FIELD && why.code == rc, "a refusal is about the field");
		fuzz_must_of(strncmp(why.text, "where: ", 7) == 0 && strchr(why.text, '\n') == NULL,
			     "a refusal says where, in one line", why.text);
		return 0;
	}
	check_around(text, &question, false);
	check_around(text, &question, true);
	return 0;
}
