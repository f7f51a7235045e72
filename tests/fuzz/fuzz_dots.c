/* fuzz_dots.c - any bytes as the texts of a receipt: names, goods, amounts that somebody typed in.
 *
 * The first byte says how wide the paper is and which way it goes; then each line is an element, of
 * a kind and style by its first byte, with tabs between columns. What must hold: every paper is
 * drawn or refused for its length alone; the dots are the same once more, whatever was drawn in
 * between; a terminal's lines keep to their columns.
 */
#include <string.h>

#include "plugin/base/utf8.h"
#include "plugin/base/width.h"
#include "receipts/dots/layout.h"
#include "receipts/terminal.h"
#include "tests/fuzz/fuzz.h"

#define LINES_MAX 40
#define TEXT_ROOM 1200
#define STYLE_BITS 64u

static const uint32_t WIDTHS[] = { 256, 384, 512, 576 };

static struct paper_style style_of(uint8_t byte)
{
	return (struct paper_style) {
		.align = (enum paper_align)(byte % 3),
		.size = (enum paper_size)(byte / 3 % 3),
		.is_bold = byte / 9 % 2 == 1,
		.lines_max = byte / 18 % 3,
	};
}

/* A line is its first byte and its texts. */
static void add_line(struct paper *paper, const uint8_t *line, size_t length)
{
	const char *texts[PAPER_COLUMNS_MAX + 1];
	char text[TEXT_ROOM];
	uint32_t columns = 1;

	if (length == 0) {
		paper_rule(paper);
		return;
	}
	length = length - 1 < sizeof(text) - 1 ? length - 1 : sizeof(text) - 1;
	memcpy(text, line + 1, length);
	text[length] = '\0';
	texts[0] = text;
	for (size_t i = 0; i < length && columns <= PAPER_COLUMNS_MAX; i++) {
		if (text[i] != '\t')
			continue;
		text[i] = '\0';
		texts[columns++] = text + i + 1;
	}
	if (columns > 1)
		paper_columns(paper, style_of(line[0]), texts, columns);
	else if (line[0] >= 4 * STYLE_BITS - 4)
		paper_mark(paper, (enum paper_kind)(PAPER_PICTURE + line[0] % 4));
	else
		paper_text(paper, style_of(line[0]), text);
}

static struct paper paper_out_of(const struct host *host, const uint8_t *data, size_t size)
{
	struct paper paper = paper_of(host);

	for (int lines = 0; size > 0 && lines < LINES_MAX; lines++) {
		const uint8_t *const end = memchr(data, '\n', size);
		const size_t length = end == NULL ? size : (size_t)(end - data);

		add_line(&paper, data, length);
		data += end == NULL ? size : length + 1;
		size -= end == NULL ? size : length + 1;
	}
	fuzz_must(paper_rc(&paper) == RGL_OK, "a paper is made");
	return paper;
}

/* Whether there is a canvas. */
static bool draw(const struct paper *paper, struct fonts *fonts, uint32_t width, struct canvas *ret)
{
	const uint8_t bits[] = { 0xF0, 0x0F, 0xAA, 0x55 };
	const struct bitmap logo = { 8, 4, 1, bits };
	struct rgl_why why = { 0 };
	const rgl_rc rc = layout_draw(paper, fonts, width, &logo, ret, &why);

	fuzz_must(rc == RGL_OK || rc == RGL_E_LIMIT, "a paper is drawn, or is too long");
	return rc == RGL_OK;
}

static void expect_columns(const struct paper *paper)
{
	struct bytes out = bytes_of(paper->host);
	struct rgl_why why = { 0 };
	uint32_t columns = 0;
	size_t at = 0;

	fuzz_must(terminal_write(paper, &out, &why) == RGL_OK, "a paper is written");
	while (at < out.length) {
		const uint32_t character = utf8_next((const char *)out.data, out.length, &at);

		columns = character == '\n' ? 0 : columns + width_of(character);
		fuzz_must(columns <= TERMINAL_COLUMNS, "a line keeps to its columns");
		fuzz_must(character == '\n' || character >= ' ', "nothing is obeyed");
	}
	bytes_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct host host;
	static struct fonts *fonts;
	struct rgl_why why = { 0 };
	struct canvas canvas[2];
	struct paper paper;
	uint32_t width;

	if (fonts == NULL) {
		host_init(&host, NULL);
		fuzz_must(fonts_open(&host, &fonts, &why) == RGL_OK, "there are fonts");
	}
	if (size == 0)
		return 0;
	width = WIDTHS[data[0] % 4];
	paper = paper_out_of(&host, data + 1, size - 1);
	paper.is_right_to_left = data[0] / 4 % 2 == 1;
	expect_columns(&paper);
	if (draw(&paper, fonts, width, &canvas[0])) {
		fuzz_must(draw(&paper, fonts, width, &canvas[1]), "what was drawn is drawn again");
		fuzz_must(canvas[0].rows == canvas[1].rows &&
				  (canvas[0].rows == 0 ||
				   memcmp(canvas[0].bits, canvas[1].bits,
					  (size_t)canvas[0].rows * canvas[0].stride) == 0),
			  "the dots are the same");
		canvas_free(&canvas[0]);
		canvas_free(&canvas[1]);
	}
	paper_free(&paper);
	return 0;
}
