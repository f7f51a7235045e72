/* said.c - see said.h. */
#include "plugin/loyalty/said.h"

#include <string.h>

#include "plugin/base/pan.h"
#include "plugin/base/utf8.h"
#include "plugin/store/query.h"

rgl_rc said_check_kept(struct store *store, const char *text, const char *field)
{
	rgl_rc rc = utf8_check_clean(text, RGL_TEXT_MAX, field, &store->refusal);

	if (rc == RGL_OK && text != NULL && pan_is_in(text, strlen(text), store->shop.card_ranges))
		rc = refuse_field(&store->refusal, RGL_E_PAYMENT_CARD, field,
				  "%s holds the number of a payment card; it was not kept: leave "
				  "it out",
				  field);
	return rc;
}

rgl_rc said_check(struct store *store, const char *text, const char *field)
{
	if (text == NULL || text[0] == '\0')
		return refuse_field(&store->refusal, RGL_E_FIELD, field,
				    "%s must be said when something is changed by hand", field);
	return said_check_kept(store, text, field);
}

rgl_rc said_check_number(struct store *store, int64_t member, const char *field)
{
	struct query q = query(store, STATEMENT_MEMBER_MERGED);
	int64_t into = 0;
	bool is_there;
	rgl_rc rc;

	query_bind_int(&q, member);
	is_there = query_row(&q);
	if (is_there)
		into = query_int(&q);
	rc = query_end(&q);
	if (rc == RGL_OK && !is_there)
		rc = refuse_field(&store->refusal, RGL_E_UNKNOWN, field, "there is no member %lld",
				  (long long)member);
	if (rc == RGL_OK && into != 0)
		rc = refuse_field(&store->refusal, RGL_E_UNKNOWN, field,
				  "member %lld was merged into member %lld; name that one",
				  (long long)member, (long long)into);
	return rc;
}

rgl_rc said_check_member(struct store *store, int64_t member, const char *field)
{
	rgl_rc rc = said_check_number(store, member, field);

	return rc < 0 ? rc : said_check_not_erased(store, member, field);
}

rgl_rc said_check_not_erased(struct store *store, int64_t member, const char *field)
{
	struct query q = query(store, STATEMENT_ERASED);
	bool is_erased;
	rgl_rc rc;

	query_bind_int(&q, member);
	is_erased = query_row(&q);
	rc = query_end(&q);
	if (rc == RGL_OK && is_erased)
		rc = refuse_field(&store->refusal, RGL_E_UNKNOWN, field,
				  "the data of member %lld were erased on request; nobody stands "
				  "behind that number any more: enrol them anew",
				  (long long)member);
	return rc;
}
