/* text.h - the lines of a receipt in a printer's own letters.
 *
 * In:  a paper, a profile that has text.
 * Out: bytes: size, weight, alignment, letters of one code page, a native QR code.
 * Not here: lines that need shaping, pictures, cuts (encode.c).
 * Source: Epson's ESC/POS command reference: ESC t, GS !, ESC E, ESC a, GS ( k (functions 165, 167,
 * 169, 180, 181).
 */
#pragma once

#include "plugin/base/bytes.h"
#include "receipts/paper.h"
#include "receipts/printer/profile.h"

/* size: of GS !, width and height less one. columns_*: as wide as each column is in the rows that
 * stand together, up to `columns_until`. */
struct text {
	const struct paper *paper;
	const struct profile *profile;
	struct bytes *out;
	uint8_t size;
	bool is_bold;
	enum paper_align align;
	size_t columns_until;
	size_t columns_width[PAPER_COLUMNS_MAX];
};

/* Whether a printer has letters of its own that are known. */
bool text_is_known(const struct profile *profile);

/* Adds what chooses the code page. All is borrowed. */
struct text text_of(const struct paper *paper, const struct profile *profile, struct bytes *out);

/* Adds the element at `index`. False: it has to be drawn, and nothing was added: a letter that the
 * page has not, a picture, a row of columns that does not fit. */
bool text_add(struct text *text, size_t index);

/* Back to small letters at the left, for a picture. */
void text_plain(struct text *text);
