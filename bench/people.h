/* SPDX-License-Identifier: Apache-2.0 */
/* people.h - the members of a store that bench/fill made: what their cards say.
 *
 * Each has three cards, in this order: a QR token, a number, a phone.
 */
#pragma once

#include "bench/measure.h"
#include "plugin/identify/scan.h"
#include "plugin/identify/token.h"
#include "plugin/store/keyfile.h"

enum { PEOPLE_CARDS = 3 };

/* Numbered cards are 29, ten digits and a check digit: `regulars init --cards 29`. */
static const struct scan_rules PEOPLE_RULES = { .own_ranges = "29", .calling_code = "" };

static inline void people_keys(const char *store_path, struct keys *ret)
{
	uint8_t secret[KEY_BYTES];
	char path[4096];

	(void)snprintf(path, sizeof(path), "%s.key", store_path);
	measure_need(keyfile_read(path, secret, NULL) == RGL_OK &&
			     keys_derive(secret, ret) == RGL_OK,
		     "the store's key cannot be read");
}

static inline void people_number(size_t member, char ret[32])
{
	unsigned sum = 0;

	(void)snprintf(ret, 32, "29%010zu", member);
	for (size_t i = 0; i < 12; i++)
		sum += (unsigned)(ret[i] - '0') * (i % 2 == 1 ? 3 : 1);
	(void)snprintf(ret + 12, 20, "%u", (10 - sum % 10) % 10);
}

static inline void people_phone(size_t member, char ret[32])
{
	(void)snprintf(ret, 32, "+4529%08zu", member);
}

static inline void people_scan(const struct keys *keys, size_t member, enum card_kind kind,
			       char ret[32])
{
	if (kind == CARD_CODE)
		people_number(member, ret);
	else if (kind == CARD_PHONE)
		people_phone(member, ret);
	else
		measure_need(token_make(keys, TOKEN_MEMBER,
					(int64_t)(member - 1) * PEOPLE_CARDS + 1, ret) == RGL_OK,
			     "no token for a card");
}

/* What the plugin keeps of a card: the hash of its value, read from the scan by its own code. */
static inline void people_hash(const struct keys *keys, size_t member, enum card_kind kind,
			       uint8_t ret[HASH_BYTES])
{
	struct scan scan;
	char text[32];

	people_scan(keys, member, kind, text);
	measure_need(scan_read(text, strlen(text), &PEOPLE_RULES, &scan, NULL) == RGL_OK &&
			     scan.kinds[0] == kind,
		     "a made-up card is not read as what it is");
	keys_hash(keys, (int32_t)kind, scan.value, scan.length, ret);
}
