/* render_alerts.h - what the limits found, as `regulars report alerts` shows it.
 *
 * In:  one alert after another, who reads it (render_view.h).
 * Out: lines for a terminal, CSV, or JSON; added to a buffer.
 */
#pragma once

#include <stdbool.h>

#include "plugin/base/bytes.h"
#include "plugin/insight/render_view.h"

/* kind: the limit's name in the programme. member 0: of nobody. */
struct alert {
	int64_t at_ms;
	int64_t member;
	bool refused;
	char kind[32];
	char cashier[RGL_TEXT_MAX + 1];
	char text[256];
};

/* The head; each alert; what comes last. `count`: how many there were before (or in all). CSV has a
 * line for each, JSON is one object {"report":"alerts","alerts":[...]}. view->zone is needed. */
void render_alerts_begin(const struct view *view, struct bytes *bytes);
void render_alert(const struct alert *alert, int64_t count, const struct view *view,
		  struct bytes *bytes);
void render_alerts_end(int64_t count, int64_t refused, const struct view *view,
		       struct bytes *bytes);
