/* render_cohorts.h - the triangle of first visits, as `regulars report cohorts` shows it.
 *
 * In:  a triangle (cohorts.h) and who reads it (render_view.h).
 * Out: a table with a heat map and what it says, CSV, or JSON; added to a buffer.
 * Not here: counting (cohorts.h), where it is written to.
 */
#pragma once

#include "plugin/base/bytes.h"
#include "plugin/insight/cohorts.h"
#include "plugin/insight/render_view.h"

/* Table: the months latest after the first visit that do not fit are left out, with a line that
 * says so; months that are not over carry a ~ and no colour. CSV: a line a cell. JSON: one object,
 * money in minor units. E_MEMORY, from the buffer: what it holds then is cut. */
MUST_USE rgl_rc render_cohorts(const struct triangle *triangle, const struct view *view,
			       struct bytes *bytes);

/* The parts of it. */
void render_cohorts_csv(const struct triangle *triangle, const struct view *view,
			struct bytes *bytes);
void render_cohorts_json(const struct triangle *triangle, const struct view *view,
			 struct bytes *bytes);

/* "It says:" and "Tomorrow:", for the table. */
void render_cohorts_words(const struct triangle *triangle, const struct view *view,
			  struct bytes *bytes);
