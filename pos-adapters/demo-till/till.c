/* SPDX-License-Identifier: Apache-2.0 */
/* till.c - a whole small till, to try Regulars with and to copy from.
 *
 * In:  commands, one a line, from a terminal, a pipe or a script (see README.md).
 * Out: what a cashier reads, on stdout.
 *
 * From top to bottom: what a till is, loading Regulars, greeting, a sale, rewards, paying, giving
 * back, receipts, the day. The one rule: the sale is the till's. A missing library, a broken store
 * or a full disk costs the points of that moment and a line of text, never the sale.
 *
 * This till has one thread. One with several may make any call marked [any] in regulars.h from
 * each of them; one that forks opens the store after the fork.
 */
#include "plugin/regulars.h"

#include <dlfcn.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* ---- What a till is ---- */

enum { TICKETS_MAX = 100, LINES_MAX = 100, TENDERS_MAX = 8 };
enum { TYPED_ROOM = 1200, RECEIPT_ROOM = 262144, MS_A_MINUTE = 60000, MS_A_DAY = 86400000 };

/* A sale or a refund, kept as it was paid, so that it can be sent again as it was. */
struct ticket {
	struct rgl_sale sale; /* points into this ticket, a refund also into that of its sale */
	struct rgl_line lines[LINES_MAX];
	struct rgl_tender tenders[TENDERS_MAX];
	char texts[LINES_MAX + 1][3][128]; /* SKU, name and category of each line */
	char codes[TENDERS_MAX][40];	   /* of gift cards that paid */
	char id[96];
	char customer[256]; /* for the screen */
	int64_t paid_minor;
	bool refunded;
	bool answered; /* Regulars said yes or a lasting no: nothing is left to send */
};

struct till {
	const char *library_path;
	void *library;
	const struct rgl_api *api; /* NULL: Regulars is not here (yet) */
	struct rgl *rgl;	   /* NULL: its store is not open (yet) */
	struct rgl_host host;
	struct rgl_options options;
	struct rgl_shop shop;
	struct rgl_why why;	  /* what Regulars said when it last refused */
	char printer_says[352];	  /* what the cashier was told last */
	_Atomic int64_t clock_ms; /* 0: the real time. The printing thread asks as well */
	char started[32];	  /* day and time, for the ids of its sales */
	long moods;		  /* that were told, for theirs */
	struct ticket tickets[TICKETS_MAX + 1];
	struct ticket *open; /* being rung up; those before it are kept */
};

/* A short text by value, so that nobody has to own it. */
struct words {
	char text[96];
};

/* 450 is "4.50" where the currency has two digits behind the point. */
static struct words money(const struct till *till, int64_t minor)
{
	long long scale = 1;
	struct words ret;

	for (uint32_t i = 0; i < till->shop.exponent; i++)
		scale *= 10;
	if (scale == 1)
		snprintf(ret.text, sizeof(ret.text), "%lld", (long long)minor);
	else
		snprintf(ret.text, sizeof(ret.text), "%lld.%0*lld", minor / scale,
			 (int)till->shop.exponent, minor % scale);
	return ret;
}

/* "1 point", "340 points" */
static struct words count(int64_t n, const char *noun)
{
	struct words ret;

	snprintf(ret.text, sizeof(ret.text), "%lld %s%s", (long long)n, noun, n == 1 ? "" : "s");
	return ret;
}

/* Reads decimal text without floating point: "4.5" with 2 digits is 450. False for anything else,
 * and for more than nine digits in all: so two of them can be multiplied. */
static bool decimal_read(const char *text, uint32_t digits, int64_t *ret)
{
	size_t whole = strspn(text, "0123456789");
	const char *part = text + whole + (text[whole] == '.');
	size_t places = strspn(part, "0123456789");
	int64_t value;

	if (whole == 0 || whole + digits > 9 || places > digits || part[places] != '\0')
		return false;
	value = strtoll(text, NULL, 10);
	for (size_t i = 0; i < digits; i++)
		value = value * 10 + (i < places ? part[i] - '0' : 0);
	*ret = value;
	return true;
}

/* ---- Loading Regulars ---- */

/* What the till lends to Regulars; the rest it leaves to Regulars' own. [any thread] */
static int64_t lend_now_ms(void *user)
{
	const struct till *till = user;

	return till->clock_ms != 0 ? till->clock_ms : (int64_t)time(NULL) * 1000;
}

