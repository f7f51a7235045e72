/* gateway.c - see gateway.h. */
#include "plugin/gateway/gateway.h"

#include <string.h>

#include "plugin/gateway/ops.h"
#include "plugin/gateway/read_gesture.h"

/* A slow op takes the store itself, and only for as long as it reads what it needs: no sale waits
 * for a picture or a report. */
enum op_kind { OP_READS, OP_WRITES, OP_IS_SLOW };

struct op {
	const char *name;
	op_function *run;
	enum op_kind kind;
};

/* A quote takes the store to read: without rewards to set aside it writes nothing. */
static const struct op OPS[] = {
	{ "shop", op_shop, OP_READS },
	{ "identify", op_identify, OP_READS },
	{ "enrol", op_enrol, OP_WRITES },
	{ "card", op_card, OP_WRITES },
	{ "quote", op_quote, OP_READS },
	{ "let_go", op_let_go, OP_WRITES },
	{ "sale", op_sale, OP_WRITES },
	{ "refund", op_refund, OP_WRITES },
	{ "void", op_void, OP_WRITES },
	{ "edit", op_edit, OP_WRITES },
	{ "voucher", op_voucher, OP_READS },
	{ "issue", op_issue, OP_WRITES },
	{ "adjust", op_adjust, OP_WRITES },
	{ "merge", op_merge, OP_WRITES },
	{ "unmerge", op_unmerge, OP_WRITES },
	{ "member", op_member, OP_WRITES },
	{ "staff", op_staff, OP_WRITES },
	{ "programme", op_programme, OP_READS },
	{ "alerts", op_alerts, OP_READS },
	{ "receipt", op_receipt, OP_IS_SLOW },
	{ "report", op_report, OP_IS_SLOW },
	{ "spool", op_spool, OP_READS },
	{ "refresh", op_refresh, OP_IS_SLOW },
	{ "voice", op_voice, OP_WRITES },
	{ "gesture", op_gesture, OP_WRITES },
	{ "shift", op_shift, OP_WRITES },
	{ "told", op_told, OP_WRITES },
	{ "contact", op_contact, OP_IS_SLOW },
	{ "complaint", op_complaint, OP_WRITES },
	{ "moment", op_moment, OP_WRITES },
	{ "question", op_question, OP_IS_SLOW },
	{ "privacy", op_privacy, OP_IS_SLOW },
	{ "referral", op_referral, OP_WRITES },
};

#define OP_NAMES                                                                                   \
	"shop, identify, enrol, card, quote, let_go, sale, refund, void, edit, voucher, issue, "   \
	"adjust, merge, unmerge, member, staff, programme, alerts, receipt, report, spool, "       \
	"refresh, voice, gesture, shift, told, contact, complaint, moment, question, privacy, "    \
	"referral"

static const struct op *find_op(struct json_fields *fields)
{
	const char *name = fields_need_text(fields, "op");

	for (size_t i = 0; name != NULL && i < sizeof(OPS) / sizeof(OPS[0]); i++)
		if (strcmp(OPS[i].name, name) == 0)
			return &OPS[i];
	fields_fail(fields, RGL_E_FIELD, "op", "is none of: " OP_NAMES);
	return NULL;
}

static rgl_rc run(struct rgl *rgl, const struct cJSON *request, struct answer *answer,
		  struct rgl_why *refusal)
{
	struct json_fields fields = fields_of(request, "", refusal);
	const struct op *op = find_op(&fields);
	struct allowed allowed;
	rgl_rc rc;

	if (op == NULL)
		return fields.rc;
	if (op->kind == OP_IS_SLOW)
		return op->run(rgl, &fields, answer);
	read_allowed(rgl, request, op->name, &allowed);
	rc = context_enter(rgl, op->kind == OP_WRITES ? STORE_TO_WRITE : STORE_TO_READ);
	rgl->allowed = &allowed;
	fields.refusal = &rgl->store->refusal;
	if (rc == RGL_OK)
		rc = op->run(rgl, &fields, answer);
	rgl->allowed = NULL;
	return context_leave(rgl, rc, refusal);
}

static void answer_no(struct answer *answer, const struct rgl_why *refusal)
{
	answer_restart(answer, false);
	answer_text(answer, "code", result_name(refusal->code));
	answer_text(answer, "error", refusal->text);
	if (refusal->field[0] != '\0')
		answer_text(answer, "field", refusal->field);
}

/* Into the till's buffer. Only answers of ops that change nothing can be too large for it, or lack
 * memory: a quote asked before it set anything aside. */
static rgl_rc hand_over(struct answer *answer, char *buffer, size_t *length)
{
	bytes_add(&answer->text, "}", 2); /* with its NUL */
	if (bytes_rc(&answer->text) < 0)
		return bytes_rc(&answer->text);
	if (answer->text.length > *length) {
		*length = answer->text.length;
		return RGL_E_BUFFER;
	}
	memcpy(buffer, answer->text.data, answer->text.length);
	*length = answer->text.length - 1;
	return RGL_OK;
}

rgl_rc gateway_request(struct rgl *rgl, const char *json, size_t json_length, char *buffer,
		       size_t *length)
{
	struct rgl_why refusal = { .size = sizeof(refusal) };
	struct cJSON *request = NULL;
	struct answer answer;
	rgl_rc rc;

	if (*length < RGL_ANSWER_ROOM) {
		*length = RGL_ANSWER_ROOM;
		return RGL_E_BUFFER;
	}
	rc = answer_begin(&rgl->host, *length, &answer);
	if (rc < 0)
		return rc;
	rc = json_read(&rgl->host, json, json_length, &request, &refusal);
	if (rc == RGL_OK)
		rc = run(rgl, request, &answer, &refusal);
	json_free(request);
	if (rc < 0 && refusal.code != rc)
		refuse(&refusal, rc, "%s", result_words(rc));
	if (rc < 0 && rc != RGL_E_BUFFER)
		answer_no(&answer, &refusal);
	rc = hand_over(&answer, buffer, length);
	answer_free(&answer);
	return rc;
}
