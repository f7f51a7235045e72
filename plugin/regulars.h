/* SPDX-License-Identifier: Apache-2.0 */
/* regulars.h - the whole contract between a till and Regulars, the loyalty plugin.
 *
 * Load libregulars.so, call regulars_entry(RGL_ABI) and keep the table it returns. Everything a
 * till needs is in that table; nothing else is exported.
 *
 * Rules that hold for every call
 * - Every struct begins with its size: set it to sizeof the struct. Fields are only ever appended,
 *   so an older till and a newer plugin agree on the shorter of the two.
 * - Zero every struct before you fill it in. NULL and 0 mean "not given".
 * - A call returns an int32_t out of RGL_RESULTS. 0 and above: done. Below 0: nothing happened, the
 *   store is as it was and no result was written; `why`, when given, says in one line what was
 *   wrong and what to do.
 * - Text is UTF-8 ended by a NUL. What you pass in is yours and is not kept after the call. What
 *   comes back is written into memory that you own.
 * - Money is a whole number of the currency's minor units (EUR: cents, JPY: yen, KWD: fils).
 *   Quantities are thousandths. Times are milliseconds since 1970-01-01T00:00Z.
 * - Threads: a call marked [any] may be made from any thread at any time; calls on one context
 *   take turns. [own] means: no other call on that context may be running or come after it.
 * - After fork() a context belongs to the parent alone: open after you fork.
 * - The plugin never prints, exits, aborts, forks, sets a signal handler or changes the locale,
 *   the environment, the umask or the working directory of the process. It starts one thread of
 *   its own per context that has a printer, and one that ends with the call where a report counts
 *   the sales of many members; they take no signals.
 */
#ifndef RGL_REGULARS_H
#define RGL_REGULARS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define RGL_ABI 1u

/* Limits: what is longer is refused by name, never cut. */
#define RGL_LINES_MAX 1000	/* lines of one sale */
#define RGL_TENDERS_MAX 32	/* tenders of one sale */
#define RGL_WISHES_MAX 32	/* rewards chosen for one sale */
#define RGL_CODES_MAX 16	/* promotion codes of one sale */
#define RGL_DISCOUNTS_MAX 96	/* discount lines of one quote */
#define RGL_GESTURES_MAX 8	/* gestures of one sale */
#define RGL_THINGS_MAX 3	/* things worth knowing of a member at once */
#define RGL_TEXT_MAX 255	/* bytes of any one text of a sale or a member */
#define RGL_SCAN_MAX 1024	/* bytes of a scan that are looked at */
#define RGL_REQUEST_MAX 1048576 /* bytes of a JSON request */
#define RGL_ANSWER_ROOM 98304	/* holds the answer to any request that changes the store */

/* X(name, code, words). Negative: nothing happened. */
#define RGL_RESULTS(X)                                                                             \
	X(OK, 0, "done")                                                                           \
	X(EXISTS, 1, "this was recorded before, the same in every field")                          \
	X(E_ARGUMENT, -1, "the call was made wrongly")                                             \
	X(E_MEMORY, -2, "there is not enough memory")                                              \
	X(E_BUFFER, -3, "the answer does not fit the memory given for it")                         \
	X(E_UNKNOWN, -4, "this is not a card or a member of this shop")                            \
	X(E_PAYMENT_CARD, -5, "this is a payment card; it was not read further")                   \
	X(E_FORGED, -6, "this code was not made by this shop")                                     \
	X(E_BLOCKED, -7, "this card was blocked")                                                  \
	X(E_TAKEN, -8, "this belongs to another member already")                                   \
	X(E_DIFFERS, -9, "this id stands for another sale already")                                \
	X(E_SUM, -10, "the sums of the sale do not agree")                                         \
	X(E_LINES, -11, "the sale has no lines")                                                   \
	X(E_RANGE, -12, "a number is outside what can be counted")                                 \
	X(E_CURRENCY, -13, "this is not the currency of this shop")                                \
	X(E_TEXT, -14, "a text is not clean UTF-8 or is too long")                                 \
	X(E_TIME, -15, "this is not a date or a time")                                             \
	X(E_NO_SALE, -16, "there is no such sale")                                                 \
	X(E_REFUND, -17, "more would be given back than was paid")                                 \
	X(E_POINTS, -18, "there are not enough points")                                            \
	X(E_JSON, -19, "the request is not JSON as it should be")                                  \
	X(E_FIELD, -20, "a field is missing, wrong or unknown")                                    \
	X(E_LIMIT, -21, "the request is larger than allowed")                                      \
	X(E_NO_STORE, -22, "there is no store here")                                               \
	X(E_READ_ONLY, -23, "the store can be read but not written")                               \
	X(E_FULL, -24, "the disk is full")                                                         \
	X(E_BUSY, -25, "another program is writing to the store")                                  \
	X(E_NEWER, -26, "the store was made by a newer Regulars")                                  \
	X(E_FOREIGN, -27, "this file is not a store of Regulars")                                  \
	X(E_DAMAGED, -28, "the store is damaged")                                                  \
	X(E_KEY, -29, "the store's key is missing or not its own")                                 \
	X(E_INPUT_OUTPUT, -30, "the disk did not do what was asked")                               \
	X(E_PRINTER, -31, "the printer cannot print now")                                          \
	X(E_NO_PRINTER, -32, "there is no such printer")                                           \
	X(E_FONT, -33, "there is no font to write with")                                           \
	X(E_INTERNAL, -34, "a fault inside Regulars; the context is closed, open a new one")       \
	X(E_CLOSED, -35, "this context was closed after a fault; open a new one")