/* Errors and warnings only: a till's log is read when something is wrong. [any thread] */
static void lend_log(void *user, int32_t level, const char *line)
{
	(void)user;
	if (level <= RGL_LOG_WARNING)
		fprintf(stderr, "regulars: %s: %s\n", level == RGL_LOG_ERROR ? "error" : "warning",
			line);
}

/* Finds the library and its one symbol. */
static bool regulars_load(struct till *till)
{
	const struct rgl_api *(*entry)(uint32_t) = NULL;
	const char *wrong = "the library does not serve this till";

	if (till->library == NULL)
		till->library = dlopen(till->library_path, RTLD_NOW | RTLD_LOCAL);
	if (till->library == NULL)
		wrong = dlerror();
	else /* ISO C has no cast from an object's pointer to a function's; POSIX allows this one */
		*(void **)&entry = dlsym(till->library, "regulars_entry");
	if (entry != NULL)
		till->api = entry(RGL_ABI); /* NULL: a library of another generation */
	if (till->api != NULL && till->api->size >= sizeof(*till->api))
		return true;
	till->api = NULL; /* an older library's table is shorter */
	snprintf(till->why.text, sizeof(till->why.text), "%s", wrong);
	return false;
}

/* Asked before each use; loads and opens what is not open. So a disk that comes back at noon
 * brings the points back at noon. Until then the cashier is told why there are none. */
static bool regulars_ready(struct till *till)
{
	/* Every struct of Regulars begins with its size, and the rest is zeroed: so a till built
	 * today goes on working with a newer library that has appended fields. */
	struct rgl_shop shop = { .size = sizeof(shop) };

	if (till->rgl != NULL)
		return true;
	if ((till->api == NULL && !regulars_load(till)) ||
	    till->api->open(&till->host, &till->options, &till->rgl, &till->why) < 0) {
		printf("  No points now; sales go on. (%s)\n", till->why.text);
		return false;
	}
	if (till->api->shop(till->rgl, &shop, &till->why) >= 0)
		till->shop = shop; /* its currency, and how many digits that has */
	return true;
}

/* Shows why a call was refused. After a fault inside Regulars it lets go of the context, too; the
 * next regulars_ready() opens a new one. */
static bool regulars_refused(struct till *till, int32_t rc)
{
	if (rc >= 0)
		return false;
	printf("  %s\n", till->why.text);
	if (rc == RGL_E_INTERNAL || rc == RGL_E_CLOSED) {
		till->api->close(till->rgl);
		till->rgl = NULL;
	}
	return true;
}

/* ---- Greeting ---- */

/* "usually every 6 days, last 19 days ago", in days of UTC; a real till has its own calendar. */
static void rhythm_show(struct till *till, const struct rgl_member *member)
{
	int64_t gap = (member->usual_gap_ms + MS_A_DAY / 2) / MS_A_DAY;
	int64_t ago = lend_now_ms(till) / MS_A_DAY - member->last_visit_ms / MS_A_DAY;

	if (member->last_visit_ms == 0)
		return;
	printf("  ");
	if (gap > 0)
		printf("usually every %s, ", gap > 1 ? count(gap, "day").text : "day");
	printf(ago > 0 ? "last %s ago\n" : "last earlier today\n", count(ago, "day").text);
}

/* What can be had now. A member may hold several coupons for the same. */
static void offers_show(const struct rgl_member *member)
{
	const struct rgl_offer *offers = member->offers;

	for (uint32_t i = 0, same; i < member->offer_count; i += same) {
		same = 1;
		while (i + same < member->offer_count && offers[i].coupon != 0 &&
		       offers[i + same].coupon != 0 &&
		       strcmp(offers[i].id, offers[i + same].id) == 0)
			same++;
		if (offers[i].missing != 0)
			continue;
		printf("  * offer: ");
		if (same > 1)
			printf("%d x ", (int)same);
		printf("%s (reward %s)\n", offers[i].title, offers[i].id);
	}
}

/* What is to be said to them, the heaviest first. Rewards come below, from the offers. */
static void things_show(const struct rgl_member *member)
{
	for (uint32_t i = 0; i < member->thing_count; i++)
		if (strcmp(member->things[i].kind, "reward") != 0 &&
		    strcmp(member->things[i].kind, "near") != 0)
			printf("  ! %s\n", member->things[i].text);
}

