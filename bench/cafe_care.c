/* SPDX-License-Identifier: Apache-2.0 */
/* cafe_care.c - makes up how the guests of cafe_year felt, and what its staff did about it, for the
 * demo: told to Regulars as a till tells it, at its JSON door.
 *
 * In:  the CSV of cafe_year on stdin, whose sales until --sell-from DAY are in the store;
 * --library,
 *      --store.
 * Out: the sales since that day, each with a receipt and, when it is time, its question; moments,
 *      complaints with their steps, gestures, answers and staff's voices in the store; how many of
 *      each on stdout. A request that is refused is said on stderr, and ends it with 1.
 *
 * How it behaves: few visits are spoken of, bad ones more often early in the morning; half of those
 * complain, most are answered within their hour. All that is said is made up, and so are they.
 */
#include "bench/chance.h"
#include "plugin/regulars.h"

#include <dlfcn.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	ROW_ROOM = 512,
	REQUEST_ROOM = 4096,
	COLUMNS = 12,
	STAFF = 4,
	STAFF_ROOM = 32,
	DAY_ROOM = 16
};
enum {
	COLUMN_ID,
	COLUMN_AT,
	COLUMN_MEMBER,
	COLUMN_NAME,
	COLUMN_TILL,
	COLUMN_CASHIER,
	COLUMN_ITEM,
	COLUMN_CATEGORY,
	COLUMN_QUANTITY,
	COLUMN_TOTAL,
	COLUMN_TAX,
	COLUMN_COST
};

struct tally {
	long sales, asked, moments, bad, complaints, late, gestures, voices;
};

struct cafe {
	const struct rgl_api *api;
	struct rgl *rgl;
	struct chance chance;
	char answer[RGL_ANSWER_ROOM];
	char shift[STAFF_ROOM][DAY_ROOM]; /* the day of the last, by their names' first letter */
	const char *sell_from;		  /* a day */
	long number;			  /* of requests, for their ids */
	struct tally tally;
};

static const char *const staff[STAFF] = { "Tove", "Amir", "Linh", "Jonas" };

/* ---- Asking ---- */

static bool ask(struct cafe *cafe, const char *form, ...) __attribute__((format(printf, 2, 3)));

static bool asks(struct cafe *cafe, const char *request)
{
	size_t length = sizeof(cafe->answer);

	return cafe->api->request(cafe->rgl, request, strlen(request), cafe->answer, &length) ==
		       RGL_OK &&
	       strncmp(cafe->answer, "{\"ok\":true", 10) == 0;
}

static bool ask(struct cafe *cafe, const char *form, ...)
{
	char request[REQUEST_ROOM];
	va_list values;

	va_start(values, form);
	vsnprintf(request, sizeof(request), form, values);
	va_end(values);
	if (asks(cafe, request))
		return true;
	fprintf(stderr, "cafe_care: %s\n  was asked: %s\n", cafe->answer, request);
	return false;
}

/* A number out of the last answer, 0 when there is none of that name. */
static long long answered(const struct cafe *cafe, const char *name)
{
	char quoted[40];
	const char *at;

	snprintf(quoted, sizeof(quoted), "\"%s\":", name);
	at = strstr(cafe->answer, quoted);
	return at == NULL ? 0 : strtoll(at + strlen(quoted), NULL, 10);
}

/* A text out of the last answer that has nothing escaped in it; "" when it is not there. */
static void answered_text(const struct cafe *cafe, const char *name, char ret[64])
{
	char quoted[40];
	const char *at;

	snprintf(quoted, sizeof(quoted), "\"%s\":\"", name);
	at = strstr(cafe->answer, quoted);
	ret[0] = '\0';
	if (at != NULL)
		snprintf(ret, 64, "%.*s", (int)strcspn(at + strlen(quoted), "\""),
			 at + strlen(quoted));
}

/* ---- A day at the counter ---- */

struct visit {
	char *columns[COLUMNS];
	int minute; /* of the day */
};

static bool visit_read(char *row, struct visit *ret)
{
	char *at = row;

	row[strcspn(row, "\r\n")] = '\0';
	for (int i = 0; i < COLUMNS; i++) {
		ret->columns[i] = at;
		at += strcspn(at, ",");
		if (*at == ',')
			*at++ = '\0';
		else if (i < COLUMNS - 1)
			return false;
	}
	if (strlen(ret->columns[COLUMN_AT]) != 16)
		return false;
	ret->minute = atoi(ret->columns[COLUMN_AT] + 11) * 60 + atoi(ret->columns[COLUMN_AT] + 14);
	return true;
}

