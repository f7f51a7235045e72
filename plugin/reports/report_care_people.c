/* report_care_people.c - see report_care_parts.h: those who say nothing, and the staff. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/care/voice.h"
#include "plugin/page/table.h"
#include "plugin/reports/report_care_parts.h"
#include "plugin/reports/report_parts.h"
#include "plugin/reports/sums_money.h"

static void say_silent(const struct care_read *care, struct page *page)
{
	char overdue[COUNT_ROOM];
	char silent[DECIMAL_ROOM];

	if (!care->has_scores) {
		page_note(page, "Who is overdue is not known: the models have not looked at this "
				"shop yet. Let them, once a week: regulars refresh");
		return;
	}
	if (care->never_spoke > 0 || care->is_for_programs)
		page_fact(page, "silent", "overdue and never said why", PAGE_COUNT,
			  care->never_spoke);
	if (care->overdue == 0)
		return;
	table_count(care->never_spoke, silent);
	page_say(page,
		 "%s overdue against their own rhythm; %s of them never said a word. Whom to "
		 "contact, and with what words: regulars contacts",
		 count_say(care->overdue, "regular is", "regulars are", overdue), silent);
}

/* "60 of 100" */
static const char *hundred(double share, char ret[DECIMAL_ROOM])
{
	(void)snprintf(ret, DECIMAL_ROOM, "%lld of 100", (long long)report_care_hundredths(share));
	return ret;
}

static void say_verdict(const struct care_read *care, struct page *page)
{
	const struct contact_effect *effect = &care->effect;
	const long long difference = (long long)report_care_hundredths(effect->difference);
	const long long low = (long long)report_care_hundredths(effect->interval.low);
	const long long high = (long long)report_care_hundredths(effect->interval.high);

	switch (effect->verdict) {
	case CARE_TOO_FEW:
		page_say(page, "Too few to tell whether contacting helps.");
		break;
	case CARE_CHANCE:
		page_say(page,
			 "That could still be chance: the difference lies between %+lld and %+lld "
			 "of 100 (95 %% interval).",
			 low, high);
		break;
	case CARE_HELPS:
		page_say(page,
			 "Contacting brings back %lld of 100 more (95 %% interval %+lld to "
			 "%+lld).",
			 difference, low, high);
		break;
	case CARE_HARMS:
		page_say(page,
			 "Those contacted came less: %+lld of 100 (95 %% interval %+lld to %+lld). "
			 "Stop, or say something else.",
			 difference, low, high);
		break;
	}
}

/* Of major units, for a sentence. */
static const char *say_each(const struct care_read *care, double minor, char ret[DECIMAL_ROOM])
{
	money_write(money_of(llround(minor)), &care->store->shop.currency, ret);
	return ret;
}

static void say_money(const struct care_read *care, struct page *page)
{
	const struct contact_effect *effect = &care->effect;
	char each[DECIMAL_ROOM];
	char low[DECIMAL_ROOM];
	char high[DECIMAL_ROOM];

	if (!effect->has_money || effect->verdict == CARE_TOO_FEW)
		return;
	page_say(page,
		 "In money: %s %s of net sales more for each who was to be contacted, within %d "
		 "days (95 %% interval %s to %s).",
		 say_each(care, effect->each, each), care->store->shop.currency.code,
		 CONTACT_SEASON_DAYS, say_each(care, effect->each_interval.low, low),
		 say_each(care, effect->each_interval.high, high));
}

static void say_running(const struct care_read *care, struct page *page)
{
	const struct contact_sums *sums = &care->contacts;
	const int64_t running = sums->running[ARM_CONTACTED];
	const int64_t alone = sums->running[ARM_LEFT_ALONE];
	char members[COUNT_ROOM];

	if (running + alone == 0)
		return;
	page_say(page,
		 "%s listed to be contacted within the last %d days, and %lld came back so far; of "
		 "%lld left alone %lld did.",
		 count_say(running, "member was", "members were", members), CONTACT_SEASON_DAYS,
		 (long long)sums->came_so_far[ARM_CONTACTED], (long long)alone,
		 (long long)sums->came_so_far[ARM_LEFT_ALONE]);
}

void report_care_say_contacts(const struct care_read *care, struct page *page)
{
	const struct contact_arm *a = &care->contacts.over[ARM_CONTACTED];
	const struct contact_arm *b = &care->contacts.over[ARM_LEFT_ALONE];
	char members[COUNT_ROOM];
	char came[DECIMAL_ROOM];
	char alone[DECIMAL_ROOM];

	say_silent(care, page);
	if (a->listed + b->listed > 0) {
		page_say(page,
			 "Of %s listed to be contacted %s came back within %d days; of %lld left "
			 "alone, drawn by lot, %s.",
			 count_say(a->listed, "member", "members", members),
			 hundred(care->effect.share[ARM_CONTACTED], came), CONTACT_SEASON_DAYS,
			 (long long)b->listed, hundred(care->effect.share[ARM_LEFT_ALONE], alone));
		say_verdict(care, page);
		say_money(care, page);
		page_note(page, "All who were listed to be contacted count, also those whom nobody "
				"reached: only so is it the lot alone that parts them from the "
				"others.");
	}
	say_running(care, page);
}

