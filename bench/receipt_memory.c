/* SPDX-License-Identifier: Apache-2.0 */
/* receipt_memory.c - what drawing a receipt costs in memory.
 *
 * In:  nothing.
 * Out: a line of the table for each language: how far the process's resident set rose, at its
 *      highest, over what it was before fonts were opened; shared pages of libraries in full.
 *
 * Each language is a process of its own: 30 lines with a code at 576 dots, regular and bold, three
 * sizes. The fonts' tables, the kept glyphs, HarfBuzz's and FreeType's own memory and the dots
 * themselves are all in it.
 */
#include <sys/wait.h>
#include <unistd.h>

#include "bench/measure.h"
#include "receipts/dots/layout.h"

enum { ROWS = 24, WIDTH_DOTS = 576 };

static const struct {
	const char *name;
	const char *title;
	const char *thanks;
	const char *goods;
	bool is_right_to_left;
} LANGUAGES[] = {
	{ "English", "Corner Café", "Thank you for coming back!", "Oat milk flat white", false },
	{ "Hindi", "चाय घर", "फिर आने के लिए धन्यवाद!", "विशेष राजस्थानी थाली", false },
	{ "Vietnamese", "Quán Phố Cổ", "Cảm ơn chị Ngọc Ánh!", "Nước ép bưởi ổi tươi", false },
	{ "Danish", "Kaffe & Kage", "Tak fordi du kom igen!", "Smørrebrød på rugbrød", false },
	{ "Arabic", "مقهى البحر", "شكرًا لعودتك!", "كنافة بالجبن", true },
	{ "Japanese", "喫茶みなと", "いつもありがとうございます！", "アボカドのサンドイッチ",
	  false },
};

/* A line of /proc/self/status, in KiB. */
static long status_kib(const char *name)
{
	FILE *file = fopen("/proc/self/status", "re");
	char line[256];
	long kib = 0;

	measure_need(file != NULL, "/proc/self/status cannot be read");
	while (kib == 0 && fgets(line, sizeof(line), file) != NULL)
		if (strncmp(line, name, strlen(name)) == 0)
			kib = strtol(line + strlen(name), NULL, 10);
	(void)fclose(file);
	measure_need(kib > 0, "/proc/self/status lacks a line");
	return kib;
}

static void compose(struct paper *paper, size_t language)
{
	const struct paper_style title = { PAPER_CENTRE, PAPER_LARGE, true, 0 };
	const struct paper_style thanks = { PAPER_CENTRE, PAPER_NORMAL, true, 0 };
	const struct paper_style plain = { PAPER_LEFT, PAPER_NORMAL, false, 0 };
	const struct paper_style small = { PAPER_LEFT, PAPER_SMALL, false, 0 };
	const struct paper_style total = { PAPER_LEFT, PAPER_LARGE, true, 0 };

	paper->is_right_to_left = LANGUAGES[language].is_right_to_left;
	paper_text(paper, title, LANGUAGES[language].title);
	paper_text(paper, thanks, LANGUAGES[language].thanks);
	paper_rule(paper);
	for (int i = 0; i < ROWS; i++) {
		char amount[32];

		(void)snprintf(amount, sizeof(amount), "%d.%02d", 7 * i + 3, 13 * i % 100);
		paper_columns(paper, i % 4 == 3 ? small : plain,
			      (const char *[]) { LANGUAGES[language].goods, amount }, 2);
	}
	paper_columns(paper, total, (const char *[]) { LANGUAGES[language].title, "1,234.56" }, 2);
	paper_text(paper, small, LANGUAGES[language].thanks);
	paper_qr(paper, PAPER_NORMAL, "RG17KQM2XWD9FABC3DE");
	measure_need(paper_rc(paper) == RGL_OK, "the receipt cannot be made");
}

static long draw_once(size_t language)
{
	struct rgl_why why = { 0 };
	struct fonts *fonts = NULL;
	struct canvas canvas;
	struct paper paper;
	struct host host;
	long before_kib;
	long after_kib;

	host_init(&host, NULL);
	paper = paper_of(&host);
	compose(&paper, language);
	before_kib = status_kib("VmRSS:");
	measure_need(fonts_open(&host, &fonts, &why) == RGL_OK &&
			     layout_draw(&paper, fonts, WIDTH_DOTS, NULL, &canvas, &why) == RGL_OK,
		     why.text);
	after_kib = status_kib("VmHWM:");
	canvas_free(&canvas);
	fonts_close(fonts);
	paper_free(&paper);
	return after_kib - before_kib;
}

static long draw_in_child(size_t language)
{
	long kib = 0;
	int ends[2];
	int status = 1;
	pid_t child;

	measure_need(pipe(ends) == 0, "no pipe");
	child = fork();
	measure_need(child >= 0, "no child process");
	if (child == 0) {
		kib = draw_once(language);
		_exit(write(ends[1], &kib, sizeof(kib)) == (ssize_t)sizeof(kib) ? 0 : 1);
	}
	(void)close(ends[1]);
	measure_need(read(ends[0], &kib, sizeof(kib)) == (ssize_t)sizeof(kib) &&
			     waitpid(child, &status, 0) == child && status == 0,
		     "a receipt was not drawn");
	(void)close(ends[0]);
	return kib;
}

int main(void)
{
	for (size_t i = 0; i < sizeof(LANGUAGES) / sizeof(LANGUAGES[0]); i++) {
		char what[MEASURE_TEXT];
		char measured[MEASURE_TEXT];

		(void)snprintf(what, sizeof(what), "receipt memory: %s", LANGUAGES[i].name);
		(void)snprintf(measured, sizeof(measured), "%.1f MiB",
			       (double)draw_in_child(i) / 1024);
		measure_line(what, measured, "-", 0, "4 MiB");
	}
	return 0;
}