enum rgl_result {
#define RGL_RESULT_ENUM(name, code, words) RGL_##name = (code),
	RGL_RESULTS(RGL_RESULT_ENUM)
#undef RGL_RESULT_ENUM
		RGL_RESULT_END = 0x7fffffff
};

/* Levels of the log callback. */
enum rgl_level { RGL_LOG_ERROR = 1, RGL_LOG_WARNING = 2, RGL_LOG_NOTE = 3 };

/* What the till may lend. A NULL means the plugin's own. Lives at least as long as the context.
 * log:    one line without its end; may be called from the printing thread. It may make calls, but
 *         none for a receipt: that is being drawn.
 * now_ms: the time, in milliseconds since 1970; it is asked in the middle of calls, so it must not
 *         make one.
 * resize: as realloc(), and frees for 0 bytes; NULL when there is none left. As realloc() it may be
 *         called from several threads at once.
 * print:  takes all bytes of one receipt, on the printing thread; 0 when they are on their way. */
struct rgl_host {
	uint32_t size;
	uint32_t reserved;
	void *user;
	void (*log)(void *user, int32_t level, const char *line);
	int64_t (*now_ms)(void *user);
	void *(*resize)(void *user, void *memory, size_t bytes);
	int32_t (*print)(void *user, const void *bytes, size_t length);
};

/* store:   path of the shop's file, made by `regulars init`.
 * key:     path of its key; NULL: the store's path with ".key" behind it.
 * till:    this till's name, the same every day; NULL: "till".
 * printer: NULL: none. "usb": the first USB receipt printer. "usb:04b8:0e2e",
 *          "usb:04b8:0e2e:SERIAL", "usb:1-4.2" (its place): that one. "tcp:192.168.1.50": on the
 *          network. "file:/dev/usb/lp0": a node or a file. "host": the print callback. "null":
 *          nowhere. A profile may stand in front: "generic-58@usb" (docs/printers.md).
 * patience_ms: how long a call waits at most for another program that writes to the store, before
 *          it is refused with E_BUSY; 0: two seconds. Threads of this context wait for one another
 *          besides.
 * language: what the cashiers of this till read, "da"; NULL: the shop's. */
struct rgl_options {
	uint32_t size;
	uint32_t reserved;
	const char *store;
	const char *key;
	const char *till;
	const char *printer;
	uint32_t patience_ms;
	uint32_t reserved_too;
	const char *language;
};

/* Why a call was refused. The caller sets size; the rest is written on failure only.
 * field: the field it is about, as in lines[2].total, or "". */
struct rgl_why {
	uint32_t size;
	int32_t code;
	char field[64];
	char text[320];
};

struct rgl_shop {
	uint32_t size;
	uint32_t exponent; /* digits behind the decimal sign of the currency: EUR 2, JPY 0 */
	char name[256];
	char currency[8];
	char language[16];
	char zone[64];
	char version[32];
	int64_t store_version;
	int64_t members; /* ever enrolled */
};

/* A reward of the programme. cost: units of its purse, 0: nothing; missing: how many of them lack,
 * 0: it can be had now. coupon: it comes by a coupon that the member has. */
struct rgl_offer {
	char id[64];
	char title[128];
	int64_t cost;
	int64_t missing;
	int64_t coupon;
};

#define RGL_OFFERS_MAX 16

