/* ops_owner.c - programme, alerts, receipt, report. */
#include <sodium.h>
#include <string.h>

#include "plugin/gateway/ops.h"
#include "plugin/loyalty/book.h"
#include "plugin/reports/alerts.h"
#include "plugin/reports/read.h"
#include "receipts/render.h"

#define LANGUAGE_MAX 15

static rgl_rc form_of(const char *to, enum render_form *ret, struct rgl_why *refusal)
{
	if (strcmp(to, "png") == 0)
		*ret = RENDER_PNG;
	else if (strcmp(to, "html") == 0)
		*ret = RENDER_HTML;
	else if (strcmp(to, "escpos") == 0)
		*ret = RENDER_PRINTER;
	else if (strcmp(to, "text") == 0)
		*ret = RENDER_TERMINAL;
	else
		return refuse_field(refusal, RGL_E_FIELD, "to",
				    "to is none of: printer, png, text, html, escpos");
	return RGL_OK;
}

static rgl_rc answer_base64(struct rgl *rgl, const struct bytes *bytes, struct answer *answer)
{
	const int variant = sodium_base64_VARIANT_ORIGINAL;
	size_t room = sodium_base64_encoded_len(bytes->length, variant);
	char *text = host_new(&rgl->host, room);

	if (text == NULL)
		return RGL_E_MEMORY;
	(void)sodium_bin2base64(text, room, bytes->data, bytes->length, variant);
	answer_text(answer, "base64", text);
	host_free(&rgl->host, text);
	return RGL_OK;
}

/* Which receipt, in what; language NULL: the member's own. */
struct picture_wish {
	const char *sale_id;
	const char *language;
	enum render_form form;
};

static rgl_rc answer_bytes(struct rgl *rgl, const struct picture_wish *wanted,
			   struct answer *answer, struct rgl_why *refusal)
{
	struct bytes bytes = bytes_of(&rgl->host);
	rgl_rc rc = context_receipt(rgl, wanted->sale_id, wanted->form, wanted->language, &bytes,
				    refusal);

	if (rc == RGL_OK && (wanted->form == RENDER_TERMINAL || wanted->form == RENDER_HTML)) {
		bytes_add_byte(&bytes, 0);
		rc = bytes_rc(&bytes);
		if (rc == RGL_OK)
			answer_text(answer, "text", (const char *)bytes.data);
	} else if (rc == RGL_OK) {
		rc = answer_base64(rgl, &bytes, answer);
	}
	bytes_free(&bytes);
	return rc;
}

static rgl_rc print(struct rgl *rgl, const char *sale_id, struct answer *answer,
		    struct rgl_why *refusal)
{
	int64_t job = 0;
	rgl_rc rc = context_enter(rgl, STORE_TO_READ);

	if (rc == RGL_OK && rgl->spool == NULL)
		rc = refuse(&rgl->store->refusal, RGL_E_NO_PRINTER,
			    "this till was opened without a printer; name one, or ask for png or "
			    "text");
	if (rc == RGL_OK)
		rc = context_print(rgl, sale_id, &job);
	rc = context_leave(rgl, rc, refusal);
	if (rc == RGL_OK)
		answer_int(answer, "receipt", job);
	return rc;
}

rgl_rc op_receipt(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	struct picture_wish wanted = { .form = RENDER_PNG };
	const char *to;
	rgl_rc rc;

	wanted.sale_id = fields_need_text(fields, "sale_id");
	to = fields_need_text(fields, "to");
	wanted.language = fields_text(fields, "language");
	rc = fields_end(fields);

	if (rc == RGL_OK && wanted.language != NULL && strlen(wanted.language) > LANGUAGE_MAX)
		rc = refuse_field(fields->refusal, RGL_E_FIELD, "language",
				  "language is longer than any; write it as in da or pt-BR");
	if (rc < 0)
		return rc;
	if (strcmp(to, "printer") == 0)
		return print(rgl, wanted.sale_id, answer, fields->refusal);
	rc = form_of(to, &wanted.form, fields->refusal);
	if (rc == RGL_OK)
		rc = answer_bytes(rgl, &wanted, answer, fields->refusal);
	return rc;
}

/* A connection of its own, to be read only: the till's goes on selling meanwhile. */
static rgl_rc write_report(struct rgl *rgl, struct report *report, const char *from, const char *to,
			   struct bytes *out, struct rgl_why *refusal)
{
	struct store *store = NULL;
	rgl_rc rc;

	rc = store_open(&rgl->host, rgl->store->full_path, rgl->store->full_key_path, "report",
			STORE_READ, &store, refusal);
	if (rc < 0)
		return rc;
	rc = report_bounds(store, from, to, report);
	if (rc == RGL_OK)
		rc = report_write(store, report, out);
	if (rc < 0)
		*refusal = store->refusal;
	store_close(store);
	return rc;
}

