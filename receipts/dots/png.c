/* png.c - see png.h. */
#include "receipts/dots/png.h"

#include <png.h>
#include <setjmp.h>
#include <string.h>

#include "receipts/dots/layout.h"
#include "receipts/dots/qr.h"

#define DOTS_A_METRE 7992 /* 203 dots an inch */
#define CARD_WIDTH 600	  /* pixels */
#define CUT_WHITE 20	  /* rows above and below the line that stands for a cut */
#define CUT_LINE 2	  /* rows of it */
#define CUT_ROWS (2 * CUT_WHITE + CUT_LINE)
#define CUT_BYTE 0xF0u /* four dots of line, four of none */

struct writer {
	struct bytes *out;
	png_structp png;
	png_infop info;
};

static png_voidp lend(png_structp png, png_alloc_size_t size)
{
	const struct bytes *out = png_get_mem_ptr(png);

	return host_resize(out->host, NULL, size);
}

static void take_back(png_structp png, png_voidp memory)
{
	const struct bytes *out = png_get_mem_ptr(png);

	host_free(out->host, memory);
}

/* libpng would print to stderr otherwise. */
static void fail(png_structp png, png_const_charp text)
{
	(void)text;
	png_longjmp(png, 1);
}

static void ignore(png_structp png, png_const_charp text)
{
	(void)png;
	(void)text;
}

static void collect(png_structp png, png_bytep data, size_t length)
{
	bytes_add(png_get_io_ptr(png), data, length);
}

static void flush(png_structp png)
{
	(void)png;
}

static uint32_t cuts_of(const struct canvas *canvas)
{
	uint32_t cuts = 0;

	for (uint32_t i = 0; i < canvas->marks_count; i++)
		cuts += canvas->marks[i].kind == CANVAS_CUT ? 1 : 0;
	return cuts;
}

/* What is cut apart is one picture; a dashed line shows where. */
static void write_cut(png_structp png, uint32_t stride)
{
	const uint8_t white[CANVAS_WIDTH_MAX / 8] = { 0 };
	uint8_t line[CANVAS_WIDTH_MAX / 8];

	memset(line, CUT_BYTE, stride);
	for (uint32_t row = 0; row < CUT_ROWS; row++)
		png_write_row(png, row >= CUT_WHITE && row < CUT_WHITE + CUT_LINE ? line : white);
}

static void write_rows(png_structp png, const struct canvas *canvas)
{
	uint32_t mark = 0;

	for (uint32_t row = 0; row < canvas->rows; row++) {
		for (; mark < canvas->marks_count && canvas->marks[mark].row <= row; mark++)
			if (canvas->marks[mark].kind == CANVAS_CUT)
				write_cut(png, canvas->stride);
		png_write_row(png, canvas_row(canvas, row));
	}
}

static void write_all(const struct writer *writer, const struct canvas *canvas)
{
	png_structp png = writer->png;

	png_set_write_fn(png, writer->out, collect, flush);
	png_set_IHDR(png, writer->info, canvas->width, canvas->rows + cuts_of(canvas) * CUT_ROWS, 1,
		     PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
		     PNG_FILTER_TYPE_DEFAULT);
	png_set_pHYs(png, writer->info, DOTS_A_METRE, DOTS_A_METRE, PNG_RESOLUTION_METER);
	png_write_info(png, writer->info);
	png_set_invert_mono(png); /* a canvas has 1 for black */
	write_rows(png, canvas);
	png_write_end(png, writer->info);
}

/* libpng comes back here from wherever it fails; nothing local is used after that. */
static bool try_write(const struct writer *writer, const struct canvas *canvas)
{
	if (setjmp(png_jmpbuf(writer->png)) != 0)
		return false;
	write_all(writer, canvas);
	return true;
}

rgl_rc png_write(const struct canvas *canvas, struct bytes *out, struct rgl_why *why)
{
	const size_t before = out->length;
	struct writer writer = { .out = out };
	rgl_rc rc = RGL_E_MEMORY;

	if (canvas->rows == 0)
		return refuse(why, RGL_E_LIMIT,
			      "an empty receipt makes no picture; give it something to say");
	writer.png = png_create_write_struct_2(PNG_LIBPNG_VER_STRING, NULL, fail, ignore, out, lend,
					       take_back);
	if (writer.png == NULL)
		goto out;
	writer.info = png_create_info_struct(writer.png);
	if (writer.info != NULL && try_write(&writer, canvas))
		rc = bytes_rc(out);
out:
	png_destroy_write_struct(&writer.png, &writer.info);
	if (rc < 0) {
		out->length = before;
		return refuse(why, rc, "there is no memory to make a picture; try again");
	}
	return RGL_OK;
}

static void compose_card(struct paper *paper, const char *text, const char *name)
{
	const struct paper_style groups = { PAPER_CENTRE, PAPER_NORMAL, false, 2 };
	const struct paper_style member = { PAPER_CENTRE, PAPER_LARGE, true, 2 };
	char grouped[QR_GROUPED_ROOM];

	qr_group(text, grouped);
	paper_qr(paper, PAPER_LARGE, text);
	if (name != NULL && name[0] != '\0')
		paper_text(paper, member, name);
	paper_text(paper, groups, grouped);
	paper_space(paper);
	paper_space(paper);
}

rgl_rc qr_png(struct fonts *fonts, const char *text, const char *name, struct bytes *out,
	      struct rgl_why *why)
{
	struct canvas canvas = canvas_of(out->host, CARD_WIDTH);
	struct paper paper = paper_of(out->host);
	rgl_rc rc;

	compose_card(&paper, text, name);
	rc = paper_rc(&paper);
	if (rc < 0) {
		(void)refuse(why, rc, "there is no memory to make a picture; try again");
		goto out;
	}
	rc = layout_draw(&paper, fonts, CARD_WIDTH, NULL, &canvas, why);
	if (rc == RGL_OK)
		rc = png_write(&canvas, out, why);
out:
	canvas_free(&canvas);
	paper_free(&paper);
	return rc;
}
