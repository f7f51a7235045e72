/* trade_stored.c - the steps of a day in which gift cards, store credit and points are money. See
 * trade_parts.h. */
#include "tests/support/trade_parts.h"

#include <stdio.h>

#define COFFEE "{\"name\":\"Coffee\",\"sku\":\"C1\",\"qty\":1,\"total\":900}"

/* The number that is printed on the gift card which is issued. */
static struct trade_id gift_code(const struct trade *trade)
{
	return trade_id(trade, "paper");
}

void trade_issue_a_gift_card(struct trade *trade)
{
	const struct trade_id id = trade_id(trade, "issue");
	const struct trade_asked asked = { .id = id.text, .moved = { { [TRADE_GIFT] = 2000 } } };

	trade_ask(trade, &asked,
		  "{\"op\":\"issue\",\"id\":\"%s\",\"kind\":\"gift_card\",\"amount\":2000,"
		  "\"code\":\"%s\",\"who\":\"Mia\",\"why\":\"a prize\"}",
		  id.text, gift_code(trade).text);
}

/* Its code is made by the plugin. */
void trade_sell_a_gift_card(struct trade *trade)
{
	const struct trade_member member = trade_guest(trade);
	const struct trade_sale sale = {
		"sale",
		NULL,
		member.text,
		"",
		"{\"name\":\"Gift card\",\"kind\":\"gift_card\",\"total\":1500}," COFFEE,
		"{\"kind\":\"card\",\"amount\":2400}",
		2400,
	};

	trade_ask_sale(trade, "gift", &sale, &(struct units) { { [TRADE_GIFT] = 1500 } });
}

void trade_pay_with_the_gift_card(struct trade *trade)
{
	const struct trade_member member = trade_guest(trade);
	char tenders[160];
	const struct trade_sale sale = {
		"sale", NULL, member.text, "", COFFEE, tenders, 900,
	};

	(void)snprintf(tenders, sizeof(tenders),
		       "{\"kind\":\"gift_card\",\"code\":\"%s\",\"amount\":700},"
		       "{\"kind\":\"cash\",\"amount\":200}",
		       gift_code(trade).text);
	trade_ask_sale(trade, "by-gift", &sale, &(struct units) { { [TRADE_GIFT] = -700 } });
}

/* Half of it, onto the card that had paid. */
void trade_refund_to_the_gift_card(struct trade *trade)
{
	const struct trade_id id = trade_id(trade, "half");
	const struct trade_id of = trade_id(trade, "by-gift");
	const struct trade_asked asked = { .id = id.text, .moved = { { [TRADE_GIFT] = 450 } } };

	trade_ask(trade, &asked,
		  "{\"op\":\"refund\",\"id\":\"%s\",\"sale_id\":\"%s\"," TRADE_AT ",\"lines\":["
		  "{\"name\":\"Coffee\",\"sku\":\"C1\",\"qty\":\"-0.5\",\"total\":-450}],"
		  "\"tenders\":[{\"kind\":\"gift_card\",\"code\":\"%s\",\"amount\":-450}],"
		  "\"total\":-450}",
		  id.text, of.text, gift_code(trade).text);
}

void trade_pay_credit_in(struct trade *trade)
{
	const struct trade_member member = trade_guest(trade);
	const struct trade_sale sale = {
		"sale",
		NULL,
		member.text,
		"",
		"{\"name\":\"Store credit\",\"kind\":\"top_up\",\"total\":1000}",
		"{\"kind\":\"cash\",\"amount\":1000}",
		1000,
	};

	trade_ask_sale(trade, "top-up", &sale, &(struct units) { { [TRADE_CREDIT] = 1000 } });
}

void trade_pay_with_credit(struct trade *trade)
{
	const struct trade_member member = trade_guest(trade);
	const struct trade_sale sale = {
		"sale",
		NULL,
		member.text,
		"",
		COFFEE,
		"{\"kind\":\"credit\",\"amount\":600},{\"kind\":\"cash\",\"amount\":300}",
		900,
	};

	trade_ask_sale(trade, "by-credit", &sale, NULL);
}

void trade_pay_with_points(struct trade *trade)
{
	const struct trade_member member = trade_guest(trade);
	const struct trade_sale sale = {
		"sale",
		NULL,
		member.text,
		"",
		COFFEE,
		"{\"kind\":\"points\",\"amount\":100},{\"kind\":\"cash\",\"amount\":800}",
		900,
	};

	trade_ask_sale(trade, "by-points", &sale, NULL);
}

void trade_void_what_points_paid(struct trade *trade)
{
	trade_void(trade, "by-points");
}
