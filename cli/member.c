/* member.c - regulars enrol, identify, card, qr. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "plugin/care/referral.h"
#include "plugin/identify/cards.h"
#include "plugin/identify/enrol.h"
#include "plugin/identify/member.h"
#include "plugin/loyalty/book.h"
#include "plugin/show.h"
#include "receipts/dots/png.h"

/* "RG1-7KQM-2XWD-9FAB-C3DE" */
static void print_grouped(const char *token)
{
	(void)fwrite(token, 1, 3, stdout);
	for (size_t i = 3; token[i] != '\0'; i++) {
		if (i % 4 == 3)
			(void)putchar('-');
		(void)putchar(token[i]);
	}
	(void)putchar('\n');
}

/* What is missing to the next tier, by what tiers go by. */
static void print_tier(const struct rgl_member *view, const struct tiers *tiers,
		       const struct currency *currency)
{
	static const char *const UNITS[] = { "", " points", " visits" };
	uint32_t digits = tiers->by == TIER_BY_SPEND ? currency->exponent : 0;
	char missing[DECIMAL_ROOM];

	if (view->tier[0] == '\0' && view->next_tier_title[0] == '\0')
		return;
	decimal_write_grouped(view->to_tier, digits, missing);
	(void)printf("tier   %s", view->tier[0] == '\0' ? "none yet" : view->tier_title);
	if (view->next_tier_title[0] != '\0')
		(void)printf("; %s%s%s to %s", missing, UNITS[tiers->by],
			     tiers->by == TIER_BY_SPEND ? " to be spent" : "",
			     view->next_tier_title);
	(void)putchar('\n');
}

/* How many coupons for the same as this offer there are among those from `first` on; 0: it is no
 * coupon. */
static uint32_t coupons_like(const struct rgl_member *view, uint32_t offer, uint32_t first)
{
	uint32_t count = 0;

	for (uint32_t i = first; view->offers[offer].coupon != 0 && i < view->offer_count; i++)
		if (view->offers[i].coupon != 0 &&
		    strcmp(view->offers[i].id, view->offers[offer].id) == 0)
			count++;
	return count;
}

static void print_offers(const struct rgl_member *view)
{
	for (uint32_t i = 0; i < view->offer_count; i++) {
		const struct rgl_offer *offer = &view->offers[i];
		uint32_t coupons = coupons_like(view, i, i);
		char missing[DECIMAL_ROOM];

		if (coupons < coupons_like(view, i, 0))
			continue; /* counted with the first of them */
		decimal_write_grouped(offer->missing, 0, missing);
		(void)fputs(i == 0 ? "offers " : "       ", stdout);
		if (coupons > 1)
			(void)printf("%u x ", (unsigned int)coupons);
		(void)printf("%s: ", offer->title);
		if (offer->coupon != 0)
			(void)puts(coupons > 1 ? "by coupons" : "by a coupon");
		else if (offer->missing == 0)
			(void)puts("now");
		else
			(void)printf("%s missing\n", missing);
	}
}

static void print_stamps(const struct rgl_member *view)
{
	for (uint32_t i = 0; i < view->stamps_count; i++)
		(void)printf("stamps %lld of %lld  %s\n", (long long)view->stamps[i].stamps,
			     (long long)view->stamps[i].places, view->stamps[i].title);
}

static void print_purses(const struct store *store, const struct rgl_member *view)
{
	char text[DECIMAL_ROOM];
	char day[CIVIL_DAY_ROOM];
	struct civil civil;

	if (view->credit_minor != 0) {
		decimal_write_grouped(view->credit_minor, store->shop.currency.exponent, text);
		(void)printf("credit %s %s\n", text, store->shop.currency.code);
	}
	if (view->ending_points != 0) {
		civil = zone_civil(store->zone, view->ending_ms - 1);
		civil_write_day(&civil, day);
		decimal_write_grouped(view->ending_points, 0, text);
		(void)printf("ends   %s points soon, the first of them after %s\n", text, day);
	}
}

/* A shop of stamp cards or credit alone has no points to speak of. */
static bool has_points(const struct programme *programme, const struct rgl_member *view)
{
	for (size_t i = 0; i < programme->rule_count; i++)
		if (programme->rules[i].purse == PURSE_POINTS)
			return true;
	for (size_t i = 0; i < programme->reward_count; i++)
		if (programme->rewards[i].purse == PURSE_POINTS && programme->rewards[i].cost > 0)
			return true;
	return view->points != 0;
}

/* "still a customer 84 of 100; 11.2 visits and 96.40 EUR expected in a year (reckoned on
 * 2026-11-22)" */
