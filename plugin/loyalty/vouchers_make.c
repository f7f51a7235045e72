/* vouchers_make.c - see vouchers.h: new gift cards and coupons. */
#include <stdio.h>
#include <string.h>

#include "plugin/identify/token.h"
#include "plugin/loyalty/vouchers_code.h"

static char upper(char letter)
{
	return (char)(letter >= 'a' && letter <= 'z' ? letter - 'a' + 'A' : letter);
}

/* A promotion's code as the owner wrote it, against one that is spelled. */
static bool is_same(const char *written, const char *spelled)
{
	for (; *written != '\0'; written++) {
		if (*written == ' ' || *written == '-')
			continue;
		if (upper(*written) != *spelled)
			return false;
		spelled++;
	}
	return *spelled == '\0';
}

static bool is_among(const struct word_list *codes, const char *spelled)
{
	for (size_t i = 0; i < codes->count; i++)
		if (is_same(codes->texts[i], spelled))
			return true;
	return false;
}

static bool is_promotion(const struct programme *programme, const char *spelled)
{
	if (programme == NULL)
		return false;
	for (size_t i = 0; i < programme->rule_count; i++)
		if (programme->rules[i].enabled &&
		    is_among(&programme->rules[i].when.codes, spelled))
			return true;
	for (size_t i = 0; i < programme->reward_count; i++)
		if (programme->rewards[i].enabled &&
		    is_among(&programme->rewards[i].when.codes, spelled))
			return true;
	return false;
}

static rgl_rc check_free(struct store *store, const struct scan *scan,
			 const struct programme *programme)
{
	struct voucher other = { 0 };
	rgl_rc rc;

	if (token_is_like(TOKEN_MEMBER, scan->value) || token_is_like(TOKEN_VOUCHER, scan->value) ||
	    token_is_like(TOKEN_QUESTION, scan->value) ||
	    token_is_like(TOKEN_REFERRAL, scan->value))
		return refuse_field(&store->refusal, RGL_E_TAKEN, "code",
				    "codes that begin with RG1 to RG4 are made by Regulars; leave "
				    "the code out and one is made");
	if (is_promotion(programme, scan->value))
		return refuse_field(&store->refusal, RGL_E_TAKEN, "code",
				    "this code%s is a promotion's of the programme; take "
				    "another",
				    scan_ends(scan->ending).text);
	rc = vouchers_by_scan(store, scan, &other);
	if (rc == RGL_OK && other.id != 0)
		rc = refuse_field(&store->refusal, RGL_E_TAKEN, "code",
				  "this code%s is a %s's already; take another",
				  scan_ends(scan->ending).text,
				  other.kind == VOUCHER_GIFT ? "gift card" : "coupon");
	return rc;
}

/* Writes a new row; hash NULL: found by its number. */
static rgl_rc add(struct store *store, int64_t event, const uint8_t *hash, struct voucher *voucher)
{
	struct query q = query(store, STATEMENT_VOUCHER_ADD);
	rgl_rc rc;

	query_bind_int(&q, event);
	query_bind_int(&q, voucher->kind);
	if (hash == NULL)
		query_bind_null(&q);
	else
		query_bind_blob(&q, hash, HASH_BYTES);
	query_bind_text(&q, voucher->ending);
	query_bind_reference(&q, voucher->account);
	query_bind_text(&q, voucher->reward);
	query_bind_reference(&q, voucher->member);
	query_bind_int(&q, voucher->from_ms);
	query_bind_int(&q, voucher->until_ms);
	rc = query_run(&q);
	if (rc == RGL_OK)
		voucher->id = store_last_id(store);
	return rc;
}

/* Its code hangs on its number, so how it ends is known afterwards. */
static rgl_rc add_own(struct store *store, int64_t event, struct voucher *voucher)
{
	struct query q = query(store, STATEMENT_VOUCHER_ENDING);
	char code[VOUCHER_CODE_ROOM];
	rgl_rc rc;

	rc = add(store, event, NULL, voucher);
	if (rc == RGL_OK)
		rc = vouchers_code(store, voucher, code);
	if (rc < 0)
		return rc;
	(void)snprintf(voucher->ending, sizeof(voucher->ending), "%s", code + strlen(code) - 4);
	wipe(code, sizeof(code));
	query_bind_int(&q, voucher->id);
	query_bind_text(&q, voucher->ending);
	return query_run(&q);
}

static rgl_rc add_printed(struct store *store, int64_t event, const struct scan *scan,
			  struct voucher *voucher)
{
	uint8_t hash[HASH_BYTES];

	vouchers_hash(store, scan, hash);
	voucher->is_printed = true;
	(void)snprintf(voucher->ending, sizeof(voucher->ending), "%s", scan->ending);
	return add(store, event, hash, voucher);
}

/* Looks at the code before anything is written. */
static rgl_rc make(struct store *store, const struct voucher_source *source,
		   struct voucher *voucher)
{
	bool is_printed = source->code != NULL && source->code[0] != '\0';
	struct scan scan = { 0 };
	rgl_rc rc = RGL_OK;

	if (is_printed)
		rc = vouchers_scan(store, source->code, &scan);
	if (rc == RGL_OK && is_printed)
		rc = check_free(store, &scan, source->programme);
	if (rc == RGL_OK && voucher->kind == VOUCHER_GIFT)
		rc = ledger_gift(store, &voucher->account);
	if (rc == RGL_OK)
		rc = is_printed ? add_printed(store, source->event, &scan, voucher)
				: add_own(store, source->event, voucher);
	wipe(&scan, sizeof(scan));
	return rc;
}

rgl_rc vouchers_make_gift(struct store *store, const struct voucher_source *source, int64_t member,
			  int64_t until_ms, struct voucher *ret)
{
	struct voucher voucher = {
		.kind = VOUCHER_GIFT,
		.member = member,
		.until_ms = until_ms,
	};
	rgl_rc rc = make(store, source, &voucher);

	if (rc == RGL_OK)
		*ret = voucher;
	return rc;
}

rgl_rc vouchers_make_coupon(struct store *store, const struct voucher_source *source,
			    const char *reward, int64_t member, int64_t from_ms, int64_t until_ms,
			    struct voucher *ret)
{
	struct voucher voucher = {
		.kind = VOUCHER_COUPON,
		.member = member,
		.from_ms = from_ms,
		.until_ms = until_ms,
	};
	rgl_rc rc;

	if (reward == NULL || reward[0] == '\0' || strlen(reward) > PROGRAMME_ID_MAX)
		return refuse_field(&store->refusal, RGL_E_FIELD, "reward",
				    "a coupon is for a reward of the programme; name it");
	if (until_ms != 0 && until_ms <= from_ms)
		return refuse_field(&store->refusal, RGL_E_FIELD, "until",
				    "this coupon would end before it begins; let it end later");
	(void)snprintf(voucher.reward, sizeof(voucher.reward), "%s", reward);
	rc = make(store, source, &voucher);
	if (rc == RGL_OK)
		*ret = voucher;
	return rc;
}
