/* scene.h - where, by whom and how a sale was made, as a small number. */
#pragma once

#include "plugin/sales/sale.h"
#include "plugin/store/query.h"

/* As they are kept: without cards' numbers. */
struct scene_texts {
	char store[RGL_TEXT_MAX + 1];
	char till[RGL_TEXT_MAX + 1];
	char cashier[RGL_TEXT_MAX + 1];
	char channel[RGL_TEXT_MAX + 1];
};
void scene_texts_of(const struct sale *sale, struct scene_texts *ret);

/* Their row of `scene`, made when it is new; in the sale's transaction. */
MUST_USE rgl_rc scene_need(struct store *store, const struct scene_texts *texts, int64_t *ret);
