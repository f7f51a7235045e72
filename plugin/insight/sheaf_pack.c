/* sheaf_pack.c - see sheaf_pack.h. */
#include "plugin/insight/sheaf_pack.h"

#include <endian.h>
#include <string.h>

enum { SUM_BYTES = 8, HEAD_BYTES = 4 };

/* Where the parts of a sale's first four bytes begin. */
enum {
	AT_TIME = 0,
	AT_ID = 3,
	AT_TOTAL = 6,
	AT_POINTS = 9,
	AT_SCENE = 12,
	AT_OTHER = 14,
	AT_REFUND = 15,
	AT_KNOWN = 16,
	AT_COST = 17,
	AT_TAX = 20,
	AT_DISCOUNT = 23,
	AT_STORED = 26,
	AT_RETURNED = 29
};
#define SELDOM (UINT32_MAX << AT_COST) /* most sales have none of these */

static const uint8_t LENGTHS[] = { 0, 1, 2, 3, 4, 5, 6, 8 };
static const uint8_t SCENE_LENGTHS[] = { 0, 1, 2, 8 };

static const uint64_t MASKS[] = {
	0,
	UINT64_C(0xFF),
	UINT64_C(0xFFFF),
	UINT64_C(0xFFFFFF),
	UINT64_C(0xFFFFFFFF),
	UINT64_C(0xFFFFFFFFFF),
	UINT64_C(0xFFFFFFFFFFFF),
	UINT64_MAX,
};
static const uint64_t SCENE_MASKS[] = { 0, UINT64_C(0xFF), UINT64_C(0xFFFF), UINT64_MAX };

/* ---- The checksum ---- */

/* Each step can be undone: what differs in one word stays different to the end. */
static uint64_t sum_word(uint64_t sum, uint64_t word)
{
	sum = (sum ^ word) * UINT64_C(0x9E3779B97F4A7C15);
	return sum ^ sum >> 32;
}

static uint64_t sum_of(const uint8_t *data, size_t length, const struct sheaf_label *label)
{
	uint64_t sum = sum_word((uint64_t)label->span, (uint64_t)label->sales);
	uint64_t word;
	size_t i = 0;

	sum = sum_word(sum, (uint64_t)label->reach);
	sum = sum_word(sum, length);
	for (; i + sizeof(word) <= length; i += sizeof(word)) {
		memcpy(&word, data + i, sizeof(word));
		sum = sum_word(sum, le64toh(word));
	}
	word = 0;
	for (size_t shift = 0; i < length; i++, shift += 8)
		word |= (uint64_t)data[i] << shift;
	return sum_word(sum, word);
}

/* ---- Packing ---- */

static uint64_t zigzag(uint64_t number)
{
	return number << 1 ^ (number >> 63 == 0 ? 0 : UINT64_MAX);
}

/* One sale being packed: its first bytes, and its fields. */
struct packing {
	uint32_t head;
	uint8_t fields[SHEAF_SPARE];
	size_t length;
};

static void add_number(struct packing *packing, int at, uint64_t number, const uint64_t *masks,
		       const uint8_t *lengths)
{
	uint64_t word = htole64(number);
	uint32_t code = 0;

	while (number > masks[code])
		code++;
	packing->head |= code << at;
	memcpy(packing->fields + packing->length, &word, lengths[code]);
	packing->length += lengths[code];
}

static void add_signed(struct packing *packing, int at, int64_t number)
{
	add_number(packing, at, zigzag((uint64_t)number), MASKS, LENGTHS);
}

static void add_difference(struct packing *packing, int at, int64_t number, int64_t before)
{
	add_number(packing, at, zigzag((uint64_t)number - (uint64_t)before), MASKS, LENGTHS);
}

void sheaf_pack_begin(struct bytes *bytes)
{
	static const uint8_t NO_SUM[SUM_BYTES];

	bytes->length = 0;
	bytes_add(bytes, NO_SUM, sizeof(NO_SUM));
}

void sheaf_pack(struct bytes *bytes, const struct scan_sale *before, const struct scan_sale *sale)
{
	struct packing packing = { 0 };
	uint32_t head;

	if (sale->member != before->member || bytes->length == SUM_BYTES) {
		packing.head = UINT32_C(1) << AT_OTHER;
		packing.fields[packing.length++] = (uint8_t)(sale->member % SHEAF_MEMBERS);
	}
	packing.head |= (uint32_t)sale->is_refund << AT_REFUND;
	packing.head |= (uint32_t)sale->has_cost << AT_KNOWN;
	add_difference(&packing, AT_TIME, sale->at_ms, before->at_ms);
	add_difference(&packing, AT_ID, sale->id, before->id);
	add_signed(&packing, AT_TOTAL, sale->total_minor);
	add_signed(&packing, AT_POINTS, sale->points);
	add_number(&packing, AT_SCENE, (uint64_t)sale->scene, SCENE_MASKS, SCENE_LENGTHS);
	add_signed(&packing, AT_COST, sale->cost_minor);
	add_signed(&packing, AT_TAX, sale->tax_minor);
	add_signed(&packing, AT_DISCOUNT, sale->discount_minor);
	add_signed(&packing, AT_STORED, sale->stored_minor);
	add_signed(&packing, AT_RETURNED, sale->returned_minor);
	head = htole32(packing.head);
	bytes_add(bytes, &head, HEAD_BYTES);
	bytes_add(bytes, packing.fields, packing.length);
}

