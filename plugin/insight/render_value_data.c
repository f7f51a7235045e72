/* render_value_data.c - members' worth for other programs; see render_value.h. */
#include "plugin/insight/render_text.h"
#include "plugin/insight/render_value.h"
#include "plugin/insight/table.h"

static const char *name_of(const struct value_names *names, int64_t i)
{
	return names->names[i] != NULL ? names->names[i] : "";
}

static void csv_member(const struct value_member *member, const char *name, int64_t rank,
		       const struct view *view, struct bytes *bytes)
{
	char time[ZONE_TIME_ROOM];

	bytes_printf(bytes, "%lld,%lld,", (long long)rank, (long long)member->id);
	render_csv_text(bytes, name);
	zone_write(view->zone, member->first_ms, time);
	bytes_printf(bytes, ",%lld,%s,", (long long)member->visits, time);
	zone_write(view->zone, member->last_ms, time);
	bytes_printf(bytes, "%s,", time);
	render_csv_money(bytes, value_mean(member->net, member->visits), &view->currency);
	bytes_add_text(bytes, ",");
	render_csv_money(bytes, member->net, &view->currency);
	bytes_add_text(bytes, ",");
	render_csv_money(bytes, member->worth, &view->currency);
}

void render_value_csv(const struct value_report *report, const struct value_names *names,
		      const struct view *view, struct bytes *bytes)
{
	bytes_add_text(bytes, "rank,member,name,visits,first_visit,last_visit,mean_ticket,net,"
			      "worth,worth_is,currency\r\n");
	for (int64_t i = 0; i < names->count; i++) {
		csv_member(&report->list[i], name_of(names, i), i + 1, view, bytes);
		bytes_printf(bytes, ",%s,%s\r\n", render_value_basis(report), view->currency.code);
	}
}

static void json_amount(struct bytes *bytes, const char *name, struct money amount)
{
	bytes_add_text(bytes, ",");
	render_json_money(bytes, name, amount);
}

static void json_totals(const struct value_report *report, struct bytes *bytes)
{
	bytes_printf(bytes,
		     ",\"members\":%lld,\"repeat_members\":%lld,\"repeat_permille\":%lld,"
		     "\"visits\":%lld,\"sales_without_member\":%lld,\"refund_only_members\":%lld,"
		     "\"worth_is\":\"%s\",\"sales_without_cost\":%lld",
		     (long long)report->members, (long long)report->repeat_members,
		     (long long)table_share(report->repeat_members, report->members, 1000),
		     (long long)report->visits, (long long)report->nobody_sales,
		     (long long)report->refund_only_members, render_value_basis(report),
		     (long long)report->costless);
	json_amount(bytes, "net", report->net);
	json_amount(bytes, "member_net", report->member_net);
	json_amount(bytes, "without_member_net", report->nobody_net);
	json_amount(bytes, "refund_only_net", report->refund_only_net);
	json_amount(bytes, "worth", report->worth);
	json_amount(bytes, "repeat_worth", report->repeat_worth);
	json_amount(bytes, "mean_worth", report->mean);
	json_amount(bytes, "median_worth", report->median);
	json_amount(bytes, "mean_ticket", report->mean_ticket);
}

static void json_tenths(const struct value_report *report, struct bytes *bytes)
{
	bytes_add_text(bytes, ",\"tenths\":[");
	for (size_t i = 0; i < VALUE_TENTHS; i++) {
		bytes_printf(bytes, "%s{\"members\":%lld", i > 0 ? "," : "",
			     (long long)report->tenths[i].members);
		json_amount(bytes, "worth", report->tenths[i].worth);
		bytes_add_text(bytes, "}");
	}
	bytes_add_text(bytes, "]");
}

static void json_member(const struct value_member *member, const char *name,
			const struct view *view, struct bytes *bytes)
{
	char first[ZONE_TIME_ROOM];
	char last[ZONE_TIME_ROOM];

	zone_write(view->zone, member->first_ms, first);
	zone_write(view->zone, member->last_ms, last);
	bytes_printf(bytes, "{\"member\":%lld,\"name\":", (long long)member->id);
	json_add_text(bytes, name);
	bytes_printf(bytes, ",\"visits\":%lld,\"first_visit\":\"%s\",\"last_visit\":\"%s\"",
		     (long long)member->visits, first, last);
	json_amount(bytes, "mean_ticket", value_mean(member->net, member->visits));
	json_amount(bytes, "net", member->net);
	json_amount(bytes, "worth", member->worth);
	bytes_add_text(bytes, "}");
}

void render_value_json(const struct value_report *report, const struct value_names *names,
		       const struct view *view, struct bytes *bytes)
{
	bytes_add_text(bytes, "{\"report\":\"value\",\"shop\":");
	json_add_text(bytes, view->shop);
	bytes_add_text(bytes, ",\"zone\":");
	json_add_text(bytes, view->zone_name);
	bytes_printf(bytes, ",\"currency\":\"%s\",\"exponent\":%u", view->currency.code,
		     (unsigned int)view->currency.exponent);
	json_totals(report, bytes);
	json_tenths(report, bytes);
	bytes_add_text(bytes, ",\"top\":[");
	for (int64_t i = 0; i < names->count; i++) {
		if (i > 0)
			bytes_add_text(bytes, ",");
		json_member(&report->list[i], name_of(names, i), view, bytes);
	}
	bytes_add_text(bytes, "]}\n");
}
