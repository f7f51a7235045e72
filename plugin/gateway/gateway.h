/* gateway.h - the JSON door: the calls of regulars.h as one text in, one text out.
 *
 * In:  {"op":"identify","scan":"..."} and the other ops of schema/gateway.
 * Out: {"ok":true,...} or {"ok":false,"code":"E_SUM","error":"one line","field":"total"}.
 */
#pragma once

#include "plugin/context.h"

/* As rgl_api.request. Takes the context's turn. */
rgl_rc gateway_request(struct rgl *rgl, const char *json, size_t json_length, char *answer,
		       size_t *length);