/* Who is at the till, at a glance; the sale being rung up is theirs. */
static void member_greet(struct till *till, const struct rgl_member *member)
{
	static const char *const endings[] = { "th", "st", "nd", "rd" };
	long long visit = member->visits + 1;
	bool is_th = visit % 10 > 3 || (visit % 100 > 10 && visit % 100 < 14);
	const char *name = member->name[0] != '\0' ? member->name : "A member";

	till->open->sale.member_id = member->id;
	snprintf(till->open->customer, sizeof(till->open->customer), "%s", name);
	printf("> %s · %lld%s visit", name, visit, endings[is_th ? 0 : visit % 10]);
	if (member->points != 0 || member->stamps_count == 0)
		printf(" · %s (%s)", count(member->points, "point").text,
		       money(till, member->points_value_minor).text);
	printf("\n");
	rhythm_show(till, member);
	things_show(member);
	for (uint32_t i = 0; i < member->stamps_count; i++)
		printf("  %lld of %lld on %s\n", (long long)member->stamps[i].stamps,
		       (long long)member->stamps[i].places, member->stamps[i].title);
	if (member->credit_minor > 0)
		printf("  %s of credit\n", money(till, member->credit_minor).text);
	offers_show(member);
	if (member->to_reward > 0)
		printf("  * %s to %s\n", count(member->to_reward, "point").text, member->reward);
}

/* Each command gets its line as it was typed. It returns false when that is not as it should be;
 * then nothing happened.
 *
 * scan TEXT, as the scanner delivered it. A scan that Regulars could not look at is not kept for
 * later: nobody has checked that it is no payment card. */
static bool run_scan(struct till *till, const char *line)
{
	const char *scan = line + strlen("scan ");
	struct rgl_member member = { .size = sizeof(member) };
	int32_t rc;

	if (!regulars_ready(till))
		return true;
	rc = till->api->identify(till->rgl, scan, strlen(scan), &member, &till->why);
	if (!regulars_refused(till, rc))
		member_greet(till, &member);
	return true;
}

/* mood 1..5 [REASON]: how it was, in one key, of whoever is at the till. What a till does not do in
 * a hurry, or seldom, goes through request(), as JSON. */
static bool run_mood(struct till *till, const char *line)
{
	char request[512], answer[RGL_ANSWER_ROOM], reason[64] = "";
	size_t length = sizeof(answer);
	int end = 0, mood, given = sscanf(line, "mood %d %n%63[a-z] %n", &mood, &end, reason, &end);

	if (given < 1 || line[end] != '\0')
		return false;
	if (till->open->sale.member_id == 0) {
		printf("  Scan a card first\n");
		return true;
	}
	snprintf(request, sizeof(request),
		 "{\"op\":\"moment\",\"id\":\"%s-%s-mood-%ld\",\"member\":{\"id\":%lld},\"mood\":%"
		 "d%s%s%s}",
		 till->options.till, till->started, ++till->moods,
		 (long long)till->open->sale.member_id, mood, given == 2 ? ",\"reason\":\"" : "",
		 reason, given == 2 ? "\"" : "");
	if (!regulars_ready(till))
		return true;
	if (till->api->request(till->rgl, request, strlen(request), answer, &length) != RGL_OK ||
	    strncmp(answer, "{\"ok\":true", 10) != 0)
		printf("  It was not kept: %s\n", answer);
	else
		printf("  Thank you. It is kept.\n");
	return true;
}

/* enrol "NAME" ["PHONE"] */
static bool run_enrol(struct till *till, const char *line)
{
	struct rgl_enrolment enrolment = { .size = sizeof(enrolment) };
	struct rgl_member member = { .size = sizeof(member) };
	char name[256], phone[64];
	int end = 0; /* how far the line was understood */
	int given = sscanf(line, "enrol \"%255[^\"]\" %n\"%63[^\"]\" %n", name, &end, phone, &end);
	int32_t rc;

	if (given < 1 || line[end] != '\0')
		return false;
	enrolment.name = name;
	enrolment.phone = given == 2 ? phone : NULL;
	enrolment.consent = "Asked at the till: keep name, phone and visits, for points.";
	if (!regulars_ready(till))
		return true;
	rc = till->api->enrol(till->rgl, &enrolment, &member, &till->why);
	if (!regulars_refused(till, rc)) {
		member_greet(till, &member);
		printf("  card: %s\n", member.qr);
	}
	return true;
}

/* ---- A sale ---- */

