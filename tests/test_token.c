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

		assert_int_equal(token_make(&keys, TOKEN_MEMBER, NUMBERS[i], token), RGL_OK);
		assert_int_equal(token_make(&keys, TOKEN_MEMBER, NUMBERS[i], again), RGL_OK);
		assert_string_equal(token, again);
		assert_int_equal(strlen(token), 19);
		assert_true(token_is_like(TOKEN_MEMBER, token));
		assert_int_equal(token_read(&keys, TOKEN_MEMBER, token, &number, NULL), RGL_OK);
		assert_int_equal(number, NUMBERS[i]);
	}
}

/* Codes that were printed and laminated years ago: what finds them may never change. */
static void a_card_of_old_is_read_for_ever(void **state)
{
	static const struct {
		int64_t number;
		const char *token;
	} OLD[] = { { 1, "RG1FDR2EKSXXX1446MJ" },
		    { 7, "RG1HB0YV0MPCY83ZS3A" },
		    { 1000000, "RG1M5RTX38E3Y1KRWTX" },
		    { TOKEN_NUMBER_MAX, "RG1A7MWGT7ZG133ZKYX" } };
	const struct keys keys = keys_of_shop(1);

	(void)state;
	for (size_t i = 0; i < sizeof(OLD) / sizeof(OLD[0]); i++) {
		char token[TOKEN_ROOM];

		assert_int_equal(token_make(&keys, TOKEN_MEMBER, OLD[i].number, token), RGL_OK);
		assert_string_equal(token, OLD[i].token);
	}
}

/* A gift card with the head of a member's card, or the other way round, was not made here: both the
 * check and the stream are the kind's own. */
static void no_kind_passes_for_another(void **state)
{
	const struct keys keys = keys_of_shop(1);

	(void)state;
	for (int64_t number = 1; number <= 1000; number++) {
		char member[TOKEN_ROOM];
		char voucher[TOKEN_ROOM];
		int64_t read = 0;

		assert_int_equal(token_make(&keys, TOKEN_MEMBER, number, member), RGL_OK);
		assert_int_equal(token_make(&keys, TOKEN_VOUCHER, number, voucher), RGL_OK);
		assert_memory_equal(voucher, "RG2", 3);
		assert_true(token_is_like(TOKEN_VOUCHER, voucher));
		assert_false(token_is_like(TOKEN_MEMBER, voucher));
		assert_string_not_equal(member + 3, voucher + 3);
		assert_int_equal(token_read(&keys, TOKEN_VOUCHER, voucher, &read, NULL), RGL_OK);
		assert_int_equal(read, number);
		assert_int_equal(token_read(&keys, TOKEN_MEMBER, voucher, &read, NULL),
				 RGL_E_FORGED);
		assert_int_equal(token_read(&keys, TOKEN_VOUCHER, member, &read, NULL),
				 RGL_E_FORGED);
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

		assert_int_equal(token_make(&keys, TOKEN_MEMBER, NUMBERS[i], token), RGL_E_RANGE);
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
	assert_int_equal(token_make(&keys, TOKEN_MEMBER, 7, token), RGL_OK);
	for (size_t place = 3; place < 19; place++) {
		for (const char *letter = LETTERS; *letter != '\0'; letter++) {
			char changed[TOKEN_ROOM];
			struct rgl_why why = { 0 };
			int64_t number = 77;

			if (*letter == token[place])
				continue;
			memcpy(changed, token, sizeof(changed));
			changed[place] = *letter;
			assert_int_equal(token_read(&keys, TOKEN_MEMBER, changed, &number, &why),
					 RGL_E_FORGED);
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
		assert_int_equal(token_read(&keys, TOKEN_MEMBER, token, &number, NULL),
				 RGL_E_FORGED);
	}
	assert_int_equal(token_make(&keys, TOKEN_MEMBER, 1, first), RGL_OK);
	assert_int_equal(token_make(&keys, TOKEN_MEMBER, 2, second), RGL_OK);
	memcpy(first + 11, second + 11, 8);
	assert_int_equal(token_read(&keys, TOKEN_MEMBER, first, &number, NULL), RGL_E_FORGED);
}

/* A card of the shop next door. */
static void another_shops_token_is_forged(void **state)
{
	const struct keys ours = keys_of_shop(1);
	const struct keys theirs = keys_of_shop(2);
	char token[TOKEN_ROOM];
	int64_t number = 0;

	(void)state;
	assert_int_equal(token_make(&theirs, TOKEN_MEMBER, 7, token), RGL_OK);
	assert_int_equal(token_read(&ours, TOKEN_MEMBER, token, &number, NULL), RGL_E_FORGED);
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
	assert_false(token_is_like(TOKEN_MEMBER, "RG1"));
	assert_false(token_is_like(TOKEN_MEMBER, "RG2-7KQM-2XWD-9FAB-C3DE"));
	assert_false(token_is_like(TOKEN_MEMBER, "5712345678903"));
	assert_true(token_is_like(TOKEN_MEMBER, "rg1-7kqm-2xwd"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_token_carries_its_number),
		cmocka_unit_test(a_card_of_old_is_read_for_ever),
		cmocka_unit_test(no_kind_passes_for_another),
		cmocka_unit_test(numbers_out_of_range_give_no_token),
		cmocka_unit_test(one_changed_character_in_any_place_is_forged),
		cmocka_unit_test(made_up_tokens_are_forged),
		cmocka_unit_test(another_shops_token_is_forged),
		cmocka_unit_test(what_people_type_is_the_same_token),
		cmocka_unit_test(what_is_not_whole_is_not_spelled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
