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
 *	ops_moment.c    moment, question
 *	ops_voice.c     voice
 *	ops_gesture.c   gesture, shift
 *	ops_told.c      told
 *	ops_contact.c   contact
 *	ops_complaint.c complaint
 *	ops_privacy.c   privacy
 *	ops_referral.c  referral
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
op_function op_moment;
op_function op_question;
op_function op_voice;
op_function op_gesture;
op_function op_shift;
op_function op_told;
op_function op_contact;
op_function op_complaint;
op_function op_privacy;
op_function op_referral;

/* A text of RGL_TEXT_MAX bytes at most; NULL when it is not there, or "". */
const char *fields_short(struct json_fields *fields, const char *name);

/* "unseen", when a scan gave no member. */
void answer_unseen(struct answer *answer, const struct rgl_why *unseen);

/* "gestures", "gesture_points" and "left", when there are any; "left" alone. */
void answer_gestures(struct answer *answer, const struct gestures_told *told);
void answer_gesture_left(struct answer *answer, int64_t gestures, struct money worth);

/* "surprise", when there is one: what it is, and what the cashier may say. */
void answer_surprise(struct answer *answer, const struct surprised *surprise);

/* "notices", when there are any. */
void answer_notices(struct answer *answer, const struct notices *notices);

/* The fields of something issued, into an object that is open: kind, code, reward or amount,
 * until. */
void answer_issued(struct answer *answer, struct zone *zone, const struct issued *issued);
