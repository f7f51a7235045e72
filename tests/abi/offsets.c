/* offsets.c - where every field of the contract lies, on machines with 64-bit pointers.
 *
 * It only has to compile. A line here is never changed once released: fields are appended, and get
 * a line then; the size of their struct is the one number that moves with them.
 */
#include "plugin/regulars.h"

#define SIZE(name, bytes) _Static_assert(sizeof(struct name) == (bytes), #name " has another size")
#define AT(name, field, at, bytes)                                                                 \
	_Static_assert(offsetof(struct name, field) == (at) &&                                     \
			       sizeof(((struct name *)0)->field) == (bytes),                       \
		       #name "." #field " has moved")
#define CODE(name, number) _Static_assert(name == (number), #name " has another number")

_Static_assert(sizeof(void *) == 8, "these numbers are of machines with 64-bit pointers");

SIZE(rgl_host, 48);
AT(rgl_host, size, 0, 4);
AT(rgl_host, reserved, 4, 4);
AT(rgl_host, user, 8, 8);
AT(rgl_host, log, 16, 8);
AT(rgl_host, now_ms, 24, 8);
AT(rgl_host, resize, 32, 8);
AT(rgl_host, print, 40, 8);

SIZE(rgl_options, 56);
AT(rgl_options, size, 0, 4);
AT(rgl_options, reserved, 4, 4);
AT(rgl_options, store, 8, 8);
AT(rgl_options, key, 16, 8);
AT(rgl_options, till, 24, 8);
AT(rgl_options, printer, 32, 8);
AT(rgl_options, patience_ms, 40, 4);
AT(rgl_options, reserved_too, 44, 4);
AT(rgl_options, language, 48, 8);

SIZE(rgl_why, 392);
AT(rgl_why, size, 0, 4);
AT(rgl_why, code, 4, 4);
AT(rgl_why, field, 8, 64);
AT(rgl_why, text, 72, 320);

SIZE(rgl_shop, 400);
AT(rgl_shop, size, 0, 4);
AT(rgl_shop, exponent, 4, 4);
AT(rgl_shop, name, 8, 256);
AT(rgl_shop, currency, 264, 8);
AT(rgl_shop, language, 272, 16);
AT(rgl_shop, zone, 288, 64);
AT(rgl_shop, version, 352, 32);
AT(rgl_shop, store_version, 384, 8);
AT(rgl_shop, members, 392, 8);

SIZE(rgl_offer, 216);
AT(rgl_offer, id, 0, 64);
AT(rgl_offer, title, 64, 128);
AT(rgl_offer, cost, 192, 8);
AT(rgl_offer, missing, 200, 8);
AT(rgl_offer, coupon, 208, 8);

SIZE(rgl_stamps, 208);
AT(rgl_stamps, card, 0, 64);
AT(rgl_stamps, title, 64, 128);
AT(rgl_stamps, stamps, 192, 8);
AT(rgl_stamps, places, 200, 8);

SIZE(rgl_thing, 296);
AT(rgl_thing, kind, 0, 32);
AT(rgl_thing, text, 32, 256);
AT(rgl_thing, about, 288, 8);

SIZE(rgl_member, 6360);
AT(rgl_member, size, 0, 4);
AT(rgl_member, offer_count, 4, 4);
AT(rgl_member, id, 8, 8);
AT(rgl_member, name, 16, 256);
AT(rgl_member, language, 272, 16);
AT(rgl_member, card, 288, 32);
AT(rgl_member, qr, 320, 32);
AT(rgl_member, points, 352, 8);
AT(rgl_member, points_value_minor, 360, 8);
AT(rgl_member, visits, 368, 8);
AT(rgl_member, last_visit_ms, 376, 8);
AT(rgl_member, usual_gap_ms, 384, 8);
AT(rgl_member, to_reward, 392, 8);
AT(rgl_member, reward, 400, 128);
AT(rgl_member, credit_minor, 528, 8);
AT(rgl_member, ending_points, 536, 8);
AT(rgl_member, ending_ms, 544, 8);
AT(rgl_member, to_tier, 552, 8);
AT(rgl_member, tier, 560, 64);
AT(rgl_member, tier_title, 624, 128);
AT(rgl_member, next_tier_title, 752, 128);
AT(rgl_member, offers, 880, 3456);
AT(rgl_member, stamps, 4336, 1040);
AT(rgl_member, stamps_count, 5376, 4);
AT(rgl_member, reserved, 5380, 4);
AT(rgl_member, scored_ms, 5384, 8);
AT(rgl_member, alive_ppm, 5392, 8);
AT(rgl_member, year_visits_milli, 5400, 8);
AT(rgl_member, year_value_minor, 5408, 8);
AT(rgl_member, strikes, 5416, 8);
AT(rgl_member, complaint, 5424, 8);
AT(rgl_member, referral, 5432, 32);
AT(rgl_member, things, 5464, 888);
AT(rgl_member, thing_count, 6352, 4);
AT(rgl_member, reserved_too, 6356, 4);

SIZE(rgl_enrolment, 72);
AT(rgl_enrolment, size, 0, 4);
AT(rgl_enrolment, reserved, 4, 4);
AT(rgl_enrolment, name, 8, 8);
AT(rgl_enrolment, phone, 16, 8);
AT(rgl_enrolment, email, 24, 8);
AT(rgl_enrolment, birthday, 32, 8);
AT(rgl_enrolment, language, 40, 8);
AT(rgl_enrolment, card, 48, 8);
AT(rgl_enrolment, consent, 56, 8);
AT(rgl_enrolment, referred_by, 64, 8);

SIZE(rgl_line, 120);
AT(rgl_line, size, 0, 4);
AT(rgl_line, given, 4, 4);
AT(rgl_line, sku, 8, 8);
AT(rgl_line, name, 16, 8);
AT(rgl_line, category, 24, 8);
AT(rgl_line, qty_milli, 32, 8);
AT(rgl_line, unit_minor, 40, 8);
AT(rgl_line, discount_minor, 48, 8);
AT(rgl_line, total_minor, 56, 8);
AT(rgl_line, tax_minor, 64, 8);
AT(rgl_line, cost_minor, 72, 8);
AT(rgl_line, tags, 80, 8);
AT(rgl_line, reward, 88, 8);
AT(rgl_line, code, 96, 8);
AT(rgl_line, rate_milli, 104, 8);
AT(rgl_line, kind, 112, 8);

SIZE(rgl_tender, 24);
AT(rgl_tender, size, 0, 4);
AT(rgl_tender, kind, 4, 4);
AT(rgl_tender, amount_minor, 8, 8);
AT(rgl_tender, code, 16, 8);

SIZE(rgl_wish, 40);
AT(rgl_wish, size, 0, 4);
AT(rgl_wish, reserved, 4, 4);
AT(rgl_wish, reward, 8, 8);
AT(rgl_wish, code, 16, 8);
AT(rgl_wish, times, 24, 8);
AT(rgl_wish, points, 32, 8);

SIZE(rgl_gesture, 64);
AT(rgl_gesture, size, 0, 4);
AT(rgl_gesture, kind, 4, 4);
AT(rgl_gesture, points, 8, 8);
AT(rgl_gesture, amount_minor, 16, 8);
AT(rgl_gesture, complaint, 24, 8);
AT(rgl_gesture, sku, 32, 8);
AT(rgl_gesture, words, 40, 8);
AT(rgl_gesture, manager, 48, 8);
AT(rgl_gesture, code, 56, 8);

SIZE(rgl_sale, 184);
AT(rgl_sale, size, 0, 4);
AT(rgl_sale, flags, 4, 4);
AT(rgl_sale, id, 8, 8);
AT(rgl_sale, of, 16, 8);
AT(rgl_sale, at_ms, 24, 8);
AT(rgl_sale, store, 32, 8);
AT(rgl_sale, till, 40, 8);
AT(rgl_sale, cashier, 48, 8);
AT(rgl_sale, currency, 56, 8);
AT(rgl_sale, scan, 64, 8);
AT(rgl_sale, scan_length, 72, 8);
AT(rgl_sale, member_id, 80, 8);
AT(rgl_sale, lines, 88, 8);
AT(rgl_sale, tenders, 96, 8);
AT(rgl_sale, line_count, 104, 4);
AT(rgl_sale, tender_count, 108, 4);
AT(rgl_sale, total_minor, 112, 8);
AT(rgl_sale, tax_minor, 120, 8);
AT(rgl_sale, wishes, 128, 8);
AT(rgl_sale, codes, 136, 8);
AT(rgl_sale, wish_count, 144, 4);
AT(rgl_sale, code_count, 148, 4);
AT(rgl_sale, hold, 152, 8);
AT(rgl_sale, channel, 160, 8);
AT(rgl_sale, gestures, 168, 8);
AT(rgl_sale, gesture_count, 176, 4);
AT(rgl_sale, reserved, 180, 4);

SIZE(rgl_issued, 120);
AT(rgl_issued, kind, 0, 4);
AT(rgl_issued, reserved, 4, 4);
AT(rgl_issued, code, 8, 32);
AT(rgl_issued, reward, 40, 64);
AT(rgl_issued, amount_minor, 104, 8);
AT(rgl_issued, until_ms, 112, 8);

SIZE(rgl_outcome, 1360);
AT(rgl_outcome, size, 0, 4);
AT(rgl_outcome, issued_count, 4, 4);
AT(rgl_outcome, member_id, 8, 8);
AT(rgl_outcome, visit, 16, 8);
AT(rgl_outcome, points, 24, 8);
AT(rgl_outcome, balance, 32, 8);
AT(rgl_outcome, receipt, 40, 8);
AT(rgl_outcome, spent, 48, 8);
AT(rgl_outcome, credit_minor, 56, 8);
AT(rgl_outcome, tier, 64, 64);
AT(rgl_outcome, tier_title, 128, 128);
AT(rgl_outcome, issued, 256, 960);
AT(rgl_outcome, gesture_points, 1216, 8);
AT(rgl_outcome, surprise_points, 1224, 8);
AT(rgl_outcome, surprise, 1232, 128);

SIZE(rgl_discount, 288);
AT(rgl_discount, reward, 0, 64);
AT(rgl_discount, title, 64, 128);
AT(rgl_discount, product, 192, 64);
AT(rgl_discount, amount_minor, 256, 8);
AT(rgl_discount, tax_minor, 264, 8);
AT(rgl_discount, rate_milli, 272, 8);
AT(rgl_discount, qty_milli, 280, 8);

SIZE(rgl_claim, 264);
AT(rgl_claim, reward, 0, 64);
AT(rgl_claim, wish, 64, 8);
AT(rgl_claim, cost, 72, 8);
AT(rgl_claim, discount_minor, 80, 8);
AT(rgl_claim, may_add_milli, 88, 8);
AT(rgl_claim, code, 96, 4);
AT(rgl_claim, reserved, 100, 4);
AT(rgl_claim, text, 104, 160);

SIZE(rgl_quote, 104);
AT(rgl_quote, size, 0, 4);
AT(rgl_quote, reserved, 4, 4);
AT(rgl_quote, member_id, 8, 8);
AT(rgl_quote, hold, 16, 8);
AT(rgl_quote, hold_ends_ms, 24, 8);
AT(rgl_quote, due_minor, 32, 8);
AT(rgl_quote, discount_minor, 40, 8);
AT(rgl_quote, points, 48, 8);
AT(rgl_quote, spent, 56, 8);
AT(rgl_quote, balance, 64, 8);
AT(rgl_quote, discounts, 72, 8);
AT(rgl_quote, claims, 80, 8);
AT(rgl_quote, discount_room, 88, 4);
AT(rgl_quote, claim_room, 92, 4);
AT(rgl_quote, discount_count, 96, 4);
AT(rgl_quote, claim_count, 100, 4);

SIZE(rgl_printing, 656);
AT(rgl_printing, size, 0, 4);
AT(rgl_printing, waiting, 4, 4);
AT(rgl_printing, printed, 8, 8);
AT(rgl_printing, code, 16, 4);
AT(rgl_printing, reserved, 20, 4);
AT(rgl_printing, says, 24, 352);
AT(rgl_printing, job, 376, 8);
AT(rgl_printing, since_ms, 384, 8);
AT(rgl_printing, tries, 392, 8);
AT(rgl_printing, sale, 400, 256);

SIZE(rgl_api, 144);
AT(rgl_api, size, 0, 4);
AT(rgl_api, abi, 4, 4);
AT(rgl_api, version, 8, 8);
AT(rgl_api, words, 16, 8);
AT(rgl_api, open, 24, 8);
AT(rgl_api, close, 32, 8);
AT(rgl_api, shop, 40, 8);
AT(rgl_api, identify, 48, 8);
AT(rgl_api, enrol, 56, 8);
AT(rgl_api, card, 64, 8);
AT(rgl_api, sale, 72, 8);
AT(rgl_api, refund, 80, 8);
AT(rgl_api, receipt, 88, 8);
AT(rgl_api, printing, 96, 8);
AT(rgl_api, request, 104, 8);
AT(rgl_api, quote, 112, 8);
AT(rgl_api, let_go, 120, 8);
AT(rgl_api, undo, 128, 8);
AT(rgl_api, edit, 136, 8);

/* Numbers in tills that were compiled long ago. */
CODE(RGL_OK, 0);
CODE(RGL_EXISTS, 1);
CODE(RGL_E_ARGUMENT, -1);
CODE(RGL_E_MEMORY, -2);
CODE(RGL_E_BUFFER, -3);
CODE(RGL_E_UNKNOWN, -4);
CODE(RGL_E_PAYMENT_CARD, -5);
CODE(RGL_E_FORGED, -6);
CODE(RGL_E_BLOCKED, -7);
CODE(RGL_E_TAKEN, -8);
CODE(RGL_E_DIFFERS, -9);
CODE(RGL_E_SUM, -10);
CODE(RGL_E_LINES, -11);
CODE(RGL_E_RANGE, -12);
CODE(RGL_E_CURRENCY, -13);
CODE(RGL_E_TEXT, -14);
CODE(RGL_E_TIME, -15);
CODE(RGL_E_NO_SALE, -16);
CODE(RGL_E_REFUND, -17);
CODE(RGL_E_POINTS, -18);
CODE(RGL_E_JSON, -19);
CODE(RGL_E_FIELD, -20);
CODE(RGL_E_LIMIT, -21);
CODE(RGL_E_NO_STORE, -22);
CODE(RGL_E_READ_ONLY, -23);
CODE(RGL_E_FULL, -24);
CODE(RGL_E_BUSY, -25);
CODE(RGL_E_NEWER, -26);
CODE(RGL_E_FOREIGN, -27);
CODE(RGL_E_DAMAGED, -28);
CODE(RGL_E_KEY, -29);
CODE(RGL_E_INPUT_OUTPUT, -30);
CODE(RGL_E_PRINTER, -31);
CODE(RGL_E_NO_PRINTER, -32);
CODE(RGL_E_FONT, -33);
CODE(RGL_E_INTERNAL, -34);
CODE(RGL_E_CLOSED, -35);
CODE(RGL_RESULT_END, 0x7fffffff);
CODE(RGL_LOG_ERROR, 1);
CODE(RGL_LOG_WARNING, 2);
CODE(RGL_LOG_NOTE, 3);
CODE(RGL_GIVEN_UNIT, 1);
CODE(RGL_GIVEN_COST, 2);
CODE(RGL_GIVEN_RATE, 4);
CODE(RGL_GOODS, 0);
CODE(RGL_TIP, 1);
CODE(RGL_GIFT_CARD_SOLD, 2);
CODE(RGL_CREDIT_PAID_IN, 3);
CODE(RGL_ROUNDING, 4);
CODE(RGL_CASH, 1);
CODE(RGL_CARD, 2);
CODE(RGL_VOUCHER, 3);
CODE(RGL_TRANSFER, 4);
CODE(RGL_OTHER, 5);
CODE(RGL_CHANGE, 6);
CODE(RGL_GIFT_CARD, 7);
CODE(RGL_CREDIT, 8);
CODE(RGL_POINTS, 9);
CODE(RGL_GESTURE_POINTS, 1);
CODE(RGL_GESTURE_PRODUCT, 2);
CODE(RGL_GESTURE_MONEY, 3);
CODE(RGL_GESTURE_NOTE, 4);
CODE(RGL_PRINT, 1);
CODE(RGL_ISSUED_GIFT_CARD, 1);
CODE(RGL_ISSUED_COUPON, 2);
CODE(RGL_PNG, 1);
CODE(RGL_ESCPOS, 2);
CODE(RGL_TERMINAL, 3);
CODE(RGL_HTML, 4);