void sheaf_pack_end(struct bytes *bytes, const struct sheaf_label *label)
{
	uint64_t sum;

	if (bytes_rc(bytes) < 0)
		return;
	sum = htole64(sum_of(bytes->data + SUM_BYTES, bytes->length - SUM_BYTES, label));
	memcpy(bytes->data, &sum, SUM_BYTES);
}

/* ---- Unpacking ---- */

bool sheaf_unpack_begin(const uint8_t *packed, size_t length, const struct sheaf_label *label,
			struct sheaf_unpack *ret)
{
	uint64_t sum;

	if (length < SUM_BYTES || label->span < 0 || label->span >= INT64_MAX / SHEAF_MEMBERS ||
	    label->sales < 0)
		return false;
	memcpy(&sum, packed, SUM_BYTES);
	if (le64toh(sum) != sum_of(packed + SUM_BYTES, length - SUM_BYTES, label))
		return false;
	*ret = (struct sheaf_unpack) { .at = packed + SUM_BYTES,
				       .end = packed + length,
				       .first_member = label->span * SHEAF_MEMBERS,
				       .left = label->sales,
				       .sale = { .member = label->span * SHEAF_MEMBERS } };
	return true;
}

static inline uint64_t take(const uint8_t **at, uint32_t code)
{
	uint64_t word;

	memcpy(&word, *at, sizeof(word));
	*at += LENGTHS[code];
	return le64toh(word) & MASKS[code];
}

static inline uint64_t take_signed(const uint8_t **at, uint32_t head, int where)
{
	uint64_t number = take(at, head >> where & 7);

	return number >> 1 ^ -(number & 1);
}

static const uint8_t *take_seldom(const uint8_t *at, uint32_t head, struct scan_sale *sale)
{
	sale->cost_minor = (int64_t)take_signed(&at, head, AT_COST);
	sale->tax_minor = (int64_t)take_signed(&at, head, AT_TAX);
	sale->discount_minor = (int64_t)take_signed(&at, head, AT_DISCOUNT);
	sale->stored_minor = (int64_t)take_signed(&at, head, AT_STORED);
	sale->returned_minor = (int64_t)take_signed(&at, head, AT_RETURNED);
	return at;
}

static const uint8_t *take_often(const uint8_t *at, uint32_t head, struct scan_sale *sale)
{
	uint64_t word;

	sale->at_ms = (int64_t)((uint64_t)sale->at_ms + take_signed(&at, head, AT_TIME));
	sale->id = (int64_t)((uint64_t)sale->id + take_signed(&at, head, AT_ID));
	sale->total_minor = (int64_t)take_signed(&at, head, AT_TOTAL);
	sale->points = (int64_t)take_signed(&at, head, AT_POINTS);
	memcpy(&word, at, sizeof(word));
	sale->scene = (int64_t)(le64toh(word) & SCENE_MASKS[head >> AT_SCENE & 3]);
	return at + SCENE_LENGTHS[head >> AT_SCENE & 3];
}

/* Nothing is left to be read when there should be, or the other way round. */
static bool fail(struct sheaf_unpack *unpack)
{
	unpack->left = 0;
	unpack->is_damaged = true;
	return false;
}

bool sheaf_unpack_next(struct sheaf_unpack *unpack)
{
	struct scan_sale *sale = &unpack->sale;
	const uint8_t *at = unpack->at;
	uint32_t head;

	if (unpack->left == 0)
		return at == unpack->end || unpack->is_damaged ? false : fail(unpack);
	if (at >= unpack->end)
		return fail(unpack);
	memcpy(&head, at, HEAD_BYTES);
	head = le32toh(head);
	at += HEAD_BYTES;
	if ((head >> AT_OTHER & 1) != 0)
		sale->member = unpack->first_member + *at++;
	sale->is_refund = (head >> AT_REFUND & 1) != 0;
	sale->has_cost = (head >> AT_KNOWN & 1) != 0;
	at = take_often(at, head, sale);
	if ((head & SELDOM) != 0) {
		at = take_seldom(at, head, sale);
	} else {
		sale->cost_minor = 0;
		sale->tax_minor = 0;
		sale->discount_minor = 0;
		sale->stored_minor = 0;
		sale->returned_minor = 0;
	}
	if (at > unpack->end)
		return fail(unpack);
	unpack->at = at;
	unpack->left--;
	return true;
}
