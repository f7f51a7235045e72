/* token.c - see token.h. */
#include "plugin/identify/token.h"

#include <stdio.h>
#include <string.h>

static const char *const HEADS[] = { [TOKEN_MEMBER] = "RG1",
				     [TOKEN_VOUCHER] = "RG2",
				     [TOKEN_QUESTION] = "RG3",
				     [TOKEN_REFERRAL] = "RG4" };

/* What to do about one that is forged. */
static const char *const INSTEAD[] = { [TOKEN_MEMBER] = "ask for another card or the phone number",
				       [TOKEN_VOUCHER] = "ask for another way to pay",
				       [TOKEN_QUESTION] = "scan the receipt again",
				       [TOKEN_REFERRAL] =
					       "leave it out, or ask the friend for theirs" };
static const char LETTERS[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

enum { HEAD_LENGTH = 3, BODY = 16, HALF = 5 };

/* The first byte of what is hashed is another for each use of it, so that no kind passes for
 * another: 1 and 2 for members' cards, 3 and 4 for vouchers, 5 and 6 for questions, 7 and 8 for
 * friends' codes. */
static uint8_t use_of(enum token_kind kind, uint8_t use)
{
	return (uint8_t)(2 * kind + use);
}

static void check_of(const struct keys *keys, enum token_kind kind, const uint8_t number[HALF],
		     uint8_t ret[HALF])
{
	uint8_t message[1 + HALF] = { use_of(kind, 1) };

	memcpy(message + 1, number, HALF);
	keys_token_hash(keys, message, sizeof(message), ret, HALF);
}

/* The number under its stream, or back: the same twice is none. */
static void cover(const struct keys *keys, enum token_kind kind, const uint8_t check[HALF],
		  uint8_t number[HALF])
{
	uint8_t message[1 + HALF] = { use_of(kind, 2) };
	uint8_t stream[HALF];

	memcpy(message + 1, check, HALF);
	keys_token_hash(keys, message, sizeof(message), stream, HALF);
	for (size_t i = 0; i < HALF; i++)
		number[i] ^= stream[i];
}

rgl_rc token_make(const struct keys *keys, enum token_kind kind, int64_t number,
		  char ret[TOKEN_ROOM])
{
	uint8_t bytes[2 * HALF];
	uint64_t pending = 0;
	size_t bits = 0;
	size_t at = HEAD_LENGTH;

	if (number < 1 || number > TOKEN_NUMBER_MAX)
		return RGL_E_RANGE;
	for (size_t i = 0; i < HALF; i++)
		bytes[HALF + i] = (uint8_t)((uint64_t)number >> (8 * (HALF - 1 - i)));
	check_of(keys, kind, bytes + HALF, bytes);
	cover(keys, kind, bytes, bytes + HALF);
	memcpy(ret, HEADS[kind], HEAD_LENGTH);
	for (size_t i = 0; i < sizeof(bytes); i++) {
		pending = (pending << 8 | bytes[i]) & 0xFFFF;
		for (bits += 8; bits >= 5; bits -= 5)
			ret[at++] = LETTERS[pending >> (bits - 5) & 31];
	}
	ret[at] = '\0';
	return RGL_OK;
}

static bool letter_value(char letter, uint32_t *ret)
{
	const char *at = letter == '\0' ? NULL : strchr(LETTERS, letter);

	if (at == NULL)
		return false;
	*ret = (uint32_t)(at - LETTERS);
	return true;
}

static rgl_rc refuse_forged(enum token_kind kind, struct rgl_why *refusal)
{
	return refuse(refusal, RGL_E_FORGED,
		      "this code looks like ours but was not made by this shop; %s", INSTEAD[kind]);
}

rgl_rc token_read(const struct keys *keys, enum token_kind kind, const char *spelled, int64_t *ret,
		  struct rgl_why *refusal)
{
	uint8_t bytes[2 * HALF] = { 0 };
	uint8_t check[HALF];
	uint64_t pending = 0;
	int64_t number = 0;
	size_t bits = 0;
	size_t at = 0;

	RGL_ASSERT(strlen(spelled) == HEAD_LENGTH + BODY);
	for (size_t i = 0; i < BODY; i++) {
		uint32_t value = 0;

		RGL_ASSERT(letter_value(spelled[HEAD_LENGTH + i], &value));
		pending = (pending << 5 | value) & 0xFFFF;
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			bytes[at++] = (uint8_t)(pending >> bits);
		}
	}
	cover(keys, kind, bytes, bytes + HALF);
	check_of(keys, kind, bytes + HALF, check);
	if (memcmp(check, bytes, HALF) != 0)
		return refuse_forged(kind, refusal);
	for (size_t i = 0; i < HALF; i++)
		number = number << 8 | bytes[HALF + i];
	*ret = number;
	return RGL_OK;
}

static char upper(char letter)
{
	return (char)(letter >= 'a' && letter <= 'z' ? letter - 'a' + 'A' : letter);
}

bool token_is_like(enum token_kind kind, const char *text)
{
	for (size_t i = 0; i < HEAD_LENGTH; i++)
		if (upper(text[i]) != HEADS[kind][i])
			return false;
	return strlen(text) >= HEAD_LENGTH + BODY / 2;
}

bool token_spell(const char *text, char *ret)
{
	char spelled[TOKEN_ROOM];
	size_t length = 0;

	for (const char *at = text; *at != '\0'; at++) {
		char letter = upper(*at);
		uint32_t value;

		if (letter == '-' || letter == ' ')
			continue;
		if (letter == 'O')
			letter = '0';
		if (letter == 'I' || letter == 'L')
			letter = '1';
		if (length == HEAD_LENGTH + BODY || !letter_value(letter, &value))
			return false;
		spelled[length++] = letter;
	}
	if (length != HEAD_LENGTH + BODY)
		return false;
	memcpy(ret, spelled, length);
	ret[length] = '\0';
	return true;
}
