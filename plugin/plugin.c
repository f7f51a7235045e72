/* plugin.c - the API table: checks what the till passed, takes the context's store, hands on.
 *
 * In:  structs of a till that may be older or newer than this build.
 * Out: ours, cut to what the till knows; a refusal in `why`; a failure logged once.
 */
#include <stdio.h>
#include <string.h>

#include "plugin/checkout.h"
#include "plugin/context.h"
#include "plugin/gateway/gateway.h"
#include "plugin/identify/enrol.h"
#include "plugin/plugin_convert.h"
#include "plugin/show.h"
#include "plugin/slip_parts.h"
#include "plugin/slip_till.h"
#include "receipts/spool.h"
#include "receipts/spool_jobs.h"

static rgl_rc wrong_call(struct rgl_why *why)
{
	struct rgl_why refusal = { .size = sizeof(refusal) };
	rgl_rc rc = refuse(&refusal, RGL_E_ARGUMENT,
			   "the call was made wrongly: a pointer is NULL or a size is not set");

	convert_give(why, &refusal, sizeof(refusal));
	return rc;
}

/* Ends a call: the words go to the till. */
static rgl_rc leave(struct rgl *rgl, rgl_rc rc, struct rgl_why *why)
{
	struct rgl_why refusal;

	rc = context_leave(rgl, rc, &refusal);
	if (rc < 0)
		convert_give(why, &refusal, sizeof(refusal));
	return rc;
}

static void free_context(struct rgl *rgl)
{
	struct host host = rgl->host;

	desk_close(rgl->desk);
	store_close(rgl->store);
	slip_parts_close(rgl->parts);
	fonts_close(rgl->fonts);
	host_free(&host, rgl->lines);
	host_free(&host, rgl->tenders);
	(void)pthread_mutex_destroy(&rgl->rendering);
	(void)pthread_mutex_destroy(&rgl->allowing);
	host_free(&host, rgl);
}

static rgl_rc new_context(const struct rgl_host *lent, struct rgl **ret, struct rgl_why *refusal)
{
	struct host host;
	struct rgl *rgl;

	host_init(&host, lent);
	rgl = host_new(&host, sizeof(*rgl));
	if (rgl == NULL)
		return refuse(refusal, RGL_E_MEMORY, "there is not enough memory");
	rgl->host = host;
	(void)pthread_mutex_init(&rgl->rendering, NULL);
	(void)pthread_mutex_init(&rgl->allowing, NULL);
	rgl->lines = host_new(&host, RGL_LINES_MAX * sizeof(*rgl->lines));
	rgl->tenders = host_new(&host, RGL_TENDERS_MAX * sizeof(*rgl->tenders));
	if (rgl->lines == NULL || rgl->tenders == NULL) {
		free_context(rgl);
		return refuse(refusal, RGL_E_MEMORY, "there is not enough memory");
	}
	*ret = rgl;
	return RGL_OK;
}

static rgl_rc open_context(struct rgl *rgl, const struct rgl_options *options,
			   struct rgl_why *refusal)
{
	const char *printer = options->printer;
	int64_t patience_ms = options->patience_ms == 0 ? STORE_PATIENCE_MS : options->patience_ms;
	rgl_rc rc;

	rc = store_open_within(&rgl->host, options->store, options->key,
			       options->till == NULL ? "till" : options->till, STORE_WRITE,
			       patience_ms > INT32_MAX ? INT32_MAX : patience_ms, &rgl->store,
			       refusal);
	if (rc == RGL_OK) {
		rc = desk_open(rgl->store, &rgl->desk);
		if (rc < 0)
			refuse(refusal, rc, "%s", rgl->store->refusal.text);
		else
			slip_till_speak(rgl->desk, options->language);
	}
	if (rc == RGL_OK && printer != NULL && printer[0] != '\0')
		rc = spool_start(rgl->desk, printer, &rgl->spool, refusal);
	return rc;
}

static int32_t api_open(const struct rgl_host *host, const struct rgl_options *options,
			struct rgl **ret, struct rgl_why *why)
{
	struct rgl_why refusal = { .size = sizeof(refusal) };
	struct rgl_options ours;
	struct rgl *rgl = NULL;
	rgl_rc rc;