/* Reads the report and answers with it; JSON stands in the answer as it is. */
static rgl_rc answer_report(struct rgl *rgl, struct report *report, const char *from,
			    const char *to, struct answer *answer, struct rgl_why *refusal)
{
	struct bytes bytes = bytes_of(&rgl->host);
	rgl_rc rc = write_report(rgl, report, from, to, &bytes, refusal);

	/* An answer is one line: a report's own line end stays out. */
	while (rc == RGL_OK && report->format == VIEW_JSON && bytes.length > 0 &&
	       bytes.data[bytes.length - 1] == '\n')
		bytes.length--;
	bytes_add_byte(&bytes, 0);
	if (rc == RGL_OK)
		rc = bytes_rc(&bytes);
	if (rc == RGL_OK && report->format == VIEW_JSON)
		answer_json(answer, "report", (const char *)bytes.data);
	else if (rc == RGL_OK)
		answer_text(answer, "report", (const char *)bytes.data);
	bytes_free(&bytes);
	return rc;
}

/* What beside its time and format may be asked of a report. */
static rgl_rc read_wish(struct json_fields *fields, struct report *report)
{
	const char *name = fields_need_text(fields, "name");
	const char *format = fields_text(fields, "format");
	const char *period = fields_text(fields, "period");
	const char *cut = fields_text(fields, "by");
	rgl_rc rc;

	report->wish.where = fields_text(fields, "where");
	report->measure = fields_text(fields, "show");
	report->table = fields_text(fields, "table");
	rc = fields_end(fields);
	if (rc == RGL_OK)
		rc = report_kind_of(name, &report->kind, fields->refusal);
	if (rc == RGL_OK)
		rc = report_format_of(format == NULL ? "json" : format, &report->format,
				      fields->refusal);
	if (rc == RGL_OK && period != NULL)
		rc = period_grain_of(period, &report->wish.grain, fields->refusal);
	if (rc == RGL_OK && cut != NULL)
		rc = cut_of(cut, &report->wish.cut, fields->refusal);
	return rc;
}

rgl_rc op_report(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	const char *from = fields_text(fields, "from");
	const char *to = fields_text(fields, "to");
	struct report report = { .top = 20, .columns = 100, .wish = { .grain = GRAIN_MONTH } };
	rgl_rc rc = read_wish(fields, &report);

	return rc < 0 ? rc : answer_report(rgl, &report, from, to, answer, fields->refusal);
}

struct alerts {
	struct answer *answer;
	struct zone *zone;
};

static rgl_rc answer_alert(void *user, const struct alert *alert)
{
	const struct alerts *alerts = user;
	struct answer *answer = alerts->answer;

	answer_item(answer);
	answer_time(answer, "at", alerts->zone, alert->at_ms);
	answer_text(answer, "limit", alert->kind);
	answer_bool(answer, "refused", alert->refused);
	if (alert->member != 0)
		answer_int(answer, "member_id", alert->member);
	answer_some(answer, "cashier", alert->cashier);
	answer_text(answer, "text", alert->text);
	answer_close(answer);
	return bytes_rc(&answer->text);
}

rgl_rc op_alerts(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	const char *from = fields_text(fields, "from");
	const char *to = fields_text(fields, "to");
	struct alerts alerts = { answer, rgl->store->zone };
	struct report bounds = { 0 };
	rgl_rc rc = fields_end(fields);

	if (rc == RGL_OK)
		rc = report_bounds(rgl->store, from, to, &bounds);
	if (rc < 0)
		return rc;
	answer_list(answer, "alerts");
	rc = alerts_read(rgl->store, bounds.wish.from_ms, bounds.wish.until_ms, answer_alert,
			 &alerts);
	answer_list_end(answer);
	return rc;
}

rgl_rc op_programme(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	const struct book_entry *entry = NULL;
	struct book *book = desk_book(rgl->desk);
	struct bytes bytes = bytes_of(&rgl->host);
	rgl_rc rc = fields_end(fields);

	if (rc == RGL_OK)
		rc = book_at(book, host_now_ms(rgl->store->host), &entry);
	if (rc != RGL_OK)
		return rc;
	answer_int(answer, "version", entry->version);
	answer_text(answer, "name", entry->programme->name);
	if (entry->version == 0)
		return RGL_OK;
	answer_time(answer, "effective", rgl->store->zone, entry->effective_ms);
	rc = book_text(book, entry->version, &bytes);
	bytes_add_byte(&bytes, 0);
	if (rc == RGL_OK)
		rc = bytes_rc(&bytes);
	if (rc == RGL_OK)
		answer_text(answer, "text", (const char *)bytes.data);
	bytes_free(&bytes);
	return rc;
}
