/* sums_segments_words.c - see sums_segments.h: what the segments are called, in words that an owner
 * can repeat. */
#include "plugin/reports/sums_segments.h"

struct words {
	const char *name;
	const char *who;
	const char *what;
};

static const struct words WORDS[SEGMENTS] = {
	[SEGMENT_BEST] = { "best",
			   "come on time, three visits or more, and are among the fifth worth most",
			   "Know their names; a small surprise now and then, no discount." },
	[SEGMENT_LOYAL] = { "loyal", "come on time, three visits or more",
			    "Thank them; ask them to bring a friend." },
	[SEGMENT_PROMISING] = { "promising", "came twice, and are on time",
				"Make the third visit easy: who comes a third time tends to "
				"stay." },
	[SEGMENT_NEW] = { "new", "came once, and the second visit is not late yet",
			  "Ask how it was, and give a reason to come again." },
	[SEGMENT_DRIFTING] = { "drifting", "away for more than three of their own usual gaps",
			       "Ask what happened, now: regulars report at-risk" },
	[SEGMENT_LOST] = { "lost",
			   "away for more than six of their own usual gaps, or for two years",
			   "One honest word at most; spend on the drifting first." },
	[SEGMENT_ONCE] = { "once", "came once, and the second visit is late",
			   "Find out why: regulars report rhythm says when others come again." },
};

static const struct words REGULARS = { "regulars", "came twice or more, and are on time",
				       "Know their names, and thank them." };
static const struct words LOST = { "lost",
				   "away for more than six of their own usual gaps, or came once, "
				   "and the second visit is late",
				   "One honest word at most; spend on the drifting first." };

static const struct words *words_of(enum segment segment, bool is_small)
{
	if (is_small && segment == SEGMENT_LOYAL)
		return &REGULARS;
	return is_small && segment == SEGMENT_LOST ? &LOST : &WORDS[segment];
}

const char *segment_name(enum segment segment, bool is_small)
{
	return words_of(segment, is_small)->name;
}

const char *segment_who(enum segment segment, bool is_small)
{
	return words_of(segment, is_small)->who;
}

const char *segment_what_to_do(enum segment segment, bool is_small)
{
	return words_of(segment, is_small)->what;
}