void report_care_add_contacts(const struct care_read *care, struct page *page)
{
	static const char *const TITLES[ARMS] = { "to be contacted", "left alone" };
	const struct contact_arm *arms = care->contacts.over;

	if (arms[ARM_CONTACTED].listed + arms[ARM_LEFT_ALONE].listed == 0)
		return;
	page_table(page, "contacts", "Did contacting bring them back? Drawn by lot");
	page_column(page, "group", "group", PAGE_TEXT);
	page_column(page, "members", "members", PAGE_COUNT);
	page_column(page, "reached", "contacted", PAGE_COUNT);
	page_column(page, "came", "came back", PAGE_COUNT);
	page_column(page, "share", "share", PAGE_SHARE | PAGE_BAR);
	page_column(page, "net_each", "net sales each", PAGE_MONEY);
	for (int i = 0; i < ARMS; i++) {
		page_row(page);
		page_text(page, TITLES[i]);
		page_number(page, arms[i].listed);
		page_number(page, arms[i].reached);
		page_number(page, arms[i].came);
		if (arms[i].listed == 0) {
			page_nothing(page);
			page_nothing(page);
			continue;
		}
		page_number(page, share_of(arms[i].came, arms[i].listed));
		page_money(page, sums_per(arms[i].net, arms[i].listed));
	}
}

/* ---- Staff ---- */

static rgl_rc say_score(const struct care_read *care, struct page *page)
{
	struct voice_score score = { 0 };
	rgl_rc rc = voice_scores(care->store, care->from_ms, &score);
	char people[COUNT_ROOM];
	char said[DECIMAL_ROOM];
	int64_t milli;

	if (rc < 0 || score.count == 0)
		return rc;
	milli = table_share(score.sum, score.count, 1000);
	page_fact(page, "staff_score", "staff give the shop, 0 to 10", PAGE_MILLI, milli);
	decimal_write(table_share(milli, 100, 1), 1, said); /* half away from zero, as the fact */
	page_say(page,
		 "Staff give the shop %s of 10 as a place to work (%s); of the customers' moods "
		 "%s are happy.",
		 said, count_say(score.count, "voice", "voices", people),
		 moods_all(&care->moods) == 0
			 ? "none"
			 : hundred((double)care->moods.happy / (double)moods_all(&care->moods),
				   (char[DECIMAL_ROOM]) { 0 }));
	return RGL_OK;
}

struct needs {
	struct page *page;
	int64_t count;
};

/* A voice_theme_taker. */
static rgl_rc take_theme(void *user, const struct voice_theme *theme)
{
	struct needs *needs = user;

	if (needs->count++ == 0) {
		page_table(needs->page, "staff", "What staff say they need, in confidence");
		page_column(needs->page, "theme", "theme", PAGE_TEXT);
		page_column(needs->page, "voices", "voices", PAGE_COUNT | PAGE_BAR);
	}
	page_row(needs->page);
	page_text(needs->page, theme->theme);
	page_number(needs->page, theme->voices);
	return RGL_OK;
}

/* A voice_words_taker. */
static rgl_rc take_words(void *user, const char *theme, const char *words)
{
	struct needs *needs = user;

	if (needs->count++ == 0) {
		page_table(needs->page, "staff_words", "In their words, as they wished");
		page_column(needs->page, "theme", "theme", PAGE_TEXT);
		page_column(needs->page, "words", "words", PAGE_TEXT);
	}
	page_row(needs->page);
	page_text(needs->page, theme);
	page_text(needs->page, words);
	return RGL_OK;
}

rgl_rc report_care_say_staff(const struct care_read *care, struct page *page)
{
	return say_score(care, page);
}

rgl_rc report_care_add_staff(const struct care_read *care, struct page *page)
{
	struct needs themes = { .page = page };
	struct needs words = { .page = page };
	rgl_rc rc = voice_themes(care->store, care->from_ms, take_theme, &themes);

	if (rc == RGL_OK)
		rc = voice_words(care->store, care->from_ms, take_words, &words);
	if (rc == RGL_OK && themes.count > 0)
		page_note(page, "A theme that fewer than %d named is not shown.", VOICES_LEAST);
	return rc;
}
