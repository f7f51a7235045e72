/* short.c - a plugin of the right ABI whose table ends before `request`: what would be read there
 * is not it. */
#include "plugin/regulars.h"

RGL_EXPORT const struct rgl_api *regulars_entry(uint32_t host_abi)
{
	static const struct rgl_api table = { .size = offsetof(struct rgl_api, request),
					      .abi = RGL_ABI };

	return host_abi == RGL_ABI ? &table : NULL;
}
