/* slow.c - a plugin whose every call takes five seconds, and is refused then. */
#define FAULTY_WAIT_MS 5000
#include "tests/faulty/faulty.h"

RGL_EXPORT const struct rgl_api *regulars_entry(uint32_t host_abi)
{
	return host_abi == RGL_ABI ? &faulty_table : NULL;
}
