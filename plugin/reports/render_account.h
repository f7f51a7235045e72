/* render_account.h - a member's accounts, as `regulars member` shows them: what came and went.
 *
 * In:  whose they are, one line after another, who reads it (render_view.h).
 * Out: lines for a terminal, CSV, or JSON; added to a buffer.
 */
#pragma once

#include <stdbool.h>

#include "plugin/base/bytes.h"
#include "plugin/page/render_view.h"

/* As the ledger's transfers have them (ledger.h); MOVED: from before they said why. */
enum account_what {
	ACCOUNT_MOVED,
	ACCOUNT_EARNED,
	ACCOUNT_SPENT,
	ACCOUNT_TAKEN_BACK,
	ACCOUNT_GIVEN_BACK,
	ACCOUNT_EXPIRED,
	ACCOUNT_BY_HAND,
	ACCOUNT_HELD,
	ACCOUNT_LET_GO,
	ACCOUNT_MERGED,
	ACCOUNT_PAID_IN,
	ACCOUNT_PAID_WITH
};

/* Of a sale that was edited: what it moved before, and what the edit moved. */
enum account_edit { ACCOUNT_NOT_EDITED, ACCOUNT_EDITED_LATER, ACCOUNT_BY_EDIT };

/* The name that stands for what was paid in points, beside rewards'. */
#define ACCOUNT_PAYMENT "(payment)"

/* merged_into 0: the member is who it was. */
struct account_owner {
	int64_t member;
	int64_t merged_into;
	char name[RGL_TEXT_MAX + 1];
};

/* purse: its id; title: what it is called, or "". in_all: how many lines the purse has. amount: of
 * money in minor units; above zero it came. names: rules or rewards, ", " between two. sale: the
 * till's id of it, or "", of a void too; of: of the sale that it takes from. was_spent: what was
 * held has paid for that sale. member, was_undone: of a merge. */
struct account_line {
	char purse[64];
	char title[RGL_TEXT_MAX + 1];
	bool is_money;
	int64_t in_all;
	enum account_what what;
	int64_t at_ms;
	int64_t amount;
	int64_t balance; /* after it */
	char sale[RGL_TEXT_MAX + 1];
	char of[RGL_TEXT_MAX + 1];
	bool is_void;
	enum account_edit edit;
	bool was_spent;
	char names[1024];
	char who[RGL_TEXT_MAX + 1];
	char why[RGL_TEXT_MAX + 1];
	int64_t member;
	bool was_undone;
};

/* What was written so far; begins as { 0 }. */
struct account_place {
	char purse[64];
	int64_t lines; /* of that purse */
	int64_t in_all;
};

/* The head; each line, those of a purse together; what comes last. CSV has a line for each, JSON is
 * one object {"report":"account","member_id":1,...,"purses":[{"purse":"points",...}]}. view->zone
 * is needed. */
void render_account_begin(const struct account_owner *owner, const struct view *view,
			  struct bytes *bytes);
void render_account_line(const struct account_line *line, struct account_place *place,
			 const struct view *view, struct bytes *bytes);
void render_account_end(const struct account_place *place, const struct view *view,
			struct bytes *bytes);
