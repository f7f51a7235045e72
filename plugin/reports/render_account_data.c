/* render_account_data.c - see render_account_parts.h. */
#include "plugin/page/render_text.h"
#include "plugin/reports/render_account_parts.h"

/* What was held and then spent is spent; a merge undone is a word of its own. */
static const char *code_of(const struct account_line *line)
{
	static const char *const CODES[] = { "moved",	   "earned",  "spent",	 "taken_back",
					     "given_back", "expired", "by_hand", "held",
					     "let_go",	   "merged",  "paid_in", "paid_with" };

	if (line->was_undone)
		return "unmerged";
	return CODES[line->was_spent ? ACCOUNT_SPENT : line->what];
}

void account_csv(const struct account_line *line, const struct view *view, struct bytes *bytes)
{
	uint32_t digits = line->is_money ? view->currency.exponent : 0;
	const char *const texts[] = { line->sale, line->of, line->names, line->who, line->why };
	char when[ZONE_TIME_ROOM];
	char amount[DECIMAL_ROOM];
	char balance[DECIMAL_ROOM];

	zone_write(view->zone, line->at_ms, when);
	decimal_write(line->amount, digits, amount);
	decimal_write(line->balance, digits, balance);
	bytes_printf(bytes, "%s,%s,%s,%s,%s", line->purse, when, code_of(line), amount, balance);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		bytes_add_text(bytes, ",");
		render_csv_text(bytes, texts[i]);
	}
	bytes_add_text(bytes, ",");
	if (line->member != 0)
		bytes_printf(bytes, "%lld", (long long)line->member);
	bytes_add_text(bytes, "\r\n");
}

static void json_some(struct bytes *bytes, const char *name, const char *text)
{
	if (text[0] == '\0')
		return;
	bytes_printf(bytes, ",\"%s\":", name);
	json_add_text(bytes, text);
}

void account_json_purse(const struct account_line *line, struct bytes *bytes)
{
	bytes_add_text(bytes, "{\"purse\":");
	json_add_text(bytes, line->purse);
	bytes_printf(bytes, ",\"is_money\":%s,\"in_all\":%lld,\"lines\":[",
		     line->is_money ? "true" : "false", (long long)line->in_all);
}

void account_json(const struct account_line *line, const struct view *view, struct bytes *bytes)
{
	char when[ZONE_TIME_ROOM];

	zone_write(view->zone, line->at_ms, when);
	bytes_printf(bytes, "{\"at\":\"%s\",\"what\":\"%s\",\"amount\":%lld,\"balance\":%lld", when,
		     code_of(line), (long long)line->amount, (long long)line->balance);
	json_some(bytes, "sale_id", line->sale);
	json_some(bytes, "of", line->of);
	json_some(bytes, "by", line->names);
	json_some(bytes, "who", line->who);
	json_some(bytes, "why", line->why);
	if (line->member != 0)
		bytes_printf(bytes, ",\"member_id\":%lld", (long long)line->member);
	bytes_add_text(bytes, "}");
}

void account_json_owner(const struct account_owner *owner, struct bytes *bytes)
{
	bytes_printf(bytes, "{\"report\":\"account\",\"member_id\":%lld,\"name\":",
		     (long long)owner->member);
	json_add_text(bytes, owner->name);
	if (owner->merged_into != 0)
		bytes_printf(bytes, ",\"merged_into\":%lld", (long long)owner->merged_into);
	bytes_add_text(bytes, ",\"purses\":[");
}
