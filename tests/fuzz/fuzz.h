/* fuzz.h - what the fuzz targets share: how one says that something does not hold, and an eye for
 * payment cards that is not the plugin's own.
 *
 * A target is one file, fuzz_NAME.c, with seeds in corpus/NAME and words worth trying in NAME.dict.
 * libFuzzer makes inputs out of them for as long as it is given (make fuzz); replay.c runs the
 * seeds alone, with any compiler (make test).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A target: tries one input. Returns 0; what does not hold ends the program. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program with a line when something does not hold. */
void fuzz_must(bool holds, const char *what);

/* As above, with the text it is about. */
void fuzz_must_of(bool holds, const char *what, const char *text);

/* Where digits stand together in a text. */
struct fuzz_digits {
	size_t start;
	size_t count;
};

/* The next run of digits at or behind *at, which moves behind it; false when there is none. */
bool fuzz_next_digits(const char *text, size_t length, size_t *at, struct fuzz_digits *ret);

/* Whether digits could be a payment card by number alone: 14 to 19, and their Luhn check holds
 * (counted by the table of ISO/IEC 7812-1 annex B). 13 are left out: so long is every EAN. */
bool fuzz_is_card(const char *digits, size_t count);

/* The longest run of digits in a text. */
size_t fuzz_longest_digits(const char *text);
