/* codepage.c - see codepage.h. */
#include "pos-adapters/print-tap/codepage.h"
#include "pos-adapters/print-tap/text.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

struct codepage {
	const char *name;
	uint8_t slot;
	uint16_t letters[128];
};

static const struct codepage PAGES[] = {
#define CODEPAGE(name, slot, ...) { #name, slot, { __VA_ARGS__ } },
#include "pos-adapters/print-tap/codepages.def"
#undef CODEPAGE
};

enum { PAGES_COUNT = sizeof(PAGES) / sizeof(PAGES[0]), PREFIX = 2, NO_LETTER = 0xFFFD };

bool codepage_of_name(const char *name, int *ret)
{
	for (int i = 0; i < PAGES_COUNT; i++) {
		if (strcasecmp(name, PAGES[i].name) == 0 ||
		    strcmp(name, PAGES[i].name + PREFIX) == 0) {
			*ret = i;
			return true;
		}
	}
	if (strcasecmp(name, "auto") == 0)
		*ret = CODEPAGE_AUTO;
	else if (strcasecmp(name, "utf8") == 0 || strcasecmp(name, "utf-8") == 0)
		*ret = CODEPAGE_UTF8;
	else
		return false;
	return true;
}

int codepage_of_slot(uint8_t slot)
{
	for (int i = 0; i < PAGES_COUNT; i++) {
		if (PAGES[i].slot == slot)
			return i;
	}
	return CODEPAGE_AUTO;
}

/* Where nothing was chosen a printer has its first page. */
static const struct codepage *page_of(int codepage)
{
	return &PAGES[codepage < 0 ? 0 : codepage];
}

uint8_t codepage_slot(int codepage)
{
	return page_of(codepage)->slot;
}

uint32_t codepage_letter(int codepage, uint8_t byte)
{
	return page_of(codepage)->letters[byte & 0x7F];
}

static uint8_t byte_of(const struct codepage *page, uint32_t letter)
{
	if (letter < 0x80)
		return (uint8_t)(letter < 0x20 || letter == 0x7F ? ' ' : letter);
	for (int i = 0; i < 128; i++) {
		if (page->letters[i] == letter && letter != NO_LETTER)
			return (uint8_t)(0x80 + i);
	}
	return '?';
}

size_t codepage_write(int codepage, const char *text, uint8_t *ret, size_t room)
{
	size_t length = 0;

	while (*text != '\0' && length < room) {
		uint32_t letter;
		size_t count = text_letter(text, &letter);

		if (codepage == CODEPAGE_UTF8 && count > 1) {
			if (length + count > room)
				break;
			memcpy(ret + length, text, count);
			length += count;
		} else {
			ret[length++] = byte_of(page_of(codepage), letter);
		}
		text += count;
	}
	return length;
}
