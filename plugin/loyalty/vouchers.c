/* vouchers.c - see vouchers.h. Making them is in vouchers_make.c. */
#include "plugin/loyalty/vouchers.h"

#include <string.h>

#include "plugin/identify/token.h"
#include "plugin/loyalty/vouchers_code.h"

/* ---- Reading ---- */

static const char *kind_words(const struct voucher *voucher)
{
	return voucher->kind == VOUCHER_GIFT ? "gift card" : "coupon";
}

static void read_row(struct query *q, struct voucher *ret)
{
	ret->id = query_int(q);
	ret->kind = (enum voucher_kind)query_int(q);
	ret->is_printed = query_int(q) != 0;
	query_text(q, ret->ending, sizeof(ret->ending));
	ret->account = query_int(q);
	ret->balance = query_int(q);
	query_text(q, ret->reward, sizeof(ret->reward));
	ret->member = query_int(q);
	ret->from_ms = query_int(q);
	ret->until_ms = query_int(q);
	ret->used_by = query_int(q);
	ret->blocked = query_int(q) != 0;
}

static rgl_rc read_one(struct query *q, struct voucher *ret)
{
	if (query_row(q))
		read_row(q, ret);
	return query_end(q);
}

static rgl_rc read_list(struct query *q, struct voucher *ret, size_t room, size_t *ret_count)
{
	size_t count = 0;
	rgl_rc rc;

	while (count < room && query_row(q))
		read_row(q, &ret[count++]);
	rc = query_end(q);
	if (rc == RGL_OK)
		*ret_count = count;
	return rc;
}

/* ---- Finding ---- */

static rgl_rc by_number(struct store *store, const struct scan *scan, struct voucher *ret)
{
	struct query q = query(store, STATEMENT_VOUCHER_BY_NUMBER);
	int64_t number = 0;
	rgl_rc rc;

	if (token_is_like(TOKEN_MEMBER, scan->value))
		return refuse_field(&store->refusal, RGL_E_UNKNOWN, "code",
				    "this is a member's card, not a gift card or a coupon; scan it "
				    "as the customer's card");
	rc = token_read(&store->keys, TOKEN_VOUCHER, scan->value, &number, &store->refusal);
	if (rc < 0)
		return rc;
	query_bind_int(&q, number);
	return read_one(&q, ret);
}

static rgl_rc by_hash(struct store *store, const struct scan *scan, struct voucher *ret)
{
	struct query q = query(store, STATEMENT_VOUCHER_BY_HASH);
	uint8_t hash[HASH_BYTES];

	vouchers_hash(store, scan, hash);
	query_bind_blob(&q, hash, sizeof(hash));
	return read_one(&q, ret);
}

rgl_rc vouchers_by_scan(struct store *store, const struct scan *scan, struct voucher *ret)
{
	return scan->kinds[0] == CARD_TOKEN ? by_number(store, scan, ret)
					    : by_hash(store, scan, ret);
}

rgl_rc vouchers_scan(struct store *store, const char *code, struct scan *ret)
{
	const struct scan_rules rules = { store->shop.card_ranges, store->shop.calling_code };

	return scan_code(code == NULL ? "" : code, code == NULL ? 0 : strlen(code), &rules, ret,
			 &store->refusal);
}

/* Of a kind of its own, so that no card's hash is a voucher's. */
void vouchers_hash(const struct store *store, const struct scan *scan, uint8_t ret[HASH_BYTES])
{
	enum { KIND_OF_HASH = 32 };

	keys_hash(&store->keys, KIND_OF_HASH, scan->value, scan->length, ret);
}

rgl_rc vouchers_find(struct store *store, const char *code, struct voucher *ret)
{
	struct voucher voucher = { 0 };
	struct scan scan = { 0 };
	rgl_rc rc;

	rc = vouchers_scan(store, code, &scan);
	if (rc < 0)
		return rc;
	rc = vouchers_by_scan(store, &scan, &voucher);
	if (rc == RGL_OK && voucher.id == 0)
		rc = refuse_field(&store->refusal, RGL_E_UNKNOWN, "code",
				  "no gift card or coupon has this code%s; look at it and "
				  "enter it again",
				  scan_ends(scan.ending).text);
	if (rc == RGL_OK)
		*ret = voucher;
	wipe(&scan, sizeof(scan));
	return rc;
}

