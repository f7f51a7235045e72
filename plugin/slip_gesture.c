/* slip_gesture.c - see slip_facts.h: what staff gave at the sale. Words of another kind than a note
 * are the shop's own reasons, and are not printed. */
#include "plugin/slip_facts.h"

static rgl_rc read_row(struct query *q, const struct slip_work *work)
{
	struct slip *slip = work->slip;
	struct receipt_gesture *gesture = &slip->receipt.gesture;
	const int64_t kind = query_int(q);
	const struct points points = query_points(q);
	const struct money worth = query_money(q);
	rgl_rc rc = points_add(gesture->points, points, &gesture->points);

	if (rc == RGL_OK && kind == RGL_GESTURE_MONEY)
		rc = money_add(gesture->money, worth, &gesture->money);
	if (slip->gesture_product.text[0] == '\0')
		query_text(q, slip->gesture_product.text, sizeof(slip->gesture_product.text));
	else
		query_skip(q);
	if (slip->gesture_note[0] == '\0')
		query_text(q, slip->gesture_note, sizeof(slip->gesture_note));
	return rc;
}

rgl_rc slip_gesture(const struct slip_work *work)
{
	struct slip *slip = work->slip;
	struct query q = query(work->store, STATEMENT_GESTURE_ON_SLIP);
	rgl_rc read = RGL_OK;
	rgl_rc rc;

	query_bind_int(&q, work->sale->id);
	while (read == RGL_OK && query_row(&q))
		read = read_row(&q, work);
	rc = query_end(&q);
	slip->receipt.gesture.product = slip->gesture_product.text;
	slip->receipt.gesture.note = slip->gesture_note;
	return rc < 0 ? rc : read;
}
