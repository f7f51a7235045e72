/* contact_list.c - see contact.h: the list of who is to be contacted, with what it takes. */
#include <string.h>

#include "plugin/care/audit.h"
#include "plugin/care/consent.h"
#include "plugin/care/contact_parts.h"
#include "plugin/insight/period.h"
#include "plugin/loyalty/said.h"
#include "plugin/store/query.h"

#define SEALED_ROOM (RGL_TEXT_MAX + SEAL_EXTRA)

/* The next column. */
static rgl_rc unseal(struct store *store, struct query *q, char ret[RGL_TEXT_MAX + 1])
{
	uint8_t sealed[SEALED_ROOM];
	const bool is_there = !query_is_null(q);
	const size_t length = query_length(q);
	rgl_rc rc = RGL_OK;

	ret[0] = '\0';
	if (!is_there || length <= SEAL_EXTRA || length > sizeof(sealed)) {
		query_skip(q);
		return RGL_OK;
	}
	query_blob(q, sealed, length);
	if (q->rc == RGL_OK)
		rc = keys_unseal(&store->keys, sealed, length, ret);
	if (rc == RGL_OK)
		ret[length - SEAL_EXTRA] = '\0';
	else
		ret[0] = '\0';
	return rc;
}

static rgl_rc read_row(struct store *store, struct query *q, struct contact_member *ret)
{
	struct contact *contact = &ret->contact;
	rgl_rc phone;
	rgl_rc email;

	query_text(q, contact->name, sizeof(contact->name));
	query_text(q, contact->language, sizeof(contact->language));
	ret->last_visit_ms = query_int(q);
	phone = unseal(store, q, contact->phone);
	email = unseal(store, q, contact->email);
	contact->usual_days = query_int(q);
	contact->loss = query_money(q);
	ret->is_gone = query_int(q) == 0;
	ret->has_spoken = query_int(q) > 0;
	contact->last_day = period_day(store->zone, ret->last_visit_ms);
	return phone < 0 ? phone : email;
}

static rgl_rc read_item(struct store *store, int64_t member, char ret[RGL_TEXT_MAX + 1])
{
	struct query q = query(store, STATEMENT_CONTACT_ITEM);

	query_bind_int(&q, member);
	ret[0] = '\0';
	if (query_row(&q))
		query_text(&q, ret, RGL_TEXT_MAX + 1);
	return query_end(&q);
}

rgl_rc contact_member_read(struct store *store, int64_t member, struct contact_member *ret)
{
	struct query q = query(store, STATEMENT_CONTACT_MEMBER);
	struct contact_member read = { .contact = { .member = member } };
	bool is_there = false;
	rgl_rc unsealed = RGL_OK;
	rgl_rc rc;

	query_bind_int(&q, member);
	is_there = query_row(&q);
	if (is_there)
		unsealed = read_row(store, &q, &read);
	rc = query_end(&q);
	if (rc == RGL_OK && !is_there)
		rc = refuse_field(&store->refusal, RGL_E_UNKNOWN, "member_id",
				  "there is no member %lld", (long long)member);
	if (rc == RGL_OK && unsealed < 0)
		rc = refuse(&store->refusal, unsealed,
			    "the phone number or address of member %lld cannot be read; was the "
			    "key changed? `regulars doctor` says more",
			    (long long)member);
	if (rc == RGL_OK)
		rc = consent_has(store, member, "contact", &read.may_contact);
	if (read.contact.phone[0] == '\0' && read.contact.email[0] == '\0')
		read.may_contact = false;
	if (rc == RGL_OK)
		*ret = read;
	wipe(&read, sizeof(read));
	return rc;
}

/* ---- Who is open ---- */

/* Those listed within the wait who were neither contacted nor came: `top` of them into the list. */
static rgl_rc read_open(struct store *store, const struct contact_wish *wish,
			struct contact_list *list)
{
	struct query q = query(store, STATEMENT_CONTACT_OPEN);
	rgl_rc rc;

	query_bind_int(&q, host_now_ms(store->host) - wish->policy->contact_wait_days * MS_A_DAY);
	while (query_row(&q)) {
		struct contact contact = { .id = query_int(&q) };

		contact.member = query_int(&q);
		if (query_int(&q) != 0) {
			list->left_alone++;
			continue;
		}
		contact.loss = query_money(&q);
		contact.listed_ms = query_int(&q);
		if ((int64_t)list->count < wish->top)
			list->at[list->count++] = contact;
	}
	rc = query_end(&q);
	list->to_contact = list->count;
	return rc;
}

/* As it is now and not when the scores were read: who came or spoke meanwhile is not listed. */
static bool is_silent_still(const struct silent *silent, const struct contact_member *now)
{
	return !now->is_gone && !now->has_spoken && now->contact.last_day <= silent->last_day;
}