/* Takes the reward's lines off the ticket, and lets the points go that were set aside for it. */
static void reward_drop(struct till *till)
{
	struct rgl_sale *sale = &till->open->sale;

	while (sale->line_count > 0 && sale->lines[sale->line_count - 1].reward != NULL)
		sale->total_minor -= sale->lines[--sale->line_count].total_minor;
	if (sale->hold != 0 && regulars_ready(till))
		regulars_refused(till, till->api->let_go(till->rgl, sale->hold, &till->why));
	sale->hold = 0; /* what could not be let go ends by itself, in a quarter of an hour */
}

/* item SKU "NAME" CATEGORY QUANTITY UNIT-PRICE [COST] */
static bool run_item(struct till *till, const char *typed)
{
	struct ticket *ticket = till->open;
	char(*texts)[128];
	char quantity[16], price[16], cost[16] = "0";
	struct rgl_line line = { .size = sizeof(line) };
	uint32_t digits = till->shop.exponent;
	int64_t cost_minor;
	int end = 0, given;

	reward_drop(till); /* it was counted for other items */
	texts = ticket->texts[ticket->sale.line_count];
	given = sscanf(typed, "item %63s \"%127[^\"]\" %63s %15s %15s %n%15s %n", texts[0],
		       texts[1], texts[2], quantity, price, &end, cost, &end);

	if (given < 5 || typed[end] != '\0' || ticket->sale.line_count == LINES_MAX ||
	    !decimal_read(quantity, 3, &line.qty_milli) ||
	    !decimal_read(price, digits, &line.unit_minor) ||
	    !decimal_read(cost, digits, &cost_minor))
		return false;
	line.sku = texts[0];
	line.name = texts[1];
	line.category = texts[2];
	line.given = given == 6 ? RGL_GIVEN_UNIT | RGL_GIVEN_COST : RGL_GIVEN_UNIT;
	line.cost_minor = (line.qty_milli * cost_minor + 500) / 1000;
	line.total_minor = (line.qty_milli * line.unit_minor + 500) / 1000;
	ticket->sale.lines = ticket->lines;
	ticket->lines[ticket->sale.line_count++] = line;
	ticket->sale.total_minor += line.total_minor;
	printf("%9s   %s x %s", money(till, line.total_minor).text, quantity, line.name);
	printf(" · total %s\n", money(till, ticket->sale.total_minor).text);
	return true;
}

/* giftcard AMOUNT. It is sold like an item; its code is made when the sale is recorded. */
static bool run_giftcard(struct till *till, const char *typed)
{
	struct rgl_sale *sale = &till->open->sale;
	struct rgl_line line = { .size = sizeof(line),
				 .name = "Gift card",
				 .qty_milli = 1000,
				 .kind = RGL_GIFT_CARD_SOLD };
	char amount[16];
	int end = 0, given = sscanf(typed, "giftcard %15s %n", amount, &end);

	if (given != 1 || typed[end] != '\0' || sale->line_count == LINES_MAX ||
	    !decimal_read(amount, till->shop.exponent, &line.total_minor) || line.total_minor == 0)
		return false;
	reward_drop(till);
	sale->lines = till->open->lines;
	till->open->lines[sale->line_count++] = line;
	sale->total_minor += line.total_minor;
	printf("%9s   %s", money(till, line.total_minor).text, line.name);
	printf(" · total %s\n", money(till, sale->total_minor).text);
	return true;
}

/* ---- Rewards ---- */

/* One line of a quote goes on the ticket as it is. */
static void discount_add(struct till *till, const struct rgl_discount *discount)
{
	struct ticket *ticket = till->open;
	char(*texts)[128] = ticket->texts[ticket->sale.line_count];
	struct rgl_line line = { .size = sizeof(line), .qty_milli = discount->qty_milli };

	snprintf(texts[0], sizeof(texts[0]), "%s", discount->reward);
	snprintf(texts[1], sizeof(texts[1]), "%s", discount->title);
	line.reward = texts[0];
	line.name = texts[1];
	line.total_minor = -discount->amount_minor;
	line.tax_minor = -discount->tax_minor;
	if (discount->rate_milli >= 0) {
		line.given = RGL_GIVEN_RATE;
		line.rate_milli = discount->rate_milli;
	}
	ticket->lines[ticket->sale.line_count++] = line;
	ticket->sale.total_minor += line.total_minor;
	printf("%8s%s   %s", discount->amount_minor > 0 ? "-" : "",
	       money(till, discount->amount_minor).text, discount->title);
	printf(" · total %s\n", money(till, ticket->sale.total_minor).text);
}

