/* cohorts.c - see cohorts.h. */
#include "plugin/insight/cohorts.h"

#include <string.h>

#define BLOCK_MEMBERS 256

/* One month of 256 members in a row of ids. */
struct block {
	struct money net[BLOCK_MEMBERS];
	bool visited[BLOCK_MEMBERS];
};

/* The blocks of one month; NULL where none of the 256 bought anything. */
struct month {
	struct block **blocks;
	size_t count;
};

struct cohorts {
	const struct host *host;
	struct month *months;
	int32_t first_month;
	int32_t month_count;
	int64_t visits;
};

rgl_rc cohorts_open(const struct host *host, struct cohorts **ret, struct rgl_why *refusal)
{
	struct cohorts *cohorts = host_new(host, sizeof(*cohorts));

	if (cohorts == NULL)
		return refuse(refusal, RGL_E_MEMORY, "There is not enough memory for the report.");
	cohorts->host = host;
	*ret = cohorts;
	return RGL_OK;
}

static void month_free(const struct host *host, struct month *month)
{
	for (size_t i = 0; i < month->count; i++)
		host_free(host, month->blocks[i]);
	host_free(host, month->blocks);
}

void cohorts_close(struct cohorts *cohorts)
{
	if (cohorts == NULL)
		return;
	for (int32_t i = 0; i < cohorts->month_count; i++)
		month_free(cohorts->host, &cohorts->months[i]);
	host_free(cohorts->host, cohorts->months);
	host_free(cohorts->host, cohorts);
}

/* Makes the months reach to `month`, either way. */
static rgl_rc reach_month(struct cohorts *cohorts, int32_t month, struct rgl_why *refusal)
{
	int64_t first = cohorts->month_count == 0 || month < cohorts->first_month
				? month
				: cohorts->first_month;
	int64_t end = (int64_t)cohorts->first_month + cohorts->month_count;
	struct month *months;
	size_t shift;

	if (cohorts->month_count == 0 || month >= end)
		end = (int64_t)month + 1;
	if (end - first == cohorts->month_count)
		return RGL_OK;
	if (end - first > COHORTS_MONTHS_MAX)
		return refuse(refusal, RGL_E_RANGE,
			      "The sales span more than %d months: leave the one with the wrong "
			      "date out, with --from or --to",
			      COHORTS_MONTHS_MAX);
	months = host_new(cohorts->host, (size_t)(end - first) * sizeof(*months));
	if (months == NULL)
		return refuse(refusal, RGL_E_MEMORY, "There is not enough memory for the report.");
	shift = cohorts->month_count == 0 ? 0 : (size_t)(cohorts->first_month - first);
	if (cohorts->month_count > 0)
		memcpy(months + shift, cohorts->months,
		       (size_t)cohorts->month_count * sizeof(*months));
	host_free(cohorts->host, cohorts->months);
	cohorts->months = months;
	cohorts->first_month = (int32_t)first;
	cohorts->month_count = (int32_t)(end - first);
	return RGL_OK;
}

/* Makes the month hold the block at `at`. */
static rgl_rc reach_block(const struct host *host, struct month *month, size_t at)
{
	if (at >= month->count) {
		size_t count = at + 1 + month->count;
		struct block **blocks =
			host_resize(host, month->blocks, count * sizeof(struct block *));

		if (blocks == NULL)
			return RGL_E_MEMORY;
		memset(blocks + month->count, 0, (count - month->count) * sizeof(struct block *));
		month->blocks = blocks;
		month->count = count;
	}
	if (month->blocks[at] == NULL)
		month->blocks[at] = host_new(host, sizeof(struct block));
	return month->blocks[at] == NULL ? RGL_E_MEMORY : RGL_OK;
}

static rgl_rc check(int64_t member, struct money net, bool visit, struct rgl_why *refusal)
{
	if (member < 1 || member > COHORTS_MEMBERS_MAX)
		return refuse(
			refusal, RGL_E_RANGE,
			"Member %lld is outside 1 to %d, which is what this report can count.",
			(long long)member, COHORTS_MEMBERS_MAX);
	if (!money_is_sane(net))
		return refuse(refusal, RGL_E_RANGE,
			      "A sale of member %lld is too large to be counted: correct it.",
			      (long long)member);
	if (!visit && money_sign(net) > 0)
		return refuse(refusal, RGL_E_ARGUMENT,
			      "A refund to member %lld is above zero: a refund gives money back.",
			      (long long)member);
	return RGL_OK;
}

rgl_rc cohorts_add(struct cohorts *cohorts, int64_t member, int32_t month, struct money net,
		   bool visit, struct rgl_why *refusal)
{
	struct block *block;
	struct month *of;
	size_t at;
	rgl_rc rc;

	rc = check(member, net, visit, refusal);
	if (rc < 0)
		return rc;
	rc = reach_month(cohorts, month, refusal);
	if (rc < 0)
		return rc;
	of = &cohorts->months[month - cohorts->first_month];
	rc = reach_block(cohorts->host, of, (size_t)member / BLOCK_MEMBERS);
	if (rc < 0)
		return refuse(refusal, rc, "There is not enough memory for the report.");
	block = of->blocks[(size_t)member / BLOCK_MEMBERS];
	at = (size_t)member % BLOCK_MEMBERS;
	rc = money_add(block->net[at], net, &block->net[at]);
	if (rc < 0)
		return refuse(refusal, rc, "The sales of member %lld add up to too much.",
			      (long long)member);
	block->visited[at] = block->visited[at] || visit;
	cohorts->visits += visit;
	return RGL_OK;
}

