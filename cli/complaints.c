/* complaints.c - regulars complaints: who complained, how late it is, and what was done about it.
 */
#include "cli/complaints.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/sales/record.h"

#define SUBCOMMANDS "list, show, open, take, listen, apologise, offer, resolve, reopen, note"
enum { STEPS_MAX = 2, ID_ROOM = RGL_TEXT_MAX + 1 };

/* What is to be written, in one transaction. */
struct steps {
	struct complaint_did all[STEPS_MAX];
	size_t count;
	char made[COMMAND_ID_ROOM];
	char second[ID_ROOM];
};

/* ---- Arguments ---- */

/* --who, else the name that the computer knows who works at it by. */
static rgl_rc read_who(struct cli *cli, const char **ret)
{
	const char *who = arguments_value(&cli->arguments, "who");

	if (who == NULL)
		who = getenv("USER");
	if (who == NULL || who[0] == '\0')
		return refuse(&cli->refusal, RGL_E_ARGUMENT,
			      "--who is missing: the name of who did this");
	*ret = who;
	return RGL_OK;
}

static rgl_rc read_id(struct cli *cli, int64_t *ret)
{
	const char *word = NULL;
	rgl_rc rc = command_word(cli, 1, "the complaint's number", &word);

	return rc < 0 ? rc
		      : command_number(cli, word,
				       "a complaint's number; regulars complaints lists them", ret);
}

static rgl_rc read_flag_number(struct cli *cli, const char *flag, const char *what, int64_t *ret)
{
	const char *text = arguments_value(&cli->arguments, flag);

	return text == NULL ? RGL_OK : command_number(cli, text, what, ret);
}

/* --id, else one that nobody has. */
static const char *read_ref(struct cli *cli, char made[COMMAND_ID_ROOM])
{
	const char *id = arguments_value(&cli->arguments, "id");

	command_new_id(made);
	return id == NULL ? made : id;
}

/* ---- Steps ---- */

static rgl_rc read_steps(struct cli *cli, enum complaint_kind kind, struct steps *ret)
{
	struct complaint_did *first = &ret->all[0];
	rgl_rc rc = read_id(cli, &first->complaint);

	first->kind = kind;
	first->ref = read_ref(cli, ret->made);
	first->words = cli->arguments.word_count > 2 ? cli->arguments.words[2] : NULL;
	ret->count = 1;
	if (rc == RGL_OK && kind == COMPLAINT_NOTE && first->words == NULL)
		rc = refuse(&cli->refusal, RGL_E_ARGUMENT, "the words of the note are missing");
	if (rc == RGL_OK && kind == COMPLAINT_TAKE && !arguments_has(&cli->arguments, "who"))
		rc = refuse(&cli->refusal, RGL_E_ARGUMENT, "--who is missing: whose it is now");
	if (rc == RGL_OK)
		rc = read_who(cli, &first->who);
	return rc;
}

/* A remedy, and what closes it; a remedy alone waits for the customer's word. */
static rgl_rc read_resolve(struct cli *cli, struct steps *ret)
{
	const bool by_customer = arguments_has(&cli->arguments, "by-customer");
	struct complaint_did *first = &ret->all[0];
	rgl_rc rc = read_steps(cli, COMPLAINT_CLOSE_WITHOUT, ret);

	if (rc == RGL_OK)
		rc = read_flag_number(cli, "gesture", "a gesture's number", &first->gesture);
	if (rc < 0)
		return rc;
	first->words = arguments_value(&cli->arguments, "remedy");
	if (first->words != NULL || first->gesture != 0) {
		first->kind = COMPLAINT_REMEDY;
		ret->all[1] = (struct complaint_did) { .complaint = first->complaint,
						       .who = first->who,
						       .ref = ret->second,
						       .kind = COMPLAINT_CLOSE_BY_WORD };
		(void)snprintf(ret->second, sizeof(ret->second), "%.240s:word", first->ref);
		ret->count = by_customer ? 2 : 1;
	} else if (by_customer) {
		first->kind = COMPLAINT_CLOSE_BY_WORD;
	}
	return RGL_OK;
}

static rgl_rc write_steps(struct store *store, const struct policy *policy,
			  const struct steps *steps)
{
	rgl_rc rc = store_begin(store);
	rgl_rc done = RGL_OK;

	if (rc < 0)
		return rc;
	for (size_t i = 0; rc >= 0 && i < steps->count; i++) {
		rc = complaint_step(store, policy, &steps->all[i]);
		done = i == 0 ? rc : done;
	}
	rc = store_end(store, rc);
	return rc < 0 ? rc : done;
}