/* Asks Regulars what a wish takes off. Its points are set aside while the customer pays; what is
 * wished again replaces what was wished before. */
static void reward_ask(struct till *till, const struct rgl_wish *wish)
{
	struct rgl_sale *sale = &till->open->sale;
	struct rgl_discount discounts[8];
	struct rgl_claim claims[8];
	struct rgl_quote quote = { .size = sizeof(quote),
				   .discounts = discounts,
				   .discount_room = 8,
				   .claims = claims,
				   .claim_room = 8 };
	int32_t rc;

	reward_drop(till);
	if (!regulars_ready(till))
		return;
	sale->size = sizeof(*sale);
	sale->currency = till->shop.currency;
	sale->wishes = wish;
	sale->wish_count = 1;
	rc = till->api->quote(till->rgl, sale, &quote, &till->why);
	sale->wishes = NULL; /* the sale names the hold instead */
	sale->wish_count = 0;
	if (regulars_refused(till, rc))
		return;
	sale->hold = quote.hold;
	for (uint32_t i = 0; i < quote.claim_count; i++)
		if (claims[i].code < 0)
			printf("  %s\n", claims[i].text);
	for (uint32_t i = 0; i < quote.discount_count && sale->line_count < LINES_MAX; i++)
		discount_add(till, &discounts[i]);
}

/* reward NAME [POINTS], when the items are rung up. */
static bool run_reward(struct till *till, const char *typed)
{
	struct rgl_wish wish = { .size = sizeof(wish) };
	char name[64];
	long long points = 0;
	int end = 0, given = sscanf(typed, "reward %63s %n%lld %n", name, &end, &points, &end);

	if (given < 1 || typed[end] != '\0' || till->open->sale.line_count == 0 || points < 0)
		return false;
	wish.reward = name;
	wish.points = points;
	reward_ask(till, &wish);
	return true;
}

/* code CODE: of a promotion or a coupon, as it was typed or scanned. */
static bool run_code(struct till *till, const char *typed)
{
	struct rgl_wish wish = { .size = sizeof(wish), .code = typed + strlen("code ") };

	if (*wish.code == '\0' || till->open->sale.line_count == 0)
		return false;
	reward_ask(till, &wish);
	return true;
}

/* ---- Paying ---- */

/* The open ticket is paid: it gets its time and its id, and stays. The id must be this till's own
 * and never used again: it is what makes sending a sale twice harmless. */
static void ticket_keep(struct till *till)
{
	struct ticket *ticket = till->open++;
	struct rgl_sale *sale = &ticket->sale;

	snprintf(ticket->id, sizeof(ticket->id), "%.40s-%s-%d", till->options.till, till->started,
		 (int)(till->open - till->tickets));
	sale->size = sizeof(*sale);
	sale->flags = till->options.printer != NULL ? RGL_PRINT : 0;
	sale->id = ticket->id;
	sale->at_ms = lend_now_ms(till); /* when it was paid, also if it is sent later */
	sale->till = till->options.till;
	sale->currency = till->shop.currency; /* filled in when the store opens */
	sale->tenders = ticket->tenders;
}

/* Whether a sale that was refused with this code may be taken later, just as it is. The others
 * (a wrong sum, an id used twice) will be refused tomorrow too. */
static bool is_worth_retrying(int32_t rc)
{
	return rc == RGL_E_MEMORY || rc == RGL_E_BUSY || rc == RGL_E_FULL ||
	       rc == RGL_E_READ_ONLY || rc == RGL_E_INPUT_OUTPUT || rc == RGL_E_INTERNAL ||
	       rc == RGL_E_CLOSED;
}

static void outcome_show(const struct till *till, const char *customer,
			 const struct rgl_outcome *outcome)
{
	for (uint32_t i = 0; i < outcome->issued_count; i++)
		printf("  for the customer: %s %s\n",
		       outcome->issued[i].kind == RGL_ISSUED_COUPON
			       ? "a coupon"
			       : money(till, outcome->issued[i].amount_minor).text,
		       outcome->issued[i].code);
	if (outcome->member_id == 0)
		return;
	if (outcome->points == 0 && outcome->spent == 0 && outcome->balance == 0) {
		printf("> %s · visit %lld\n", customer, (long long)outcome->visit);
		return; /* a shop of stamps, which the next scan shows */
	}
	printf("> %s %s %s, ", customer, outcome->points < 0 ? "gave back" : "earned",
	       count(llabs(outcome->points), "point").text);
	if (outcome->spent != 0)
		printf("%s %lld, ", outcome->spent < 0 ? "got back" : "used",
		       llabs(outcome->spent));
	printf("now %lld\n", (long long)outcome->balance);
}

