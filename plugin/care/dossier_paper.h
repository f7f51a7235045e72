/* dossier_paper.h - what the shop knows of a member as a paper: for the receipt printer, a picture,
 * a page or the terminal, in the member's language. */
#pragma once

#include "plugin/care/dossier.h"
#include "receipts/paper.h"
#include "receipts/words/words.h"

#define DOSSIER_ROWS_MAX 40 /* of a section on paper, the newest; the file has all of them */

/* Adds to the paper, which is empty. Sentences are privacy_*. dossier_read's failures; E_LIMIT,
 * E_MEMORY. */
MUST_USE rgl_rc dossier_paper(struct store *store, int64_t member, struct words *words,
			      struct paper *paper);
