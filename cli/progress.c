/* progress.c - see progress.h. */
#include "cli/progress.h"

#include "plugin/base/decimal.h"

#define QUIET_MS 1000
#define BETWEEN_MS 100
#define BAR_COLUMNS 24

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

static void draw_bar(FILE *stream, int64_t done_bytes, int64_t whole_bytes)
{
	int64_t filled = (int64_t)((double)done_bytes / (double)whole_bytes * BAR_COLUMNS);

	(void)fputc('[', stream);
	for (int64_t i = 0; i < BAR_COLUMNS; i++)
		(void)fputc(i < filled ? '=' : ' ', stream);
	(void)fprintf(stream, "] %3.0f %%  ", 100 * (double)done_bytes / (double)whole_bytes);
}

/* "about 1:05 left": whole seconds, rounded up. */
static void draw_left(FILE *stream, int64_t done_bytes, int64_t whole_bytes, int64_t elapsed_ms)
{
	double left_ms =
		(double)(whole_bytes - done_bytes) / (double)done_bytes * (double)elapsed_ms;
	int64_t left_s;

	if (left_ms > 359999000.0)
		return;
	left_s = ((int64_t)left_ms + 999) / 1000;
	(void)fprintf(stream, ", about %lld:%02lld left", (long long)(left_s / 60),
		      (long long)(left_s % 60));
}

void progress_step(struct progress *progress, int64_t done_bytes, int64_t rows, int64_t now_ms)
{
	int64_t elapsed_ms = now_ms - progress->start_ms;
	int64_t whole_bytes = progress->whole_bytes;
	char rows_text[DECIMAL_ROOM];
	char rate_text[DECIMAL_ROOM];

	if (!progress->terminal || now_ms < progress->next_ms)
		return;
	progress->next_ms = now_ms + BETWEEN_MS;
	progress->shown = true;
	if (done_bytes > whole_bytes && whole_bytes > 0)
		done_bytes = whole_bytes;
	decimal_write_grouped(rows, 0, rows_text);
	decimal_write_grouped((int64_t)((double)rows * 1000 / (double)elapsed_ms), 0, rate_text);
	(void)fputs("\r\033[K", progress->stream);
	if (whole_bytes > 0)
		draw_bar(progress->stream, done_bytes, whole_bytes);
	(void)fprintf(progress->stream, "%s %s, %s a second", rows_text, progress->what, rate_text);
	if (whole_bytes > 0 && done_bytes > 0)
		draw_left(progress->stream, done_bytes, whole_bytes, elapsed_ms);
	(void)fflush(progress->stream);
}

void progress_end(struct progress *progress)
{
	if (!progress->shown)
		return;
	(void)fputs("\r\033[K", progress->stream);
	(void)fflush(progress->stream);
	progress->shown = false;
}
