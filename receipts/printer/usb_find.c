/* usb_find.c - see usb_find.h; usb_list is in usb.h.
 *
 * Source: USB Printer Class 1.1 section 5 (class 7, subclass 1; protocol 1 speaks one way, 2 both
 * ways; 4 is a network protocol and not for bytes of ours).
 */
#include "receipts/printer/usb_find.h"

#include <stdio.h>
#include <string.h>

#include "receipts/printer/usb_identity.h"

#define PRINTERS 1
#define ONE_WAY 1
#define BOTH_WAYS 2

static bool take_endpoints(const struct libusb_interface_descriptor *setting, struct usb_port *ret)
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
static bool take_interface(const struct libusb_interface *interface, struct usb_port *ret)
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

/* Whether the device is a printer; *ret is filled from its descriptors. Nothing is opened. */
static bool is_printer(libusb_device *device, struct usb_port *ret)
{
	struct libusb_device_descriptor descriptor;
	struct libusb_config_descriptor *config;
	struct usb_port port = { 0 };
	bool found = false;

	if (libusb_get_device_descriptor(device, &descriptor) != 0 ||
	    libusb_get_active_config_descriptor(device, &config) != 0)
		return false;
	port.address.vendor = descriptor.idVendor;
	port.address.product = descriptor.idProduct;
	for (uint8_t i = 0; i < config->bNumInterfaces && !found; i++)
		found = take_interface(&config->interface[i], &port);
	libusb_free_config_descriptor(config);
	if (found)
		*ret = port;
	return found;
}

static rgl_rc list_devices(struct usb *usb, libusb_device ***ret, size_t *ret_count,
			   struct rgl_why *refusal)
{
	ssize_t count = libusb_get_device_list(usb->context, ret);

	if (count == LIBUSB_ERROR_NO_MEM)
		return refuse(refusal, RGL_E_MEMORY, "not enough memory to look for the printer");
	if (count < 0)
		return refuse(refusal, RGL_E_NO_PRINTER,
			      "the USB devices of this machine cannot be listed (%s); is USB on?",
			      libusb_strerror((int)count));
	*ret_count = (size_t)count;
	return RGL_OK;
}

static void describe(libusb_device *device, struct usb_port *port, struct usb_printer *ret)
{
	struct usb_identity identity = { 0 };

	*ret = (struct usb_printer) { 0 };
	ret->may_open = libusb_open(device, &port->handle) == 0;
	if (ret->may_open)
		usb_identity_read(port, &identity);
	usb_identity_name(port, &identity);
	ret->address = port->address;
	memcpy(ret->address.serial, identity.serial, sizeof(identity.serial));
	memcpy(ret->make, identity.make, sizeof(identity.make));
	memcpy(ret->model, identity.model, sizeof(identity.model));
	memcpy(ret->name, port->name, sizeof(port->name));
	usb_release(port);
}

rgl_rc usb_list(struct usb *usb, struct usb_printer *array, size_t room, size_t *ret_count,
		struct rgl_why *refusal)
{
	libusb_device **devices;
	struct usb_port port;
	size_t count = 0, found = 0;
	rgl_rc rc;

	rc = list_devices(usb, &devices, &count, refusal);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < count; i++) {
		if (!is_printer(devices[i], &port))
			continue;
		if (found < room)
			describe(devices[i], &port, &array[found]);
		found++;
	}
	libusb_free_device_list(devices, 1);
	*ret_count = found;
	return RGL_OK;
}

/* Opens and claims; a libusb code. */
static int take(libusb_device *device, struct usb_port *port)
{
	int code = libusb_open(device, &port->handle);

	if (code != 0)
		return code;
	/* Not every system can hand its driver's printer over; the claim itself tells then. */
	(void)libusb_set_auto_detach_kernel_driver(port->handle, 1);
	code = libusb_claim_interface(port->handle, port->interface);
	if (code != 0)
		return code;
	port->is_claimed = true;
	if (port->has_alternates)
		code = libusb_set_interface_alt_setting(port->handle, port->interface,
							port->alternate);
	return code;
}

