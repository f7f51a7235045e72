/* text_parts.h - what text.c and text_qr.c share. */
#pragma once

#include "receipts/printer/text.h"
#include "receipts/printer/text_page.h"

#define TEXT_COLUMNS_MAX 80

/* A text in the printer's letters. */
struct text_line {
	size_t length;
	uint8_t letters[PAPER_TEXT_ROOM];
};

void text_command(struct text *text, uint8_t first, uint8_t second, uint8_t value);

/* Whether the printer can draw a code itself: its text is short enough and has no control byte. */
bool text_qr_fits(const struct paper_element *element);

/* Adds it, with an empty line above and below, which is its quiet zone. */
void text_qr_add(struct text *text, const struct paper_element *element);
