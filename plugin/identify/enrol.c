/* enrol.c - see enrol.h. */
#include "plugin/identify/enrol.h"

#include <stdio.h>
#include <string.h>

#include "plugin/base/civil.h"
#include "plugin/base/pan.h"
#include "plugin/base/utf8.h"
#include "plugin/identify/cards.h"
#include "plugin/identify/identify.h"
#include "plugin/identify/member.h"

/* What was checked, in the spelling that is kept. */
struct checked {
	struct scan phone;
	struct scan card;
	struct scan email;
	bool has_phone;
	bool has_card;
	bool has_email;
	char language[16];
};

static bool given(const char *text)
{
	return text != NULL && text[0] != '\0';
}

static rgl_rc check_text(struct store *store, const char *text, const char *field)
{
	rgl_rc rc = utf8_check_clean(text, RGL_TEXT_MAX, field, &store->refusal);

	if (rc == RGL_OK && given(text) && pan_is_in(text, strlen(text), store->shop.card_ranges))
		rc = refuse_field(&store->refusal, RGL_E_PAYMENT_CARD, field,
				  "%s holds the number of a payment card; it was not kept: leave "
				  "it out",
				  field);
	return rc;
}

static rgl_rc check_birthday(struct store *store, const char *text)
{
	char whole[16];
	struct civil civil;
	enum written written;
	int64_t part;
	int64_t offset;

	if (!given(text))
		return RGL_OK;
	/* Without a year: held against a leap year, so that 29 February exists. */
	if (strncmp(text, "--", 2) == 0)
		(void)snprintf(whole, sizeof(whole), "2000-%.9s", text + 2);
	else
		(void)snprintf(whole, sizeof(whole), "%.15s", text);
	if (strlen(whole) == 10 && strlen(text) <= 10 &&
	    civil_read(whole, 10, &civil, &part, &offset, &written) == RGL_OK)
		return RGL_OK;
	return refuse_field(&store->refusal, RGL_E_TIME, "birthday",
			    "birthday is written like 1990-05-17, or --05-17 without the year");
}

static rgl_rc check_language(struct store *store, const char *text, char ret[16])
{
	const char *language = given(text) ? text : store->shop.language;
	size_t letters = strspn(language, "abcdefghijklmnopqrstuvwxyz");
	size_t length = strlen(language);

	if (letters < 2 || letters > 3 || length > 15 ||
	    (length > letters && language[letters] != '-') ||
	    strspn(language, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") !=
		    length)
		return refuse_field(&store->refusal, RGL_E_FIELD, "language",
				    "language is written like en, da or pt-BR");
	(void)snprintf(ret, 16, "%s", language);
	return RGL_OK;
}

static rgl_rc check_texts(struct store *store, const struct enrolment *enrolment)
{
	const struct {
		const char *text;
		const char *field;
	} texts[] = { { enrolment->name, "name" },
		      { enrolment->email, "email" },
		      { enrolment->consent, "consent" },
		      { enrolment->other_id, "member" } };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		rgl_rc rc = check_text(store, texts[i].text, texts[i].field);

		if (rc < 0)
			return rc;
	}
	if (given(enrolment->email) && strchr(enrolment->email, '@') == NULL)
		return refuse_field(&store->refusal, RGL_E_FIELD, "email",
				    "email is not an e-mail address");
	return check_birthday(store, enrolment->birthday);
}

/* A phone number, or an address, that was also typed as the card is one card, not two. */
static bool is_there_twice(const struct checked *checked)
{
	struct scan email;

	if (checked->has_phone && checked->card.kinds[0] == CARD_PHONE)
		return strcmp(checked->card.value, checked->phone.value) == 0;
	return checked->has_email && checked->card.kinds[0] == CARD_EMAIL &&
	       scan_email(checked->card.value, &email) &&
	       strcmp(email.value, checked->email.value) == 0;
}

static rgl_rc check(struct store *store, const struct enrolment *enrolment, struct checked *ret)
{
	struct scan_rules rules = identify_rules(store);
	rgl_rc rc;

	if (!given(enrolment->name) && !given(enrolment->phone) && !given(enrolment->card) &&
	    !given(enrolment->other_id))
		return refuse_field(&store->refusal, RGL_E_FIELD, "name",
				    "a new member needs a name, a phone number or a card");
	rc = check_texts(store, enrolment);
	if (rc == RGL_OK)
		rc = check_language(store, enrolment->language, ret->language);
	if (rc == RGL_OK && given(enrolment->phone)) {
		rc = scan_phone(enrolment->phone, &rules, &ret->phone, &store->refusal);
		ret->has_phone = true;
	}
	ret->has_email = rc == RGL_OK && given(enrolment->email) &&
			 scan_email(enrolment->email, &ret->email);
	if (rc == RGL_OK && given(enrolment->card)) {
		rc = scan_read(enrolment->card, strlen(enrolment->card), &rules, &ret->card,
			       &store->refusal);
		ret->has_card = !is_there_twice(ret);
	}
	return rc;
}

/* Free as what it is, and as whatever the same letters are when they are typed at the till. */
static rgl_rc check_typed_free(struct store *store, const char *typed, const struct scan *as,
			       const char *field)
{
	struct scan_rules rules = identify_rules(store);
	struct scan scan = { 0 };
	rgl_rc rc = cards_check_free(store, as, field);

	if (rc == RGL_OK && scan_read(typed, strlen(typed), &rules, &scan, NULL) == RGL_OK)
		rc = cards_check_free(store, &scan, field);
	wipe(&scan, sizeof(scan));
	return rc;
}