/* "2026-05-01T10:20" some minutes on; a day ends with its last minute. */
static void later(const struct visit *visit, int minutes, char ret[32])
{
	int minute = visit->minute + minutes;

	if (minute > 24 * 60 - 1)
		minute = 24 * 60 - 1;
	snprintf(ret, 32, "%.10sT%02d:%02d:30", visit->columns[COLUMN_AT], minute / 60,
		 minute % 60);
}

static bool shift(struct cafe *cafe, const struct visit *visit)
{
	const char *name = visit->columns[COLUMN_CASHIER];
	char *day = cafe->shift[name[0] % STAFF_ROOM];

	if (strncmp(day, visit->columns[COLUMN_AT], 10) == 0)
		return true;
	snprintf(day, DAY_ROOM, "%.10s", visit->columns[COLUMN_AT]);
	return ask(cafe,
		   "{\"op\":\"shift\",\"do\":\"begin\",\"id\":\"shift-%s-%s\",\"cashier\":\"%s\","
		   "\"at\":\"%sT07:00\"}",
		   day, name, name, day);
}

/* ---- How it was ---- */

struct cause {
	const char *reason;
	const char *words[3];
};
static const struct cause causes[] = {
	{ "product", { "The coffee was cold.", "It was burnt at the bottom.", "" } },
	{ "staff",
	  { "Nobody looked up for ten minutes.", "I was asked twice what I had said.", "" } },
	{ "contact", { "I wrote last week and heard nothing.", "", "" } },
	{ "whole", { "Too loud to talk.", "The table was not wiped.", "" } },
};
static const double cause_weights[] = { 0.5, 0.3, 0.08, 0.12 };
static const char *const praises[] = { "The best flat white in town.", "Remembered my order!", "",
				       "So kind with my little one.", "" };

static int mood_draw(struct cafe *cafe, const struct visit *visit)
{
	static const double weights[] = { 0.05, 0.1, 0.2, 0.4, 0.25 };
	bool is_early = visit->minute < 8 * 60 + 30;
	int mood = 1 + (int)chance_pick(&cafe->chance, weights, 5);

	return is_early && mood > 1 && chance_is(&cafe->chance, 0.35) ? mood - 1 : mood;
}

static bool step(struct cafe *cafe, long long complaint, const struct visit *visit, int minutes,
		 const char *what, const char *more)
{
	char at[32];

	later(visit, minutes, at);
	return ask(cafe,
		   "{\"op\":\"complaint\",\"do\":\"%s\",\"id\":\"care-%ld\",\"complaint\":%lld,"
		   "\"who\":\"%s\",\"at\":\"%s\"%s}",
		   what, ++cafe->number, complaint, visit->columns[COLUMN_CASHIER], at, more);
}

/* 0 when the request failed. */
static long long gesture(struct cafe *cafe, long long complaint, const struct visit *visit,
			 int minutes)
{
	char at[32];

	later(visit, minutes, at);
	if (!shift(cafe, visit) ||
	    !ask(cafe,
		 "{\"op\":\"gesture\",\"id\":\"care-%ld\",\"cashier\":\"%s\",\"member\":{\"scan\":"
		 "\"%s\"},\"kind\":\"points\",\"points\":50,\"complaint\":%lld,\"words\":\"a small "
		 "sorry\",\"at\":\"%s\"}",
		 ++cafe->number, visit->columns[COLUMN_CASHIER], visit->columns[COLUMN_MEMBER],
		 complaint, at))
		return 0;
	cafe->tally.gestures++;
	return answered(cafe, "gesture");
}

/* From the first word to the customer's last; some are late, some are left open, as it goes. */
static bool complain(struct cafe *cafe, long long complaint, const struct visit *visit)
{
	bool is_late = chance_is(&cafe->chance, 0.18);
	int taken = is_late ? 75 + (int)(chance_share(&cafe->chance) * 60)
			    : 2 + (int)(chance_share(&cafe->chance) * 35);
	char more[64] = ",\"words\":\"made anew\"";
	long long given;

	cafe->tally.complaints++;
	cafe->tally.late += is_late;
	if (!step(cafe, complaint, visit, taken, "take", "") ||
	    !step(cafe, complaint, visit, taken + 1, "listen", "") ||
	    !step(cafe, complaint, visit, taken + 2, "apologise", ""))
		return false;
	if (chance_is(&cafe->chance, 0.6)) {
		given = gesture(cafe, complaint, visit, taken + 4);
		if (given == 0)
			return false;
		snprintf(more, sizeof(more), ",\"gesture\":%lld", given);
	}
	if (!step(cafe, complaint, visit, taken + 5, "remedy", more))
		return false;
	return step(cafe, complaint, visit, taken + 12, "close",
		    chance_is(&cafe->chance, 0.75) ? ",\"by_customer\":true" : "");
}