rgl_rc vouchers_is_code(struct store *store, const char *code, bool *ret)
{
	struct voucher voucher = { 0 };
	struct scan scan = { 0 };
	rgl_rc rc;

	rc = vouchers_scan(store, code, &scan);
	if (rc == RGL_OK)
		rc = vouchers_by_scan(store, &scan, &voucher);
	/* What cannot be a voucher's is none. */
	if (rc == RGL_E_UNKNOWN || rc == RGL_E_FORGED || rc == RGL_E_PAYMENT_CARD ||
	    rc == RGL_E_TEXT || rc == RGL_E_LIMIT)
		rc = RGL_OK;
	if (rc == RGL_OK)
		*ret = voucher.id != 0;
	wipe(&scan, sizeof(scan));
	return rc;
}

/* ---- Whether it can be used ---- */

static void write_day(const struct store *store, int64_t at_ms, char ret[CIVIL_DAY_ROOM])
{
	const struct civil civil = zone_civil(store->zone, at_ms);

	civil_write_day(&civil, ret);
}

static rgl_rc check_time(struct store *store, const struct voucher *voucher, int64_t now_ms)
{
	char day[CIVIL_DAY_ROOM];

	if (now_ms < voucher->from_ms) {
		write_day(store, voucher->from_ms, day);
		return refuse_field(&store->refusal, RGL_E_FIELD, "code",
				    "this %s%s can be used from %s on; keep it until then",
				    kind_words(voucher), scan_ends(voucher->ending).text, day);
	}
	if (voucher->until_ms != 0 && now_ms >= voucher->until_ms) {
		write_day(store, voucher->until_ms - 1, day);
		return refuse_field(&store->refusal, RGL_E_FIELD, "code",
				    "this %s%s was good until %s; %s", kind_words(voucher),
				    scan_ends(voucher->ending).text, day,
				    voucher->kind == VOUCHER_GIFT ? "take another way to pay"
								  : "go on without it");
	}
	return RGL_OK;
}

rgl_rc vouchers_check(struct store *store, const struct voucher *voucher, int64_t member,
		      int64_t now_ms)
{
	struct rgl_why *why = &store->refusal;
	rgl_rc rc;

	if (voucher->blocked)
		return refuse_field(why, RGL_E_BLOCKED, "code",
				    "this %s%s was blocked; ask for another", kind_words(voucher),
				    scan_ends(voucher->ending).text);
	rc = check_time(store, voucher, now_ms);
	if (rc < 0)
		return rc;
	if (voucher->used_by != 0)
		return refuse_field(why, RGL_E_TAKEN, "code",
				    "this %s%s was used already, or is set aside for "
				    "another sale; go on without it",
				    kind_words(voucher), scan_ends(voucher->ending).text);
	if (voucher->kind == VOUCHER_COUPON && voucher->member != 0 && voucher->member != member)
		return refuse_field(why, RGL_E_TAKEN, "code",
				    "this coupon%s is another member's; scan that "
				    "member's card, or go on without it",
				    scan_ends(voucher->ending).text);
	if (voucher->kind == VOUCHER_GIFT && voucher->balance <= 0)
		return refuse_field(why, RGL_E_POINTS, "code",
				    "nothing is left on this gift card%s; take another way "
				    "to pay",
				    scan_ends(voucher->ending).text);
	return RGL_OK;
}

/* ---- Using ---- */

rgl_rc vouchers_code(const struct store *store, const struct voucher *voucher,
		     char ret[VOUCHER_CODE_ROOM])
{
	_Static_assert(VOUCHER_CODE_ROOM >= TOKEN_ROOM, "a code of ours has room");

	if (!voucher->is_printed)
		return token_make(&store->keys, TOKEN_VOUCHER, voucher->id, ret);
	ret[0] = '\0';
	return RGL_OK;
}

