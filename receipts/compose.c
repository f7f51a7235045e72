/* compose.c - see compose.h. */
#include "receipts/compose.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "receipts/dots/qr.h"

#define DOT_BETWEEN " \xC2\xB7 "
#define TIMES "\xC2\xA0\xC3\x97\xC2\xA0" /* holds on to the article's name */

static const struct paper_style HEAD = { PAPER_CENTRE, PAPER_LARGE, true, 3 };
static const struct paper_style MARK = { PAPER_CENTRE, PAPER_LARGE, true, 1 };
static const struct paper_style THANKS = { PAPER_CENTRE, PAPER_NORMAL, true, 3 };
static const struct paper_style PLAIN = { PAPER_CENTRE, PAPER_NORMAL, false, 3 };
static const struct paper_style FINE = { PAPER_CENTRE, PAPER_SMALL, false, 2 };
static const struct paper_style ARTICLE = { PAPER_LEFT, PAPER_NORMAL, false, 2 };
static const struct paper_style DETAIL = { PAPER_LEFT, PAPER_SMALL, false, 1 };
static const struct paper_style TOTAL = { PAPER_LEFT, PAPER_LARGE, true, 1 };

static bool is_given(const char *text)
{
	return text != NULL && text[0] != '\0';
}

static bool is_member(const struct receipt *receipt)
{
	return is_given(receipt->member) || is_given(receipt->qr) || receipt->visit > 0;
}

/* The one place of this file that looks into points. */
static int64_t count_of(struct points points)
{
	return points.count;
}

/* "1,200 points", "1 point" of either sign, "no points". */
static void points_say(int64_t count, char *ret, size_t room)
{
	char digits[DECIMAL_ROOM];

	decimal_write_grouped(count, 0, digits);
	if (count == 0)
		(void)snprintf(ret, room, "no points");
	else
		(void)snprintf(ret, room, "%s point%s", digits,
			       count == 1 || count == -1 ? "" : "s");
}

/* 1st, 2nd, 3rd, 4th; 11th to 13th. */
static const char *ordinal_ending(int64_t number)
{
	if (number % 100 >= 11 && number % 100 <= 13)
		return "th";
	switch (number % 10) {
	case 1:
		return "st";
	case 2:
		return "nd";
	case 3:
		return "rd";
	default:
		return "th";
	}
}

static void say_thanks(const struct receipt *receipt, struct paper *paper)
{
	char name[PAPER_QUOTE_ROOM];
	char text[PAPER_TEXT_ROOM];
	const bool is_named = is_given(receipt->member);
	const char *comma = is_named ? ", " : "";

	paper_quote(is_named ? receipt->member : "", name);
	if (!is_named)
		name[0] = '\0';
	if (receipt->is_refund)
		(void)snprintf(text, sizeof(text), "Here is your refund%s%s.", comma, name);
	else if (receipt->visit == 1)
		(void)snprintf(text, sizeof(text), "Welcome%s%s! Thank you for your first visit.",
			       comma, name);
	else if (is_member(receipt))
		(void)snprintf(text, sizeof(text), "Thank you for coming back%s%s!", comma, name);
	else
		(void)snprintf(text, sizeof(text), "Thank you for your visit!");
	paper_text(paper, THANKS, text);
}

/* "Your 12th visit, served by Jonas" */
static void say_visit(const struct receipt *receipt, struct paper *paper)
{
	const bool counts = receipt->visit > 0 && !receipt->is_refund;
	char name[PAPER_QUOTE_ROOM];
	char visit[64] = "";
	char text[PAPER_TEXT_ROOM];

	if (counts)
		(void)snprintf(visit, sizeof(visit), "Your %" PRId64 "%s visit", receipt->visit,
			       ordinal_ending(receipt->visit));
	if (is_given(receipt->cashier)) {
		paper_quote(receipt->cashier, name);
		(void)snprintf(text, sizeof(text), "%s%s %s", visit,
			       counts ? DOT_BETWEEN "served by" : "Served by", name);
		paper_text(paper, PLAIN, text);
	} else if (counts) {
		paper_text(paper, PLAIN, visit);
	}
}

