/* context.c - see context.h. */
#include "plugin/context.h"

#include <stdio.h>
#include <string.h>

#include "plugin/checkout.h"
#include "plugin/identify/cards.h"
#include "plugin/identify/enrol.h"
#include "plugin/sales/record.h"
#include "plugin/show.h"
#include "plugin/slip_parts.h"
#include "plugin/store/migrate.h"
#include "receipts/spool.h"

rgl_rc context_enter(struct rgl *rgl, enum store_use use)
{
	store_take(rgl->store, use);
	memset(&rgl->store->refusal, 0, sizeof(rgl->store->refusal));
	rgl->store->refusal.size = sizeof(rgl->store->refusal);
	if (!rgl->closed)
		return RGL_OK;
	return refuse(&rgl->store->refusal, RGL_E_CLOSED, "%s", result_words(RGL_E_CLOSED));
}

static int32_t level_of(rgl_rc rc)
{
	if (rc == RGL_E_INTERNAL)
		return RGL_LOG_ERROR;
	return rc == RGL_E_UNKNOWN ? RGL_LOG_NOTE : RGL_LOG_WARNING;
}

rgl_rc context_leave(struct rgl *rgl, rgl_rc rc, struct rgl_why *ret)
{
	struct rgl_why *refusal = &rgl->store->refusal;

	if (rc == RGL_E_INTERNAL)
		rgl->closed = true;
	if (rc < 0) {
		if (refusal->code != rc)
			refuse(refusal, rc, "%s", result_words(rc));
		*ret = *refusal;
	}
	store_give(rgl->store);
	/* Only now: a till's log may wait for a thread of the till that waits for the store. */
	if (rc < 0)
		host_log(&rgl->host, level_of(rc), "%s: %s", result_name(rc), ret->text);
	return rc;
}

rgl_rc context_enrol(struct rgl *rgl, const struct enrolment *enrolment, struct rgl_member *ret)
{
	int64_t id = 0;
	rgl_rc rc = store_begin(rgl->store);

	if (rc < 0)
		return rc;
	rc = checkout_enrol(rgl->desk, enrolment, &id);
	if (rc == RGL_OK)
		rc = show_member(rgl->desk, id, "", ret);
	return store_end(rgl->store, rc);
}

rgl_rc context_card(struct rgl *rgl, int64_t member, const char *scan, size_t length,
		    struct rgl_member *ret)
{
	struct store *store = rgl->store;
	rgl_rc rc = store_begin(store);

	if (rc < 0)
		return rc;
	rc = scan == NULL ? cards_renew(store, member) : cards_link(store, member, scan, length);
	if (rc == RGL_OK)
		rc = show_member(rgl->desk, member, "", ret);
	return store_end(store, rc);
}

/* The printing thread is told of what was recorded. */
static rgl_rc recorded(struct rgl *rgl, rgl_rc rc, const struct outcome *outcome)
{
	if (rc == RGL_OK && outcome->print_job != 0 && rgl->spool != NULL)
		spool_wake(rgl->spool);
	return rc;
}

rgl_rc context_checkout(struct rgl *rgl, const struct sale *sale, struct outcome *ret)
{
	return recorded(rgl, checkout(rgl->desk, sale, true, ret), ret);
}

rgl_rc context_edit(struct rgl *rgl, const struct sale *sale, struct outcome *ret)
{
	return recorded(rgl, checkout_edit(rgl->desk, sale, ret), ret);
}
rgl_rc context_shop(struct store *store, struct rgl_shop *ret)
{
	struct query q = query(store, STATEMENT_MEMBER_LAST);
	struct rgl_shop shop = { .size = sizeof(shop) };
	rgl_rc rc;

	if (query_row(&q))
		shop.members = query_int(&q);
	rc = query_end(&q);
	if (rc < 0)
		return rc;
	memcpy(shop.name, store->shop.name, sizeof(shop.name));
	memcpy(shop.currency, store->shop.currency.code, sizeof(store->shop.currency.code));
	memcpy(shop.language, store->shop.language, sizeof(shop.language));
	memcpy(shop.zone, store->shop.zone_name, sizeof(shop.zone));
	(void)snprintf(shop.version, sizeof(shop.version), "%s", RGL_VERSION);
	shop.exponent = store->shop.currency.exponent;
	shop.store_version = migrate_version();
	*ret = shop;
	return RGL_OK;
}

rgl_rc context_print(struct rgl *rgl, const char *sale_id, int64_t *ret_job)
{
	struct recorded sale;
	int64_t before = 0;
	rgl_rc rc;

	rc = record_need(rgl->store, sale_id, "sale_id", &sale);
	if (rc == RGL_OK)
		rc = record_print_of(rgl->store, sale.id, &before);
	if (rc == RGL_OK)
		rc = store_begin(rgl->store);
	if (rc < 0)
		return rc;
	rc = store_end(rgl->store, record_print(rgl->store, sale.id, before != 0, ret_job));
	if (rc == RGL_OK && rgl->spool != NULL)
		spool_wake(rgl->spool);
	return rc;
}

static rgl_rc read_slip(struct rgl *rgl, const char *sale_id, struct slip **ret)
{
	rgl_rc rc = RGL_OK;

	if (rgl->parts == NULL)
		rc = slip_parts_open(&rgl->host, &rgl->parts, &rgl->store->refusal);
	if (rc == RGL_OK)
		rc = slip_parts_look(rgl->parts, rgl->store);
	return rc < 0 ? rc : slip_read(rgl->desk, sale_id, false, ret);
}

rgl_rc context_receipt(struct rgl *rgl, const char *sale_id, enum render_form form,
		       const char *language, struct bytes *out, struct rgl_why *refusal)
{
	const struct render_wish wish = { .form = form };
	struct slip *slip = NULL;
	rgl_rc rc;

	/* Before the store, which nobody who draws takes: the parts are whoever's who draws. */
	(void)pthread_mutex_lock(&rgl->rendering);
	rc = context_enter(rgl, STORE_TO_READ);
	if (rc == RGL_OK)
		rc = read_slip(rgl, sale_id, &slip);
	rc = context_leave(rgl, rc, refusal);
	if (rc == RGL_OK)
		rc = slip_render(rgl->parts, slip_receipt(slip), language, &wish, &rgl->fonts, out,
				 refusal);
	(void)pthread_mutex_unlock(&rgl->rendering);
	slip_free(slip);
	return rc;
}
