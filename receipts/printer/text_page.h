/* text_page.h - a text in the one code page that receipt printers of the west share.
 *
 * In:  UTF-8.
 * Out: printable bytes of Windows-1252 (or of ASCII alone), a letter a byte.
 * Not here: shaping; a text that needs any is not in the page.
 * Source: the mapping cp1252.txt that Microsoft gave to Unicode.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* False: a character is in it that the page has not. What takes no room on paper (isolates, marks
 * of direction, soft hyphens) is left out, narrow spaces and kinds of hyphens and minus become the
 * plain one. No byte below 20h, no 7Fh, no byte that the page leaves open. is_ascii: up to 7Eh.
 * room: as many bytes as the text has suffice. */
bool text_page_set(const char *text, bool is_ascii, uint8_t *ret, size_t room, size_t *ret_length);
