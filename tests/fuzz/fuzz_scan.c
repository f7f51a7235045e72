/* fuzz_scan.c - any bytes from a scanner, by the rules of four shops.
 *
 * What must hold: a refusal leaves the output as it was and shows no number of the input; a payment
 * card is never a value; what is taken is clean, of the length it says, and the same card when it
 * is read again or by another reader.
 */
#include <stdio.h>
#include <string.h>

#include "plugin/identify/scan.h"
#include "tests/fuzz/fuzz.h"

/* Refusals count bytes ("1025 bytes came"), never more digits than that. */
enum { DIGITS_SHOWN_MAX = 4, ENDING_MAX = 4 };

static const struct scan_rules SHOPS[] = {
	{ "", "" },
	{ "", "45" },
	{ "29 411111", "1" },
	{ "2, 977,", "9999999" },
};

static bool is_gap(char character)
{
	return character == ' ' || character == '-';
}

/* Whether digits, gaps between them left out, begin so. */
static bool begins_with(const char *text, const char *range)
{
	for (; *range != '\0'; text++) {
		if (*text == *range)
			range++;
		else if (!is_gap(*text))
			return false;
	}
	return true;
}

static bool is_digit(char character)
{
	return character >= '0' && character <= '9';
}

/* Where the number begins that these digits end or are: gaps tie groups of digits together. */
static size_t number_start(const char *text, size_t start)
{
	while (start > 0 && (is_digit(text[start - 1]) ||
			     (start > 1 && is_gap(text[start - 1]) && is_digit(text[start - 2]))))
		start--;
	return start;
}

/* The digits, or the number they are in, begin as the shop's own cards do. */
static bool is_own(const char *text, size_t start, const char *ranges)
{
	const char *number = text + number_start(text, start);
	char range[16];
	int length = 0;

	for (; sscanf(ranges, " %15[0-9]%n", range, &length) == 1; ranges += length) {
		if (begins_with(number, range) || begins_with(text + start, range))
			return true;
		length += ranges[length] == ',';
	}
	return false;
}

/* The value without what people type between digits is no payment card. */
static bool has_card(const struct scan *scan, const struct scan_rules *rules)
{
	char digits[SCAN_VALUE_ROOM] = "";
	struct fuzz_digits run;
	size_t count = 0;
	size_t at = 0;

	while (fuzz_next_digits(scan->value, scan->length, &at, &run))
		if (fuzz_is_card(scan->value + run.start, run.count) &&
		    !is_own(scan->value, run.start, rules->own_ranges))
			return true;
	for (size_t i = 0; i < scan->length; i++)
		if (strchr(" -./()", scan->value[i]) == NULL)
			digits[count++] = scan->value[i];
	at = 0;
	return fuzz_next_digits(digits, count, &at, &run) && run.count == count &&
	       fuzz_is_card(digits, count) && !is_own(digits, 0, rules->own_ranges);
}

/* A UID and a code of ours are numbers by chance; a calling code in front makes other digits. */
static bool may_look_like_card(const struct scan *scan)
{
	return scan->kinds[0] == CARD_NFC || scan->kinds[0] == CARD_TOKEN ||
	       scan->kinds[0] == CARD_PHONE;
}

static void check_refusal(rgl_rc rc, const struct scan *scan, const struct rgl_why *why)
{
	struct scan untouched;

	memset(&untouched, 0x77, sizeof(untouched));
	fuzz_must(memcmp(scan, &untouched, sizeof(untouched)) == 0,
		  "a refused scan leaves the output as it was");
	fuzz_must(why->code == rc && why->text[0] != '\0', "a refusal has its code and words");
	fuzz_must_of(fuzz_longest_digits(why->text) <= DIGITS_SHOWN_MAX &&
			     fuzz_longest_digits(why->field) <= DIGITS_SHOWN_MAX,
		     "a refusal shows no number of the input", why->text);
}

static void check_scan(const struct scan *scan, const struct scan_rules *rules)
{
	size_t ending = strlen(scan->ending);

	fuzz_must(scan->length > 0 && scan->length < SCAN_VALUE_ROOM &&
			  strlen(scan->value) == scan->length,
		  "a value has the length it says");
	for (size_t i = 0; i < scan->length; i++)
		fuzz_must_of(scan->value[i] >= ' ' && scan->value[i] <= '~',
			     "a value is printable ASCII", scan->value);
	fuzz_must(scan->kind_count >= 1 && scan->kind_count <= SCAN_KINDS_MAX,
		  "a scan is of one kind at least");
	for (size_t i = 0; i < scan->kind_count; i++)
		fuzz_must(scan->kinds[i] >= CARD_TOKEN && scan->kinds[i] <= CARD_EMAIL,
			  "a kind is one there is");
	fuzz_must_of(scan->seen != NULL && fuzz_longest_digits(scan->seen) <= 3, "what was seen",
		     scan->value);
	fuzz_must_of(ending <= ENDING_MAX && ending <= scan->length / 2 &&
			     strcmp(scan->value + scan->length - ending, scan->ending) == 0,
		     "what is shown is the end of the value, and not half of it", scan->value);
	fuzz_must_of(may_look_like_card(scan) || !has_card(scan, rules),
		     "a payment card is no value", scan->value);
}