/* Draws from the top until enough are open. It looks at the draws alone and never at what came of
 * one, so where it stops is no choice either. */
static rgl_rc draw_more(struct store *store, const struct silent_list *silent,
			const struct contact_wish *wish, struct contact_list *list)
{
	const int64_t now_ms = host_now_ms(store->host);
	int64_t missing = wish->top - (int64_t)list->count;
	struct contact_member now = { 0 };
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < silent->count && missing > 0; i++) {
		const struct silent *one = &silent->at[i];
		bool held_out = false;

		if (one->has_spoken || one->was_listed || !one->may_contact)
			continue;
		rc = contact_member_read(store, one->member, &now);
		if (rc < 0 || !now.may_contact || !is_silent_still(one, &now))
			continue;
		rc = contact_draw(store, wish->policy, one->member, now_ms, one->loss, &held_out);
		if (rc == RGL_OK) {
			list->drawn++;
			missing -= !held_out;
		}
		rc = rc == RGL_E_TAKEN ? RGL_OK : rc;
	}
	wipe(&now, sizeof(now));
	return rc;
}

/* ---- What is shown of each ---- */

static rgl_rc fill_in(struct store *store, const char *who, struct contact *contact)
{
	struct contact_member now = { 0 };
	rgl_rc rc = contact_member_read(store, contact->member, &now);

	if (rc < 0)
		return rc;
	now.contact.id = contact->id;
	now.contact.listed_ms = contact->listed_ms;
	if (contact->id != 0)
		now.contact.loss = contact->loss;
	if (!now.may_contact || contact->id == 0) {
		wipe(now.contact.phone, sizeof(now.contact.phone));
		wipe(now.contact.email, sizeof(now.contact.email));
	}
	*contact = now.contact;
	rc = read_item(store, contact->member, contact->item);
	if (rc == RGL_OK && contact->phone[0] + contact->email[0] != 0)
		rc = audit_add(store, who, "saw phone and e-mail", contact->member, "contacts");
	wipe(&now, sizeof(now));
	return rc;
}

static rgl_rc fill_all(struct store *store, const struct silent_list *silent,
		       const struct contact_wish *wish, struct contact_list *list)
{
	rgl_rc rc = RGL_OK;

	for (size_t i = 0, more = 0; i < silent->count && (int64_t)more < wish->top; i++) {
		if (silent->at[i].has_spoken || silent->at[i].was_listed ||
		    silent->at[i].may_contact)
			continue;
		list->at[list->count++] = (struct contact) { .member = silent->at[i].member };
		more++;
	}
	for (size_t i = 0; rc == RGL_OK && i < list->count; i++)
		rc = fill_in(store, wish->who, &list->at[i]);
	return rc;
}

static rgl_rc make(struct store *store, const struct silent_list *silent,
		   const struct contact_wish *wish, struct contact_list *list)
{
	rgl_rc rc = read_open(store, wish, list);

	if (rc == RGL_OK && (int64_t)list->count < wish->top) {
		rc = draw_more(store, silent, wish, list);
		list->count = 0;
		list->left_alone = 0;
		if (rc == RGL_OK)
			rc = read_open(store, wish, list);
	}
	return rc < 0 ? rc : fill_all(store, silent, wish, list);
}

rgl_rc contact_list_make(struct store *store, const struct silent_list *silent,
			 const struct contact_wish *wish, struct contact_list *ret)
{
	struct contact_wish checked = *wish;
	rgl_rc rc = said_check_kept(store, wish->who, "who");

	*ret = (struct contact_list) { .host = store->host };
	if (rc == RGL_OK && (wish->top < 1 || wish->top > CONTACT_TOP_MOST))
		rc = refuse_field(&store->refusal, RGL_E_FIELD, "top",
				  "top is a whole number from 1 to %d", CONTACT_TOP_MOST);
	if (rc < 0)
		return rc;
	if (wish->who == NULL || wish->who[0] == '\0')
		checked.who = store->till_name;
	ret->at = host_new(ret->host, 2 * (size_t)wish->top * sizeof(*ret->at));
	if (ret->at == NULL)
		return refuse(&store->refusal, RGL_E_MEMORY,
			      "there is not enough memory for the list");
	rc = store_begin(store);
	return rc < 0 ? rc : store_end(store, make(store, silent, &checked, ret));
}

void contact_list_free(struct contact_list *list)
{
	if (list->host == NULL)
		return;
	if (list->at != NULL)
		wipe(list->at, list->count * sizeof(*list->at));
	host_free(list->host, list->at);
	list->at = NULL;
	list->count = 0;
}
