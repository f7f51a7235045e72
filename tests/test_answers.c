/* test_answers.c - the customer's answer to a receipt's question: once, of that visit, and heard.
 */
#include "tests/support/check.h"

#include "tests/test_moment_shop.h"

static void is_refused(const struct test_shop *shop, rgl_rc got, rgl_rc code, const char *field)
{
	assert_int_equal(got, code);
	assert_int_equal(shop->store->refusal.code, code);
	assert_string_equal(shop->store->refusal.field, field);
}

/* The token says which sale and member; whoever holds the paper says the rest. */
static void an_answer_is_of_the_sale_that_was_asked_about(void **state)
{
	struct moment_kept kept;
	struct test_shop shop;
	char token[TOKEN_ROOM];

	(void)state;
	asking_make(&shop, "nps");
	asking_token(&shop, "S-1", token);
	assert_int_equal(answer_scored(&shop, token, 9, "lovely", &kept), RGL_OK);
	assert_int_equal(kept.member, shop.member);
	assert_int_equal(kept.complaint, 0);
	assert_int_equal(kept.strikes, 0);
	assert_int_equal(
		shop_number(&shop,
			    "SELECT count(*) FROM moment m JOIN asked a ON a.answer = m.id"
			    " WHERE m.sale = a.sale AND m.member = a.member AND m.via = 2 AND"
			    " m.score = 9 AND m.mood = 0 AND m.question = 'nps' AND"
			    " m.words = 'lovely' AND m.cashier = 'Jonas' AND m.store = 'Main'"),
		1);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* A finger that taps twice is one answer; a change of mind comes too late. */
static void a_token_is_good_once(void **state)
{
	struct moment_kept first;
	struct moment_kept again;
	struct test_shop shop;
	char token[TOKEN_ROOM];

	(void)state;
	asking_make(&shop, "mood");
	asking_token(&shop, "S-1", token);
	assert_int_equal(answer_felt(&shop, token, 4, &first), RGL_OK);
	assert_int_equal(answer_felt(&shop, token, 4, &again), RGL_EXISTS);
	assert_memory_equal(&first, &again, sizeof(first));
	is_refused(&shop, answer_felt(&shop, token, 1, NULL), RGL_E_TAKEN, "token");
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM moment"), 1);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM complaint"), 0);
	shop_remove(&shop);
}

/* Typed from the paper, in small letters, with dashes. */
static void a_token_may_be_typed(void **state)
{
	struct test_shop shop;
	char token[TOKEN_ROOM];
	char typed[TOKEN_ROOM * 2] = "";
	size_t length = 0;

	(void)state;
	asking_make(&shop, "mood");
	asking_token(&shop, "S-1", token);
	for (size_t i = 0; token[i] != '\0'; i++) {
		typed[length++] = (char)(token[i] >= 'A' ? token[i] - 'A' + 'a' : token[i]);
		if (i % 4 == 2)
			typed[length++] = '-';
	}
	assert_int_equal(answer_felt(&shop, typed, 5, NULL), RGL_OK);
	shop_remove(&shop);
}

/* Made up, another kind's or another shop's: the store is not even asked. It is closed here. */
static void a_forged_token_is_refused_without_a_look(void **state)
{
	static const char *const NONE[] = { "",
					    "RG3",
					    "RG37KQM2XWD9FABC3DE",
					    "hello",
					    "RG37KQM2XWD9FABC3DEX",
					    "https://shop.example/ask/RG37KQM2XWD9FABC3DE" };
	struct test_shop shop;
	char token[TOKEN_ROOM];
	struct sqlite3 *db;

	(void)state;
	asking_make(&shop, "mood");
	asking_token(&shop, "S-1", token);
	/* Whoever looks finds no database at all, and crashes. */
	db = shop.store->db;
	shop.store->db = NULL;
	for (size_t i = 0; i < sizeof(NONE) / sizeof(NONE[0]); i++)
		is_refused(&shop, answer_felt(&shop, NONE[i], 5, NULL), RGL_E_FORGED, "token");
	is_refused(&shop, answer_felt(&shop, NULL, 5, NULL), RGL_E_FORGED, "token");
	is_refused(&shop, answer_felt(&shop, shop.token, 5, NULL), RGL_E_FORGED, "token");
	token[2] = '1';
	is_refused(&shop, answer_felt(&shop, token, 5, NULL), RGL_E_FORGED, "token");
	token[2] = '3';
	token[18] = token[18] == 'A' ? 'B' : 'A';
	is_refused(&shop, answer_felt(&shop, token, 5, NULL), RGL_E_FORGED, "token");
	shop.store->db = db;
	shop_remove(&shop);
}

