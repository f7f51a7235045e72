/* row_ids.c - see row_ids.h. */
#include "cli/row_ids.h"

#include <stdio.h>
#include <string.h>

static const char HEAD[] = "csv-";
static const char DIGITS[] = "0123456789abcdef";

struct seen {
	uint64_t digest; /* half of it; 0: the place is free */
	uint64_t count;
};

struct row_ids {
	const struct host *host;
	struct seen *seen;
	size_t room; /* a power of two */
	size_t used;
};

static struct seen *place(struct seen *seen, size_t room, uint64_t digest)
{
	size_t at = digest & (room - 1);

	while (seen[at].digest != 0 && seen[at].digest != digest)
		at = (at + 1) & (room - 1);
	return &seen[at];
}

static rgl_rc grow(struct row_ids *ids)
{
	size_t room = ids->room * 2;
	struct seen *seen = host_new(ids->host, room * sizeof(*seen));

	if (seen == NULL)
		return RGL_E_MEMORY;
	for (size_t i = 0; i < ids->room; i++)
		if (ids->seen[i].digest != 0)
			*place(seen, room, ids->seen[i].digest) = ids->seen[i];
	host_free(ids->host, ids->seen);
	ids->seen = seen;
	ids->room = room;
	return RGL_OK;
}

rgl_rc row_ids_open(const struct host *host, struct row_ids **ret)
{
	struct row_ids *ids = host_new(host, sizeof(*ids));

	if (ids == NULL)
		return RGL_E_MEMORY;
	ids->host = host;
	ids->room = 1024;
	ids->seen = host_new(host, ids->room * sizeof(*ids->seen));
	if (ids->seen == NULL) {
		row_ids_close(ids);
		return RGL_E_MEMORY;
	}
	*ret = ids;
	return RGL_OK;
}

void row_ids_close(struct row_ids *ids)
{
	if (ids == NULL)
		return;
	host_free(ids->host, ids->seen);
	host_free(ids->host, ids);
}

rgl_rc row_ids_next(struct row_ids *ids, const uint8_t digest[HASH_BYTES], char ret[ROW_ID_ROOM])
{
	struct seen *seen;
	uint64_t half;
	size_t length;

	if (ids->used * 2 >= ids->room && grow(ids) < 0)
		return RGL_E_MEMORY;
	memcpy(&half, digest, sizeof(half));
	half = half == 0 ? 1 : half;
	seen = place(ids->seen, ids->room, half);
	if (seen->digest == 0)
		ids->used++;
	seen->digest = half;
	seen->count++;
	memcpy(ret, HEAD, sizeof(HEAD) - 1);
	length = sizeof(HEAD) - 1;
	for (size_t i = 0; i < HASH_BYTES; i++) {
		ret[length++] = DIGITS[digest[i] >> 4];
		ret[length++] = DIGITS[digest[i] & 15];
	}
	(void)snprintf(ret + length, ROW_ID_ROOM - length, "-%llu",
		       (unsigned long long)seen->count);
	return RGL_OK;
}
