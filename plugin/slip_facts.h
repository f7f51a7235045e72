/* slip_facts.h - what slip.c and its parts share. */
#pragma once

#include "plugin/care/things.h"
#include "plugin/loyalty/book.h"
#include "plugin/loyalty/profile.h"
#include "plugin/sales/record.h"
#include "plugin/slip.h"
#include "plugin/slip_settings.h"

#define SLIP_TAXES_MAX 12
#define SLIP_TENDERS_MAX RGL_TENDERS_MAX
#define SLIP_OFFERS_MAX 8
#define SLIP_TITLE_ROOM 128

struct slip_name {
	char text[RGL_TEXT_MAX + 1];
};
struct slip_title {
	char text[SLIP_TITLE_ROOM];
};

struct slip {
	const struct host *host;
	struct receipt receipt;
	struct receipt_line *lines;
	struct slip_name *names;
	size_t room;
	struct slip_name shop;
	struct slip_name member;
	struct slip_name cashier;
	struct slip_name sale_id;
	struct slip_title reward;
	struct slip_title tier;
	struct slip_title next_tier;
	char language[16];
	char token[32];
	struct care_about sorry; /* what this receipt says sorry for */
	char question[QUESTION_ROOM];
	char asked[64]; /* the question's name */
	struct receipt_tax taxes[SLIP_TAXES_MAX];
	struct receipt_tender tenders[SLIP_TENDERS_MAX];
	struct receipt_purse purses[PROGRAMME_PURSES_MAX];
	struct slip_title purse_titles[PROGRAMME_PURSES_MAX];
	struct receipt_issued issued[RGL_ISSUED_MAX];
	struct slip_title titles[RGL_ISSUED_MAX];
	char codes[RGL_ISSUED_MAX][VOUCHER_CODE_ROOM];
	struct receipt_offer offers[SLIP_OFFERS_MAX];
	struct slip_title offer_titles[SLIP_OFFERS_MAX];
	struct money gifts[RGL_ISSUED_MAX]; /* what was put on the gift cards that it sold */
	size_t gift_count;
	struct slip_title surprise;
	char referral[32]; /* the member's code for friends, in groups */
	struct slip_name gesture_product;
	char gesture_note[SALE_GESTURE_WORDS_MAX + 1];
};

/* What is being read, for whom. */
struct slip_work {
	struct store *store;
	const struct book_entry *entry;
	const struct recorded *sale;
	struct slip *slip;
};

/* slip_lines.c: what was bought, its taxes, how it was paid. */
MUST_USE rgl_rc slip_lines(const struct slip_work *work);
MUST_USE rgl_rc slip_tenders(const struct slip_work *work);

/* slip_gesture.c: what staff gave. */
MUST_USE rgl_rc slip_gesture(const struct slip_work *work);

/* slip_member.c: the member's name, language, birthday, code, visits; the tier of then. */
MUST_USE rgl_rc slip_member(const struct slip_work *work, struct profile *profile);
MUST_USE rgl_rc slip_tier(const struct slip_work *work, struct profile *profile);

/* slip_thanks.c: a surprise, and the code that friends join with. */
MUST_USE rgl_rc slip_thanks(const struct slip_work *work);

/* slip_purses.c: points, stamp cards, credit; what they are good for; what ends soon. */
MUST_USE rgl_rc slip_points(const struct slip_work *work, struct profile *profile);
MUST_USE rgl_rc slip_purses(const struct slip_work *work, struct profile *profile);
MUST_USE rgl_rc slip_offers(const struct slip_work *work, const struct profile *profile);
