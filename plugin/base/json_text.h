/* json_text.h - text inside JSON (RFC 8259), added to a buffer. */
#pragma once

#include "plugin/base/bytes.h"

/* With its quotes. Bytes that are not UTF-8 become U+FFFD. */
void json_add_text(struct bytes *bytes, const char *text);