/* A stamp card of the programme, and how many of its places a member has stamped. */
struct rgl_stamps {
	char card[64];
	char title[128];
	int64_t stamps;
	int64_t places;
};

#define RGL_STAMPS_MAX 5

/* Something worth knowing of a member, with the words to say it: kind is "overdue", "apology",
 * "strikes", "birthday" and the like (docs/care.md); about, beside the kind, is what the request
 * "told" takes, after which it is not said again. */
struct rgl_thing {
	char kind[32];
	char text[256];
	int64_t about;
};

/* What a till shows of a member. `qr` is the text for a QR code of the member's newest own card,
 * "" if there is none; of a scan it is the one that was scanned, or "". `card` is how the scanned
 * card ends, masked. Gap and last visit are 0 when there were fewer visits than it takes. to_reward
 * is 0 when the reward is reached. */
struct rgl_member {
	uint32_t size;
	uint32_t offer_count;
	int64_t id;
	char name[256];
	char language[16];
	char card[32];
	char qr[32];
	int64_t points;
	int64_t points_value_minor;
	int64_t visits;
	int64_t last_visit_ms;
	int64_t usual_gap_ms;
	int64_t to_reward;
	char reward[128];
	int64_t credit_minor;  /* store credit */
	int64_t ending_points; /* points that end soon, by the programme's warning */
	int64_t ending_ms;     /* when the first of them do */
	int64_t to_tier;       /* what is missing to the next tier: minor units, points or visits */
	char tier[64];	       /* its id, "" for none */
	char tier_title[128];
	char next_tier_title[128];
	struct rgl_offer offers[RGL_OFFERS_MAX];
	struct rgl_stamps stamps[RGL_STAMPS_MAX];
	uint32_t stamps_count;
	uint32_t reserved;
	int64_t scored_ms;	   /* when the next three were worked out; 0: never */
	int64_t alive_ppm;	   /* the chance that they still are a customer, millionths */
	int64_t year_visits_milli; /* visits expected within a year, thousandths */
	int64_t year_value_minor;  /* what they are expected to leave in it, discounted */
	int64_t strikes;	   /* bad visits in a row */
	int64_t complaint;	   /* the number of the oldest that is open, 0: none */
	char referral[32];	   /* the code that a friend joins with, "" for none */
	struct rgl_thing things[RGL_THINGS_MAX]; /* the heaviest first */
	uint32_t thing_count;
	uint32_t reserved_too;
};

/* Any of name, phone, card or the rest may be given; one of name, phone or card must be.
 * birthday: YYYY-MM-DD or --MM-DD. consent: what the member agreed to, in the words used. */
struct rgl_enrolment {
	uint32_t size;
	uint32_t reserved;
	const char *name;
	const char *phone;
	const char *email;
	const char *birthday;
	const char *language;
	const char *card;
	const char *consent;
	int64_t referred_by;
};

enum rgl_given { RGL_GIVEN_UNIT = 1, RGL_GIVEN_COST = 2, RGL_GIVEN_RATE = 4 };

/* What a line is. Of a gift card sold and of credit paid in the total is the money that goes on it;
 * they, tips and the rounding of cash earn nothing (tips: by the programme). */
enum rgl_line_kind {
	RGL_GOODS = 0,
	RGL_TIP = 1,
	RGL_GIFT_CARD_SOLD = 2,
	RGL_CREDIT_PAID_IN = 3,
	RGL_ROUNDING = 4
};

/* kind, reward, tags, code, rate_milli: reward is the id of the reward whose discount or free thing
 * the line is (a line of a quote, as it was). tags: of the product, a space between two. code: of a
 * gift card that is sold; NULL: one is made. rate_milli: the tax rate, thousandths of a per cent.
 * total = quantity x unit price - discount, rounded to a minor unit either way, when a unit price
 * is given; it includes the tax. cost: what the whole line cost the shop. */
struct rgl_line {
	uint32_t size;
	uint32_t given; /* bits of rgl_given: which of unit_minor and cost_minor were given */
	const char *sku;
	const char *name;
	const char *category;
	int64_t qty_milli;
	int64_t unit_minor;
	int64_t discount_minor;
	int64_t total_minor;
	int64_t tax_minor;
	int64_t cost_minor;
	const char *tags;
	const char *reward;
	const char *code;
	int64_t rate_milli;
	int64_t kind; /* rgl_line_kind */
};

