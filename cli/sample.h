/* sample.h - a receipt of nobody, with a bit of everything, for previews. */
#pragma once

#include "receipts/receipt.h"

enum { SAMPLE_LINES = 4 };

/* The receipt points into the rest: it stays where it is. */
struct sample {
	struct receipt receipt;
	struct receipt_line lines[SAMPLE_LINES];
	struct receipt_tax tax;
	struct receipt_tender tenders[2];
	struct receipt_purse purse;
	struct receipt_offer offer;
};

/* In one of our languages; English for any other. shop, currency: the shop's own; "" and NULL:
 * made up too. question: "" for one that is made up. */
void sample_fill(struct sample *ret, const char *language, const char *shop,
		 const struct currency *currency, const char *question);