static void print_outlook(const struct store *store, const struct rgl_member *view)
{
	char value[DECIMAL_ROOM];
	char visits[DECIMAL_ROOM];
	char day[CIVIL_DAY_ROOM];
	struct civil civil;

	if (view->scored_ms == 0)
		return;
	civil = zone_civil(store->zone, view->scored_ms);
	civil_write_day(&civil, day);
	decimal_write_grouped((view->year_visits_milli + 50) / 100, 1, visits);
	decimal_write_grouped(view->year_value_minor, store->shop.currency.exponent, value);
	(void)printf("future still a customer: %lld of 100; in a year %s visits and %s %s expected "
		     "(reckoned on %s)\n",
		     (long long)((view->alive_ppm + 5000) / 10000), visits, value,
		     store->shop.currency.code, day);
}

/* The heaviest in red: complaints and what the shop is sorry for. */
static void print_things(const struct cli *cli, const struct rgl_member *view)
{
	static const char *const HEAVY[] = { "overdue", "complaint", "apology", "strikes" };

	for (uint32_t i = 0; i < view->thing_count; i++) {
		bool heavy = false;

		for (size_t k = 0; k < sizeof(HEAVY) / sizeof(HEAVY[0]); k++)
			heavy = heavy || strcmp(view->things[i].kind, HEAVY[k]) == 0;
		(void)printf("  %s%s%s %s\n", heavy && cli->colour ? "\033[1;31m" : "",
			     heavy ? "!" : "*", heavy && cli->colour ? "\033[0m" : "",
			     view->things[i].text);
	}
}

static rgl_rc print_member(struct cli *cli, struct store *store, struct desk *desk,
			   const struct rgl_member *view)
{
	const struct book_entry *entry = NULL;
	char points[DECIMAL_ROOM];
	rgl_rc rc = book_at(desk_book(desk), host_now_ms(&cli->host), &entry);

	if (rc != RGL_OK)
		return command_refused(cli, store, rc);
	decimal_write_grouped(view->points, 0, points);
	(void)printf("member %lld  %s\n", (long long)view->id,
		     view->name[0] == '\0' ? "(no name)" : view->name);
	if (has_points(entry->programme, view))
		(void)printf("points %s  ", points);
	(void)printf("visits %lld  language %s\n", (long long)view->visits, view->language);
	print_things(cli, view);
	print_stamps(view);
	print_purses(store, view);
	print_tier(view, &entry->programme->tiers, &store->shop.currency);
	print_offers(view);
	print_outlook(store, view);
	if (view->qr[0] != '\0') {
		(void)fputs("QR     ", stdout);
		print_grouped(view->qr);
	}
	if (view->referral[0] != '\0') {
		(void)fputs("friends join with ", stdout);
		print_grouped(view->referral);
	}
	return RGL_OK;
}

static rgl_rc show(struct cli *cli, struct store *store, struct desk *desk, int64_t id)
{
	struct rgl_member view;
	rgl_rc rc = show_member(desk, id, "", &view);

	return rc < 0 ? command_refused(cli, store, rc) : print_member(cli, store, desk, &view);
}

/* code: of the friend who brought this one; NULL: none. */
static rgl_rc enrol_with(struct store *store, struct desk *desk, const char *code,
			 struct enrolment *enrolment, int64_t *ret)
{
	rgl_rc rc = RGL_OK;

	if (code != NULL)
		rc = referral_by_code(store, code, &enrolment->referred_by);
	return rc < 0 ? rc : checkout_enrol(desk, enrolment, ret);
}

rgl_rc command_enrol(struct cli *cli)
{
	const struct arguments *arguments = &cli->arguments;
	const char *code = arguments_value(arguments, "referral");
	const char *referred = arguments_value(arguments, "referred-by");
	struct enrolment enrolment = {
		.name = arguments->word_count > 0 ? arguments->words[0] : NULL,
		.phone = arguments_value(arguments, "phone"),
		.email = arguments_value(arguments, "email"),
		.birthday = arguments_value(arguments, "birthday"),
		.language = arguments_value(arguments, "language"),
		.card = arguments_value(arguments, "card"),
		.consent = arguments_value(arguments, "consent"),
	};
	struct store *store = NULL;
	struct desk *desk = NULL;
	int64_t id = 0;
	rgl_rc rc = RGL_OK;

	if (referred != NULL && code != NULL)
		return refuse(&cli->refusal, RGL_E_ARGUMENT,
			      "--referral and --referred-by say the same; give one of them");
	if (referred != NULL)
		rc = command_number(cli, referred, "a member's number; regulars identify finds it",
				    &enrolment.referred_by);
	if (rc == RGL_OK)
		rc = command_open(cli, STORE_WRITE, &store);
	if (rc != RGL_OK)
		return rc;
	rc = desk_open(store, &desk);
	if (rc == RGL_OK)
		rc = store_begin(store);
	if (rc == RGL_OK)
		rc = store_end(store, enrol_with(store, desk, code, &enrolment, &id));
	rc = rc < 0 ? command_refused(cli, store, rc) : show(cli, store, desk, id);
	desk_close(desk);
	store_close(store);
	return rc;
}

