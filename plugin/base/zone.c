/* zone.c - see zone.h. The rule of the footer is in zone_rule.c. */
#include "plugin/base/zone.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "plugin/base/zone_rule.h"

#define FILE_MAX 65536
#define HEADER 44

struct zone {
	const struct host *host;
	uint8_t *file;
	const uint8_t *times; /* count x 8 bytes, big-endian seconds */
	const uint8_t *kinds; /* count x 1 byte: index into types */
	const uint8_t *types; /* 6 bytes each: offset, daylight, name */
	uint32_t count;
	uint32_t type_count;
	bool has_rule;
	struct zone_rule rule;
	/* The stretch that the last answer holds for. */
	int64_t from_s;
	int64_t until_s;
	int64_t offset_s;
};

static uint32_t big32(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int64_t big64(const uint8_t *at)
{
	return (int64_t)((uint64_t)big32(at) << 32 | big32(at + 4));
}

static bool is_name(const char *name)
{
	size_t length = name == NULL ? 0 : strnlen(name, 64);

	if (length == 0 || length > 63 || name[0] == '/' || strstr(name, "..") != NULL)
		return false;
	return strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
			    "/_+-") == length;
}

/* The bytes that follow a header, by the counts in it; width is 4 in the first block, 8 in the
 * second. */
static size_t block_bytes(const uint8_t *header, size_t width)
{
	size_t utc = big32(header + 20);
	size_t standard = big32(header + 24);
	size_t leaps = big32(header + 28);
	size_t times = big32(header + 32);
	size_t types = big32(header + 36);
	size_t names = big32(header + 40);

	return times * width + times + types * 6 + names + leaps * (width + 4) + standard + utc;
}

static bool is_header(const uint8_t *file, size_t length, size_t at)
{
	if (at > length || length - at < HEADER || memcmp(file + at, "TZif", 4) != 0)
		return false;
	for (size_t i = 20; i < HEADER; i += 4)
		if (big32(file + at + i) > FILE_MAX)
			return false;
	return true;
}

static bool parse_footer(struct zone *zone, const char *at, size_t length)
{
	if (length < 2 || at[0] != '\n' || memchr(at + 1, '\n', length - 1) == NULL)
		return false;
	at++;
	if (*at == '\n')
		return true;
	zone->has_rule = zone_rule_read(at, &zone->rule);
	return zone->has_rule;
}

static bool parse(struct zone *zone, size_t length)
{
	const uint8_t *file = zone->file;
	size_t second;
	size_t body;

	if (!is_header(file, length, 0) || file[4] < '2')
		return false;
	second = HEADER + block_bytes(file, 4);
	if (!is_header(file, length, second))
		return false;
	body = second + HEADER;
	if (block_bytes(file + second, 8) > length - body)
		return false;
	zone->count = big32(file + second + 32);
	zone->type_count = big32(file + second + 36);
	zone->times = file + body;
	zone->kinds = zone->times + (size_t)zone->count * 8;
	zone->types = zone->kinds + zone->count;
	for (uint32_t i = 0; i < zone->count; i++)
		if (zone->kinds[i] >= zone->type_count)
			return false;
	if (zone->type_count == 0)
		return false;
	body += block_bytes(file + second, 8);
	return parse_footer(zone, (const char *)file + body, length - body);
}

/* Not with stdio: without memory it could not open a file that is there. */
static size_t read_file(const char *name, uint8_t *ret)
{
	char path[128];
	size_t length = 0;
	ssize_t count;
	int file;

	(void)snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", name);
	file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		return 0;
	do {
		count = read(file, ret + length, FILE_MAX - length);
		length += count > 0 ? (size_t)count : 0;
	} while (count > 0);
	(void)close(file);
	return length;
}

rgl_rc zone_open(const struct host *host, const char *name, struct zone **ret,
		 struct rgl_why *refusal)
{
	struct zone *zone;
	size_t length;

	if (!is_name(name))
		return refuse_field(refusal, RGL_E_FIELD, "zone",
				    "a time zone is written like Europe/Copenhagen");
	zone = host_new(host, sizeof(*zone));
	if (zone == NULL)
		return refuse(refusal, RGL_E_MEMORY, "no memory for the time zone");
	zone->host = host;
	/* A NUL stays behind the file, so that its footer is text that ends. */
	zone->file = host_new(host, FILE_MAX + 1);
	if (zone->file == NULL) {
		zone_close(zone);
		return refuse(refusal, RGL_E_MEMORY, "no memory for the time zone");
	}
	length = read_file(name, zone->file);
	if (!parse(zone, length)) {
		zone_close(zone);
		return refuse_field(refusal, RGL_E_FIELD, "zone",
				    "there is no time zone %s in /usr/share/zoneinfo: check the "
				    "name, or install tzdata (old names: tzdata-legacy)",
				    name);
	}
	*ret = zone;
	return RGL_OK;
}