static rgl_rc read_text(const char *text, size_t length, const struct scan_rules *rules,
			struct scan *ret)
{
	struct rgl_why why = { .size = sizeof(why) };
	rgl_rc rc;

	memset(ret, 0x77, sizeof(*ret));
	rc = scan_read(text, length, rules, ret, &why);
	if (rc < 0)
		check_refusal(rc, ret, &why);
	else
		check_scan(ret, rules);
	return rc;
}

static size_t count_digits(const char *text)
{
	size_t count = 0;

	for (; *text != '\0'; text++)
		count += is_digit(*text);
	return count;
}

/* Another reader sends the same card with other marks around: a code as Code 39 writes it, an EAN
 * with its own, which an EAN-8 has to have. */
static void check_again(const struct scan *scan, const struct scan_rules *rules)
{
	bool is_ean = strncmp(scan->seen, "EAN-", 4) == 0 || strcmp(scan->seen, "UPC-A") == 0;
	bool is_code = !is_ean && scan->kinds[0] == CARD_CODE;
	char text[SCAN_VALUE_ROOM + 16];
	struct scan again;
	rgl_rc rc;

	(void)snprintf(text, sizeof(text), "%s%s%s",
		       is_ean	 ? "\x02]E0"
		       : is_code ? "]A0*"
				 : "",
		       scan->value, is_code ? "*\t" : "\r\n");
	rc = read_text(text, strlen(text), rules, &again);
	/* Thirteen digits that an EAN reader read, or behind a plus, are no payment card, whatever
	 * Luhn says by chance; from another reader they could be one. */
	if (rc == RGL_E_PAYMENT_CARD && count_digits(scan->value) == 13)
		return;
	fuzz_must_of(rc == RGL_OK, "a value is taken again", text);
	fuzz_must_of(strcmp(again.value, scan->value) == 0 && again.kinds[0] == scan->kinds[0],
		     "a card is the same card by another reader", again.value);
}

static void spell_uid(const struct scan *scan, char *ret)
{
	for (size_t i = 0; i < scan->length; i++) {
		if (i > 0 && i % 2 == 0)
			*ret++ = ':';
		*ret++ = scan->value[i];
	}
	*ret = '\0';
}

static void check_uid_again(const struct scan *scan, const struct scan_rules *rules)
{
	char text[SCAN_VALUE_ROOM * 2];
	struct scan again;

	spell_uid(scan, text);
	fuzz_must_of(read_text(text, strlen(text), rules, &again) == RGL_OK &&
			     strcmp(again.value, scan->value) == 0 && again.kinds[0] == CARD_NFC,
		     "a UID is the same with colons", text);
}

static void check_phone(const char *text, const struct scan_rules *rules)
{
	struct rgl_why why = { .size = sizeof(why) };
	struct scan phone;
	struct scan again;
	rgl_rc rc;

	memset(&phone, 0x77, sizeof(phone));
	rc = scan_phone(text, rules, &phone, &why);
	if (rc < 0) {
		check_refusal(rc, &phone, &why);
		return;
	}
	check_scan(&phone, rules);
	/* By chance the digits with the calling code in front can look like a card's. */
	rc = scan_phone(phone.value, rules, &again, &why);
	if (rc == RGL_E_PAYMENT_CARD && phone.length > 13)
		return;
	fuzz_must_of(rc == RGL_OK && strcmp(again.value, phone.value) == 0,
		     "a phone number's spelling is its own", phone.value);
}

static void check_shop(const uint8_t *data, size_t size, const struct scan_rules *rules)
{
	struct scan twice;
	struct scan scan;
	rgl_rc rc;

	rc = read_text((const char *)data, size, rules, &scan);
	fuzz_must(read_text((const char *)data, size, rules, &twice) == rc,
		  "the same bytes are the same scan");
	if (rc < 0)
		return;
	fuzz_must_of(strcmp(scan.value, twice.value) == 0, "the same bytes are the same value",
		     scan.value);
	if (scan.kinds[0] == CARD_CODE || scan.kinds[0] == CARD_TOKEN)
		check_again(&scan, rules);
	if (scan.kinds[0] == CARD_NFC)
		check_uid_again(&scan, rules);
	if (scan.kinds[0] == CARD_PHONE)
		check_phone(scan.value, rules);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[RGL_SCAN_MAX + 64];
	size_t length = size < sizeof(text) - 1 ? size : sizeof(text) - 1;

	if (length > 0)
		memcpy(text, data, length);
	text[length] = '\0';
	for (size_t i = 0; i < sizeof(SHOPS) / sizeof(SHOPS[0]); i++) {
		check_shop(data, size, &SHOPS[i]);
		check_phone(text, &SHOPS[i]);
	}
	return 0;
}
