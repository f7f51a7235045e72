/* voice.h - what staff say they need, in confidence, and how they find the shop as a place to work.
 *
 * In:  a cashier's name, a theme or a score.
 * Out: themes and counts. Who said it is not in the store: of the name a keyed hash is kept, with
 * the theme and the quarter inside it, so that one person is one voice of a theme in a quarter, and
 *      two themes of one person cannot be joined. There is no event and no time but the week, and
 * the row's number is of chance, so that neither the order nor a clock tells.
 *
 * Honest limits: who has the shop's key and knows all names can try them; who alone works in a
 * week is known by that; and who reads the file's raw pages, or its log before that is emptied,
 * sees in which order rows came, and between which sales. So the owner's reports show no theme with
 * fewer than VOICES_LEAST voices.
 */
#pragma once

#include "plugin/store/store.h"

#define VOICES_LEAST 3
#define VOICE_WORDS_MAX 1023

/* theme: one of the policy's staff_themes, NULL for a score. words: kept only when `share` says
 * that they may be shown. */
struct voice {
	const char *cashier;
	const char *theme;
	const char *words;
	int64_t score; /* 0 to 10, of a theme not looked at */
	bool share;
};

/* RGL_EXISTS: this voice was heard this quarter; what was said last stands. E_FIELD: no cashier, an
 * unknown theme, a score outside 0 to 10; E_TEXT, E_LIMIT, E_PAYMENT_CARD: of the texts. Opens and
 * ends its own transaction. */
MUST_USE rgl_rc voice_say(struct store *store, const struct voice *voice, bool *ret_words_kept);

/* A theme with at least VOICES_LEAST voices in the quarters since `from_ms`; words: how many of
 * them were given to be shown. */
struct voice_theme {
	char theme[64];
	int64_t voices;
	int64_t words;
};
typedef rgl_rc voice_theme_taker(void *user, const struct voice_theme *theme);
MUST_USE rgl_rc voice_themes(struct store *store, int64_t from_ms, voice_theme_taker *take,
			     void *user);

/* The scores of the quarters since `from_ms`: how many, their sum, and how many were 9 or 10 and
 * how many 0 to 6, as an eNPS counts them. Only of quarters with enough of them. */
struct voice_score {
	int64_t count;
	int64_t sum;
	int64_t promoters;
	int64_t detractors;
};
MUST_USE rgl_rc voice_scores(struct store *store, int64_t from_ms, struct voice_score *ret);

/* Words that were given to be shown, of themes with enough voices in that quarter, in no order that
 * tells. */
typedef rgl_rc voice_words_taker(void *user, const char *theme, const char *words);
MUST_USE rgl_rc voice_words(struct store *store, int64_t from_ms, voice_words_taker *take,
			    void *user);
