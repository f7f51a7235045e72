/* fuzz_sheaf.c - any bytes as the packed sales of 256 members.
 *
 * The first byte says how many sales there are to be. What must hold: as they are they are refused,
 * or read without leaving them; so they are under a checksum that is right; what was read is of
 * members of that span, and packed anew it is read the same.
 */
#include <stdlib.h>
#include <string.h>

#include "plugin/insight/sheaf_pack.h"
#include "tests/fuzz/fuzz.h"

enum { SALES_MAX = 255, SUM_BYTES = 8, SPAN = 3 };

static bool is_same(const struct scan_sale *one, const struct scan_sale *other)
{
	return one->id == other->id && one->member == other->member && one->at_ms == other->at_ms &&
	       one->total_minor == other->total_minor && one->stored_minor == other->stored_minor &&
	       one->tax_minor == other->tax_minor && one->cost_minor == other->cost_minor &&
	       one->discount_minor == other->discount_minor &&
	       one->returned_minor == other->returned_minor && one->points == other->points &&
	       one->scene == other->scene && one->has_cost == other->has_cost &&
	       one->is_refund == other->is_refund;
}

/* All that can be read; how many. The bytes are copied to memory of their own size and the spare.
 */
static size_t read_all(const uint8_t *data, size_t size, const struct sheaf_label *label,
		       struct scan_sale ret[SALES_MAX], bool *ret_is_whole)
{
	uint8_t *copy = calloc(1, size + SHEAF_SPARE);
	struct sheaf_unpack unpack;
	size_t count = 0;

	*ret_is_whole = false;
	fuzz_must(copy != NULL, "there is memory");
	if (copy != NULL && size > 0)
		memcpy(copy, data, size);
	if (sheaf_unpack_begin(copy, size, label, &unpack)) {
		while (sheaf_unpack_next(&unpack)) {
			fuzz_must(unpack.sale.member / SHEAF_MEMBERS == label->span,
				  "a sale is of a member of the span");
			fuzz_must(count < (size_t)label->sales, "no more sales than were said");
			ret[count++] = unpack.sale;
		}
		*ret_is_whole = !unpack.is_damaged;
		fuzz_must(!sheaf_unpack_next(&unpack), "the end stays the end");
	}
	free(copy);
	return count;
}

static void check_again(const struct host *host, const struct scan_sale *sales, size_t count)
{
	static struct scan_sale again[SALES_MAX];
	static const struct scan_sale NONE;
	struct sheaf_label label = { .span = SPAN, .sales = (int64_t)count };
	struct bytes bytes = bytes_of(host);
	bool is_whole;

	sheaf_pack_begin(&bytes);
	for (size_t i = 0; i < count; i++)
		sheaf_pack(&bytes, i == 0 ? &NONE : &sales[i - 1], &sales[i]);
	sheaf_pack_end(&bytes, &label);
	fuzz_must(bytes_rc(&bytes) == RGL_OK, "there is memory");
	fuzz_must(read_all(bytes.data, bytes.length, &label, again, &is_whole) == count && is_whole,
		  "what was packed is read");
	for (size_t i = 0; i < count; i++)
		fuzz_must(is_same(&sales[i], &again[i]), "packed anew it is the same");
	bytes_free(&bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct scan_sale sales[SALES_MAX];
	static const uint8_t NO_SUM[SUM_BYTES];
	struct sheaf_label label = { .span = SPAN, .sales = size > 0 ? data[0] : 0 };
	struct host host;
	struct bytes bytes;
	bool is_whole;

	host_init(&host, NULL);
	(void)read_all(data, size, &label, sales, &is_whole);
	bytes = bytes_of(&host);
	bytes_add(&bytes, NO_SUM, sizeof(NO_SUM));
	if (size > 1)
		bytes_add(&bytes, data + 1, size - 1);
	sheaf_pack_end(&bytes, &label);
	check_again(&host, sales, read_all(bytes.data, bytes.length, &label, sales, &is_whole));
	bytes_free(&bytes);
	return 0;
}
