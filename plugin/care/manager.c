/* manager.c - see manager.h. */
#include "plugin/care/manager.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "plugin/loyalty/said.h"
#include "plugin/store/query.h"

#define HASH_PASSES 2
#define HASH_MEMORY (size_t)(19 * 1024 * 1024)
#define DOUBLINGS_MOST 10 /* a week and a half */

_Static_assert(MANAGER_HASH_ROOM >= crypto_pwhash_argon2id_STRBYTES, "a hash fits");
_Static_assert(HASH_MEMORY <= crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE, "little memory");

const char *manager_verdict_words(enum manager_verdict verdict)
{
	switch (verdict) {
	case MANAGER_NOT_ASKED:
	case MANAGER_RIGHT:
		return "";
	case MANAGER_WRONG:
		return "the manager's code is not right";
	case MANAGER_UNKNOWN:
		return "there is no manager of that name";
	case MANAGER_LOCKED:
		return "too many wrong codes of that manager; wait a while, or ask another";
	case MANAGER_NOT_NOW:
		return "the manager's code could not be looked at now";
	}
	return "";
}

/* --- keeping them */

static rgl_rc check(struct store *store, const char *name, const char *code)
{
	const size_t length = code == NULL ? 0 : strlen(code);

	if (name == NULL || name[0] == '\0')
		return refuse_field(&store->refusal, RGL_E_FIELD, "name",
				    "say the manager's name, as they will give it at the till");
	if (length < MANAGER_CODE_LEAST || length > MANAGER_CODE_MOST)
		return refuse_field(&store->refusal, RGL_E_FIELD, "code",
				    "a code has %d letters or digits at least and %d at most",
				    MANAGER_CODE_LEAST, MANAGER_CODE_MOST);
	return said_check_kept(store, name, "name");
}

static rgl_rc hash_code(struct store *store, const char *code, char ret[MANAGER_HASH_ROOM])
{
	memset(ret, 0, MANAGER_HASH_ROOM);
	if (crypto_pwhash_argon2id_str(ret, code, strlen(code), HASH_PASSES, HASH_MEMORY) != 0)
		return refuse(&store->refusal, RGL_E_MEMORY,
			      "there is not enough memory to keep a code safely: 19 MiB");
	return RGL_OK;
}

static rgl_rc read_one(struct store *store, const char *name, struct manager *ret,
		       char ret_hash[MANAGER_HASH_ROOM], bool *ret_is_there)
{
	struct query q = query(store, STATEMENT_MANAGER_FIND);
	bool is_there;
	rgl_rc rc;

	query_bind_text(&q, name);
	is_there = query_row(&q);
	if (is_there) {
		query_text(&q, ret_hash, MANAGER_HASH_ROOM);
		ret->failed = query_int(&q);
		ret->locked_ms = query_int(&q);
	}
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret_is_there = is_there;
	return rc;
}

static rgl_rc write_new(struct store *store, const char *name, const char *hash)
{
	struct manager manager = { .failed = 0 };
	char unused[MANAGER_HASH_ROOM];
	bool is_there = false;
	struct query q;
	rgl_rc rc = read_one(store, name, &manager, unused, &is_there);

	if (rc == RGL_OK && is_there)
		rc = refuse_field(&store->refusal, RGL_E_TAKEN, "name",
				  "there is a manager %.80s already; remove that one first for a "
				  "new code",
				  name);
	if (rc < 0)
		return rc;
	q = query(store, STATEMENT_MANAGER_ADD);
	query_bind_text(&q, name);
	query_bind_text(&q, hash);
	return query_run(&q);
}

rgl_rc manager_add(struct store *store, const char *name, const char *code)
{
	char hash[MANAGER_HASH_ROOM];
	rgl_rc rc = check(store, name, code);

	if (rc == RGL_OK)
		rc = hash_code(store, code, hash);
	if (rc == RGL_OK)
		rc = store_begin(store);
	return rc < 0 ? rc : store_end(store, write_new(store, name, hash));
}

static rgl_rc remove_one(struct store *store, const char *name)
{
	struct manager manager = { .failed = 0 };
	char unused[MANAGER_HASH_ROOM];
	bool is_there = false;
	struct query q;
	rgl_rc rc = read_one(store, name, &manager, unused, &is_there);

	if (rc == RGL_OK && !is_there)
		rc = refuse_field(&store->refusal, RGL_E_UNKNOWN, "name",
				  "there is no manager %.80s; regulars manager list names them",
				  name);
	if (rc < 0)
		return rc;
	q = query(store, STATEMENT_MANAGER_REMOVE);
	query_bind_text(&q, name);
	return query_run(&q);
}

