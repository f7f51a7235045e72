/* dossier_json.h - what the shop knows of a member as one JSON object, to take along. */
#pragma once

#include "plugin/base/bytes.h"
#include "plugin/care/dossier.h"

/* Adds {"shop":..,"currency":..,"written":..,"member":[{..}],"consents":[..],..}: a list of objects
 * a section, also of sections without rows. Money in minor units, times in the shop's zone. One
 * line. dossier_read's failures; E_MEMORY. */
MUST_USE rgl_rc dossier_json(struct store *store, int64_t member, struct bytes *out);