/* Sends a sale or a refund, and shows what it did for its member. */
static void ticket_send(struct till *till, struct ticket *ticket)
{
	struct rgl_outcome outcome = { .size = sizeof(outcome) };
	int32_t rc;

	if (ticket->sale.of != NULL)
		rc = till->api->refund(till->rgl, &ticket->sale, &outcome, &till->why);
	else
		rc = till->api->sale(till->rgl, &ticket->sale, &outcome, &till->why);
	ticket->answered = !is_worth_retrying(rc);
	if (regulars_refused(till, rc))
		return;
	if (rc == RGL_EXISTS)
		printf("  It was recorded before; nothing counts twice.\n");
	outcome_show(till, ticket->customer, &outcome);
}

/* Sends what has not been answered, oldest first, as far as it goes. An answer can get lost (a
 * power cut, a full disk), so a till sends again, with the same id and the same contents, as often
 * as it takes: it counts once, and RGL_EXISTS says that it had arrived. */
static void tickets_deliver(struct till *till)
{
	for (struct ticket *ticket = till->tickets; ticket != till->open; ticket++) {
		if (!ticket->answered && regulars_ready(till))
			ticket_send(till, ticket);
		if (!ticket->answered) {
			printf("  The till keeps it and sends it later.\n");
			return;
		}
	}
}

/* pay KIND AMOUNT [CODE], the code of a gift card. What is too much comes back as change. */
static bool run_pay(struct till *till, const char *line)
{
	static const char *const kinds[] = { "", "cash", "card", "voucher", "transfer",
					     "", "",	 "gift", "credit",  "points" };
	struct ticket *ticket = till->open;
	struct rgl_sale *sale = &ticket->sale;
	struct rgl_tender tender = { .size = sizeof(tender), .kind = RGL_POINTS };
	struct rgl_tender change = { .size = sizeof(change), .kind = RGL_CHANGE };
	char kind[16], amount[16], code[40] = "";
	int end = 0,
	    given = sscanf(line, "pay %15s %15s %n%39s %n", kind, amount, &end, code, &end);

	while (given >= 2 && tender.kind > 0 && strcmp(kind, kinds[tender.kind]) != 0)
		tender.kind--;
	if (given < 2 || line[end] != '\0' || tender.kind == 0 ||
	    (given == 3) != (tender.kind == RGL_GIFT_CARD) || sale->line_count == 0 ||
	    sale->tender_count > TENDERS_MAX - 2 ||
	    !decimal_read(amount, till->shop.exponent, &tender.amount_minor))
		return false;
	if (given == 3)
		tender.code = memcpy(ticket->codes[sale->tender_count], code, sizeof(code));
	ticket->tenders[sale->tender_count++] = tender;
	ticket->paid_minor += tender.amount_minor;
	change.amount_minor = sale->total_minor - ticket->paid_minor;
	if (change.amount_minor > 0) {
		printf("  %s still to pay\n", money(till, change.amount_minor).text);
		return true;
	}
	if (change.amount_minor < 0)
		ticket->tenders[sale->tender_count++] = change;
	ticket_keep(till);
	printf("  Paid %s, ", money(till, sale->total_minor).text);
	printf("change %s. Sale %s\n", money(till, -change.amount_minor).text, ticket->id);
	tickets_deliver(till);
	return true;
}

/* again: as after a power cut, when the till cannot know whether the answer got lost. */
static bool run_again(struct till *till, const char *line)
{
	if (till->open == till->tickets || strcmp(line, "again") != 0)
		return false;
	till->open[-1].answered = false;
	tickets_deliver(till);
	return true;
}

/* ---- Giving back ---- */

