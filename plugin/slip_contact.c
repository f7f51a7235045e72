/* slip_contact.c - see slip_contact.h. */
#include "plugin/slip_contact.h"

#include <string.h>

#include "receipts/words/words.h"

struct contact_names {
	const struct contact *contact;
	const char *shop;
};

/* As struct values has it. */
static bool find(const void *user, const char *name, struct value *ret)
{
	const struct contact_names *names = user;
	const char *text;

	if (strcmp(name, "member") == 0)
		text = names->contact->name;
	else if (strcmp(name, "item") == 0)
		text = names->contact->item;
	else if (strcmp(name, "shop") == 0)
		text = names->shop;
	else
		return false;
	*ret = (struct value) { .kind = VALUE_TEXT, .text = text };
	return true;
}

/* U+2066 to U+2069, which are E2 81 A6 to E2 81 A9. */
static bool is_isolate(const char *at)
{
	const unsigned char *byte = (const unsigned char *)at;

	return byte[0] == 0xE2 && byte[1] == 0x81 && byte[2] >= 0xA6 && byte[2] <= 0xA9;
}

static void drop_isolates(char *text)
{
	char *to = text;

	for (const char *at = text; *at != '\0';) {
		if (is_isolate(at)) {
			at += 3;
			continue;
		}
		*to++ = *at++;
	}
	*to = '\0';
}

/* One more sentence, a space before it where that language has spaces; what does not fit is left
 * out whole. */
static rgl_rc add(struct words *words, const char *key, const struct contact_names *names,
		  char ret[CONTACT_WORDS_ROOM], struct rgl_why *why)
{
	const struct values values = { find, names };
	const bool is_spaced = strcmp(words_language(words), "ja") != 0;
	char sentence[WORDS_ROOM];
	size_t length = strlen(ret);
	size_t more;
	rgl_rc rc = words_say(words, key, &values, sentence, why);

	if (rc < 0)
		return rc;
	more = strlen(sentence);
	if (length + more + 2 > CONTACT_WORDS_ROOM)
		return RGL_OK;
	if (length > 0 && is_spaced)
		ret[length++] = ' ';
	memcpy(ret + length, sentence, more + 1);
	return RGL_OK;
}

rgl_rc slip_contact_words(struct slip_parts *parts, const struct contact *contact, const char *shop,
			  char ret[CONTACT_WORDS_ROOM], struct rgl_why *why)
{
	const struct contact_names names = { contact, shop };
	const bool is_named = contact->name[0] != '\0';
	struct words *words = NULL;
	rgl_rc rc = slip_parts_words(parts, contact->language, &words, why);

	if (rc < 0)
		return rc;
	ret[0] = '\0';
	if (contact->id == 0) {
		rc = add(words, is_named ? "contact_till" : "contact_till_unnamed", &names, ret,
			 why);
	} else {
		rc = add(words, is_named ? "contact_greeting" : "contact_greeting_unnamed", &names,
			 ret, why);
		if (rc == RGL_OK && contact->item[0] != '\0')
			rc = add(words, "contact_item", &names, ret, why);
		if (rc == RGL_OK)
			rc = add(words, "contact_ask", &names, ret, why);
		if (rc == RGL_OK)
			rc = add(words, "contact_welcome", &names, ret, why);
	}
	if (rc == RGL_OK)
		drop_isolates(ret);
	return rc;
}
