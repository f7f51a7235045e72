/* profile.h - what each kind of receipt printer is like, as data.
 *
 * In:  a profile's name, or what a printer says of itself.
 * Out: its profile.
 * Not here: bytes (encode.h), sending (printer.h). The data is profiles.def, with its sources.
 */
#pragma once

#include <stdbool.h>

#include "plugin/base/result.h"

/* PROFILE_STAR: Star's raster mode (Line and Graphic mode). PROFILE_STARPRNT: its successor, which
 * has none. */
enum profile_language { PROFILE_ESCPOS, PROFILE_STAR, PROFILE_STARPRNT };

/* How a printer tells how it is, and what is on paper. PROFILE_ASKS_NOTHING: it cannot say.
 * PROFILE_COUNTS_CUTS: a counter that survives its switch (GS g 2) and an echo of an id behind the
 * data (GS ( H): exactly once can be proved. */
enum profile_status { PROFILE_STATUS_NONE, PROFILE_STATUS_ESCPOS, PROFILE_STATUS_STAR };
enum profile_proof { PROFILE_PROOF_NONE, PROFILE_PROOF_BARRIER, PROFILE_PROOF_COUNTER };

/* dots: of the head, a multiple of 8. text_columns: of font A, 0: no text mode. page_1252: the slot
 * of `ESC t` that holds CP1252, -1: none that is known. feed_rows: to be fed before the paper is
 * cut or torn off, 0: cutting feeds by itself. vendor, product: on USB, 0: any; model: a word that
 * its device id has, or several with "|" between them, "": any of that vendor. */
struct profile {
	const char *name;
	const char *title;
	enum profile_language language;
	uint32_t dots;
	uint32_t dpi;
	uint32_t text_columns;
	int16_t page_1252;
	bool has_cutter;
	bool has_drawer;
	bool has_buzzer;
	bool has_native_qr;
	enum profile_status status;
	enum profile_proof proof;
	uint16_t feed_rows;
	uint16_t vendor;
	uint16_t product;
	const char *model;
};

#define PROFILE_DEFAULT "generic-80"

/* All of them, the count into *ret_count. They live for ever. */
const struct profile *profile_all(size_t *ret_count);

/* NULL: there is none of that name. */
const struct profile *profile_find(const char *name);

/* The one that fits what a printer says of itself best; never NULL: PROFILE_DEFAULT. Texts may be
 * "". */
const struct profile *profile_of(uint16_t vendor, uint16_t product, const char *make,
				 const char *model);
