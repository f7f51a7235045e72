/* errors.c - a plugin that opens, and then refuses every call with E_INTERNAL, at once. */
#define FAULTY_WAIT_MS 0
#include "tests/faulty/faulty.h"

RGL_EXPORT const struct rgl_api *regulars_entry(uint32_t host_abi)
{
	return host_abi == RGL_ABI ? &faulty_table : NULL;
}
