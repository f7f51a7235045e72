/* test_receipt_facts.h - a small shop's receipts, for the tests of receipts/. */
#pragma once

#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "receipts/template/template.h"
#include "tests/support/sweep.h"

#define FACTS_CODE "RG17KQM2XWD9FABC3DE"
#define FACTS_TEXT_ROOM 262144

static const struct receipt_line FACTS_LINES[] = {
	{ "Flat white", 2000, true, false, { 3800 }, { 7600 }, { 0 } },
	{ "Cinnamon snail", 1000, true, false, { 3200 }, { 3200 }, { 0 } },
};

static inline struct receipt facts_receipt(void)
{
	return (struct receipt) {
		.shop = "KAFFE & KAGE",
		.member = "Asha Verma",
		.cashier = "Jonas",
		.at = { 2026, 11, 21, 14, 5, 0 },
		.sale_id = "T1-000123",
		.visit = 12,
		.currency = { "DKK", 2 },
		.lines = FACTS_LINES,
		.lines_count = 2,
		.total = money_of(10800),
		.tax = money_of(2160),
		.earned = points_of(10),
		.balance = points_of(340),
		.to_reward = points_of(60),
		.reward = "a free coffee",
		.qr = FACTS_CODE,
	};
}

static inline void facts_lend(struct sweep *sweep, struct host *host, long fail_at)
{
	sweep_init(sweep, fail_at);
	host_init(host, &sweep->host);
}

/* A template over a receipt, in English or in the languages wished for. `paper` is empty; on
 * failure it is left so. */
static inline rgl_rc facts_fill_with(const struct receipt *receipt, const char *text, size_t length,
				     const char *language, struct paper *paper, struct rgl_why *why)
{
	const struct words_wish wish = { .member = language, .currency = receipt->currency };
	struct template *template = NULL;
	struct fields *fields = NULL;
	struct words *words = NULL;
	rgl_rc rc = words_open(paper->host, &wish, &words, why);

	if (rc == RGL_OK)
		rc = template_read(paper->host, text, length, NULL, &template, why);
	if (rc == RGL_OK)
		rc = fields_open(paper->host, receipt, words, &fields, why);
	if (rc == RGL_OK)
		rc = template_fill(template, fields, words, paper, why);
	fields_close(fields);
	template_free(template);
	words_close(words);
	return rc;
}

/* By the template that comes with Regulars, in English. */
static inline rgl_rc facts_fill(const struct receipt *receipt, struct paper *paper,
				struct rgl_why *why)
{
	size_t length = 0;
	const char *text = template_text("default", &length);

	return facts_fill_with(receipt, text, length, "en", paper, why);
}

/* Fills `ret` with a piece, over and over. */
static inline void facts_repeat(char *ret, size_t room, const char *piece)
{
	const size_t length = strlen(piece);
	size_t used = 0;

	for (; used + length < room; used += length)
		memcpy(ret + used, piece, length);
	ret[used] = '\0';
}

/* Puts what a reader sees of a text behind `ret`: without isolates, a space for each kind. */
static inline void facts_append(char *ret, const char *text)
{
	char *at = ret + strlen(ret);

	while (*text != '\0') {
		if (strncmp(text, "\xE2\x81", 2) == 0 && (uint8_t)text[2] >= 0xA6 &&
		    (uint8_t)text[2] <= 0xA9) {
			text += 3;
		} else if (strncmp(text, "\xC2\xA0", 2) == 0) {
			*at++ = ' ';
			text += 2;
		} else {
			*at++ = *text++;
		}
	}
	*at++ = '\n';
	*at = '\0';
}

/* All that a receipt says: a line for each text, "left|right" for columns, "[text]" for a code.
 * Free it with free(). */
static inline char *facts_words(const struct paper *paper)
{
	char *words = calloc(1, FACTS_TEXT_ROOM);

	assert_non_null(words);
	for (size_t i = 0; i < paper->count; i++) {
		const struct paper_element element = paper_at(paper, i);
		char line[PAPER_COLUMNS_MAX * PAPER_TEXT_ROOM];

		assert_true(strlen(words) + sizeof(line) < FACTS_TEXT_ROOM);
		switch (element.kind) {
		case PAPER_TEXT:
			facts_append(words, element.texts[0]);
			break;
		case PAPER_COLUMNS:
			(void)snprintf(line, sizeof(line), "%s|%s%s%s%s%s", element.texts[0],
				       element.texts[1], element.columns > 2 ? "|" : "",
				       element.texts[2], element.columns > 3 ? "|" : "",
				       element.texts[3]);
			facts_append(words, line);
			break;
		case PAPER_QR:
			(void)snprintf(line, sizeof(line), "[%s]", element.texts[0]);
			facts_append(words, line);
			break;
		case PAPER_RULE:
			facts_append(words, "---");
			break;
		case PAPER_SPACE:
		case PAPER_PICTURE:
		case PAPER_CUT:
		case PAPER_DRAWER:
		case PAPER_BUZZER:
			facts_append(words, "");
			break;
		}
	}
	return words;
}