static const struct block *block_at(const struct cohorts *cohorts, int32_t month, size_t at)
{
	const struct month *of = &cohorts->months[month];

	return at < of->count ? of->blocks[at] : NULL;
}

/* Who of one block is of which row; -1: never came. */
struct belonging {
	int32_t row[BLOCK_MEMBERS];
	bool outside[BLOCK_MEMBERS];
};

static void belonging_find(const struct cohorts *cohorts, size_t at, struct belonging *ret)
{
	for (size_t i = 0; i < BLOCK_MEMBERS; i++)
		ret->row[i] = -1;
	memset(ret->outside, 0, sizeof(ret->outside));
	for (int32_t month = 0; month < cohorts->month_count; month++) {
		const struct block *block = block_at(cohorts, month, at);

		for (size_t i = 0; block != NULL && i < BLOCK_MEMBERS; i++)
			if (ret->row[i] < 0 && block->visited[i])
				ret->row[i] = month;
	}
}

static rgl_rc gather_member(struct triangle *triangle, int32_t row, int32_t month, struct money net,
			    bool visited)
{
	struct triangle_cell *cell;
	rgl_rc rc;

	cell = &triangle->cells[(size_t)row * (size_t)triangle->month_count +
				(size_t)(month - row)];
	rc = money_add(cell->net, net, &cell->net);
	if (rc < 0)
		return rc;
	cell->members += visited;
	return RGL_OK;
}

static rgl_rc gather_block(struct triangle *triangle, const struct block *block, int32_t month,
			   struct belonging *belonging)
{
	for (size_t i = 0; i < BLOCK_MEMBERS; i++) {
		bool inside = belonging->row[i] >= 0 && belonging->row[i] <= month;
		rgl_rc rc;

		if (!block->visited[i] && money_sign(block->net[i]) == 0)
			continue;
		if (inside) {
			rc = gather_member(triangle, belonging->row[i], month, block->net[i],
					   block->visited[i]);
		} else {
			rc = money_add(triangle->outside, block->net[i], &triangle->outside);
			triangle->outside_members += !belonging->outside[i];
			belonging->outside[i] = true;
		}
		if (rc < 0)
			return rc;
	}
	return RGL_OK;
}

static rgl_rc gather(const struct cohorts *cohorts, struct triangle *triangle)
{
	size_t count = 0;

	for (int32_t month = 0; month < cohorts->month_count; month++)
		if (cohorts->months[month].count > count)
			count = cohorts->months[month].count;
	for (size_t at = 0; at < count; at++) {
		struct belonging belonging;

		belonging_find(cohorts, at, &belonging);
		for (int32_t month = 0; month < cohorts->month_count; month++) {
			const struct block *block = block_at(cohorts, month, at);
			rgl_rc rc = RGL_OK;

			if (block != NULL)
				rc = gather_block(triangle, block, month, &belonging);
			if (rc < 0)
				return rc;
		}
	}
	return RGL_OK;
}

static rgl_rc total_rows(struct triangle *triangle)
{
	for (int32_t row = 0; row < triangle->month_count; row++) {
		struct triangle_row *to = &triangle->rows[row];
		rgl_rc rc = RGL_OK;

		to->newcomers = triangle_at(triangle, row, 0)->members;
		for (int32_t later = 0; rc >= 0 && later < triangle->month_count - row; later++)
			rc = money_add(to->net, triangle_at(triangle, row, later)->net, &to->net);
		if (rc >= 0)
			rc = money_add(triangle->net, to->net, &triangle->net);
		if (rc < 0)
			return rc;
		triangle->members += to->newcomers;
	}
	return RGL_OK;
}

rgl_rc cohorts_finish(const struct cohorts *cohorts, int32_t now_month, struct triangle *ret,
		      struct rgl_why *refusal)
{
	size_t count = (size_t)cohorts->month_count;
	struct triangle triangle = {
		.host = cohorts->host,
		.first_month = cohorts->first_month,
		.month_count = cohorts->month_count,
		.now_month = now_month,
		.visits = cohorts->visits,
	};
	rgl_rc rc = RGL_E_MEMORY;

	triangle.rows = host_new(cohorts->host, (count + 1) * sizeof(*triangle.rows));
	triangle.cells = host_new(cohorts->host, (count * count + 1) * sizeof(*triangle.cells));
	if (triangle.rows == NULL || triangle.cells == NULL) {
		(void)refuse(refusal, rc, "There is not enough memory for the report.");
		goto out;
	}
	rc = gather(cohorts, &triangle);
	if (rc >= 0)
		rc = total_rows(&triangle);
	if (rc < 0)
		(void)refuse(refusal, rc, "The sales add up to more than can be counted.");
out:
	if (rc < 0)
		triangle_free(&triangle);
	else
		*ret = triangle;
	return rc;
}

void triangle_free(struct triangle *triangle)
{
	if (triangle->host == NULL)
		return;
	host_free(triangle->host, triangle->rows);
	host_free(triangle->host, triangle->cells);
	*triangle = (struct triangle) { 0 };
}
