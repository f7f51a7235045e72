/* render_view.h - what every report needs to know of its reader and the shop. */
#pragma once

#include "plugin/base/money.h"
#include "plugin/base/zone.h"

enum view_format { VIEW_TABLE, VIEW_CSV, VIEW_JSON, VIEW_HTML };

/* colour and columns are for VIEW_TABLE; columns 0: as wide as it gets. */
struct view {
	enum view_format format;
	bool colour;
	size_t columns;
	const char *shop;
	const char *zone_name;
	struct zone *zone; /* may be NULL for a report that shows no days */
	struct currency currency;
};
