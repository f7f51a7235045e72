/* complaint.c - see complaint.h: opening one. */
#include "plugin/care/complaint.h"

#include <stdio.h>
#include <string.h>

#include "plugin/base/pan.h"
#include "plugin/base/utf8.h"
#include "plugin/care/complaint_parts.h"
#include "plugin/care/recount.h"
#include "plugin/loyalty/said.h"
#include "plugin/store/query.h"

/* Ids that only we give begin so. */
#define OURS "moment:"
#define REASONS "staff product contact whole"
enum { REF_ROOM = 40 };

/* What is opened, with what its moment or sale adds. */
struct opening {
	struct complaint_new new;
	char ref[REF_ROOM];
	char cashier[RGL_TEXT_MAX + 1];
	char reason[RGL_TEXT_MAX + 1];
	char words[COMPLAINT_WORDS_ROOM];
	uint8_t digest[HASH_BYTES];
};

/* ---- Checks ---- */

rgl_rc complaint_check_words(struct store *store, const char *words)
{
	rgl_rc rc = utf8_check_clean(words, COMPLAINT_WORDS_ROOM - 1, "words", &store->refusal);

	if (rc == RGL_OK && words != NULL &&
	    pan_is_in(words, strlen(words), store->shop.card_ranges))
		rc = refuse_field(&store->refusal, RGL_E_PAYMENT_CARD, "words",
				  "words hold the number of a payment card; it was not kept: leave "
				  "it out");
	return rc;
}

rgl_rc complaint_check_ref(struct store *store, const char *ref, const uint8_t digest[HASH_BYTES],
			   int64_t *ret_complaint)
{
	struct query q = query(store, STATEMENT_COMPLAINT_BY_REF);
	uint8_t kept[HASH_BYTES] = { 0 };
	int64_t complaint = 0;
	bool is_there;
	rgl_rc rc;

	query_bind_text(&q, ref);
	is_there = query_row(&q);
	if (is_there) {
		complaint = query_int(&q);
		query_blob(&q, kept, sizeof(kept));
	}
	rc = query_end(&q);
	if (rc < 0 || !is_there)
		return rc;
	if (memcmp(kept, digest, sizeof(kept)) != 0)
		return refuse_field(&store->refusal, RGL_E_DIFFERS, "id",
				    "%s was used before for something else; nothing was changed: "
				    "send a new one",
				    ref);
	*ret_complaint = complaint;
	return RGL_EXISTS;
}

static bool is_said(const char *text)
{
	return text != NULL && text[0] != '\0';
}

/* Whether it is one of the words of a text. */
static bool is_among(const char *words, const char *word)
{
	const size_t length = strlen(word);

	while (*words != '\0') {
		const size_t here = strcspn(words, " ");

		if (here == length && length > 0 && memcmp(words, word, length) == 0)
			return true;
		words += here + strspn(words + here, " ");
	}
	return false;
}

static rgl_rc check_reason(struct store *store, const struct policy *policy, const char *reason)
{
	rgl_rc rc = said_check_kept(store, reason, "reason");

	if (rc < 0 || !is_said(reason) || is_among(REASONS, reason) ||
	    is_among(policy->reasons, reason))
		return rc;
	return refuse_field(&store->refusal, RGL_E_FIELD, "reason",
			    "reason is none of: " REASONS "%s%.200s", policy->reasons[0] ? " " : "",
			    policy->reasons);
}

static rgl_rc check_texts(struct store *store, const struct policy *policy,
			  const struct complaint_new *new)
{
	rgl_rc rc = RGL_OK;

	if (new->ref != NULL || new->moment == 0)
		rc = said_check(store, new->ref, "id");
	if (rc == RGL_OK && new->ref != NULL && strncmp(new->ref, OURS, sizeof(OURS) - 1) == 0)
		rc = refuse_field(&store->refusal, RGL_E_FIELD, "id",
				  "an id cannot begin with " OURS "; send another");
	if (rc == RGL_OK)
		rc = check_reason(store, policy, new->reason);
	if (rc == RGL_OK)
		rc = said_check_kept(store, new->cashier, "cashier");
	if (rc == RGL_OK)
		rc = said_check_kept(store, new->who, "who");
	if (rc == RGL_OK)
		rc = complaint_check_words(store, new->words);
	return rc;
}

