/* scan_email.c - see scan.h: an e-mail address that is typed where a card is scanned. */
#include <string.h>

#include "plugin/base/keys.h"
#include "plugin/identify/scan.h"

/* One @ with something on both sides, and nothing that an address lacks. */
static bool is_email(const char *text, size_t length)
{
	const char *at = memchr(text, '@', length);
	const char *end = text + length;

	return at != NULL && at > text && at + 1 < end &&
	       memchr(at + 1, '@', (size_t)(end - at - 1)) == NULL &&
	       memchr(at + 1, '.', (size_t)(end - at - 1)) != NULL &&
	       memchr(text, ' ', length) == NULL;
}

bool scan_email(const char *text, struct scan *ret)
{
	struct scan scan = { .seen = "e-mail address", .kinds = { CARD_EMAIL }, .kind_count = 1 };
	char spelled[SCAN_VALUE_ROOM];
	size_t length;

	text += strspn(text, " \t\r\n");
	length = strlen(text);
	while (length > 0 && (unsigned char)text[length - 1] <= ' ')
		length--;
	if (length >= SCAN_VALUE_ROOM || !is_email(text, length))
		return false;
	for (size_t i = 0; i < length; i++) {
		const bool is_capital = text[i] >= 'A' && text[i] <= 'Z';

		spelled[i] = (char)(is_capital ? text[i] - 'A' + 'a' : text[i]);
	}
	scan_set_value(&scan, spelled, length);
	*ret = scan;
	wipe(spelled, sizeof(spelled));
	wipe(&scan, sizeof(scan));
	return true;
}
