/* cells_members.c - see cells.h: members with all their figures, and scenes. */
#include <stdio.h>
#include <string.h>

#include "plugin/base/utf8.h"
#include "plugin/insight/cells.h"
#include "plugin/insight/cells_scan.h"
#include "plugin/insight/keep.h"

/* What a row's texts live in. */
struct member_texts {
	char name[RGL_TEXT_MAX + 1];
	char tier[RGL_TEXT_MAX + 1];
	char segments[RGL_TEXT_MAX + 1];
	char language[RGL_TEXT_MAX + 1];
};

static void read_row(struct query *q, struct member_texts *texts, struct member_row *ret)
{
	*ret = (struct member_row) {
		.member = query_int(q),
		.name = texts->name,
		.tier = texts->tier,
		.segments = texts->segments,
		.language = texts->language,
	};
	ret->first_ms = query_int(q);
	ret->second_ms = query_int(q);
	ret->last_ms = query_int(q);
	ret->referred_by = query_int(q);
	ret->figures.visits = query_int(q);
	ret->figures.costless = query_int(q);
	ret->figures.net = query_money(q);
	ret->figures.cost = query_money(q);
	ret->figures.refund = query_money(q);
	ret->figures.discount = query_money(q);
	ret->figures.members = ret->figures.visits > 0;
	ret->figures.returned = ret->figures.visits > 1;
	query_text(q, texts->name, sizeof(texts->name));
	query_text(q, texts->tier, sizeof(texts->tier));
	query_text(q, texts->segments, sizeof(texts->segments));
	query_text(q, texts->language, sizeof(texts->language));
}

/* The same from the sales, while the figures are not kept. */
static rgl_rc count_row(struct store *store, struct member_row *row)
{
	struct scan scan = scan_members_lean(store, row->member, row->member);
	struct scan_sums sums = SCAN_NOTHING;
	struct scan_sale sale;
	rgl_rc rc;

	row->first_ms = row->second_ms = row->last_ms = 0;
	while (scan_next(&scan, &sale)) {
		scan_count(&sums, &sale);
		if (sale.is_refund)
			continue;
		if (sums.visits == 1)
			row->first_ms = sale.at_ms;
		if (sums.visits == 2)
			row->second_ms = sale.at_ms;
		row->last_ms = sale.at_ms;
	}
	rc = scan_end(&scan);
	if (rc == RGL_OK && !sums.fits)
		rc = refuse(&store->refusal, RGL_E_RANGE,
			    "the amounts of member %lld add up to more than can be counted",
			    (long long)row->member);
	row->figures = scan_figures(&sums);
	row->figures.members = sums.visits > 0;
	row->figures.returned = sums.visits > 1;
	return rc;
}

static rgl_rc hand_over(struct store *store, struct query *q, bool counted, member_taker *take,
			void *user)
{
	struct member_texts texts;
	struct member_row row;
	rgl_rc rc = RGL_OK;

	read_row(q, &texts, &row);
	if (!counted)
		rc = count_row(store, &row);
	return rc < 0 ? rc : take(user, &row);
}

rgl_rc members_read(struct store *store, member_taker *take, void *user)
{
	struct query q;
	bool counted = false;
	rgl_rc rc = keep_is_counted(store, &counted);
	rgl_rc ended;

	if (rc < 0)
		return rc;
	q = query(store, STATEMENT_MEMBERS_READ);
	query_bind_int(&q, 0);
	while (rc >= 0 && query_row(&q))
		rc = hand_over(store, &q, counted, take, user);
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}

rgl_rc member_row_read(struct store *store, int64_t member, member_taker *take, void *user)
{
	struct query q;
	bool counted = false;
	rgl_rc rc = keep_is_counted(store, &counted);
	rgl_rc ended;

	if (rc < 0)
		return rc;
	q = query(store, STATEMENT_MEMBERS_READ_ONE);
	query_bind_int(&q, member);
	if (query_row(&q))
		rc = hand_over(store, &q, counted, take, user);
	else if (q.rc == RGL_OK)
		rc = refuse(&store->refusal, RGL_E_UNKNOWN, "there is no member %lld",
			    (long long)member);
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}

void member_label(const struct member_row *row, char *ret, size_t room)
{
	int length;

	if (row->name == NULL || row->name[0] == '\0') {
		(void)snprintf(ret, room, "member %lld", (long long)row->member);
		return;
	}
	length = snprintf(ret, room, "%s", row->name);
	if (length >= 0 && (size_t)length >= room && room > 0)
		ret[utf8_whole(ret, room - 1)] = '\0';
}

rgl_rc scenes_read(struct store *store, scene_taker *take, void *user)
{
	struct query q = query(store, STATEMENT_SCENES_READ);
	char texts[4][RGL_TEXT_MAX + 1];
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	while (rc >= 0 && query_row(&q)) {
		struct scene scene = { query_int(&q), texts[0], texts[1], texts[2], texts[3] };

		for (size_t i = 0; i < 4; i++)
			query_text(&q, texts[i], sizeof(texts[i]));
		rc = take(user, &scene);
	}
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}