/* ---- What moment and sale add ---- */

static void prefer(const char **text, const char *kept)
{
	if (!is_said(*text))
		*text = kept;
}

static rgl_rc add_moment(struct store *store, struct opening *opening)
{
	struct complaint_new *new = &opening->new;
	struct query q = query(store, STATEMENT_COMPLAINT_MOMENT);
	int64_t member = 0;
	int64_t sale = 0;
	bool is_there;
	rgl_rc rc;

	query_bind_int(&q, new->moment);
	is_there = query_row(&q);
	if (is_there) {
		member = query_int(&q);
		sale = query_int(&q);
		query_text(&q, opening->cashier, sizeof(opening->cashier));
		query_text(&q, opening->reason, sizeof(opening->reason));
		query_text(&q, opening->words, sizeof(opening->words));
	}
	rc = query_end(&q);
	if (rc == RGL_OK && !is_there)
		rc = refuse_field(&store->refusal, RGL_E_UNKNOWN, "moment",
				  "there is no moment %lld", (long long)new->moment);
	new->member = new->member == 0 ? member : new->member;
	new->sale = new->sale == 0 ? sale : new->sale;
	prefer(&new->cashier, opening->cashier);
	prefer(&new->reason, opening->reason);
	prefer(&new->words, opening->words);
	return rc;
}

static rgl_rc add_sale(struct store *store, struct opening *opening)
{
	struct complaint_new *new = &opening->new;
	struct query q = query(store, STATEMENT_COMPLAINT_SALE);
	int64_t member = 0;
	bool is_there;
	rgl_rc rc;

	query_bind_int(&q, new->sale);
	is_there = query_row(&q);
	if (is_there) {
		member = query_int(&q);
		if (!is_said(new->cashier))
			query_text(&q, opening->cashier, sizeof(opening->cashier));
	}
	rc = query_end(&q);
	if (rc == RGL_OK && !is_there)
		rc = refuse_field(&store->refusal, RGL_E_NO_SALE, "sale_id",
				  "there is no sale %lld", (long long)new->sale);
	new->member = new->member == 0 ? member : new->member;
	prefer(&new->cashier, opening->cashier);
	return rc;
}

/* RGL_EXISTS: that moment has one. */
static rgl_rc find_of_moment(struct store *store, int64_t moment, int64_t *ret_complaint)
{
	struct query q = query(store, STATEMENT_COMPLAINT_OF_MOMENT);
	int64_t complaint = 0;
	rgl_rc rc;

	query_bind_int(&q, moment);
	if (query_row(&q))
		complaint = query_int(&q);
	rc = query_end(&q);
	if (rc < 0 || complaint == 0)
		return rc;
	*ret_complaint = complaint;
	return RGL_EXISTS;
}

/* ---- Opening ---- */

/* Of what was said, before anything is added to it. */
static void sum_up(const struct store *store, const struct complaint_new *new,
		   uint8_t ret[HASH_BYTES])
{
	struct digest digest;

	digest_begin(&digest, &store->keys);
	digest_text(&digest, "complaint");
	digest_text(&digest, new->scan);
	digest_int(&digest, new->scan == NULL ? new->member : 0);
	digest_int(&digest, new->sale);
	digest_int(&digest, new->moment);
	digest_int(&digest, new->at_ms);
	digest_text(&digest, new->reason);
	digest_text(&digest, new->words);
	digest_text(&digest, new->cashier);
	digest_end(&digest, ret);
}

