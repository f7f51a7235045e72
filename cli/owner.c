/* owner.c - regulars backup, doctor. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/command.h"
#include "plugin/care/audit.h"
#include "plugin/care/erase.h"
#include "plugin/care/recount.h"
#include "plugin/insight/keep.h"
#include "plugin/insight/sheaf.h"
#include "plugin/store/backup.h"
#include "plugin/store/migrate.h"
#include "plugin/store/query.h"

rgl_rc command_backup(struct cli *cli)
{
	struct store *store = NULL;
	const char *path = NULL;
	struct stat status = { 0 };
	rgl_rc rc;

	rc = command_word(cli, 0, "the file to write to", &path);
	if (rc == RGL_OK)
		rc = command_open(cli, STORE_READ, &store);
	if (rc < 0)
		return rc;
	rc = backup_write(store, path);
	if (rc < 0) {
		rc = command_refused(cli, store, rc);
	} else {
		(void)stat(path, &status);
		(void)printf("%s is a whole copy of %s, read back and checked (%lld KiB).\n"
			     "The key is not in it: keep a copy of %s apart from it.\n"
			     "To look into the copy, name the key: --key %s\n",
			     path, store->path, (long long)status.st_size / 1024, store->key_path,
			     store->key_path);
	}
	store_close(store);
	return rc;
}

struct doctor {
	struct cli *cli;
	struct store *store;
	int problems;
};

static void say(struct doctor *doctor, bool good, const char *what, const char *advice)
{
	const char *on = !doctor->cli->colour ? "" : good ? "\033[32m" : "\033[1;31m";

	doctor->problems += !good;
	(void)printf("%s%s%s  %s%s%s\n", on, good ? "  ok" : "  !!",
		     doctor->cli->colour ? "\033[0m" : "", what, good ? "" : ": ",
		     good ? "" : advice);
}

struct findings {
	int count;
	char first[160];
};

static void find(void *user, const char *line)
{
	struct findings *findings = user;

	if (strcmp(line, "ok") == 0)
		return;
	if (findings->count++ == 0)
		(void)snprintf(findings->first, sizeof(findings->first), "%s", line);
}

static rgl_rc check_pragma(struct doctor *doctor, const char *pragma, const char *what)
{
	struct findings findings = { 0 };
	char text[256];
	rgl_rc rc = store_check(doctor->store, pragma, find, &findings);

	if (rc < 0 && rc != RGL_E_DAMAGED)
		return rc;
	(void)snprintf(text, sizeof(text), "%s%s%s", what, findings.count > 0 ? ", first: " : "",
		       findings.first);
	say(doctor, rc == RGL_OK && findings.count == 0, text,
	    "put the last backup back, and check the disk");
	return RGL_OK;
}

static rgl_rc read_numbers(struct doctor *doctor, enum statement statement, int64_t *ret, int count)
{
	struct query q = query(doctor->store, statement);

	if (query_row(&q))
		for (int i = 0; i < count; i++)
			ret[i] = query_int(&q);
	return query_end(&q);
}

static rgl_rc check_count(struct doctor *doctor, enum statement statement, const char *what,
			  const char *advice)
{
	int64_t wrong = 0;
	rgl_rc rc = read_numbers(doctor, statement, &wrong, 1);

	if (rc == RGL_OK)
		say(doctor, wrong == 0, what, advice);
	return rc;
}

static rgl_rc check_balances(struct doctor *doctor)
{
	static const char ADVICE[] =
		"something other than Regulars wrote to the store: put the last "
		"backup back";
	rgl_rc rc;

	rc = check_count(doctor, STATEMENT_DOCTOR_BALANCES,
			 "every balance is the sum of its ledger", ADVICE);
	if (rc == RGL_OK)
		rc = check_count(doctor, STATEMENT_DOCTOR_FIGURES,
				 "visits and spending are what the sales say", ADVICE);
	if (rc == RGL_OK)
		rc = check_count(doctor, STATEMENT_DOCTOR_SALES,
				 "every sale's total is the sum of its lines", ADVICE);
	if (rc == RGL_OK)
		rc = check_count(doctor, STATEMENT_DOCTOR_LOTS,
				 "no more points are to end than a member has", ADVICE);
	if (rc == RGL_OK)
		rc = check_count(doctor, STATEMENT_DOCTOR_HOLDS,
				 "what is held is what open quotes set aside", ADVICE);
	if (rc == RGL_OK)
		rc = check_count(doctor, STATEMENT_DOCTOR_DEBTS, "nobody owes who may not", ADVICE);
	return rc;
}

/* What reports read, counted anew. */
static rgl_rc check_kept(struct doctor *doctor)
{
	struct keep_verdict verdict = { 0 };
	char text[160];
	rgl_rc rc = keep_check(doctor->store, &verdict);
	bool is_right = verdict.members == 0 && verdict.months == 0 && verdict.cells == 0;

	if (rc < 0)
		return rc;
	if (!verdict.is_counted) {
		(void)printf("      figures of reports are not kept yet, each report counts the "
			     "sales: regulars refresh --rebuild\n");
		return RGL_OK;
	}
	if (is_right)
		(void)snprintf(text, sizeof(text), "figures of reports are what the sales say");
	else
		(void)snprintf(text, sizeof(text),
			       "figures of reports are not what the sales say (%lld members, %lld "
			       "months, %lld cells)",
			       (long long)verdict.members, (long long)verdict.months,
			       (long long)verdict.cells);
	say(doctor, is_right, text, "count them anew with regulars refresh --rebuild");
	return RGL_OK;
}

