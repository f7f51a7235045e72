/* port_identity.h - what a printer says of itself: make, model, serial number.
 *
 * Source: IEEE 1284-2000 7.6 (device id).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define PORT_WORD_ROOM 40
#define PORT_SERIAL_ROOM 64

/* In printable ASCII. `is_page_printer`: it speaks a language of office printers and none of
 * receipt printers. */
struct port_identity {
	char make[PORT_WORD_ROOM];
	char model[PORT_WORD_ROOM];
	char serial[PORT_SERIAL_ROOM];
	bool is_page_printer;
};

/* Reads a device id, "MFG:EPSON;CMD:ESC/POS;MDL:TM-m30;SN:1;". What is not in it, and the serial
 * number, is left as it was. */
void port_identity_parse(const char *text, size_t length, struct port_identity *ret);

/* Words that a device sent: printable ASCII, spaces around them off, cut to the room. */
void port_identity_words(const char *text, size_t length, char *ret, size_t room);

/* "EPSON TM-m30"; where it says nothing of itself, "the printer". */
void port_identity_name(const struct port_identity *identity, char *ret, size_t room);
