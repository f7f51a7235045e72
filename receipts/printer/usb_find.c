/* usb_find.c - the printers on the bus, and taking one for a receipt; see usb_parts.h.
 *
 * Source: USB Printer Class 1.1 section 5 (class 7, subclass 1; protocol 1 speaks one way, 2 both
 * ways; 4 is a network protocol and not for bytes of ours).
 */
#include <stdio.h>
#include <string.h>

#include "receipts/printer/usb_parts.h"

#define PRINTERS 1
#define ONE_WAY 1
#define BOTH_WAYS 2

static bool take_endpoints(const struct libusb_interface_descriptor *setting,
			   struct usb_device *ret)
{
	uint8_t in = 0, out = 0;

	for (uint8_t i = 0; i < setting->bNumEndpoints; i++) {
		const struct libusb_endpoint_descriptor *endpoint = &setting->endpoint[i];

		if ((endpoint->bmAttributes & LIBUSB_TRANSFER_TYPE_MASK) !=
		    LIBUSB_TRANSFER_TYPE_BULK)
			continue;
		if (endpoint->bEndpointAddress & LIBUSB_ENDPOINT_IN)
			in = endpoint->bEndpointAddress;
		else
			out = endpoint->bEndpointAddress;
	}
	if (out == 0)
		return false;
	ret->out = out;
	ret->in = in;
	return true;
}

/* Takes the interface's printing setting; one that speaks both ways wins. */
static bool take_interface(const struct libusb_interface *interface, struct usb_device *ret)
{
	uint8_t best = 0;

	for (int i = 0; i < interface->num_altsetting; i++) {
		const struct libusb_interface_descriptor *setting = &interface->altsetting[i];
		uint8_t protocol = setting->bInterfaceProtocol;

		if (setting->bInterfaceClass != LIBUSB_CLASS_PRINTER ||
		    setting->bInterfaceSubClass != PRINTERS || protocol < ONE_WAY ||
		    protocol > BOTH_WAYS || protocol <= best || !take_endpoints(setting, ret))
			continue;
		best = protocol;
		ret->interface = setting->bInterfaceNumber;
		ret->alternate = setting->bAlternateSetting;
		ret->has_alternates = interface->num_altsetting > 1;
	}
	return best != 0;
}

/* "4.2": the ports from the bus to the device. */
static void read_place(libusb_device *device, struct usb_address *ret)
{
	uint8_t numbers[8] = { 0 };
	int count = libusb_get_port_numbers(device, numbers, (int)sizeof(numbers));
	size_t length = 0;

	ret->bus = libusb_get_bus_number(device);
	for (int i = 0; i < count && length < sizeof(ret->ports); i++)
		length += (size_t)snprintf(ret->ports + length, sizeof(ret->ports) - length, "%s%u",
					   i == 0 ? "" : ".", numbers[i]);
}

bool usb_is_printer(libusb_device *device, struct usb_device *ret)
{
	struct libusb_device_descriptor descriptor;
	struct libusb_config_descriptor *config;
	struct usb_device found_device = { 0 };
	bool found = false;

	if (libusb_get_device_descriptor(device, &descriptor) != 0 ||
	    libusb_get_active_config_descriptor(device, &config) != 0)
		return false;
	found_device.address.vendor = descriptor.idVendor;
	found_device.address.product = descriptor.idProduct;
	for (uint8_t i = 0; i < config->bNumInterfaces && !found; i++)
		found = take_interface(&config->interface[i], &found_device);
	libusb_free_config_descriptor(config);
	if (found) {
		read_place(device, &found_device.address);
		*ret = found_device;
	}
	return found;
}

rgl_rc usb_list_devices(libusb_context *context, libusb_device ***ret, size_t *ret_count,
			struct rgl_why *why)
{
	ssize_t count = libusb_get_device_list(context, ret);

	if (count == LIBUSB_ERROR_NO_MEM)
		return refuse(why, RGL_E_MEMORY, "not enough memory to look for the printer");
	if (count < 0)
		return refuse(why, RGL_E_NO_PRINTER,
			      "the USB devices of this machine cannot be listed (%s); is USB on?",
			      libusb_strerror((int)count));
	*ret_count = (size_t)count;
	return RGL_OK;
}
