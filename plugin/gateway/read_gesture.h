/* read_gesture.h - the gestures of a sale, and of one apart from a sale, as a till sends them in
 * JSON; and the managers' codes among them, before the store is taken.
 */
#pragma once

#include "plugin/gateway/read_sale.h"
#include "plugin/plugin_allow.h"

/* Looks at the codes of a request, if it has any: sale, edit, quote, gesture. What is wrong with it
 * is said by who reads it. */
void read_allowed(struct rgl *rgl, const struct cJSON *request, const char *op,
		  struct allowed *ret);

/* The fields of one; place: whose verdict it has. */
void read_gesture(struct rgl *rgl, struct json_fields *fields, size_t place,
		  struct sale_gesture *ret);

/* The list "gestures", into the context's room. */
void read_gestures(struct rgl *rgl, struct json_fields *fields, struct sale *ret);
