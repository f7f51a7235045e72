/* complaints_list.c - see complaints.h: complaints on the terminal, the overdue ones first. */
#include <stdio.h>
#include <string.h>

#include "cli/complaints.h"

#define RED "\033[1;31m"
#define YELLOW "\033[33m"
#define PLAIN "\033[0m"
enum { HOUR = 60, DAY = 24 * HOUR, LATE_ROOM = 64, SHOWN_MAX = 1000 };

/* A list being printed. */
struct printed {
	struct cli *cli;
	struct store *store;
	int64_t count;
};

/* ---- Words ---- */

static const char *colour(const struct cli *cli, const char *code)
{
	return cli->colour ? code : "";
}

/* "35 min", "3 h 5 min", "2 d 4 h" */
static void write_late(int64_t minutes, char ret[LATE_ROOM])
{
	if (minutes < HOUR)
		(void)snprintf(ret, LATE_ROOM, "%lld min", (long long)minutes);
	else if (minutes < DAY)
		(void)snprintf(ret, LATE_ROOM, "%lld h %lld min", (long long)(minutes / HOUR),
			       (long long)(minutes % HOUR));
	else
		(void)snprintf(ret, LATE_ROOM, "%lld d %lld h", (long long)(minutes / DAY),
			       (long long)(minutes % DAY / HOUR));
}

/* "2026-01-05 10:03", by the shop's clock. */
static void write_time(struct store *store, int64_t at_ms, char ret[ZONE_TIME_ROOM])
{
	zone_write(store->zone, at_ms, ret);
	ret[10] = ' ';
	ret[16] = '\0';
}

static const char *next_words(enum complaint_kind next)
{
	if (next == COMPLAINT_TAKE)
		return "say whose it is";
	if (next == COMPLAINT_LISTEN)
		return "hear them out";
	if (next == COMPLAINT_APOLOGISE)
		return "say sorry";
	if (next == COMPLAINT_OFFER)
		return "offer what could be done";
	if (next == COMPLAINT_REMEDY)
		return "put it right";
	return next == COMPLAINT_CLOSE_BY_WORD ? "ask whether it is well now" : "";
}

/* The command that says it was done. */
static void write_next(const struct complaint *complaint, char *ret, size_t room)
{
	const long long id = (long long)complaint->id;

	if (complaint->next == COMPLAINT_TAKE)
		(void)snprintf(ret, room, "regulars complaints take %lld --who NAME", id);
	else if (complaint->next == COMPLAINT_REMEDY)
		(void)snprintf(ret, room, "regulars complaints resolve %lld --remedy WORDS", id);
	else if (complaint->next == COMPLAINT_CLOSE_BY_WORD)
		(void)snprintf(ret, room, "regulars complaints resolve %lld --by-customer", id);
	else
		(void)snprintf(ret, room, "regulars complaints %s %lld",
			       complaint_kind_verb(complaint->next), id);
}

/* ---- One complaint ---- */

static void print_standing(const struct printed *printed, const struct complaint *complaint)
{
	const bool is_late = complaint->is_overdue;
	char until[ZONE_TIME_ROOM];
	char late[LATE_ROOM];

	write_time(printed->store, complaint->until_ms, until);
	write_late(complaint->late_minutes, late);
	(void)printf("%6lld  ", (long long)complaint->id);
	if (is_late)
		(void)printf("%sOVERDUE%s, late by %s (until %s)", colour(printed->cli, RED),
			     colour(printed->cli, PLAIN), late, until);
	else if (complaint->state < COMPLAINT_ANSWERED)
		(void)printf("%s%s%s, until %s", colour(printed->cli, YELLOW),
			     complaint_state_name(complaint->state), colour(printed->cli, PLAIN),
			     until);
	else
		(void)printf("%s", complaint_state_name(complaint->state));
	if (complaint->is_again)
		(void)printf(", and the second clock ran out too");
	(void)printf("\n");
}

