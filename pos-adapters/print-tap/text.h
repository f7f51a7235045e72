/* text.h - texts of a receipt: UTF-8, letters without their case, and no card numbers. Pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The letter a text begins with, and how many bytes it has. A byte that is no UTF-8 is U+FFFD; the
 * end of the text is 0 and has no bytes. */
size_t text_letter(const char *text, uint32_t *ret);

/* A letter as UTF-8, without a NUL; returns its bytes, 1 to 4. */
size_t text_write(uint32_t letter, char *ret);

/* How many bytes of UTF-8 begin at `bytes`, of at most `length`; 0: none do. */
size_t text_utf8_at(const uint8_t *bytes, size_t length);
bool text_is_utf8(const uint8_t *bytes, size_t length);

/* Lower case of Latin, Greek and Cyrillic letters; others are as they are. */
uint32_t text_lower(uint32_t letter);

/* Whether a text begins with another, without regard to case; how many bytes of it that took. */
bool text_begins(const char *text, const char *beginning, size_t *ret_length);

/* Whether a text has a word, without regard to case: no letter stands before or behind it. */
bool text_has_word(const char *text, const char *word);

/* Whether digits could be a payment card's by their number and their check. 13 that are an EAN-13
 * are not. */
bool text_is_card(const char *digits, size_t count);

/* Every number that could be a payment card's, with or without gaps, keeps its last four digits;
 * the others become '*'. Returns whether there was one. */
bool text_mask(char *text);

/* Copies as much as there is room for, whole letters only, ended by a NUL. */
void text_copy(char *ret, size_t room, const char *text);

/* Without blanks at both ends, in place. */
void text_trim(char *text);

/* FNV-1a, of 64 bits: begins with text_digest(NULL, 0, 0). */
uint64_t text_digest(const char *text, size_t length, uint64_t before);
