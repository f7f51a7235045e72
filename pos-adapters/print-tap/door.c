/* door.c - see door.h. */
#include "pos-adapters/print-tap/door.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { PATIENCE_MS = 40, SLOW_MS = 100, SLOW_PAUSE_MS = 60000, RETRY_MS = 5000 };

int64_t door_clock_ms(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool load(struct door *door)
{
	const struct rgl_api *(*entry)(uint32_t) = NULL;
	const char *wrong = "it has no door for us";

	if (door->library == NULL)
		door->library = dlopen(door->settings->library, RTLD_NOW | RTLD_LOCAL);
	if (door->library == NULL)
		wrong = dlerror();
	else
		*(void **)&entry = dlsym(door->library, "regulars_entry");
	if (entry != NULL) {
		wrong = "it is of another version";
		door->api = entry(RGL_ABI);
	}
	/* All that is called here stands before undo. */
	if (door->api != NULL && door->api->size >= offsetof(struct rgl_api, undo))
		return true;
	door->api = NULL;
	(void)snprintf(door->says, sizeof(door->says), "the plugin %.100s cannot be had: %.200s",
		       door->settings->library, wrong);
	return false;
}

static void failed(struct door *door, const char *text)
{
	(void)snprintf(door->says, sizeof(door->says), "%s", text);
	door->closed_until_ms = door_clock_ms() + RETRY_MS;
}

bool door_ready(struct door *door)
{
	const struct settings *settings = door->settings;
	struct rgl_host host = { .size = sizeof(host) };
	struct rgl_options options = { .size = sizeof(options),
				       .store = settings->store,
				       .key = settings->key[0] == '\0' ? NULL : settings->key,
				       .till = settings->till,
				       .patience_ms = PATIENCE_MS };
	struct rgl_why why = { .size = sizeof(why) };

	if (door->has_fault)
		door_close(door);
	if (door->rgl != NULL)
		return true;
	if (settings->store[0] == '\0' || door_clock_ms() < door->closed_until_ms)
		return false;
	if (door->api == NULL && !load(door)) {
		door->closed_until_ms = door_clock_ms() + RETRY_MS;
		return false;
	}
	if (door->api->open(&host, &options, &door->rgl, &why) < 0) {
		door->rgl = NULL;
		failed(door, why.text);
		return false;
	}
	door->shop = (struct rgl_shop) { .size = sizeof(door->shop) };
	if (door->api->shop(door->rgl, &door->shop, &why) < 0) {
		failed(door, why.text);
		door_close(door);
		return false;
	}
	return true;
}

void door_close(struct door *door)
{
	if (door->rgl != NULL)
		door->api->close(door->rgl);
	door->rgl = NULL;
	door->has_fault = false;
}

static void note_fault(struct door *door, int32_t rc)
{
	if (rc != RGL_E_INTERNAL && rc != RGL_E_CLOSED)
		return;
	/* A context that had a fault is let go, and the next is opened a while later. */
	door->has_fault = true;
	door->closed_until_ms = door_clock_ms() + RETRY_MS;
}

/* The slip as the C call has it: what a quote looks at. */
static void fill(struct door *door, const struct slip *slip, const char *id, struct rgl_sale *sale)
{
	for (uint32_t i = 0; i < slip->item_count; i++) {
		const struct pattern_item *item = &slip->items[i];

		door->lines[i] = (struct rgl_line) { .size = sizeof(struct rgl_line),
						     .name = item->name,
						     .qty_milli = item->qty_milli,
						     .total_minor = item->total_minor -
								    item->discount_minor };
	}
	sale->id = id;
	sale->at_ms = (int64_t)time(NULL) * 1000;
	sale->till = door->settings->till;
	sale->currency = door->shop.currency;
	sale->lines = door->lines;
	sale->line_count = slip->item_count;
	sale->total_minor = slip->total_minor;
	sale->tax_minor = slip->tax_minor;
}

static bool ask(struct door *door, const char *scan, const struct slip *slip, const char *id,
		struct door_greeting *ret)
{
	struct rgl_member member = { .size = sizeof(member) };
	struct rgl_sale sale = { .size = sizeof(sale) };
	struct rgl_discount discounts[8];
	struct rgl_claim claims[8];
	struct rgl_quote quote = { .size = sizeof(quote),
				   .discounts = discounts,
				   .discount_room = 8,
				   .claims = claims,
				   .claim_room = 8 };
	struct rgl_why why = { .size = sizeof(why) };
	int32_t rc = door->api->identify(door->rgl, scan, strlen(scan), &member, &why);

	note_fault(door, rc);
	if (rc < 0)
		return rc == RGL_E_UNKNOWN || rc == RGL_E_BLOCKED || rc == RGL_E_FORGED ||
		       rc == RGL_E_PAYMENT_CARD;
	ret->is_member = true;
	ret->id = member.id;
	ret->to_reward = member.to_reward;
	memcpy(ret->name, member.name, sizeof(ret->name));
	memcpy(ret->reward, member.reward, sizeof(ret->reward));
	fill(door, slip, id, &sale);
	sale.member_id = member.id;
	rc = door->api->quote(door->rgl, &sale, &quote, &why);
	note_fault(door, rc);
	if (rc < 0)
		return true;
	/* A quote may take off what the programme gives by itself; this bill is printed without. */
	ret->has_points = quote.discount_minor == 0 && quote.spent == 0;
	ret->points = quote.points;
	ret->balance = quote.balance;
	if (quote.hold != 0)
		(void)door->api->let_go(door->rgl, quote.hold, &why);
	return true;
}

bool door_greet(struct door *door, const char *scan, const struct slip *slip, const char *id,
		struct door_greeting *ret)
{
	int64_t began = door_clock_ms();
	bool good;

	memset(ret, 0, sizeof(*ret));
	if (began < door->slow_until_ms || !door_ready(door))
		return false;
	good = scan[0] == '\0' || ask(door, scan, slip, id, ret);
	if (door_clock_ms() - began > SLOW_MS)
		door->slow_until_ms = door_clock_ms() + SLOW_PAUSE_MS;
	return good;
}

/* The text of a field of an answer, as it stands there. */
static bool field(const char *answer, const char *name, char *ret, size_t room)
{
	const char *at = strstr(answer, name);
	size_t length;

	if (at == NULL)
		return false;
	at += strlen(name);
	length = strcspn(at, "\"");
	if (length >= room)
		length = room - 1;
	memcpy(ret, at, length);
	ret[length] = '\0';
	return true;
}

static enum door_answer read_answer(struct door *door, const char *answer)
{
	static const char *const LATER[] = { "E_MEMORY",       "E_BUSY",     "E_FULL",
					     "E_READ_ONLY",    "E_INTERNAL", "E_CLOSED",
					     "E_INPUT_OUTPUT", "E_NO_STORE", "E_KEY" };
	char code[32] = "";

	if (strncmp(answer, "{\"ok\":true", 10) == 0)
		return DOOR_DONE;
	(void)field(answer, "\"error\":\"", door->says, sizeof(door->says));
	if (!field(answer, "\"code\":\"", code, sizeof(code)))
		return DOOR_LATER;
	if (strcmp(code, "E_INTERNAL") == 0 || strcmp(code, "E_CLOSED") == 0)
		note_fault(door, RGL_E_INTERNAL);
	for (size_t i = 0; i < sizeof(LATER) / sizeof(LATER[0]); i++) {
		if (strcmp(code, LATER[i]) == 0)
			return DOOR_LATER;
	}
	return strcmp(code, "E_DIFFERS") == 0 ? DOOR_DIFFERS : DOOR_NO;
}

/* Puts the shop's currency where the request has none; both have three letters. */
static void fill_currency(const struct door *door, char *request)
{
	char *at = strstr(request, SALE_CURRENCY SALE_CURRENCY_OPEN);

	if (at != NULL && strlen(door->shop.currency) == strlen(SALE_CURRENCY_OPEN))
		memcpy(at + strlen(SALE_CURRENCY), door->shop.currency, strlen(SALE_CURRENCY_OPEN));
}

enum door_answer door_post(struct door *door, char *request)
{
	char *answer = door->answer;
	size_t length = sizeof(door->answer) - 1;
	int32_t rc;

	if (!door_ready(door))
		return DOOR_LATER;
	fill_currency(door, request);
	rc = door->api->request(door->rgl, request, strlen(request), answer, &length);
	if (rc < 0) {
		failed(door, door->api->words(rc));
		note_fault(door, rc);
		return rc == RGL_E_LIMIT ? DOOR_NO : DOOR_LATER;
	}
	answer[length < sizeof(door->answer) ? length : sizeof(door->answer) - 1] = '\0';
	return read_answer(door, answer);
}