/* "Sat 21 Nov 2026, 14:05" */
static void say_date(const struct civil *at, struct paper *paper)
{
	static const char days[7][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	char text[96];
	int64_t weekday;

	if (at->month < 1 || at->month > 12)
		return;
	/* 1970-01-01 was a Thursday. */
	weekday = (civil_days(at->year, at->month, at->day) % 7 + 7 + 4) % 7;
	(void)snprintf(text, sizeof(text), "%s %d %s %d, %02d:%02d", days[weekday], at->day,
		       months[at->month - 1], at->year, at->hour, at->minute);
	paper_text(paper, PLAIN, text);
}

/* Between rules, so that they are not read as the shop's name. */
static void say_marks(const struct receipt *receipt, struct paper *paper)
{
	if (!receipt->is_refund && !receipt->is_copy)
		return;
	paper_rule(paper);
	if (receipt->is_refund)
		paper_text(paper, MARK, "REFUND");
	if (receipt->is_copy)
		paper_text(paper, MARK, "COPY");
	paper_rule(paper);
}

static void say_head(const struct receipt *receipt, struct paper *paper)
{
	if (is_given(receipt->shop))
		paper_text(paper, HEAD, receipt->shop);
	say_marks(receipt, paper);
	say_thanks(receipt, paper);
	say_visit(receipt, paper);
	say_date(&receipt->at, paper);
	paper_rule(paper);
}

/* Thousandths without zeros that say nothing: "2", "0.35". */
static void quantity_say(int64_t qty_milli, char ret[DECIMAL_ROOM])
{
	size_t length;

	decimal_write(qty_milli, 3, ret);
	length = strlen(ret);
	while (ret[length - 1] == '0')
		length--;
	if (ret[length - 1] == '.')
		length--;
	ret[length] = '\0';
}

static void say_line(const struct receipt_line *line, const struct currency *currency,
		     struct paper *paper)
{
	const bool is_one = line->qty_milli == 1000;
	const bool is_whole = line->qty_milli % 1000 == 0;
	char name[PAPER_QUOTE_ROOM];
	char quantity[DECIMAL_ROOM];
	char amount[DECIMAL_ROOM];
	char text[PAPER_TEXT_ROOM];

	paper_quote(line->name, name);
	quantity_say(line->qty_milli, quantity);
	money_write(line->total, currency, amount);
	(void)snprintf(text, sizeof(text), "%s%s%s", is_one ? "" : quantity, is_one ? "" : TIMES,
		       name);
	paper_columns(paper, ARTICLE, (const char *[]) { text, amount }, 2);
	if (!line->has_unit || is_one)
		return;
	money_write(line->unit, currency, amount);
	(void)snprintf(text, sizeof(text), "    at %s%s", amount, is_whole ? " each" : "");
	paper_text(paper, DETAIL, text);
}

/* What does not fit is one line, with its sum, so that the column still adds up. */
static void say_rest(const struct receipt *receipt, struct paper *paper)
{
	const size_t count = receipt->lines_count - COMPOSE_LINES_MAX;
	struct money sum = money_of(0);
	char amount[DECIMAL_ROOM];
	char text[64];
	rgl_rc rc = RGL_OK;

	for (size_t i = COMPOSE_LINES_MAX; i < receipt->lines_count && rc == RGL_OK; i++)
		rc = money_add(sum, receipt->lines[i].total, &sum);
	money_write(sum, &receipt->currency, amount);
	(void)snprintf(text, sizeof(text), "and %zu more line%s", count, count == 1 ? "" : "s");
	paper_columns(paper, ARTICLE, (const char *[]) { text, rc == RGL_OK ? amount : "" }, 2);
}

static void say_sale(const struct receipt *receipt, struct paper *paper)
{
	char amount[DECIMAL_ROOM];
	char label[32];

	for (size_t i = 0; i < receipt->lines_count && i < COMPOSE_LINES_MAX; i++)
		say_line(&receipt->lines[i], &receipt->currency, paper);
	if (receipt->lines_count > COMPOSE_LINES_MAX)
		say_rest(receipt, paper);
	if (receipt->lines_count > 0)
		paper_rule(paper);
	money_write(receipt->total, &receipt->currency, amount);
	(void)snprintf(label, sizeof(label), "Total %.3s", receipt->currency.code);
	paper_columns(paper, TOTAL, (const char *[]) { label, amount }, 2);
	if (money_sign(receipt->tax) == 0)
		return;
	money_write(receipt->tax, &receipt->currency, amount);
	paper_columns(paper, ARTICLE, (const char *[]) { "Tax included", amount }, 2);
}

static void say_earned(const struct receipt *receipt, struct paper *paper)
{
	const int64_t earned = count_of(receipt->earned);
	char points[64];
	char text[128];

	points_say(earned < 0 ? -earned : earned, points, sizeof(points));
	if (earned < 0)
		(void)snprintf(text, sizeof(text), "%s %s taken back.", points,
			       earned == -1 ? "was" : "were");
	else if (receipt->is_refund && earned == 0)
		(void)snprintf(text, sizeof(text), "Your points stay as they are.");
	else
		(void)snprintf(text, sizeof(text), "You earned %s%s.", points,
			       earned == 0 ? " this time" : "");
	paper_text(paper, PLAIN, text);
}

static void say_spent(const struct receipt *receipt, struct paper *paper)
{
	const int64_t spent = count_of(receipt->spent);
	char points[64];
	char text[128];

	if (spent == 0)
		return;
	points_say(spent < 0 ? -spent : spent, points, sizeof(points));
	if (spent > 0)
		(void)snprintf(text, sizeof(text), "You used %s.", points);
	else
		(void)snprintf(text, sizeof(text), "%s %s given back.", points,
			       spent == -1 ? "was" : "were");
	paper_text(paper, PLAIN, text);
}

static void say_moved(const struct receipt *receipt, const struct receipt_purse *purse,
		      int64_t units, const char *done, struct paper *paper)
{
	char title[PAPER_QUOTE_ROOM];
	char amount[DECIMAL_ROOM];
	char text[PAPER_TEXT_ROOM];

	if (units == 0)
		return;
	units = units < 0 ? -units : units;
	paper_quote(purse->title, title);
	decimal_write_grouped(units, purse->is_money ? receipt->currency.exponent : 0, amount);
	(void)snprintf(text, sizeof(text), "%s: %s %s.", title, amount, done);
	paper_text(paper, PLAIN, text);
}

static void say_purses(const struct receipt *receipt, struct paper *paper)
{
	if (receipt->purse_count > 0 && receipt->without_points)
		paper_rule(paper);
	for (size_t i = 0; i < receipt->purse_count; i++) {
		const struct receipt_purse *purse = &receipt->purses[i];

		say_moved(receipt, purse, purse->earned,
			  purse->earned < 0 ? "taken back" : "earned", paper);
		say_moved(receipt, purse, purse->spent, purse->spent < 0 ? "given back" : "used",
			  paper);
	}
}

/* Something to take along: what it is, its code, how long it is good. */
static void say_issued(const struct receipt *receipt, const struct receipt_issued *issued,
		       struct paper *paper)
{
	char amount[DECIMAL_ROOM];
	char grouped[QR_GROUPED_ROOM];
	char title[PAPER_QUOTE_ROOM];
	char day[CIVIL_DAY_ROOM];
	char text[PAPER_TEXT_ROOM];

	paper_rule(paper);
	paper_quote(issued->title, title);
	money_write(issued->amount, &receipt->currency, amount);
	if (issued->is_money)
		(void)snprintf(text, sizeof(text), "%s: %s %.3s", title, amount,
			       receipt->currency.code);
	else
		(void)snprintf(text, sizeof(text), "For next time: %s", title);
	paper_text(paper, THANKS, text);
	if (is_given(issued->code) && strlen(issued->code) <= QR_TEXT_MAX) {
		qr_group(issued->code, grouped);
		paper_qr(paper, PAPER_NORMAL, issued->code);
		paper_text(paper, PLAIN, grouped);
	}
	if (!issued->has_end)
		return;
	civil_write_day(&issued->end, day);
	(void)snprintf(text, sizeof(text), "Good until %s.", day);
	paper_text(paper, FINE, text);
}

/* How far it is to the reward; "only" from half of the way on. */
static void say_next(const struct receipt *receipt, struct paper *paper)
{
	const int64_t left = count_of(receipt->to_reward);
	char reward[PAPER_QUOTE_ROOM];
	char points[64];
	char text[PAPER_TEXT_ROOM];

	if (!is_given(receipt->reward))
		return;
	paper_quote(receipt->reward, reward);
	points_say(left, points, sizeof(points));
	if (left <= 0)
		(void)snprintf(text, sizeof(text), "Ready for you: %s!", reward);
	else if (left <= count_of(receipt->balance))
		(void)snprintf(text, sizeof(text), "Only %s to %s!", points, reward);
	else
		(void)snprintf(text, sizeof(text), "%s to %s.", points, reward);
	paper_text(paper, THANKS, text);
}

static void say_points(const struct receipt *receipt, struct paper *paper)
{
	char points[64];
	char text[128];

	paper_rule(paper);
	say_earned(receipt, paper);
	say_spent(receipt, paper);
	points_say(count_of(receipt->balance), points, sizeof(points));
	(void)snprintf(text, sizeof(text), "You now have %s.", points);
	paper_text(paper, PLAIN, text);
	say_next(receipt, paper);
}

static void say_member(const struct receipt *receipt, struct paper *paper)
{
	if (!receipt->without_points)
		say_points(receipt, paper);
	say_purses(receipt, paper);
}

static void say_code(const struct receipt *receipt, struct paper *paper)
{
	char grouped[QR_GROUPED_ROOM];

	qr_group(receipt->qr, grouped);
	paper_qr(paper, PAPER_NORMAL, receipt->qr);
	paper_text(paper, PLAIN, grouped);
	paper_text(paper, FINE, "Your code: show it next time.");
}

rgl_rc compose(const struct receipt *receipt, struct paper *ret, struct rgl_why *why)
{
	char id[PAPER_TEXT_ROOM];
	rgl_rc rc;

	say_head(receipt, ret);
	say_sale(receipt, ret);
	if (is_member(receipt))
		say_member(receipt, ret);
	for (size_t i = 0; i < receipt->issued_count; i++)
		say_issued(receipt, &receipt->issued[i], ret);
	if (is_given(receipt->qr) && strlen(receipt->qr) <= QR_TEXT_MAX)
		say_code(receipt, ret);
	if (is_given(receipt->sale_id)) {
		(void)snprintf(id, sizeof(id), "Receipt %.400s", receipt->sale_id);
		paper_space(ret);
		paper_text(ret, FINE, id);
	}
	rc = paper_rc(ret);
	if (rc < 0) {
		paper_free(ret);
		return refuse(why, rc, "there is no memory to write a receipt; try again");
	}
	return RGL_OK;
}
