/* usb_list.c - the USB printers that are there; see usb.h. */
#include <stdio.h>
#include <string.h>

#include "receipts/printer/usb_parts.h"

/* A serial number that can be written into WHERE. */
static bool can_be_written(const char *serial)
{
	return serial[0] != '\0' && strchr(serial, ' ') == NULL;
}

/* False: it is an office printer. */
static bool describe(libusb_device *device, struct usb_device *printer, struct printer_found *ret)
{
	int code = libusb_open(device, &printer->handle);

	*ret = (struct printer_found) { .may_open = code == 0 };
	if (code == 0)
		usb_identity_read(printer);
	usb_name(printer, ret->name);
	ret->profile = profile_of(printer->address.vendor, printer->address.product,
				  printer->about.make, printer->about.model);
	if (can_be_written(printer->about.serial))
		(void)snprintf(ret->where, sizeof(ret->where), "usb:%04x:%04x:%s",
			       printer->address.vendor, printer->address.product,
			       printer->about.serial);
	else
		(void)snprintf(ret->where, sizeof(ret->where), "usb:%u-%s", printer->address.bus,
			       printer->address.ports);
	if (code != 0) {
		ret->state = RGL_E_PRINTER;
		(void)snprintf(ret->says, sizeof(ret->says), "it cannot be opened (%s)",
			       libusb_strerror(code));
	}
	usb_give_back(printer);
	return !printer->about.is_page_printer;
}

rgl_rc usb_list(const struct host *host, struct printer_found *array, size_t room,
		size_t *ret_count, struct rgl_why *why)
{
	libusb_context *context = NULL;
	libusb_device **devices;
	struct usb_device printer;
	size_t count = 0, found = 0;
	rgl_rc rc = usb_start(&context, why);

	(void)host;
	if (rc < 0)
		return rc;
	rc = usb_list_devices(context, &devices, &count, why);
	if (rc < 0)
		goto out;
	for (size_t i = 0; i < count; i++) {
		struct printer_found one;

		if (!usb_is_printer(devices[i], &printer) || !describe(devices[i], &printer, &one))
			continue;
		if (found < room)
			array[found] = one;
		found++;
	}
	libusb_free_device_list(devices, 1);
	*ret_count = found;
out:
	libusb_exit(context);
	return rc;
}
