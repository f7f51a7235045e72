/* import_log.c - see import_log.h.
 *
 * The second pass reads a file that has some again, and passes over all that were not put off.
 */
#include "cli/import_log.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/import_entry.h"
#include "cli/import_member.h"
#include "cli/import_passed.h"
#include "cli/import_put_off.h"
#include "cli/import_report.h"
#include "plugin/sales/record.h"

struct log_counts {
	int64_t transactions;
	int64_t passed_over;
	int64_t sales;
	int64_t refunds;
	int64_t voids;
	int64_t members;
	int64_t there;
	int64_t settled;
	struct money total; /* of those that are new or were there */
};

struct import_logs {
	struct cli *cli;
	const struct log_format *format;
	struct import_run run;
	struct import_report report;
	struct log_counts counts;
	struct import_passed passed;
	struct import_put_off put_off;
	int64_t bytes_before; /* of the files that were read */
	bool is_last;
	bool is_stuck; /* one was refused after it had written, which undoes the others with it */
};

static const char *name_of(const struct import_logs *logs, int file)
{
	return logs->cli->arguments.words[file];
}

/* --- one entry */

static void count(struct log_counts *counts, const struct log_entry *entry,
		  const struct entry_result *result)
{
	bool is_new = result->fate == ENTRY_ADDED;

	counts->transactions++;
	counts->there += result->fate == ENTRY_THERE;
	counts->sales += is_new && entry->kind == LOG_SALE;
	counts->refunds += is_new && entry->kind == LOG_REFUND;
	counts->voids += is_new && entry->kind == LOG_VOID;
	counts->members += result->is_new_member;
	counts->settled += is_new && result->is_settled;
	if (entry->kind != LOG_VOID && (is_new || result->fate == ENTRY_THERE) &&
	    money_add(counts->total, entry->sale.total, &counts->total) < 0)
		counts->total = money_of(0);
}

/* One that cannot be left out alone ends it, with what the owner can do. */
static rgl_rc refuse_stuck(struct import_logs *logs, const char *name,
			   const struct log_entry *entry, rgl_rc rc)
{
	const struct record_shown id = record_shown(entry->sale.id);
	struct rgl_why why = logs->run.store->refusal;

	logs->is_stuck = true;
	return refuse(
		&logs->cli->refusal, rc,
		"%.80s:%lld: %.60s: %.120s. It cannot be left out alone, so the few before it "
		"are not in: take it out of the file, and run the same command again",
		name, (long long)entry->line, id.text, why.text);
}

static rgl_rc take(struct import_logs *logs, int file, int64_t place, struct log_entry *entry)
{
	struct entry_result result;
	const char *name = name_of(logs, file);
	bool is_committed = false;
	rgl_rc rc = import_entry(&logs->run, entry, logs->is_last, &result);

	if (rc < 0 && !import_is_fatal(rc))
		return refuse_stuck(logs, name, entry, rc);
	if (rc < 0)
		return command_refused(logs->cli, logs->run.store, rc);
	if (result.fate == ENTRY_PUT_OFF)
		return import_put_off_add(logs->cli, &logs->put_off, file, place);
	count(&logs->counts, entry, &result);
	if (result.fate == ENTRY_REFUSED)
		rc = import_report_refused(&logs->report, name, entry->line, entry->sale.id,
					   logs->run.store->refusal.text);
	else if (result.note[0] != '\0')
		rc = import_report_noted(&logs->report, name, entry->line, entry->sale.id,
					 result.note);
	if (rc < 0)
		return rc;
	return import_run_rest(&logs->run, 1 + (int64_t)entry->sale.line_count, &is_committed);
}

/* --- one file */

static rgl_rc open_file(struct import_logs *logs, int file, FILE **ret, int64_t *ret_bytes)
{
	const char *name = name_of(logs, file);
	struct stat status = { 0 };
	FILE *stream = NULL;

	/* Looked at first: to open a pipe is to wait for who writes into it. */
	if (stat(name, &status) == 0 && !S_ISREG(status.st_mode))
		return refuse(&logs->cli->refusal, RGL_E_INPUT_OUTPUT,
			      "%s is not a file; a log may have to be read twice", name);
	stream = fopen(name, "rbe");
	if (stream == NULL)
		return refuse(&logs->cli->refusal, RGL_E_INPUT_OUTPUT, "%s: %s", name,
			      strerror(errno));
	*ret_bytes = status.st_size;
	*ret = stream;
	return RGL_OK;
}

