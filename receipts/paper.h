/* paper.h - a receipt as a list of neutral elements, before it is dots or text.
 *
 * In:  texts, columns, rules, codes, pictures, in the order they are read.
 * Out: elements whose texts are valid UTF-8 without control characters, each within a limit.
 * Not here: words (template.h), fonts and widths (layout.h, terminal.h).
 *
 * The first failure sticks: later adds do nothing, and paper_rc() tells at the end.
 */
#pragma once

#include <stdbool.h>

#include "plugin/base/host.h"

#define PAPER_ELEMENTS_MAX 2000
#define PAPER_TEXT_ROOM 512 /* bytes of one text with its NUL; more is cut with an ellipsis */
#define PAPER_QUOTE_ROOM 264
#define PAPER_REPLACEMENT 0xFFFDu

#define PAPER_COLUMNS_MAX 4

/* PAPER_PICTURE: the shop's logo, which the drawer is given beside the paper. PAPER_CUT: cuts here;
 * one more comes at the end by itself. PAPER_DRAWER: opens the cash drawer. PAPER_BUZZER: sounds.
 */
enum paper_kind {
	PAPER_TEXT,
	PAPER_COLUMNS,
	PAPER_RULE,
	PAPER_QR,
	PAPER_SPACE,
	PAPER_PICTURE,
	PAPER_CUT,
	PAPER_DRAWER,
	PAPER_BUZZER,
};
enum paper_align { PAPER_LEFT, PAPER_CENTRE, PAPER_RIGHT };
enum paper_size { PAPER_SMALL, PAPER_NORMAL, PAPER_LARGE };

struct paper_style {
	enum paper_align align;
	enum paper_size size;
	bool is_bold;
	uint32_t lines_max; /* lines it may wrap to, the last with an ellipsis; 0: as many as needed
			     */
};

/* texts: as many as `columns` says, 1 for a text or a code's text, 2 to PAPER_COLUMNS_MAX for
 * columns, 0 for the rest; those behind are "". The first column takes what the others leave; they
 * are as wide as their text, at the far end of the line (by the direction of the paper). Each ends
 * with a NUL and lives as long as the paper stays unchanged. */
struct paper_element {
	enum paper_kind kind;
	struct paper_style style;
	uint32_t columns;
	const char *texts[PAPER_COLUMNS_MAX];
};

/* is_right_to_left, language: of the whole receipt; the maker sets them behind paper_of(). */
struct paper {
	const struct host *host;
	bool is_right_to_left;
	char language[16];
	struct paper_entry *entries;
	size_t count;
	size_t entries_room;
	char *texts;
	size_t texts_length;
	size_t texts_room;
	rgl_rc rc;
};

/* Empty; nothing is allocated before the first add. `host` outlives it. */
struct paper paper_of(const struct host *host);
void paper_free(struct paper *paper);

/* Texts are copied. Control characters, bidirectional overrides and what is not UTF-8 become
 * U+FFFD; a text of PAPER_TEXT_ROOM bytes or more is cut between characters and ends with an
 * ellipsis. NULL is "". */
void paper_text(struct paper *paper, struct paper_style style, const char *text);

/* columns: 2 to PAPER_COLUMNS_MAX; more are left out. */
void paper_columns(struct paper *paper, struct paper_style style, const char *const *texts,
		   uint32_t columns);
void paper_rule(struct paper *paper);
void paper_space(struct paper *paper);

/* A picture, a cut, the drawer, the buzzer: kinds that have no text. */
void paper_mark(struct paper *paper, enum paper_kind kind);

/* A code, as wide as layout.h finds sensible for PAPER_NORMAL, nearly the whole width for
 * PAPER_LARGE. */
void paper_qr(struct paper *paper, enum paper_size size, const char *text);

/* The element at `index`, which is below paper->count. */
struct paper_element paper_at(const struct paper *paper, size_t index);

/* RGL_OK, or the first failure: E_MEMORY; E_LIMIT beyond PAPER_ELEMENTS_MAX. */
MUST_USE rgl_rc paper_rc(const struct paper *paper);

/* A name made fit to stand inside a sentence: cleaned as paper_text does, cut to the room, and
 * held in a bidirectional isolate, so that a name from right to left leaves the words around it
 * where they are (UAX #9, FSI and PDI). */
void paper_quote(const char *name, char ret[PAPER_QUOTE_ROOM]);
