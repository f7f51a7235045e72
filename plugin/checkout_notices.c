/* checkout_notices.c - see checkout_parts.h: what of a sale came to nothing, said in words.
 *
 * From what the till sent and the programme alone, so that it is the same each time; but for what a
 * void has made of it since.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "plugin/base/utf8.h"
#include "plugin/checkout_parts.h"
#include "plugin/loyalty/match.h"

static bool is_among(const struct word_list *codes, const char *code)
{
	return codes->count > 0 && match_word(codes, code, false);
}

static bool is_known(const struct programme *programme, const char *code)
{
	for (size_t i = 0; i < programme->reward_count; i++)
		if (is_among(&programme->rewards[i].when.codes, code))
			return true;
	for (size_t i = 0; i < programme->rule_count; i++)
		if (is_among(&programme->rules[i].when.codes, code))
			return true;
	return false;
}

PRINTF(3, 4)
static void note(struct notices *notices, const char *field, const char *format, ...)
{
	struct notice *notice;
	va_list arguments;

	if (notices->count == NOTICES_MAX)
		return;
	notice = &notices->items[notices->count++];
	notice->field = field;
	va_start(arguments, format);
	(void)vsnprintf(notice->text, sizeof(notice->text), format, arguments);
	va_end(arguments);
	notice->text[utf8_whole(notice->text, strlen(notice->text))] = '\0';
}

void notice_of_void(const struct sale *sale, struct notices *ret)
{
	note(ret, "id",
	     "%.80s was undone since, and stays so; if it took place after all, send it under a "
	     "new id",
	     record_shown(sale->id).text);
}

void notices_of_codes(const struct desk *desk, const struct sale *sale, struct notices *ret)
{
	const struct programme *programme = desk->plan.entry->programme;

	for (size_t i = 0; i < sale->code_count; i++) {
		const char *code = sale->codes[i];

		if (code != NULL && code[0] != '\0' && !is_known(programme, code))
			note(ret, "codes", "%s is not a code of this shop",
			     record_shown(code).text);
	}
}

/* A coupon or a thing for next time needs no line. */
static bool is_on_bill(const struct sale *sale, const struct reward *reward)
{
	if (reward->kind == REWARD_COUPON || reward->kind == REWARD_THING)
		return true;
	for (size_t i = 0; i < sale->line_count; i++)
		if (sale->lines[i].reward != NULL &&
		    strcmp(sale->lines[i].reward, reward->id) == 0 &&
		    (money_sign(sale->lines[i].total) < 0 || !redeem_is_money_off(reward)))
			return true;
	return false;
}

/* The reward that a wish is for: of its id, of a promotion's code, or of a coupon's. */
static rgl_rc reward_of(struct desk *desk, const struct wish *wish, size_t *ret)
{
	const struct programme *programme = desk->plan.entry->programme;
	struct voucher voucher = { 0 };
	rgl_rc rc;

	if (wish->reward != NULL && wish->reward[0] != '\0') {
		*ret = programme_find_reward(programme, wish->reward);
		return RGL_OK;
	}
	for (size_t i = 0; i < programme->reward_count; i++)
		if (wish->code != NULL && is_among(&programme->rewards[i].when.codes, wish->code)) {
			*ret = i;
			return RGL_OK;
		}
	if (wish->code == NULL || wish->code[0] == '\0')
		return RGL_OK;
	rc = vouchers_find(desk->store, wish->code, &voucher);
	if (rc == RGL_OK)
		*ret = programme_find_reward(programme, voucher.reward);
	return rc;
}

static void note_missing(const struct wish *wish, struct notices *ret)
{
	const char *asked =
		wish->reward != NULL && wish->reward[0] != '\0' ? wish->reward : wish->code;

	if (asked == NULL || asked[0] == '\0')
		note(ret, "rewards", "a reward was asked for by no name and no code");
	else
		note(ret, "rewards", "there is no reward %s in the programme",
		     record_shown(asked).text);
}

rgl_rc notices_of_wishes(struct desk *desk, const struct sale *sale, struct notices *ret)
{
	const struct programme *programme = desk->plan.entry->programme;
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < sale->wish_count; i++) {
		const struct wish *wish = &sale->wishes[i];
		size_t reward = PROGRAMME_NONE;

		rc = reward_of(desk, wish, &reward);
		if (rc < 0)
			break;
		if (reward == PROGRAMME_NONE)
			note_missing(wish, ret);
		else if (!is_on_bill(sale, &programme->rewards[reward]))
			note(ret, "rewards",
			     "%.90s: it is not on the bill, so nothing was given for it",
			     programme->rewards[reward].title);
	}
	return rc;
}
