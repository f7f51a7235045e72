/* plugin_allow.h - managers' codes that came with gestures, looked at before a call begins.
 *
 * In:  names and codes, as the till sent them.
 * Out: what became of each, for the call that follows.
 * Not here: what a code allows (care/gesture.h).
 *
 * Looking at a code takes tens of milliseconds and 19 MiB, so it comes before the store is taken:
 * other threads go on selling meanwhile. One code at a time in a context: eight threads do not take
 * eight times the memory. A call without a code pays nothing for it.
 */
#pragma once

#include "plugin/care/manager.h"
#include "plugin/context.h"

/* By the gestures' places, MANAGER_NOT_ASKED where no code came. */
struct allowed {
	int32_t verdicts[RGL_GESTURES_MAX];
};

/* Names and codes of what is asked; NULL both where there is none. */
struct allow_asked {
	const char *managers[RGL_GESTURES_MAX];
	const char *codes[RGL_GESTURES_MAX];
	size_t count;
	const char *sale;    /* its id; recorded before, its codes are not looked at again */
	const char *gesture; /* the same of one apart from a sale */
};

/* Whether there is any code. */
bool allow_is_needed(const struct allow_asked *asked);

/* Looks at each; the store must not be taken. What goes wrong is a verdict, MANAGER_NOT_NOW. */
void allow_look(struct rgl *rgl, const struct allow_asked *asked, struct allowed *ret);