/* refund SALE-ID. A refund is a sale with everything below zero but the unit prices. */
static bool run_refund(struct till *till, const char *line)
{
	struct ticket *refund = till->open, *sale = till->tickets;
	char id[96];

	if (sscanf(line, "refund %95s", id) != 1 || refund->sale.line_count > 0)
		return false;
	while (sale != refund && strcmp(sale->id, id) != 0)
		sale++;
	if (sale == refund || sale->sale.of != NULL || sale->refunded)
		return false;
	*refund = *sale;
	refund->answered = false;
	refund->sale.hold = 0;
	refund->sale.lines = refund->lines;
	refund->sale.of = sale->id;
	refund->sale.total_minor = -sale->sale.total_minor;
	refund->sale.tender_count = 1;
	refund->tenders[0].amount_minor = -sale->sale.total_minor;
	for (uint32_t i = 0; i < refund->sale.line_count; i++) {
		refund->lines[i].qty_milli *= -1;
		refund->lines[i].total_minor *= -1;
		refund->lines[i].tax_minor *= -1;
		refund->lines[i].cost_minor *= -1;
	}
	sale->refunded = true;
	ticket_keep(till);
	printf("  Gave back %s. Refund %s\n", money(till, sale->sale.total_minor).text, refund->id);
	tickets_deliver(till);
	return true;
}

/* void SALE-ID: as if the sale had not been. Only what arrived can be undone, so nothing is kept to
 * be sent later. */
static bool run_void(struct till *till, const char *line)
{
	struct rgl_outcome outcome = { .size = sizeof(outcome) };
	struct ticket *sale = till->tickets;
	const char *id = line + strlen("void ");
	int32_t rc;

	while (sale != till->open && strcmp(sale->id, id) != 0)
		sale++;
	if (sale == till->open || sale->sale.of != NULL || sale->refunded)
		return false;
	if (!regulars_ready(till))
		return true;
	rc = till->api->undo(till->rgl, id, &outcome, &till->why);
	if (regulars_refused(till, rc))
		return true;
	sale->refunded = true;
	printf("  Undone. Give back %s.\n", money(till, sale->sale.total_minor).text);
	outcome_show(till, sale->customer, &outcome);
	return true;
}

/* ---- Receipts ---- */

/* receipt SALE-ID [--png FILE]. The room is the till's. One with less to spare asks with a length
 * of 0 first, and is told how much it takes. */
static bool run_receipt(struct till *till, const char *line)
{
	char bytes[RECEIPT_ROOM], id[96], path[256];
	int end = 0, given = sscanf(line, "receipt %95s %n--png %255s %n", id, &end, path, &end);
	int32_t form = given == 2 ? RGL_PNG : RGL_TERMINAL, rc;
	size_t length = sizeof(bytes);
	FILE *file;

	if (given < 1 || line[end] != '\0')
		return false;
	if (!regulars_ready(till))
		return true;
	rc = till->api->receipt(till->rgl, id, form, bytes, &length, &till->why);
	if (regulars_refused(till, rc))
		return true;
	file = given == 2 ? fopen(path, "wb") : stdout;
	if (file == NULL || fwrite(bytes, 1, length, file) != length || fflush(file) != 0)
		printf("  The receipt could not be written\n");
	else if (file != stdout)
		printf("  The receipt is in %s\n", path);
	if (file != NULL && file != stdout)
		fclose(file);
	return true;
}

/* Paper runs out behind the cashier's back: says so once, when it changes. */
static void printing_show(struct till *till)
{
	struct rgl_printing printing = { .size = sizeof(printing) };

	if (till->options.printer == NULL || till->rgl == NULL ||
	    till->api->printing(till->rgl, &printing, &till->why) < 0 ||
	    strcmp(printing.says, till->printer_says) == 0)
		return;
	if (printing.says[0] != '\0')
		printf("  %s\n", printing.says);
	memcpy(till->printer_says, printing.says, sizeof(till->printer_says));
}

/* ---- The day ---- */

static const struct command {
	const char *name, *arguments;
	bool (*run)(struct till *till, const char *line);
} commands[] = {
	{ "scan ", "TEXT", run_scan },
	{ "mood ", "1 (very bad) to 5 (delighted) [staff|product|contact|whole]", run_mood },
	{ "item ", "SKU \"NAME\" CATEGORY QUANTITY UNIT-PRICE [COST]", run_item },
	{ "giftcard ", "AMOUNT, to sell one", run_giftcard },
	{ "reward ", "NAME [POINTS], after the items, before paying", run_reward },
	{ "code ", "CODE of a promotion or a coupon, after the items, before paying", run_code },
	{ "pay ", "cash|card|voucher|transfer|credit|points AMOUNT, or gift AMOUNT CODE", run_pay },
	{ "again", ", after a sale, to send it once more", run_again },
	{ "refund ", "SALE-ID, of a sale of today, once, between two sales", run_refund },
	{ "void ", "SALE-ID, of a sale of today that was a mistake", run_void },
	{ "enrol ", "\"NAME\" [\"PHONE\"]", run_enrol },
	{ "receipt ", "SALE-ID [--png FILE]", run_receipt },
};

