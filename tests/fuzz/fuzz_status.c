/* fuzz_status.c - any bytes from a printer, in pieces of any size, to an ear of each kind.
 *
 * The first byte says how long the pieces are. What must hold: the pieces do not matter; no more is
 * kept than fits; a yes is heard only where there was a byte that can be one; what was heard stands
 * in the bytes, in their order.
 */
#include <string.h>

#include "receipts/printer/status.h"
#include "tests/fuzz/fuzz.h"

static void hear_in_pieces(struct status_ear *ear, const uint8_t *data, size_t size, size_t piece)
{
	for (size_t at = 0; at < size; at += piece)
		status_hear(ear, data + at, size - at < piece ? size - at : piece);
}

static bool has_byte(const uint8_t *data, size_t size, uint8_t mask, uint8_t value)
{
	for (size_t i = 0; i < size; i++) {
		if ((data[i] & mask) == value)
			return true;
	}
	return false;
}

/* Whether what was said is left over when bytes are struck out of the data. */
static bool is_left_over(const struct status_ear *ear, const uint8_t *data, size_t size)
{
	size_t found = 0;

	for (size_t i = 0; i < size && found < ear->said_length; i++)
		found += data[i] == ear->said[found];
	return found == ear->said_length;
}

static void check(const struct status_ear *ear, const uint8_t *data, size_t size)
{
	fuzz_must(ear->said_length <= sizeof(ear->said), "no more is kept than fits");
	fuzz_must(ear->block_length < sizeof(ear->block), "a report fits");
	fuzz_must(ear->report <= STATUS_STUCK, "a trouble is one that has words");
	fuzz_must(is_left_over(ear, data, size), "what was said stands in the bytes, in order");
	if (ear->dialect != PROFILE_STATUS_ESCPOS)
		fuzz_must(!ear->has_confirmed && !ear->has_reply,
			  "only one kind confirms by a byte");
	fuzz_must(!ear->has_confirmed || has_byte(data, size, 0xF0, 0x00),
		  "a yes is a byte that can be one");
	fuzz_must(!ear->has_reply || (ear->reply & 0x93) == 0x12, "an answer has its fixed bits");
	if (ear->dialect == PROFILE_STATUS_NONE)
		fuzz_must(!ear->has_report, "who has no status reports nothing");
	else
		fuzz_must(!ear->has_report || size >= 4, "a report takes its bytes");
}

static bool is_same(const struct status_ear *one, const struct status_ear *other)
{
	return one->has_reply == other->has_reply && one->reply == other->reply &&
	       one->has_confirmed == other->has_confirmed && one->has_report == other->has_report &&
	       one->report == other->report && one->has_count == other->has_count &&
	       one->count == other->count && one->is_low == other->is_low &&
	       one->said_length == other->said_length &&
	       memcmp(one->said, other->said, one->said_length) == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum profile_status DIALECTS[] = { PROFILE_STATUS_NONE, PROFILE_STATUS_ESCPOS,
							PROFILE_STATUS_STAR };
	size_t piece;

	if (size == 0)
		return 0;
	piece = data[0] == 0 ? 1 : data[0];
	for (size_t i = 0; i < sizeof(DIALECTS) / sizeof(DIALECTS[0]); i++) {
		struct status_ear whole, pieces;

		status_forget(&whole, DIALECTS[i]);
		status_forget(&pieces, DIALECTS[i]);
		status_hear(&whole, data + 1, size - 1);
		hear_in_pieces(&pieces, data + 1, size - 1, piece);
		check(&whole, data + 1, size - 1);
		fuzz_must(is_same(&whole, &pieces), "pieces do not matter");
	}
	return 0;
}
