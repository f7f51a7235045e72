/* printer_list.c - the printers that are there, and how they are; see printer.h. */
#include <stdio.h>
#include <string.h>

#include "receipts/printer/usb.h"

/* Takes it for a moment, as a receipt would. */
static rgl_rc ask(const struct host *host, struct printer_found *found, struct rgl_why *why)
{
	struct rgl_why said = { .size = sizeof(said) };
	struct printer *printer = NULL;
	rgl_rc rc;

	rc = printer_open(host, found->where, &printer, &said);
	if (rc == RGL_OK)
		rc = printer_enter(printer, &said);
	if (rc == RGL_OK)
		(void)snprintf(found->says, sizeof(found->says), "%s",
			       printer_is_low(printer) ? "ready; its paper ends soon" : "ready");
	printer_close(printer);
	found->state = rc;
	if (rc < 0)
		(void)snprintf(found->says, sizeof(found->says), "%s", said.text);
	return rc == RGL_E_MEMORY ? refuse(why, rc, "%s", said.text) : RGL_OK;
}

rgl_rc printer_list(const struct host *host, bool asks, struct printer_found *array, size_t room,
		    size_t *ret_count, struct rgl_why *why)
{
	size_t count = 0;
	rgl_rc rc = usb_list(host, array, room, &count, why);

	for (size_t i = 0; rc == RGL_OK && asks && i < count && i < room; i++)
		rc = ask(host, &array[i], why);
	if (rc == RGL_OK)
		*ret_count = count;
	return rc;
}
