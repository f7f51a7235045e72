/* html_picture.c - see html_parts.h: codes as SVG, the logo as a PNG inside of the page. */
#include <sodium.h>
#include <string.h>

#include "receipts/dots/png.h"
#include "receipts/dots/qr.h"
#include "receipts/html_parts.h"

static bool is_address(const char *text)
{
	return strncmp(text, "https://", 8) == 0 || strncmp(text, "http://", 7) == 0;
}

/* A row's dark modules, each run of them one stroke. */
static void write_runs(const struct qr *qr, int32_t y, struct bytes *out)
{
	const int32_t width = (int32_t)qr->width;
	int32_t x = 0;

	while (x < width) {
		const int32_t from = x;

		while (qr_is_dark(qr, x, y))
			x++;
		if (x > from)
			bytes_printf(out, "M%d %dh%dv1h-%dz", QR_QUIET + from, QR_QUIET + y,
				     x - from, x - from);
		x++;
	}
}

/* White around it whatever the page's colours are: else no scanner reads it. */
static void write_svg(const struct qr *qr, const struct paper_element *element, struct bytes *out)
{
	const uint32_t side = qr->width + 2 * QR_QUIET;

	bytes_printf(out,
		     "<svg class=\"%s\" viewBox=\"0 0 %u %u\" role=\"img\" "
		     "shape-rendering=\"crispEdges\" aria-label=\"",
		     element->style.size == PAPER_LARGE ? "w" : "n", (unsigned int)side,
		     (unsigned int)side);
	html_text(out, element->texts[0]);
	bytes_printf(out, "\"><path fill=\"#fff\" d=\"M0 0h%uv%uH0z\"/><path fill=\"#000\" d=\"",
		     (unsigned int)side, (unsigned int)side);
	for (int32_t y = 0; y < (int32_t)qr->width; y++)
		write_runs(qr, y, out);
	bytes_add_text(out, "\"/></svg>");
}

rgl_rc html_code(struct html *html, const struct paper_element *element, struct rgl_why *why)
{
	const bool links = is_address(element->texts[0]);
	struct qr qr = { 0 };
	rgl_rc rc = qr_encode(element->texts[0], &qr, why);

	if (rc < 0)
		return rc;
	bytes_add_text(html->out, "<figure>");
	if (links) {
		bytes_add_text(html->out, "<a rel=\"noreferrer\" href=\"");
		html_text(html->out, element->texts[0]);
		bytes_add_text(html->out, "\">");
	}
	write_svg(&qr, element, html->out);
	bytes_printf(html->out, "%s</figure>\n", links ? "</a>" : "");
	return RGL_OK;
}

static rgl_rc draw(const struct bitmap *logo, const struct host *host, struct bytes *png,
		   struct rgl_why *why)
{
	const uint32_t width = (logo->width + 7) / 8 * 8;
	struct canvas canvas = canvas_of(host, width > CANVAS_WIDTH_MAX ? CANVAS_WIDTH_MAX : width);
	const struct canvas_clip clip = { 0, (int32_t)logo->rows };
	rgl_rc rc = canvas_extend(&canvas, logo->rows);

	if (rc < 0) {
		rc = refuse(why, rc, "there is no memory to draw the logo; try again");
		goto out;
	}
	canvas_stamp(&canvas, 0, 0, logo, clip);
	rc = png_write(&canvas, png, why);
out:
	canvas_free(&canvas);
	return rc;
}

static rgl_rc add_base64(const struct host *host, const struct bytes *png, struct bytes *out,
			 struct rgl_why *why)
{
	const int variant = sodium_base64_VARIANT_ORIGINAL;
	const size_t room = sodium_base64_encoded_len(png->length, variant);
	char *text = host_new(host, room);

	if (text == NULL)
		return refuse(why, RGL_E_MEMORY, "there is no memory to draw the logo; try again");
	(void)sodium_bin2base64(text, room, png->data, png->length, variant);
	bytes_add_text(out, text);
	host_free(host, text);
	return RGL_OK;
}

rgl_rc html_logo(struct html *html, struct rgl_why *why)
{
	const struct bitmap *logo = html->logo;
	struct bytes png = bytes_of(html->host);
	rgl_rc rc;

	if (logo == NULL)
		return RGL_OK;
	rc = draw(logo, html->host, &png, why);
	if (rc < 0)
		goto out;
	bytes_printf(html->out, "<figure><img width=\"%u\" height=\"%u\" alt=\"",
		     (unsigned int)logo->width, (unsigned int)logo->rows);
	html_text(html->out, html->title);
	bytes_add_text(html->out, "\" src=\"data:image/png;base64,");
	rc = add_base64(html->host, &png, html->out, why);
	bytes_add_text(html->out, "\"/></figure>\n");
out:
	bytes_free(&png);
	return rc;
}
