/* test_receipt_sample.h - sample receipts out of tests/golden/sample_*.txt, and fonts to draw them.
 *
 * A line is an element; what it begins with tells which: "!" the logo, "#" large and bold in the
 * middle, "*" bold in the middle, "^" in the middle, "-" a rule, "." space, "~" a cut, "@" a code,
 * "=" columns, large and bold, "_" small. "|" parts columns. "<" makes the paper one from right to
 * left.
 */
#pragma once

#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "receipts/dots/layout.h"
#include "tests/support/sweep.h"

#define SAMPLE_LINE_ROOM 1024
#define SAMPLE_LOGO_WIDTH 160
#define SAMPLE_LOGO_ROWS 56

static const char *const SAMPLE_LANGUAGES[] = { "en", "hi", "vi", "da", "ar", "ja" };
#define SAMPLE_COUNT (sizeof(SAMPLE_LANGUAGES) / sizeof(SAMPLE_LANGUAGES[0]))

/* What a test needs, opened once for each. */
struct bench {
	struct sweep sweep;
	struct host host;
	struct fonts *fonts;
};

static inline int bench_set_up(void **state)
{
	static struct bench bench;
	struct rgl_why why = { 0 };

	sweep_init(&bench.sweep, SWEEP_NEVER);
	host_init(&bench.host, &bench.sweep.host);
	assert_int_equal(fonts_open(&bench.host, &bench.fonts, &why), RGL_OK);
	*state = &bench;
	return 0;
}

static inline int bench_tear_down(void **state)
{
	struct bench *bench = *state;

	fonts_close(bench->fonts);
	assert_int_equal(bench->sweep.held, 0);
	assert_false(bench->sweep.misused);
	return 0;
}

/* A cup, more or less: round, with a border. */
static inline struct bitmap sample_logo(void)
{
	static uint8_t bits[SAMPLE_LOGO_ROWS * SAMPLE_LOGO_WIDTH / 8];

	memset(bits, 0, sizeof(bits));
	for (int y = 0; y < SAMPLE_LOGO_ROWS; y++) {
		for (int x = 0; x < SAMPLE_LOGO_WIDTH; x++) {
			const int across = (x - SAMPLE_LOGO_WIDTH / 2) * 35;
			const int down = (y - SAMPLE_LOGO_ROWS / 2) * 100;
			const int far = (across * across + down * down) / 100;

			if ((far > 52000 && far < 76000) || far < 16000)
				bits[(y * SAMPLE_LOGO_WIDTH + x) / 8] |= (uint8_t)(0x80 >> x % 8);
		}
	}
	return (struct bitmap) { SAMPLE_LOGO_WIDTH, SAMPLE_LOGO_ROWS, SAMPLE_LOGO_WIDTH / 8, bits };
}

static inline void sample_texts(struct paper *paper, struct paper_style style, char *line)
{
	const char *texts[PAPER_COLUMNS_MAX] = { line };
	uint32_t columns = 1;

	for (char *bar = strchr(line, '|'); bar != NULL && columns < PAPER_COLUMNS_MAX;
	     bar = strchr(bar + 1, '|')) {
		*bar = '\0';
		texts[columns++] = bar + 1;
	}
	if (columns > 1)
		paper_columns(paper, style, texts, columns);
	else
		paper_text(paper, style, line);
}

static inline void sample_add(struct paper *paper, char *line)
{
	struct paper_style style = { PAPER_LEFT, PAPER_NORMAL, false, 0 };

	if (*line == '_') {
		style.size = PAPER_SMALL;
		line++;
	}
	if (*line == '#' || *line == '*' || *line == '^') {
		style.align = PAPER_CENTRE;
		style.is_bold = *line != '^';
		style.size = *line == '#' ? PAPER_LARGE : style.size;
		line++;
	} else if (*line == '=') {
		style.size = PAPER_LARGE;
		style.is_bold = true;
		line++;
	}
	sample_texts(paper, style, line);
}

/* Adds what a line of a sample says. */
static inline void sample_line(struct paper *paper, char *line)
{
	switch (*line) {
	case '<':
		paper->is_right_to_left = true;
		break;
	case '!':
		paper_mark(paper, PAPER_PICTURE);
		break;
	case '~':
		paper_mark(paper, PAPER_CUT);
		break;
	case '-':
		paper_rule(paper);
		break;
	case '.':
		paper_space(paper);
		break;
	case '@':
		paper_qr(paper, PAPER_NORMAL, line + 1);
		break;
	default:
		sample_add(paper, line);
	}
}

/* The sample of a language; ended by paper_free(). */
static inline struct paper sample_paper(const struct host *host, const char *language)
{
	struct paper paper = paper_of(host);
	char line[SAMPLE_LINE_ROOM];
	FILE *file;

	(void)snprintf(line, sizeof(line), "tests/golden/sample_%s.txt", language);
	file = fopen(line, "r");
	assert_non_null(file);
	while (fgets(line, sizeof(line), file) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		sample_line(&paper, line);
	}
	assert_int_equal(fclose(file), 0);
	(void)snprintf(paper.language, sizeof(paper.language), "%s", language);
	assert_int_equal(paper_rc(&paper), RGL_OK);
	return paper;
}

static inline struct canvas sample_draw(struct bench *bench, const char *language, uint32_t width)
{
	struct paper paper = sample_paper(&bench->host, language);
	const struct bitmap logo = sample_logo();
	struct rgl_why why = { 0 };
	struct canvas canvas = { 0 };

	assert_int_equal(layout_draw(&paper, bench->fonts, width, &logo, &canvas, &why), RGL_OK);
	paper_free(&paper);
	return canvas;
}
