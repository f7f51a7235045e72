/* trade.c - see trade.h. */
#include "tests/support/trade.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AT "\"at\":\"2026-01-05T10:00:00Z\",\"currency\":\"EUR\""

static void say(struct trade *trade, const char *what, const struct order *order,
		const char *answer)
{
	if (trade->wrong[0] == '\0')
		(void)snprintf(trade->wrong, sizeof(trade->wrong), "%s: %s -> %s, then %s", what,
			       order->request, order->answer, answer);
}

static bool is_yes(const char *answer)
{
	return strncmp(answer, "{\"ok\":true", 10) == 0;
}

static bool has_code(const char *answer, const char *code)
{
	char text[48];

	(void)snprintf(text, sizeof(text), "\"code\":\"%s\"", code);
	return strstr(answer, text) != NULL;
}

static void send(const struct trade *trade, const struct order *order, char ret[TRADE_TEXT_ROOM])
{
	char answer[RGL_ANSWER_ROOM];
	size_t length = sizeof(answer);
	int32_t rc = trade->api->request(trade->rgl, order->request, strlen(order->request), answer,
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

/* A disk or memory that fails may be the cause; and what a refund gives back may be missing when
 * something before it was refused. */
static bool may_refuse(const struct trade *trade, const char *answer)
{
	return has_code(answer, "E_FULL") || has_code(answer, "E_INPUT_OUTPUT") ||
	       has_code(answer, "E_MEMORY") ||
	       (has_code(answer, "E_NO_SALE") && !all_acknowledged(trade));
}

static void carry_out(struct trade *trade, struct order *order)
{
	if (trade->tell != NULL)
		trade->tell(trade->user, order);
	send(trade, order, order->answer);
	for (int i = 0; i < 20 && trade->is_crowded && has_code(order->answer, "E_BUSY"); i++)
		send(trade, order, order->answer);
	order->acknowledged = is_yes(order->answer);
	if (!order->acknowledged && !may_refuse(trade, order->answer))
		say(trade, "a refusal that says what is not so", order, "");
	if (trade->tell != NULL)
		trade->tell(trade->user, order);
}

static void ask(struct trade *trade, enum again again, const char *id, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* The next order of the day. */
static void ask(struct trade *trade, enum again again, const char *id, const char *format, ...)
{
	struct order *order = &trade->orders[trade->order_count];
	va_list arguments;

	*order = (struct order) { .again = again };
	(void)snprintf(order->id, sizeof(order->id), "%s", id);
	va_start(arguments, format);
	(void)vsnprintf(order->request, sizeof(order->request), format, arguments);
	va_end(arguments);
	carry_out(trade, order);
	trade->order_count++;
}

static const struct order *order_of(const struct trade *trade, const char *id)
{
	for (int i = 0; i < trade->order_count; i++)
		if (strcmp(trade->orders[i].id, id) == 0)
			return &trade->orders[i];
	return NULL;
}

struct id {
	char text[TRADE_ID_ROOM];
};

static struct id id_of(const struct trade *trade, const char *name)
{
	struct id id;

	(void)snprintf(id.text, sizeof(id.text), "D%lld-%s", (long long)trade->day, name);
	return id;
}

/* ---- The steps of a day ---- */

static void sell(struct trade *trade, const char *name, const char *member, int minor)
{
	struct id id = id_of(trade, name);

	ask(trade, AGAIN_EXISTS, id.text,
	    "{\"op\":\"sale\",\"print\":true,\"sale\":{\"id\":\"%s\"," AT ",%s\"lines\":["
	    "{\"name\":\"Coffee\",\"sku\":\"C1\",\"qty\":1,\"total\":%d},"
	    "{\"name\":\"Cake\",\"category\":\"cakes\",\"qty\":2,\"total\":%d}],"
	    "\"tenders\":[{\"kind\":\"cash\",\"amount\":%d}],\"total\":%d}}",
	    id.text, member, minor - 100, 100, minor, minor);
}

static void enrol_a_guest(struct trade *trade)
{
	ask(trade, AGAIN_TAKEN, "",
	    "{\"op\":\"enrol\",\"name\":\"Guest %lld\",\"phone\":\"+45210%05lld\","
	    "\"card\":\"29000%08lld\",\"consent\":\"news by e-mail\"}",
	    (long long)trade->day, (long long)trade->day, (long long)trade->day);
}

static void sell_to_a_regular(struct trade *trade)
{
	sell(trade, "regular", "\"member\":{\"scan\":\"+4520304050\"},", 1299);
}

/* By the QR that the enrolment just answered; without it, by the phone. */
static void sell_to_the_guest(struct trade *trade)
{
	char member[96];
	char qr[40] = "";

	if (trade_field(&trade->orders[0], "qr", qr, sizeof(qr)))
		(void)snprintf(member, sizeof(member), "\"member\":{\"scan\":\"%s\"},", qr);
	else
		(void)snprintf(member, sizeof(member), "\"member\":{\"scan\":\"+45210%05lld\"},",
			       (long long)trade->day);
	sell(trade, "guest", member, 4250);
}

static void sell_to_a_stranger(struct trade *trade)
{
	sell(trade, "stranger", "", 300);
}

/* The answer got lost on its way; the till sends the sale once more. */
static void sell_the_same_again(struct trade *trade)
{
	struct id id = id_of(trade, "regular");
	const struct order *first = order_of(trade, id.text);

	if (first != NULL)
		ask(trade, AGAIN_EXISTS, id.text, "%s", first->request);
}

static void give_a_part_back(struct trade *trade)
{
	struct id id = id_of(trade, "part");
	struct id of = id_of(trade, "regular");

	ask(trade, AGAIN_EXISTS, id.text,
	    "{\"op\":\"refund\",\"id\":\"%s\",\"sale_id\":\"%s\"," AT ",\"lines\":["
	    "{\"name\":\"Coffee\",\"sku\":\"C1\",\"qty\":-1,\"total\":-700}],"
	    "\"total\":-700}",
	    id.text, of.text);
}

static void give_the_rest_back(struct trade *trade)
{
	struct id id = id_of(trade, "rest");
	struct id of = id_of(trade, "regular");

	ask(trade, AGAIN_EXISTS, id.text,
	    "{\"op\":\"refund\",\"id\":\"%s\",\"sale_id\":\"%s\"," AT ",\"amount\":599}", id.text,
	    of.text);
}

static void sell_in_the_evening(struct trade *trade)
{
	sell(trade, "evening", "\"member\":{\"scan\":\"+4520304050\"},", 2599);
}

static void (*const STEPS[])(struct trade *trade) = {
	enrol_a_guest,	     sell_to_a_regular, sell_to_the_guest,  sell_to_a_stranger,
	sell_the_same_again, give_a_part_back,	give_the_rest_back, sell_in_the_evening,
};

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

bool trade_step(struct trade *trade, int step)
{
	int before = trade->order_count;

	STEPS[step](trade);
	return trade->order_count > before && trade->orders[before].acknowledged;
}

/* An answer without what may differ: the code, and what was said of a scan that was nobody's then.
 */
static void strip(const char *answer, char ret[TRADE_TEXT_ROOM])
{
	const char *code = strstr(answer, "\"code\":\"");
	const char *rest = code == NULL ? NULL : strchr(code + 8, '"');
	char *unseen;

	if (rest == NULL)
		(void)snprintf(ret, TRADE_TEXT_ROOM, "%s", answer);
	else
		(void)snprintf(ret, TRADE_TEXT_ROOM, "%.*s%s", (int)(code - answer), answer,
			       rest + 1);
	unseen = strstr(ret, ",\"unseen\"");
	if (unseen != NULL)
		(void)snprintf(unseen, (size_t)(ret + TRADE_TEXT_ROOM - unseen), "}");
}

static bool is_there(const struct order *order, const char *answer)
{
	return order->again == AGAIN_EXISTS ? is_yes(answer) && has_code(answer, "EXISTS")
					    : has_code(answer, "E_TAKEN");
}

static bool is_same(const struct order *order, const char *answer)
{
	char one[TRADE_TEXT_ROOM];
	char other[TRADE_TEXT_ROOM];

	if (order->again != AGAIN_EXISTS)
		return true;
	strip(order->answer, one);
	strip(answer, other);
	return strcmp(one, other) == 0;
}

void trade_settle_order(struct trade *trade, struct order *order)
{
	char answer[TRADE_TEXT_ROOM];
	bool before = order->acknowledged;

	send(trade, order, answer);
	if (before && (!is_there(order, answer) || !is_same(order, answer)))
		say(trade, "acknowledged, but not there as it was", order, answer);
	if (before)
		return;
	if (!is_there(order, answer) && !is_yes(answer))
		say(trade, "refused on a store that is well", order, answer);
	order->acknowledged = true;
	(void)snprintf(order->answer, sizeof(order->answer), "%s", answer);
	send(trade, order, answer);
	if (!is_there(order, answer) || !is_same(order, answer))
		say(trade, "carried out, but not there as it was", order, answer);
}

void trade_settle(struct trade *trade)
{
	for (int i = 0; i < trade->order_count; i++)
		trade_settle_order(trade, &trade->orders[i]);
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

static bool is_first(const struct trade *trade, int at)
{
	for (int i = 0; i < at; i++)
		if (strcmp(trade->orders[i].id, trade->orders[at].id) == 0)
			return false;
	return true;
}

int64_t trade_points(const struct trade *trade)
{
	int64_t points = 0;
	char text[32];

	for (int i = 0; i < trade->order_count; i++)
		if (trade->orders[i].id[0] != '\0' && is_first(trade, i) &&
		    trade_field(&trade->orders[i], "points", text, sizeof(text)))
			points += strtoll(text, NULL, 10);
	return points;
}