/* As after a backup of before the question was put back. */
static void a_question_that_is_not_there_is_unknown(void **state)
{
	struct test_shop shop;
	char token[TOKEN_ROOM];

	(void)state;
	asking_make(&shop, "mood");
	assert_int_equal(asked_token(shop.store, 987654, token), RGL_OK);
	is_refused(&shop, answer_felt(&shop, token, 5, NULL), RGL_E_UNKNOWN, "token");
	shop_remove(&shop);
}

static void an_answer_comes_in_time(void **state)
{
	const struct moment_said early = { .mood = 4, .at_ms = SHOP_NOW_MS - DAY_MS };
	struct moment_kept kept;
	struct test_shop shop;
	char token[TOKEN_ROOM];

	(void)state;
	asking_make(&shop, "mood");
	asking_token(&shop, "S-1", token);
	is_refused(&shop, moment_answer(shop.store, token, &early, &kept), RGL_E_TIME, "at");
	assert_int_equal(shop_number(&shop, "SELECT until_ms FROM asked"),
			 SHOP_NOW_MS + 30 * DAY_MS);
	/* The first moment that is too late, and the last that is not. */
	(void)shop_run(&shop, "UPDATE asked SET until_ms = 1767607200000");
	is_refused(&shop, answer_felt(&shop, token, 4, NULL), RGL_E_TIME, "token");
	(void)shop_run(&shop, "UPDATE asked SET until_ms = 1767607200001");
	assert_int_equal(answer_felt(&shop, token, 4, NULL), RGL_OK);
	shop_remove(&shop);
}

/* Each question has its scale; what does not fit leaves the token good. */
static void an_answer_fits_its_question(void **state)
{
	static const struct moment_said WRONG_NPS[] = {
		{ .mood = 5 },
		{ .has_score = true, .score = 11 },
		{ .has_score = true, .score = -1 },
	};
	static const struct moment_said WRONG_MOOD[] = {
		{ .has_score = true, .score = 5 },
		{ .has_score = true, .score = 5, .mood = 5 },
		{ .words = "fine" },
	};
	struct test_shop shop;
	char token[TOKEN_ROOM];

	(void)state;
	asking_make(&shop, "nps");
	asking_token(&shop, "S-1", token);
	for (size_t i = 0; i < sizeof(WRONG_NPS) / sizeof(WRONG_NPS[0]); i++)
		is_refused(&shop, moment_answer(shop.store, token, &WRONG_NPS[i], NULL),
			   RGL_E_FIELD, "score");
	(void)shop_run(&shop, "UPDATE asked SET question = 'csat'");
	is_refused(&shop, answer_scored(&shop, token, 0, NULL, NULL), RGL_E_FIELD, "score");
	is_refused(&shop, answer_scored(&shop, token, 6, NULL, NULL), RGL_E_FIELD, "score");
	(void)shop_run(&shop, "UPDATE asked SET question = 'taste'");
	for (size_t i = 0; i < sizeof(WRONG_MOOD) / sizeof(WRONG_MOOD[0]); i++)
		is_refused(&shop, moment_answer(shop.store, token, &WRONG_MOOD[i], NULL),
			   RGL_E_FIELD, i == 2 ? "mood" : "score");
	assert_int_equal(answer_felt(&shop, token, 5, NULL), RGL_OK);
	assert_int_equal(shop_number(&shop,
				     "SELECT question = 'taste' AND mood = 5 AND score IS NULL"
				     " FROM moment"),
			 1);
	shop_remove(&shop);
}

