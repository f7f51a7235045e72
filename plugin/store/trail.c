/* trail.c - see trail.h. */
#include "plugin/store/trail.h"

#include "plugin/store/store_sqlite.h"

#define HASHED_END 2 /* what keeps it apart from a row's (audit.c) */

void trail_hash(const struct store *store, const struct trail_end *end, uint8_t ret[HASH_BYTES])
{
	struct digest digest;

	digest_begin_audit(&digest, &store->keys);
	digest_int(&digest, HASHED_END);
	digest_int(&digest, end->rows);
	digest_int(&digest, end->since);
	for (size_t i = 0; i < HASH_BYTES; i++)
		digest_int(&digest, end->last[i]);
	digest_end(&digest, ret);
}

/* By itself and not by a statement of statements.def: those stay prepared over the step. */
static rgl_rc put(struct store *store, const uint8_t mac[HASH_BYTES])
{
	sqlite3_stmt *statement = NULL;
	int sqlite_rc = sqlite3_prepare_v2(store->db, "UPDATE audit_end SET mac = ? WHERE id = 1",
					   -1, &statement, NULL);

	if (sqlite_rc == SQLITE_OK)
		sqlite_rc = sqlite3_bind_blob(statement, 1, mac, HASH_BYTES, SQLITE_TRANSIENT);
	if (sqlite_rc == SQLITE_OK)
		sqlite_rc = sqlite3_step(statement);
	(void)sqlite3_finalize(statement);
	return sqlite_rc == SQLITE_DONE ? RGL_OK : store_refuse(store, sqlite_rc);
}

rgl_rc trail_begin(struct store *store, int64_t since)
{
	const struct trail_end end = { .since = since };
	uint8_t mac[HASH_BYTES];

	trail_hash(store, &end, mac);
	return put(store, mac);
}
