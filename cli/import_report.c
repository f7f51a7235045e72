/* import_report.c - see import_report.h. */
#include "cli/import_report.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "plugin/base/pan.h"

#define FIRST_LINE "# regulars import: what was refused, and what went in with a note\n"
#define LINE_ROOM 8192

static rgl_rc refuse_write(struct import_report *report)
{
	return refuse(&report->cli->refusal, RGL_E_INPUT_OUTPUT,
		      "%.150s, which tells what was refused, could not be written: %s; --refused "
		      "names another place",
		      report->path, strerror(errno));
}

/* One of ours from an earlier run goes; what is anything else stays. */
static rgl_rc remove_earlier(struct import_report *report)
{
	char first[sizeof(FIRST_LINE)] = "";
	FILE *file = fopen(report->path, "rbe");
	bool is_ours;

	if (file == NULL)
		return RGL_OK;
	is_ours = fgets(first, sizeof(first), file) != NULL && strcmp(first, FIRST_LINE) == 0;
	(void)fclose(file);
	if (is_ours && unlink(report->path) == 0)
		return RGL_OK;
	return refuse(&report->cli->refusal, RGL_E_TAKEN,
		      "%.200s exists already and is something else; --refused names another place "
		      "for what is refused",
		      report->path);
}

rgl_rc import_report_begin(struct cli *cli, const char *path, const char *input,
			   struct import_report *ret)
{
	struct import_report report = { .cli = cli };
	int length = snprintf(report.path, sizeof(report.path), "%s%s", path != NULL ? path : input,
			      path != NULL ? "" : ".refused");
	rgl_rc rc;

	if (length < 0 || (size_t)length >= sizeof(report.path))
		return refuse(&cli->refusal, RGL_E_LIMIT, "the file's name is too long");
	rc = remove_earlier(&report);
	if (rc == RGL_OK)
		*ret = report;
	return rc;
}

static rgl_rc write_line(struct import_report *report, const char *name, int64_t line,
			 const char *id, const char *what)
{
	char text[LINE_ROOM];
	char masked[LINE_ROOM];

	if (report->file == NULL) {
		report->file = fopen(report->path, "wbxe");
		if (report->file == NULL || fputs(FIRST_LINE, report->file) < 0)
			return refuse_write(report);
	}
	(void)snprintf(text, sizeof(text), "%.300s: %s", id[0] == '\0' ? "(no id)" : id, what);
	pan_mask(text, masked, sizeof(masked));
	if (fprintf(report->file, "%s:%lld: %s\n", name, (long long)line, masked) < 0)
		return refuse_write(report);
	return RGL_OK;
}

rgl_rc import_report_refused(struct import_report *report, const char *name, int64_t line,
			     const char *id, const char *words)
{
	char text[512];

	report->refused++;
	(void)snprintf(text, sizeof(text), "refused: %s", words);
	return write_line(report, name, line, id, text);
}

rgl_rc import_report_noted(struct import_report *report, const char *name, int64_t line,
			   const char *id, const char *words)
{
	char text[512];

	report->noted++;
	(void)snprintf(text, sizeof(text), "noted: %s", words);
	return write_line(report, name, line, id, text);
}

rgl_rc import_report_end(struct import_report *report)
{
	FILE *file = report->file;

	report->file = NULL;
	if (file != NULL && fclose(file) != 0)
		return refuse_write(report);
	return RGL_OK;
}