static rgl_rc look(struct store *store, const struct policy *policy, struct opening *opening,
		   int64_t *ret_complaint)
{
	struct complaint_new *new = &opening->new;
	rgl_rc rc = check_texts(store, policy, new);

	if (rc < 0)
		return rc;
	if (new->ref == NULL)
		(void)snprintf(opening->ref, sizeof(opening->ref), OURS "%lld",
			       (long long)new->moment);
	sum_up(store, new, opening->digest);
	new->ref = new->ref == NULL ? opening->ref : new->ref;
	rc = complaint_check_ref(store, new->ref, opening->digest, ret_complaint);
	if (rc == RGL_OK && new->moment != 0)
		rc = find_of_moment(store, new->moment, ret_complaint);
	if (rc == RGL_OK && new->member != 0)
		rc = said_check_member(store, new->member, "member");
	if (rc == RGL_OK && new->moment != 0)
		rc = add_moment(store, opening);
	if (rc == RGL_OK && new->sale != 0)
		rc = add_sale(store, opening);
	if (rc == RGL_OK && new->member == 0 && new->sale == 0 && new->moment == 0 &&
	    !is_said(new->words))
		rc = refuse_field(&store->refusal, RGL_E_FIELD, "words",
				  "say whose complaint it is, of which sale, or what about");
	return rc;
}

static rgl_rc add_row(struct store *store, const struct policy *policy,
		      const struct opening *opening, int64_t id)
{
	const struct complaint_new *new = &opening->new;
	struct query q = query(store, STATEMENT_COMPLAINT_ADD);

	query_bind_int(&q, id);
	query_bind_text(&q, new->ref);
	query_bind_blob(&q, opening->digest, HASH_BYTES);
	query_bind_reference(&q, new->member);
	query_bind_reference(&q, new->sale);
	query_bind_reference(&q, new->moment);
	query_bind_int(&q, new->at_ms);
	query_bind_text(&q, new->reason);
	query_bind_text(&q, new->words);
	query_bind_text(&q, new->cashier);
	query_bind_int(&q, complaint_until(store, policy, new->at_ms));
	return query_run(&q);
}

static rgl_rc write_all(struct store *store, const struct policy *policy,
			const struct opening *opening, int64_t *ret_complaint)
{
	const struct complaint_new *new = &opening->new;
	struct complaint_step_row step = {
		.at_ms = new->at_ms,
		.kind = COMPLAINT_OPENED,
		.who = new->who,
		.ref = new->ref,
		.digest = opening->digest,
	};
	int64_t event = 0;
	int64_t id = 0;
	rgl_rc rc = complaint_escalate(store, policy, new->at_ms);

	if (rc == RGL_OK)
		rc = store_event(store, EVENT_COMPLAINT, &id);
	if (rc == RGL_OK)
		rc = add_row(store, policy, opening, id);
	step.complaint = id;
	if (rc == RGL_OK)
		rc = store_event(store, EVENT_COMPLAINT, &event);
	if (rc == RGL_OK)
		rc = complaint_add_step(store, event, &step);
	if (rc == RGL_OK && new->member != 0)
		rc = care_recount(store, new->member);
	if (rc == RGL_OK && new->moment == 0)
		rc = complaint_audit(store, new->who, COMPLAINT_OPENED, id, new->member);
	if (rc == RGL_OK)
		*ret_complaint = id;
	return rc;
}

rgl_rc complaint_open(struct store *store, const struct policy *policy,
		      const struct complaint_new *asked, int64_t *ret_complaint)
{
	struct opening opening = { .new = *asked };
	rgl_rc rc;

	RGL_ASSERT(store->depth >= 1);
	if (opening.new.who == NULL)
		opening.new.who = asked->cashier;
	rc = look(store, policy, &opening, ret_complaint);
	if (rc != RGL_OK)
		return rc;
	opening.new.at_ms = complaint_time(store, opening.new.at_ms);
	return write_all(store, policy, &opening, ret_complaint);
}
