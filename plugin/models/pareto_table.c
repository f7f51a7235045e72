/* pareto_table.c - see pareto_parts.h: which (x, t) the rows of a fit share.
 *
 * Shops count days, so a million customers have a few hundred times and some ten thousand pairs of
 * a count and a time; what is dear is computed for those alone.
 */
#include <stdint.h>

#include "plugin/models/pareto_parts.h"

/* Of every row (x, t_x) at 2 i and (x, T) at 2 i + 1, by time, then count. */
static void keys_read(const struct timing_rows *rows, struct timing_key *ret)
{
	for (size_t i = 0; i < rows->count; i++) {
		const struct timing_history *history = &rows->rows[i].history;

		ret[2 * i] = (struct timing_key) { history->t_x, history->x, 0, (uint32_t)(2 * i) };
		ret[2 * i + 1] =
			(struct timing_key) { history->T, history->x, 0, (uint32_t)(2 * i + 1) };
	}
}

static bool is_new_time(const struct timing_key *keys, size_t i)
{
	return i == 0 || keys[i].first != keys[i - 1].first;
}

static bool is_new_node(const struct timing_key *keys, size_t i)
{
	return is_new_time(keys, i) || keys[i].second != keys[i - 1].second;
}

/* One block for all: the largest members first, so that each begins where it may. */
static rgl_rc table_new(const struct host *host, const struct timing_rows *rows, size_t times,
			size_t nodes, struct pareto_table **ret)
{
	size_t bytes = sizeof(struct pareto_table) + times * sizeof(struct pareto_time) +
		       nodes * (sizeof(struct pareto_node) + sizeof(struct pareto_bend)) +
		       (times + nodes) * sizeof(double) + (times + 1) * sizeof(size_t) +
		       rows->count * 4 * sizeof(uint32_t);
	struct pareto_table *table = host_new(host, bytes);

	if (table == NULL)
		return RGL_E_MEMORY;
	table->times = times;
	table->nodes = nodes;
	table->at = (struct pareto_time *)(table + 1);
	table->node = (struct pareto_node *)(table->at + times);
	table->bend = (struct pareto_bend *)(table->node + nodes);
	table->time = (double *)(table->bend + nodes);
	table->x = table->time + times;
	table->first = (size_t *)(table->x + nodes);
	table->last_node = (uint32_t *)(table->first + times + 1);
	table->now_node = table->last_node + rows->count;
	table->last_time = table->now_node + rows->count;
	table->now_time = table->last_time + rows->count;
	*ret = table;
	return RGL_OK;
}

static void table_read(struct pareto_table *table, const struct timing_key *keys, size_t count)
{
	uint32_t time = 0;
	uint32_t node = 0;

	for (size_t i = 0; i < count; i++) {
		size_t row = keys[i].index / 2;
		bool is_now = keys[i].index % 2 == 1;

		if (is_new_time(keys, i)) {
			table->time[time] = keys[i].first;
			table->first[time++] = node;
		}
		if (is_new_node(keys, i))
			table->x[node++] = keys[i].second;
		(is_now ? table->now_node : table->last_node)[row] = node - 1;
		(is_now ? table->now_time : table->last_time)[row] = time - 1;
	}
	table->first[time] = node;
}

rgl_rc pareto_prepare(const struct host *host, const struct timing_rows *rows, void **ret)
{
	size_t count = 2 * rows->count;
	size_t times = 0;
	size_t nodes = 0;
	struct timing_key *keys = host_new(host, 2 * count * sizeof(*keys) + 1);
	struct pareto_table *table = NULL;
	rgl_rc rc = RGL_OK;

	if (keys == NULL)
		return RGL_E_MEMORY;
	keys_read(rows, keys);
	timing_sort(keys, count, keys + count);
	for (size_t i = 0; i < count; i++) {
		times += is_new_time(keys, i);
		nodes += is_new_node(keys, i);
	}
	if (nodes < count - count / 4 || 2 * times < rows->count)
		rc = table_new(host, rows, times, nodes, &table);
	if (rc == RGL_OK && table != NULL)
		table_read(table, keys, count);
	host_free(host, keys);
	if (rc == RGL_OK)
		*ret = table;
	return rc;
}