	if (ret == NULL || !convert_take(&ours, sizeof(ours), options) ||
	    (host != NULL && host->size < sizeof(uint32_t)))
		return wrong_call(why);
	rc = new_context(host, &rgl, &refusal);
	if (rc == RGL_OK)
		rc = open_context(rgl, &ours, &refusal);
	if (rc < 0) {
		if (rgl != NULL) {
			host_log(&rgl->host, RGL_LOG_ERROR, "%s: %s", result_name(rc),
				 refusal.text);
			free_context(rgl);
		}
		convert_give(why, &refusal, sizeof(refusal));
		return rc;
	}
	*ret = rgl;
	return RGL_OK;
}

static void api_close(struct rgl *rgl)
{
	if (rgl == NULL)
		return;
	spool_stop(rgl->spool);
	free_context(rgl);
}

static int32_t api_shop(struct rgl *rgl, struct rgl_shop *ret, struct rgl_why *why)
{
	struct rgl_shop shop;
	rgl_rc rc;

	if (rgl == NULL || !convert_is_sized(ret))
		return wrong_call(why);
	rc = context_enter(rgl, STORE_TO_READ);
	if (rc == RGL_OK)
		rc = context_shop(rgl->store, &shop);
	if (rc == RGL_OK)
		convert_give(ret, &shop, sizeof(shop));
	return leave(rgl, rc, why);
}

static int32_t api_identify(struct rgl *rgl, const char *scan, size_t length,
			    struct rgl_member *ret, struct rgl_why *why)
{
	struct rgl_member member;
	rgl_rc rc;

	if (rgl == NULL || scan == NULL || !convert_is_sized(ret))
		return wrong_call(why);
	rc = context_enter(rgl, STORE_TO_READ);
	if (rc == RGL_OK)
		rc = show_scan(rgl->desk, scan, length, &member);
	if (rc == RGL_OK)
		convert_give(ret, &member, sizeof(member));
	return leave(rgl, rc, why);
}

static int32_t api_enrol(struct rgl *rgl, const struct rgl_enrolment *enrolment,
			 struct rgl_member *ret, struct rgl_why *why)
{
	struct rgl_enrolment theirs;
	struct enrolment ours;
	struct rgl_member member;
	rgl_rc rc;

	if (rgl == NULL || !convert_is_sized(ret) ||
	    !convert_take(&theirs, sizeof(theirs), enrolment))
		return wrong_call(why);
	convert_enrolment(&theirs, &ours);
	rc = context_enter(rgl, STORE_TO_WRITE);
	if (rc == RGL_OK)
		rc = context_enrol(rgl, &ours, &member);
	if (rc == RGL_OK)
		convert_give(ret, &member, sizeof(member));
	return leave(rgl, rc, why);
}

static int32_t api_card(struct rgl *rgl, int64_t member_id, const char *scan, size_t length,
			struct rgl_member *ret, struct rgl_why *why)
{
	struct rgl_member member;
	rgl_rc rc;

	if (rgl == NULL || !convert_is_sized(ret))
		return wrong_call(why);
	rc = context_enter(rgl, STORE_TO_WRITE);
	if (rc == RGL_OK)
		rc = context_card(rgl, member_id, scan, length, &member);
	if (rc == RGL_OK)
		convert_give(ret, &member, sizeof(member));
	return leave(rgl, rc, why);
}

/* The till's sale, in this context's room. */
static rgl_rc take_sale(struct rgl *rgl, const struct rgl_sale *theirs, bool is_refund,
			const struct allowed *allowed, struct sale *ret)
{
	const struct convert_room room = { .lines = rgl->lines,
					   .tenders = rgl->tenders,
					   .wishes = rgl->wishes,
					   .codes = rgl->codes,
					   .gestures = rgl->gestures,
					   .allowed = allowed };

	return convert_sale(theirs, is_refund, &room, ret, &rgl->store->refusal);
}

typedef rgl_rc record_function(struct rgl *rgl, const struct sale *sale, struct outcome *ret);