static rgl_rc check_care(struct doctor *doctor)
{
	struct care_verdict verdict = { 0 };
	char text[160] = "what tills know of how members were treated is what was said";
	rgl_rc rc = care_recount_all(doctor->store, false, &verdict);

	if (rc < 0 || verdict.members == 0)
		return rc;
	if (verdict.wrong > 0)
		(void)snprintf(text, sizeof(text),
			       "what tills know of how members were treated is not what was said "
			       "(%lld members of %lld)",
			       (long long)verdict.wrong, (long long)verdict.members);
	say(doctor, verdict.wrong == 0, text, "count it anew with regulars refresh --rebuild");
	return RGL_OK;
}

/* A store with few sales has no copy of them, and nothing to say about it. */
static rgl_rc check_sheaf(struct doctor *doctor)
{
	struct sheaf_verdict verdict = { 0 };
	char text[160] = "the packed copy of sales is what the sales say";
	rgl_rc rc = sheaf_check(doctor->store, &verdict);

	if (rc < 0 || verdict.rows == 0)
		return rc;
	if (verdict.wrong > 0)
		(void)snprintf(text, sizeof(text),
			       "the packed copy of sales is not what the sales say (%lld rows of "
			       "%lld)",
			       (long long)verdict.wrong, (long long)verdict.rows);
	say(doctor, verdict.wrong == 0, text, "make it anew with regulars refresh --rebuild");
	return RGL_OK;
}

static rgl_rc check_audit(struct doctor *doctor)
{
	struct audit_verdict verdict = { 0 };
	char text[160];
	rgl_rc rc = audit_check(doctor->store, &verdict);

	if (rc < 0)
		return rc;
	(void)snprintf(text, sizeof(text), "the audit trail is as it was written (%lld rows)",
		       (long long)verdict.rows);
	if (verdict.wrong != 0)
		(void)snprintf(text, sizeof(text),
			       "the audit trail was changed: row %lld is not what was written, or "
			       "a row before it is missing",
			       (long long)verdict.wrong);
	else if (verdict.is_cut)
		(void)snprintf(text, sizeof(text),
			       "the audit trail was cut off or lengthened at its end (%lld rows)",
			       (long long)verdict.rows);
	else if (verdict.unwritten != 0)
		(void)snprintf(text, sizeof(text),
			       "event %lld was done by hand and is not in the audit trail",
			       (long long)verdict.unwritten);
	say(doctor, verdict.wrong == 0 && !verdict.is_cut && verdict.unwritten == 0, text,
	    "somebody wrote to the file; compare it with a backup");
	return RGL_OK;
}

