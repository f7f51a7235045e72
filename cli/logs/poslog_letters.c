/* poslog_letters.c - see poslog_parts.h: what Windows calls 1252, which is Latin-1 with letters and
 * signs where that has control characters.
 */
#include <strings.h>

#include "cli/logs/poslog_parts.h"

bool poslog_letters(const char *name, int ret[256])
{
	static const int FROM_128[32] = { 0x20AC, -1,	  0x201A, 0x0192, 0x201E, 0x2026, 0x2020,
					  0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, -1,
					  0x017D, -1,	  -1,	  0x2018, 0x2019, 0x201C, 0x201D,
					  0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
					  0x0153, -1,	  0x017E, 0x0178 };

	if (strcasecmp(name, "windows-1252") != 0)
		return false;
	for (int i = 0; i < 256; i++)
		ret[i] = i >= 128 && i < 160 ? FROM_128[i - 128] : i;
	return true;
}
