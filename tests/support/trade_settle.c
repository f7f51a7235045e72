/* trade_settle.c - every order of a day once more, and what they all moved. See trade.h. */
#include "tests/support/trade_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const PURSE_NAMES[TRADE_PURSES] = { "points", "credit", "gift", "tea" };

/* ---- Once more ---- */

/* Without a field whose value has no brackets inside others. */
static void cut(char *text, const char *name)
{
	char head[48];
	char *at;
	size_t length;

	(void)snprintf(head, sizeof(head), ",\"%s\":", name);
	at = strstr(text, head);
	if (at == NULL)
		return;
	length = strlen(head);
	length += at[length] == '{' ? strcspn(at + length, "}") + 1 : strcspn(at + length, ",}");
	memmove(at, at + length, strlen(at + length) + 1);
}

/* Without the notice that the sale was undone since: the last of them, or the only one. */
static void cut_undone(char *text)
{
	static const char LIST[] = ",\"notices\":[";
	char *at = strstr(text, "{\"field\":\"id\"");
	const char *end;

	if (at == NULL)
		return;
	end = at + strcspn(at, "}") + 1;
	if (at[-1] == '[') {
		at -= sizeof(LIST) - 1;
		end++;
	} else {
		at--;
	}
	memmove(at, end, strlen(end) + 1);
}

/* An answer without what may differ: the code, balances as of today, what was said of a scan that
 * was nobody's then, and that the sale was undone since. */
static void strip(const struct order *order, const char *answer, char ret[TRADE_TEXT_ROOM])
{
	char *purses;
	char *unseen;

	(void)snprintf(ret, TRADE_TEXT_ROOM, "%s", answer);
	cut(ret, "code");
	cut(ret, "credit");
	cut(ret, "tier");
	if (strstr(order->id, "-friend") != NULL)
		cut(ret, "member_id"); /* who may be another by now: trade_merge_the_friend() */
	if (order->again == AGAIN_TODAY) {
		cut(ret, "balance");
		cut(ret, "missing");
	}
	purses = strstr(ret, "\"purses\":[");
	while (purses != NULL && strstr(purses, ",\"balance\":") != NULL)
		cut(purses, "balance");
	cut_undone(ret);
	unseen = strstr(ret, ",\"unseen\"");
	if (unseen != NULL)
		(void)snprintf(unseen, (size_t)(ret + TRADE_TEXT_ROOM - unseen), "}");
}

static bool is_there(const struct order *order, const char *answer)
{
	switch (order->again) {
	case AGAIN_EXISTS:
	case AGAIN_TODAY:
		return trade_is_yes(answer) && trade_has_code(answer, "EXISTS");
	case AGAIN_TAKEN:
		return trade_has_code(answer, "E_TAKEN");
	case AGAIN_MERGED:
		return trade_has_code(answer, "E_UNKNOWN") && strstr(answer, "merged") != NULL;
	case AGAIN_NEVER:
	case AGAIN_ALWAYS:
		return trade_is_yes(answer);
	}
	return false;
}

static bool is_same(const struct order *order, const char *answer)
{
	char one[TRADE_TEXT_ROOM];
	char other[TRADE_TEXT_ROOM];

	if (order->again != AGAIN_EXISTS && order->again != AGAIN_TODAY)
		return true;
	strip(order, order->answer, one);
	strip(order, answer, other);
	return strcmp(one, other) == 0;
}

/* The order that took the place of another, under its id; NULL: none did. */
static const struct order *replacement(const struct trade *trade, const struct order *order)
{
	const struct order *end = trade->orders + trade->order_count;

	for (const struct order *next = order + 1; order->id[0] != '\0' && next < end; next++)
		if (next->replaces && strcmp(next->id, order->id) == 0)
			return next;
	return NULL;
}

void trade_settle_order(struct trade *trade, struct order *order)
{
	const struct order *next = replacement(trade, order);
	char answer[TRADE_TEXT_ROOM];
	bool before = order->acknowledged;

	if (order->again == AGAIN_NEVER || (order->again == AGAIN_MERGED && next != NULL))
		return;
	trade_send(trade, order, answer);
	if (next != NULL && trade_has_code(answer, "E_DIFFERS")) {
		order->acknowledged = true;
		return;
	}
	if (next != NULL && next->acknowledged)
		trade_say(trade, "edited, but there as it was", order, answer);
	if (before && (!is_there(order, answer) || !is_same(order, answer)))
		trade_say(trade, "acknowledged, but not there as it was", order, answer);
	if (before)
		return;
	if (!is_there(order, answer) && !trade_is_yes(answer))
		trade_say(trade, "refused on a store that is well", order, answer);
	order->acknowledged = true;
	(void)snprintf(order->answer, sizeof(order->answer), "%s", answer);
	trade_send(trade, order, answer);
	if (!is_there(order, answer) || !is_same(order, answer))
		trade_say(trade, "carried out, but not there as it was", order, answer);
}

void trade_settle(struct trade *trade)
{
	for (int i = 0; i < trade->order_count; i++)
		trade_settle_order(trade, &trade->orders[i]);
}

/* ---- What they moved ---- */

/* Sent twice, or replaced: the last under an id counts. */
static bool is_last(const struct trade *trade, int at)
{
	for (int i = at + 1; i < trade->order_count; i++)
		if (strcmp(trade->orders[i].id, trade->orders[at].id) == 0)
			return false;
	return true;
}

/* The number of a field, when it comes before `end`. */
static int64_t number_of(const char *text, const char *name, const char *end)
{
	const char *at = strstr(text, name);

	return at == NULL || at > end ? 0 : strtoll(at + strlen(name), NULL, 10);
}

/* What a sale's, refund's or void's answer says of a purse. */
static int64_t answered(const struct order *order, enum trade_purse purse)
{
	const char *purses = strstr(order->answer, "\"purses\":[");
	const char *end = order->answer + strlen(order->answer);
	char head[48];

	if (order->again != AGAIN_EXISTS)
		return 0;
	if (purse == TRADE_POINTS) {
		end = purses == NULL ? end : purses;
		return number_of(order->answer, "\"points\":", end) -
		       number_of(order->answer, "\"spent\":", end);
	}
	(void)snprintf(head, sizeof(head), "{\"id\":\"%s\",", PURSE_NAMES[purse]);
	purses = purses == NULL ? NULL : strstr(purses, head);
	return purses == NULL ? 0
			      : number_of(purses, "\"earned\":", end) -
					number_of(purses, "\"spent\":", end);
}

struct units trade_units(const struct trade *trade)
{
	struct units units = { { 0 } };

	for (int i = 0; i < trade->order_count; i++) {
		const struct order *order = &trade->orders[i];

		if (!order->acknowledged || (order->id[0] != '\0' && !is_last(trade, i)))
			continue;
		for (int purse = 0; purse < TRADE_PURSES; purse++)
			units.of[purse] +=
				order->moved.of[purse] + answered(order, (enum trade_purse)purse);
	}
	return units;
}