static void print_whose(const struct complaint *complaint)
{
	(void)printf("        ");
	if (complaint->name[0] != '\0')
		(void)printf("%s, ", complaint->name);
	if (complaint->member != 0)
		(void)printf("member %lld", (long long)complaint->member);
	else
		(void)printf("nobody we know");
	if (complaint->sale_ref[0] != '\0')
		(void)printf(", sale %s", complaint->sale_ref);
	if (complaint->cashier[0] != '\0')
		(void)printf(", with %s", complaint->cashier);
	(void)printf("\n");
}

static void print_about(const struct complaint *complaint)
{
	const bool has_words = complaint->words[0] != '\0';

	if (complaint->reason[0] == '\0' && !has_words)
		return;
	(void)printf("        %s%s%s%s%s\n", complaint->reason,
		     complaint->reason[0] != '\0' && has_words ? ": " : "", has_words ? "\"" : "",
		     complaint->words, has_words ? "\"" : "");
}

static void print_done(const struct printed *printed, const struct complaint *complaint)
{
	char since[ZONE_TIME_ROOM];
	char closed[ZONE_TIME_ROOM];

	write_time(printed->store, complaint->at_ms, since);
	(void)printf("        since %s, %s", since,
		     complaint->owner[0] == '\0' ? "nobody's yet" : "");
	if (complaint->owner[0] != '\0')
		(void)printf("%s's", complaint->owner);
	for (enum complaint_kind kind = COMPLAINT_TAKE; kind <= COMPLAINT_ESCALATED; kind++)
		if ((complaint->done >> kind & 1U) != 0 && kind != COMPLAINT_CLOSE_BY_WORD &&
		    kind != COMPLAINT_CLOSE_WITHOUT)
			(void)printf(", %s", complaint_kind_name(kind));
	if (complaint->closed_ms != 0) {
		write_time(printed->store, complaint->closed_ms, closed);
		(void)printf(", closed %s%s",
			     complaint->state == COMPLAINT_CLOSED ? "by the customer's word at "
								  : "at ",
			     closed);
	}
	(void)printf("\n");
}

static void print_next(const struct printed *printed, const struct complaint *complaint)
{
	char command[96];

	if (complaint->next == 0)
		return;
	write_next(complaint, command, sizeof(command));
	(void)printf("        %snext: %s%s (%s)\n", colour(printed->cli, YELLOW),
		     next_words(complaint->next), colour(printed->cli, PLAIN), command);
}

static rgl_rc print_one(void *user, const struct complaint *complaint)
{
	struct printed *printed = user;

	if (printed->count++ > 0)
		(void)printf("\n");
	print_standing(printed, complaint);
	print_whose(complaint);
	print_about(complaint);
	print_done(printed, complaint);
	print_next(printed, complaint);
	return RGL_OK;
}

static rgl_rc print_step(void *user, const struct complaint_done *step)
{
	struct printed *printed = user;
	char when[ZONE_TIME_ROOM];

	write_time(printed->store, step->at_ms, when);
	(void)printf("        %s  %-22s  %s", when, complaint_kind_name(step->kind), step->who);
	if (step->gesture != 0)
		(void)printf("  gesture %lld", (long long)step->gesture);
	if (step->words[0] != '\0')
		(void)printf("  \"%s\"", step->words);
	(void)printf("\n");
	return RGL_OK;
}

/* ---- Lists ---- */

static void print_counts(const struct printed *printed, const struct complaint_counts *counts)
{
	char open[COUNT_ROOM];

	command_count(counts->open, "complaint", open);
	if (counts->open == 0)
		(void)printf("No complaint is open.\n");
	else if (counts->overdue == 0)
		(void)printf("%s %s open, none overdue.\n", open, counts->open == 1 ? "is" : "are");
	else
		(void)printf("%s %s open, %s%lld overdue%s.\n", open,
			     counts->open == 1 ? "is" : "are", colour(printed->cli, RED),
			     (long long)counts->overdue, colour(printed->cli, PLAIN));
}

