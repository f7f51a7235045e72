/* slip_settings.c - see slip_settings.h. */
#include "plugin/slip_settings.h"

#include <stdio.h>
#include <string.h>

#include "plugin/base/utf8.h"
#include "plugin/care/audit.h"
#include "plugin/care/policy.h"
#include "plugin/store/query.h"
#include "receipts/dots/qr.h"
#include "receipts/printer/profile.h"
#include "receipts/words/words.h"

#define PLACE "{receipt}"
#define SETTING_CHANGES "changes" /* of ours; no owner sets it */
#define LINK_MAX 100		  /* bytes without what is put in; a code holds QR_TEXT_MAX */
#define PART_OF_WORDS 2		  /* receipt_part.kind */

struct kind {
	struct setting setting;
	rgl_rc (*check)(struct store *store, const char *value);
};

static rgl_rc check_language(struct store *store, const char *value)
{
	struct query q;
	bool is_own = false;
	rgl_rc rc;

	for (const char *const *each = words_languages(); *each != NULL; each++)
		if (strcmp(*each, value) == 0)
			return RGL_OK;
	q = query(store, STATEMENT_PART_READ);
	query_bind_int(&q, PART_OF_WORDS);
	query_bind_text(&q, value);
	is_own = query_row(&q);
	rc = query_end(&q);
	if (rc < 0 || is_own)
		return rc;
	return refuse_field(&store->refusal, RGL_E_FIELD, "language",
			    "there are no sentences in \"%.20s\"; say one of en, hi, vi, da, ar, "
			    "ja, or apply sentences of your own first",
			    value);
}

/* Letters that a link may have as they are; anything else would have to be written as %XX. */
static bool is_link_letter(char letter)
{
	return letter > ' ' && letter < 0x7F && strchr("\"<>\\^`|{}", letter) == NULL;
}

static bool is_link(const char *value)
{
	const char *host = strstr(value, "://");

	if (strncmp(value, "https://", 8) != 0 && strncmp(value, "http://", 7) != 0)
		return false;
	if (host[3] == '\0' || strchr("/?#:@{", host[3]) != NULL)
		return false;
	/* Behind a '#' nothing reaches the shop's server. */
	if (strchr(value, '#') != NULL && strstr(value, PLACE) == NULL &&
	    strstr(value, POLICY_TOKEN_PLACE) == NULL)
		return false;
	for (const char *at = value; *at != '\0'; at++) {
		if (strncmp(at, PLACE, strlen(PLACE)) == 0)
			at += strlen(PLACE) - 1;
		else if (strncmp(at, POLICY_TOKEN_PLACE, strlen(POLICY_TOKEN_PLACE)) == 0)
			at += strlen(POLICY_TOKEN_PLACE) - 1;
		else if (!is_link_letter(*at))
			return false;
	}
	return true;
}

static rgl_rc check_question(struct store *store, const char *value)
{
	if (!is_link(value))
		return refuse_field(&store->refusal, RGL_E_FIELD, "question_link",
				    "question_link is not an address; write it as in "
				    "https://shop.example/ask or "
				    "https://shop.example/ask/" POLICY_TOKEN_PLACE);
	if (strlen(value) > LINK_MAX)
		return refuse_field(&store->refusal, RGL_E_LIMIT, "question_link",
				    "question_link is longer than %d letters and would not fit a "
				    "code beside the sale's id; take a shorter one",
				    LINK_MAX);
	return RGL_OK;
}

static rgl_rc check_preview(struct store *store, const char *value)
{
	if (profile_find(value) != NULL)
		return RGL_OK;
	return refuse_field(&store->refusal, RGL_E_FIELD, "preview",
			    "there is no printer profile \"%.40s\"; regulars printers --profiles "
			    "lists them",
			    value);
}

static rgl_rc check_letters(struct store *store, const char *value)
{
	if (strcmp(value, "dots") == 0 || strcmp(value, SETTING_PRINTER_LETTERS) == 0)
		return RGL_OK;
	return refuse_field(&store->refusal, RGL_E_FIELD, "receipt_letters",
			    "\"%.40s\" is no kind of letters; say dots, or printer for the "
			    "printer's own",
			    value);
}

static const struct kind KINDS[] = {
	{ { "language", "spoken where a member's language is not known: en, hi, vi, da, ar, ja" },
	  check_language },
	{ { "question_link", "where questions are answered; " POLICY_TOKEN_PLACE
			     " in it asks members, once each; " PLACE " is the sale's id" },
	  check_question },
	{ { "preview", "the printer whose paper `regulars receipt` shows: generic-80" },
	  check_preview },
	{ { "receipt_letters", "dots: drawn, in any script; printer: its own letters, faster" },
	  check_letters },
};
enum { KIND_COUNT = sizeof(KINDS) / sizeof(KINDS[0]) };

bool settings_at(size_t index, struct setting *ret)
{
	const struct policy_setting *policy;

	if (index < KIND_COUNT) {
		*ret = KINDS[index].setting;
		return true;
	}
	policy = policy_setting_at(index - KIND_COUNT);
	if (policy != NULL)
		*ret = (struct setting) { policy->name, policy->what };
	return policy != NULL;
}

/* NULL: of the policy, or none at all. */
static const struct kind *find(const char *name)
{
	for (size_t i = 0; i < KIND_COUNT; i++)
		if (strcmp(KINDS[i].setting.name, name) == 0)
			return &KINDS[i];
	return NULL;
}

