/* member.c - see member.h. */
#include "plugin/identify/member.h"

#include "plugin/identify/token.h"

rgl_rc member_read(struct store *store, int64_t id, struct member *ret)
{
	struct query q = query(store, STATEMENT_MEMBER_READ);
	struct member member = { .id = id };
	rgl_rc rc;

	query_bind_int(&q, id);
	if (query_row(&q)) {
		query_text(&q, member.name, sizeof(member.name));
		query_text(&q, member.language, sizeof(member.language));
		member.visits = query_int(&q);
		member.first_visit_ms = query_int(&q);
		member.last_visit_ms = query_int(&q);
		member.account = query_int(&q);
		member.points = query_points(&q);
	}
	rc = query_end(&q);
	if (rc == RGL_OK && member.account == 0)
		rc = refuse_field(&store->refusal, RGL_E_UNKNOWN, "member",
				  "there is no member %lld", (long long)id);
	if (rc == RGL_OK)
		*ret = member;
	return rc;
}

rgl_rc member_check_not_erased(struct store *store, int64_t id)
{
	struct query q = query(store, STATEMENT_ERASED);
	bool is_erased;
	rgl_rc rc;

	query_bind_int(&q, id);
	is_erased = query_row(&q);
	rc = query_end(&q);
	if (rc == RGL_OK && is_erased)
		rc = refuse_field(&store->refusal, RGL_E_UNKNOWN, "member",
				  "the data of member %lld were erased on request; a card would "
				  "bring them back: enrol them anew",
				  (long long)id);
	return rc;
}

int64_t member_usual_gap_ms(const struct member *member)
{
	if (member->visits < 2)
		return 0;
	return (member->last_visit_ms - member->first_visit_ms) / (member->visits - 1);
}

rgl_rc member_token(struct store *store, int64_t id, char ret[32])
{
	struct query q = query(store, STATEMENT_CARD_OWN);
	int64_t card = 0;
	rgl_rc rc;

	query_bind_int(&q, id);
	if (query_row(&q))
		card = query_int(&q);
	rc = query_end(&q);
	if (rc < 0)
		return rc;
	ret[0] = '\0';
	return card == 0 ? RGL_OK : token_make(&store->keys, TOKEN_MEMBER, card, ret);
}
