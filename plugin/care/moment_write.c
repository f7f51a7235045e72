/* moment_write.c - see moment_parts.h: what both ways to a moment check and write. */
#include <stdio.h>
#include <string.h>

#include "plugin/base/pan.h"
#include "plugin/base/utf8.h"
#include "plugin/care/complaint.h"
#include "plugin/care/moment_parts.h"
#include "plugin/care/recount.h"
#include "plugin/store/query.h"

#define DAY_MS INT64_C(86400000)
#define REASONS "staff product contact whole"

/* Whether a word is one of those in a list, a space between two. */
static bool is_among(const char *list, const char *word)
{
	const size_t length = strlen(word);

	for (const char *at = list; *at != '\0'; at += strspn(at, " ")) {
		const size_t each = strcspn(at, " ");

		if (each == length && strncmp(at, word, each) == 0)
			return true;
		at += each;
	}
	return false;
}

static rgl_rc check_reason(struct store *store, const struct policy *policy, const char *reason,
			   struct moment_row *ret)
{
	ret->reason[0] = '\0';
	if (reason == NULL || reason[0] == '\0')
		return RGL_OK;
	if (!is_among(REASONS, reason) && !is_among(policy->reasons, reason))
		return refuse_field(&store->refusal, RGL_E_FIELD, "reason",
				    "reason is none of: " REASONS "%s%.200s; regulars set reasons "
				    "adds the shop's own",
				    policy->reasons[0] == '\0' ? "" : " ", policy->reasons);
	(void)snprintf(ret->reason, sizeof(ret->reason), "%s", reason);
	return RGL_OK;
}

static rgl_rc check_stage(struct store *store, const char *stage, struct moment_row *ret)
{
	static const char *const STAGES[] = { "", "before", "during", "after" };

	ret->stage = 0;
	if (stage == NULL)
		return RGL_OK;
	for (size_t i = 0; i < sizeof(STAGES) / sizeof(STAGES[0]); i++) {
		if (strcmp(STAGES[i], stage) == 0) {
			ret->stage = (int64_t)i;
			return RGL_OK;
		}
	}
	return refuse_field(&store->refusal, RGL_E_FIELD, "stage",
			    "stage is before, during or after");
}

/* A page's text box has lines and tabs: one space here. A number of a payment card that was broken
 * over two lines is one then. Returns the length. */
static size_t join_lines(const char *words, char ret[MOMENT_WORDS_ROOM])
{
	size_t length = 0;

	for (const char *at = words; *at != '\0'; at++) {
		const bool is_space = strchr(" \t\r\n", *at) != NULL;

		if (!is_space)
			ret[length++] = *at;
		else if (length > 0 && ret[length - 1] != ' ')
			ret[length++] = ' ';
	}
	length -= length > 0 && ret[length - 1] == ' ';
	ret[length] = '\0';
	return length;
}

static rgl_rc check_words(struct store *store, const char *words, struct moment_row *ret)
{
	size_t length;
	rgl_rc rc;

	if (words == NULL)
		words = "";
	if (strlen(words) >= sizeof(ret->words))
		return refuse_field(&store->refusal, RGL_E_TEXT, "words",
				    "words are longer than %zu bytes; say it shorter",
				    sizeof(ret->words) - 1);
	length = join_lines(words, ret->words);
	rc = utf8_check_clean(ret->words, sizeof(ret->words) - 1, "words", &store->refusal);
	if (rc == RGL_OK && pan_is_in(ret->words, length, store->shop.card_ranges))
		rc = refuse_field(&store->refusal, RGL_E_PAYMENT_CARD, "words",
				  "words hold the number of a payment card; they were not kept: "
				  "leave it out");
	return rc;
}

static rgl_rc check_time(struct store *store, int64_t at_ms, struct moment_row *ret)
{
	const int64_t now_ms = host_now_ms(store->host);

	/* A clock that runs ahead a little: nobody is told of a visit of tomorrow. */
	ret->at_ms = at_ms == 0 || at_ms > now_ms ? now_ms : at_ms;
	if (at_ms > now_ms + DAY_MS)
		return refuse_field(&store->refusal, RGL_E_TIME, "at",
				    "that time has not come yet; leave at out for now");
	return RGL_OK;
}