enum rgl_tender_kind {
	RGL_CASH = 1,
	RGL_CARD = 2,
	RGL_VOUCHER = 3,
	RGL_TRANSFER = 4,
	RGL_OTHER = 5,
	RGL_CHANGE = 6,	   /* given back: negative */
	RGL_GIFT_CARD = 7, /* one of ours, by its code */
	RGL_CREDIT = 8,	   /* the member's store credit */
	RGL_POINTS = 9	   /* the member's points, by their worth, rounded up to whole ones */
};

struct rgl_tender {
	uint32_t size;
	int32_t kind;
	int64_t amount_minor;
	const char *code; /* of a gift card, as scanned */
};

/* A reward that was chosen: by its id, by a coupon's code, or both. times 0 is 1. points: how many,
 * of a reward that is points as money; 0: as many as it may be. */
struct rgl_wish {
	uint32_t size;
	uint32_t reserved;
	const char *reward;
	const char *code;
	int64_t times;
	int64_t points;
};

/* What staff give to put something right, at a sale. points: of RGL_GESTURE_POINTS. amount: what a
 * product or money off is worth, which stands on the bill already, as its line or discount.
 * complaint: that it is for, 0: none. manager, code: who allows what is over the budget. */
enum rgl_gesture_kind {
	RGL_GESTURE_POINTS = 1,
	RGL_GESTURE_PRODUCT = 2,
	RGL_GESTURE_MONEY = 3,
	RGL_GESTURE_NOTE = 4
};
struct rgl_gesture {
	uint32_t size;
	int32_t kind;
	int64_t points;
	int64_t amount_minor;
	int64_t complaint;
	const char *sku;
	const char *words;
	const char *manager;
	const char *code;
};

enum rgl_sale_flags { RGL_PRINT = 1 };

/* A sale that is paid, or a refund. The same id again is answered RGL_EXISTS, with the first
 * answer, when all of it is the same, and RGL_E_DIFFERS when not.
 * The customer: `scan`, raw as the scanner delivered it, or member_id, or neither.
 * A refund has negative lines, tenders and totals; `of` is the sale it gives back, or NULL when
 * the till does not know. It may have no lines: then total_minor alone is the amount.
 * A sale with lines below zero is an exchange: `of` is the sale that those bring back.
 * hold: what quote() set aside, 0: nothing; the rewards in it need not be named again. wishes:
 * rewards used without a quote. codes: promotion codes entered. channel: how it came about, in the
 * till's own word ("counter", "web", "phone"), or NULL; reports can be cut by it.
 * The arrays' stride is the first element's size. */
struct rgl_sale {
	uint32_t size;
	uint32_t flags;
	const char *id;
	const char *of;
	int64_t at_ms;
	const char *store;
	const char *till;
	const char *cashier;
	const char *currency;
	const char *scan;
	size_t scan_length;
	int64_t member_id;
	const struct rgl_line *lines;
	const struct rgl_tender *tenders;
	uint32_t line_count;
	uint32_t tender_count;
	int64_t total_minor;
	int64_t tax_minor;
	const struct rgl_wish *wishes;
	const char *const *codes;
	uint32_t wish_count;
	uint32_t code_count;
	int64_t hold;
	const char *channel;
	const struct rgl_gesture *gestures;
	uint32_t gesture_count;
	uint32_t reserved;
};

/* Something made at a sale: a gift card that was sold, a coupon for next time. code: for the
 * customer's paper, "" when it came printed. */
enum rgl_issued_kind { RGL_ISSUED_GIFT_CARD = 1, RGL_ISSUED_COUPON = 2 };
struct rgl_issued {
	int32_t kind;
	int32_t reserved;
	char code[32];
	char reward[64];
	int64_t amount_minor;
	int64_t until_ms; /* 0: without an end */
};

#define RGL_ISSUED_MAX 8

/* points: what this sale earned, negative for what a refund took back. spent: points that rewards
 * and payments took; negative for what a refund gave back. */
struct rgl_outcome {
	uint32_t size;
	uint32_t issued_count;
	int64_t member_id; /* 0: nobody was recognised */
	int64_t visit;	   /* the how-many-eth visit of the member this was */
	int64_t points;
	int64_t balance;
	int64_t receipt; /* the print job, 0: none */
	int64_t spent;
	int64_t credit_minor; /* the member's store credit, after this sale */
	char tier[64];	      /* the member's, after this sale */
	char tier_title[128];
	struct rgl_issued issued[RGL_ISSUED_MAX];
	int64_t gesture_points;	 /* of the points: given by staff */
	int64_t surprise_points; /* of the points: a surprise */
	char surprise[128];	 /* what the surprise is, "" for none */
};