static rgl_rc read_entries(struct import_logs *logs, int file, void *reader)
{
	struct log_entry *entry = NULL;
	rgl_rc rc = RGL_OK;

	for (int64_t place = 1; rc == RGL_OK; place++) {
		if (logs->is_last && import_put_off_next(&logs->put_off, file) == 0)
			return RGL_OK;
		rc = logs->format->next(reader, &entry);
		if (rc < 0 || entry == NULL)
			break;
		import_run_step(&logs->run, logs->bytes_before + logs->format->offset(reader),
				logs->counts.transactions);
		if (logs->is_last && import_put_off_next(&logs->put_off, file) != place)
			continue;
		logs->put_off.at += logs->is_last;
		if (entry->passed == NULL)
			rc = take(logs, file, place, entry);
	}
	return rc;
}

/* What the store has under an id, for logs that tell one thing twice. */
static enum log_known look_up(void *user, const char *id)
{
	struct import_logs *logs = user;
	struct recorded found = { 0 };

	if (record_find(logs->run.store, id, &found) < 0 || found.id == 0)
		return LOG_UNKNOWN;
	if (found.is_voided)
		return LOG_KNOWN_VOIDED;
	return found.is_refund ? LOG_KNOWN_REFUND : LOG_KNOWN_SALE;
}

static rgl_rc read_file(struct import_logs *logs, int file)
{
	const struct log_context context = {
		.host = &logs->cli->host,
		.currency = &logs->run.store->shop.currency,
		.zone = logs->run.store->zone,
		.name = name_of(logs, file),
		.refusal = &logs->cli->refusal,
		.known = look_up,
		.user = logs,
	};
	FILE *stream = NULL;
	void *reader = NULL;
	int64_t bytes = 0;
	rgl_rc rc = open_file(logs, file, &stream, &bytes);

	if (rc < 0)
		return rc;
	rc = logs->format->open(&context, stream, &reader);
	if (rc == RGL_OK) {
		rc = read_entries(logs, file, reader);
		if (!logs->is_last) {
			logs->counts.passed_over += logs->format->passed_over(reader);
			import_passed_add(&logs->passed, logs->format, reader);
		}
	}
	logs->format->close(reader);
	(void)fclose(stream);
	logs->bytes_before += bytes;
	return rc;
}

/* --- all of them */

static rgl_rc read_all(struct import_logs *logs)
{
	const struct arguments *arguments = &logs->cli->arguments;
	rgl_rc rc = RGL_OK;

	for (int i = 1; rc == RGL_OK && i < arguments->word_count; i++)
		rc = read_file(logs, i);
	logs->is_last = true;
	for (int i = 1; rc == RGL_OK && i < arguments->word_count; i++)
		if (import_put_off_next(&logs->put_off, i) != 0)
			rc = read_file(logs, i);
	return rc;
}

/* The refusal of what ended it, with what is in all the same. */
static rgl_rc tell_kept(struct import_logs *logs, rgl_rc rc)
{
	struct rgl_why why = logs->cli->refusal;
	int64_t new = logs->counts.sales + logs->counts.refunds + logs->counts.voids;
	char kept[COUNT_ROOM];

	command_count(new, "transaction", kept);
	return refuse(&logs->cli->refusal, rc,
		      "%.230s. What came before it is in (%s); the same command again goes on "
		      "from there",
		      why.text, kept);
}

static rgl_rc read_and_commit(struct import_logs *logs)
{
	rgl_rc rc = read_all(logs);
	rgl_rc ended = import_run_commit(&logs->run);
	rgl_rc counted;

	if (logs->is_stuck)
		return rc;
	if (ended < 0)
		return command_refused(logs->cli, logs->run.store, rc < 0 ? rc : ended);
	counted = import_run_count_figures(&logs->run);
	if (rc < 0 && !logs->run.dry_run)
		return tell_kept(logs, rc);
	return rc < 0 ? rc : counted;
}

