/* ops.h - the ops of the gateway, one function each. */
#pragma once

#include "plugin/context.h"
#include "plugin/gateway/answer.h"
#include "plugin/gateway/json.h"

/* Reads its fields (but "op"), does its work, fills the answer. A result below zero has its words
 * in the store's refusal. */
typedef rgl_rc op_function(struct rgl *rgl, struct fields *fields, struct answer *answer);

op_function op_shop;
op_function op_identify;
op_function op_enrol;
op_function op_card;
op_function op_sale;
op_function op_refund;
op_function op_receipt;
op_function op_report;

/* Reads a sale's fields into *ret, using the context's workspaces. */
MUST_USE rgl_rc read_sale_fields(struct rgl *rgl, struct fields *fields, bool is_refund,
				 struct sale *ret);
