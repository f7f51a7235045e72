/* account.c - see account.h. */
#include "plugin/reports/account.h"

#include <stdio.h>
#include <string.h>

#include "plugin/loyalty/ledger.h"
#include "plugin/reports/render_account.h"

_Static_assert((int)ACCOUNT_EARNED == (int)TRANSFER_EARNED, "as the ledger has them");
_Static_assert((int)ACCOUNT_PAID_WITH == (int)TRANSFER_PAID_WITH, "as the ledger has them");

static rgl_rc read_owner(struct store *store, int64_t member, struct account_owner *ret)
{
	struct query q = query(store, STATEMENT_ACCOUNT_OWNER);
	struct account_owner owner = { .member = member };
	bool is_there;
	rgl_rc rc;

	query_bind_int(&q, member);
	is_there = query_row(&q);
	if (is_there) {
		query_text(&q, owner.name, sizeof(owner.name));
		owner.merged_into = query_int(&q);
	}
	rc = query_end(&q);
	if (rc == RGL_OK && !is_there)
		rc = refuse_field(&store->refusal, RGL_E_UNKNOWN, "member_id",
				  "there is no member %lld; regulars identify finds one",
				  (long long)member);
	if (rc == RGL_OK)
		*ret = owner;
	return rc;
}

/* Who the member is by now: what rules did moves along when members are merged. */
static rgl_rc find_last(struct store *store, const struct account_owner *owner, int64_t *ret_member)
{
	struct account_owner now = *owner;
	rgl_rc rc = RGL_OK;

	while (rc == RGL_OK && now.merged_into != 0)
		rc = read_owner(store, now.merged_into, &now);
	if (rc == RGL_OK)
		*ret_member = now.member;
	return rc;
}

static void read_line(struct query *q, struct account_line *ret)
{
	query_text(q, ret->purse, sizeof(ret->purse));
	ret->is_money = query_int(q) != 0;
	ret->in_all = query_int(q);
	ret->what = (enum account_what)query_int(q);
	ret->at_ms = query_int(q);
	ret->amount = query_int(q);
	ret->balance = query_int(q);
	query_text(q, ret->sale, sizeof(ret->sale));
	query_text(q, ret->of, sizeof(ret->of));
	ret->is_void = query_int(q) != 0;
	ret->edit = (enum account_edit)query_int(q);
	ret->was_spent = query_int(q) != 0;
	query_text(q, ret->names, sizeof(ret->names));
	query_text(q, ret->who, sizeof(ret->who));
	query_text(q, ret->why, sizeof(ret->why));
	ret->member = query_int(q);
	ret->was_undone = query_int(q) != 0;
}

/* What a shop calls it; the id itself when the programme has it no more, or gave it no title. */
static const char *title_of(const struct programme *programme, const char *id)
{
	size_t rule = programme_find_rule(programme, id);
	size_t reward = programme_find_reward(programme, id);
	const char *title = "";

	if (rule != PROGRAMME_NONE)
		title = programme->rules[rule].title;
	else if (reward != PROGRAMME_NONE)
		title = programme->rewards[reward].title;
	else if (strcmp(id, ACCOUNT_PAYMENT) == 0)
		title = "payment in points";
	return title == NULL || title[0] == '\0' ? id : title;
}

/* The ids between ", " become titles, as many as there is room for. */
static void name_rules(const struct programme *programme, struct account_line *line)
{
	char ids[sizeof(line->names)];
	size_t length = 0;
	char *rest = ids;

	memcpy(ids, line->names, sizeof(ids));
	line->names[0] = '\0';
	for (char *id = strtok_r(ids, ", ", &rest); id != NULL; id = strtok_r(NULL, ", ", &rest)) {
		const char *title = title_of(programme, id);

		if (length + strlen(title) + 3 > sizeof(line->names))
			return;
		length += (size_t)snprintf(line->names + length, sizeof(line->names) - length,
					   "%s%s", length > 0 ? ", " : "", title);
	}
}

static void name_purse(const struct programme *programme, struct account_line *line)
{
	size_t purse = programme_find_purse(programme, line->purse);

	if (purse != PROGRAMME_NONE && programme->purses[purse].title != NULL)
		(void)snprintf(line->title, sizeof(line->title), "%s",
			       programme->purses[purse].title);
}

static rgl_rc write_lines(struct store *store, const struct report *report,
			  const struct programme *programme, int64_t member, int64_t last_member,
			  struct bytes *out)
{
	const struct view view = report_view(store, report);
	struct query q = query(store, STATEMENT_ACCOUNT_LINES);
	struct account_place place = { 0 };
	struct account_line line;
	rgl_rc rc;

	query_bind_int(&q, member);
	query_bind_int(&q, last_member);
	query_bind_int(&q, report->top == 0 ? INT64_MAX : report->top);
	while (bytes_rc(out) == RGL_OK && query_row(&q)) {
		read_line(&q, &line);
		line.title[0] = '\0';
		if (report->format == VIEW_TABLE) {
			name_rules(programme, &line);
			name_purse(programme, &line);
		}
		render_account_line(&line, &place, &view, out);
	}
	rc = query_end(&q);
	if (rc < 0)
		return rc;
	render_account_end(&place, &view, out);
	return bytes_rc(out);
}

rgl_rc account_write(struct store *store, const struct report *report,
		     const struct programme *programme, int64_t member, struct bytes *out)
{
	const struct view view = report_view(store, report);
	struct account_owner owner = { 0 };
	int64_t last = 0;
	rgl_rc rc = read_owner(store, member, &owner);

	if (rc == RGL_OK)
		rc = find_last(store, &owner, &last);
	if (rc < 0)
		return rc;
	render_account_begin(&owner, &view, out);
	rc = write_lines(store, report, programme, member, last, out);
	if (rc == RGL_E_MEMORY && store->refusal.code != rc)
		refuse(&store->refusal, rc, "there is not enough memory for this account");
	return rc;
}
