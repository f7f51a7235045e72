/* import_member.c - see import_member.h. */
#include "cli/import_member.h"

#include <stdio.h>
#include <string.h>

#include "plugin/identify/cards.h"
#include "plugin/identify/enrol.h"
#include "plugin/identify/identify.h"

bool import_is_fatal(rgl_rc rc)
{
	switch (rc) {
	case RGL_E_MEMORY:
	case RGL_E_READ_ONLY:
	case RGL_E_FULL:
	case RGL_E_BUSY:
	case RGL_E_DAMAGED:
	case RGL_E_INPUT_OUTPUT:
	case RGL_E_INTERNAL:
	case RGL_E_CLOSED:
		return true;
	default:
		return false;
	}
}

static bool given(const char *text)
{
	return text != NULL && text[0] != '\0';
}

/* What names a customer over there: the id, else the number of the card. */
static const char *other_id(const struct log_customer *customer)
{
	if (given(customer->other_id))
		return customer->other_id;
	return given(customer->card) ? customer->card : NULL;
}

static rgl_rc find_by_id(struct store *store, const struct log_customer *customer, int64_t *ret)
{
	const char *id = other_id(customer);

	if (id == NULL)
		return RGL_OK;
	return identify_value(store, CARD_OTHER_ID, id, strlen(id), ret);
}

/* As a scanner would have read it; what no scanner reads is nobody's. */
static rgl_rc find_by_card(struct store *store, const struct log_customer *customer, int64_t *ret)
{
	struct scan_rules rules = identify_rules(store);
	struct scan scan = { 0 };
	rgl_rc rc = RGL_OK;

	if (!given(customer->card))
		return RGL_OK;
	if (scan_read(customer->card, strlen(customer->card), &rules, &scan, NULL) == RGL_OK)
		rc = identify_owner(store, &scan, ret);
	wipe(&scan, sizeof(scan));
	return rc;
}

static rgl_rc find_by_phone(struct store *store, const struct log_customer *customer, int64_t *ret)
{
	struct scan_rules rules = identify_rules(store);
	struct scan scan = { 0 };
	rgl_rc rc = RGL_OK;

	if (!given(customer->phone))
		return RGL_OK;
	if (scan_phone(customer->phone, &rules, &scan, NULL) == RGL_OK)
		rc = identify_value(store, CARD_PHONE, scan.value, scan.length, ret);
	wipe(&scan, sizeof(scan));
	return rc;
}

rgl_rc import_member_find(struct store *store, const struct log_customer *customer, int64_t *ret)
{
	int64_t member = 0;
	rgl_rc rc = find_by_id(store, customer, &member);

	if (rc == RGL_OK && member == 0)
		rc = find_by_card(store, customer, &member);
	if (rc == RGL_OK && member == 0)
		rc = find_by_phone(store, customer, &member);
	if (rc == RGL_OK)
		*ret = member;
	return rc;
}

/* Next time the id alone will do. */
static rgl_rc learn_id(struct store *store, int64_t member, const struct log_customer *customer)
{
	const char *id = customer->other_id;
	int64_t known = 0;
	int64_t event = 0;
	rgl_rc rc;

	if (!given(id))
		return RGL_OK;
	rc = identify_value(store, CARD_OTHER_ID, id, strlen(id), &known);
	if (rc < 0 || known != 0)
		return rc;
	rc = store_event(store, EVENT_CARD, &event);
	if (rc == RGL_OK)
		rc = cards_add(store, member, event, CARD_OTHER_ID, id, strlen(id), "");
	return rc;
}

/* With all that is said of him; where that cannot be, by the id alone; else not at all. */
static rgl_rc enrol_new(struct store *store, const struct log_customer *customer, int64_t *ret,
			char *note, size_t room)
{
	struct enrolment enrolment = {
		.other_id = other_id(customer),
		.name = customer->name,
		.phone = customer->phone,
		.email = customer->email,
	};
	struct rgl_why first;
	rgl_rc rc = enrol(store, &enrolment, ret);

	if (rc == RGL_OK || import_is_fatal(rc))
		return rc;
	first = store->refusal;
	if (given(customer->phone) && strcmp(first.field, "phone") == 0)
		enrolment.phone = NULL;
	else if (given(customer->email) && strcmp(first.field, "email") == 0)
		enrolment.email = NULL;
	else
		enrolment = (struct enrolment) { .other_id = enrolment.other_id };
	rc = enrol(store, &enrolment, ret);
	if (rc < 0 && !import_is_fatal(rc)) {
		enrolment = (struct enrolment) { .other_id = enrolment.other_id };
		rc = enrol(store, &enrolment, ret);
	}
	if (import_is_fatal(rc))
		return rc;
	(void)snprintf(note, room, "%s: %.300s",
		       rc < 0 ? "it went in as nobody's" : "of its customer something was left out",
		       first.text);
	return RGL_OK;
}

rgl_rc import_member(struct store *store, const struct log_customer *customer, int64_t *ret,
		     bool *ret_is_new, char *note, size_t room)
{
	int64_t member = 0;
	rgl_rc rc = import_member_find(store, customer, &member);

	if (rc == RGL_OK && member != 0)
		rc = learn_id(store, member, customer);
	if (rc == RGL_OK && member == 0 && other_id(customer) != NULL) {
		rc = enrol_new(store, customer, &member, note, room);
		*ret_is_new = rc == RGL_OK && member != 0;
	}
	if (rc == RGL_OK)
		*ret = member;
	return rc;
}