/* Managers' codes, before the store is taken. What is wrong with the sale is said later. An edit
 * has the id of a sale that is there. */
static void look_at_codes(struct rgl *rgl, const struct rgl_sale *theirs, bool is_new,
			  struct allowed *ret)
{
	struct allow_asked asked = { 0 };
	struct rgl_sale sale;

	if (!convert_take(&sale, sizeof(sale), theirs) || sale.gesture_count == 0 ||
	    sale.gesture_count > RGL_GESTURES_MAX)
		return;
	for (uint32_t i = 0; i < sale.gesture_count; i++) {
		struct rgl_gesture gesture;

		if (!convert_gesture(&sale, i, &gesture))
			return;
		asked.managers[i] = gesture.manager;
		asked.codes[i] = gesture.code;
	}
	asked.count = sale.gesture_count;
	asked.sale = is_new ? sale.id : NULL;
	allow_look(rgl, &asked, ret);
}

static int32_t record_sale(struct rgl *rgl, const struct rgl_sale *theirs, bool is_refund,
			   record_function *record, struct rgl_outcome *ret, struct rgl_why *why)
{
	struct allowed allowed = { 0 };
	struct outcome outcome = { 0 };
	struct sale sale = { 0 };
	rgl_rc rc;

	if (rgl == NULL || !convert_is_sized(theirs) || !convert_is_sized(ret))
		return wrong_call(why);
	look_at_codes(rgl, theirs, record != context_edit, &allowed);
	rc = context_enter(rgl, STORE_TO_WRITE);
	if (rc == RGL_OK)
		rc = take_sale(rgl, theirs, is_refund, &allowed, &sale);
	if (rc == RGL_OK)
		rc = record(rgl, &sale, &outcome);
	if (rc >= 0) {
		convert_outcome(&outcome, ret);
		convert_said(&outcome.unseen, &outcome.notices, why);
	}
	return leave(rgl, rc, why);
}

static int32_t api_sale(struct rgl *rgl, const struct rgl_sale *sale, struct rgl_outcome *ret,
			struct rgl_why *why)
{
	return record_sale(rgl, sale, false, context_checkout, ret, why);
}

static int32_t api_refund(struct rgl *rgl, const struct rgl_sale *refund, struct rgl_outcome *ret,
			  struct rgl_why *why)
{
	return record_sale(rgl, refund, true, context_checkout, ret, why);
}

static int32_t api_edit(struct rgl *rgl, const struct rgl_sale *sale, struct rgl_outcome *ret,
			struct rgl_why *why)
{
	return record_sale(rgl, sale, false, context_edit, ret, why);
}

static int32_t api_undo(struct rgl *rgl, const char *sale_id, struct rgl_outcome *ret,
			struct rgl_why *why)
{
	struct outcome outcome = { 0 };
	rgl_rc rc;

	if (rgl == NULL || sale_id == NULL || !convert_is_sized(ret))
		return wrong_call(why);
	rc = context_enter(rgl, STORE_TO_WRITE);
	if (rc == RGL_OK)
		rc = checkout_undo(rgl->desk, sale_id, &outcome);
	if (rc >= 0)
		convert_outcome(&outcome, ret);
	return leave(rgl, rc, why);
}

static int32_t api_quote(struct rgl *rgl, const struct rgl_sale *theirs, struct rgl_quote *ret,
			 struct rgl_why *why)
{
	struct convert_quote quote = { .ret = ret, .why = why };
	struct allowed allowed = { 0 };
	struct sale sale = { 0 };
	rgl_rc rc;

	if (rgl == NULL || !convert_is_sized(theirs) || !convert_is_sized(ret))
		return wrong_call(why);
	look_at_codes(rgl, theirs, false, &allowed);
	rc = context_enter(rgl, STORE_TO_READ);
	quote.refusal = &rgl->store->refusal;
	if (rc == RGL_OK)
		rc = take_sale(rgl, theirs, false, &allowed, &sale);
	if (rc == RGL_OK)
		rc = checkout_quote(rgl->desk, &sale, convert_quote, &quote);
	return leave(rgl, rc, why);
}

