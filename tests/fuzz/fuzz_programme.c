/* fuzz_programme.c - any bytes as an owner's programme, for a shop in Copenhagen.
 *
 * What must hold: a refusal leaves the output as it was, and names a line that the file has; what
 * is taken has no text that is NULL, no reference into nothing, and nothing to divide by zero with.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/base/zone.h"
#include "plugin/programme/programme.h"
#include "tests/fuzz/fuzz.h"

static size_t lines_of(const uint8_t *data, size_t size)
{
	size_t lines = 1;

	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n';
	return lines;
}

static void check_refusal(rgl_rc rc, const struct rgl_why *why, size_t lines)
{
	unsigned long line = strtoul(why->text + strlen("line "), NULL, 10);

	fuzz_must(why->code == rc, "a refusal has its code");
	fuzz_must_of(strncmp(why->text, "line ", 5) == 0 && line >= 1 && line <= lines,
		     "a refusal names a line of the file", why->text);
}

static void check_words(const struct word_list *words)
{
	fuzz_must(words->count <= PROGRAMME_LIST_MAX, "a list is not too long");
	for (size_t i = 0; i < words->count; i++)
		fuzz_must(words->texts[i] != NULL && words->texts[i][0] != '\0',
			  "a text of a list is one");
}

static void check_scope(const struct scope *scope)
{
	check_words(&scope->products);
	check_words(&scope->categories);
	check_words(&scope->tags);
}

static void check_when(const struct programme *programme, const struct conditions *when)
{
	check_scope(&when->items);
	check_words(&when->tiers);
	check_words(&when->segments);
	check_words(&when->codes);
	check_words(&when->stores);
	for (size_t i = 0; i < when->tiers.count; i++)
		fuzz_must_of(programme_find_level(programme, when->tiers.texts[i]) !=
				     PROGRAMME_NONE,
			     "a condition's level is there", when->tiers.texts[i]);
	fuzz_must(when->from_ms == 0 || when->until_ms == 0 || when->from_ms < when->until_ms,
		  "until is after from");
	fuzz_must(when->from_minute >= 0 && when->from_minute < 1440 && when->until_minute >= 0 &&
			  when->until_minute < 1440,
		  "hours are of a day");
	fuzz_must(!when->has_weekdays || (when->weekdays > 0 && when->weekdays < 0x80),
		  "a condition of weekdays has some");
}

static void check_rule(const struct programme *programme, size_t index)
{
	const struct rule *rule = &programme->rules[index];

	fuzz_must_of(programme_find_rule(programme, rule->id) == index, "a rule's id is its own",
		     rule->id);
	fuzz_must(rule->title != NULL, "a rule's title is a text");
	fuzz_must(rule->purse < programme->purse_count && rule->purse != PURSE_GIFT,
		  "a rule's purse is there");
	fuzz_must(rule->per != RULE_PER_AMOUNT || money_sign(rule->amount) > 0,
		  "an amount is above zero");
	fuzz_must(rule->per != RULE_PER_UNIT || rule->unit_milli > 0, "a unit is above zero");
	fuzz_must(rule->per != RULE_MULTIPLY || rule->factor_milli > 0, "a factor is above zero");
	fuzz_must(rule->units >= 0 && rule->referrer_units >= 0 &&
			  rule->units + rule->referrer_units + rule->factor_milli > 0,
		  "a rule gives something");
	check_when(programme, &rule->when);
}

static void check_reward(const struct programme *programme, size_t index)
{
	const struct reward *reward = &programme->rewards[index];
	bool is_coupon = reward->kind == REWARD_COUPON;

	fuzz_must_of(programme_find_reward(programme, reward->id) == index,
		     "a reward's id is its own", reward->id);
	fuzz_must(reward->title[0] != '\0' && reward->product != NULL && reward->group != NULL,
		  "a reward's texts are texts");
	fuzz_must(reward->purse < programme->purse_count, "a reward's purse is there");
	fuzz_must(is_coupon == (reward->coupon != PROGRAMME_NONE), "a coupon is for a reward");
	fuzz_must(!is_coupon || (reward->coupon < programme->reward_count &&
				 programme->rewards[reward->coupon].kind != REWARD_COUPON),
		  "a coupon's reward is there, and no coupon");
	fuzz_must(reward->kind != REWARD_MONEY || money_sign(programme->worth) > 0,
		  "points that pay are worth something");
	fuzz_must(reward->kind != REWARD_BUY_GET ||
			  (reward->buy_milli > 0 && reward->free_milli > 0),
		  "so many for so many are some");
	fuzz_must(reward->percent_milli >= 0 && reward->percent_milli <= 100000 &&
			  reward->cost >= 0 && reward->per_sale > 0,
		  "a reward's numbers are in their bounds");
	check_scope(&reward->items);
	check_scope(&reward->buy);
	check_when(programme, &reward->when);
}

static void check_programme(const struct programme *programme)
{
	fuzz_must(programme->name[0] != '\0' && programme->worth_of > 0, "a programme has a name");
	fuzz_must(programme->rule_count <= PROGRAMME_RULES_MAX &&
			  programme->reward_count <= PROGRAMME_REWARDS_MAX &&
			  programme->purse_count <= PROGRAMME_PURSES_MAX &&
			  programme->tiers.level_count <= PROGRAMME_LEVELS_MAX,
		  "a programme is not too large");
	for (size_t i = 0; i < programme->purse_count; i++)
		fuzz_must_of(programme_find_purse(programme, programme->purses[i].id) == i,
			     "a purse's id is its own", programme->purses[i].id);
	for (size_t i = 1; i < programme->tiers.level_count; i++)
		fuzz_must(programme->tiers.levels[i - 1].from < programme->tiers.levels[i].from,
			  "levels rise");
	for (size_t i = 0; i < programme->rule_count; i++)
		check_rule(programme, i);
	for (size_t i = 0; i < programme->reward_count; i++)
		check_reward(programme, i);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct currency currency = { "EUR", 2 };
	struct programme *untouched = (struct programme *)(uintptr_t)0x77;
	struct programme *programme = untouched;
	struct rgl_why why = { .size = sizeof(why) };
	struct zone *zone = NULL;
	struct host host;
	rgl_rc rc;

	host_init(&host, NULL);
	fuzz_must(zone_open(&host, "Europe/Copenhagen", &zone, NULL) == RGL_OK, "a zone opens");
	rc = programme_read(&host, (const char *)data, size, &currency, zone, &programme, &why);
	zone_close(zone);
	if (rc < 0) {
		fuzz_must(programme == untouched, "a refusal leaves the output as it was");
		check_refusal(rc, &why, lines_of(data, size));
		return 0;
	}
	check_programme(programme);
	programme_free(programme);
	return 0;
}
