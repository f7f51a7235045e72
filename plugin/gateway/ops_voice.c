/* ops_voice.c - voice: what staff say they need, or how they find the shop. */
#include "plugin/care/voice.h"
#include "plugin/gateway/ops.h"

rgl_rc op_voice(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	struct voice voice = {
		.cashier = fields_need_text(fields, "cashier"),
		.theme = fields_some(fields, "theme"),
		.words = fields_text(fields, "words"),
		.share = fields_bool(fields, "share"),
	};
	bool has_score = false;
	bool kept = false;
	rgl_rc rc;

	voice.score = fields_int(fields, "score", &has_score);
	if (has_score == (voice.theme != NULL))
		fields_fail(fields, RGL_E_FIELD, "theme", "or score is needed, one of the two");
	rc = fields_end(fields);
	if (rc == RGL_OK)
		rc = voice_say(rgl->store, &voice, &kept);
	if (rc < 0)
		return rc;
	answer_text(answer, "code", result_name(rc));
	answer_bool(answer, "words_kept", kept);
	return RGL_OK;
}
