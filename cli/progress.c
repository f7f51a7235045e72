/* progress.c - see progress.h. */
#include "cli/progress.h"

#include <string.h>
#include <sys/ioctl.h>

#include "plugin/base/decimal.h"

#define QUIET_MS 1000
#define BETWEEN_MS 100
#define BAR_COLUMNS 24
#define LINE_ROOM 256
#define COLUMNS_USUAL 80

struct progress progress_of(FILE *stream, bool terminal, int64_t whole_bytes, int64_t now_ms)
{
	return (struct progress) {
		.stream = stream,
		.what = "rows",
		.terminal = terminal,
		.whole_bytes = whole_bytes,
		.start_ms = now_ms,
		.next_ms = now_ms + QUIET_MS,
	};
}

static void write_bar(int64_t done_bytes, int64_t whole_bytes, char ret[LINE_ROOM])
{
	double part = (double)done_bytes / (double)whole_bytes;
	char bar[BAR_COLUMNS + 1];

	memset(bar, ' ', BAR_COLUMNS);
	memset(bar, '=', (size_t)(part * BAR_COLUMNS));
	bar[BAR_COLUMNS] = '\0';
	(void)snprintf(ret, LINE_ROOM, "[%s] %3.0f %%  ", bar, 100 * part);
}

/* "about 1:05 left": whole seconds, rounded up. */
static void write_left(int64_t done_bytes, int64_t whole_bytes, int64_t elapsed_ms,
		       char ret[LINE_ROOM])
{
	double left_ms =
		(double)(whole_bytes - done_bytes) / (double)done_bytes * (double)elapsed_ms;
	int64_t left_s;

	if (left_ms > 359999000.0)
		return;
	left_s = ((int64_t)left_ms + 999) / 1000;
	(void)snprintf(ret, LINE_ROOM, ", about %lld:%02lld left", (long long)(left_s / 60),
		       (long long)(left_s % 60));
}

static int columns_of(const struct progress *progress)
{
	struct winsize size = { 0 };
	int file = fileno(progress->stream);

	if (progress->columns > 0)
		return progress->columns;
	if (file >= 0 && ioctl(file, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	return COLUMNS_USUAL;
}

/* The last column stays free: some terminals go on to the next line when it is written to. */
static void draw(const struct progress *progress, const char *bar, const char *counts,
		 const char *left)
{
	int room = columns_of(progress) - 1;
	char line[3 * LINE_ROOM];

	if (strlen(bar) + strlen(counts) + strlen(left) > (size_t)room)
		bar = "";
	(void)snprintf(line, sizeof(line), "%s%s%s", bar, counts, left);
	(void)fprintf(progress->stream, "\r\033[K%.*s", room, line);
	(void)fflush(progress->stream);
}

void progress_step(struct progress *progress, int64_t done_bytes, int64_t rows, int64_t now_ms)
{
	int64_t elapsed_ms = now_ms - progress->start_ms;
	int64_t whole_bytes = progress->whole_bytes;
	char rows_text[DECIMAL_ROOM];
	char rate_text[DECIMAL_ROOM];
	char bar[LINE_ROOM] = "";
	char counts[LINE_ROOM];
	char left[LINE_ROOM] = "";

	if (!progress->terminal || now_ms < progress->next_ms)
		return;
	progress->next_ms = now_ms + BETWEEN_MS;
	progress->shown = true;
	if (done_bytes > whole_bytes && whole_bytes > 0)
		done_bytes = whole_bytes;
	decimal_write_grouped(rows, 0, rows_text);
	decimal_write_grouped((int64_t)((double)rows * 1000 / (double)elapsed_ms), 0, rate_text);
	(void)snprintf(counts, sizeof(counts), "%s %s, %s a second", rows_text, progress->what,
		       rate_text);
	if (whole_bytes > 0)
		write_bar(done_bytes, whole_bytes, bar);
	if (whole_bytes > 0 && done_bytes > 0)
		write_left(done_bytes, whole_bytes, elapsed_ms, left);
	draw(progress, bar, counts, left);
}

void progress_end(struct progress *progress)
{
	if (!progress->shown)
		return;
	(void)fputs("\r\033[K", progress->stream);
	(void)fflush(progress->stream);
	progress->shown = false;
}
