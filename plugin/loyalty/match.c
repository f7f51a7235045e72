/* match.c - see match.h. */
#include "plugin/loyalty/match.h"

#include <string.h>

#include "plugin/base/ascii.h"
#include "plugin/loyalty/basis.h"

static bool same(const char *word, const char *text, size_t length, bool capitals_matter)
{
	if (strlen(word) != length)
		return false;
	if (capitals_matter)
		return memcmp(word, text, length) == 0;
	return ascii_same(word, text, length);
}

static bool names(const struct word_list *words, const char *text, size_t length,
		  bool capitals_matter)
{
	for (size_t i = 0; i < words->count; i++)
		if (same(words->texts[i], text, length, capitals_matter))
			return true;
	return false;
}

/* One of the words in a text that has a space between two. */
static bool names_any(const struct word_list *words, const char *text)
{
	while (text != NULL && *text != '\0') {
		size_t length = strcspn(text, " ");

		if (length > 0 && names(words, text, length, true))
			return true;
		text += length + (text[length] == ' ');
	}
	return false;
}

bool match_word(const struct word_list *words, const char *text, bool capitals_matter)
{
	return text != NULL && names(words, text, strlen(text), capitals_matter);
}

bool match_scope_is_all(const struct scope *scope)
{
	return scope->products.count == 0 && scope->categories.count == 0 && scope->tags.count == 0;
}

bool match_scope(const struct scope *scope, const struct sale_line *line)
{
	return match_scope_is_all(scope) || match_word(&scope->products, line->sku, true) ||
	       match_word(&scope->categories, line->category, true) ||
	       names_any(&scope->tags, line->tags);
}

/* Monday is 0; 1970-01-01 was a Thursday. */
static int64_t weekday_of(int64_t days)
{
	int64_t weekday = (days + 3) % 7;

	return weekday < 0 ? weekday + 7 : weekday;
}

static bool match_hours(const struct conditions *when, const struct civil *now)
{
	int64_t days = civil_days(now->year, now->month, now->day);
	int32_t minute = now->hour * 60 + now->minute;
	bool after_start = minute >= when->from_minute;
	bool before_end = minute < when->until_minute;

	if (when->from_minute < when->until_minute && !(after_start && before_end))
		return false;
	if (when->from_minute > when->until_minute && !after_start) {
		if (!before_end)
			return false;
		days--; /* the window began the evening before */
	}
	return !when->has_weekdays || (when->weekdays >> weekday_of(days) & 1) != 0;
}

static bool match_visits(const struct conditions *when, const struct standing *standing)
{
	int64_t visit = standing->visits + 1;

	if (when->first_purchase && visit != 1)
		return false;
	if (when->visit != 0 && visit != when->visit)
		return false;
	return when->every_visit == 0 || visit % when->every_visit == 0;
}

/* The day of a birthday in a year: 29 February is kept on the 28th when the year has none. */
static int64_t birthday_in(int32_t year, const struct standing *standing)
{
	bool leaps = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	int32_t day = standing->birth_day;

	if (standing->birth_month == 2 && day == 29 && !leaps)
		day = 28;
	return civil_days(year, standing->birth_month, day);
}

static bool match_birthday(const struct conditions *when, const struct standing *standing)
{
	const struct civil *now = &standing->now;
	int64_t today = civil_days(now->year, now->month, now->day);

	if (!when->birthday)
		return true;
	if (!standing->has_birthday)
		return false;
	for (int32_t year = now->year - 1; year <= now->year + 1; year++) {
		int64_t birthday = birthday_in(year, standing);

		if (today >= birthday - when->days_before && today <= birthday + when->days_after)
			return true;
	}
	return false;
}

static bool asks_for_member(const struct conditions *when)
{
	return when->first_purchase || when->visit != 0 || when->every_visit != 0 ||
	       when->birthday || when->tiers.count > 0 || when->segments.count > 0;
}

static bool match_member(const struct conditions *when, const struct programme *programme,
			 const struct standing *standing)
{
	if (!asks_for_member(when))
		return true;
	if (standing->member == 0)
		return false;
	if (!match_visits(when, standing) || !match_birthday(when, standing))
		return false;
	if (when->tiers.count > 0 &&
	    (standing->level >= programme->tiers.level_count ||
	     !match_word(&when->tiers, programme->tiers.levels[standing->level].id, true)))
		return false;
	return when->segments.count == 0 || names_any(&when->segments, standing->segments);
}

static bool match_codes(const struct word_list *codes, const struct sale *sale)
{
	if (codes->count == 0)
		return true;
	for (size_t i = 0; sale != NULL && i < sale->code_count; i++)
		if (match_word(codes, sale->codes[i], false))
			return true;
	return false;
}

bool match_moment(const struct conditions *when, const struct programme *programme,
		  const struct sale *sale, const struct standing *standing)
{
	if (when->from_ms != 0 && standing->at_ms < when->from_ms)
		return false;
	if (when->until_ms != 0 && standing->at_ms >= when->until_ms)
		return false;
	if (when->stores.count > 0 &&
	    (sale == NULL || !match_word(&when->stores, sale->store, true)))
		return false;
	return match_hours(when, &standing->now) && match_codes(&when->codes, sale) &&
	       match_member(when, programme, standing);
}

bool match_basket(const struct conditions *when, const struct sale *sale, const struct money *nets,
		  const struct money *taxes, const int64_t *free_milli)
{
	struct money amount = money_of(0);
	int64_t qty_milli = 0;

	for (size_t i = 0; i < sale->line_count; i++) {
		const struct sale_line *line = &sale->lines[i];
		int64_t counted = line->qty_milli - (free_milli == NULL ? 0 : free_milli[i]);
		rgl_rc rc;

		if (basis_role(line) != ROLE_GOODS || !match_scope(&when->items, line))
			continue;
		rc = money_add(amount, nets[i], &amount);
		if (rc == RGL_OK && when->min_amount_without_tax)
			rc = money_sub(amount, taxes[i], &amount);
		if (rc < 0 || __builtin_add_overflow(qty_milli, counted, &qty_milli))
			return false;
	}
	if (money_sign(when->min_amount) > 0 && money_compare(amount, when->min_amount) < 0)
		return false;
	return qty_milli >= when->min_qty_milli;
}
