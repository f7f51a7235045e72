/* ops_change.c - adjust, merge, unmerge: what a person decided, with who and why. */
#include "plugin/care/recount.h"
#include "plugin/gateway/ops.h"
#include "plugin/loyalty/adjust.h"

rgl_rc op_adjust(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	const char *purse = fields_text(fields, "purse");
	const struct adjustment asked = {
		.ref = fields_need_text(fields, "id"),
		.member = fields_int(fields, "member_id", NULL),
		.purse = purse == NULL ? "points" : purse,
		.units = fields_int(fields, "units", NULL),
		.who = fields_need_text(fields, "who"),
		.why = fields_need_text(fields, "why"),
	};
	int64_t balance = 0;
	rgl_rc rc = fields_end(fields);

	if (rc == RGL_OK)
		rc = adjust(rgl->store, desk_book(rgl->desk), &asked, &balance);
	if (rc < 0)
		return rc;
	answer_text(answer, "code", result_name(rc));
	answer_int(answer, "balance", balance);
	return rc;
}

rgl_rc op_merge(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	int64_t into = fields_int(fields, "into", NULL);
	int64_t from = fields_int(fields, "from", NULL);
	const char *who = fields_need_text(fields, "who");
	const char *why = fields_need_text(fields, "why");
	int64_t merge = 0;
	rgl_rc rc = fields_end(fields);

	if (rc == RGL_OK)
		rc = care_merge(rgl->store, into, from, who, why, &merge);
	if (rc == RGL_OK)
		answer_int(answer, "merge_id", merge);
	return rc;
}

rgl_rc op_unmerge(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	int64_t merge = fields_int(fields, "merge_id", NULL);
	const char *who = fields_need_text(fields, "who");
	int64_t missing = 0;
	rgl_rc rc = fields_end(fields);

	if (rc == RGL_OK)
		rc = care_merge_undo(rgl->store, merge, who, &missing);
	if (rc < 0)
		return rc;
	answer_text(answer, "code", result_name(rc));
	answer_int(answer, "missing", missing);
	return rc;
}
