/* surprises.c - regulars surprises: which small thank-yous there were, and each draw played again.
 */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "plugin/care/surprise.h"
#include "plugin/page/table.h"
#include "plugin/reports/read.h"

enum { DAY_COLUMNS = 12, MEMBER_COLUMNS = 9, WHAT_COLUMNS = 26, STATE_COLUMNS = 12, WORTH = 10 };

struct showing {
	struct store *store;
	struct bytes *out;
	bool replays;
	int64_t rows;
	int64_t wrong;
};

static const char *state_of(enum surprise_state state)
{
	switch (state) {
	case SURPRISE_PROMISED:
		return "promised";
	case SURPRISE_GIVEN:
		return "given";
	case SURPRISE_TAKEN_BACK:
		break;
	}
	return "taken back";
}

/* What is wrong with a row, in a line of its own; NULL: nothing. */
static const char *fault_of(const struct surprise_played *played)
{
	if (!played->is_drawn)
		return "the key does not draw that for this member and day";
	if (!played->is_sealed)
		return "the row was changed after it was written";
	return played->is_won ? NULL : "the draw was not below its chance";
}

static void add_head(struct bytes *out)
{
	table_cell(out, "day", DAY_COLUMNS, TABLE_LEFT);
	table_figure(out, "member", MEMBER_COLUMNS);
	table_cell(out, "  what", WHAT_COLUMNS, TABLE_LEFT);
	table_cell(out, "state", STATE_COLUMNS, TABLE_LEFT);
	table_figure(out, "worth", WORTH);
	table_end(out);
}

static void add_row(const struct showing *showing, const struct surprise *surprise)
{
	const struct civil civil = civil_of(surprise->day * MS_A_DAY);
	char member[DECIMAL_ROOM];
	char worth[DECIMAL_ROOM];
	char day[CIVIL_DAY_ROOM];
	char what[96];

	civil_write_day(&civil, day);
	decimal_write(surprise->member, 0, member);
	money_write(surprise->worth, &showing->store->shop.currency, worth);
	if (surprise->units > 0)
		(void)snprintf(what, sizeof(what), "  %lld points", (long long)surprise->units);
	else
		(void)snprintf(what, sizeof(what), "  %s", surprise->reward);
	table_cell(showing->out, day, DAY_COLUMNS, TABLE_LEFT);
	table_figure(showing->out, member, MEMBER_COLUMNS);
	table_cell(showing->out, what, WHAT_COLUMNS, TABLE_LEFT);
	table_cell(showing->out, state_of(surprise->state), STATE_COLUMNS, TABLE_LEFT);
	table_figure(showing->out, worth, WORTH);
	table_end(showing->out);
}

static rgl_rc take(void *user, const struct surprise_played *played)
{
	struct showing *showing = user;
	const char *fault = fault_of(played);

	if (!showing->replays && showing->rows == 0)
		add_head(showing->out);
	showing->rows++;
	showing->wrong += fault != NULL;
	if (!showing->replays || fault != NULL)
		add_row(showing, &played->surprise);
	if (showing->replays && fault != NULL)
		bytes_printf(showing->out, "  surprise %lld: %s\n", (long long)played->surprise.id,
			     fault);
	return bytes_rc(showing->out);
}

/* What is left of this month's money. */
static rgl_rc add_budget(struct showing *showing)
{
	const struct currency *currency = &showing->store->shop.currency;
	struct policy policy;
	struct money spent = money_of(0);
	char taken[DECIMAL_ROOM];
	char most[DECIMAL_ROOM];
	rgl_rc rc = policy_read(showing->store, &policy);

	if (rc == RGL_OK)
		rc = surprise_spent(showing->store, host_now_ms(showing->store->host), &spent);
	if (rc < 0)
		return rc;
	money_write(spent, currency, taken);
	money_write(policy.surprise_month, currency, most);
	if (showing->rows == 0)
		bytes_add_text(showing->out, "No surprises in that time.\n");
	if (policy.surprise_percent == 0)
		bytes_add_text(showing->out, "Nobody is surprised: regulars set surprise_percent 3 "
					     "surprises on three of a hundred visits.\n");
	else
		bytes_printf(showing->out, "This month: %s of %s %s.\n", taken, most,
			     currency->code);
	return bytes_rc(showing->out);
}

static rgl_rc add_verdict(struct showing *showing)
{
	char rows[COUNT_ROOM];

	command_count(showing->rows, "surprise", rows);
	if (showing->wrong == 0)
		bytes_printf(showing->out, "%s played again; each was drawn as it stands there.\n",
			     rows);
	else
		bytes_printf(showing->out, "%s played again, %lld not as they stand there.\n", rows,
			     (long long)showing->wrong);
	return bytes_rc(showing->out);
}

static int64_t day_of(const struct store *store, int64_t at_ms)
{
	const struct civil civil = zone_civil(store->zone, at_ms);

	return civil_days(civil.year, civil.month, civil.day);
}

static rgl_rc show(struct cli *cli, struct showing *showing)
{
	struct store *store = showing->store;
	struct report report = { 0 };
	rgl_rc rc = report_bounds(store, arguments_value(&cli->arguments, "from"),
				  arguments_value(&cli->arguments, "to"), &report);

	if (rc == RGL_OK)
		rc = surprise_replay(
			store,
			report.wish.from_ms == INT64_MIN ? INT64_MIN
							 : day_of(store, report.wish.from_ms),
			report.wish.until_ms == INT64_MAX ? INT64_MAX
							  : day_of(store, report.wish.until_ms - 1),
			take, showing);
	if (rc == RGL_OK)
		rc = showing->replays ? add_verdict(showing) : add_budget(showing);
	if (rc < 0)
		return command_refused(cli, store, rc);
	rc = command_write_file(cli, "-", showing->out);
	if (rc == RGL_OK && showing->wrong > 0)
		rc = refuse(&cli->refusal, RGL_E_DAMAGED,
			    "%lld of %lld surprises are not what the key drew; see who may write "
			    "to the store",
			    (long long)showing->wrong, (long long)showing->rows);
	return rc;
}

rgl_rc command_surprises(struct cli *cli)
{
	const struct arguments *arguments = &cli->arguments;
	const char *word = arguments->word_count > 0 ? arguments->words[0] : "list";
	struct bytes out = bytes_of(&cli->host);
	struct showing showing = { .out = &out, .replays = strcmp(word, "replay") == 0 };
	rgl_rc rc;

	if (!showing.replays && strcmp(word, "list") != 0)
		return refuse(&cli->refusal, RGL_E_ARGUMENT,
			      "regulars surprises takes list or replay, not %.40s", word);
	rc = command_open(cli, STORE_READ, &showing.store);
	if (rc != RGL_OK)
		return rc;
	rc = show(cli, &showing);
	bytes_free(&out);
	store_close(showing.store);
	return rc;
}
