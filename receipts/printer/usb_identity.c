/* usb_identity.c - asking a USB printer what it is; see usb_parts.h.
 *
 * Source: USB Printer Class 1.1 section 4.2 (GET_DEVICE_ID).
 */
#include <stdio.h>

#include "receipts/printer/usb_parts.h"

#define GET_DEVICE_ID 0
#define ANSWER_MS 200
#define FROM_INTERFACE                                                                             \
	(LIBUSB_ENDPOINT_IN | (int)LIBUSB_REQUEST_TYPE_CLASS | (int)LIBUSB_RECIPIENT_INTERFACE)

/* False: the printer did not answer in time, or is gone; asking on would only take longer. */
static bool read_string(struct usb_device *device, uint8_t index, char *ret, size_t room)
{
	unsigned char text[256] = { 0 };
	int length;

	if (index == 0)
		return true;
	length = libusb_get_string_descriptor_ascii(device->handle, index, text, sizeof(text));
	if (length > 0)
		port_identity_words((const char *)text, (size_t)length, ret, room);
	return length != LIBUSB_ERROR_TIMEOUT && length != LIBUSB_ERROR_NO_DEVICE;
}

/* The kernel takes this request as a use of the interface and, where its own driver holds it,
 * refuses and complains in its log: ask only when it is ours or nobody's. The first two bytes are
 * the length, which printers get wrong; what came is believed instead. */
static void read_device_id(struct usb_device *device, struct port_identity *ret)
{
	uint8_t id[1024] = { 0 };
	int length;

	if (!device->is_claimed &&
	    libusb_kernel_driver_active(device->handle, device->interface) != 0)
		return;
	length = libusb_control_transfer(device->handle, (uint8_t)FROM_INTERFACE, GET_DEVICE_ID, 0,
					 (uint16_t)(device->interface << 8 | device->alternate), id,
					 sizeof(id), ANSWER_MS);
	if (length > 2)
		port_identity_parse((const char *)id + 2, (size_t)length - 2, ret);
}

void usb_identity_read(struct usb_device *device)
{
	struct libusb_device_descriptor descriptor;
	struct port_identity about = { 0 };

	if (libusb_get_device_descriptor(libusb_get_device(device->handle), &descriptor) == 0 &&
	    read_string(device, descriptor.iSerialNumber, about.serial, sizeof(about.serial)) &&
	    read_string(device, descriptor.iManufacturer, about.make, sizeof(about.make)) &&
	    read_string(device, descriptor.iProduct, about.model, sizeof(about.model)))
		read_device_id(device, &about);
	device->about = about;
}

void usb_name(const struct usb_device *device, char ret[PRINTER_NAME_ROOM])
{
	char words[2 * PORT_WORD_ROOM];

	port_identity_name(&device->about, words, sizeof(words));
	(void)snprintf(ret, PRINTER_NAME_ROOM, "%s (USB %04x:%04x)", words, device->address.vendor,
		       device->address.product);
}
