/* spool_verdict.c - see spool_verdict.h. */
#include "receipts/spool_verdict.h"

#include <string.h>

static bool is_same_printer(const struct spool_begun *begun, const struct spool_found *found)
{
	return begun->printer[0] != '\0' && strcmp(begun->printer, found->printer) == 0;
}

/* Whether it was on all the time, so that its count is not an old one. */
static bool is_same_session(const struct spool_begun *begun, const struct spool_found *found)
{
	return begun->session[0] != '\0' && strcmp(begun->session, found->session) == 0;
}

enum spool_verdict spool_verdict(const struct spool_begun *begun, const struct spool_found *found)
{
	bool is_known = is_same_printer(begun, found) && begun->has_counter && found->has_counter;
	int64_t cuts;

	if (begun->tag[0] == '\0' && is_known && found->counter == begun->counter &&
	    !found->has_followers)
		return SPOOL_VOID;
	if (begun->tag[0] == '\0')
		return SPOOL_AGAIN;
	if (!is_known)
		return SPOOL_DOUBT;
	cuts = found->counter - begun->counter;
	if (cuts == begun->cuts)
		return SPOOL_CAME_OUT;
	if (cuts == 0 && is_same_session(begun, found))
		return found->has_followers ? SPOOL_AGAIN : SPOOL_VOID;
	return SPOOL_DOUBT;
}
