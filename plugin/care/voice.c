/* voice.c - see voice.h. */
#include "plugin/care/voice.h"

#include <stdio.h>
#include <string.h>

#include "plugin/base/pan.h"
#include "plugin/base/utf8.h"
#include "plugin/care/policy.h"
#include "plugin/loyalty/said.h"
#include "plugin/store/query.h"

#define VOICE_HASH 64 /* a kind of hash that no card has */
#define DAYS_A_WEEK 7
#define MONDAY 3 /* 1 January 1970 was a Thursday */

/* Counted from January 1970. */
static int64_t quarter_of(struct store *store, int64_t at_ms)
{
	struct civil civil = zone_civil(store->zone, at_ms);

	return (int64_t)(civil.year - 1970) * 4 + (civil.month - 1) / 3;
}

static int64_t week_of(struct store *store, int64_t at_ms)
{
	struct civil civil = zone_civil(store->zone, at_ms);

	return (civil_days(civil.year, civil.month, civil.day) + MONDAY) / DAYS_A_WEEK;
}

static bool is_given(const char *text)
{
	return text != NULL && text[0] != '\0';
}

/* Whether a word is one of those in a list, a space between two. */
static bool is_among(const char *words, const char *word)
{
	const size_t length = strlen(word);

	for (const char *at = words; *at != '\0';) {
		size_t each = strcspn(at, " ");

		if (each == length && length > 0 && strncmp(at, word, each) == 0)
			return true;
		at += each;
		at += strspn(at, " ");
	}
	return false;
}

static rgl_rc check_theme(struct store *store, const char *theme)
{
	struct policy policy;
	rgl_rc rc = policy_read(store, &policy);

	if (rc == RGL_OK && !is_among(policy.staff_themes, theme))
		rc = refuse_field(
			&store->refusal, RGL_E_FIELD, "theme",
			"theme is none of: %.200s; regulars set staff_themes changes them",
			policy.staff_themes);
	return rc;
}

static rgl_rc check_words(struct store *store, const char *words)
{
	rgl_rc rc = utf8_check_clean(words, VOICE_WORDS_MAX, "words", &store->refusal);

	if (rc == RGL_OK && is_given(words) &&
	    pan_is_in(words, strlen(words), store->shop.card_ranges))
		rc = refuse_field(&store->refusal, RGL_E_PAYMENT_CARD, "words",
				  "words hold the number of a payment card; they were not kept: "
				  "leave it out");
	return rc;
}

static rgl_rc check(struct store *store, const struct voice *voice)
{
	rgl_rc rc;

	if (!is_given(voice->cashier))
		return refuse_field(
			&store->refusal, RGL_E_FIELD, "cashier",
			"say which cashier it is, by the name that the till sends; it is "
			"not kept");
	rc = said_check_kept(store, voice->cashier, "cashier");
	if (rc == RGL_OK && is_given(voice->theme))
		rc = check_theme(store, voice->theme);
	else if (rc == RGL_OK && (voice->score < 0 || voice->score > 10))
		rc = refuse_field(&store->refusal, RGL_E_FIELD, "score",
				  "score is a whole number from 0 to 10, or a theme is said");
	return rc < 0 ? rc : check_words(store, voice->words);
}

/* Keyed, of all that makes two voices the same. */
static void hash(const struct store *store, const struct voice *voice, int64_t quarter,
		 uint8_t ret[HASH_BYTES])
{
	char text[2 * RGL_TEXT_MAX + 32];
	int length = snprintf(text, sizeof(text), "%lld\n%s\n%s", (long long)quarter,
			      voice->theme == NULL ? "" : voice->theme, voice->cashier);

	keys_hash(&store->keys, VOICE_HASH, text, (size_t)length, ret);
	wipe(text, sizeof(text));
}

static rgl_rc is_there(struct store *store, const uint8_t voice[HASH_BYTES], bool *ret)
{
	struct query q = query(store, STATEMENT_VOICE_FIND);

	query_bind_blob(&q, voice, HASH_BYTES);
	*ret = query_row(&q);
	return query_end(&q);
}

/* Numbers of chance: one that is taken already is as good as never. */
static int64_t random_id(void)
{
	int64_t id = 0;

	keys_random(&id, sizeof(id));
	return (id & INT64_MAX) | 1;
}

static rgl_rc write(struct store *store, const struct voice *voice)
{
	const int64_t now_ms = host_now_ms(store->host);
	const bool is_theme = is_given(voice->theme);
	const int64_t quarter = quarter_of(store, now_ms);
	uint8_t who[HASH_BYTES];
	bool existed = false;
	struct query q;
	rgl_rc rc;

	hash(store, voice, quarter, who);
	rc = is_there(store, who, &existed);
	if (rc < 0)
		return rc;
	q = query(store, STATEMENT_VOICE_PUT);
	query_bind_int(&q, random_id());
	query_bind_blob(&q, who, sizeof(who));
	query_bind_int(&q, quarter);
	query_bind_int(&q, week_of(store, now_ms));
	query_bind_text(&q, is_theme ? voice->theme : "");
	if (is_theme)
		query_bind_null(&q);
	else
		query_bind_int(&q, voice->score);
	query_bind_text(&q, voice->share ? voice->words : "");
	rc = query_run(&q);
	if (rc < 0)
		return rc;
	return existed ? RGL_EXISTS : RGL_OK;
}

rgl_rc voice_say(struct store *store, const struct voice *voice, bool *ret_words_kept)
{
	rgl_rc rc = check(store, voice);

	if (rc == RGL_OK)
		rc = store_begin(store);
	if (rc < 0)
		return rc;
	rc = store_end(store, write(store, voice));
	if (rc >= 0)
		*ret_words_kept = voice->share && is_given(voice->words);
	return rc;
}

rgl_rc voice_themes(struct store *store, int64_t from_ms, voice_theme_taker *take, void *user)
{
	struct query q = query(store, STATEMENT_VOICE_THEMES);
	struct voice_theme theme;
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	query_bind_int(&q, quarter_of(store, from_ms));
	query_bind_int(&q, VOICES_LEAST);
	while (rc == RGL_OK && query_row(&q)) {
		query_text(&q, theme.theme, sizeof(theme.theme));
		theme.voices = query_int(&q);
		theme.words = query_int(&q);
		rc = take(user, &theme);
	}
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}

rgl_rc voice_scores(struct store *store, int64_t from_ms, struct voice_score *ret)
{
	struct query q = query(store, STATEMENT_VOICE_SCORES);
	struct voice_score score = { 0 };
	rgl_rc rc;

	query_bind_int(&q, quarter_of(store, from_ms));
	query_bind_int(&q, VOICES_LEAST);
	if (query_row(&q)) {
		score.count = query_int(&q);
		score.sum = query_int(&q);
		score.promoters = query_int(&q);
		score.detractors = query_int(&q);
	}
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret = score;
	return rc;
}

rgl_rc voice_words(struct store *store, int64_t from_ms, voice_words_taker *take, void *user)
{
	struct query q = query(store, STATEMENT_VOICE_WORDS);
	char theme[64];
	char words[VOICE_WORDS_MAX + 1];
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	query_bind_int(&q, quarter_of(store, from_ms));
	query_bind_int(&q, VOICES_LEAST);
	while (rc == RGL_OK && query_row(&q)) {
		query_text(&q, theme, sizeof(theme));
		query_text(&q, words, sizeof(words));
		rc = take(user, theme, words);
	}
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}
