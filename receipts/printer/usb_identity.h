/* usb_identity.h - what a printer says of itself: make, model, serial number. */
#pragma once

#include "receipts/printer/usb_port.h"

/* Reads an IEEE 1284 device id, "MFG:EPSON;CMD:ESC/POS;MDL:TM-m30;SN:1;". What is not in it is left
 * as it was. */
void usb_identity_parse(const char *text, size_t length, struct usb_identity *ret);

/* Asks an open printer: its string descriptors, and over them its device id where that can be asked
 * without taking the printer from the system's driver. Never fails: what is not said is "". */
void usb_identity_read(struct usb_port *port, struct usb_identity *ret);

/* "EPSON TM-m30 (USB 04b8:0e2e)"; without an identity (NULL, or nothing in it) "the printer (USB
 * 04b8:0e2e)". */
void usb_identity_name(struct usb_port *port, const struct usb_identity *identity);
