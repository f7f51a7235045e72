/* test_asked.c - who is asked what, and when: a season apart, in turn, on paper, and undone with
 * the sale. */
#include "tests/support/check.h"

#include "plugin/identify/enrol.h"
#include "plugin/store/query.h"
#include "tests/test_moment_shop.h"

#define ASKED "SELECT count(*) FROM asked"

/* What was asked last. */
static const char *last_question(const struct test_shop *shop, char ret[ASKED_NAME_ROOM])
{
	struct query q = query(shop->store, STATEMENT_ASKED_LAST);

	ret[0] = '\0';
	query_bind_int(&q, shop->member);
	if (query_row(&q))
		query_text(&q, ret, ASKED_NAME_ROOM);
	assert_int_equal(query_end(&q), RGL_OK);
	return ret;
}

/* The paper in the hand is what the question is on: no receipt, no member, no link, no question. */
static void only_a_members_receipt_asks(void **state)
{
	struct outcome outcome;
	struct test_shop shop;
	const struct enrolment bo = { .name = "Bo" };

	(void)state;
	asking_make(&shop, "nps");
	assert_int_equal(shop_sell(&shop, "S-1", 1000, &outcome), RGL_OK);
	assert_string_equal(outcome.question, "");
	shop.member = 0;
	assert_int_equal(asking_sell(&shop, "S-2", 0, &outcome), RGL_OK);
	assert_string_equal(outcome.question, "");
	assert_int_equal(shop_number(&shop, ASKED), 0);
	assert_int_equal(enrol(shop.store, &bo, &shop.member), RGL_OK);
	assert_int_equal(
		settings_write(shop.store, "question_link", "https://shop.example/{receipt}"),
		RGL_OK);
	assert_int_equal(asking_sell(&shop, "S-3", 0, NULL), RGL_OK);
	assert_int_equal(settings_write(shop.store, "question_link", ""), RGL_OK);
	assert_int_equal(asking_sell(&shop, "S-4", 0, NULL), RGL_OK);
	assert_int_equal(shop_number(&shop, ASKED), 0);
	assert_int_equal(settings_write(shop.store, "question_link", ASK_LINK), RGL_OK);
	assert_int_equal(settings_write(shop.store, "questions", " "), RGL_OK);
	assert_int_equal(asking_sell(&shop, "S-5", 0, NULL), RGL_OK);
	assert_int_equal(shop_number(&shop, ASKED), 0);
	assert_int_equal(settings_write(shop.store, "questions", ""), RGL_OK);
	assert_int_equal(asking_sell(&shop, "S-6", 0, &outcome), RGL_OK);
	assert_int_equal(strncmp(outcome.question, "RG3", 3), 0);
	assert_int_equal(shop_number(&shop, ASKED), 1);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* The till asks again when its answer got lost: the same token. */
static void a_sale_sent_again_has_the_same_question(void **state)
{
	struct outcome first;
	struct outcome again;
	struct test_shop shop;

	(void)state;
	asking_make(&shop, "nps");
	assert_int_equal(asking_sell(&shop, "S-1", 0, &first), RGL_OK);
	assert_int_equal(asking_sell(&shop, "S-1", 0, &again), RGL_EXISTS);
	assert_string_equal(first.question, again.question);
	assert_int_equal(shop_number(&shop, ASKED), 1);
	shop_remove(&shop);
}

/* Nobody is asked twice in a season, to the day; and after it by what comes next. */
static void a_season_lies_between_two_questions(void **state)
{
	struct outcome outcome;
	struct test_shop shop;

	(void)state;
	asking_make(&shop, "nps csat");
	assert_int_equal(settings_write(shop.store, "question_valid_days", "365"), RGL_OK);
	assert_int_equal(asking_sell(&shop, "S-1", 200, &outcome), RGL_OK);
	assert_string_not_equal(outcome.question, "");
	assert_int_equal(asking_sell(&shop, "S-2", 200, &outcome), RGL_OK);
	assert_int_equal(asking_sell(&shop, "S-3", 111, &outcome), RGL_OK);
	/* One that comes late, of before the first. */
	assert_int_equal(asking_sell(&shop, "S-4", 300, &outcome), RGL_OK);
	assert_int_equal(shop_number(&shop, ASKED), 1);
	assert_int_equal(asking_sell(&shop, "S-5", 110, &outcome), RGL_OK);
	assert_string_not_equal(outcome.question, "");
	assert_int_equal(shop_number(&shop, ASKED), 2);
	assert_int_equal(asking_sell(&shop, "S-6", 21, &outcome), RGL_OK);
	assert_int_equal(shop_number(&shop, ASKED), 2);
	assert_int_equal(asking_sell(&shop, "S-7", 20, &outcome), RGL_OK);
	assert_int_equal(shop_number(&shop, ASKED), 3);
	assert_int_equal(shop_number(&shop, "SELECT asked FROM member_care"), 3);
	shop_remove(&shop);
}

/* A question that is over before its receipt is printed would be a joke. */
static void what_is_too_old_to_be_answered_is_not_asked(void **state)
{
	struct test_shop shop;

	(void)state;
	asking_make(&shop, "nps");
	assert_int_equal(asking_sell(&shop, "S-1", 30, NULL), RGL_OK);
	assert_int_equal(shop_number(&shop, ASKED), 0);
	assert_int_equal(asking_sell(&shop, "S-2", 29, NULL), RGL_OK);
	assert_int_equal(shop_number(&shop, ASKED), 1);
	shop_remove(&shop);
}

/* Each in turn, and never the same twice in a row, also when the owner changes the list. */
static void questions_take_turns(void **state)
{
	char before[ASKED_NAME_ROOM] = "";
	char now[ASKED_NAME_ROOM];
	struct test_shop shop;
	int asked[3] = { 0 };
	char id[16];

	(void)state;
	asking_make(&shop, "nps  csat mood");
	assert_int_equal(settings_write(shop.store, "question_season_days", "1"), RGL_OK);
	for (int i = 0; i < 9; i++) {
		(void)snprintf(id, sizeof(id), "S-%d", i);
		assert_int_equal(asking_sell(&shop, id, 20 - i, NULL), RGL_OK);
		last_question(&shop, now);
		assert_string_not_equal(now, before);
		memcpy(before, now, sizeof(before));
		asked[asked_kind_of(now)]++;
	}
	for (int i = 0; i < 3; i++)
		assert_int_equal(asked[i], 3);
	assert_int_equal(settings_write(shop.store, "questions", "csat taste"), RGL_OK);
	for (int i = 0; i < 4; i++) {
		(void)snprintf(id, sizeof(id), "T-%d", i);
		assert_int_equal(asking_sell(&shop, id, 10 - i, NULL), RGL_OK);
		last_question(&shop, now);
		assert_string_not_equal(now, before);
		memcpy(before, now, sizeof(before));
	}
	assert_int_equal(asked_kind_of("taste"), ASKED_OWN);
	shop_remove(&shop);
}

/* Else it would be a year until the second question of the list has its first answers. */
static void members_begin_at_different_questions(void **state)
{
	const struct enrolment guest = { .name = "Guest" };
	struct test_shop shop;
	char id[16];

	(void)state;
	asking_make(&shop, "nps csat mood");
	for (int i = 0; i < 30; i++) {
		assert_int_equal(enrol(shop.store, &guest, &shop.member), RGL_OK);
		(void)snprintf(id, sizeof(id), "S-%d", i);
		assert_int_equal(asking_sell(&shop, id, 0, NULL), RGL_OK);
	}
	assert_int_equal(shop_number(&shop, "SELECT min(n) FROM (SELECT count(*) AS n FROM asked"
					    " GROUP BY question)"),
			 10);
	shop_remove(&shop);
}

/* The sale never was: its question cannot be answered, and the next receipt may ask. */
static void a_void_takes_its_question_back(void **state)
{
	struct outcome outcome = { 0 };
	struct test_shop shop;
	char token[TOKEN_ROOM];

	(void)state;
	asking_make(&shop, "mood");
	asking_token(&shop, "S-1", token);
	assert_int_equal(checkout_undo(shop.desk, "S-1", &outcome), RGL_OK);
	assert_int_equal(answer_felt(&shop, token, 4, NULL), RGL_E_NO_SALE);
	assert_string_equal(shop.store->refusal.field, "token");
	assert_int_equal(shop_number(&shop, "SELECT asked_ms + asked FROM member_care"), 0);
	asking_token(&shop, "S-2", token);
	assert_int_equal(answer_felt(&shop, token, 4, NULL), RGL_OK);
	/* What was heard stays heard, and counts as asked. */
	assert_int_equal(checkout_undo(shop.desk, "S-2", &outcome), RGL_OK);
	assert_int_equal(asking_sell(&shop, "S-3", 0, &outcome), RGL_OK);
	assert_string_equal(outcome.question, "");
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM moment"), 1);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* Whoever brought everything back has the most to say. */
static void a_refund_leaves_its_question(void **state)
{
	struct test_shop shop;
	char token[TOKEN_ROOM];

	(void)state;
	asking_make(&shop, "mood");
	asking_token(&shop, "S-1", token);
	assert_int_equal(shop_take_back(&shop, "R-1", "S-1", 1000, NULL), RGL_OK);
	assert_int_equal(answer_felt(&shop, token, 2, NULL), RGL_OK);
	shop_remove(&shop);
}

static rgl_rc edit(struct test_shop *shop, const char *id, const char *cashier, int64_t member,
		   struct outcome *ret)
{
	struct sale_line line;
	struct sale sale = shop_sale(shop, id, 1000, &line);

	sale.cashier = cashier;
	sale.member = member;
	sale.wants_print = true;
	return checkout_edit(shop->desk, &sale, ret);
}

/* A tip that was added later leaves the paper in the customer's hand good; what was said of the
 * sale is of what it became. */
static void an_edit_takes_the_question_along(void **state)
{
	const struct moment_new felt = { .ref = "M-1", .sale = "S-1", .said = { .mood = 3 } };
	struct outcome outcome = { 0 };
	struct moment_kept kept;
	struct test_shop shop;
	char token[TOKEN_ROOM];

	(void)state;
	asking_make(&shop, "mood");
	asking_token(&shop, "S-1", token);
	assert_int_equal(moment_add(shop.store, &felt, &kept), RGL_OK);
	assert_int_equal(edit(&shop, "S-1", "Mia", shop.member, &outcome), RGL_OK);
	assert_string_equal(outcome.question, token);
	assert_int_equal(shop_number(&shop, ASKED), 1);
	assert_int_equal(shop_number(&shop, "SELECT asked FROM member_care"), 1);
	assert_int_equal(answer_felt(&shop, token, 4, NULL), RGL_OK);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM moment m JOIN sale s ON"
					    " s.id = m.sale WHERE s.ref = 'S-1' AND s.voided = 0"),
			 2);
	assert_int_equal(shop_number(&shop, "SELECT count(*) FROM moment WHERE cashier = 'Mia'"),
			 1);
	/* Edited once more after the answer. */
	assert_int_equal(edit(&shop, "S-1", "Bo", shop.member, &outcome), RGL_OK);
	assert_string_equal(outcome.question, token);
	assert_int_equal(shop_number(&shop, "SELECT asked FROM member_care"), 1);
	assert_int_equal(answer_felt(&shop, token, 4, NULL), RGL_EXISTS);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* It was somebody else's sale after all: that one is asked anew, and the first paper is void. */
static void an_edit_to_another_member_asks_that_one(void **state)
{
	const struct enrolment bo = { .name = "Bo" };
	struct outcome outcome = { 0 };
	struct test_shop shop;
	char token[TOKEN_ROOM];
	int64_t other = 0;

	(void)state;
	asking_make(&shop, "mood");
	assert_int_equal(enrol(shop.store, &bo, &other), RGL_OK);
	asking_token(&shop, "S-1", token);
	assert_int_equal(edit(&shop, "S-1", "Jonas", other, &outcome), RGL_OK);
	assert_string_not_equal(outcome.question, token);
	assert_int_equal(answer_felt(&shop, token, 4, NULL), RGL_E_NO_SALE);
	assert_int_equal(answer_felt(&shop, outcome.question, 4, NULL), RGL_OK);
	assert_int_equal(shop_number(&shop, "SELECT sum(asked) FROM member_care"), 1);
	shop_remove(&shop);
}

/* It is on the paper that a copy is of: the printing thread finds the same number. */
static void every_copy_has_the_same_token(void **state)
{
	struct asked asked = { 0 };
	struct test_shop shop;
	char token[TOKEN_ROOM];
	char again[TOKEN_ROOM];

	(void)state;
	asking_make(&shop, "nps");
	asking_token(&shop, "S-1", token);
	assert_int_equal(asked_find(shop.store, token, &asked), RGL_OK);
	assert_string_equal(asked.question, "nps");
	assert_int_equal(asked.member, shop.member);
	assert_int_equal(asked_of_sale(shop.store, asked.sale, &asked), RGL_OK);
	assert_int_equal(asked_token(shop.store, asked.id, again), RGL_OK);
	assert_string_equal(token, again);
	assert_int_equal(asked_of_sale(shop.store, 1, &asked), RGL_OK);
	assert_int_equal(asked.id, 0);
	shop_remove(&shop);
}

/* It is no card: a cashier who scans it is told what it is, also out of its link. */
static void a_question_identifies_nobody(void **state)
{
	struct moment_new asked = { .ref = "M-1", .said = { .mood = 3 } };
	struct moment_kept kept;
	struct test_shop shop;
	char token[TOKEN_ROOM];
	char link[128];

	(void)state;
	asking_make(&shop, "nps");
	asking_token(&shop, "S-1", token);
	asked.scan = token;
	asked.scan_length = strlen(token);
	assert_int_equal(moment_add(shop.store, &asked, &kept), RGL_E_UNKNOWN);
	assert_non_null(strstr(shop.store->refusal.text, "question of a receipt"));
	(void)snprintf(link, sizeof(link), "https://shop.example/ask/%s?x=1", token);
	asked.scan = link;
	asked.scan_length = strlen(link);
	assert_int_equal(moment_add(shop.store, &asked, &kept), RGL_E_UNKNOWN);
	assert_non_null(strstr(shop.store->refusal.text, "question of a receipt"));
	shop_remove(&shop);
}

static void each_question_has_its_scale(void **state)
{
	static const struct {
		const char *name;
		int64_t least;
		int64_t most;
	} CASES[] = { { "nps", 0, 10 }, { "csat", 1, 5 }, { "mood", 1, 5 }, { "taste", 1, 5 } };

	(void)state;
	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		int64_t least = -1;
		int64_t most = -1;

		asked_scale(asked_kind_of(CASES[i].name), &least, &most);
		assert_int_equal(least, CASES[i].least);
		assert_int_equal(most, CASES[i].most);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_a_members_receipt_asks),
		cmocka_unit_test(a_sale_sent_again_has_the_same_question),
		cmocka_unit_test(a_season_lies_between_two_questions),
		cmocka_unit_test(what_is_too_old_to_be_answered_is_not_asked),
		cmocka_unit_test(questions_take_turns),
		cmocka_unit_test(members_begin_at_different_questions),
		cmocka_unit_test(a_void_takes_its_question_back),
		cmocka_unit_test(a_refund_leaves_its_question),
		cmocka_unit_test(an_edit_takes_the_question_along),
		cmocka_unit_test(an_edit_to_another_member_asks_that_one),
		cmocka_unit_test(every_copy_has_the_same_token),
		cmocka_unit_test(a_question_identifies_nobody),
		cmocka_unit_test(each_question_has_its_scale),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
