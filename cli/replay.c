/* replay.c - see replay.h. */
#include "cli/replay.h"

#include <stdio.h>

#include "plugin/identify/enrol.h"
#include "plugin/loyalty/book.h"
#include "plugin/store/query.h"

enum { SALES_A_COMMIT = 500, BEGINNING_MS = 1000 };

static int64_t clock_of(void *user)
{
	const struct replay *replay = user;

	return replay->now_ms;
}

/* ---- The shop ---- */

static rgl_rc make_store(struct replay *replay)
{
	struct rgl_why *refusal = &replay->cli->refusal;
	rgl_rc rc = store_create(&replay->host, replay->scratch.path, NULL, &replay->past->shop,
				 refusal);

	if (rc == RGL_OK)
		rc = store_open(&replay->host, replay->scratch.path, NULL, COMMAND_TILL,
				STORE_WRITE, &replay->store, refusal);
	return rc;
}

/* What is applied begins now or later; the past needs it from the beginning on. */
static rgl_rc begin_early(struct store *store, const struct bytes *text, int64_t version)
{
	struct query q = query(store, STATEMENT_PROGRAMME_ADD);
	int64_t event = 0;
	rgl_rc rc = store_event(store, EVENT_PROGRAMME, &event);

	if (rc < 0)
		return rc;
	query_bind_int(&q, event);
	query_bind_int(&q, version + 1);
	query_bind_int(&q, INT64_MIN);
	query_bind_text(&q, (const char *)text->data);
	return query_run(&q);
}

static rgl_rc apply(struct replay *replay, const struct bytes *text)
{
	struct store *store = replay->store;
	int64_t version = 0;
	rgl_rc rc = store_begin(store);

	if (rc < 0)
		return rc;
	rc = book_apply(desk_book(replay->desk), (const char *)text->data, text->length, &version);
	if (rc == RGL_OK)
		rc = begin_early(store, text, version);
	return store_end(store, rc);
}

/* ---- The members ---- */

struct person {
	int64_t id;
	char name[RGL_TEXT_MAX + 1];
	char language[16];
	char birthday[16];
	int64_t referred_by;
	char segments[RGL_TEXT_MAX + 1];
};

static void read_person(struct query *q, struct person *ret)
{
	ret->id = query_int(q);
	query_text(q, ret->name, sizeof(ret->name));
	query_text(q, ret->language, sizeof(ret->language));
	query_text(q, ret->birthday, sizeof(ret->birthday));
	ret->referred_by = query_int(q);
	query_text(q, ret->segments, sizeof(ret->segments));
}

static rgl_rc add_person(struct replay *replay, const struct person *person)
{
	const struct enrolment enrolment = {
		.name = person->name[0] == '\0' ? "member" : person->name,
		.language = person->language,
		.birthday = person->birthday,
		.referred_by = person->referred_by,
	};
	struct query q;
	int64_t id = 0;
	rgl_rc rc = enrol(replay->store, &enrolment, &id);

	if (rc < 0)
		return rc;
	if (id != person->id)
		return refuse(&replay->store->refusal, RGL_E_DAMAGED,
			      "member %lld is missing in the store; regulars doctor tells more",
			      (long long)id);
	if (person->segments[0] == '\0')
		return RGL_OK;
	q = query(replay->store, STATEMENT_MEMBER_SEGMENTS_SET);
	query_bind_int(&q, id);
	query_bind_text(&q, person->segments);
	return query_run(&q);
}

static rgl_rc add_members(struct replay *replay)
{
	struct query q = query(replay->past, STATEMENT_REPLAY_MEMBERS);
	struct person person;
	rgl_rc rc = store_begin(replay->store);
	rgl_rc ended;

	if (rc < 0)
		return rc;
	while (rc == RGL_OK && query_row(&q)) {
		read_person(&q, &person);
		rc = add_person(replay, &person);
	}
	rc = store_end(replay->store, rc);
	ended = query_end(&q);
	if (rc == RGL_OK && ended < 0)
		replay->store->refusal = replay->past->refusal;
	return rc < 0 ? rc : ended;
}

rgl_rc replay_open(struct cli *cli, struct store *past, const struct bytes *programme,
		   struct replay *ret)
{
	const struct rgl_host lent = { .size = sizeof(lent), .user = ret, .now_ms = clock_of };
	rgl_rc rc;

	*ret = (struct replay) { .cli = cli, .past = past, .now_ms = BEGINNING_MS };
	host_init(&ret->host, &lent);
	rc = scratch_make(cli, "trying a programme needs room for a second store", &ret->scratch);
	if (rc == RGL_OK)
		rc = make_store(ret);
	if (rc < 0)
		return rc;
	ret->lines = host_new(&cli->host, RGL_LINES_MAX * sizeof(*ret->lines));
	ret->texts = host_new(&cli->host, RGL_LINES_MAX * sizeof(*ret->texts));
	if (ret->lines == NULL || ret->texts == NULL)
		return refuse(&cli->refusal, RGL_E_MEMORY, "there is not enough memory");
	rc = desk_open(ret->store, &ret->desk);
	if (rc == RGL_OK)
		rc = apply(ret, programme);
	if (rc == RGL_OK)
		rc = add_members(ret);
	return command_refused(cli, ret->store, rc);
}

