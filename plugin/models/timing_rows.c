/* timing_rows.c - see timing_parts.h: equal histories counted once, in order.
 *
 * They are found by hashing first: most customers of a large shop share theirs with others, and
 * what is left is the less to sort.
 */
#include <math.h>
#include <string.h>

#include "plugin/models/timing_parts.h"

#define ROOM_FIRST 1024

/* Open addressing: a slot has the number of a row and 1, or 0. */
struct gathering {
	const struct host *host;
	struct timing_row *rows;
	size_t count;
	size_t room;
	uint32_t *slots;
	size_t mask;
};

static uint64_t bits_of(double value)
{
	uint64_t bits;

	value += 0.0; /* -0 is 0 */
	memcpy(&bits, &value, sizeof(bits));
	return bits;
}

/* The finisher of MurmurHash3, between the parts. */
static uint64_t mix(uint64_t bits)
{
	bits ^= bits >> 33;
	bits *= UINT64_C(0xFF51AFD7ED558CCD);
	bits ^= bits >> 33;
	return bits * UINT64_C(0xC4CEB9FE1A85EC53);
}

static size_t slot_of(const struct gathering *gathering, const struct timing_history *history)
{
	uint64_t hash = mix(bits_of(history->x));
	size_t slot;

	hash = mix(hash ^ bits_of(history->t_x));
	hash = mix(hash ^ bits_of(history->T));
	slot = (size_t)(hash ^ (hash >> 32)) & gathering->mask;
	while (gathering->slots[slot] != 0) {
		const struct timing_history *other =
			&gathering->rows[gathering->slots[slot] - 1].history;

		if (other->x == history->x && other->t_x == history->t_x && other->T == history->T)
			break;
		slot = (slot + 1) & gathering->mask;
	}
	return slot;
}

static rgl_rc row_add(struct gathering *gathering, const struct timing_history *history)
{
	if (gathering->count == gathering->room) {
		size_t room = gathering->room > 0 ? 2 * gathering->room : ROOM_FIRST;
		struct timing_row *rows =
			host_resize(gathering->host, gathering->rows, room * sizeof(*rows));

		if (rows == NULL)
			return RGL_E_MEMORY;
		gathering->rows = rows;
		gathering->room = room;
	}
	gathering->rows[gathering->count++] =
		(struct timing_row) { .history = { history->x, history->t_x, history->T, 0 } };
	return RGL_OK;
}

static rgl_rc gather(struct gathering *gathering, const struct timing_history *histories,
		     size_t count, uint32_t *ret_of)
{
	for (size_t i = 0; i < count; i++) {
		size_t slot = slot_of(gathering, &histories[i]);
		struct timing_row *row;

		if (gathering->slots[slot] == 0) {
			rgl_rc rc = row_add(gathering, &histories[i]);

			if (rc != RGL_OK)
				return rc;
			gathering->slots[slot] = (uint32_t)gathering->count;
		}
		row = &gathering->rows[gathering->slots[slot] - 1];
		row->history.log_gaps += histories[i].log_gaps;
		row->count++;
		if (ret_of != NULL)
			ret_of[i] = gathering->slots[slot] - 1;
	}
	return RGL_OK;
}

/* --- order */

static bool is_after(const struct timing_key *a, const struct timing_key *b)
{
	if (a->first != b->first)
		return a->first > b->first;
	if (a->second != b->second)
		return a->second > b->second;
	return a->third > b->third;
}

static void merge(const struct timing_key *keys, size_t from, size_t middle, size_t to,
		  struct timing_key *ret)
{
	size_t left = from;
	size_t right = middle;

	for (size_t i = from; i < to; i++) {
		bool is_right =
			left == middle || (right < to && is_after(&keys[left], &keys[right]));

		ret[i] = keys[is_right ? right++ : left++];
	}
}