static rgl_rc check_other_id(struct store *store, const char *other_id)
{
	int64_t member = 0;
	rgl_rc rc = identify_value(store, CARD_OTHER_ID, other_id, strlen(other_id), &member);

	if (rc == RGL_OK && member != 0)
		rc = refuse_field(&store->refusal, RGL_E_TAKEN, "member",
				  "this id belongs to member %lld already", (long long)member);
	return rc;
}

/* E_TAKEN before anything is written. */
static rgl_rc check_all_free(struct store *store, const struct enrolment *enrolment,
			     const struct checked *checked)
{
	struct member friend;
	rgl_rc rc = RGL_OK;

	if (checked->has_phone)
		rc = check_typed_free(store, enrolment->phone, &checked->phone, "phone");
	if (rc == RGL_OK && checked->has_email)
		rc = check_typed_free(store, enrolment->email, &checked->email, "email");
	if (rc == RGL_OK && checked->has_card)
		rc = cards_check_free(store, &checked->card, "card");
	if (rc == RGL_OK && given(enrolment->other_id))
		rc = check_other_id(store, enrolment->other_id);
	if (rc == RGL_OK && enrolment->referred_by != 0)
		rc = member_read(store, enrolment->referred_by, &friend);
	return rc;
}

static void bind_sealed(struct query *q, const struct store *store, const char *text,
			uint8_t *sealed)
{
	size_t length = given(text) ? strlen(text) : 0;

	if (length == 0) {
		query_bind_null(q);
		return;
	}
	keys_seal(&store->keys, text, length, sealed);
	query_bind_blob(q, sealed, length + SEAL_EXTRA);
}

static rgl_rc add_member(struct store *store, const struct enrolment *enrolment,
			 const struct checked *checked, int64_t event, int64_t *ret)
{
	struct query q = query(store, STATEMENT_MEMBER_ADD);
	uint8_t phone[SCAN_VALUE_ROOM + SEAL_EXTRA];
	uint8_t email[RGL_TEXT_MAX + SEAL_EXTRA];
	rgl_rc rc;

	query_bind_int(&q, event);
	query_bind_text(&q, enrolment->name);
	query_bind_text(&q, checked->language);
	query_bind_text(&q, enrolment->birthday);
	query_bind_text(&q, enrolment->consent);
	bind_sealed(&q, store, checked->has_phone ? checked->phone.value : NULL, phone);
	bind_sealed(&q, store, enrolment->email, email);
	query_bind_reference(&q, enrolment->referred_by);
	rc = query_run(&q);
	if (rc == RGL_OK)
		*ret = store_last_id(store);
	return rc;
}

static rgl_rc add_account(struct store *store, int64_t member)
{
	struct query q = query(store, STATEMENT_ACCOUNT_ADD);

	query_bind_int(&q, 1); /* of points */
	query_bind_int(&q, 3); /* a member's */
	query_bind_int(&q, member);
	return query_run(&q);
}

/* The words that were agreed to, as the first of what this member agreed to. */
static rgl_rc add_consent(struct store *store, const char *text, int64_t event, int64_t member)
{
	char ref[32];
	struct query q;

	if (!given(text))
		return RGL_OK;
	q = query(store, STATEMENT_CONSENT_ADD);
	(void)snprintf(ref, sizeof(ref), "enrol-%lld", (long long)member);
	query_bind_int(&q, event);
	query_bind_text(&q, ref);
	query_bind_int(&q, member);
	query_bind_text(&q, "keep");
	query_bind_int(&q, 1);
	query_bind_int(&q, host_now_ms(store->host));
	query_bind_text(&q, text);
	query_bind_text(&q, "");
	return query_run(&q);
}

static rgl_rc write_all(struct store *store, const struct enrolment *enrolment,
			const struct checked *checked, int64_t *ret_member)
{
	const char *other_id = enrolment->other_id;
	int64_t event = 0;
	int64_t member = 0;
	rgl_rc rc;

	rc = check_all_free(store, enrolment, checked);
	if (rc == RGL_OK)
		rc = store_event(store, EVENT_ENROLMENT, &event);
	if (rc == RGL_OK)
		rc = add_member(store, enrolment, checked, event, &member);
	if (rc == RGL_OK)
		rc = add_account(store, member);
	if (rc == RGL_OK)
		rc = cards_add_own(store, member, event);
	if (rc == RGL_OK)
		rc = add_consent(store, enrolment->consent, event, member);
	if (rc == RGL_OK && checked->has_phone)
		rc = cards_add_scan(store, member, event, &checked->phone);
	if (rc == RGL_OK && checked->has_email)
		rc = cards_add_scan(store, member, event, &checked->email);
	if (rc == RGL_OK && checked->has_card)
		rc = cards_add_scan(store, member, event, &checked->card);
	if (rc == RGL_OK && given(other_id))
		rc = cards_add(store, member, event, CARD_OTHER_ID, other_id, strlen(other_id), "");
	if (rc == RGL_OK)
		*ret_member = member;
	return rc;
}

rgl_rc enrol(struct store *store, const struct enrolment *enrolment, int64_t *ret_member)
{
	struct checked checked = { 0 };
	int64_t member = 0;
	rgl_rc rc;

	rc = check(store, enrolment, &checked);
	if (rc < 0)
		goto out;
	rc = store_begin(store);
	if (rc < 0)
		goto out;
	rc = store_end(store, write_all(store, enrolment, &checked, &member));
	if (rc >= 0)
		*ret_member = member;
out:
	wipe(&checked, sizeof(checked));
	return rc;
}
