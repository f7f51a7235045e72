/* receipt.c - see receipt.h. */
#include "pos-adapters/print-tap/receipt.h"
#include "pos-adapters/print-tap/text.h"
#include "pos-adapters/print-tap/thanks.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { MS_A_MINUTE = 60000, MINUTES_MAX = 600, PATH_ROOM = 600 };

/* Reads the pattern when it changed. */
static void look_at_pattern(struct receipt_room *room)
{
	struct stat stat_of;
	int64_t changed = 0;

	if (stat(room->settings->pattern, &stat_of) == 0)
		changed = (int64_t)stat_of.st_mtim.tv_sec * 1000000000 + stat_of.st_mtim.tv_nsec;
	if (changed == room->pattern_changed && changed != 0)
		return;
	room->pattern_changed = changed;
	room->has_pattern =
		pattern_load(room->settings->pattern, &room->pattern, room->pattern_why);
}

bool receipt_open(struct receipt_room *room, const struct settings *settings, char *ret_why)
{
	room->settings = settings;
	room->door.settings = settings;
	room->scanner.path = settings->scanner;
	room->scanner.fd = -1;
	if (!waiting_open(&room->waiting, settings, ret_why))
		return false;
	recent_open(&room->recent, settings);
	look_at_pattern(room);
	(void)door_ready(&room->door);
	return true;
}

void receipt_close(struct receipt_room *room)
{
	door_close(&room->door);
}

/* Of the receipt, else the last scan that is not too old. */
static void find_scan(struct receipt_room *room)
{
	int minutes = settings_number(room->settings->scan_minutes, 0, MINUTES_MAX);
	struct scanner *scanner = &room->scanner;

	room->scan[0] = '\0';
	if (room->slip.card[0] != '\0' && strchr(room->slip.card, '*') == NULL)
		text_copy(room->scan, sizeof(room->scan), room->slip.card);
	else if (scanner->last[0] != '\0' && !room->slip.is_copy && !room->is_again &&
		 door_clock_ms() - scanner->at_ms <= (int64_t)minutes * MS_A_MINUTE)
		memcpy(room->scan, scanner->last, sizeof(room->scan));
}

/* Today, by the computer's clock. */
static struct amount_day today(void)
{
	time_t now = time(NULL);
	struct tm tm;

	(void)localtime_r(&now, &tm);
	return (struct amount_day) { tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday };
}

/* The id, and whether this was read before. */
static void make_id(struct receipt_room *room, const struct decode *lines)
{
	struct sale_context context = {
		.till = room->settings->till, .currency = "", .scan = "", .fallback = today()
	};

	sale_id(&room->slip, lines, &context, room->id);
	(void)sale_request(&room->slip, room->pattern.style.digits, room->id, &context,
			   room->request, sizeof(room->request));
	room->digest = text_digest(room->request, strlen(room->request), 0);
	room->is_again = recent_has(&room->recent, room->digest);
}

static size_t thank(struct receipt_room *room, const struct decode *lines, uint8_t *ret,
		    size_t thanks_room)
{
	const struct settings *settings = room->settings;
	struct door_greeting greeting;

	if (settings->thanks[0] == '\0' && settings->invite[0] == '\0')
		return 0;
	if (!door_greet(&room->door, room->scan, &room->slip, room->id, &greeting))
		return 0;
	room->member = greeting.is_member ? greeting.id : 0;
	return thanks_write(greeting.is_member ? settings->thanks : settings->invite, &greeting,
			    &lines->state, lines->stream.dialect, ret, thanks_room);
}

/* Whether nothing but pictures was printed. */
static bool is_picture(const struct decode *lines)
{
	for (uint32_t i = 0; i < lines->line_count; i++) {
		if (strcmp(lines->lines[i], DECODE_PICTURE) != 0)
			return false;
	}
	return lines->line_count > 0;
}

size_t receipt_read(struct receipt_room *room, struct decode *lines, bool is_waited_for,
		    uint8_t *ret_thanks, size_t thanks_room)
{
	decode_end(lines);
	room->member = 0;
	room->id[0] = '\0';
	room->is_again = false;
	memset(room->scan, 0, sizeof(room->scan));
	room->verdict = SALE_NOT_ONE;
	if (lines->line_count == 0)
		return 0; /* the drawer's kick, or paper fed by hand */
	room->verdict = SALE_UNREAD;
	(void)snprintf(room->why, sizeof(room->why), "it is a picture and not text");
	if (is_picture(lines))
		return 0;
	look_at_pattern(room);
	(void)snprintf(room->why, sizeof(room->why), "%s", room->pattern_why);
	if (!room->has_pattern)
		return 0;
	pattern_apply(&room->pattern, lines, &room->slip);
	room->verdict = sale_settle(&room->slip, room->why);
	if (room->verdict != SALE_GOOD)
		return 0;
	make_id(room, lines);
	find_scan(room);
	if (!is_waited_for || room->slip.is_copy || room->slip.is_refund || room->is_again)
		return 0;
	return thank(room, lines, ret_thanks, thanks_room);
}

/* The lines as text, for teaching. No card numbers are in them. */
static void capture(struct receipt_room *room, const struct decode *lines)
{
	char path[PATH_ROOM];
	FILE *file;

	if (room->settings->capture[0] == '\0' || lines->line_count == 0)
		return;
	(void)snprintf(path, sizeof(path), "%s/receipt-%lld-%u.txt", room->settings->capture,
		       (long long)time(NULL), room->captured++);
	file = fopen(path, "w");
	if (file == NULL)
		return;
	for (uint32_t i = 0; i < lines->line_count; i++)
		(void)fprintf(file, "%s\n", lines->lines[i]);
	(void)fclose(file);
}

/* A copy that says no day would get today's, and count once more. */
static bool is_stray_copy(const struct slip *slip)
{
	return slip->is_copy && !slip->has_day;
}

void receipt_keep(struct receipt_room *room, const struct decode *lines)
{
	struct slip *slip = &room->slip;
	struct sale_context context = { .till = room->settings->till,
					.scan = room->scan,
					.member = room->member,
					.fallback = today() };

	capture(room, lines);
	if (room->verdict == SALE_UNREAD)
		list_add(room->settings, room->why, lines);
	if (room->verdict != SALE_GOOD || is_stray_copy(slip) || room->is_again)
		return;
	/* Nobody waits: now there is time to learn the currency, if that was not possible before.
	 */
	(void)door_ready(&room->door);
	context.currency = room->pattern.currency[0] != '\0' ? room->pattern.currency
							     : room->door.shop.currency;
	if (room->settings->store[0] == '\0')
		return;
	if (context.currency[0] == '\0') {
		list_add(room->settings,
			 "the pattern says no currency, and the plugin could not be asked", lines);
		return;
	}
	if (!sale_request(slip, room->pattern.style.digits, room->id, &context, room->request,
			  sizeof(room->request)) ||
	    !waiting_add(&room->waiting, room->request, slip->is_copy)) {
		list_add(room->settings, "the sale could not be kept on this disk", lines);
		return;
	}
	recent_add(&room->recent, room->digest);
	if (room->scan[0] != '\0')
		scanner_forget(&room->scanner);
	memset(room->scan, 0, sizeof(room->scan));
}

enum waiting_result receipt_post(struct receipt_room *room)
{
	enum waiting_result result = waiting_post(&room->waiting, &room->door);
	char why[DOOR_TEXT_ROOM + 40];

	if (result == WAITING_REFUSED) {
		(void)snprintf(why, sizeof(why), "Regulars refused it: %s", room->door.says);
		list_add(room->settings, why, NULL);
	}
	return result;
}
