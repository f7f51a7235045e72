/* SPDX-License-Identifier: Apache-2.0 */
/* words.c - see words.h. */
#include "pos-adapters/demo-till/words.h"

#include <stdio.h>
#include <string.h>

#define MS_A_DAY INT64_C(86400000)

bool decimal_read(const char *text, uint32_t digits, int64_t *ret)
{
	int64_t value = 0;
	uint32_t places = 0;
	bool point = false, any = false;

	for (; *text != '\0'; text++) {
		if (*text == '.' && !point) {
			point = true;
			continue;
		}
		if (*text < '0' || *text > '9' || (point && ++places > digits))
			return false;
		value = value * 10 + (*text - '0');
		any = true;
		if (value >= AMOUNT_END)
			return false;
	}
	for (; places < digits && value < AMOUNT_END; places++)
		value *= 10;
	if (!any || value >= AMOUNT_END)
		return false;
	*ret = value;
	return true;
}

struct words money_words(int64_t minor, uint32_t digits)
{
	long long size = minor < 0 ? -minor : minor, scale = 1;
	const char *sign = minor < 0 ? "-" : "";
	struct words ret;

	for (uint32_t i = 0; i < digits; i++)
		scale *= 10;
	if (digits == 0)
		snprintf(ret.text, sizeof(ret.text), "%s%lld", sign, size);
	else
		snprintf(ret.text, sizeof(ret.text), "%s%lld.%0*lld", sign, size / scale,
			 (int)digits, size % scale);
	return ret;
}

struct words count_words(int64_t n, const char *noun)
{
	struct words ret;

	snprintf(ret.text, sizeof(ret.text), "%lld %s%s", (long long)n, noun,
		 n == 1 || n == -1 ? "" : "s");
	return ret;
}

struct words ordinal_words(int64_t n)
{
	static const char *const endings[] = { "th", "st", "nd", "rd" };
	bool teen = n % 100 >= 11 && n % 100 <= 13;
	struct words ret;

	snprintf(ret.text, sizeof(ret.text), "%lld%s", (long long)n,
		 endings[!teen && n > 0 && n % 10 <= 3 ? n % 10 : 0]);
	return ret;
}

struct words rhythm_words(int64_t now_ms, int64_t last_visit_ms, int64_t usual_gap_ms)
{
	int64_t ago = now_ms / MS_A_DAY - last_visit_ms / MS_A_DAY;
	int64_t gap = (usual_gap_ms + MS_A_DAY / 2) / MS_A_DAY;
	struct words ret = { "" };
	char usually[48] = "";

	if (last_visit_ms == 0)
		return ret;
	if (usual_gap_ms > 0 && gap <= 1)
		snprintf(usually, sizeof(usually), "usually every day, ");
	else if (gap > 1)
		snprintf(usually, sizeof(usually), "usually every %lld days, ", (long long)gap);
	if (ago <= 1)
		snprintf(ret.text, sizeof(ret.text), "%slast %s", usually,
			 ago == 1 ? "yesterday" : "earlier today");
	else
		snprintf(ret.text, sizeof(ret.text), "%slast %lld days ago", usually,
			 (long long)ago);
	return ret;
}

void print_padded(const char *text, int width)
{
	for (const char *at = text; *at != '\0'; at++)
		width -= ((unsigned char)*at & 0xC0) != 0x80;
	printf("%s%*s", text, width > 0 ? width : 0, "");
}

int words_cut(char *line, char **ret_words, int room)
{
	int n = 0;
	char *at = line;

	for (;;) {
		char *end;

		at += strspn(at, " \t\r\n");
		if (*at == '\0')
			return n;
		if (n == room)
			return -1;
		if (*at == '"')
			end = strchr(++at, '"');
		else
			end = at + strcspn(at, " \t\r\n");
		if (end == NULL)
			return -1;
		ret_words[n++] = at;
		if (*end == '\0')
			return n;
		*end = '\0';
		at = end + 1;
	}
}
