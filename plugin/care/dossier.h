/* dossier.h - everything the shop knows of one member, row by row: to show, print, take along.
 *
 * In:  the member; phone and e-mail are unsealed with the key.
 * Out: rows in sections, the newest first, of the member and of those merged into it.
 * Not here: how they look (dossier_json.h, dossier_paper.h); that somebody saw them is the caller's
 *      to note (audit.h).
 *
 * Left out is what is not of the member but of the machine: hashes, what is at which place of a
 * print queue. Cards are told by kind and ending; what else they say is not known to the shop.
 */
#pragma once

#include "plugin/store/store.h"

/* DOSSIER_CODE: a word of ours ("sale"), the same in every language. DOSSIER_WORD: one that papers
 * say in the member's language (privacy_keep). DOSSIER_ID: a number of the store. */
enum dossier_kind {
	DOSSIER_TEXT = 1,
	DOSSIER_CODE,
	DOSSIER_WORD,
	DOSSIER_ID,
	DOSSIER_COUNT,
	DOSSIER_TIME,
	DOSSIER_MONEY,
	DOSSIER_SEALED /* taken out as DOSSIER_TEXT */
};

/* text: of the first three kinds, NULL else. */
struct dossier_value {
	const char *name;
	const char *text;
	int64_t number;
	enum dossier_kind kind;
};

#define DOSSIER_VALUES_MAX 16

/* values: what is not known is left out. All of it is borrowed for the call. */
struct dossier_row {
	const char *section;
	size_t count;
	struct dossier_value values[DOSSIER_VALUES_MAX];
};

/* A failure of it ends the reading. */
typedef rgl_rc dossier_taker(void *user, const struct dossier_row *row);

/* All as of one moment. Of a member whose data were erased it shows what is left. E_UNKNOWN: no
 * such member, or one that was merged into another (it says which). E_DAMAGED: what was sealed
 * cannot be read with this key. E_MEMORY. */
MUST_USE rgl_rc dossier_read(struct store *store, int64_t member, dossier_taker *take, void *user);

/* The language that the member is spoken to in, "" when none was said. E_UNKNOWN as above. */
MUST_USE rgl_rc dossier_language(struct store *store, int64_t member, char ret[16]);