/* A line that the till puts on the bill as it is: total -amount. Of a free thing that is not in the
 * cart yet amount is 0 and product says which. */
struct rgl_discount {
	char reward[64];
	char title[128];
	char product[64];
	int64_t amount_minor;
	int64_t tax_minor;  /* in the amount */
	int64_t rate_milli; /* of the lines it is for; -1 when they said none */
	int64_t qty_milli;
};

/* What became of a wish, or an automatic reward. code below 0: it is not given, text says why. */
struct rgl_claim {
	char reward[64];
	int64_t wish; /* its place among the wishes, -1: automatic */
	int64_t cost;
	int64_t discount_minor;
	int64_t may_add_milli; /* so many more units would be free were they in the cart */
	int32_t code;
	int32_t reserved;
	char text[160];
};

/* hold: what to give to sale() or let_go(); 0 when nothing had to be set aside. due: the total less
 * the discounts. points: what it would earn. The two arrays and their rooms are the caller's. */
struct rgl_quote {
	uint32_t size;
	uint32_t reserved;
	int64_t member_id;
	int64_t hold;
	int64_t hold_ends_ms;
	int64_t due_minor;
	int64_t discount_minor;
	int64_t points;
	int64_t spent;
	int64_t balance; /* as it would be */
	struct rgl_discount *discounts;
	struct rgl_claim *claims;
	uint32_t discount_room;
	uint32_t claim_room;
	uint32_t discount_count;
	uint32_t claim_count;
};

/* ESCPOS: the bytes for the printer that the shop previews for. HTML: one file for the customer's
 * phone, with real text, that loads nothing. */
enum rgl_receipt_form { RGL_PNG = 1, RGL_ESCPOS = 2, RGL_TERMINAL = 3, RGL_HTML = 4 };

/* What waits to be printed. `says` is one line for the cashier with what to do, "" when all is
 * well. code is below 0 when a receipt waits for that, E_PRINTER or E_NO_PRINTER for a printer; at
 * 0 nothing stops for it: the paper ends soon. waiting: jobs of this till. printed: since the
 * context was opened. job: the one that is next or being printed, 0: none; sale: whose; since_ms:
 * when it was left; tries: how often it was begun. A job stands as long as it takes; it is printed
 * when the printer can, and no later one before it. `spool` of request() lists all, tries one
 * again, or gives one up. */
struct rgl_printing {
	uint32_t size;
	uint32_t waiting;
	int64_t printed;
	int32_t code;
	uint32_t reserved;
	char says[352];
	int64_t job;
	int64_t since_ms;
	int64_t tries;
	char sale[256];
};

struct rgl; /* a context: one open store */

struct rgl_api {
	uint32_t size;
	uint32_t abi;
	const char *version;

	/* The words of a result code; never NULL. [any] */
	const char *(*words)(int32_t code);

	/* Opens the store. E_NO_STORE, E_KEY, E_NEWER, E_FOREIGN, E_DAMAGED, E_READ_ONLY, E_BUSY,
	 * E_FULL, E_MEMORY. *ret is the till's, until close. [any] */
	int32_t (*open)(const struct rgl_host *host, const struct rgl_options *options,
			struct rgl **ret, struct rgl_why *why);

	/* Ends the context; NULL is allowed. Receipts not yet printed are printed after the next
	 * open. Waits at most for the printer's running transfer (a second). [own] */
	void (*close)(struct rgl *rgl);

	/* E_CLOSED. [any] */
	int32_t (*shop)(struct rgl *rgl, struct rgl_shop *ret, struct rgl_why *why);

	/* Who is this? `scan` is the raw text of a scanner, wedge, reader or keyboard: a QR, a bar
	 * code, a magnetic track, an NFC UID, a phone number. E_UNKNOWN says what kind of code was
	 * seen, masked. E_PAYMENT_CARD, E_FORGED, E_BLOCKED, E_TEXT, E_LIMIT. [any] */
	int32_t (*identify)(struct rgl *rgl, const char *scan, size_t length,
			    struct rgl_member *ret, struct rgl_why *why);

	/* Makes a member, with a QR card of its own. E_TAKEN (phone or card), E_PAYMENT_CARD,
	 * E_TEXT, E_FIELD, E_TIME. [any] */
	int32_t (*enrol)(struct rgl *rgl, const struct rgl_enrolment *enrolment,
			 struct rgl_member *ret, struct rgl_why *why);

