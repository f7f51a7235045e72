/* render_cohorts_data.c - the triangle for other programs; see render_cohorts.h. */
#include "plugin/insight/render_cohorts.h"
#include "plugin/insight/render_text.h"
#include "plugin/insight/table.h"

static void csv_cell(const struct triangle *triangle, const struct view *view, int32_t row,
		     int32_t later, struct bytes *bytes)
{
	const struct triangle_cell *cell = triangle_at(triangle, row, later);
	char first[TABLE_MONTH_ROOM];
	char month[TABLE_MONTH_ROOM];

	table_month(triangle->first_month + row, first);
	table_month(triangle->first_month + row + later, month);
	bytes_printf(bytes, "%s,%d,%s,%lld,%lld,", first, later, month,
		     (long long)triangle->rows[row].newcomers, (long long)cell->members);
	render_csv_money(bytes, cell->net, &view->currency);
	bytes_printf(bytes, ",%s,%s\r\n", view->currency.code,
		     triangle_is_over(triangle, row, later) ? "yes" : "no");
}

void render_cohorts_csv(const struct triangle *triangle, const struct view *view,
			struct bytes *bytes)
{
	bytes_add_text(bytes, "first_month,months_later,month,new_members,active_members,net,"
			      "currency,month_over\r\n");
	for (int32_t row = 0; row < triangle->month_count; row++)
		for (int32_t later = 0; later < triangle->month_count - row; later++)
			csv_cell(triangle, view, row, later, bytes);
}

static void json_row(const struct triangle *triangle, int32_t row, struct bytes *bytes)
{
	char month[TABLE_MONTH_ROOM];

	table_month(triangle->first_month + row, month);
	bytes_printf(bytes, "{\"first_month\":\"%s\",\"new_members\":%lld,", month,
		     (long long)triangle->rows[row].newcomers);
	render_json_money(bytes, "net", triangle->rows[row].net);
	bytes_add_text(bytes, ",\"months\":[");
	for (int32_t later = 0; later < triangle->month_count - row; later++) {
		const struct triangle_cell *cell = triangle_at(triangle, row, later);

		bytes_printf(bytes, "%s{\"active_members\":%lld,", later > 0 ? "," : "",
			     (long long)cell->members);
		render_json_money(bytes, "net", cell->net);
		bytes_printf(bytes, ",\"over\":%s}",
			     triangle_is_over(triangle, row, later) ? "true" : "false");
	}
	bytes_add_text(bytes, "]}");
}

void render_cohorts_json(const struct triangle *triangle, const struct view *view,
			 struct bytes *bytes)
{
	bytes_add_text(bytes, "{\"report\":\"cohorts\",\"shop\":");
	json_add_text(bytes, view->shop);
	bytes_add_text(bytes, ",\"zone\":");
	json_add_text(bytes, view->zone_name);
	bytes_printf(bytes,
		     ",\"currency\":\"%s\",\"exponent\":%u,\"members\":%lld,\"visits\":%lld,",
		     view->currency.code, (unsigned int)view->currency.exponent,
		     (long long)triangle->members, (long long)triangle->visits);
	render_json_money(bytes, "net", triangle->net);
	bytes_printf(bytes, ",\"outside_members\":%lld,", (long long)triangle->outside_members);
	render_json_money(bytes, "outside", triangle->outside);
	bytes_add_text(bytes, ",\"cohorts\":[");
	for (int32_t row = 0; row < triangle->month_count; row++) {
		if (row > 0)
			bytes_add_text(bytes, ",");
		json_row(triangle, row, bytes);
	}
	bytes_add_text(bytes, "]}\n");
}
