/* slip_words.c - see slip_words.h. */
#include "plugin/slip_words.h"

#include "plugin/slip_parts.h"

struct slip_words {
	const struct host *host;
	struct slip_parts *parts;
	int64_t changes; /* of the settings when they were read */
};

rgl_rc slip_words_open(const struct host *host, struct slip_words **ret, struct rgl_why *why)
{
	struct slip_words *words = host_new(host, sizeof(*words));
	rgl_rc rc;

	if (words == NULL)
		return refuse(why, RGL_E_MEMORY, "there is no memory for sentences; try again");
	*words = (struct slip_words) { .host = host, .changes = -1 };
	rc = slip_parts_open(host, &words->parts, why);
	if (rc < 0)
		slip_words_close(words);
	else
		*ret = words;
	return rc;
}

void slip_words_close(struct slip_words *words)
{
	if (words == NULL)
		return;
	slip_parts_close(words->parts);
	host_free(words->host, words);
}

rgl_rc slip_words_in(struct slip_words *words, struct store *store, int64_t changes,
		     const char *language, struct words **ret)
{
	rgl_rc rc = RGL_OK;

	if (words->changes != changes)
		rc = slip_parts_look(words->parts, store);
	if (rc < 0)
		return rc;
	words->changes = changes;
	return slip_parts_words(words->parts, language, ret, &store->refusal);
}
