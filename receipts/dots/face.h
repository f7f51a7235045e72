/* face.h - one font file, opened for shaping and for drawing.
 *
 * In:  a path.
 * Out: FreeType's face and HarfBuzz's font of it.
 * Not here: which file (fonts.h).
 *
 * The file is read as far as it is needed and never mapped: on a bad disk a map would be a SIGBUS
 * in the host's process. HarfBuzz gets the tables that say how letters join, FreeType reads one
 * outline at a time.
 */
#pragma once

#include <stdbool.h>

#include <ft2build.h>
#include FT_FREETYPE_H
#include <hb.h>

#include "plugin/base/host.h"

#define FACE_TABLES 10

/* drawer NULL: there is no such font. Empty when zero. */
struct face {
	bool is_tried;
	const struct host *host;
	FT_Face drawer;
	FT_Stream stream;
	hb_font_t *shaper;
	hb_blob_t *tables[FACE_TABLES];
};

/* *ret is where it stays, empty until now. A file that is not there, or not a font, leaves it
 * without a drawer; only E_MEMORY is a failure, and leaves it empty. *has_run_out tells when
 * `library`, which takes its memory from the host, was refused some. */
MUST_USE rgl_rc face_open(const struct host *host, FT_Library library, bool *has_run_out,
			  const char *path, struct face *ret);
void face_close(struct face *face);
