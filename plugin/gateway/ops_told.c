/* ops_told.c - told: what a cashier said to a member is not said again. */
#include "plugin/care/told.h"
#include "plugin/gateway/ops.h"

rgl_rc op_told(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	const int64_t member = fields_int(fields, "member_id", NULL);
	const char *kind = fields_need_text(fields, "kind");
	const int64_t about = fields_int(fields, "about", NULL);
	rgl_rc rc;

	(void)fields_short(fields, "cashier"); /* who said it makes no difference to the member */
	rc = fields_end(fields);
	if (rc == RGL_OK)
		rc = store_begin(rgl->store);
	if (rc < 0)
		return rc;
	rc = store_end(rgl->store, told_say(rgl->store, member, kind, about));
	if (rc >= 0)
		answer_text(answer, "code", result_name(rc));
	return rc;
}
