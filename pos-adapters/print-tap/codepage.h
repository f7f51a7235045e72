/* codepage.h - letters of a printer's code pages to UTF-8 and back. Pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CODEPAGE_AUTO = -1, CODEPAGE_UTF8 = -2 };

/* By its name ("858", "cp858", "1252", "utf8", "auto"). False when there is none of it. */
bool codepage_of_name(const char *name, int *ret);

/* By the number of ESC t on an Epson; CODEPAGE_AUTO for one that is not known here. */
int codepage_of_slot(uint8_t slot);

/* The number of ESC t. */
uint8_t codepage_slot(int codepage);

/* The letter of a byte from 0x80. */
uint32_t codepage_letter(int codepage, uint8_t byte);

/* UTF-8 as the bytes of a code page; '?' for what it has not. Returns the length, at most room. */
size_t codepage_write(int codepage, const char *text, uint8_t *ret, size_t room);
