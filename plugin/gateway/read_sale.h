/* read_sale.h - the fields of a sale or a refund, as a till sends them in JSON.
 *
 * Out: a sale over the context's workspaces and the request's texts; not checked yet. Where amounts
 *      came as text, what rounding left is settled.
 */
#pragma once

#include "plugin/context.h"
#include "plugin/json/json.h"
#include "plugin/sales/settle.h"

/* What a sale is for: a refund says its fields differently, a quote needs no id and no total. */
enum read_as { READ_SALE, READ_REFUND, READ_QUOTE };

/* E_FIELD, E_LIMIT, E_RANGE, E_TIME; the caller ends the fields. */
MUST_USE rgl_rc read_sale_fields(struct rgl *rgl, struct json_fields *fields, enum read_as as,
				 struct sale *ret, struct settled *ret_settled);

/* The same of the object in the field "sale", which it ends. */
MUST_USE rgl_rc read_sale_object(struct rgl *rgl, const struct cJSON *object, enum read_as as,
				 struct sale *ret, struct settled *ret_settled);

/* The parts; read_line.c. What is wrong sticks in the fields. */
void read_lines(struct rgl *rgl, struct json_fields *fields, struct sale *ret);
void read_tenders(struct rgl *rgl, struct json_fields *fields, struct sale *ret);
void read_wishes(struct rgl *rgl, struct json_fields *fields, struct sale *ret);
void read_codes(struct rgl *rgl, struct json_fields *fields, struct sale *ret);

/* Whose something is: a scan, or a member's number; neither, and it is nobody's. */
struct whose {
	const char *scan;
	size_t scan_length;
	int64_t member;
};

/* The fields "member" and "at" (0: not there), of every op that has them; read_sale.c. */
struct whose read_member(struct json_fields *fields);
int64_t read_time(struct rgl *rgl, struct json_fields *fields);

struct money read_money(struct json_fields *fields, const char *name, bool *ret_given);
