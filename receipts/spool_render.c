/* spool_render.c - what a job says on this printer, as bytes.
 *
 * In:  the sale, the shop's parts; the store only while they are read.
 * Out: a receipt that is ready to be sent.
 */
#include "plugin/slip_parts.h"
#include "receipts/printer/encode.h"
#include "receipts/spool_parts.h"

static rgl_rc read_slip(struct spool *spool, bool is_copy, struct slip **ret, struct rgl_why *why)
{
	rgl_rc rc;

	store_take(spool->store, STORE_TO_READ);
	rc = slip_parts_look(spool->parts, spool->store);
	if (rc == RGL_OK)
		rc = slip_read(spool->desk, spool->job.sale, is_copy, ret);
	if (rc < 0)
		*why = spool->store->refusal;
	store_give(spool->store);
	return rc;
}

rgl_rc spool_render(struct spool *spool, bool is_copy, const char *tag, struct bytes *out,
		    int64_t *ret_cuts, struct rgl_why *why)
{
	struct render_wish wish = { .form = RENDER_PRINTER,
				    .profile = printer_profile(spool->printer),
				    .job = tag };
	size_t before = out->length;
	struct slip *slip = NULL;
	rgl_rc rc = read_slip(spool, is_copy, &slip, why);

	if (rc < 0)
		return rc;
	wish.mode = slip_parts_mode(spool->parts, wish.profile);
	rc = slip_render(spool->parts, slip_receipt(slip), NULL, &wish, &spool->fonts, out, why);
	slip_free(slip);
	if (rc == RGL_OK && tag != NULL)
		*ret_cuts = encode_cuts(wish.profile, out->data + before, out->length - before);
	return rc;
}
