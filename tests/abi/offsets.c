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

SIZE(rgl_options, 40);
AT(rgl_options, size, 0, 4);
AT(rgl_options, reserved, 4, 4);
AT(rgl_options, store, 8, 8);
AT(rgl_options, key, 16, 8);
AT(rgl_options, till, 24, 8);
AT(rgl_options, printer, 32, 8);

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

SIZE(rgl_member, 528);
AT(rgl_member, size, 0, 4);
AT(rgl_member, reserved, 4, 4);
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

SIZE(rgl_line, 80);
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

SIZE(rgl_tender, 16);
AT(rgl_tender, size, 0, 4);
AT(rgl_tender, kind, 4, 4);
AT(rgl_tender, amount_minor, 8, 8);

SIZE(rgl_sale, 128);
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

SIZE(rgl_outcome, 48);
AT(rgl_outcome, size, 0, 4);
AT(rgl_outcome, reserved, 4, 4);
AT(rgl_outcome, member_id, 8, 8);
AT(rgl_outcome, visit, 16, 8);
AT(rgl_outcome, points, 24, 8);
AT(rgl_outcome, balance, 32, 8);
AT(rgl_outcome, receipt, 40, 8);

SIZE(rgl_printing, 376);
AT(rgl_printing, size, 0, 4);
AT(rgl_printing, waiting, 4, 4);
AT(rgl_printing, printed, 8, 8);
AT(rgl_printing, code, 16, 4);
AT(rgl_printing, reserved, 20, 4);
AT(rgl_printing, says, 24, 352);

SIZE(rgl_api, 112);
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
CODE(RGL_CASH, 1);
CODE(RGL_CARD, 2);
CODE(RGL_VOUCHER, 3);
CODE(RGL_TRANSFER, 4);
CODE(RGL_OTHER, 5);
CODE(RGL_CHANGE, 6);
CODE(RGL_PRINT, 1);
CODE(RGL_PNG, 1);
CODE(RGL_ESCPOS, 2);
CODE(RGL_TERMINAL, 3);