	/* One more card for a member: `scan` is its raw text. NULL: a new QR card, in place of
	 * those of ours the member had, which are blocked (a phone was lost). E_UNKNOWN, E_TAKEN,
	 * E_PAYMENT_CARD, E_FORGED, E_TEXT, E_LIMIT. [any] */
	int32_t (*card)(struct rgl *rgl, int64_t member_id, const char *scan, size_t length,
			struct rgl_member *ret, struct rgl_why *why);

	/* Writes a paid sale down, with its points and its print job, in one transaction. A scan
	 * that is not a card of ours does not stop the sale: it is recorded without a member, and
	 * `why` says what was seen (its code is below 0 then, the result is not). In the same way
	 * it says, as E_FIELD, that a code is none of the shop's, that a wish is not on the bill,
	 * or of a sale that EXISTS that it was undone since, which it stays.
	 * EXISTS, E_DIFFERS, E_SUM, E_LINES, E_RANGE, E_CURRENCY, E_TEXT, E_UNKNOWN (member_id
	 * only), and what the disk may say: E_FULL, E_BUSY, E_READ_ONLY, E_INPUT_OUTPUT. [any] */
	int32_t (*sale)(struct rgl *rgl, const struct rgl_sale *sale, struct rgl_outcome *ret,
			struct rgl_why *why);

	/* Takes a sale back, wholly or in part, with the points it earned. As sale(), and
	 * E_NO_SALE, E_REFUND. [any] */
	int32_t (*refund)(struct rgl *rgl, const struct rgl_sale *refund, struct rgl_outcome *ret,
			  struct rgl_why *why);

	/* Writes a sale's receipt in the given form into `buffer`; *length holds its room before
	 * and the need after, also for E_BUFFER. E_NO_SALE, E_FONT. Slow: not while a customer
	 * waits. [any] */
	int32_t (*receipt)(struct rgl *rgl, const char *sale_id, int32_t form, void *buffer,
			   size_t *length, struct rgl_why *why);

	/* How the printing goes. [any] */
	int32_t (*printing)(struct rgl *rgl, struct rgl_printing *ret, struct rgl_why *why);

	/* The JSON door: one request in, one answer out (contract in schema/gateway). The result
	 * is RGL_OK whenever an answer was written, also one that says no. *length holds the
	 * buffer's room before and the answer's length after, without its NUL; for E_BUFFER the
	 * room it needs, and nothing was done. [any] */
	int32_t (*request)(struct rgl *rgl, const char *json, size_t json_length, char *answer,
			   size_t *length);

	/* What a sale would come to that is not paid yet: discount lines of the rewards wished for
	 * (and of automatic ones), what it would earn. Rewards that cost something are set aside
	 * for the member until the hold ends; a hold named in the sale is let go first. A reward
	 * that cannot be had is a claim that says why; the quote goes on. total_minor and tenders
	 * are not looked at. As sale(), and E_BUFFER. [any] */
	int32_t (*quote)(struct rgl *rgl, const struct rgl_sale *sale, struct rgl_quote *ret,
			 struct rgl_why *why);

	/* Gives back what a quote set aside: the customer changed their mind. EXISTS: it was given
	 * back, or paid for, before. E_FIELD: there is no such hold. [any] */
	int32_t (*let_go)(struct rgl *rgl, int64_t hold, struct rgl_why *why);

	/* Undoes a sale as if it had not been: what of it was not refunded yet, its points both
	 * ways, what it paid with, its visit; what an exchange brought back is sold again. EXISTS:
	 * done before. E_NO_SALE, E_REFUND (a gift card sold in it was used; of an exchange more
	 * was refunded than was paid, or the sale that it brought back was undone since). [any] */
	int32_t (*undo)(struct rgl *rgl, const char *sale_id, struct rgl_outcome *ret,
			struct rgl_why *why);

	/* A sale that was changed after the fact, under the id that it has: the old is undone and
	 * the new recorded in one transaction. EXISTS: it is as said already. E_NO_SALE, E_REFUND
	 * (part of it was refunded, or it was undone: that brings none back), and as sale(). [any]
	 */
	int32_t (*edit)(struct rgl *rgl, const struct rgl_sale *sale, struct rgl_outcome *ret,
			struct rgl_why *why);
};

#if defined(_WIN32)
#define RGL_EXPORT
#else
#define RGL_EXPORT __attribute__((visibility("default")))
#endif

/* The one exported symbol. NULL when this build cannot serve that ABI. [any] */
RGL_EXPORT const struct rgl_api *regulars_entry(uint32_t host_abi);

#ifdef __cplusplus
}
#endif

#endif
