/* same.h - whether two programme files say the same. Pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* The same JSON but for the blanks and line ends between its words. Fields in another order, or a
 * number written another way, are a difference. */
bool programme_is_same(const char *one, size_t one_length, const char *other, size_t other_length);