/* A store that only reads, or is written for long by somebody else, is shown as the clock has it.
 */
static rgl_rc open_store(struct cli *cli, struct store **ret)
{
	rgl_rc rc = command_open(cli, STORE_WRITE, ret);

	if (rc == RGL_E_READ_ONLY || rc == RGL_E_BUSY || rc == RGL_E_FULL)
		rc = command_open(cli, STORE_READ, ret);
	return rc;
}

static rgl_rc write_down(struct store *store, const struct policy *policy, int64_t now_ms)
{
	rgl_rc rc;

	if (store->mode != STORE_WRITE)
		return RGL_OK;
	rc = store_begin(store);
	if (rc == RGL_OK)
		rc = store_end(store, complaint_escalate(store, policy, now_ms));
	return rc == RGL_E_BUSY || rc == RGL_E_FULL ? RGL_OK : rc;
}

/* With the policy and the time of a wish. */
static rgl_rc begin(struct cli *cli, struct store **ret, struct policy *ret_policy,
		    struct complaint_wish *ret_wish)
{
	struct store *store = NULL;
	rgl_rc rc = open_store(cli, &store);

	if (rc < 0)
		return rc;
	ret_wish->now_ms = host_now_ms(&cli->host);
	ret_wish->policy = ret_policy;
	rc = policy_read(store, ret_policy);
	if (rc == RGL_OK)
		rc = write_down(store, ret_policy, ret_wish->now_ms);
	if (rc < 0) {
		(void)command_refused(cli, store, rc);
		store_close(store);
		return rc;
	}
	*ret = store;
	return RGL_OK;
}

rgl_rc complaints_list(struct cli *cli)
{
	struct complaint_wish wish = {
		.top = SHOWN_MAX,
		.overdue = arguments_has(&cli->arguments, "overdue"),
		.all = arguments_has(&cli->arguments, "all"),
	};
	struct complaint_counts counts = { .open = 0 };
	struct printed printed = { .cli = cli };
	struct policy policy;
	rgl_rc rc = begin(cli, &printed.store, &policy, &wish);

	if (rc < 0)
		return rc;
	rc = complaint_list(printed.store, &wish, print_one, &printed);
	if (rc == RGL_OK)
		rc = complaint_count(printed.store, wish.now_ms, &counts);
	if (rc == RGL_OK) {
		(void)printf("%s", printed.count > 0 ? "\n" : "");
		print_counts(&printed, &counts);
	}
	rc = command_refused(cli, printed.store, rc);
	store_close(printed.store);
	return rc;
}

rgl_rc complaints_show(struct cli *cli, int64_t id)
{
	struct complaint_wish wish = { .top = 1 };
	struct printed printed = { .cli = cli };
	struct complaint complaint = { .id = 0 };
	struct policy policy;
	rgl_rc rc = begin(cli, &printed.store, &policy, &wish);

	if (rc < 0)
		return rc;
	rc = complaint_read(printed.store, &wish, id, &complaint);
	if (rc == RGL_OK)
		rc = print_one(&printed, &complaint);
	if (rc == RGL_OK)
		rc = complaint_steps(printed.store, id, print_step, &printed);
	rc = command_refused(cli, printed.store, rc);
	store_close(printed.store);
	return rc;
}

rgl_rc complaints_tell(struct cli *cli, struct store *store, const struct policy *policy,
		       int64_t id)
{
	const struct complaint_wish wish = { .policy = policy, .now_ms = host_now_ms(&cli->host) };
	const struct printed printed = { .cli = cli, .store = store };
	struct complaint complaint = { .id = 0 };
	rgl_rc rc = complaint_read(store, &wish, id, &complaint);

	if (rc < 0)
		return command_refused(cli, store, rc);
	print_standing(&printed, &complaint);
	print_done(&printed, &complaint);
	print_next(&printed, &complaint);
	return RGL_OK;
}
