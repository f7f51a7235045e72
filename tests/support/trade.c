/* trade.c - see trade.h. The steps themselves are in trade_*.c. */
#include "tests/support/trade_parts.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* In this order: what needs no programme, then the rest; who is merged has no business after it. */
static trade_function *const STEPS[] = {
	trade_enrol_a_guest,
	trade_sell_to_a_regular,
	trade_sell_to_the_guest,
	trade_sell_to_a_stranger,
	trade_sell_the_same_again,
	trade_give_a_part_back,
	trade_give_the_rest_back,
	trade_sell_in_the_evening,
	trade_issue_a_gift_card,
	trade_sell_a_gift_card,
	trade_pay_with_the_gift_card,
	trade_refund_to_the_gift_card,
	trade_pay_credit_in,
	trade_pay_with_credit,
	trade_pay_with_points,
	trade_issue_a_coupon,
	trade_quote_rewards,
	trade_sell_what_was_quoted,
	trade_quote_tea,
	trade_let_the_tea_go,
	trade_sell_with_tea,
	trade_void_what_points_paid,
	trade_void_what_was_quoted,
	trade_sell_to_be_edited,
	trade_edit_it,
	trade_give_by_hand,
	trade_take_by_hand,
	trade_sell_late,
	trade_sweep_the_store,
	trade_enrol_a_borrower,
	trade_sell_for_points,
	trade_spend_them,
	trade_void_what_earned_them,
	trade_enrol_a_friend,
	trade_sell_to_the_friend,
	trade_merge_the_friend,
	trade_part_from_the_friend,
};
enum { PLAIN_STEPS = 8 };

void trade_say(struct trade *trade, const char *what, const struct order *order, const char *answer)
{
	if (trade->wrong[0] == '\0')
		(void)snprintf(trade->wrong, sizeof(trade->wrong), "%s: %s -> %s, then %s", what,
			       order->request, order->answer, answer);
}

bool trade_is_yes(const char *answer)
{
	return strncmp(answer, "{\"ok\":true", 10) == 0;
}

bool trade_has_code(const char *answer, const char *code)
{
	char text[48];

	(void)snprintf(text, sizeof(text), "\"code\":\"%s\"", code);
	return strstr(answer, text) != NULL;
}

void trade_send(const struct trade *trade, const struct order *order, char ret[TRADE_TEXT_ROOM])
{
	char answer[RGL_ANSWER_ROOM];
	size_t length = sizeof(answer);
	int32_t rc;

	if (strcmp(order->request, TRADE_SWEEP) == 0) {
		trade_sweep(trade, ret);
		return;
	}
	rc = trade->api->request(trade->rgl, order->request, strlen(order->request), answer,
				 &length);
	if (rc == RGL_OK)
		(void)snprintf(ret, TRADE_TEXT_ROOM, "%.*s", TRADE_TEXT_ROOM - 1, answer);
	else
		(void)snprintf(ret, TRADE_TEXT_ROOM, "{\"ok\":false,\"code\":\"%s\"}",
			       rc == RGL_E_MEMORY ? "E_MEMORY" : trade->api->words(rc));
}

static bool all_acknowledged(const struct trade *trade)
{
	for (int i = 0; i < trade->order_count; i++)
		if (!trade->orders[i].acknowledged)
			return false;
	return true;
}

/* A disk or memory that fails may be the cause; and what an order rests on (a sale, a member, a
 * gift card, what is on it) may be missing when something before it was refused. */
static bool may_refuse(const struct trade *trade, const char *answer)
{
	if (trade_has_code(answer, "E_FULL") || trade_has_code(answer, "E_INPUT_OUTPUT") ||
	    trade_has_code(answer, "E_MEMORY"))
		return true;
	return !all_acknowledged(trade) &&
	       (trade_has_code(answer, "E_NO_SALE") || trade_has_code(answer, "E_UNKNOWN") ||
		trade_has_code(answer, "E_POINTS"));
}

