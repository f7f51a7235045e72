/* json_text.c - see json_text.h. */
#include "plugin/base/json_text.h"

#include <string.h>

#include "plugin/base/utf8.h"

void json_add_text(struct bytes *bytes, const char *text)
{
	size_t length = strlen(text);

	bytes_add_text(bytes, "\"");
	for (size_t at = 0; at < length;) {
		size_t from = at;
		uint32_t character = utf8_next(text, length, &at);

		if (character == '"' || character == '\\')
			bytes_printf(bytes, "\\%c", (char)character);
		else if (character == '\n')
			bytes_add_text(bytes, "\\n");
		else if (character < 0x20 || character == 0x7f)
			bytes_printf(bytes, "\\u%04x", (unsigned int)character);
		else if (character == 0xfffd)
			bytes_add_text(bytes, "\xef\xbf\xbd");
		else
			bytes_add(bytes, text + from, at - from);
	}
	bytes_add_text(bytes, "\"");
}
