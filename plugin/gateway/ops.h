/* ops.h - the ops of the gateway, one function each, and what they share.
 *
 *	ops_shop.c      shop
 *	ops_member.c    identify, enrol, card, member, staff
 *	ops_sale.c      sale, refund, void, edit
 *	ops_quote.c     quote, let_go
 *	ops_voucher.c   voucher, issue
 *	ops_change.c    adjust, merge, unmerge
 *	ops_owner.c     programme, alerts, receipt, report
 *	ops_refresh.c   refresh
 *	ops_spool.c     spool
 */
#pragma once

#include "plugin/context.h"
#include "plugin/gateway/answer.h"
#include "plugin/json/json.h"

/* Reads its fields (but "op"), does its work, fills the answer. A result below zero has its words
 * in the store's refusal. */
typedef rgl_rc op_function(struct rgl *rgl, struct json_fields *fields, struct answer *answer);

op_function op_shop;
op_function op_identify;
op_function op_enrol;
op_function op_card;
op_function op_quote;
op_function op_let_go;
op_function op_sale;
op_function op_refund;
op_function op_void;
op_function op_edit;
op_function op_voucher;
op_function op_issue;
op_function op_adjust;
op_function op_merge;
op_function op_unmerge;
op_function op_member;
op_function op_staff;
op_function op_programme;
op_function op_alerts;
op_function op_receipt;
op_function op_report;
op_function op_refresh;
op_function op_spool;

/* "unseen", when a scan gave no member. */
void answer_unseen(struct answer *answer, const struct rgl_why *unseen);

/* "notices", when there are any. */
void answer_notices(struct answer *answer, const struct notices *notices);

/* The fields of something issued, into an object that is open: kind, code, reward or amount,
 * until. */
void answer_issued(struct answer *answer, struct zone *zone, const struct issued *issued);
