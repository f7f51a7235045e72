/* port_identity.c - see port_identity.h. */
#include "receipts/printer/port_identity.h"

#include <stdio.h>
#include <string.h>

#include "plugin/base/ascii.h"

void port_identity_words(const char *text, size_t length, char *ret, size_t room)
{
	size_t n = 0;

	while (length > 0 && *text == ' ') {
		text++;
		length--;
	}
	while (length > 0 && text[length - 1] == ' ')
		length--;
	for (size_t i = 0; i < length && n + 1 < room; i++) {
		if (text[i] >= ' ' && text[i] <= '~')
			ret[n++] = text[i];
	}
	ret[n] = '\0';
}

/* Whether `word` is in the value, in upper or lower case. */
static bool has_word(const char *value, size_t length, const char *word)
{
	size_t need = strlen(word);

	for (size_t i = 0; i + need <= length; i++) {
		if (ascii_same(value + i, word, need))
			return true;
	}
	return false;
}

static bool speaks_pages_only(const char *value, size_t length)
{
	static const char *const page_words[] = { "PCL", "PJL", "POSTSCRIPT", "PDF", "URF",
						  "PWG", "XPS", "ZPL",	      "EPL", "ESCPL2" };

	if (has_word(value, length, "ESC/POS") || has_word(value, length, "STAR"))
		return false;
	for (size_t i = 0; i < sizeof(page_words) / sizeof(page_words[0]); i++) {
		if (has_word(value, length, page_words[i]))
			return true;
	}
	return false;
}

static bool key_is(const char *key, size_t length, const char *short_form, const char *long_form)
{
	return (length == strlen(short_form) && ascii_same(key, short_form, length)) ||
	       (length == strlen(long_form) && ascii_same(key, long_form, length));
}

static void take_field(const char *field, size_t length, struct port_identity *ret)
{
	const char *colon = memchr(field, ':', length);
	const char *value;
	size_t key, rest;

	if (colon == NULL)
		return;
	key = (size_t)(colon - field);
	value = colon + 1;
	rest = length - key - 1;
	if (key_is(field, key, "MFG", "MANUFACTURER"))
		port_identity_words(value, rest, ret->make, sizeof(ret->make));
	else if (key_is(field, key, "MDL", "MODEL"))
		port_identity_words(value, rest, ret->model, sizeof(ret->model));
	else if (key_is(field, key, "CMD", "COMMAND SET"))
		ret->is_page_printer = speaks_pages_only(value, rest);
}

void port_identity_parse(const char *text, size_t length, struct port_identity *ret)
{
	while (length > 0) {
		const char *end = memchr(text, ';', length);
		size_t field = end == NULL ? length : (size_t)(end - text);

		while (field > 0 && (*text == ' ' || (*text >= '\t' && *text <= '\r'))) {
			text++;
			field--;
			length--;
		}
		take_field(text, field, ret);
		if (end == NULL)
			return;
		text += field + 1;
		length -= field + 1;
	}
}

static bool begins_with(const char *text, const char *word)
{
	const size_t length = strlen(word);

	return strlen(text) >= length && ascii_same(text, word, length);
}

void port_identity_name(const struct port_identity *identity, char *ret, size_t room)
{
	const char *make = identity->make;
	const char *model = identity->model;

	/* Some models begin with the make: once is enough. */
	if (*model != '\0' && begins_with(model, make))
		make = "";
	if (*model == '\0' && *make != '\0') {
		model = make;
		make = "";
	}
	if (*model == '\0')
		model = "the printer";
	(void)snprintf(ret, room, "%s%s%s", make, *make == '\0' ? "" : " ", model);
}
