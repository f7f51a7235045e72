/* book_left.c - see book.h: what members hold that a programme does not know. */
#include "plugin/loyalty/book.h"
#include "plugin/store/query.h"

rgl_rc book_left_behind(struct store *store, const struct programme *programme,
			struct book_left *ret, size_t room, size_t *ret_count)
{
	struct query q = query(store, STATEMENT_PURSE_HELD_BY_MEMBERS);
	size_t count = 0;
	rgl_rc rc;

	while (count < room && query_row(&q)) {
		struct book_left *left = &ret[count];

		query_text(&q, left->card, sizeof(left->card));
		left->members = query_int(&q);
		left->stamps = query_int(&q);
		if (programme_find_purse(programme, left->card) == PROGRAMME_NONE)
			count++;
	}
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret_count = count;
	return rc;
}
