/* watch.c - see watch.h. */
#include "plugin/loyalty/watch.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "plugin/base/utf8.h"
#include "plugin/care/audit.h"
#include "plugin/loyalty/said.h"
#include "plugin/store/query.h"

/* Names in an alert are shortened to this many bytes: it is one line. */
enum { NAME_MAX_BYTES = 40 };

struct name {
	char text[NAME_MAX_BYTES + 1];
};

static struct name shortened(const char *text)
{
	struct name name;
	size_t length = strlen(text);

	if (length > NAME_MAX_BYTES)
		length = utf8_whole(text, NAME_MAX_BYTES);
	memcpy(name.text, text, length);
	name.text[length] = '\0';
	return name;
}

/* E_UNKNOWN: there is no such member. */
static rgl_rc name_of(struct store *store, int64_t member, struct name *ret)
{
	struct query q = query(store, STATEMENT_MEMBER_NAME);
	char text[RGL_TEXT_MAX + 1] = "";
	bool is_there;
	rgl_rc rc;

	query_bind_int(&q, member);
	is_there = query_row(&q);
	if (is_there)
		query_text(&q, text, sizeof(text));
	rc = query_end(&q);
	if (rc == RGL_OK && !is_there)
		rc = refuse_field(&store->refusal, RGL_E_UNKNOWN, "member_id",
				  "there is no member %lld", (long long)member);
	if (rc < 0)
		return rc;
	if (text[0] == '\0')
		(void)snprintf(text, sizeof(text), "member %lld", (long long)member);
	*ret = shortened(text);
	return RGL_OK;
}

static bool is_given(const char *text)
{
	return text != NULL && text[0] != '\0';
}

/* ---- Finding ---- */

PRINTF(4, 5)
static void found(struct findings *findings, const char *kind, bool refused, const char *format,
		  ...)
{
	struct finding *finding;
	va_list arguments;

	findings->refused = findings->refused || refused;
	if (findings->count == WATCH_FINDINGS_MAX)
		return;
	finding = &findings->items[findings->count++];
	finding->kind = kind;
	finding->refused = refused;
	va_start(arguments, format);
	(void)vsnprintf(finding->text, sizeof(finding->text), format, arguments);
	va_end(arguments);
	finding->text[utf8_whole(finding->text, strlen(finding->text))] = '\0';
}

static const char *plural(int64_t count)
{
	return count == 1 ? "" : "s";
}

struct span {
	char text[48];
};

static struct span span_of(const struct limit *limit)
{
	static const struct {
		int64_t minutes;
		const char *one;
		const char *many;
	} UNITS[] = { { 1440, "a day", "days" },
		      { 60, "an hour", "hours" },
		      { 1, "a minute", "minutes" } };
	struct span span = { "on one day" };

	for (size_t i = 0; i < sizeof(UNITS) / sizeof(UNITS[0]); i++) {
		long long units = limit->minutes / UNITS[i].minutes;

		if (units == 0 || limit->minutes % UNITS[i].minutes != 0)
			continue;
		if (units == 1)
			(void)snprintf(span.text, sizeof(span.text), "within %s", UNITS[i].one);
		else
			(void)snprintf(span.text, sizeof(span.text), "within %lld %s", units,
				       UNITS[i].many);
		break;
	}
	return span;
}

/* Sales of the member (by the cashier, where one is told) in the limit's time, this one too. */
static rgl_rc count_sales(struct store *store, const struct limit *limit,
			  const struct watched *watched, const char *cashier, int64_t *ret)
{
	struct query q =
		query(store, cashier == NULL ? STATEMENT_WATCH_MEMBER : STATEMENT_WATCH_CASHIER);

	query_bind_int(&q, watched->member);
	query_bind_int(&q, limit->minutes == 0 ? watched->day_ms
					       : watched->at_ms - limit->minutes * 60000 + 1);
	query_bind_int(&q, watched->at_ms);
	if (cashier != NULL)
		query_bind_text(&q, cashier);
	if (query_row(&q))
		*ret = query_int(&q) + 1;
	return query_end(&q);
}

static rgl_rc watch_member(struct store *store, const struct limit *limit,
			   const struct watched *watched, struct findings *findings)
{
	struct name cashier = shortened(watched->cashier);
	struct name member;
	int64_t count = 0;
	rgl_rc rc;

	if (!limit->set)
		return RGL_OK;
	rc = count_sales(store, limit, watched, NULL, &count);
	if (rc < 0 || count <= limit->max)
		return rc;
	rc = name_of(store, watched->member, &member);
	if (rc == RGL_OK)
		found(findings, "member_sales", limit->refuse,
		      "%lld sale%s of %s %s, up to %lld are usual; this one by %s",
		      (long long)count, plural(count), member.text, span_of(limit).text,
		      (long long)limit->max,
		      is_given(cashier.text) ? cashier.text : "an unnamed cashier");
	return rc;
}

static rgl_rc watch_cashier(struct store *store, const struct limit *limit,
			    const struct watched *watched, struct findings *findings)
{
	struct name cashier = shortened(watched->cashier);
	struct name member;
	int64_t count = 0;
	rgl_rc rc;

	if (!limit->set || !is_given(watched->cashier))
		return RGL_OK;
	rc = count_sales(store, limit, watched, watched->cashier, &count);
	if (rc < 0 || count <= limit->max)
		return rc;
	rc = name_of(store, watched->member, &member);
	if (rc == RGL_OK)
		found(findings, "cashier_sales", limit->refuse,
		      "%lld sale%s of %s by %s %s, up to %lld are usual", (long long)count,
		      plural(count), member.text, cashier.text, span_of(limit).text,
		      (long long)limit->max);
	return rc;
}