static bool is_of_policy(const char *name)
{
	const struct policy_setting *each;

	for (size_t i = 0; (each = policy_setting_at(i)) != NULL; i++)
		if (strcmp(each->name, name) == 0)
			return true;
	return false;
}

static rgl_rc check_name(struct store *store, const char *name)
{
	if (find(name) != NULL || is_of_policy(name))
		return RGL_OK;
	return refuse_field(&store->refusal, RGL_E_FIELD, "name",
			    "there is no setting \"%.40s\"; regulars set lists them", name);
}

static rgl_rc check_value(struct store *store, const char *name, const char *value)
{
	const struct kind *kind = find(name);

	if (value[0] == '\0')
		return RGL_OK;
	return kind == NULL ? policy_check(store, name, value) : kind->check(store, value);
}

rgl_rc settings_read(struct store *store, const char *name, char ret[SETTING_ROOM])
{
	struct query q;
	rgl_rc rc = check_name(store, name);

	if (rc < 0)
		return rc;
	ret[0] = '\0';
	q = query(store, STATEMENT_SETTING_READ);
	query_bind_text(&q, name);
	if (query_row(&q))
		query_text(&q, ret, SETTING_ROOM);
	return query_end(&q);
}

rgl_rc settings_changed(struct store *store)
{
	struct query q = query(store, STATEMENT_SETTING_COUNT);

	query_bind_text(&q, SETTING_CHANGES);
	return query_run(&q);
}

rgl_rc settings_changes(struct store *store, int64_t *ret)
{
	struct query q = query(store, STATEMENT_SETTING_CHANGES);
	int64_t changes = 0;
	rgl_rc rc;

	query_bind_text(&q, SETTING_CHANGES);
	if (query_row(&q))
		changes = query_int(&q);
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret = changes;
	return rc;
}

static rgl_rc write(struct store *store, const char *name, const char *value)
{
	const bool drops = value[0] == '\0';
	struct query q = query(store, drops ? STATEMENT_SETTING_DROP : STATEMENT_SETTING_WRITE);
	rgl_rc rc;

	query_bind_text(&q, name);
	if (!drops)
		query_bind_text(&q, value);
	rc = query_run(&q);
	if (rc == RGL_OK)
		rc = audit_add(store, NULL, "set", 0, name);
	return rc < 0 ? rc : settings_changed(store);
}

rgl_rc settings_write(struct store *store, const char *name, const char *value)
{
	rgl_rc rc = check_name(store, name);

	if (rc == RGL_OK)
		rc = utf8_check_clean(value, SETTING_ROOM - 1, name, &store->refusal);
	if (rc == RGL_OK)
		rc = check_value(store, name, value);
	if (rc == RGL_OK)
		rc = store_begin(store);
	return rc < 0 ? rc : store_end(store, write(store, name, value));
}

static bool is_unreserved(uint8_t byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= 'a' && byte <= 'z') || strchr("-._~", byte) != NULL;
}

/* A text as it stands in a link's query: letters, digits and -._~ as they are (RFC 3986, 2.3). */
static void add_escaped(char *ret, size_t room, const char *text)
{
	static const char DIGITS[] = "0123456789ABCDEF";
	size_t used = strlen(ret);

	for (; *text != '\0' && used + 4 < room; text++) {
		const uint8_t byte = (uint8_t)*text;

		if (!is_unreserved(byte)) {
			ret[used++] = '%';
			ret[used++] = DIGITS[byte >> 4];
			ret[used++] = DIGITS[byte & 15];
		} else {
			ret[used++] = (char)byte;
		}
	}
	ret[used] = '\0';
}

/* What stands for a place of the link; NULL: it is none. */
static const char *place_of(const char *at, const struct question_facts *facts, size_t *ret_length)
{
	if (strncmp(at, PLACE, strlen(PLACE)) == 0) {
		*ret_length = strlen(PLACE);
		return facts->sale_id;
	}
	if (strncmp(at, POLICY_TOKEN_PLACE, strlen(POLICY_TOKEN_PLACE)) == 0) {
		*ret_length = strlen(POLICY_TOKEN_PLACE);
		return facts->token;
	}
	return NULL;
}

static void fill_link(const char *link, const struct question_facts *facts, char *ret)
{
	ret[0] = '\0';
	for (const char *at = link; *at != '\0';) {
		const size_t used = strlen(ret);
		size_t length = 1;
		const char *text = place_of(at, facts, &length);

		if (text != NULL)
			add_escaped(ret, QUESTION_ROOM, text);
		else
			(void)snprintf(ret + used, QUESTION_ROOM - used, "%c", *at);
		at += length;
	}
}

rgl_rc settings_question(struct store *store, const struct question_facts *facts,
			 char ret[QUESTION_ROOM])
{
	char link[SETTING_ROOM];
	bool has_token;
	rgl_rc rc = settings_read(store, "question_link", link);

	ret[0] = '\0';
	if (rc < 0 || !is_link(link) || strlen(link) > LINK_MAX)
		return rc;
	has_token = strstr(link, POLICY_TOKEN_PLACE) != NULL;
	if (has_token && facts->token[0] == '\0')
		return RGL_OK;
	fill_link(link, facts, ret);
	if (!has_token && strstr(link, PLACE) == NULL) {
		(void)snprintf(ret + strlen(ret), QUESTION_ROOM - strlen(ret),
			       "%creceipt=", strchr(link, '?') == NULL ? '?' : '&');
		add_escaped(ret, QUESTION_ROOM, facts->sale_id);
	}
	if (strlen(ret) > QR_TEXT_MAX)
		ret[0] = '\0';
	return RGL_OK;
}