void replay_close(struct replay *replay)
{
	desk_close(replay->desk);
	store_close(replay->store);
	host_free(&replay->cli->host, replay->lines);
	host_free(&replay->cli->host, replay->texts);
	scratch_remove(&replay->scratch);
}

/* ---- The sales ---- */

struct past_sale {
	int64_t id;
	char ref[RGL_TEXT_MAX + 1];
	char of[RGL_TEXT_MAX + 1];
	char store[RGL_TEXT_MAX + 1];
	char cashier[RGL_TEXT_MAX + 1];
	int64_t points;
};

static void read_sale(struct query *q, struct past_sale *past, struct sale *ret)
{
	past->id = query_int(q);
	query_text(q, past->ref, sizeof(past->ref));
	query_text(q, past->of, sizeof(past->of));
	ret->is_refund = query_int(q) != 0;
	ret->member = query_int(q);
	ret->at_ms = query_int(q);
	query_text(q, past->store, sizeof(past->store));
	query_text(q, past->cashier, sizeof(past->cashier));
	ret->total = query_money(q);
	ret->tax = query_money(q);
	past->points = query_int(q);
	ret->id = past->ref;
	ret->of = past->of;
	ret->store = past->store;
	ret->cashier = past->cashier;
}

static void read_line(struct query *q, struct replay_text *text, struct sale_line *ret)
{
	query_text(q, text->sku, sizeof(text->sku));
	query_text(q, text->name, sizeof(text->name));
	query_text(q, text->category, sizeof(text->category));
	query_text(q, text->tags, sizeof(text->tags));
	*ret = (struct sale_line) {
		.sku = text->sku,
		.name = text->name,
		.category = text->category,
		.tags = text->tags,
	};
	ret->kind = (enum line_kind)query_int(q);
	ret->qty_milli = query_int(q);
	ret->has_unit = !query_is_null(q);
	ret->unit = query_money(q);
	ret->discount = query_money(q);
	ret->total = query_money(q);
	ret->tax = query_money(q);
	ret->has_rate = !query_is_null(q);
	ret->rate_milli = query_int(q);
}

static rgl_rc read_lines(struct replay *replay, int64_t sale, struct sale *ret)
{
	struct query q = query(replay->past, STATEMENT_REPLAY_LINES);
	size_t count = 0;

	query_bind_int(&q, sale);
	while (count < RGL_LINES_MAX && query_row(&q)) {
		read_line(&q, &replay->texts[count], &replay->lines[count]);
		count++;
	}
	ret->lines = replay->lines;
	ret->line_count = count;
	return query_end(&q);
}

/* A sale that cannot be counted is left out; after its first write nothing more can be. */
static rgl_rc count(struct replay *replay, const struct sale *sale, int64_t points)
{
	struct replay_counts *counts = &replay->counts;
	struct outcome outcome = { 0 };
	rgl_rc rc;

	if (sale->at_ms > replay->now_ms)
		replay->now_ms = sale->at_ms;
	rc = checkout(replay->desk, sale, true, &outcome);
	counts->points += points;
	counts->sales += !sale->is_refund;
	counts->refunds += sale->is_refund;
	if (rc >= 0)
		return RGL_OK;
	if (replay->store->doomed < 0)
		return command_refused(replay->cli, replay->store, rc);
	if (counts->left_out++ == 0)
		(void)snprintf(counts->why, sizeof(counts->why), "%.190s",
			       replay->store->refusal.text);
	return RGL_OK;
}

static rgl_rc commit_some(struct replay *replay)
{
	rgl_rc rc;

	if ((replay->counts.sales + replay->counts.refunds) % SALES_A_COMMIT != 0)
		return RGL_OK;
	rc = store_end(replay->store, RGL_OK);
	if (rc == RGL_OK)
		rc = store_begin(replay->store);
	return command_refused(replay->cli, replay->store, rc);
}

static rgl_rc take(struct replay *replay, struct query *q)
{
	struct sale sale = { .currency = replay->past->shop.currency.code };
	struct past_sale past;
	rgl_rc rc;

	read_sale(q, &past, &sale);
	rc = command_refused(replay->cli, replay->past, read_lines(replay, past.id, &sale));
	if (rc == RGL_OK)
		rc = count(replay, &sale, past.points);
	return rc < 0 ? rc : commit_some(replay);
}

rgl_rc replay_run(struct replay *replay, int64_t from_ms, int64_t until_ms)
{
	struct query q = query(replay->past, STATEMENT_REPLAY_SALES);
	rgl_rc rc = command_refused(replay->cli, replay->store, store_begin(replay->store));
	rgl_rc ended;

	if (rc < 0)
		return rc;
	query_bind_int(&q, from_ms);
	query_bind_int(&q, until_ms);
	while (rc == RGL_OK && query_row(&q))
		rc = take(replay, &q);
	ended = command_refused(replay->cli, replay->past, query_end(&q));
	if (rc == RGL_OK)
		rc = ended;
	if (replay->store->depth == 0)
		return rc;
	if (rc < 0)
		return store_end(replay->store, rc);
	return command_refused(replay->cli, replay->store, store_end(replay->store, rc));
}
