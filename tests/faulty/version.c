/* version.c - a plugin of another time: it serves no ABI that is asked for. */
#include "plugin/regulars.h"

RGL_EXPORT const struct rgl_api *regulars_entry(uint32_t host_abi)
{
	(void)host_abi;
	return NULL;
}
