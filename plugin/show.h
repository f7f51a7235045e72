/* show.h - what a till shows of a member: points, tier, rewards within reach, what ends soon, what
 * is due to be said. */
#pragma once

#include "plugin/checkout.h"

/* With the QR text of the newest own card. `ending`: how the scanned card ends, or "". Reads only;
 * what ended is not counted. E_UNKNOWN. */
MUST_USE rgl_rc show_member(struct desk *desk, int64_t member, const char *ending,
			    struct rgl_member *ret);

/* The reward that so many points are on the way to: the cheapest that they do not reach; else the
 * dearest. How many are missing (0: reached, or there is none); its title, or "". */
struct points show_next(const struct programme *programme, struct points points,
			const char **ret_title);

/* The same of whoever a scan is, but for the QR text: it is that of the scanned card, when it is
 * one of ours. identify_scan's refusals. */
MUST_USE rgl_rc show_scan(struct desk *desk, const char *scan, size_t length,
			  struct rgl_member *ret);

/* In the language of a cashier; "": the till's. */
MUST_USE rgl_rc show_scan_in(struct desk *desk, const char *language, const char *scan,
			     size_t length, struct rgl_member *ret);

/* What a cashier may still give in this shift without asking, and one sentence of it. The store
 * must be taken. */
struct show_left {
	int64_t gestures;
	struct money worth;
	char text[256];
};
MUST_USE rgl_rc show_left(struct desk *desk, const char *cashier, const char *language,
			  struct show_left *ret);