/* Past the C library, whose buffer would keep what was scanned. */
static size_t read_scan(char *ret, size_t room)
{
	size_t length = 0;
	ssize_t more = 1;

	while (length < room && more > 0) {
		more = read(STDIN_FILENO, ret + length, room - length);
		length += more > 0 ? (size_t)more : 0;
	}
	return length;
}

/* "Yours to give this shift: 2 of 5" */
static rgl_rc print_left(struct cli *cli, struct store *store, struct desk *desk,
			 const char *language)
{
	const char *cashier = arguments_value(&cli->arguments, "cashier");
	struct show_left left;
	rgl_rc rc;

	if (cashier == NULL)
		return RGL_OK;
	rc = show_left(desk, cashier, language, &left);
	if (rc < 0)
		return command_refused(cli, store, rc);
	(void)printf("  %s\n", left.text);
	return rc;
}

rgl_rc command_identify(struct cli *cli)
{
	const char *language = arguments_value(&cli->arguments, "language");
	struct rgl_member view = { 0 };
	struct store *store = NULL;
	struct desk *desk = NULL;
	const char *scan = NULL;
	char line[RGL_SCAN_MAX + 2];
	size_t length;
	rgl_rc rc;

	rc = command_word(cli, 0, "the scan", &scan);
	if (rc == RGL_OK)
		rc = command_open(cli, STORE_READ, &store);
	if (rc != RGL_OK)
		return rc;
	language = language == NULL ? "" : language;
	rc = desk_open(store, &desk);
	if (rc == RGL_OK && strcmp(scan, "-") == 0) {
		length = read_scan(line, sizeof(line));
		rc = show_scan_in(desk, language, line, length, &view);
		wipe(line, sizeof(line));
	} else if (rc == RGL_OK) {
		rc = show_scan_in(desk, language, scan, strlen(scan), &view);
	}
	rc = rc < 0 ? command_refused(cli, store, rc) : print_member(cli, store, desk, &view);
	if (rc == RGL_OK)
		rc = print_left(cli, store, desk, language);
	desk_close(desk);
	store_close(store);
	return rc;
}

rgl_rc command_card(struct cli *cli)
{
	bool renew = arguments_has(&cli->arguments, "renew");
	struct store *store = NULL;
	struct desk *desk = NULL;
	const char *scan = "";
	int64_t id = 0;
	rgl_rc rc = command_member(cli, 0, &id);

	if (rc == RGL_OK && !renew)
		rc = command_word(cli, 1, "the card's scan (or --renew)", &scan);
	if (rc == RGL_OK)
		rc = command_open(cli, STORE_WRITE, &store);
	if (rc != RGL_OK)
		return rc;
	rc = desk_open(store, &desk);
	if (rc == RGL_OK)
		rc = renew ? cards_renew(store, id) : cards_link(store, id, scan, strlen(scan));
	rc = rc < 0 ? command_refused(cli, store, rc) : show(cli, store, desk, id);
	desk_close(desk);
	store_close(store);
	return rc;
}

static rgl_rc draw(struct cli *cli, const char *token, const char *name, const char *path)
{
	struct bytes bytes = bytes_of(&cli->host);
	struct fonts *fonts = NULL;
	rgl_rc rc;

	rc = fonts_open(&cli->host, &fonts, &cli->refusal);
	if (rc == RGL_OK)
		rc = qr_png(fonts, token, name, &bytes, &cli->refusal);
	fonts_close(fonts);
	if (rc == RGL_OK)
		rc = command_write_file(cli, path, &bytes);
	bytes_free(&bytes);
	return rc;
}

static rgl_rc show_code(struct cli *cli, struct store *store, int64_t id)
{
	const char *path = arguments_value(&cli->arguments, "png");
	struct member member;
	char token[32] = "";
	rgl_rc rc;

	rc = member_read(store, id, &member);
	if (rc == RGL_OK)
		rc = member_token(store, id, token);
	if (rc < 0)
		return command_refused(cli, store, rc);
	if (token[0] == '\0')
		return refuse(&cli->refusal, RGL_E_BLOCKED,
			      "every code of this member was blocked");
	if (path != NULL)
		return draw(cli, token, member.name, path);
	(void)puts(token);
	return RGL_OK;
}

rgl_rc command_qr(struct cli *cli)
{
	bool as_text = arguments_has(&cli->arguments, "text");
	bool as_png = arguments_has(&cli->arguments, "png");
	struct store *store = NULL;
	int64_t id = 0;
	rgl_rc rc;

	if (as_text == as_png)
		return refuse(&cli->refusal, RGL_E_ARGUMENT, "say --png FILE or --text");
	rc = command_member(cli, 0, &id);
	if (rc == RGL_OK)
		rc = command_open(cli, STORE_READ, &store);
	if (rc != RGL_OK)
		return rc;
	rc = show_code(cli, store, id);
	store_close(store);
	return rc;
}