rgl_rc vouchers_use(struct store *store, int64_t voucher, int64_t event)
{
	struct query q = query(store, STATEMENT_VOUCHER_USE);
	bool is_coupon;
	rgl_rc rc;

	query_bind_int(&q, voucher);
	query_bind_reference(&q, event);
	is_coupon = query_row(&q);
	rc = is_coupon ? query_run(&q) : query_end(&q);
	if (rc == RGL_OK && !is_coupon)
		rc = refuse_field(&store->refusal, RGL_E_FIELD, "code",
				  "this is no coupon; a gift card is taken as payment");
	return rc;
}

rgl_rc vouchers_used_by(struct store *store, int64_t voucher, int64_t *ret_event)
{
	struct query q = query(store, STATEMENT_VOUCHER_USED_BY);
	int64_t event = 0;
	rgl_rc rc;

	query_bind_int(&q, voucher);
	if (query_row(&q))
		event = query_int(&q);
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret_event = event;
	return rc;
}

rgl_rc vouchers_of_event(struct store *store, int64_t event, struct voucher *ret, size_t room,
			 size_t *ret_count)
{
	struct query q = query(store, STATEMENT_VOUCHER_OF_EVENT);

	query_bind_int(&q, event);
	query_bind_int(&q, (int64_t)room);
	return read_list(&q, ret, room, ret_count);
}

rgl_rc vouchers_of_member(struct store *store, int64_t member, int64_t now_ms, struct voucher *ret,
			  size_t room, size_t *ret_count)
{
	struct query q = query(store, STATEMENT_VOUCHER_OF_MEMBER);

	query_bind_int(&q, member);
	query_bind_int(&q, now_ms);
	query_bind_int(&q, (int64_t)room);
	return read_list(&q, ret, room, ret_count);
}

rgl_rc vouchers_for_reward(struct store *store, int64_t member, const char *reward, int64_t now_ms,
			   struct voucher *ret, size_t room, size_t *ret_count)
{
	struct query q = query(store, STATEMENT_VOUCHER_FOR_REWARD);

	query_bind_int(&q, member);
	query_bind_int(&q, now_ms);
	query_bind_int(&q, (int64_t)room);
	query_bind_text(&q, reward);
	return read_list(&q, ret, room, ret_count);
}

static rgl_rc run_of_event(struct store *store, enum statement statement, int64_t event)
{
	struct query q = query(store, statement);

	query_bind_int(&q, event);
	return query_run(&q);
}

rgl_rc vouchers_take_over(struct store *store, int64_t from, const struct voucher_source *source,
			  struct voucher *ret)
{
	bool has_code = source->code != NULL && source->code[0] != '\0';
	struct scan scan = { 0 };
	struct voucher said = { 0 };
	struct query q;
	rgl_rc rc = RGL_OK;

	if (from == 0)
		return RGL_OK;
	if (has_code)
		rc = vouchers_scan(store, source->code, &scan);
	if (rc == RGL_OK && has_code)
		rc = vouchers_by_scan(store, &scan, &said);
	wipe(&scan, sizeof(scan));
	if (rc < 0 || (has_code && said.id == 0))
		return rc;
	q = query(store, STATEMENT_VOUCHER_TAKE_OVER);
	query_bind_int(&q, from);
	query_bind_int(&q, source->event);
	query_bind_int(&q, ret->kind);
	query_bind_text(&q, ret->reward);
	query_bind_int(&q, said.id);
	query_bind_int(&q, ret->member);
	if (!query_row(&q))
		return query_end(&q);
	ret->id = query_int(&q);
	ret->account = query_int(&q);
	return query_run(&q);
}

rgl_rc vouchers_undo(struct store *store, int64_t sale)
{
	rgl_rc rc = run_of_event(store, STATEMENT_VOUCHER_FREE, sale);

	return rc < 0 ? rc : run_of_event(store, STATEMENT_VOUCHER_BLOCK, sale);
}
