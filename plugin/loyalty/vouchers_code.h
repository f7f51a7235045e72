/* vouchers_code.h - for vouchers*.c alone: what finds a voucher. */
#pragma once

#include "plugin/identify/scan_code.h"
#include "plugin/loyalty/vouchers.h"

/* A code, cleaned by the shop's rules; whoever has it wipes it. scan_code's refusals. */
MUST_USE rgl_rc vouchers_scan(struct store *store, const char *code, struct scan *ret);

/* What the store keeps of a printed code. */
void vouchers_hash(const struct store *store, const struct scan *scan, uint8_t ret[HASH_BYTES]);

/* *ret stays as it was when there is none. E_FORGED; E_UNKNOWN: a member's card. */
MUST_USE rgl_rc vouchers_by_scan(struct store *store, const struct scan *scan, struct voucher *ret);
