/* report_staff_parts.h - what the parts of the report staff share. */
#pragma once

#include "plugin/page/page.h"
#include "plugin/reports/read.h"

enum {
	STAFF_DAYS = 60,  /* within which a newcomer came back */
	STAFF_FEW = 20,	  /* newcomers whose days are over; of fewer nothing is said */
	STAFF_CHART = 40, /* more bars than that are no picture */
	STAFF_MAX = 4096
};

/* One who served: at first visits (newcomers), of them whose days are over (could) and who came
 * back within them (came); at all visits: members, days and what was bought on them. chance: how
 * often chance alone would part them from the rest so far, all who are compared taken together;
 * above 1: not compared. last_member: theirs. */
struct staff {
	char *name;
	int64_t newcomers;
	int64_t could;
	int64_t came;
	int64_t members;
	int64_t visits;
	struct money net;
	double chance;
	int64_t last_member;
};

/* compared: how many of them have STAFF_FEW newcomers or more. */
struct staff_room {
	const struct host *host;
	struct staff *staff;
	size_t count;
	size_t room;
	size_t compared;
	int64_t could;
	int64_t came;
	int64_t newcomers;
	size_t *by_scene; /* which of them, plus one; 0: not known */
	size_t scenes;
};

#define STAFF_CHANCE 0.05

const char *staff_name(const struct staff *staff);
void staff_say(const struct staff_room *staff, int32_t end, struct page *page);
void staff_add_chart(const struct staff_room *staff, struct page *page);
void staff_add_table(const struct staff_room *staff, int64_t top, struct page *page);
