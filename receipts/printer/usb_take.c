/* usb_take.c - taking the printer that is meant, and giving it back; see usb_parts.h. */
#include <stdio.h>
#include <string.h>

#include "receipts/printer/usb_parts.h"

/* Opens and claims; a libusb code. */
static int take(libusb_device *device, struct usb_device *ret)
{
	int code = libusb_open(device, &ret->handle);

	if (code != 0)
		return code;
	/* Not every system can hand its driver's printer over; the claim itself tells then. */
	(void)libusb_set_auto_detach_kernel_driver(ret->handle, 1);
	code = libusb_claim_interface(ret->handle, ret->interface);
	if (code != 0)
		return code;
	ret->is_claimed = true;
	if (ret->has_alternates)
		code = libusb_set_interface_alt_setting(ret->handle, ret->interface,
							ret->alternate);
	return code;
}

static rgl_rc say_taken(int code, const char *name, struct rgl_why *why)
{
	switch (code) {
	case 0:
		return RGL_OK;
	case LIBUSB_ERROR_BUSY:
		return refuse(
			why, RGL_E_PRINTER,
			"%s is held by another program; end that program, it prints by itself",
			name);
	case LIBUSB_ERROR_ACCESS:
		return refuse(why, RGL_E_PRINTER,
			      "no permission to use %s; put 60-regulars-printers.rules into "
			      "/etc/udev/rules.d and this user into the group lp, then unplug the "
			      "printer and plug it in",
			      name);
	case LIBUSB_ERROR_NO_MEM:
		return refuse(why, RGL_E_MEMORY, "not enough memory to use %s", name);
	case LIBUSB_ERROR_NO_DEVICE:
	case LIBUSB_ERROR_NOT_FOUND:
		return RGL_E_NO_PRINTER; /* it went away this moment */
	default:
		return refuse(why, RGL_E_PRINTER,
			      "%s cannot be used (%s); switch it off and on, it prints by itself",
			      name, libusb_strerror(code));
	}
}

/* Whether what is known without opening it fits. */
static bool fits_unopened(const struct usb_address *wish, const struct usb_address *is)
{
	if (wish->any)
		return true;
	if (wish->ports[0] != '\0')
		return wish->bus == is->bus && strcmp(wish->ports, is->ports) == 0;
	return wish->vendor == is->vendor && wish->product == is->product;
}

/* Tries one printer. E_NO_PRINTER without words: it is another. */
static rgl_rc try_printer(libusb_device *device, const struct usb_address *wish,
			  struct usb_device *ret, struct rgl_why *why)
{
	char name[PRINTER_NAME_ROOM];
	int code;

	if (!fits_unopened(wish, &ret->address))
		return RGL_E_NO_PRINTER;
	code = take(device, ret);
	if (ret->handle != NULL)
		usb_identity_read(ret);
	usb_name(ret, name);
	memcpy(ret->address.serial, ret->about.serial, sizeof(ret->about.serial));
	if (ret->handle != NULL && *wish->serial != '\0' &&
	    strcmp(wish->serial, ret->about.serial) != 0)
		return RGL_E_NO_PRINTER;
	if (wish->any && ret->about.is_page_printer)
		return RGL_E_NO_PRINTER;
	return say_taken(code, name, why);
}

static rgl_rc say_absent(const struct usb_address *wish, char name[PRINTER_NAME_ROOM],
			 struct rgl_why *why)
{
	if (wish->any)
		(void)snprintf(name, PRINTER_NAME_ROOM, "USB receipt printer");
	else if (wish->ports[0] != '\0')
		(void)snprintf(name, PRINTER_NAME_ROOM, "printer (USB %u-%s)", wish->bus,
			       wish->ports);
	else
		(void)snprintf(name, PRINTER_NAME_ROOM, "printer (USB %04x:%04x%s%s)", wish->vendor,
			       wish->product, *wish->serial == '\0' ? "" : ", serial ",
			       wish->serial);
	return refuse(why, RGL_E_NO_PRINTER,
		      "no %s is there; plug it in and switch it on, it prints by itself", name);
}

/* The first that can be had, else why the first one that fits cannot. */
static rgl_rc take_of_list(struct usb *usb, libusb_device **devices, size_t count,
			   const struct usb_address *wish, char name[PRINTER_NAME_ROOM],
			   struct rgl_why *why)
{
	struct rgl_why tried = { .size = sizeof(tried) }, first = tried;
	struct usb_device device;
	rgl_rc rc;

	for (size_t i = 0; i < count; i++) {
		if (!usb_is_printer(devices[i], &device))
			continue;
		rc = try_printer(devices[i], wish, &device, &tried);
		if (rc == RGL_OK) {
			usb_name(&device, name);
			usb->device = device;
			return rc;
		}
		usb_give_back(&device);
		/* It is the one, but cannot be had: remembered, in case no other can. */
		if (rc != RGL_E_NO_PRINTER && first.code == 0) {
			first = tried;
			usb_name(&device, name);
			usb->device = device;
		}
	}
	if (first.code != 0)
		return refuse(why, first.code, "%s", first.text);
	return say_absent(wish, name, why);
}

rgl_rc usb_take(struct usb *usb, char name[PRINTER_NAME_ROOM], struct rgl_why *why)
{
	libusb_device **devices;
	size_t count = 0;
	rgl_rc rc;

	usb->device = (struct usb_device) { 0 };
	rc = usb_list_devices(usb->context, &devices, &count, why);
	if (rc < 0)
		return rc;
	/* Of several, the one that printed before: it may hold half a receipt. */
	rc = RGL_E_NO_PRINTER;
	if (usb->wish.any && usb->last.serial[0] != '\0')
		rc = take_of_list(usb, devices, count, &usb->last, name, NULL);
	if (rc != RGL_OK)
		rc = take_of_list(usb, devices, count, &usb->wish, name, why);
	libusb_free_device_list(devices, 1);
	if (rc == RGL_OK) {
		usb->last = usb->device.address;
		usb->last.ports[0] = '\0';
	}
	return rc;
}

void usb_give_back(struct usb_device *device)
{
	/* A printer that went away cannot be given back: nothing to do about it. */
	if (device->is_claimed)
		(void)libusb_release_interface(device->handle, device->interface);
	device->is_claimed = false;
	if (device->handle != NULL)
		libusb_close(device->handle);
	device->handle = NULL;
}