static rgl_rc say_taken(int code, const struct usb_port *port, struct rgl_why *refusal)
{
	switch (code) {
	case 0:
		return RGL_OK;
	case LIBUSB_ERROR_BUSY:
		return refuse(
			refusal, RGL_E_PRINTER,
			"%s is held by another program; end that program, it prints by itself",
			port->name);
	case LIBUSB_ERROR_ACCESS:
		return refuse(
			refusal, RGL_E_PRINTER,
			"no permission to use %s; install receipts/60-regulars-printers.rules,"
			" then unplug the printer and plug it in",
			port->name);
	case LIBUSB_ERROR_NO_MEM:
		return refuse(refusal, RGL_E_MEMORY, "not enough memory to use %s", port->name);
	case LIBUSB_ERROR_NO_DEVICE:
	case LIBUSB_ERROR_NOT_FOUND:
		return RGL_E_NO_PRINTER; /* it went away this moment */
	default:
		return refuse(refusal, RGL_E_PRINTER,
			      "%s cannot be used (%s); switch it off and on, it prints by itself",
			      port->name, libusb_strerror(code));
	}
}

/* Tries one printer. E_NO_PRINTER without words: it is another. */
static rgl_rc try_printer(libusb_device *device, const struct usb_address *address,
			  struct usb_port *port, struct rgl_why *refusal)
{
	struct usb_identity identity = { 0 };
	int code;

	if (!address->any &&
	    (address->vendor != port->address.vendor || address->product != port->address.product))
		return RGL_E_NO_PRINTER;
	code = take(device, port);
	if (port->handle != NULL)
		usb_identity_read(port, &identity);
	usb_identity_name(port, &identity);
	memcpy(port->address.serial, identity.serial, sizeof(identity.serial));
	if (port->handle != NULL && *address->serial != '\0' &&
	    strcmp(address->serial, identity.serial) != 0)
		return RGL_E_NO_PRINTER;
	if (address->any && identity.is_page_printer)
		return RGL_E_NO_PRINTER;
	return say_taken(code, port, refusal);
}

static rgl_rc say_absent(const struct usb_address *address, struct usb_port *ret,
			 struct rgl_why *refusal)
{
	if (address->any)
		(void)snprintf(ret->name, sizeof(ret->name), "USB receipt printer");
	else
		(void)snprintf(ret->name, sizeof(ret->name), "printer (USB %04x:%04x%s%s)",
			       address->vendor, address->product,
			       *address->serial == '\0' ? "" : ", serial ", address->serial);
	return refuse(refusal, RGL_E_NO_PRINTER,
		      "no %s is there; plug it in and switch it on, it prints by itself",
		      ret->name);
}

rgl_rc usb_claim(struct usb *usb, const struct usb_address *address, struct usb_port *ret,
		 struct rgl_why *refusal)
{
	struct rgl_why why = { .size = sizeof(why) }, first = why;
	libusb_device **devices;
	struct usb_port port;
	size_t count = 0;
	rgl_rc rc;

	rc = list_devices(usb, &devices, &count, refusal);
	if (rc < 0)
		return rc;
	rc = RGL_E_NO_PRINTER;
	for (size_t i = 0; i < count && rc != RGL_OK; i++) {
		if (!is_printer(devices[i], &port))
			continue;
		port.context = usb->context;
		rc = try_printer(devices[i], address, &port, &why);
		if (rc == RGL_OK) {
			*ret = port;
			break;
		}
		usb_release(&port);
		/* It is the one, but cannot be had: remembered, in case no other can. */
		if (rc != RGL_E_NO_PRINTER && first.code == 0) {
			first = why;
			ret->address = port.address;
			memcpy(ret->name, port.name, sizeof(port.name));
		}
	}
	libusb_free_device_list(devices, 1);
	if (rc == RGL_OK)
		return rc;
	if (first.code != 0)
		return refuse(refusal, first.code, "%s", first.text);
	return say_absent(address, ret, refusal);
}

void usb_release(struct usb_port *port)
{
	/* A printer that went away cannot be given back: nothing to do about it. */
	if (port->is_claimed)
		(void)libusb_release_interface(port->handle, port->interface);
	port->is_claimed = false;
	if (port->handle != NULL)
		libusb_close(port->handle);
	port->handle = NULL;
}
