/* page_json.c - a page as one JSON object; see page_parts.h.
 *
 * Money is a whole number of minor units under KEY_minor; what is not known is null. A column in
 * which a period is not over has KEY_is_over beside it.
 */
#include "plugin/page/page_parts.h"
#include "plugin/page/render_text.h"

static void add_name(struct bytes *bytes, const char *key, const char *ending)
{
	bytes_printf(bytes, "\"%s%s\":", key, ending);
}

/* The ending of a key that holds numbers of this unit. */
static const char *ending_of(enum page_unit unit)
{
	return unit == PAGE_MONEY ? "_minor" : "";
}

static void add_number(struct bytes *bytes, enum page_unit unit, int64_t value,
		       const struct currency *currency)
{
	char figure[PAGE_FIGURE_ROOM];

	if (unit == PAGE_MONEY) {
		bytes_printf(bytes, "%lld", (long long)value);
		return;
	}
	page_figure_data(unit, value, currency, figure);
	if (unit == PAGE_DAY)
		json_add_text(bytes, figure);
	else
		bytes_add_text(bytes, figure);
}

static void add_cell(struct bytes *bytes, enum page_unit unit, const struct page_cell *cell,
		     const struct currency *currency)
{
	if (cell->kind == CELL_NOTHING)
		bytes_add_text(bytes, "null");
	else if (cell->kind == CELL_TEXT)
		json_add_text(bytes, cell->text);
	else
		add_number(bytes, unit, cell->number, currency);
}

static const char *is_over(const struct page_cell *cell)
{
	if (cell->kind == CELL_NOTHING)
		return "null";
	return cell->is_unfinished ? "false" : "true";
}

static void add_words(struct bytes *bytes, const char *key, const struct page_words *words)
{
	bytes_printf(bytes, ",\"%s\":[", key);
	for (const struct page_word *word = words->first; word != NULL; word = word->next) {
		bytes_add_text(bytes, word == words->first ? "" : ",");
		json_add_text(bytes, word->text);
	}
	bytes_add_text(bytes, "]");
}

static void add_fact(struct bytes *bytes, const struct page_fact *fact,
		     const struct currency *currency)
{
	const char *ending = fact->text == NULL ? ending_of(fact->unit) : "";

	add_name(bytes, fact->key, ending);
	if (fact->text != NULL)
		json_add_text(bytes, fact->text);
	else
		add_number(bytes, fact->unit, fact->value, currency);
	if (!fact->has_interval)
		return;
	bytes_printf(bytes, ",\"%s_low%s\":", fact->key, ending);
	add_number(bytes, fact->unit, fact->low, currency);
	bytes_printf(bytes, ",\"%s_high%s\":", fact->key, ending);
	add_number(bytes, fact->unit, fact->high, currency);
}

static void add_row(struct bytes *bytes, const struct page_part *table,
		    const struct page_line *line, const struct currency *currency)
{
	size_t at = 0;

	bytes_add_text(bytes, line == table->lines ? "{" : ",{");
	for (const struct page_column *column = table->columns; column != NULL;
	     column = column->next) {
		const struct page_cell *cell = &line->cells[at++];

		bytes_add_text(bytes, at > 1 ? "," : "");
		add_name(bytes, column->key, ending_of(column->unit));
		add_cell(bytes, column->unit, cell, currency);
		if (!column->has_unfinished)
			continue;
		bytes_add_text(bytes, ",");
		add_name(bytes, column->key, "_is_over");
		bytes_add_text(bytes, is_over(cell));
	}
	bytes_add_text(bytes, "}");
}

static void add_table(struct bytes *bytes, const struct page_part *table,
		      const struct currency *currency)
{
	add_name(bytes, table->key, "");
	bytes_add_text(bytes, "[");
	for (const struct page_line *line = table->lines; line != NULL; line = line->next)
		add_row(bytes, table, line, currency);
	bytes_add_text(bytes, "]");
}