rgl_rc manager_remove(struct store *store, const char *name)
{
	rgl_rc rc = store_begin(store);

	return rc < 0 ? rc : store_end(store, remove_one(store, name));
}

rgl_rc manager_list(struct store *store, manager_taker *take, void *user)
{
	struct query q = query(store, STATEMENT_MANAGER_LIST);
	rgl_rc taken = RGL_OK;
	rgl_rc rc;

	while (taken >= 0 && query_row(&q)) {
		struct manager manager;

		query_text(&q, manager.name, sizeof(manager.name));
		manager.failed = query_int(&q);
		manager.locked_ms = query_int(&q);
		taken = take(user, &manager);
	}
	rc = query_end(&q);
	return rc < 0 ? rc : taken;
}

/* --- looking at a code */

/* After so many wrong ones: not before then; 0: at once. */
static int64_t locked_until(int64_t failed, int64_t now_ms)
{
	int64_t doublings = failed / MANAGER_WRONG_MOST - 1;

	if (failed % MANAGER_WRONG_MOST != 0)
		return 0;
	doublings = doublings > DOUBLINGS_MOST ? DOUBLINGS_MOST : doublings;
	return now_ms + MANAGER_LOCK_MS * (INT64_C(1) << doublings);
}

static rgl_rc set_failed(struct store *store, const char *name, int64_t failed, int64_t locked_ms)
{
	struct query q = query(store, STATEMENT_MANAGER_SET);

	query_bind_text(&q, name);
	query_bind_int(&q, failed);
	query_bind_int(&q, locked_ms);
	return query_run(&q);
}

static rgl_rc count_one(struct store *store, const char *name, struct manager_try *ret)
{
	const int64_t now_ms = host_now_ms(store->host);
	struct manager manager = { .failed = 0 };
	bool is_there = false;
	rgl_rc rc = read_one(store, name, &manager, ret->hash, &is_there);

	ret->verdict = !is_there		    ? MANAGER_UNKNOWN
		       : manager.locked_ms > now_ms ? MANAGER_LOCKED
						    : MANAGER_WRONG;
	if (rc < 0 || ret->verdict != MANAGER_WRONG)
		return rc;
	manager.failed++;
	return set_failed(store, name, manager.failed, locked_until(manager.failed, now_ms));
}

rgl_rc manager_try_begin(struct store *store, const char *name, struct manager_try *ret)
{
	struct manager_try try = { .verdict = MANAGER_UNKNOWN };
	rgl_rc rc = store_begin(store);

	if (rc < 0)
		return rc;
	rc = store_end(store, count_one(store, name, &try));
	if (rc == RGL_OK)
		*ret = try;
	return rc;
}

enum manager_verdict manager_try_code(const struct manager_try *try, const char *code)
{
	const size_t length = code == NULL ? 0 : strlen(code);

	if (try->verdict != MANAGER_WRONG)
		return try->verdict;
	if (length < MANAGER_CODE_LEAST || length > MANAGER_CODE_MOST)
		return MANAGER_WRONG;
	errno = 0;
	if (crypto_pwhash_argon2id_str_verify(try->hash, code, length) == 0)
		return MANAGER_RIGHT;
	/* libsodium's word for "it is another"; anything else is trouble of the computer's. */
	return errno == EINVAL ? MANAGER_WRONG : MANAGER_NOT_NOW;
}

static rgl_rc take_back(struct store *store, const char *name, enum manager_verdict verdict)
{
	struct manager manager = { .failed = 0 };
	char unused[MANAGER_HASH_ROOM];
	bool is_there = false;
	rgl_rc rc = read_one(store, name, &manager, unused, &is_there);

	if (rc < 0 || !is_there)
		return rc;
	if (verdict == MANAGER_NOT_NOW && manager.failed > 0)
		return set_failed(store, name, manager.failed - 1, 0);
	return set_failed(store, name, 0, 0);
}

rgl_rc manager_try_end(struct store *store, const char *name, enum manager_verdict verdict)
{
	rgl_rc rc;

	if (verdict != MANAGER_RIGHT && verdict != MANAGER_NOT_NOW)
		return RGL_OK;
	rc = store_begin(store);
	return rc < 0 ? rc : store_end(store, take_back(store, name, verdict));
}
