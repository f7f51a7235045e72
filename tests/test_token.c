/* test_token.c - our own QR texts: the same each time, and not to be made up. */
#include "tests/support/check.h"

#include <string.h>

#include "plugin/identify/token.h"

static const char LETTERS[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static struct keys keys_of_shop(uint8_t number)
{
	uint8_t secret[KEY_BYTES];
	struct keys keys;

	memset(secret, number, sizeof(secret));
	assert_int_equal(keys_derive(secret, &keys), RGL_OK);
	return keys;
}

/* Every number comes back as it went in, and gives the same text each time. */
static void a_token_carries_its_number(void **state)
{
	static const int64_t NUMBERS[] = { 1,	  2,	   31,	    32,		255,
					   65535, 1000000, 1 << 30, 4294967296, TOKEN_NUMBER_MAX };
	const struct keys keys = keys_of_shop(1);

	(void)state;
	for (size_t i = 0; i < sizeof(NUMBERS) / sizeof(NUMBERS[0]); i++) {
		char token[TOKEN_ROOM];
		char again[TOKEN_ROOM];
		int64_t number = 0;

		assert_int_equal(token_make(&keys, NUMBERS[i], token), RGL_OK);
		assert_int_equal(token_make(&keys, NUMBERS[i], again), RGL_OK);
		assert_string_equal(token, again);
		assert_int_equal(strlen(token), 19);
		assert_true(token_is_like(token));
		assert_int_equal(token_read(&keys, token, &number, NULL), RGL_OK);
		assert_int_equal(number, NUMBERS[i]);
	}
}

/* What 40 bits do not hold, or is no card's number. */
static void numbers_out_of_range_give_no_token(void **state)
{
	static const int64_t NUMBERS[] = { 0, -1, INT64_MIN, TOKEN_NUMBER_MAX + 1, INT64_MAX };
	const struct keys keys = keys_of_shop(1);

	(void)state;
	for (size_t i = 0; i < sizeof(NUMBERS) / sizeof(NUMBERS[0]); i++) {
		char token[TOKEN_ROOM] = "as it was";

		assert_int_equal(token_make(&keys, NUMBERS[i], token), RGL_E_RANGE);
		assert_string_equal(token, "as it was");
	}
}

/* Any other letter in any place behind RG1: none of the 496 was made by this shop. */
static void one_changed_character_in_any_place_is_forged(void **state)
{
	const struct keys keys = keys_of_shop(1);
	char token[TOKEN_ROOM];
	int tried = 0;

	(void)state;
	assert_int_equal(token_make(&keys, 7, token), RGL_OK);
	for (size_t place = 3; place < 19; place++) {
		for (const char *letter = LETTERS; *letter != '\0'; letter++) {
			char changed[TOKEN_ROOM];
			struct rgl_why why = { 0 };
			int64_t number = 77;

			if (*letter == token[place])
				continue;
			memcpy(changed, token, sizeof(changed));
			changed[place] = *letter;
			assert_int_equal(token_read(&keys, changed, &number, &why), RGL_E_FORGED);
			assert_int_equal(number, 77);
			assert_int_equal(why.code, RGL_E_FORGED);
			tried++;
		}
	}
	assert_int_equal(tried, 16 * 31);
}

/* Two cards' halves put together, and a hundred thousand made-up codes. */
static void made_up_tokens_are_forged(void **state)
{
	const struct keys keys = keys_of_shop(1);
	uint64_t chance = 1;
	char token[TOKEN_ROOM] = "RG1";
	char first[TOKEN_ROOM];
	char second[TOKEN_ROOM];
	int64_t number = 0;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		for (size_t place = 3; place < 19; place++)
			token[place] = LETTERS[next_number(&chance) % 32];
		assert_int_equal(token_read(&keys, token, &number, NULL), RGL_E_FORGED);
	}
	assert_int_equal(token_make(&keys, 1, first), RGL_OK);
	assert_int_equal(token_make(&keys, 2, second), RGL_OK);
	memcpy(first + 11, second + 11, 8);
	assert_int_equal(token_read(&keys, first, &number, NULL), RGL_E_FORGED);
}

/* A card of the shop next door. */
static void another_shops_token_is_forged(void **state)
{
	const struct keys ours = keys_of_shop(1);
	const struct keys theirs = keys_of_shop(2);
	char token[TOKEN_ROOM];
	int64_t number = 0;

	(void)state;
	assert_int_equal(token_make(&theirs, 7, token), RGL_OK);
	assert_int_equal(token_read(&ours, token, &number, NULL), RGL_E_FORGED);
}

/* As people type it: dashes, small letters, O for 0, I and L for 1. */
static void what_people_type_is_the_same_token(void **state)
{
	char spelled[TOKEN_ROOM];

	(void)state;
	assert_true(token_spell("RG1-7KQM-2XWD-9FAB-C3DE", spelled));
	assert_string_equal(spelled, "RG17KQM2XWD9FABC3DE");
	assert_true(token_spell("rg1 7kqm 2xwd 9fab c3de", spelled));
	assert_string_equal(spelled, "RG17KQM2XWD9FABC3DE");
	assert_true(token_spell("RG1OIL0110OIL01100O", spelled));
	assert_string_equal(spelled, "RG10110110011011000");
}

/* Too short, too long, and letters that the alphabet leaves out. */
static void what_is_not_whole_is_not_spelled(void **state)
{
	static const char *const TEXTS[] = {
		"",
		"RG1",
		"RG17KQM2XWD9FABC3D",
		"RG17KQM2XWD9FABC3DEX",
		"RG17KQM2XWD9FABC3DU",
		"RG17KQM2XWD9FABC3D\xc3\x86",
	};
	char spelled[TOKEN_ROOM] = "as it was";

	(void)state;
	for (size_t i = 0; i < sizeof(TEXTS) / sizeof(TEXTS[0]); i++)
		assert_false(token_spell(TEXTS[i], spelled));
	assert_string_equal(spelled, "as it was");
	assert_false(token_is_like("RG1"));
	assert_false(token_is_like("RG2-7KQM-2XWD-9FAB-C3DE"));
	assert_false(token_is_like("5712345678903"));
	assert_true(token_is_like("rg1-7kqm-2xwd"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_token_carries_its_number),
		cmocka_unit_test(numbers_out_of_range_give_no_token),
		cmocka_unit_test(one_changed_character_in_any_place_is_forged),
		cmocka_unit_test(made_up_tokens_are_forged),
		cmocka_unit_test(another_shops_token_is_forged),
		cmocka_unit_test(what_people_type_is_the_same_token),
		cmocka_unit_test(what_is_not_whole_is_not_spelled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
