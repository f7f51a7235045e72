/* import_entry.c - see import_entry.h. */
#include "cli/import_entry.h"

#include <stdio.h>
#include <string.h>

#include "cli/import_member.h"
#include "plugin/sales/record.h"
#include "plugin/sales/settle.h"

/* Adds a sentence to what is noted. */
static void note(struct entry_result *result, const char *text)
{
	size_t used = strlen(result->note);

	if (text[0] != '\0')
		(void)snprintf(result->note + used, sizeof(result->note) - used, "%s%s",
			       used > 0 ? "; " : "", text);
}

static rgl_rc undo(struct import_run *run, const struct log_entry *entry, bool is_last,
		   struct entry_result *result)
{
	struct outcome outcome;
	rgl_rc rc = checkout_undo(run->desk, entry->sale.of, &outcome);

	if (rc == RGL_E_NO_SALE && !is_last) {
		result->fate = ENTRY_PUT_OFF;
		return RGL_OK;
	}
	if (rc == RGL_E_NO_SALE) {
		result->fate = ENTRY_NOTHING;
		note(result, "the sale that it undoes is not there, so nothing was undone");
		return RGL_OK;
	}
	if (rc >= 0)
		result->fate = rc == RGL_EXISTS ? ENTRY_THERE : ENTRY_ADDED;
	return rc < 0 ? rc : RGL_OK;
}

/* Small misses of the till's own rounding are put down as a line; then all must be right. */
static rgl_rc check(struct import_run *run, struct log_entry *entry, struct entry_result *result)
{
	const struct currency *currency = &run->store->shop.currency;
	struct rgl_why *refusal = &run->store->refusal;
	struct settled settled = { 0 };
	char when[ZONE_TIME_ROOM] = "";
	rgl_rc rc = RGL_OK;

	if (entry->from_text)
		rc = settle(&entry->sale, entry->lines, RGL_LINES_MAX, &settled, currency, refusal);
	result->is_settled = settled.is_put_down;
	if (entry->sale.at_ms > host_now_ms(run->store->host))
		zone_write(run->store->zone, entry->sale.at_ms, when);
	if (rc == RGL_OK)
		rc = import_check_time(run->store, when, &entry->sale.at_ms);
	if (rc == RGL_OK)
		rc = sale_check(&entry->sale, currency, refusal);
	return rc;
}

/* The member of a recorded sale, where the log's customer is not plainly another. */
static rgl_rc check_there(struct import_run *run, const struct log_entry *entry,
			  const struct recorded *before, struct entry_result *result)
{
	struct sale sale = entry->sale;
	struct outcome outcome;
	int64_t known = 0;
	rgl_rc rc = import_member_find(run->store, &entry->customer, &known);

	if (rc < 0)
		return rc;
	/* It may have come with its link or without, and of somebody or of nobody. */
	for (int i = 0; i < 4; i++) {
		sale.of = (i & 1) == 0 ? entry->sale.of : NULL;
		sale.member = (i & 2) == 0 ? known : before->member;
		if (known != 0 && before->member != 0 && known != before->member && !sale.is_refund)
			sale.member = known;
		if (sale.of != NULL && sale.is_refund)
			sale.member = 0;
		rc = checkout(run->desk, &sale, run->earns, &outcome);
		if (rc != RGL_E_DIFFERS && rc != RGL_E_NO_SALE)
			break;
	}
	if (rc == RGL_E_DIFFERS)
		rc = refuse(&run->store->refusal, rc,
			    "it is in already, with other contents; what is in stays as it is");
	if (rc >= 0)
		result->fate = ENTRY_THERE;
	return rc < 0 ? rc : RGL_OK;
}

/* What it goes back to: linked when it is there, put off while it may come, else let go. */
static rgl_rc find_link(struct import_run *run, struct log_entry *entry, bool is_last,
			struct entry_result *result)
{
	struct recorded original = { 0 };
	rgl_rc rc;

	if (entry->sale.of == NULL)
		return RGL_OK;
	rc = record_find(run->store, entry->sale.of, &original);
	if (rc < 0 || original.id != 0)
		return rc;
	if (!is_last) {
		result->fate = ENTRY_PUT_OFF;
		return RGL_OK;
	}
	entry->sale.of = NULL;
	note(result, "the sale that it goes back to is not there, so it went in without a link");
	return RGL_OK;
}

static rgl_rc add(struct import_run *run, struct log_entry *entry, struct entry_result *result)
{
	bool is_linked = entry->sale.is_refund && entry->sale.of != NULL;
	char left_out[360] = "";
	struct outcome outcome;
	rgl_rc rc = RGL_OK;

	/* Whose sale it was, that one's refund it is. */
	if (!is_linked)
		rc = import_member(run->store, &entry->customer, &entry->sale.member,
				   &result->is_new_member, left_out, sizeof(left_out));
	if (rc == RGL_OK)
		rc = checkout(run->desk, &entry->sale, run->earns, &outcome);
	if (rc < 0)
		return rc;
	note(result, left_out);
	note(result, entry->note);
	result->fate = ENTRY_ADDED;
	return RGL_OK;
}

static rgl_rc take(struct import_run *run, struct log_entry *entry, bool is_last,
		   struct entry_result *result)
{
	struct recorded before = { 0 };
	rgl_rc rc;

	if (entry->why.code < 0) {
		run->store->refusal = entry->why;
		return entry->why.code;
	}
	if (entry->kind == LOG_VOID)
		return undo(run, entry, is_last, result);
	rc = check(run, entry, result);
	if (rc == RGL_OK)
		rc = record_find(run->store, entry->sale.id, &before);
	if (rc == RGL_OK && before.id != 0)
		return check_there(run, entry, &before, result);
	if (rc == RGL_OK)
		rc = find_link(run, entry, is_last, result);
	if (rc < 0 || result->fate == ENTRY_PUT_OFF)
		return rc;
	return add(run, entry, result);
}

rgl_rc import_entry(struct import_run *run, struct log_entry *entry, bool is_last,
		    struct entry_result *ret)
{
	struct entry_result result = { .fate = ENTRY_REFUSED };
	rgl_rc rc = take(run, entry, is_last, &result);

	/* A refusal that came after a write would undo the others of its transaction with it. */
	if (rc < 0 && run->store->doomed < 0)
		return rc;
	if (rc < 0 && import_is_fatal(rc) && entry->why.code >= 0)
		return rc;
	if (rc < 0)
		result.fate = ENTRY_REFUSED;
	*ret = result;
	return RGL_OK;
}
