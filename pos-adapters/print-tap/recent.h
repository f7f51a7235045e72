/* recent.h - the last receipts that were read, so that one that is printed again is known as such.
 *
 * Kept in HOME/recent, so that a new reader knows them too. A receipt is the same again when its id
 * and all that it says of the sale are; whose it is does not matter, since a copy is printed
 * without a new scan.
 */
#pragma once

#include "pos-adapters/print-tap/settings.h"

enum { RECENT_COUNT = 256 };

struct recent {
	const struct settings *settings;
	uint64_t next;
	uint64_t digests[RECENT_COUNT];
};

void recent_open(struct recent *recent, const struct settings *settings);

bool recent_has(const struct recent *recent, uint64_t digest);

void recent_add(struct recent *recent, uint64_t digest);
