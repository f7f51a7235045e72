/* plugin_allow.c - see plugin_allow.h. */
#include "plugin/plugin_allow.h"

#include <string.h>

#include "plugin/care/gesture.h"
#include "plugin/sales/record.h"

static bool has_code(const struct allow_asked *asked, size_t place)
{
	return asked->managers[place] != NULL && asked->managers[place][0] != '\0' &&
	       asked->codes[place] != NULL;
}

bool allow_is_needed(const struct allow_asked *asked)
{
	for (size_t i = 0; i < asked->count; i++)
		if (has_code(asked, i))
			return true;
	return false;
}

/* A till that sends a call again, because the answer was lost, does not use up attempts. */
static rgl_rc is_done(struct store *store, const struct allow_asked *asked, bool *ret)
{
	struct recorded sale = { 0 };
	rgl_rc rc = RGL_OK;

	if (asked->sale != NULL)
		rc = record_find(store, asked->sale, &sale);
	if (rc == RGL_OK && asked->sale != NULL)
		*ret = sale.id != 0;
	else if (rc == RGL_OK)
		rc = gesture_is_there(store, asked->gesture, ret);
	return rc;
}

/* Of a name that no store keeps nothing is looked up. */
static bool is_long(const char *name)
{
	return strnlen(name, RGL_TEXT_MAX + 1) > RGL_TEXT_MAX;
}

/* As context_leave, but for the log: a till's may make calls, which may wait for this one. */
static rgl_rc leave(struct rgl *rgl, rgl_rc rc, struct rgl_why *why)
{
	if (rc == RGL_E_INTERNAL)
		rgl->closed = true;
	if (rc < 0)
		*why = rgl->store->refusal;
	store_give(rgl->store);
	return rc;
}

static enum manager_verdict look_at(struct rgl *rgl, const char *name, const char *code,
				    struct rgl_why *why)
{
	struct manager_try try = { .verdict = MANAGER_NOT_NOW };
	enum manager_verdict verdict;
	rgl_rc rc;

	if (is_long(name))
		return MANAGER_UNKNOWN;
	rc = context_enter(rgl, STORE_TO_WRITE);
	if (rc == RGL_OK)
		rc = manager_try_begin(rgl->store, name, &try);
	if (leave(rgl, rc, why) < 0)
		return MANAGER_NOT_NOW;
	verdict = manager_try_code(&try, code);
	if (verdict != MANAGER_RIGHT && verdict != MANAGER_NOT_NOW)
		return verdict;
	rc = context_enter(rgl, STORE_TO_WRITE);
	if (rc == RGL_OK)
		rc = manager_try_end(rgl->store, name, verdict);
	/* That its count stays is no reason to doubt a right code. */
	(void)leave(rgl, rc, why);
	return verdict;
}

static bool is_done_before(struct rgl *rgl, const struct allow_asked *asked, struct rgl_why *why)
{
	bool done = false;
	rgl_rc rc = context_enter(rgl, STORE_TO_READ);

	if (rc == RGL_OK)
		rc = is_done(rgl->store, asked, &done);
	return leave(rgl, rc, why) < 0 || done;
}

/* The same name and code for another gesture of the sale is looked at once. */
static bool copied(const struct allow_asked *asked, size_t place, struct allowed *ret)
{
	for (size_t i = 0; i < place; i++) {
		if (!has_code(asked, i) ||
		    strcmp(asked->managers[i], asked->managers[place]) != 0 ||
		    strcmp(asked->codes[i], asked->codes[place]) != 0)
			continue;
		ret->verdicts[place] = ret->verdicts[i];
		return true;
	}
	return false;
}

void allow_look(struct rgl *rgl, const struct allow_asked *asked, struct allowed *ret)
{
	struct rgl_why why = { .size = sizeof(why) };

	memset(ret, 0, sizeof(*ret));
	if (!allow_is_needed(asked))
		return;
	(void)pthread_mutex_lock(&rgl->allowing);
	if (!is_done_before(rgl, asked, &why))
		for (size_t i = 0; i < asked->count; i++)
			if (has_code(asked, i) && !copied(asked, i, ret))
				ret->verdicts[i] = (int32_t)look_at(rgl, asked->managers[i],
								    asked->codes[i], &why);
	(void)pthread_mutex_unlock(&rgl->allowing);
	if (why.code < 0)
		host_log(&rgl->host, RGL_LOG_WARNING, "a manager's code was not looked at: %s",
			 result_words(why.code));
}
