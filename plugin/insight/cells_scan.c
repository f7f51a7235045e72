/* cells_scan.c - see cells_scan.h. */
#include "plugin/insight/cells_scan.h"

static struct scan scan_of(struct store *store, enum statement statement, int64_t first,
			   int64_t last)
{
	struct scan scan = { .store = store, .rows = query(store, statement) };

	query_bind_int(&scan.rows, first);
	query_bind_int(&scan.rows, last);
	return scan;
}

struct scan scan_members(struct store *store, int64_t first, int64_t last)
{
	struct scan scan = scan_of(store, STATEMENT_SCAN_MEMBERS_MORE, first, last);

	scan.more = true;
	return scan;
}

struct scan scan_members_lean(struct store *store, int64_t first, int64_t last)
{
	return scan_of(store, STATEMENT_SCAN_MEMBERS, first, last);
}

struct scan scan_nobody(struct store *store)
{
	return (struct scan) { .store = store,
			       .rows = query(store, STATEMENT_SCAN_NOBODY),
			       .more = true };
}

struct scan scan_since(struct store *store, int64_t event)
{
	struct scan scan = { .store = store,
			     .rows = query(store, STATEMENT_SCAN_SINCE),
			     .more = true };

	query_bind_int(&scan.rows, event);
	return scan;
}

/* A refund, which are few, is looked up: whether it is a void, or its sale was voided. */
static bool refund_counts(struct scan *scan, int64_t refund)
{
	struct query q = query(scan->store, STATEMENT_SCAN_COUNTS);
	bool counts = false;

	query_bind_int(&q, refund);
	if (query_row(&q))
		counts = query_int(&q) != 0;
	scan->rc = query_end(&q);
	return counts;
}

/* False: it does not count. */
static bool read_row(struct scan *scan, struct scan_sale *ret)
{
	struct query *rows = &scan->rows;
	bool is_voided;

	ret->member = query_int(rows);
	ret->at_ms = query_int(rows);
	ret->total_minor = query_int(rows);
	ret->stored_minor = query_int(rows);
	ret->is_refund = query_int(rows) != 0;
	is_voided = query_int(rows) != 0;
	ret->tax_minor = query_int(rows);
	ret->cost_minor = query_int(rows);
	ret->has_cost = true;
	if (ret->cost_minor == 0) {
		rows->column--;
		ret->has_cost = !query_is_null(rows);
		query_skip(rows);
	}
	ret->discount_minor = query_int(rows);
	ret->returned_minor = query_int(rows);
	ret->id = query_int(rows);
	ret->points = scan->more ? query_int(rows) : 0;
	ret->scene = scan->more ? query_int(rows) : 0;
	return !is_voided && (!ret->is_refund || refund_counts(scan, ret->id));
}

bool scan_next(struct scan *scan, struct scan_sale *ret)
{
	while (scan->rc == RGL_OK && query_row(&scan->rows))
		if (read_row(scan, ret))
			return scan->rc == RGL_OK;
	return false;
}

rgl_rc scan_end(struct scan *scan)
{
	rgl_rc rc = query_end(&scan->rows);

	return scan->rc < 0 ? scan->rc : rc;
}

struct figures scan_figures(const struct scan_sums *sums)
{
	return (struct figures) {
		.visits = sums->visits,
		.costless = sums->costless,
		.net = money_of(sums->net_minor),
		.cost = money_of(sums->cost_minor),
		.refund = money_of(sums->refund_minor),
		.discount = money_of(sums->discount_minor),
	};
}