static rgl_rc do_steps(struct cli *cli, const struct steps *steps)
{
	struct store *store = NULL;
	struct policy policy;
	rgl_rc rc = command_open(cli, STORE_WRITE, &store);

	if (rc < 0)
		return rc;
	rc = policy_read(store, &policy);
	if (rc == RGL_OK)
		rc = write_steps(store, &policy, steps);
	if (rc == RGL_EXISTS)
		(void)puts("This was done before.");
	rc = command_refused(cli, store, rc);
	if (rc >= 0)
		rc = complaints_tell(cli, store, &policy, steps->all[0].complaint);
	store_close(store);
	return rc;
}

static rgl_rc step(struct cli *cli, enum complaint_kind kind)
{
	struct steps steps = { .count = 0 };
	rgl_rc rc = kind == COMPLAINT_REMEDY ? read_resolve(cli, &steps)
					     : read_steps(cli, kind, &steps);

	return rc < 0 ? rc : do_steps(cli, &steps);
}

/* ---- Open ---- */

static rgl_rc open_in(struct cli *cli, struct store *store, const struct policy *policy,
		      struct complaint_new *new)
{
	const char *sale = arguments_value(&cli->arguments, "sale");
	struct recorded recorded = { .id = 0 };
	int64_t id = 0;
	rgl_rc rc = store_begin(store);

	if (rc < 0)
		return command_refused(cli, store, rc);
	if (sale != NULL)
		rc = record_need(store, sale, "sale", &recorded);
	new->sale = recorded.id;
	if (rc == RGL_OK)
		rc = complaint_open(store, policy, new, &id);
	rc = store_end(store, rc);
	if (rc == RGL_EXISTS)
		(void)puts("This was opened before:");
	return rc < 0 ? command_refused(cli, store, rc) : complaints_tell(cli, store, policy, id);
}

static rgl_rc open_one(struct cli *cli)
{
	char made[COMMAND_ID_ROOM];
	struct complaint_new new = { .ref = read_ref(cli, made) };
	struct store *store = NULL;
	struct policy policy;
	rgl_rc rc = read_who(cli, &new.who);

	new.words = cli->arguments.word_count > 1 ? cli->arguments.words[1] : NULL;
	new.reason = arguments_value(&cli->arguments, "reason");
	if (rc == RGL_OK)
		rc = read_flag_number(cli, "member",
				      "a member's number; regulars identify finds it", &new.member);
	if (rc == RGL_OK)
		rc = read_flag_number(cli, "moment", "a moment's number", &new.moment);
	if (rc == RGL_OK)
		rc = command_open(cli, STORE_WRITE, &store);
	if (rc < 0)
		return rc;
	rc = command_refused(cli, store, policy_read(store, &policy));
	if (rc == RGL_OK)
		rc = open_in(cli, store, &policy, &new);
	store_close(store);
	return rc;
}

/* ---- The command ---- */

static rgl_rc show(struct cli *cli)
{
	int64_t id = 0;
	rgl_rc rc = read_id(cli, &id);

	return rc < 0 ? rc : complaints_show(cli, id);
}

rgl_rc command_complaints(struct cli *cli)
{
	static const enum complaint_kind STEPS[] = { COMPLAINT_TAKE,	  COMPLAINT_LISTEN,
						     COMPLAINT_APOLOGISE, COMPLAINT_OFFER,
						     COMPLAINT_REOPEN,	  COMPLAINT_NOTE };
	const char *what = cli->arguments.word_count > 0 ? cli->arguments.words[0] : "list";

	if (strcmp(what, "list") == 0)
		return complaints_list(cli);
	if (strcmp(what, "show") == 0)
		return show(cli);
	if (strcmp(what, "open") == 0)
		return open_one(cli);
	if (strcmp(what, "resolve") == 0)
		return step(cli, COMPLAINT_REMEDY);
	for (size_t i = 0; i < sizeof(STEPS) / sizeof(STEPS[0]); i++)
		if (strcmp(what, complaint_kind_verb(STEPS[i])) == 0)
			return step(cli, STEPS[i]);
	return refuse(&cli->refusal, RGL_E_ARGUMENT, "%.40s is none of " SUBCOMMANDS, what);
}
