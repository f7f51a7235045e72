/* scene.c - see scene.h. */
#include "plugin/sales/scene.h"

#include "plugin/base/pan.h"

void scene_texts_of(const struct sale *sale, struct scene_texts *ret)
{
	pan_mask(sale->store == NULL ? "" : sale->store, ret->store, sizeof(ret->store));
	pan_mask(sale->till == NULL ? "" : sale->till, ret->till, sizeof(ret->till));
	pan_mask(sale->cashier == NULL ? "" : sale->cashier, ret->cashier, sizeof(ret->cashier));
	pan_mask(sale->channel == NULL ? "" : sale->channel, ret->channel, sizeof(ret->channel));
}

static struct query query_scene(struct store *store, enum statement statement,
				const struct scene_texts *texts)
{
	struct query q = query(store, statement);

	query_bind_text(&q, texts->store);
	query_bind_text(&q, texts->till);
	query_bind_text(&q, texts->cashier);
	query_bind_text(&q, texts->channel);
	return q;
}

rgl_rc scene_need(struct store *store, const struct scene_texts *texts, int64_t *ret)
{
	struct query q = query_scene(store, STATEMENT_SCENE_FIND, texts);
	int64_t scene = 0;
	rgl_rc rc;

	if (query_row(&q))
		scene = query_int(&q);
	rc = query_end(&q);
	if (rc == RGL_OK && scene == 0) {
		q = query_scene(store, STATEMENT_SCENE_ADD, texts);
		rc = query_run(&q);
		scene = store_last_id(store);
	}
	if (rc == RGL_OK)
		*ret = scene;
	return rc;
}