void zone_close(struct zone *zone)
{
	if (zone == NULL)
		return;
	host_free(zone->host, zone->file);
	host_free(zone->host, zone);
}

static int64_t type_offset(const struct zone *zone, uint32_t type)
{
	return (int32_t)big32(zone->types + (size_t)type * 6);
}

/* The first kind that is not daylight saving, for times before the table. */
static int64_t first_offset(const struct zone *zone)
{
	for (uint32_t i = 0; i < zone->type_count; i++)
		if (zone->types[(size_t)i * 6 + 4] == 0)
			return type_offset(zone, i);
	return type_offset(zone, 0);
}

/* How many transitions are at or before at_s. */
static uint32_t passed(const struct zone *zone, int64_t at_s)
{
	uint32_t low = 0;
	uint32_t high = zone->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (big64(zone->times + (size_t)middle * 8) <= at_s)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void find(struct zone *zone, int64_t at_s)
{
	uint32_t next = passed(zone, at_s);

	zone->from_s = next == 0 ? INT64_MIN : big64(zone->times + (size_t)(next - 1) * 8);
	zone->until_s = next == zone->count ? INT64_MAX : big64(zone->times + (size_t)next * 8);
	zone->offset_s = next == 0 ? first_offset(zone) : type_offset(zone, zone->kinds[next - 1]);
	if (next == zone->count && zone->has_rule)
		zone_rule_find(&zone->rule, at_s, &zone->from_s, &zone->until_s, &zone->offset_s);
}

int64_t zone_offset_ms(struct zone *zone, int64_t at_ms)
{
	int64_t at_s = at_ms / 1000 - (at_ms % 1000 < 0);

	if (at_s < zone->from_s || at_s >= zone->until_s)
		find(zone, at_s);
	return zone->offset_s * 1000;
}

int64_t zone_instant_ms(struct zone *zone, int64_t local_ms)
{
	int64_t before = zone_offset_ms(zone, local_ms - MS_A_DAY);
	int64_t after = zone_offset_ms(zone, local_ms + MS_A_DAY);

	/* Twice there, or not there at all: the reading by the offset that held before. */
	if (zone_offset_ms(zone, local_ms - before) == before)
		return local_ms - before;
	if (zone_offset_ms(zone, local_ms - after) == after)
		return local_ms - after;
	return local_ms - before;
}

/* At the ends of what 64 bits count, where no clock runs, the offset is left away. */
static int64_t shift(int64_t at_ms, int64_t offset_ms)
{
	int64_t local_ms;

	return __builtin_add_overflow(at_ms, offset_ms, &local_ms) ? at_ms : local_ms;
}

struct civil zone_civil(struct zone *zone, int64_t at_ms)
{
	return civil_of(shift(at_ms, zone_offset_ms(zone, at_ms)));
}

rgl_rc zone_read(struct zone *zone, const char *text, size_t length, const char *field,
		 int64_t *ret_ms, struct rgl_why *refusal)
{
	struct civil civil;
	enum written written;
	int64_t offset_ms;
	int64_t ms_part;

	if (civil_read(text, length, &civil, &ms_part, &offset_ms, &written) < 0)
		return refuse_field(refusal, RGL_E_TIME, field,
				    "%s is not a time; write it like 2026-11-21T10:03:00+01:00",
				    field);
	if (written == WRITTEN_DAY)
		civil.hour = 12;
	if (written == WRITTEN_INSTANT)
		*ret_ms = civil_ms(&civil) + ms_part - offset_ms;
	else
		*ret_ms = zone_instant_ms(zone, civil_ms(&civil)) + ms_part;
	return RGL_OK;
}

void zone_write(struct zone *zone, int64_t at_ms, char ret[ZONE_TIME_ROOM])
{
	int64_t offset_ms = zone_offset_ms(zone, at_ms);
	struct civil civil = civil_of(shift(at_ms, offset_ms));
	int minutes = abs((int)(offset_ms / 60000));

	(void)snprintf(ret, ZONE_TIME_ROOM, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d",
		       civil.year % 10000, civil.month % 100, civil.day % 100, civil.hour % 100,
		       civil.minute % 100, civil.second % 100, offset_ms < 0 ? '-' : '+',
		       minutes / 60 % 100, minutes % 60);
}