rgl_rc moment_check(struct store *store, const struct policy *policy,
		    const struct moment_said *said, struct moment_row *ret)
{
	rgl_rc rc = RGL_OK;

	if (said->mood < 0 || said->mood > 5)
		rc = refuse_field(&store->refusal, RGL_E_RANGE, "mood",
				  "mood is a number from 1, very bad, to 5, delighted");
	if (rc == RGL_OK)
		rc = check_reason(store, policy, said->reason, ret);
	if (rc == RGL_OK)
		rc = check_stage(store, said->stage, ret);
	if (rc == RGL_OK)
		rc = check_time(store, said->at_ms, ret);
	if (rc == RGL_OK)
		rc = check_words(store, said->words, ret);
	ret->mood = said->mood;
	ret->has_score = said->has_score;
	ret->score = said->score;
	return rc;
}

void moment_digest(struct digest *digest, const struct moment_said *said)
{
	digest_int(digest, said->mood);
	digest_int(digest, said->has_score ? said->score : -1);
	digest_text(digest, said->reason);
	digest_text(digest, said->stage);
	digest_text(digest, said->words);
	digest_int(digest, said->at_ms);
}

static rgl_rc read_strikes(struct store *store, int64_t member, int64_t *ret)
{
	struct care_state state = { 0 };
	rgl_rc rc = RGL_OK;

	if (member != 0)
		rc = care_state_read(store, member, &state);
	if (rc == RGL_OK)
		*ret = state.strikes;
	return rc;
}

rgl_rc moment_find(struct store *store, const char *ref, const uint8_t digest[HASH_BYTES],
		   struct moment_kept *ret)
{
	struct query q = query(store, STATEMENT_MOMENT_BY_REF);
	struct moment_kept kept = { 0 };
	uint8_t before[HASH_BYTES] = { 0 };
	rgl_rc rc;

	query_bind_text(&q, ref);
	if (query_row(&q)) {
		kept.moment = query_int(&q);
		query_blob(&q, before, sizeof(before));
		kept.member = query_int(&q);
		kept.complaint = query_int(&q);
	}
	rc = query_end(&q);
	if (rc == RGL_OK && kept.moment != 0 && memcmp(before, digest, HASH_BYTES) != 0)
		return RGL_E_DIFFERS;
	if (rc == RGL_OK)
		rc = read_strikes(store, kept.member, &kept.strikes);
	if (rc < 0)
		return rc;
	*ret = kept;
	return kept.moment == 0 ? RGL_OK : RGL_EXISTS;
}

static void bind_optional(struct query *q, bool is_there, int64_t number)
{
	if (is_there)
		query_bind_int(q, number);
	else
		query_bind_null(q);
}

rgl_rc moment_write(struct store *store, const struct moment_row *row, int64_t *ret_moment)
{
	struct query q;
	int64_t event = 0;
	rgl_rc rc = store_event(store, EVENT_MOMENT, &event);

	if (rc < 0)
		return rc;
	q = query(store, STATEMENT_MOMENT_ADD);
	query_bind_int(&q, event);
	query_bind_text(&q, row->ref);
	query_bind_blob(&q, row->digest, HASH_BYTES);
	query_bind_reference(&q, row->member);
	query_bind_reference(&q, row->sale);
	query_bind_reference(&q, row->line);
	query_bind_int(&q, row->at_ms);
	query_bind_text(&q, row->store);
	query_bind_text(&q, row->cashier);
	query_bind_int(&q, row->via);
	query_bind_int(&q, row->mood);
	query_bind_text(&q, row->reason);
	query_bind_int(&q, row->stage);
	query_bind_text(&q, row->question);
	bind_optional(&q, row->has_score, row->score);
	query_bind_text(&q, row->words);
	rc = query_run(&q);
	if (rc == RGL_OK)
		*ret_moment = event;
	return rc;
}

rgl_rc moment_follow(struct store *store, const struct policy *policy, const struct moment_row *row,
		     struct moment_kept *kept)
{
	const struct complaint_new complaint = { .moment = kept->moment, .at_ms = row->at_ms };
	rgl_rc rc = RGL_OK;

	kept->member = row->member;
	if (row->complains)
		rc = complaint_open(store, policy, &complaint, &kept->complaint);
	if (rc >= 0 && row->member != 0)
		rc = care_recount(store, row->member);
	return rc < 0 ? rc : read_strikes(store, row->member, &kept->strikes);
}
