/* qr.c - see qr.h. */
#include "receipts/dots/qr.h"

#include <errno.h>
#include <qrencode.h>
#include <string.h>

#define DARK_BIT 1

rgl_rc qr_encode(const char *text, struct qr *ret, struct rgl_why *why)
{
	size_t length = strnlen(text, QR_TEXT_MAX + 1);
	QRcode *code;
	size_t modules;

	if (length == 0 || length > QR_TEXT_MAX)
		return refuse(why, RGL_E_LIMIT,
			      "a QR code holds 1 to %d bytes here; give it a shorter text",
			      QR_TEXT_MAX);
	/* QR_MODE_8 lets the library take the denser modes wherever the text allows. */
	code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	if (code == NULL && errno == ENOMEM)
		return refuse(why, RGL_E_MEMORY, "there is no memory for a QR code; try again");
	RGL_ASSERT(code != NULL && code->width <= QR_WIDTH_MAX);
	modules = (size_t)code->width * (size_t)code->width;
	ret->width = (uint32_t)code->width;
	for (size_t i = 0; i < modules; i++)
		ret->is_dark[i] = code->data[i] & DARK_BIT;
	QRcode_free(code);
	return RGL_OK;
}

bool qr_is_dark(const struct qr *qr, int32_t x, int32_t y)
{
	if (x < 0 || y < 0 || (uint32_t)x >= qr->width || (uint32_t)y >= qr->width)
		return false;
	return qr->is_dark[(uint32_t)y * qr->width + (uint32_t)x] != 0;
}

void qr_draw(const struct qr *qr, struct canvas *canvas, int32_t x, int32_t y, uint32_t module_dots)
{
	const uint32_t step = module_dots;

	for (uint32_t down = 0; down < qr->width; down++) {
		const uint8_t *row = qr->is_dark + (size_t)down * qr->width;
		uint32_t until;

		/* Neighbours that are dark are drawn at once. */
		for (uint32_t from = 0; from < qr->width; from = until) {
			for (until = from + 1; until < qr->width && row[until] == row[from];)
				until++;
			if (row[from] != 0)
				canvas_fill(canvas, x + (int32_t)(from * step),
					    y + (int32_t)(down * step), (until - from) * step,
					    step);
		}
	}
}

void qr_group(const char *text, char ret[QR_GROUPED_ROOM])
{
	size_t length = strnlen(text, QR_TEXT_MAX);
	size_t used = 0;

	for (size_t i = 0; i < length; i++) {
		if (i > 0 && (length - i) % 4 == 0)
			ret[used++] = '-';
		ret[used++] = text[i];
	}
	ret[used] = '\0';
}
