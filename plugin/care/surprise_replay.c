/* surprise_replay.c - see surprise.h: each draw played again from the key. */
#include <string.h>

#include "plugin/care/surprise_parts.h"
#include "plugin/store/query.h"

static void judge(const struct store *store, const uint8_t seal[HASH_BYTES],
		  struct surprise_played *played)
{
	const struct surprise *surprise = &played->surprise;
	uint8_t ours[HASH_BYTES];

	surprise_seal(store, surprise, ours);
	played->is_sealed = memcmp(ours, seal, sizeof(ours)) == 0;
	played->is_drawn = draw_of(&store->keys, surprise->member, surprise->day) == surprise->draw;
	played->is_won = surprise->draw < surprise->chance;
}

rgl_rc surprise_replay(struct store *store, int64_t from_day, int64_t to_day, surprise_taker *take,
		       void *user)
{
	struct query q = query(store, STATEMENT_SURPRISE_LIST);
	rgl_rc rc = RGL_OK;
	rgl_rc end;

	query_bind_int(&q, from_day);
	query_bind_int(&q, to_day);
	while (rc == RGL_OK && query_row(&q)) {
		struct surprise_played played = { 0 };
		struct surprise *surprise = &played.surprise;
		uint8_t seal[HASH_BYTES];

		surprise->id = query_int(&q);
		surprise->member = query_int(&q);
		surprise->day = query_int(&q);
		surprise->state = (enum surprise_state)query_int(&q);
		surprise->draw = query_int(&q);
		surprise->chance = query_int(&q);
		surprise->units = query_int(&q);
		query_text(&q, surprise->reward, sizeof(surprise->reward));
		surprise->worth = query_money(&q);
		surprise->at_ms = query_int(&q);
		query_blob(&q, seal, sizeof(seal));
		query_text(&q, played.sale, sizeof(played.sale));
		judge(store, seal, &played);
		rc = take(user, &played);
	}
	end = query_end(&q);
	return rc < 0 ? rc : end;
}