void timing_sort(struct timing_key *keys, size_t count, struct timing_key *spare)
{
	struct timing_key *from = keys;
	struct timing_key *to = spare;

	for (size_t run = 1; run < count; run *= 2) {
		struct timing_key *swap = from;

		for (size_t at = 0; at < count; at += 2 * run) {
			size_t middle = at + run < count ? at + run : count;

			merge(from, at, middle, middle + run < count ? middle + run : count, to);
		}
		from = to;
		to = swap;
	}
	if (from != keys)
		memcpy(keys, from, count * sizeof(*keys));
}

/* Puts the rows in order; those of ret_of, too. */
static rgl_rc arrange(struct gathering *gathering, size_t count, uint32_t *ret_of)
{
	size_t rows = gathering->count;
	struct timing_key *keys = host_new(gathering->host, 2 * rows * sizeof(*keys) + 1);
	struct timing_row *sorted = host_new(gathering->host, rows * sizeof(*sorted) + 1);
	uint32_t *places = host_new(gathering->host, rows * sizeof(*places) + 1);
	rgl_rc rc = RGL_E_MEMORY;

	if (keys == NULL || sorted == NULL || places == NULL)
		goto out;
	for (size_t i = 0; i < rows; i++) {
		const struct timing_history *history = &gathering->rows[i].history;

		keys[i] = (struct timing_key) { history->x, history->t_x, history->T, (uint32_t)i };
	}
	timing_sort(keys, rows, keys + rows);
	for (size_t i = 0; i < rows; i++) {
		sorted[i] = gathering->rows[keys[i].index];
		places[keys[i].index] = (uint32_t)i;
	}
	for (size_t i = 0; i < count && ret_of != NULL; i++)
		ret_of[i] = places[ret_of[i]];
	host_free(gathering->host, gathering->rows);
	gathering->rows = sorted;
	sorted = NULL;
	rc = RGL_OK;
out:
	host_free(gathering->host, keys);
	host_free(gathering->host, sorted);
	host_free(gathering->host, places);
	return rc;
}

/* Means of what was summed, and the unit of time. */
static void finish(struct timing_rows *ret, struct timing_row *rows, double unit)
{
	double sum = 0;

	for (size_t i = 0; i < ret->count; i++) {
		ret->customers += rows[i].count;
		sum += rows[i].count * rows[i].history.T;
	}
	ret->mean_T = ret->customers > 0 && sum > 0 ? sum / ret->customers : 1;
	for (size_t i = 0; i < ret->count; i++) {
		struct timing_history *history = &rows[i].history;

		history->t_x /= unit;
		history->T /= unit;
		history->log_gaps = history->log_gaps / rows[i].count - history->x * log(unit);
	}
	ret->mean_T /= unit;
	ret->rows = rows;
}

rgl_rc timing_rows_make(const struct host *host, const struct timing_history *histories,
			size_t count, double unit, uint32_t *ret_of, struct timing_rows *ret)
{
	struct gathering gathering = { .host = host, .mask = ROOM_FIRST - 1 };
	struct timing_rows rows = { 0 };
	rgl_rc rc = RGL_E_MEMORY;

	if (count > UINT32_MAX / 4)
		return RGL_E_ARGUMENT;
	while (gathering.mask < 2 * count)
		gathering.mask = 2 * gathering.mask + 1;
	gathering.slots = host_new(host, (gathering.mask + 1) * sizeof(*gathering.slots));
	if (gathering.slots == NULL)
		goto out;
	rc = gather(&gathering, histories, count, ret_of);
	host_free(host, gathering.slots);
	gathering.slots = NULL;
	if (rc == RGL_OK)
		rc = arrange(&gathering, count, ret_of);
	if (rc != RGL_OK)
		goto out;
	rows.count = gathering.count;
	finish(&rows, gathering.rows, unit);
	gathering.rows = NULL;
	*ret = rows;
out:
	host_free(host, gathering.slots);
	host_free(host, gathering.rows);
	return rc;
}

void timing_rows_free(const struct host *host, struct timing_rows *rows)
{
	host_free(host, (void *)rows->rows);
	host_free(host, rows->prepared);
	*rows = (struct timing_rows) { 0 };
}
