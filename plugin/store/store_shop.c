/* store_shop.c - see store_sqlite.h: the key of a file, and the shop that is in it. */
#include <stdio.h>
#include <string.h>

#include "plugin/store/query.h"
#include "plugin/store/store_sqlite.h"

static rgl_rc refuse_key(struct store *store)
{
	return refuse(&store->refusal, RGL_E_KEY,
		      "the key beside %s belongs to another store; put its own key back",
		      store->path);
}

rgl_rc store_read_shop(struct store *store)
{
	struct query q = query(store, STATEMENT_SHOP_READ);
	struct shop *shop = &store->shop;
	uint8_t check[HASH_BYTES] = { 0 };
	char code[4] = "";
	rgl_rc rc;

	if (query_row(&q)) {
		query_blob(&q, check, sizeof(check));
		query_text(&q, shop->name, sizeof(shop->name));
		query_text(&q, code, sizeof(code));
		query_text(&q, shop->zone_name, sizeof(shop->zone_name));
		query_text(&q, shop->language, sizeof(shop->language));
		shop->earn_points = query_points(&q);
		shop->earn_per = query_money(&q);
		shop->worth = query_money(&q);
		shop->worth_of = query_points(&q);
		shop->reward_points = query_points(&q);
		query_text(&q, shop->reward_name, sizeof(shop->reward_name));
		query_text(&q, shop->card_ranges, sizeof(shop->card_ranges));
		query_text(&q, shop->calling_code, sizeof(shop->calling_code));
	}
	rc = query_end(&q);
	if (rc < 0)
		return rc;
	if (currency_of(code, &shop->currency) < 0)
		return refuse(&store->refusal, RGL_E_DAMAGED,
			      "%s has no shop in it; put the last backup back", store->path);
	if (memcmp(check, store->keys.check, sizeof(check)) != 0)
		return refuse_key(store);
	return zone_open(store->host, shop->zone_name, &store->zone, &store->refusal);
}

rgl_rc store_read_key(struct store *store, const char *key_path,
		      rgl_rc (*get)(const char *, uint8_t *, struct rgl_why *))
{
	uint8_t secret[KEY_BYTES];
	rgl_rc rc;

	if (key_path == NULL)
		(void)snprintf(store->key_path, sizeof(store->key_path), "%s.key", store->path);
	else
		(void)snprintf(store->key_path, sizeof(store->key_path), "%s", key_path);
	rc = get(store->key_path, secret, &store->refusal);
	if (rc < 0)
		return rc;
	rc = keys_derive(secret, &store->keys);
	wipe(secret, sizeof(secret));
	return rc;
}

rgl_rc store_check_key(struct store *store)
{
	struct query q = query(store, STATEMENT_SHOP_KEY);
	uint8_t check[HASH_BYTES] = { 0 };
	rgl_rc rc;

	if (query_row(&q))
		query_blob(&q, check, sizeof(check));
	rc = query_end(&q);
	if (rc == RGL_OK && memcmp(check, store->keys.check, sizeof(check)) != 0)
		rc = refuse_key(store);
	return rc;
}
