/* shopify.h - what Shopify's orders (shopify.c) and refunds (shopify_refund.c) share. */
#pragma once

#include "cli/logs/json_log.h"

/* An amount in the shop's own currency: out of NAME_set, where the object has it, else NAME. */
struct money shopify_money(struct json_log *log, const struct cJSON *object, const char *name);

/* The sum of a field over a list. */
struct money shopify_sum(struct json_log *log, const struct cJSON *object, const char *list,
			 const char *name);

/* price x quantity */
struct money shopify_gross(struct json_log *log, struct money price, int64_t qty_milli);

/* What a line is called, and what kind of goods it is. */
void shopify_goods(struct json_log *log, const struct cJSON *item, struct sale_line *line);

/* A refund: of its own, or one of an order's; `order` is that, or NULL. Removed goods that were
 * never paid count as given back, where `counts_unpaid`. */
enum json_part shopify_refund(struct json_log *log, const struct cJSON *refund,
			      const struct cJSON *order, bool counts_unpaid);

/* Whether the order's refunds without money must be counted for its current total to be right. */
bool shopify_counts_unpaid(struct json_log *log, const struct cJSON *order);
