/* bytes.c - see bytes.h. */
#include "plugin/base/bytes.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct bytes bytes_of(const struct host *host)
{
	return (struct bytes) { .host = host };
}

void bytes_free(struct bytes *bytes)
{
	host_free(bytes->host, bytes->data);
	*bytes = bytes_of(bytes->host);
}

uint8_t *bytes_extend(struct bytes *bytes, size_t length)
{
	size_t need = bytes->length + length;

	if (bytes->rc < 0)
		return NULL;
	if (need < length) {
		bytes->rc = RGL_E_MEMORY;
		return NULL;
	}
	if (bytes->data == NULL || need > bytes->room) {
		size_t room = need < SIZE_MAX / 4 ? need + need / 2 + 64 : need;
		uint8_t *data = host_resize(bytes->host, bytes->data, room);

		if (data == NULL) {
			bytes->rc = RGL_E_MEMORY;
			return NULL;
		}
		bytes->data = data;
		bytes->room = room;
	}
	bytes->length = need;
	return bytes->data + need - length;
}

void bytes_add(struct bytes *bytes, const void *data, size_t length)
{
	uint8_t *at = bytes_extend(bytes, length);

	if (at != NULL && length > 0)
		memcpy(at, data, length);
}

void bytes_add_byte(struct bytes *bytes, uint8_t byte)
{
	bytes_add(bytes, &byte, 1);
}

void bytes_add_text(struct bytes *bytes, const char *text)
{
	bytes_add(bytes, text, strlen(text));
}

void bytes_printf(struct bytes *bytes, const char *format, ...)
{
	va_list arguments;
	char line[1024];
	int length;

	va_start(arguments, format);
	length = vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	if (length < 0) {
		/* Longer than an int can count. */
		bytes->rc = bytes->rc < 0 ? bytes->rc : RGL_E_MEMORY;
		return;
	}
	if ((size_t)length < sizeof(line)) {
		bytes_add(bytes, line, (size_t)length);
		return;
	}
	/* Longer than the line at hand: written once more, in place. */
	if (bytes_extend(bytes, (size_t)length + 1) == NULL)
		return;
	bytes->length -= (size_t)length + 1;
	va_start(arguments, format);
	(void)vsnprintf((char *)bytes->data + bytes->length, (size_t)length + 1, format, arguments);
	va_end(arguments);
	bytes->length += (size_t)length;
}

rgl_rc bytes_rc(const struct bytes *bytes)
{
	return bytes->rc;
}