/* What is no damage, and waits for somebody. */
static rgl_rc tell_privacy(struct doctor *doctor)
{
	int64_t due[2] = { 0 };
	int64_t left = 0;
	rgl_rc rc = read_numbers(doctor, STATEMENT_EMAIL_DUE, due, 2);

	if (rc == RGL_OK)
		rc = erase_left(doctor->store, &left);
	if (rc == RGL_OK && due[0] < due[1])
		(void)puts("      members are not found by their e-mail yet: regulars refresh");
	if (rc == RGL_OK && left > 0)
		(void)puts("      unused parts of the file may hold what was erased: regulars "
			   "expire");
	return rc;
}

static rgl_rc tell_counts(struct doctor *doctor)
{
	int64_t counts[4] = { 0 };
	char members[COUNT_ROOM];
	char sales[COUNT_ROOM];
	char transfers[COUNT_ROOM];
	rgl_rc rc = read_numbers(doctor, STATEMENT_DOCTOR_COUNTS, counts, 4);

	command_count(counts[0], "member", members);
	command_count(counts[1], "sale", sales);
	command_count(counts[2], "transfer", transfers);
	if (rc == RGL_OK)
		(void)printf("      %s, %s (refunds with them), %s of points\n", members, sales,
			     transfers);
	return rc;
}

static void tell_versions(struct doctor *doctor)
{
	(void)printf("      Regulars %s, store version %lld, SQLite %s%s\n", RGL_VERSION,
		     (long long)migrate_version(), store_sqlite_version(),
		     store_sqlite_needs_turns() ? " (tills take turns at writing, as it needs)"
						: "");
	say(doctor, true, "the key is the store's own, and readable by its owner alone", "");
}

static rgl_rc tell_printers(struct doctor *doctor)
{
	struct query q = query(doctor->store, STATEMENT_PRINTER_LIST);
	int64_t waiting = 0;
	char text[128];
	rgl_rc rc;

	while (query_row(&q)) {
		char name[128];
		char when[ZONE_TIME_ROOM];

		query_text(&q, name, sizeof(name));
		zone_write(doctor->store->zone, query_int(&q), when);
		(void)printf("      printer %s: %lld receipts, last %s\n", name,
			     (long long)query_int(&q), when);
	}
	rc = query_end(&q);
	if (rc == RGL_OK)
		rc = read_numbers(doctor, STATEMENT_PRINT_ALL_WAITING, &waiting, 1);
	(void)snprintf(text, sizeof(text), "%lld receipts wait to be printed", (long long)waiting);
	if (rc == RGL_OK)
		say(doctor, waiting == 0, text,
		    "look at the printer's paper and cable, and that its till is running with a "
		    "printer");
	return rc;
}

static rgl_rc examine(struct doctor *doctor)
{
	rgl_rc rc;

	(void)printf("%s: %s, %s, %s\n", doctor->store->path, doctor->store->shop.name,
		     doctor->store->shop.currency.code, doctor->store->shop.zone_name);
	tell_versions(doctor);
	rc = tell_counts(doctor);
	if (rc == RGL_OK)
		rc = check_pragma(doctor, "PRAGMA integrity_check", "the file is whole");
	if (rc == RGL_OK)
		rc = check_pragma(doctor, "PRAGMA foreign_key_check",
				  "everything that is referred to is there");
	if (rc == RGL_OK)
		rc = check_balances(doctor);
	if (rc == RGL_OK)
		rc = check_kept(doctor);
	if (rc == RGL_OK)
		rc = check_sheaf(doctor);
	if (rc == RGL_OK)
		rc = check_audit(doctor);
	if (rc == RGL_OK)
		rc = tell_privacy(doctor);
	if (rc == RGL_OK)
		rc = check_care(doctor);
	if (rc == RGL_OK)
		rc = tell_printers(doctor);
	return rc;
}

rgl_rc command_doctor(struct cli *cli)
{
	struct doctor doctor = { .cli = cli };
	rgl_rc rc;

	rc = command_open(cli, STORE_READ, &doctor.store);
	if (rc < 0)
		return rc;
	rc = command_refused(cli, doctor.store, examine(&doctor));
	if (rc == RGL_OK && doctor.problems > 0)
		rc = refuse(&cli->refusal, RGL_E_DAMAGED, "%d things need looking after",
			    doctor.problems);
	store_close(doctor.store);
	return rc;
}
