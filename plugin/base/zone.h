/* zone.h - the shop's time zone, read from the system's own tzdata.
 *
 * In:  a name, "Europe/Copenhagen".
 * Out: the offset from UTC at an instant, and back.
 * Not here: TZ, tzset() or localtime(), which belong to the host's process.
 * Source: the TZif format, RFC 8536, and the POSIX rule in its footer for the years after the
 * table.
 */
#pragma once

#include "plugin/base/civil.h"
#include "plugin/base/host.h"

struct zone;

/* E_FIELD: no such zone (or tzdata is not installed). E_MEMORY. Close it with zone_close; one zone
 * may be used by one thread at a time. */
MUST_USE rgl_rc zone_open(const struct host *host, const char *name, struct zone **ret,
			  struct rgl_why *refusal);
void zone_close(struct zone *zone);

/* UTC to local: local = at + offset. */
int64_t zone_offset_ms(struct zone *zone, int64_t at_ms);

/* Local to UTC. An hour that the clock jumps over is read as if it had not jumped; an hour that
 * comes twice is the first. */
int64_t zone_instant_ms(struct zone *zone, int64_t local_ms);

/* Calendar reading at an instant. */
struct civil zone_civil(struct zone *zone, int64_t at_ms);

/* Reads a time as civil_read does: an instant as it is, a local reading in this zone, a day alone
 * as its noon (every day has one, in every zone). E_TIME says what was wrong with `field`. */
MUST_USE rgl_rc zone_read(struct zone *zone, const char *text, size_t length, const char *field,
			  int64_t *ret_ms, struct rgl_why *refusal);

/* "2026-11-21T10:03:00+01:00" */
#define ZONE_TIME_ROOM 32
void zone_write(struct zone *zone, int64_t at_ms, char ret[ZONE_TIME_ROOM]);
