/* square.h - what Square's orders (square.c) and its refunds and payments (square_money.c) share.
 */
#pragma once

#include "cli/logs/json_log.h"

/* {"amount": minor units, "currency": "USD"}; 0 when it is not there. */
struct money square_money(struct json_log *log, const struct cJSON *object, const char *name);

/* What kind a tender is, by Square's word for it. */
int32_t square_tender_kind(const char *type);

/* Whether that is recorded: "square-" and the id, which may be NULL. */
enum log_known square_known(struct json_log *log, const char *head, const char *id);

/* An entry's place, and who bought, where the object says it. */
void square_customer(struct json_log *log, struct log_entry *entry, const struct cJSON *object);

/* A refund of money, without goods: one of a list of refunds, or one that stands in the order `of`
 * (its id; NULL: none). */
enum json_part square_refund(struct json_log *log, const struct cJSON *refund, const char *of);

/* A payment on its own, a sale without goods that are known. */
enum json_part square_payment(struct json_log *log, const struct cJSON *payment);