/* How satisfied somebody was on five steps is how they felt: it is a strike like any. */
static void a_csat_is_a_mood_too(void **state)
{
	struct moment_kept kept;
	struct test_shop shop;
	char token[TOKEN_ROOM];

	(void)state;
	asking_make(&shop, "csat");
	asking_token(&shop, "S-1", token);
	assert_int_equal(answer_scored(&shop, token, 2, NULL, &kept), RGL_OK);
	assert_int_equal(kept.strikes, 1);
	assert_int_equal(kept.complaint, 0);
	assert_int_equal(shop_number(&shop, "SELECT mood = 2 AND score = 2 FROM moment"), 1);
	shop_remove(&shop);
}

/* Somebody who is that unhappy is not left alone with it. */
static void a_very_bad_answer_is_a_complaint(void **state)
{
	static const struct {
		const char *question;
		struct moment_said said;
		bool complains;
	} CASES[] = {
		{ "mood", { .mood = 1 }, true },
		{ "mood", { .mood = 2, .words = "cold" }, false },
		{ "csat", { .has_score = true, .score = 1 }, true },
		{ "csat", { .has_score = true, .score = 2, .words = "cold" }, false },
		{ "nps", { .has_score = true, .score = 2, .words = "cold" }, true },
		{ "nps", { .has_score = true, .score = 0 }, false },
		{ "nps", { .has_score = true, .score = 3, .words = "cold" }, false },
		{ "nps", { .has_score = true, .score = 9, .mood = 1 }, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		struct moment_kept kept = { 0 };
		struct test_shop shop;
		char token[TOKEN_ROOM];

		asking_make(&shop, CASES[i].question);
		asking_token(&shop, "S-1", token);
		assert_int_equal(moment_answer(shop.store, token, &CASES[i].said, &kept), RGL_OK);
		assert_int_equal(kept.complaint != 0, CASES[i].complains);
		assert_int_equal(shop_number(&shop, "SELECT count(*) FROM complaint c JOIN moment m"
						    " ON m.id = c.moment"),
				 CASES[i].complains);
		shop_remove(&shop);
	}
}

/* The words of customers are as any: no card's number, no control characters, a reason there is. */
static void an_answers_words_are_checked(void **state)
{
	static const struct {
		struct moment_said said;
		rgl_rc rc;
		const char *field;
	} CASES[] = {
		{ { .mood = 1, .words = "4111 1111 1111 1111" }, RGL_E_PAYMENT_CARD, "words" },
		{ { .mood = 1, .words = "a\x7F" }, RGL_E_TEXT, "words" },
		{ { .mood = 1, .reason = "weather" }, RGL_E_FIELD, "reason" },
		{ { .mood = 1, .stage = "never" }, RGL_E_FIELD, "stage" },
		{ { .mood = 6 }, RGL_E_RANGE, "mood" },
	};
	struct test_shop shop;
	char token[TOKEN_ROOM];

	(void)state;
	asking_make(&shop, "mood");
	asking_token(&shop, "S-1", token);
	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++)
		is_refused(&shop, moment_answer(shop.store, token, &CASES[i].said, NULL),
			   CASES[i].rc, CASES[i].field);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM moment"), 0);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_is_of_the_sale_that_was_asked_about),
		cmocka_unit_test(a_token_is_good_once),
		cmocka_unit_test(a_token_may_be_typed),
		cmocka_unit_test(a_forged_token_is_refused_without_a_look),
		cmocka_unit_test(a_question_that_is_not_there_is_unknown),
		cmocka_unit_test(an_answer_comes_in_time),
		cmocka_unit_test(an_answer_fits_its_question),
		cmocka_unit_test(a_csat_is_a_mood_too),
		cmocka_unit_test(a_very_bad_answer_is_a_complaint),
		cmocka_unit_test(an_answers_words_are_checked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