static void add_series(struct bytes *bytes, const struct page_column *series,
		       const struct page_line *points, size_t count,
		       const struct currency *currency)
{
	add_name(bytes, series->key, "");
	bytes_add_text(bytes, "{\"title\":");
	json_add_text(bytes, series->title);
	bytes_printf(bytes, ",\"points%s\":[", ending_of(series->unit));
	for (size_t i = 0; i < count; i++) {
		bytes_add_text(bytes, i > 0 ? "," : "");
		add_cell(bytes, series->unit, &points->cells[i], currency);
	}
	bytes_add_text(bytes, "]");
	if (series->has_unfinished)
		bytes_add_text(bytes, ",\"is_over\":[");
	for (size_t i = 0; series->has_unfinished && i < count; i++)
		bytes_printf(bytes, "%s%s", i > 0 ? "," : "", is_over(&points->cells[i]));
	bytes_add_text(bytes, series->has_unfinished ? "]}" : "}");
}

static void add_chart(struct bytes *bytes, const struct page_part *chart,
		      const struct currency *currency)
{
	const struct page_line *points = chart->lines;

	add_name(bytes, chart->key, "");
	bytes_add_text(bytes, "{\"title\":");
	json_add_text(bytes, chart->title);
	bytes_add_text(bytes, ",\"foot_title\":");
	json_add_text(bytes, chart->foot_title);
	add_words(bytes, "labels", &chart->labels);
	bytes_add_text(bytes, ",\"series\":{");
	for (const struct page_column *series = chart->columns; series != NULL;
	     series = series->next, points = points->next) {
		bytes_add_text(bytes, series == chart->columns ? "" : ",");
		add_series(bytes, series, points, chart->labels.count, currency);
	}
	bytes_add_text(bytes, "}}");
}

static void add_parts(struct bytes *bytes, const struct page *page, bool is_chart,
		      const struct currency *currency)
{
	bool has_any = false;

	bytes_add_text(bytes, is_chart ? ",\"charts\":{" : ",\"tables\":{");
	for (const struct page_part *part = page->parts; part != NULL; part = part->next) {
		if (part->is_chart != is_chart)
			continue;
		bytes_add_text(bytes, has_any ? "," : "");
		if (is_chart)
			add_chart(bytes, part, currency);
		else
			add_table(bytes, part, currency);
		has_any = true;
	}
	bytes_add_text(bytes, "}");
}

static void add_head(struct bytes *bytes, const struct page *page, const struct view *view)
{
	bytes_add_text(bytes, "{\"report\":");
	json_add_text(bytes, page->name);
	bytes_add_text(bytes, ",\"title\":");
	json_add_text(bytes, page->title);
	bytes_add_text(bytes, ",\"shop\":");
	json_add_text(bytes, view->shop == NULL ? "" : view->shop);
	bytes_add_text(bytes, ",\"zone\":");
	json_add_text(bytes, view->zone_name == NULL ? "" : view->zone_name);
	bytes_printf(bytes, ",\"currency\":\"%s\",\"exponent\":%u", view->currency.code,
		     (unsigned int)view->currency.exponent);
}

void page_json(const struct page *page, const struct view *view, struct bytes *bytes)
{
	add_head(bytes, page, view);
	add_words(bytes, "subtitle", &page->subtitle);
	add_words(bytes, "says", &page->says);
	add_words(bytes, "tomorrow", &page->tomorrow);
	add_words(bytes, "notes", &page->notes);
	bytes_add_text(bytes, ",\"facts\":{");
	for (const struct page_fact *fact = page->facts; fact != NULL; fact = fact->next) {
		bytes_add_text(bytes, fact == page->facts ? "" : ",");
		add_fact(bytes, fact, &view->currency);
	}
	bytes_add_text(bytes, "}");
	add_parts(bytes, page, false, &view->currency);
	add_parts(bytes, page, true, &view->currency);
	bytes_add_text(bytes, "}\n");
}
