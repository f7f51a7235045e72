/* sheaf_pack.h - the sales of 256 members as bytes, small and quick to read.
 *
 * In:  sales by member and time (cells_scan.h).
 * Out: the bytes; from bytes the same sales, or words on what is wrong with them. Pure.
 * Not here: where the bytes are kept (sheaf.h).
 *
 * Eight bytes of checksum over all the rest, over the span, the number of sales and the reach; then
 * sale after sale, everything with its lowest byte first:
 *
 *	4 bytes   how many bytes each field has, and what has no bytes:
 *	          bits 0 time, 3 id, 6 total, 9 points (of three bits: 0 1 2 3 4 5 6 8 bytes),
 *	          12 scene (of two: 0 1 2 8), 14 another member, 15 refund, 16 the cost is known,
 *	          17 cost, 20 tax, 23 discount, 26 stored, 29 returned (of three)
 *	1 byte    when it is another member: the number within the span
 *	          then the fields in that order. time and id: more than in the sale before (the
 *	          first: than 0). All but scene: signed, as zigzag (0 -1 1 -2 are 0 1 2 3).
 *
 * What was changed in one place, or cut, is found by the checksum; what has a right checksum and is
 * none of ours is read without leaving the bytes.
 */
#pragma once

#include "plugin/base/bytes.h"
#include "plugin/insight/cells_scan.h"

#define SHEAF_MEMBERS 256
#define SHEAF_SPARE 96 /* bytes behind the packed ones that may be read: a sale's most */

/* What a packed row is about. */
struct sheaf_label {
	int64_t span;
	int64_t sales;
	int64_t reach;
};

/* Packs one sale behind the others. `bytes` begins with sheaf_pack_begin, and its memory may run
 * out: bytes_rc tells. `before` is the sale before, zeros for the first. */
void sheaf_pack_begin(struct bytes *bytes);
void sheaf_pack(struct bytes *bytes, const struct scan_sale *before, const struct scan_sale *sale);
void sheaf_pack_end(struct bytes *bytes, const struct sheaf_label *label);

/* Being read. is_damaged: the last sale was none. */
struct sheaf_unpack {
	const uint8_t *at;
	const uint8_t *end;
	int64_t first_member;
	int64_t left;	       /* sales */
	struct scan_sale sale; /* the one that was read last */
	bool is_damaged;
};

/* `packed` is followed by SHEAF_SPARE bytes of any value, and outlives it. False: it is damaged. */
bool sheaf_unpack_begin(const uint8_t *packed, size_t length, const struct sheaf_label *label,
			struct sheaf_unpack *ret);

/* The next, as unpack->sale; false at the end, and when what follows is no sale. */
bool sheaf_unpack_next(struct sheaf_unpack *unpack);