static rgl_rc watch_own_card(struct store *store, const struct limit *limit,
			     const struct watched *watched, struct findings *findings)
{
	struct query q = query(store, STATEMENT_WATCH_OWN_CARD);
	struct name cashier = shortened(watched->cashier);
	struct name member;
	bool is_own = false;
	rgl_rc rc;

	if (!limit->set || !is_given(watched->cashier))
		return RGL_OK;
	query_bind_text(&q, watched->cashier);
	query_bind_int(&q, watched->member);
	if (query_row(&q))
		is_own = query_int(&q) != 0;
	rc = query_end(&q);
	if (rc < 0 || !is_own)
		return rc;
	rc = name_of(store, watched->member, &member);
	if (rc == RGL_OK)
		found(findings, "own_card", limit->refuse,
		      "1 sale by %s on the cashier's own card (%s)", cashier.text, member.text);
	return rc;
}

rgl_rc watch_sale(struct store *store, const struct limits *limits, const struct watched *watched,
		  struct findings *ret)
{
	struct watched who = *watched;
	struct findings findings = { 0 };
	rgl_rc rc = RGL_OK;

	who.cashier = is_given(watched->cashier) ? watched->cashier : "";
	if (limits != NULL && who.member != 0) {
		rc = watch_member(store, &limits->member_sales, &who, &findings);
		if (rc == RGL_OK)
			rc = watch_cashier(store, &limits->cashier_sales, &who, &findings);
		if (rc == RGL_OK)
			rc = watch_own_card(store, &limits->own_card, &who, &findings);
	}
	if (rc == RGL_OK)
		*ret = findings;
	return rc;
}

void watch_discount(const struct limits *limits, const char *reward, struct money given,
		    struct money due, const struct currency *currency, struct findings *findings)
{
	char given_text[DECIMAL_ROOM];
	char due_text[DECIMAL_ROOM];

	if (!limits->discount.set || money_compare(given, due) <= 0)
		return;
	money_write(given, currency, given_text);
	money_write(due, currency, due_text);
	/* The customer has it already: there is nothing left to refuse. */
	found(findings, "discount", false, "%s %s were taken off for the reward %s, which gives %s",
	      given_text, currency->code, reward, due_text);
}

void watch_clock(const char *said, const char *till, struct findings *findings)
{
	struct name name = shortened(till);

	found(findings, "clock", false,
	      "a sale came with the time %s, which has not come; it counts as of now: set the "
	      "clock of "
	      "%s",
	      said, is_given(name.text) ? name.text : "the till");
}

rgl_rc watch_adjustment(struct store *store, const struct limit *limit,
			const struct watched *watched, const char *what, struct findings *findings)
{
	struct name title = shortened(what);
	struct name cashier = shortened(watched->cashier);
	struct name member = { "" };
	rgl_rc rc = RGL_OK;

	if (watched->member != 0)
		rc = name_of(store, watched->member, &member);
	if (rc == RGL_OK)
		found(findings, "adjustments", limit->refuse,
		      "more than %lld changes by hand by %s %s; this one: %s%s%s",
		      (long long)limit->max, cashier.text, span_of(limit).text, title.text,
		      watched->member != 0 ? " of " : "", member.text);
	return rc;
}

/* ---- Writing ---- */

static rgl_rc tell(struct store *store, int64_t event, const struct watched *watched,
		   const struct finding *finding)
{
	struct query q = query(store, STATEMENT_ALERT_ADD);

	query_bind_int(&q, event);
	query_bind_text(&q, finding->kind);
	query_bind_int(&q, finding->refused);
	query_bind_reference(&q, watched->member);
	query_bind_text(&q, watched->cashier);
	query_bind_text(&q, finding->text);
	query_bind_int(&q, watched->at_ms);
	return query_run(&q);
}

rgl_rc watch_tell(struct store *store, int64_t event, const struct watched *watched,
		  const struct findings *findings)
{
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < findings->count; i++)
		rc = tell(store, event, watched, &findings->items[i]);
	return rc;
}

/* ---- Staff ---- */

static rgl_rc check_cashier(struct store *store, const char *cashier)
{
	if (!is_given(cashier))
		return refuse_field(&store->refusal, RGL_E_FIELD, "cashier",
				    "say which cashier it is, by the name that the till sends");
	return said_check_kept(store, cashier, "cashier");
}

static rgl_rc write_staff(struct store *store, const char *cashier, int64_t member)
{
	struct query q = query(store, member == 0 ? STATEMENT_STAFF_DROP : STATEMENT_STAFF_SET);
	struct name name;
	int64_t was = 0;
	rgl_rc rc = member == 0 ? RGL_OK : name_of(store, member, &name);

	if (rc == RGL_OK && member != 0)
		rc = said_check_not_erased(store, member, "member_id");
	if (rc < 0)
		return rc;
	query_bind_text(&q, cashier);
	if (member != 0)
		query_bind_int(&q, member);
	if (query_row(&q))
		was = query_int(&q);
	rc = query_end(&q);
	/* By number alone: the cashier's name would tell who the member is, after an erasure too.
	 */
	return rc < 0 ? rc
		      : audit_add(store, NULL, "staff", member == 0 ? was : member,
				  member == 0 ? "no cashier any more" : "a cashier");
}

rgl_rc watch_staff(struct store *store, const char *cashier, int64_t member)
{
	rgl_rc rc = check_cashier(store, cashier);

	if (rc == RGL_OK)
		rc = store_begin(store);
	return rc < 0 ? rc : store_end(store, write_staff(store, cashier, member));
}