static void carry_out(struct trade *trade, struct order *order)
{
	if (trade->tell != NULL)
		trade->tell(trade->user, order);
	trade_send(trade, order, order->answer);
	for (int i = 0; i < 20 && trade->is_crowded && trade_has_code(order->answer, "E_BUSY"); i++)
		trade_send(trade, order, order->answer);
	order->acknowledged = trade_is_yes(order->answer);
	if (!order->acknowledged && !may_refuse(trade, order->answer))
		trade_say(trade, "a refusal that says what is not so", order, "");
	if (trade->tell != NULL)
		trade->tell(trade->user, order);
}

void trade_ask(struct trade *trade, const struct trade_asked *asked, const char *format, ...)
{
	struct order *order = &trade->orders[trade->order_count];
	va_list arguments;
	int length;

	*order = (struct order) {
		.moved = asked->moved,
		.again = asked->again,
		.replaces = asked->replaces,
	};
	(void)snprintf(order->id, sizeof(order->id), "%s", asked->id == NULL ? "" : asked->id);
	va_start(arguments, format);
	length = vsnprintf(order->request, sizeof(order->request), format, arguments);
	va_end(arguments);
	if (length >= TRADE_TEXT_ROOM)
		trade_say(trade, "a request that is too long", order, "");
	carry_out(trade, order);
	trade->order_count++;
}

struct trade_id trade_id(const struct trade *trade, const char *name)
{
	struct trade_id id;

	(void)snprintf(id.text, sizeof(id.text), "D%lld-%s", (long long)trade->day, name);
	return id;
}

const struct order *trade_order(const struct trade *trade, const char *name)
{
	const struct trade_id id = trade_id(trade, name);

	for (int i = trade->order_count - 1; i >= 0; i--)
		if (strcmp(trade->orders[i].id, id.text) == 0)
			return &trade->orders[i];
	return NULL;
}

/* ---- Running them ---- */

void trade_init(struct trade *ret, const struct rgl_api *api, const struct rgl_host *host,
		const char *store, int64_t day)
{
	*ret = (struct trade) {
		.api = api,
		.options = { .size = sizeof(ret->options), .store = store },
		.day = day,
	};
	if (host != NULL)
		ret->host = *host;
	ret->host.size = sizeof(ret->host);
}

int32_t trade_open(struct trade *trade)
{
	struct rgl_why why = { .size = sizeof(why) };
	int32_t rc = trade->api->open(&trade->host, &trade->options, &trade->rgl, &why);

	if (rc < 0 && rc != RGL_E_FULL && rc != RGL_E_INPUT_OUTPUT && rc != RGL_E_MEMORY &&
	    trade->wrong[0] == '\0')
		(void)snprintf(trade->wrong, sizeof(trade->wrong), "open: %s", why.text);
	return rc;
}

void trade_close(struct trade *trade)
{
	if (trade->rgl != NULL)
		trade->api->close(trade->rgl);
	trade->rgl = NULL;
}

int trade_step_count(void)
{
	return (int)(sizeof(STEPS) / sizeof(STEPS[0]));
}

int trade_plain_count(void)
{
	return PLAIN_STEPS;
}

bool trade_step(struct trade *trade, int step)
{
	int before = trade->order_count;

	STEPS[step](trade);
	return trade->order_count > before && trade->orders[before].acknowledged;
}

bool trade_field(const struct order *order, const char *name, char *ret, size_t room)
{
	char head[48];
	const char *at;
	bool is_quoted;

	(void)snprintf(head, sizeof(head), "\"%s\":", name);
	at = strstr(order->answer, head);
	if (at == NULL)
		return false;
	at += strlen(head);
	is_quoted = *at == '"';
	at += is_quoted ? 1 : 0;
	(void)snprintf(ret, room, "%.*s", (int)strcspn(at, is_quoted ? "\"" : ",}"), at);
	return true;
}
