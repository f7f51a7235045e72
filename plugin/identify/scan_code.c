/* scan_code.c - see scan_code.h. */
#include "plugin/identify/scan_code.h"

#include <string.h>

#include "plugin/base/keys.h"
#include "plugin/base/pan.h"
#include "plugin/identify/scan_text.h"

static void set_token(struct scan *scan)
{
	scan_set_value(scan, scan->value, strlen(scan->value));
	scan->seen = "QR code";
	scan->kinds[0] = CARD_TOKEN;
	scan->kind_count = 1;
}

/* Capitals, without spaces, dashes and Code 39's own marks. */
static rgl_rc spell(const struct scan_text *text, struct scan *ret, struct rgl_why *refusal)
{
	size_t length = 0;

	for (size_t i = 0; i < text->length; i++) {
		char letter = text->data[i];
		bool is_mark = letter == '*' && (i == 0 || i == text->length - 1);

		if (letter == ' ' || letter == '-' || is_mark)
			continue;
		if (length == SCAN_VALUE_ROOM - 1)
			return refuse(refusal, RGL_E_LIMIT,
				      "that is longer than any code of a gift card or a coupon; "
				      "enter it again");
		if (letter >= 'a' && letter <= 'z')
			letter = (char)(letter - 'a' + 'A');
		ret->value[length++] = letter;
	}
	if (length == 0)
		return refuse(refusal, RGL_E_TEXT, "no code was entered; enter it again");
	scan_set_value(ret, ret->value, length);
	ret->seen = "code";
	ret->kinds[0] = CARD_CODE;
	ret->kind_count = 1;
	return RGL_OK;
}

/* As it came, and as it would be without what stands between its digits. */
static bool is_payment(const struct scan_text *text, const struct scan *spelled, char aim,
		       const char *own_ranges)
{
	bool is_ean =
		aim == 'E' && text->length <= 13 && scan_text_is_digits(text->data, text->length);

	return !is_ean && (pan_is_in(text->data, text->length, own_ranges) ||
			   pan_is_in(spelled->value, spelled->length, own_ranges) ||
			   scan_text_is_card_apart(text->data, text->length, own_ranges));
}

static rgl_rc classify(struct scan_text *text, const struct scan_rules *rules, struct scan *ret,
		       struct rgl_why *refusal)
{
	char aim = '\0';
	rgl_rc rc = scan_text_clean(text, &aim, refusal);

	if (rc < 0)
		return rc;
	if (scan_text_is_ours(TOKEN_VOUCHER, text, ret->value) ||
	    scan_text_is_ours(TOKEN_MEMBER, text, ret->value)) {
		set_token(ret);
		return RGL_OK;
	}
	rc = spell(text, ret, refusal);
	if (is_payment(text, ret, aim, rules->own_ranges))
		return refuse(refusal, RGL_E_PAYMENT_CARD,
			      "That is a payment card; it was not read further. Enter the code of "
			      "a gift card or a coupon, or take the card as payment.");
	if (rc == RGL_OK && token_is_like(TOKEN_VOUCHER, text->data))
		rc = scan_text_refuse_cut(refusal);
	return rc;
}

rgl_rc scan_code(const char *raw, size_t length, const struct scan_rules *rules, struct scan *ret,
		 struct rgl_why *refusal)
{
	struct scan scan = { 0 };
	struct scan_text text;
	rgl_rc rc = scan_text_take(raw, length, &text, refusal);

	if (rc < 0)
		return rc;
	rc = classify(&text, rules, &scan, refusal);
	if (rc == RGL_OK)
		*ret = scan;
	wipe(&text, sizeof(text));
	wipe(&scan, sizeof(scan));
	return rc;
}
