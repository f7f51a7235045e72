/* praise.c - see praise.h. */
#include "plugin/care/praise.h"

#include "plugin/care/retain.h"
#include "plugin/store/query.h"

/* The newest moment that the shifts before this one knew of. */
static rgl_rc read_heard(struct store *store, const char *cashier, int64_t shift, int64_t *ret)
{
	struct query q = query(store, STATEMENT_PRAISE_HEARD);

	query_bind_text(&q, cashier);
	query_bind_int(&q, shift);
	if (query_row(&q))
		*ret = query_int(&q);
	return query_end(&q);
}

rgl_rc praise_read(struct store *store, const char *cashier, int64_t shift, praise_taker *take,
		   void *user)
{
	struct praise praise;
	struct query q;
	int64_t heard = 0;
	int64_t words_ms = 0;
	rgl_rc rc = read_heard(store, cashier, shift, &heard);
	rgl_rc ended;

	if (rc == RGL_OK)
		rc = retain_words_since(store, &words_ms);
	if (rc < 0)
		return rc;
	q = query(store, STATEMENT_PRAISE);
	query_bind_text(&q, cashier);
	query_bind_int(&q, heard);
	query_bind_int(&q, PRAISE_MAX);
	query_bind_int(&q, words_ms);
	while (rc == RGL_OK && query_row(&q)) {
		praise.moment = query_int(&q);
		praise.at_ms = query_int(&q);
		praise.mood = query_int(&q);
		query_text(&q, praise.words, sizeof(praise.words));
		query_text(&q, praise.name, sizeof(praise.name));
		rc = take(user, &praise);
	}
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}

rgl_rc praise_hear(struct store *store, int64_t shift)
{
	struct query q = query(store, STATEMENT_MOMENT_LAST);
	int64_t last = 0;
	rgl_rc rc;

	if (query_row(&q))
		last = query_int(&q);
	rc = query_end(&q);
	if (rc < 0)
		return rc;
	q = query(store, STATEMENT_PRAISE_HEAR);
	query_bind_int(&q, shift);
	query_bind_int(&q, last);
	return query_run(&q);
}
