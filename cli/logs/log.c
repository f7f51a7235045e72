/* log.c - see log.h: the formats by name. */
#include "cli/logs/log.h"

#include <string.h>

const struct log_format *log_format_find(const char *name)
{
	static const struct log_format *const FORMATS[] = { &LOG_POSLOG, &LOG_SQUARE, &LOG_SHOPIFY,
							    &LOG_LOYVERSE };

	for (size_t i = 0; i < sizeof(FORMATS) / sizeof(FORMATS[0]); i++)
		if (strcmp(FORMATS[i]->name, name) == 0)
			return FORMATS[i];
	return NULL;
}
