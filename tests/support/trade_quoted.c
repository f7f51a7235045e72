/* trade_quoted.c - the steps of a day with rewards and coupons, quoted and set aside, or not. See
 * trade_parts.h. */
#include "tests/support/trade_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GOODS                                                                                      \
	"{\"name\":\"Coffee\",\"sku\":\"C1\",\"qty\":2,\"total\":1800},"                           \
	"{\"name\":\"Tea\",\"category\":\"tea\",\"qty\":1,\"total\":400}"
#define GOODS_TOTAL 2200

enum { LINES_ROOM = 640 };

static struct trade_id coupon_code(const struct trade *trade)
{
	return trade_id(trade, "coupon");
}

void trade_issue_a_coupon(struct trade *trade)
{
	const struct trade_id id = trade_id(trade, "issue-2");

	trade_ask(trade, &(struct trade_asked) { .id = id.text },
		  "{\"op\":\"issue\",\"id\":\"%s\",\"kind\":\"coupon\",\"reward\":\"tenth-off\","
		  "\"code\":\"%s\",\"who\":\"Mia\",\"why\":\"a late train\"}",
		  id.text, coupon_code(trade).text);
}

static void quote(struct trade *trade, const char *name, const char *wishes)
{
	const struct trade_id id = trade_id(trade, name);

	trade_ask(trade, &(struct trade_asked) { .id = id.text, .again = AGAIN_NEVER },
		  "{\"op\":\"quote\",\"sale\":{\"id\":\"%s\"," TRADE_AT ",%s\"lines\":[" GOODS
		  "],\"rewards\":[%s],\"total\":0}}",
		  id.text, trade_guest(trade).text, wishes);
}

/* For points, and by a coupon. */
void trade_quote_rewards(struct trade *trade)
{
	char wishes[96];

	(void)snprintf(wishes, sizeof(wishes), "{\"reward\":\"three-off\"},{\"code\":\"%s\"}",
		       coupon_code(trade).text);
	quote(trade, "quote", wishes);
}

void trade_quote_tea(struct trade *trade)
{
	quote(trade, "quote-2", "{\"reward\":\"free-tea\"}");
}

/* The hold that a quote answered; 0: none. */
static int64_t hold_of(const struct trade *trade, const char *name)
{
	const struct order *order = trade_order(trade, name);
	char text[32];

	if (order == NULL || !order->acknowledged ||
	    !trade_field(order, "hold", text, sizeof(text)))
		return 0;
	return strtoll(text, NULL, 10);
}

/* The lines of a quote stand in the sale as they are. */
static void lines_of(const struct order *order, char ret[LINES_ROOM])
{
	const char *at = strstr(order->answer, "\"lines\":[");
	const char *end = at == NULL ? NULL : strchr(at, ']');

	(void)snprintf(ret, LINES_ROOM, "%s", GOODS);
	if (end != NULL && end > at + 9)
		(void)snprintf(ret, LINES_ROOM, "%s,%.*s", GOODS, (int)(end - at - 9), at + 9);
}

void trade_sell_what_was_quoted(struct trade *trade)
{
	const struct trade_member member = trade_guest(trade);
	const struct order *order = trade_order(trade, "quote");
	int64_t hold = hold_of(trade, "quote");
	char extra[64];
	char lines[LINES_ROOM];
	char due[32];
	struct trade_sale sale = { "sale", NULL, member.text, extra, lines, "", 0 };

	if (hold == 0 || !trade_field(order, "due", due, sizeof(due)))
		return;
	lines_of(order, lines);
	(void)snprintf(extra, sizeof(extra), "\"hold\":%lld,", (long long)hold);
	sale.total = (int)strtol(due, NULL, 10);
	trade_ask_sale(trade, "quoted", &sale, NULL);
}

/* Brings the points and the coupon back. */
void trade_void_what_was_quoted(struct trade *trade)
{
	trade_void(trade, "quoted");
}

void trade_let_the_tea_go(struct trade *trade)
{
	int64_t hold = hold_of(trade, "quote-2");

	if (hold != 0)
		trade_ask(trade, &(struct trade_asked) { .again = AGAIN_EXISTS },
			  "{\"op\":\"let_go\",\"hold\":%lld}", (long long)hold);
}

/* A till that cannot quote: the discount is a line, and is paid for. */
void trade_sell_with_tea(struct trade *trade)
{
	const struct trade_member member = trade_guest(trade);
	const struct trade_sale sale = {
		"sale",
		NULL,
		member.text,
		"",
		GOODS ",{\"name\":\"Free tea\",\"reward\":\"free-tea\",\"total\":-400}",
		"",
		GOODS_TOTAL - 400,
	};

	trade_ask_sale(trade, "tea", &sale, NULL);
}
