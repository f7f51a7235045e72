/* cells_pick_parts.h - for cells_pick.c and cells_pick_who.c alone. */
#pragma once

#include "plugin/insight/cells_pick.h"
#include "plugin/insight/question.h"

struct pick {
	struct store *store;
	struct question question;
	uint64_t *scenes;
	int64_t scene_count;
	uint64_t *members;
	int64_t member_count;
	uint8_t *sales[QUESTION_CONDITIONS_MAX]; /* a bit a sale; NULL: not of this sort */
	int64_t sale_count;
	bool asks_sale;
	bool asks_sales;
};

/* Each scene's and each member's word of bits. E_MEMORY and the store's. */
MUST_USE rgl_rc pick_decide_scenes(struct pick *pick);
MUST_USE rgl_rc pick_decide_members(struct pick *pick);

/* E_MEMORY, in words. */
rgl_rc pick_no_memory(struct store *store);

/* The one number that a statement without parameters answers. */
MUST_USE rgl_rc pick_read_last(struct store *store, enum statement statement, int64_t *ret);

static inline uint64_t pick_bit(size_t condition)
{
	return UINT64_C(1) << condition;
}
