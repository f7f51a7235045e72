/* logo_png.c - a PNG of any kind as light, row by row; see logo.h.
 *
 * Colours are sRGB (what a file says of its gamma is not asked: office programs write nonsense
 * there), laid on white paper by the amount of light, not by the numbers of the file, so that thin
 * lines stay as strong as they were when the picture becomes smaller.
 */
#include "receipts/printer/logo.h"

#include <math.h>
#include <png.h>
#include <setjmp.h>
#include <string.h>

#define CHANNELS 4 /* red, green, blue, opacity: libpng makes everything that */
#define LEVELS 256
#define INTERLACED_BYTES_MAX (16u << 20) /* such a picture is held whole */
#define CHUNK_BYTES_MAX (1u << 20)
#define SIGNATURE 8

struct reader {
	const struct host *host;
	const uint8_t *at;
	size_t left;
	bool is_out_of_memory;
	bool is_too_large;
	uint32_t width_max;
	struct logo *logo;
	png_structp png;
	png_infop info;
	uint8_t *pixels;
	uint16_t *row;
	uint16_t light[LEVELS];
};

static png_voidp lend(png_structp png, png_alloc_size_t size)
{
	struct reader *reader = png_get_mem_ptr(png);
	void *memory = host_resize(reader->host, NULL, size);

	if (memory == NULL)
		reader->is_out_of_memory = true;
	return memory;
}

static void take_back(png_structp png, png_voidp memory)
{
	const struct reader *reader = png_get_mem_ptr(png);

	host_free(reader->host, memory);
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

static void give(png_structp png, png_bytep data, size_t length)
{
	struct reader *reader = png_get_io_ptr(png);

	if (length > reader->left)
		png_error(png, "cut short");
	memcpy(data, reader->at, length);
	reader->at += length;
	reader->left -= length;
}

/* IEC 61966-2-1. */
static void set_light(uint16_t light[LEVELS])
{
	for (uint32_t i = 0; i < LEVELS; i++) {
		const double level = i / (double)(LEVELS - 1);
		const double linear =
			level <= 0.04045 ? level / 12.92 : pow((level + 0.055) / 1.055, 2.4);

		light[i] = (uint16_t)(linear * LOGO_LIGHT_MAX + 0.5);
	}
}

/* The eye's share of the colours (ITU-R BT.709), and white paper where it is not opaque. */
static void take_row(struct reader *reader, const uint8_t *pixels)
{
	for (uint32_t i = 0; i < reader->logo->from_width; i++) {
		const uint8_t *pixel = pixels + (size_t)i * CHANNELS;
		const uint32_t light =
			(reader->light[pixel[0]] * 2126u + reader->light[pixel[1]] * 7152u +
			 reader->light[pixel[2]] * 722u) /
			10000u;

		reader->row[i] =
			(uint16_t)((light * pixel[3] + LOGO_LIGHT_MAX * (255u - pixel[3])) / 255u);
	}
	logo_take(reader->logo, reader->row);
}

static void ask_for_pixels(png_structp png)
{
	png_set_expand(png);
	png_set_scale_16(png);
	png_set_gray_to_rgb(png);
	png_set_add_alpha(png, 0xFF, PNG_FILLER_AFTER);
}

/* An out of memory of ours leaves by libpng's way too, so that there is one. */
static void *need(struct reader *reader, void *memory)
{
	if (memory == NULL) {
		reader->is_out_of_memory = true;
		png_error(reader->png, "no memory");
	}
	return memory;
}

static void refuse_size(struct reader *reader)
{
	reader->is_too_large = true;
	png_error(reader->png, "too large");
}

static void read_rows(struct reader *reader, uint32_t width, uint32_t rows, int passes)
{
	const size_t stride = (size_t)width * CHANNELS;
	const size_t held = passes > 1 ? rows : 1;

	if (passes > 1 && stride * rows > INTERLACED_BYTES_MAX)
		refuse_size(reader);
	reader->pixels = need(reader, host_new(reader->host, stride * held));
	reader->row = need(reader, host_new(reader->host, width * sizeof(*reader->row)));
	for (int pass = 0; pass < passes; pass++)
		for (uint32_t y = 0; y < rows; y++) {
			uint8_t *at = reader->pixels + (passes > 1 ? y * stride : 0);

			png_read_row(reader->png, at, NULL);
			if (pass == passes - 1)
				take_row(reader, at);
		}
}

static void read_all(struct reader *reader)
{
	png_structp png = reader->png;
	uint32_t width;
	uint32_t rows;
	int passes;

	png_set_read_fn(png, reader, give);
	png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
	png_set_chunk_malloc_max(png, CHUNK_BYTES_MAX);
	png_read_info(png, reader->info);
	width = png_get_image_width(png, reader->info);
	rows = png_get_image_height(png, reader->info);
	if (width > LOGO_SIDE_MAX || rows > LOGO_SIDE_MAX)
		refuse_size(reader);
	ask_for_pixels(png);
	passes = png_set_interlace_handling(png);
	png_read_update_info(png, reader->info);
	if (logo_open(reader->host, width, rows, reader->width_max, reader->logo) < 0)
		(void)need(reader, NULL);
	read_rows(reader, width, rows, passes);
	png_read_end(png, NULL);
}

/* libpng comes back here from wherever it fails; nothing local is used after that. */
static bool try_read(struct reader *reader)
{
	if (setjmp(png_jmpbuf(reader->png)) != 0)
		return false;
	read_all(reader);
	return true;
}

static rgl_rc tell(const struct reader *reader, struct rgl_why *why)
{
	if (reader->is_out_of_memory)
		return RGL_E_MEMORY;
	if (reader->is_too_large)
		return refuse(why, RGL_E_LIMIT,
			      "the logo is larger than %d x %d (or 2000 x 2000 when it is "
			      "interlaced); make it smaller, 600 wide is plenty",
			      LOGO_SIDE_MAX, LOGO_SIDE_MAX);
	return refuse(
		why, RGL_E_FIELD,
		"the logo is a damaged PNG; export it again from the program it was drawn in");
}

rgl_rc logo_read(const struct host *host, const uint8_t *png, size_t length, uint32_t width_max,
		 struct logo *ret, struct rgl_why *why)
{
	struct reader reader = { .host = host, .at = png, .left = length, .width_max = width_max };
	rgl_rc rc = RGL_E_MEMORY;

	if (length < SIGNATURE || png_sig_cmp(png, 0, SIGNATURE) != 0)
		return refuse(why, RGL_E_FIELD,
			      "the logo is not a PNG; save it as one and give that file");
	reader.logo = ret;
	set_light(reader.light);
	reader.png = png_create_read_struct_2(PNG_LIBPNG_VER_STRING, NULL, fail, ignore, &reader,
					      lend, take_back);
	if (reader.png == NULL)
		goto out;
	reader.info = png_create_info_struct(reader.png);
	if (reader.info != NULL)
		rc = try_read(&reader) ? RGL_OK : tell(&reader, why);
out:
	png_destroy_read_struct(&reader.png, &reader.info, NULL);
	host_free(host, reader.pixels);
	host_free(host, reader.row);
	return rc;
}