static bool feel(struct cafe *cafe, const struct visit *visit)
{
	const struct cause *cause = &causes[chance_pick(&cafe->chance, cause_weights, 4)];
	int mood = mood_draw(cafe, visit);
	bool is_bad = mood <= 2, complains = is_bad && chance_is(&cafe->chance, 0.5);
	const char *words = is_bad	? cause->words[chance_bits(&cafe->chance) % 3]
			    : mood == 5 ? praises[chance_bits(&cafe->chance) % 5]
					: "";
	char at[32];

	later(visit, 1, at);
	if (!ask(cafe,
		 "{\"op\":\"moment\",\"id\":\"care-%ld\",\"sale_id\":\"%s\",\"mood\":%d,"
		 "\"stage\":\"during\",\"reason\":\"%s\",\"words\":\"%s\",\"at\":\"%s\"%s}",
		 ++cafe->number, visit->columns[COLUMN_ID], mood, is_bad ? cause->reason : "whole",
		 words, at, complains ? ",\"complain\":true" : ""))
		return false;
	cafe->tally.moments++;
	cafe->tally.bad += is_bad;
	return !complains || complain(cafe, answered(cafe, "complaint"), visit);
}

/* In confidence: three need breaks, one a grinder; and what they think of the place. */
static bool speak(struct cafe *cafe)
{
	static const int scores[STAFF] = { 9, 8, 6, 10 };

	for (size_t i = 0; i < STAFF; i++) {
		if (!ask(cafe,
			 "{\"op\":\"voice\",\"cashier\":\"%s\",\"theme\":\"%s\",\"words\":\"%s\","
			 "\"share\":%s}",
			 staff[i], i < 3 ? "breaks" : "tools",
			 i == 0 ? "Nobody covers the counter on Saturdays." : "",
			 i == 0 ? "true" : "false") ||
		    !ask(cafe, "{\"op\":\"voice\",\"cashier\":\"%s\",\"score\":%d}", staff[i],
			 scores[i]))
			return false;
		cafe->tally.voices += 2;
	}
	return true;
}

/* ---- Sales, and the question on the receipt ---- */

static bool known(struct cafe *cafe, const struct visit *visit)
{
	char request[128];

	if (visit->columns[COLUMN_MEMBER][0] == '\0')
		return true;
	snprintf(request, sizeof(request), "{\"op\":\"identify\",\"scan\":\"%s\"}",
		 visit->columns[COLUMN_MEMBER]);
	return asks(cafe, request) ||
	       ask(cafe, "{\"op\":\"enrol\",\"name\":\"%s\",\"card\":\"%s\"}",
		   visit->columns[COLUMN_NAME], visit->columns[COLUMN_MEMBER]);
}

/* One in five answers, in the evening; mostly kindly. */
static bool reply(struct cafe *cafe, const struct visit *visit, const char *token)
{
	static const double scores[] = { 0.02, 0.02, 0.03, 0.04, 0.05, 0.06,
					 0.08, 0.14, 0.2,  0.2,	 0.16 };
	int score = (int)chance_pick(&cafe->chance, scores, 11);
	char at[32];

	cafe->tally.asked++;
	if (!chance_is(&cafe->chance, 0.2))
		return true;
	later(visit, 240, at);
	if (!ask(cafe, "{\"op\":\"question\",\"token\":\"%s\"}", token))
		return false;
	if (answered(cafe, "most") == 10)
		return ask(cafe, "{\"op\":\"moment\",\"token\":\"%s\",\"score\":%d,\"at\":\"%s\"}",
			   token, score, at);
	score = score < 2 ? 1 : (score + 1) / 2;
	return ask(cafe, "{\"op\":\"moment\",\"token\":\"%s\",\"%s\":%d,\"at\":\"%s\"}", token,
		   strstr(cafe->answer, "\"question\":\"csat\"") != NULL ? "score" : "mood", score,
		   at);
}

