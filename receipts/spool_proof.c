/* spool_proof.c - see spool_proof.h. */
#include "receipts/spool_proof.h"

#include <string.h>

#include "plugin/base/bytes.h"
#include "plugin/base/keys.h"
#include "receipts/printer/encode.h"

enum { SAID_ROOM = 256, DIGITS = 62, DIGITS_MAX = 18, ECHO_BYTES = 7, MESSAGES_MAX = 64 };

/* Longer than a printer needs to print what its memory holds. */
#define ANSWER_MS 5000
#define ECHO_MS 15000

static void write_tag(uint64_t number, char *ret, size_t length)
{
	static const char digits[DIGITS + 1] =
		"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

	for (size_t i = 0; i < length; i++) {
		ret[length - 1 - i] = digits[number % DIGITS];
		number /= DIGITS;
	}
	ret[length] = '\0';
}

void spool_proof_tag(int64_t job, int64_t tries, char ret[SPOOL_TAG_ROOM])
{
	/* 61: an id and its successor share no tag within 61 tries. */
	write_tag((uint64_t)job * 61 + (uint64_t)tries, ret, SPOOL_TAG_ROOM - 1);
}

/* Where an echo is in what was said: of `tag`, or of any for NULL. */
static bool find_echo(const uint8_t *said, size_t length, const char *tag)
{
	for (size_t at = 0; at + ECHO_BYTES <= length; at++) {
		const uint8_t *echo = said + at;

		if (echo[0] == 0x37 && echo[1] == 0x22 && echo[ECHO_BYTES - 1] == 0 &&
		    (tag == NULL || memcmp(echo + 2, tag, SPOOL_TAG_ROOM - 1) == 0))
			return true;
	}
	return false;
}

static bool ends_echo(const uint8_t *said, size_t length)
{
	return find_echo(said, length, NULL);
}

/* "_", digits, NUL, and nothing in between. */
static bool read_counter(const uint8_t *said, size_t length, int64_t *ret)
{
	const uint8_t *at = memchr(said, '_', length);
	size_t left = at == NULL ? 0 : length - (size_t)(at - said);
	int64_t value = 0;
	size_t i = 1;

	for (; i < left && i <= DIGITS_MAX && at[i] >= '0' && at[i] <= '9'; i++)
		value = value * 10 + (at[i] - '0');
	if (i < 2 || i >= left || at[i] != 0)
		return false;
	*ret = value;
	return true;
}

static bool ends_counter(const uint8_t *said, size_t length)
{
	int64_t value;

	return read_counter(said, length, &value);
}

rgl_rc spool_proof_await(struct printer *printer, const char *tag, bool *ret_echoed,
			 struct rgl_why *why)
{
	uint8_t said[SAID_ROOM];
	size_t length = 1;
	bool is_echoed = false;
	rgl_rc rc = RGL_OK;

	/* What it was asked by somebody before us may come first. */
	for (int i = 0; rc == RGL_OK && i < MESSAGES_MAX && length > 0 && !is_echoed; i++) {
		length = 0;
		rc = printer_answer(printer, ECHO_MS, ends_echo, said, sizeof(said), &length, why);
		is_echoed = rc == RGL_OK && find_echo(said, length, tag);
	}
	if (rc == RGL_OK)
		*ret_echoed = is_echoed;
	return rc;
}

/* A question of ours, behind which every answer is to a question of ours too. */
static rgl_rc fence(struct printer *printer, bool *ret_echoed, struct rgl_why *why)
{
	uint8_t ask[7 + SPOOL_TAG_ROOM - 1] = { 0x1d, '(', 'H', 6, 0, 48, 48 };
	char tag[SPOOL_TAG_ROOM] = "#";
	uint32_t chance;
	size_t taken = 0;
	rgl_rc rc;

	keys_random(&chance, sizeof(chance));
	write_tag(chance, tag + 1, SPOOL_TAG_ROOM - 2);
	memcpy(ask + 7, tag, SPOOL_TAG_ROOM - 1);
	rc = printer_send(printer, ask, sizeof(ask), &taken, why);
	return rc < 0 ? rc : spool_proof_await(printer, tag, ret_echoed, why);
}

static rgl_rc ask_counter(struct printer *printer, int64_t *ret, bool *ret_found,
			  struct rgl_why *why)
{
	static const uint8_t ask[] = { 0x1d, 'g', '2', 0, 178, 0 };
	uint8_t said[SAID_ROOM];
	size_t taken = 0;
	size_t length = 0;
	bool is_echoed = false;
	rgl_rc rc = fence(printer, &is_echoed, why);

	if (rc < 0 || !is_echoed)
		return rc;
	rc = printer_send(printer, ask, sizeof(ask), &taken, why);
	if (rc == RGL_OK)
		rc = printer_answer(printer, ANSWER_MS, ends_counter, said, sizeof(said), &length,
				    why);
	if (rc == RGL_OK)
		*ret_found = read_counter(said, length, ret);
	return rc;
}

static rgl_rc bring_in_step(struct printer *printer, const struct host *host, struct rgl_why *why)
{
	struct bytes bytes = bytes_of(host);
	size_t taken = 0;
	rgl_rc rc;

	encode_resync(printer_profile(printer), false, &bytes);
	rc = bytes_rc(&bytes);
	if (rc < 0)
		rc = refuse(why, rc, "no memory to speak to the printer");
	else
		rc = printer_send(printer, bytes.data, bytes.length, &taken, why);
	bytes_free(&bytes);
	return rc;
}

rgl_rc spool_proof_counter(struct printer *printer, const struct host *host, int64_t *ret,
			   bool *ret_found, struct rgl_why *why)
{
	bool is_found = false;
	rgl_rc rc = ask_counter(printer, ret, &is_found, why);

	/* The question may have gone into a picture that somebody broke off. */
	if (rc == RGL_OK && !is_found)
		rc = bring_in_step(printer, host, why);
	if (rc == RGL_OK && !is_found)
		rc = ask_counter(printer, ret, &is_found, why);
	if (rc == RGL_OK)
		*ret_found = is_found;
	return rc;
}