static void line_run(struct till *till, const char *line)
{
	size_t i = 0, n = sizeof(commands) / sizeof(*commands);

	while (i < n && strncmp(line, commands[i].name, strlen(commands[i].name)) != 0)
		i++;
	if (i < n && !commands[i].run(till, line))
		printf("  Not so. It is: %s%s\n", commands[i].name, commands[i].arguments);
	if (i == n)
		printf("  Say one of these, or quit:\n");
	for (size_t k = 0; i == n && k < n; k++)
		printf("    %s%s\n", commands[k].name, commands[k].arguments);
	printing_show(till);
}

/* Reads commands to the end or to quit. A script's lines are shown, so that what comes out reads
 * like the day it was; those that begin with # are shown alone. */
static void till_run(struct till *till)
{
	bool typed = isatty(fileno(stdin)) == 1;
	char line[TYPED_ROOM];

	while (till->open < till->tickets + TICKETS_MAX) {
		printf("%s", typed ? "till> " : "");
		fflush(stdout);
		if (fgets(line, sizeof(line), stdin) == NULL)
			return;
		line[strcspn(line, "\r\n")] = '\0';
		if (!typed)
			printf("%s%s\n", line[0] == '#' || line[0] == '\0' ? "" : "till> ", line);
		if (strcmp(line, "quit") == 0)
			return;
		if (line[0] != '#' && line[0] != '\0')
			line_run(till, line);
		if (till->clock_ms != 0)
			till->clock_ms += MS_A_MINUTE;
	}
	printf("The demo till holds %d sales; start it again.\n", TICKETS_MAX);
}

/* Reads the options, and turns stdin to the script and stderr to the log when there are such. */
static bool options_read(struct till *till, int argc, char **argv)
{
	static const struct option options[] = {
		{ "store", 1, NULL, 's' },   { "library", 1, NULL, 'l' }, { "till", 1, NULL, 't' },
		{ "printer", 1, NULL, 'p' }, { "log", 1, NULL, 'o' },	  { "clock", 1, NULL, 'c' },
		{ NULL, 0, NULL, 0 },
	};
	struct tm tm = { 0 };
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 's')
			till->options.store = optarg;
		else if (option == 'l')
			till->library_path = optarg;
		else if (option == 't')
			till->options.till = optarg;
		else if (option == 'p')
			till->options.printer = optarg;
		else if (option == 'c' && strptime(optarg, "%Y-%m-%dT%H:%M", &tm) != NULL)
			till->clock_ms = (int64_t)timegm(&tm) * 1000;
		else if (option != 'o' || freopen(optarg, "a", stderr) == NULL)
			return false;
	}
	return till->options.store != NULL && argc - optind <= 1 &&
	       (argv[optind] == NULL || freopen(argv[optind], "r", stdin) != NULL);
}

int main(int argc, char **argv)
{
	struct till till = {
		.library_path = "libregulars.so.0",
		.host = { .size = sizeof(till.host), .log = lend_log, .now_ms = lend_now_ms },
		.options = { .size = sizeof(till.options), .till = "till" },
		.shop = { .exponent = 2 }, /* until Regulars has said so */
		.why = { .size = sizeof(till.why) },
	};
	time_t now;
	struct tm tm;

	till.host.user = &till;
	till.open = till.tickets;
	if (!options_read(&till, argc, argv)) {
		fputs("usage: till --store FILE [--library FILE] [--till NAME] [--printer NAME]\n"
		      "            [--log FILE] [--clock YYYY-MM-DDTHH:MM] [SCRIPT]\n",
		      stderr);
		return 2;
	}
	now = (time_t)(lend_now_ms(&till) / 1000);
	strftime(till.started, sizeof(till.started), "%Y%m%d-%H%M%S", gmtime_r(&now, &tm));
	regulars_ready(&till); /* a first try, so that the cashier knows at once */
	till_run(&till);
	if (till.api != NULL)
		till.api->close(till.rgl); /* NULL is allowed; no other call may be running */
	if (till.library != NULL)
		dlclose(till.library); /* after the store is closed */
	return 0;
}