static bool sell(struct cafe *cafe, const struct visit *visit)
{
	char member[64], token[64];
	char *const *columns = visit->columns;

	if (!known(cafe, visit))
		return false;
	snprintf(member, sizeof(member), "\"member\":{\"scan\":\"%s\"},", columns[COLUMN_MEMBER]);
	if (columns[COLUMN_MEMBER][0] == '\0')
		member[0] = '\0';
	if (!ask(cafe,
		 "{\"op\":\"sale\",\"print\":true,\"sale\":{\"id\":\"%s\",\"at\":\"%s\",\"till\":"
		 "\"%s\","
		 "\"cashier\":\"%s\",\"currency\":\"EUR\",%s\"lines\":[{\"name\":\"%s\","
		 "\"category\":"
		 "\"%s\",\"qty\":\"%s\",\"total\":\"%s\",\"tax\":\"%s\",\"cost\":\"%s\"}],"
		 "\"total\":"
		 "\"%s\",\"tax\":\"%s\"}}",
		 columns[COLUMN_ID], columns[COLUMN_AT], columns[COLUMN_TILL],
		 columns[COLUMN_CASHIER], member, columns[COLUMN_ITEM], columns[COLUMN_CATEGORY],
		 columns[COLUMN_QUANTITY], columns[COLUMN_TOTAL], columns[COLUMN_TAX],
		 columns[COLUMN_COST], columns[COLUMN_TOTAL], columns[COLUMN_TAX]))
		return false;
	cafe->tally.sales++;
	answered_text(cafe, "question", token);
	return token[0] == '\0' || reply(cafe, visit, token);
}

static bool year(struct cafe *cafe)
{
	char row[ROW_ROOM];
	struct visit visit;

	while (fgets(row, sizeof(row), stdin) != NULL) {
		if (!visit_read(row, &visit))
			continue; /* the heads */
		if (strncmp(visit.columns[COLUMN_AT], cafe->sell_from, 10) >= 0 &&
		    !sell(cafe, &visit))
			return false;
		if (visit.columns[COLUMN_MEMBER][0] != '\0' && chance_is(&cafe->chance, 0.03) &&
		    !feel(cafe, &visit))
			return false;
	}
	return speak(cafe);
}

/* A minute at most: who wants to look at the shop finds no receipt waiting. */
static void print_all(struct cafe *cafe)
{
	struct rgl_printing printing = { .size = sizeof(printing), .waiting = 1 };
	struct timespec nap = { .tv_nsec = 10000000 };

	for (int i = 0; i < 6000 && printing.waiting > 0; i++) {
		if (cafe->api->printing(cafe->rgl, &printing, NULL) != RGL_OK)
			return;
		nanosleep(&nap, NULL);
	}
}

/* ---- Loading ---- */

static bool load(const char *library, const char *store, struct cafe *ret)
{
	struct rgl_options options = {
		.size = sizeof(options), .store = store, .till = "counter", .printer = "null"
	};
	struct rgl_why why = { .size = sizeof(why) };
	const struct rgl_api *(*entry)(uint32_t);
	void *loaded = dlopen(library, RTLD_NOW);
	struct rgl *rgl = NULL;

	*(void **)&entry = loaded == NULL ? NULL : dlsym(loaded, "regulars_entry");
	ret->api = entry == NULL ? NULL : entry(RGL_ABI);
	if (ret->api == NULL) {
		fprintf(stderr, "cafe_care: %s is not a library that this program can use\n",
			library);
		return false;
	}
	if (ret->api->open(NULL, &options, &rgl, &why) != RGL_OK) {
		fprintf(stderr, "cafe_care: %s\n", why.text);
		return false;
	}
	ret->rgl = rgl;
	return true;
}

int main(int argc, char **argv)
{
	static const struct option options[] = { { "library", required_argument, NULL, 'l' },
						 { "store", required_argument, NULL, 's' },
						 { "sell-from", required_argument, NULL, 'f' },
						 { NULL, 0, NULL, 0 } };
	struct cafe cafe = { .chance = { 7 }, .sell_from = "9999" };
	const char *library = "libregulars.so", *store = "shop.db";
	int option, done;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'l')
			library = optarg;
		else if (option == 's')
			store = optarg;
		else if (option == 'f')
			cafe.sell_from = optarg;
		else
			return 2;
	}
	if (!load(library, store, &cafe))
		return 1;
	done = year(&cafe);
	print_all(&cafe);
	cafe.api->close(cafe.rgl);
	printf("%ld sales, %ld with a question; %ld moments, %ld of them bad; %ld complaints, "
	       "%ld of them late; %ld gestures; %ld voices of staff\n",
	       cafe.tally.sales, cafe.tally.asked, cafe.tally.moments, cafe.tally.bad,
	       cafe.tally.complaints, cafe.tally.late, cafe.tally.gestures, cafe.tally.voices);
	return done ? 0 : 1;
}
