/* gesture_write.c - see gesture.h: what was given, written down, and told to the owner. */
#include <stdio.h>
#include <string.h>

#include "plugin/base/pan.h"
#include "plugin/base/utf8.h"
#include "plugin/care/gesture.h"
#include "plugin/loyalty/watch.h"
#include "plugin/store/query.h"

enum { NAME_SHOWN = 40 };

void gesture_digest(struct digest *digest, const struct sale_gesture *asked)
{
	char amount[DECIMAL_ROOM];

	money_write(asked->amount, &(struct currency) { .exponent = 0 }, amount);
	digest_int(digest, asked->kind);
	digest_int(digest, asked->points);
	digest_text(digest, amount);
	digest_int(digest, asked->complaint);
	digest_text(digest, asked->sku);
	digest_text(digest, asked->words);
	digest_text(digest, asked->manager);
}

rgl_rc gesture_write(struct store *store, const struct gesture_scene *scene,
		     const struct sale_gesture *asked, const struct gesture_judged *judged,
		     int64_t sale, const char *ref, const uint8_t digest[HASH_BYTES],
		     int64_t *ret_id)
{
	struct shift shift = { 0 };
	char sku[RGL_TEXT_MAX + 1];
	char words[SALE_GESTURE_WORDS_MAX + 1];
	char manager[RGL_TEXT_MAX + 1];
	struct query q;
	int64_t id = 0;
	rgl_rc rc = shift_need(store, scene->cashier, scene->till, scene->at_ms, &shift);

	if (rc == RGL_OK)
		rc = store_event(store, EVENT_GESTURE, &id);
	if (rc < 0)
		return rc;
	pan_mask(asked->sku == NULL ? "" : asked->sku, sku, sizeof(sku));
	pan_mask(asked->words == NULL ? "" : asked->words, words, sizeof(words));
	pan_mask(judged->managed ? asked->manager : "", manager, sizeof(manager));
	q = query(store, STATEMENT_GESTURE_ADD);
	query_bind_int(&q, id);
	query_bind_text(&q, ref);
	query_bind_blob(&q, digest, HASH_BYTES);
	query_bind_int(&q, asked->kind);
	query_bind_reference(&q, scene->member);
	query_bind_reference(&q, sale);
	query_bind_reference(&q, judged->complaint);
	query_bind_text(&q, scene->cashier);
	query_bind_int(&q, shift.id);
	query_bind_int(&q, asked->points);
	query_bind_money(&q, judged->worth);
	query_bind_text(&q, sku);
	query_bind_text(&q, words);
	query_bind_text(&q, manager);
	query_bind_int(&q, judged->over);
	query_bind_int(&q, scene->at_ms);
	rc = query_run(&q);
	if (rc == RGL_OK)
		*ret_id = id;
	return rc;
}

/* --- alerts */

bool gesture_is_told(const struct gesture_judged *judged)
{
	return judged->over || judged->why == GESTURE_OWN_CARD;
}

static const char *kind_words(const struct sale_gesture *asked)
{
	switch ((enum rgl_gesture_kind)asked->kind) {
	case RGL_GESTURE_POINTS:
		return "points";
	case RGL_GESTURE_PRODUCT:
		return "a free product";
	case RGL_GESTURE_MONEY:
		return "money off";
	case RGL_GESTURE_NOTE:
		return "a note";
	}
	return "";
}

rgl_rc gesture_alert(struct store *store, const struct gesture_scene *scene,
		     const struct sale_gesture *asked, const struct gesture_judged *judged,
		     int64_t event)
{
	const bool is_own = judged->why == GESTURE_OWN_CARD;
	const struct watched watched = { .member = scene->member,
					 .cashier = scene->cashier,
					 .at_ms = scene->at_ms };
	struct findings findings = { .count = 1 };
	struct finding *finding = &findings.items[0];
	char worth[DECIMAL_ROOM];
	char name[NAME_SHOWN + 1];

	if (!gesture_is_told(judged))
		return RGL_OK;
	(void)snprintf(name, sizeof(name), "%s", scene->cashier);
	name[utf8_whole(name, strlen(name))] = '\0';
	money_write(judged->worth, &store->shop.currency, worth);
	finding->kind = GESTURE_NAME;
	finding->refused = !judged->given;
	(void)snprintf(finding->text, sizeof(finding->text), "%s: %s worth %s %s%s%s", name,
		       kind_words(asked), worth, store->shop.currency.code,
		       is_own ? " to the cashier's own card" : " over the budget",
		       judged->given ? ", on the bill already" : "; it was not given");
	finding->text[utf8_whole(finding->text, strlen(finding->text))] = '\0';
	return watch_tell(store, event, &watched, &findings);
}
