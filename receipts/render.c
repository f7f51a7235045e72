/* render.c - see render.h. */
#include "receipts/render.h"

#include "receipts/compose.h"
#include "receipts/dots/layout.h"
#include "receipts/dots/png.h"
#include "receipts/printer/escpos.h"
#include "receipts/terminal.h"

static rgl_rc draw(const struct paper *paper, enum render_form form, const struct host *host,
		   struct fonts **fonts, struct bytes *out, struct rgl_why *refusal)
{
	struct canvas canvas;
	rgl_rc rc = RGL_OK;

	if (*fonts == NULL)
		rc = fonts_open(host, fonts, refusal);
	if (rc < 0)
		return rc;
	rc = layout_draw(paper, *fonts, RENDER_WIDTH, &canvas, refusal);
	if (rc < 0)
		return rc;
	if (form == RENDER_PNG)
		rc = png_write(&canvas, out, refusal);
	else
		escpos_write(&canvas, out);
	canvas_free(&canvas);
	return rc;
}

rgl_rc render_receipt(const struct receipt *receipt, enum render_form form, const struct host *host,
		      struct fonts **fonts, struct bytes *out, struct rgl_why *refusal)
{
	struct paper paper = paper_of(host);
	rgl_rc rc;

	if (form < RENDER_PNG || form > RENDER_TERMINAL)
		return refuse_field(refusal, RGL_E_ARGUMENT, "form",
				    "a receipt comes as PNG, ESC/POS or terminal text");
	rc = compose(receipt, &paper, refusal);
	if (rc == RGL_OK && form == RENDER_TERMINAL)
		rc = terminal_write(&paper, out, refusal);
	else if (rc == RGL_OK)
		rc = draw(&paper, form, host, fonts, out, refusal);
	paper_free(&paper);
	if (rc == RGL_OK && bytes_rc(out) < 0)
		rc = refuse(refusal, bytes_rc(out), "no memory for the receipt");
	return rc;
}
