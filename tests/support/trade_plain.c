/* trade_plain.c - the steps of a day that need no programme, and what all steps say. See
 * trade_parts.h. */
#include "tests/support/trade_parts.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- What all say ---- */

void trade_ask_sale(struct trade *trade, const char *name, const struct trade_sale *sale,
		    const struct units *moved)
{
	const struct trade_id id = trade_id(trade, name);
	struct trade_asked asked = { .id = id.text, .again = AGAIN_EXISTS };

	if (moved != NULL)
		asked.moved = *moved;
	asked.replaces = sale->op[0] == 'e';
	trade_ask(trade, &asked,
		  "{\"op\":\"%s\",\"print\":true,\"sale\":{\"id\":\"%s\",\"at\":\"%s\","
		  "\"currency\":\"EUR\",%s%s\"lines\":[%s],\"tenders\":[%s],\"total\":%d}}",
		  sale->op, id.text, sale->at == NULL ? "2026-01-05T10:00:00Z" : sale->at,
		  sale->member, sale->extra, sale->lines, sale->tenders, sale->total);
}

void trade_sell(struct trade *trade, const char *name, const char *member, int minor)
{
	char lines[200];
	char tenders[64];
	const struct trade_sale sale = { "sale", NULL, member, "", lines, tenders, minor };

	(void)snprintf(lines, sizeof(lines),
		       "{\"name\":\"Coffee\",\"sku\":\"C1\",\"qty\":1,\"total\":%d},"
		       "{\"name\":\"Cake\",\"category\":\"cakes\",\"qty\":2,\"total\":100}",
		       minor - 100);
	(void)snprintf(tenders, sizeof(tenders), "{\"kind\":\"cash\",\"amount\":%d}", minor);
	trade_ask_sale(trade, name, &sale, NULL);
}

void trade_void(struct trade *trade, const char *name)
{
	const struct trade_id of = trade_id(trade, name);

	if (trade_order(trade, name) != NULL)
		trade_ask(trade, &(struct trade_asked) { .again = AGAIN_EXISTS },
			  "{\"op\":\"void\",\"sale_id\":\"%s\"}", of.text);
}

void trade_enrol(struct trade *trade, const char *name, int which)
{
	const struct trade_id id = trade_id(trade, name);
	struct trade_asked asked = { .id = id.text, .again = AGAIN_TAKEN };

	if (!trade->is_plain) {
		asked.moved.of[TRADE_POINTS] = TRADE_WELCOME_POINTS;
		asked.moved.of[TRADE_TEA] = TRADE_WELCOME_TEA;
	}
	trade_ask(trade, &asked,
		  "{\"op\":\"enrol\",\"name\":\"%s %lld\",\"phone\":\"+452%d0%05lld\","
		  "\"card\":\"29%d00%08lld\",\"consent\":\"news by e-mail\"}",
		  name, (long long)trade->day, which, (long long)trade->day, which,
		  (long long)trade->day);
}

int64_t trade_member_id(const struct trade *trade, const char *name)
{
	const struct order *order = trade_order(trade, name);
	char text[32];

	if (order == NULL || !trade_field(order, "id", text, sizeof(text)))
		return 0;
	return strtoll(text, NULL, 10);
}

struct trade_member trade_member(const struct trade *trade, const char *name)
{
	struct trade_member member = { "" };
	int64_t id = trade_member_id(trade, name);

	if (id != 0)
		(void)snprintf(member.text, sizeof(member.text), "\"member\":{\"id\":%lld},",
			       (long long)id);
	return member;
}

struct trade_member trade_guest(const struct trade *trade)
{
	const struct order *order = trade_order(trade, "Guest");
	struct trade_member member;
	char qr[40];

	if (order != NULL && trade_field(order, "qr", qr, sizeof(qr)))
		(void)snprintf(member.text, sizeof(member.text), "\"member\":{\"scan\":\"%s\"},",
			       qr);
	else
		(void)snprintf(member.text, sizeof(member.text),
			       "\"member\":{\"scan\":\"+45210%05lld\"},", (long long)trade->day);
	return member;
}

/* ---- The steps ---- */

void trade_enrol_a_guest(struct trade *trade)
{
	trade_enrol(trade, "Guest", 1);
}

void trade_sell_to_a_regular(struct trade *trade)
{
	trade_sell(trade, "regular", "\"member\":{\"scan\":\"+4520304050\"},", 1299);
}

void trade_sell_to_the_guest(struct trade *trade)
{
	trade_sell(trade, "guest", trade_guest(trade).text, 4250);
}

void trade_sell_to_a_stranger(struct trade *trade)
{
	trade_sell(trade, "stranger", "", 300);
}

/* The answer got lost on its way; the till sends the sale once more. */
void trade_sell_the_same_again(struct trade *trade)
{
	const struct order *first = trade_order(trade, "regular");
	struct trade_id id = trade_id(trade, "regular");

	if (first != NULL)
		trade_ask(trade, &(struct trade_asked) { .id = id.text }, "%s", first->request);
}

void trade_give_a_part_back(struct trade *trade)
{
	const struct trade_id id = trade_id(trade, "part");
	const struct trade_id of = trade_id(trade, "regular");

	trade_ask(trade, &(struct trade_asked) { .id = id.text },
		  "{\"op\":\"refund\",\"id\":\"%s\",\"sale_id\":\"%s\"," TRADE_AT ",\"lines\":["
		  "{\"name\":\"Coffee\",\"sku\":\"C1\",\"qty\":-1,\"total\":-700}],"
		  "\"total\":-700}",
		  id.text, of.text);
}

void trade_give_the_rest_back(struct trade *trade)
{
	const struct trade_id id = trade_id(trade, "rest");
	const struct trade_id of = trade_id(trade, "regular");

	trade_ask(trade, &(struct trade_asked) { .id = id.text },
		  "{\"op\":\"refund\",\"id\":\"%s\",\"sale_id\":\"%s\"," TRADE_AT
		  ",\"amount\":599}",
		  id.text, of.text);
}

void trade_sell_in_the_evening(struct trade *trade)
{
	trade_sell(trade, "evening", "\"member\":{\"scan\":\"+4520304050\"},", 2599);
}