static int32_t api_let_go(struct rgl *rgl, int64_t hold, struct rgl_why *why)
{
	rgl_rc rc;

	if (rgl == NULL)
		return wrong_call(why);
	rc = context_enter(rgl, STORE_TO_WRITE);
	if (rc == RGL_OK)
		rc = checkout_let_go(rgl->desk, hold);
	return leave(rgl, rc, why);
}

static int32_t api_receipt(struct rgl *rgl, const char *sale_id, int32_t form, void *buffer,
			   size_t *length, struct rgl_why *why)
{
	struct rgl_why refusal = { .size = sizeof(refusal) };
	struct bytes bytes;
	rgl_rc rc;

	if (rgl == NULL || sale_id == NULL || length == NULL || (buffer == NULL && *length > 0))
		return wrong_call(why);
	bytes = bytes_of(&rgl->host);
	rc = context_receipt(rgl, sale_id, (enum render_form)form, NULL, &bytes, &refusal);
	if (rc == RGL_OK && bytes.length > *length)
		rc = refuse(&refusal, RGL_E_BUFFER, "the receipt needs %zu bytes", bytes.length);
	else if (rc == RGL_OK && buffer != NULL)
		memcpy(buffer, bytes.data, bytes.length);
	if (rc == RGL_OK || rc == RGL_E_BUFFER)
		*length = bytes.length;
	if (rc < 0)
		convert_give(why, &refusal, sizeof(refusal));
	bytes_free(&bytes);
	return rc;
}

static rgl_rc read_printing(struct rgl *rgl, struct rgl_printing *ret)
{
	struct rgl_printing printing = { .size = sizeof(printing) };
	struct spool_state state = { 0 };
	int64_t waiting = 0;
	rgl_rc rc = spool_jobs_waiting(rgl->store, &waiting);

	if (rc < 0)
		return rc;
	if (rgl->spool != NULL)
		spool_state(rgl->spool, &state);
	printing.waiting = (uint32_t)(waiting > UINT32_MAX ? UINT32_MAX : waiting);
	printing.printed = state.printed;
	printing.code = state.code;
	_Static_assert(sizeof(printing.says) == sizeof(state.says), "what it says fits");
	memcpy(printing.says, state.says, sizeof(printing.says));
	printing.job = state.job;
	printing.since_ms = state.since_ms;
	printing.tries = state.tries;
	_Static_assert(sizeof(printing.sale) == sizeof(state.sale), "a sale's id fits");
	memcpy(printing.sale, state.sale, sizeof(printing.sale));
	*ret = printing;
	return RGL_OK;
}

static int32_t api_printing(struct rgl *rgl, struct rgl_printing *ret, struct rgl_why *why)
{
	struct rgl_printing printing;
	rgl_rc rc;

	if (rgl == NULL || !convert_is_sized(ret))
		return wrong_call(why);
	rc = context_enter(rgl, STORE_TO_READ);
	if (rc == RGL_OK)
		rc = read_printing(rgl, &printing);
	if (rc == RGL_OK)
		convert_give(ret, &printing, sizeof(printing));
	return leave(rgl, rc, why);
}

static int32_t api_request(struct rgl *rgl, const char *json, size_t json_length, char *answer,
			   size_t *length)
{
	if (rgl == NULL || (json == NULL && json_length > 0) || length == NULL ||
	    (answer == NULL && *length > 0))
		return RGL_E_ARGUMENT;
	return gateway_request(rgl, json, json_length, answer, length);
}

static const struct rgl_api API = {
	.size = sizeof(API),
	.abi = RGL_ABI,
	.version = RGL_VERSION,
	.words = result_words,
	.open = api_open,
	.close = api_close,
	.shop = api_shop,
	.identify = api_identify,
	.enrol = api_enrol,
	.card = api_card,
	.sale = api_sale,
	.refund = api_refund,
	.receipt = api_receipt,
	.printing = api_printing,
	.request = api_request,
	.quote = api_quote,
	.let_go = api_let_go,
	.undo = api_undo,
	.edit = api_edit,
};

const struct rgl_api *regulars_entry(uint32_t host_abi)
{
	return host_abi == RGL_ABI ? &API : NULL;
}
