/* receipt.c - see receipt.h. */
#include "pos-adapters/print-tap/receipt.h"
#include "pos-adapters/print-tap/text.h"
#include "pos-adapters/print-tap/thanks.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

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
	room->has_pattern =
		pattern_load(room->settings->pattern, &room->pattern, room->pattern_why);
	/* What could not be read, be it for want of memory, is read anew with the next receipt. */
	room->pattern_changed = room->has_pattern ? changed : 0;
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
	struct decode_state stands = lines->state;
	struct door_greeting greeting;

	if (lines->is_utf8)
		stands.codepage = CODEPAGE_UTF8;
	if (settings->thanks[0] == '\0' && settings->invite[0] == '\0')
		return 0;
	if (!door_greet(&room->door, room->scan, &room->slip, room->id, &greeting))
		return 0;
	room->member = greeting.is_member ? greeting.id : 0;
	return thanks_write(greeting.is_member ? settings->thanks : settings->invite, &greeting,
			    &stands, lines->stream.dialect, ret, thanks_room);
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
	const char *folder = room->settings->capture;
	char path[PATH_ROOM];
	char made[PATH_ROOM];
	FILE *file;
	int fd;

	if (folder[0] == '\0' || lines->line_count == 0)
		return;
	(void)snprintf(made, sizeof(made), "%s/new", folder);
	(void)snprintf(path, sizeof(path), "%s/receipt-%lld-%u.txt", folder, (long long)time(NULL),
		       room->captured++);
	fd = open(made, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	file = fd < 0 ? NULL : fdopen(fd, "w");
	if (file == NULL) {
		if (fd >= 0)
			(void)close(fd);
		return;
	}
	for (uint32_t i = 0; i < lines->line_count; i++)
		(void)fprintf(file, "%s\n", lines->lines[i]);
	/* A sample is there when it is whole. */
	if (fclose(file) == 0)
		(void)rename(made, path);
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
					.currency = SALE_CURRENCY_OPEN,
					.scan = room->scan,
					.member = room->member,
					.fallback = today() };

	capture(room, lines);
	if (room->verdict == SALE_UNREAD)
		list_add(room->settings, room->why, lines);
	if (room->verdict != SALE_GOOD || is_stray_copy(slip) || room->is_again)
		return;
	if (room->settings->store[0] == '\0')
		return;
	if (room->pattern.currency[0] != '\0')
		context.currency = room->pattern.currency;
	if (!sale_request(slip, room->pattern.style.digits, room->id, &context, room->request,
			  sizeof(room->request)) ||
	    (!waiting_add(&room->waiting, room->request, slip->is_copy) &&
	     door_post(&room->door, room->request) != DOOR_DONE)) {
		list_add(room->settings, "the sale could not be kept on this disk", lines);
		return;
	}
	recent_add(&room->recent, room->digest);
	if (room->scan[0] != '\0')
		scanner_forget(&room->scanner);
	memset(room->scan, 0, sizeof(room->scan));
}

/* The id that a request has, for the owner to find the receipt by. With slashes: else day and
 * number might be taken for a payment card's. */
static void say_id(const char *request, char *ret, size_t room)
{
	static const char BEFORE[] = "\"id\":\"";
	const char *id = strstr(request, BEFORE);

	ret[0] = '\0';
	if (id == NULL)
		return;
	id += sizeof(BEFORE) - 1;
	(void)snprintf(ret, room, "%.*s", (int)strcspn(id, "\""), id);
	for (char *at = strchr(ret, '-'); at != NULL; at = strchr(at, '-'))
		*at = '/';
}

enum waiting_result receipt_post(struct receipt_room *room)
{
	enum waiting_result result = waiting_post(&room->waiting, &room->door);
	char id[SALE_ID_ROOM];
	char why[DOOR_TEXT_ROOM + sizeof(id) + 40];

	if (result == WAITING_REFUSED) {
		say_id(room->waiting.text, id, sizeof(id));
		(void)snprintf(why, sizeof(why), "Regulars refused it: %s | %s", room->door.says,
			       id);
		list_add(room->settings, why, NULL);
	}
	return result;
}
