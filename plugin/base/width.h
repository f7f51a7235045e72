/* width.h - how many columns of a terminal a character takes.
 *
 * Source: UAX #11: East Asian Wide and Fullwidth take two; UCD general categories Mn, Me and Cf
 * take none, as HarfBuzz has them. The C library's wcwidth() would ask the host's locale.
 */
#pragma once

#include <stdint.h>

/* 0, 1 or 2. */
uint32_t width_of(uint32_t character);
