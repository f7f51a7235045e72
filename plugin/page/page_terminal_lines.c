/* page_terminal_lines.c - lines of a chart as dots of braille; see page_parts.h.
 *
 * A column of a terminal holds two dots side by side and four above one another (Unicode's braille
 * patterns, U+2800 and a bit for each dot). Of a dashed line every other two dots are left out, of
 * the two ends of a band two of three. At the right of each line stands its letter.
 *
 * Floating point is allowed here: places of dots, never a figure.
 */
#include <math.h>
#include <string.h>

#include "plugin/page/page_parts.h"
#include "plugin/page/table.h"

enum { HEIGHT = 8, WIDTH_MAX = 72, WIDTH_LEAST = 12, DOTS_HIGH = HEIGHT * 4 };
static const int COLOURS[] = { 33, 208, 35, 170 };
enum { COLOUR_COUNT = 4 };

struct canvas {
	const struct page_part *chart;
	const struct view *view;
	double low;
	double high;
	size_t width;
	size_t axis; /* columns of the figures at its left */
	uint8_t dots[HEIGHT][WIDTH_MAX];
	uint8_t series[HEIGHT][WIDTH_MAX]; /* that drew there last, and 1 */
	char letters[HEIGHT][8];
};

static void look(struct canvas *canvas)
{
	bool has_any = false;

	for (const struct page_line *points = canvas->chart->lines; points != NULL;
	     points = points->next)
		for (size_t i = 0; i < points->count; i++) {
			double value = (double)points->cells[i].number;

			if (points->cells[i].kind != CELL_NUMBER)
				continue;
			canvas->low = has_any ? fmin(canvas->low, value) : fmin(value, 0);
			canvas->high = has_any ? fmax(canvas->high, value) : fmax(value, 0);
			has_any = true;
		}
	if (canvas->high <= canvas->low)
		canvas->high = canvas->low + 1;
}

static void figure_at(const struct canvas *canvas, double part, char ret[PAGE_FIGURE_ROOM])
{
	double value = canvas->low + (canvas->high - canvas->low) * part;

	page_figure_write(canvas->chart->columns->unit, (int64_t)value, &canvas->view->currency,
			  ret);
}

static void measure(struct canvas *canvas)
{
	size_t columns = canvas->view->columns;
	char figure[PAGE_FIGURE_ROOM];
	size_t room;

	for (int i = 0; i <= 2; i++) {
		figure_at(canvas, i / 2.0, figure);
		if (table_width(figure) > canvas->axis)
			canvas->axis = table_width(figure);
	}
	room = columns > canvas->axis + 6 ? columns - canvas->axis - 6 : 0;
	canvas->width = columns == 0 || room > WIDTH_MAX ? WIDTH_MAX : room;
	if (canvas->width < WIDTH_LEAST)
		canvas->width = WIDTH_LEAST;
}

static int place_across(const struct canvas *canvas, size_t at)
{
	size_t count = canvas->chart->labels.count;
	double part = count > 1 ? (double)at / (double)(count - 1) : 0;

	return (int)(part * (double)(canvas->width * 2 - 1) + 0.5);
}

static int place_up(const struct canvas *canvas, int64_t value)
{
	double part = ((double)value - canvas->low) / (canvas->high - canvas->low);

	return (int)(part * (DOTS_HIGH - 1) + 0.5);
}

static void draw_dot(struct canvas *canvas, int across, int up, size_t series)
{
	static const uint8_t BITS[4][2] = { { 1, 8 }, { 2, 16 }, { 4, 32 }, { 64, 128 } };
	int down = DOTS_HIGH - 1 - up;

	canvas->dots[down / 4][across / 2] |= BITS[down % 4][across % 2];
	canvas->series[down / 4][across / 2] = (uint8_t)(series % COLOUR_COUNT + 1);
}

static bool is_gap(int flags, int across)
{
	if ((flags & (PAGE_BAND_LOW | PAGE_BAND_HIGH)) != 0)
		return across % 3 != 0;
	return (flags & PAGE_DASHED) != 0 && across % 4 >= 2;
}

struct place {
	int across;
	int up;
};

static void draw_line(struct canvas *canvas, struct place from, struct place to, int flags,
		      size_t series)
{
	int wide = to.across - from.across;
	int high = to.up - from.up;
	int steps = wide > (high < 0 ? -high : high) ? wide : (high < 0 ? -high : high);

	for (int i = 0; i <= steps; i++) {
		double part = steps == 0 ? 0 : (double)i / steps;
		int across = from.across + (int)(part * wide + 0.5);
		int up = from.up + (int)floor(part * high + 0.5);

		if (!is_gap(flags, across))
			draw_dot(canvas, across, up, series);
	}
}

static void add_letter(struct canvas *canvas, int up, size_t series)
{
	char *letters = canvas->letters[(DOTS_HIGH - 1 - up) / 4];
	size_t length = strlen(letters);

	if (length + 1 < sizeof(canvas->letters[0])) {
		letters[length] = (char)('a' + series % 26);
		letters[length + 1] = '\0';
	}
}

