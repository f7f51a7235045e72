/* page_parts.h - what a page is made of; for page*.c alone. */
#pragma once

#include "plugin/page/page.h"

/* Memory of a page: taken piece by piece, let go of at once. The first failure sticks. */
struct page_block;
struct page_arena {
	const struct host *host;
	struct page_block *blocks;
	rgl_rc rc;
};

/* Set to zero; NULL after a failure. */
void *page_take(struct page_arena *arena, size_t bytes);
void page_let_go(struct page_arena *arena);

/* A copy fit to be shown: what is not UTF-8 and what could steer a terminal or turn the direction
 * of writing is U+FFFD in it, a line end or a tab is a space. NULL after a failure. */
const char *page_copy(struct page_arena *arena, const char *text);

struct page_word {
	struct page_word *next;
	const char *text;
};
struct page_words {
	struct page_word *first;
	struct page_word *last;
	size_t count;
};
void page_words_add(struct page_arena *arena, struct page_words *words, const char *text);

/* text: of a fact that is no number, else NULL. */
struct page_fact {
	struct page_fact *next;
	const char *key;
	const char *title;
	enum page_unit unit;
	const char *text;
	int64_t value;
	bool has_interval;
	int64_t low;
	int64_t high;
};

enum page_cell_kind { CELL_NOTHING, CELL_TEXT, CELL_NUMBER };
struct page_cell {
	union {
		const char *text;
		int64_t number;
	};
	enum page_cell_kind kind;
	bool is_unfinished;
};

/* A column of a table, or a series of a chart. */
struct page_column {
	struct page_column *next;
	const char *key;
	const char *title;
	enum page_unit unit;
	int flags;
	bool has_unfinished;
};

/* A row of a table, or the points of a series; those that were not given are CELL_NOTHING. */
struct page_line {
	struct page_line *next;
	size_t count;
	struct page_cell cells[];
};

/* A table or a chart. A table has lines of column_count cells; a chart has a line of labels.count
 * cells for each column. */
struct page_part {
	struct page_part *next;
	bool is_chart;
	enum page_chart_kind kind;
	const char *key;
	const char *title;
	const char *foot_title;
	struct page_words labels;
	struct page_column *columns;
	struct page_column *last_column;
	size_t column_count;
	struct page_line *lines;
	struct page_line *last_line;
	size_t line_count;
};

struct page {
	struct page_arena arena;
	const char *name;
	const char *title;
	struct page_words subtitle;
	struct page_words says;
	struct page_words tomorrow;
	struct page_words notes;
	struct page_fact *facts;
	struct page_fact *last_fact;
	struct page_part *parts;
	struct page_part *last_part;
	struct page_line *line; /* that cells are added to */
	struct page_cell *cell; /* added last */
};

/* Building a part outside a page. */
void page_part_column(struct page_arena *arena, struct page_part *part, const char *key,
		      const char *title, int unit_and_flags);
struct page_line *page_part_line(struct page_arena *arena, struct page_part *part, size_t cells);

/* A chart as a table: a row for each label. NULL after a failure. The texts stay the page's. */
struct page_part *page_chart_rows(struct page_arena *arena, const struct page_part *chart);

/* The facts as a table of the key, what it is called and the figure as text; NULL: as above. */
struct page_part *page_facts_rows(struct page_arena *arena, const struct page *page,
				  const struct currency *currency);

/* A number as people read it, and as programs do; a share of one is 0.41 there, a day is written
 * out. Money without its currency; money for programs is in major units. */
#define PAGE_FIGURE_ROOM 48
void page_figure_write(enum page_unit unit, int64_t value, const struct currency *currency,
		       char ret[PAGE_FIGURE_ROOM]);
void page_figure_data(enum page_unit unit, int64_t value, const struct currency *currency,
		      char ret[PAGE_FIGURE_ROOM]);

/* A cell for people; "" for nothing. */
const char *page_cell_text(const struct page_column *column, const struct page_cell *cell,
			   const struct currency *currency, char room[PAGE_FIGURE_ROOM]);

/* The scale of a table's heat: from low to high, over cells that are finished. */
struct page_scale {
	int64_t low;
	int64_t high;
	bool has_any;
};
struct page_scale page_heat_scale(const struct page_part *table);

/* A step of the scale out of `steps`, 0 the palest; -1: this cell has none. */
int page_heat_step(const struct page_scale *scale, const struct page_column *column,
		   const struct page_cell *cell, int steps);

/* The greatest of a column's numbers, not below 0. */
int64_t page_column_most(const struct page_part *table, size_t column);

/* Each format. */
void page_terminal(const struct page *page, const struct view *view, struct bytes *bytes);
MUST_USE rgl_rc page_csv(const struct page *page, const struct view *view, const char *table,
			 struct bytes *bytes, struct rgl_why *refusal);
void page_json(const struct page *page, const struct view *view, struct bytes *bytes);
MUST_USE rgl_rc page_html(const struct page *page, const struct view *view, struct bytes *bytes);

/* Parts of the terminal's page. csv: what shows all of the table, "--format csv --table x". */
void page_terminal_table(const struct page_part *table, const struct view *view, const char *csv,
			 struct bytes *bytes);
void page_terminal_chart(const struct page_part *chart, const struct view *view,
			 struct bytes *bytes);
void page_terminal_lines(const struct page_part *chart, const struct view *view,
			 struct bytes *bytes);

/* Sentences in lines behind what stands in their first line already, `indent` columns wide. */
void page_terminal_wrap(struct bytes *bytes, const char *text, size_t columns, size_t indent);

void page_terminal_indent(struct bytes *bytes, size_t columns); /* spaces */

/* Bold, where there is colour; ended with table_plain. */
void page_terminal_bold(struct bytes *bytes, const struct view *view);
void page_terminal_end(struct bytes *bytes, const struct view *view);

/* A bar of blocks, exact to an eighth of a column, `room` columns wide with the spaces behind it.
 */
void page_terminal_bar(struct bytes *bytes, int64_t value, int64_t most, size_t room);

/* How a table's columns fit a terminal (page_terminal_fit.c). width: of the text or figure without
 * what parts it from its neighbours; bar: of the bar beside it, which stands for `most` when it is
 * full; flows: the last one, whose text goes on below. */
struct page_fit_column {
	const struct page_column *column;
	size_t at;
	size_t width;
	size_t bar;
	int64_t most;
	bool is_shown;
	bool flows;
};
struct page_fit {
	const struct host *host;
	struct page_fit_column *columns;
	size_t count;
	size_t shown;
};

/* Free it with page_fit_free. E_MEMORY. */
MUST_USE rgl_rc page_fit_make(const struct page_part *table, const struct view *view,
			      const struct host *host, struct page_fit *ret);
void page_fit_free(struct page_fit *fit);

/* How much of a heading stands in its first line, at most `width` columns of it where it has a
 * space to be broken at. */
size_t page_fit_head(const char *title, size_t width);