static void tell_new(const struct import_logs *logs)
{
	const struct log_counts *counts = &logs->counts;
	char sales[COUNT_ROOM];
	char refunds[COUNT_ROOM];
	char voids[COUNT_ROOM];
	char members[COUNT_ROOM];
	char there[DECIMAL_ROOM];

	command_count(counts->sales, "sale", sales);
	command_count(counts->refunds, "refund", refunds);
	command_count(counts->voids, "void", voids);
	command_count(counts->members, "member", members);
	decimal_write_grouped(counts->there, 0, there);
	(void)printf("%s: %s, %s, %s and %s; %s %s there before.\n",
		     logs->run.dry_run ? "Would be new" : "New", sales, refunds, voids, members,
		     there, counts->there == 1 ? "was" : "were");
}

static void summarise(const struct import_logs *logs)
{
	const struct log_counts *counts = &logs->counts;
	const struct currency *currency = &logs->run.store->shop.currency;
	int files = logs->cli->arguments.word_count - 1;
	char transactions[COUNT_ROOM];
	char passed_over[DECIMAL_ROOM];
	char total[DECIMAL_ROOM];
	char more[COUNT_ROOM] = "";
	char reasons[PASSED_ROOM];

	command_count(counts->transactions, "transaction", transactions);
	decimal_write_grouped(counts->passed_over, 0, passed_over);
	money_write(counts->total, currency, total);
	if (files > 1)
		(void)snprintf(more, sizeof(more), " and %d more", files - 1);
	import_passed_words(&logs->passed, reasons);
	(void)printf("%s%s: %s, %s %s in all", name_of(logs, 1), more, transactions, total,
		     currency->code);
	if (counts->passed_over > 0)
		(void)printf("; passed over, as no sales: %s%s", passed_over, reasons);
	(void)puts(".");
	tell_new(logs);
	if (counts->settled > 0)
		(void)printf("In %lld, what the till rounded was put down as a line.\n",
			     (long long)counts->settled);
	if (logs->report.noted > 0)
		(void)printf("%lld went in with a note: see %s\n", (long long)logs->report.noted,
			     logs->report.path);
	if (logs->run.dry_run)
		(void)puts("Dry run: nothing was kept.");
}

static rgl_rc refuse_some(struct import_logs *logs)
{
	const char *rest = logs->run.dry_run ? ", the rest would go in" : ", the rest is in";
	char refused[COUNT_ROOM];

	if (logs->report.refused == 0)
		return RGL_OK;
	if (logs->counts.transactions == logs->report.refused)
		rest = "";
	command_count(logs->report.refused, "transaction", refused);
	return refuse(&logs->cli->refusal, RGL_E_FIELD,
		      "%s %s refused%s: %.200s says which and why", refused,
		      logs->run.dry_run		  ? "would be"
		      : logs->report.refused == 1 ? "was"
						  : "were",
		      rest, logs->report.path);
}

/* Before the store is opened: all are there, and how large they are. */
static rgl_rc look_at_files(struct import_logs *logs, int64_t *ret_bytes)
{
	int64_t all = 0;

	for (int i = 1; i < logs->cli->arguments.word_count; i++) {
		FILE *stream = NULL;
		int64_t bytes = 0;
		rgl_rc rc = open_file(logs, i, &stream, &bytes);

		if (rc < 0)
			return rc;
		(void)fclose(stream);
		all += bytes;
	}
	*ret_bytes = all;
	return RGL_OK;
}

rgl_rc import_log(struct cli *cli, const struct log_format *format)
{
	struct import_logs logs = { .cli = cli, .format = format, .run = import_run_of(cli) };
	const char *first = NULL;
	int64_t bytes = 0;
	rgl_rc ended;
	rgl_rc rc = command_word(cli, 1, "the file", &first);

	if (rc == RGL_OK)
		rc = look_at_files(&logs, &bytes);
	if (rc == RGL_OK)
		rc = import_report_begin(cli, arguments_value(&cli->arguments, "refused"), first,
					 &logs.report);
	if (rc < 0)
		return rc;
	import_run_show(&logs.run, "transactions", bytes);
	rc = import_run_open(&logs.run);
	if (rc == RGL_OK)
		rc = read_and_commit(&logs);
	progress_end(&logs.run.progress);
	if (rc == RGL_OK)
		summarise(&logs);
	ended = import_report_end(&logs.report);
	rc = rc < 0 ? rc : ended;
	if (rc == RGL_OK)
		rc = refuse_some(&logs);
	import_run_close(&logs.run);
	import_put_off_free(cli, &logs.put_off);
	return rc;
}