static void draw_series(struct canvas *canvas, const struct page_line *points, int flags,
			size_t series)
{
	bool has_before = false;
	struct place before = { 0 };

	for (size_t i = 0; i < points->count; i++) {
		struct place place = { .across = place_across(canvas, i) };

		if (points->cells[i].kind != CELL_NUMBER) {
			has_before = false;
			continue;
		}
		place.up = place_up(canvas, points->cells[i].number);
		draw_line(canvas, has_before ? before : place, place, flags, series);
		has_before = true;
		before = place;
	}
	if (has_before && canvas->chart->column_count > 1)
		add_letter(canvas, before.up, series);
}

static void add_dots(const struct canvas *canvas, int row, struct bytes *bytes)
{
	for (size_t i = 0; i < canvas->width; i++) {
		uint8_t dots = canvas->dots[row][i];
		int colour = canvas->series[row][i] == 0 ? 0 : COLOURS[canvas->series[row][i] - 1];

		if (dots == 0) {
			bytes_add_byte(bytes, ' ');
			continue;
		}
		if (canvas->view->colour)
			bytes_printf(bytes, "\033[38;5;%dm", colour);
		bytes_add_byte(bytes, 0xe2);
		bytes_add_byte(bytes, (uint8_t)(0xa0 | dots >> 6));
		bytes_add_byte(bytes, (uint8_t)(0x80 | (dots & 0x3f)));
		page_terminal_end(bytes, canvas->view);
	}
}

static void add_rows(const struct canvas *canvas, struct bytes *bytes)
{
	char figure[PAGE_FIGURE_ROOM];

	for (int row = 0; row < HEIGHT; row++) {
		figure[0] = '\0';
		if (row == 0 || row == HEIGHT - 1)
			figure_at(canvas, row == 0 ? 1 : 0, figure);
		table_cell(bytes, figure, canvas->axis, TABLE_RIGHT);
		bytes_add_text(bytes, figure[0] == '\0' ? " │" : " ┤");
		add_dots(canvas, row, bytes);
		bytes_printf(bytes, " %s", canvas->letters[row]);
		table_end(bytes);
	}
}

/* The first label, the last, and what they are. */
static void add_foot(const struct canvas *canvas, struct bytes *bytes)
{
	const struct page_words *labels = &canvas->chart->labels;
	size_t width = canvas->width;
	size_t first = table_width(labels->first->text);
	size_t last = table_width(labels->last->text);

	table_cell(bytes, "", canvas->axis + 2, TABLE_LEFT);
	if (labels->count < 2 || first + last + 2 > width) {
		table_cell(bytes, labels->first->text, width, TABLE_LEFT);
	} else {
		size_t middle = width - first - last;
		bool has_title = table_width(canvas->chart->foot_title) + 4 <= middle;
		size_t title = has_title ? table_width(canvas->chart->foot_title) : 0;

		table_cell(bytes, labels->first->text, first, TABLE_LEFT);
		table_cell(bytes, "", (middle - title) / 2, TABLE_LEFT);
		table_cell(bytes, has_title ? canvas->chart->foot_title : "", title, TABLE_LEFT);
		table_cell(bytes, labels->last->text, width - first - (middle - title) / 2 - title,
			   TABLE_RIGHT);
	}
	table_end(bytes);
}

static void add_legend(const struct canvas *canvas, struct bytes *bytes)
{
	const struct page_column *series = canvas->chart->columns;
	struct bytes line = bytes_of(bytes->host);

	for (char letter = 'a'; series != NULL; series = series->next, letter++) {
		const char *kind = (series->flags & PAGE_DASHED) != 0 ? " (dashed)" : "";

		bytes_printf(&line, "%c %s%s  ", letter, series->title, kind);
	}
	bytes_add_byte(&line, 0);
	if (bytes_rc(&line) < 0) {
		bytes->rc = bytes_rc(&line);
	} else {
		table_cell(bytes, "", canvas->axis + 2, TABLE_LEFT);
		page_terminal_wrap(bytes, (const char *)line.data, canvas->view->columns,
				   canvas->axis + 2);
	}
	bytes_free(&line);
}

void page_terminal_lines(const struct page_part *chart, const struct view *view,
			 struct bytes *bytes)
{
	struct canvas canvas = { .chart = chart, .view = view };
	const struct page_column *series = chart->columns;
	size_t which = 0;

	look(&canvas);
	measure(&canvas);
	for (const struct page_line *points = chart->lines; points != NULL;
	     points = points->next, series = series->next)
		draw_series(&canvas, points, series->flags, which++);
	add_rows(&canvas, bytes);
	add_foot(&canvas, bytes);
	if (chart->column_count > 1)
		add_legend(&canvas, bytes);
}
