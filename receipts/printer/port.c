/* port.c - see port.h. */
#include "receipts/printer/port.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "receipts/printer/usb.h"

static const struct port_kind *const KINDS[] = { &port_usb, &port_tcp, &port_file, &port_host,
						 &port_null };

/* What stands behind the kind's prefix and its colon; NULL: it is another kind. */
static const char *behind_prefix(const struct port_kind *kind, const char *where)
{
	size_t length = strlen(kind->prefix);

	if (strncmp(where, kind->prefix, length) != 0)
		return NULL;
	if (where[length] == '\0')
		return where + length;
	return where[length] == ':' ? where + length + 1 : NULL;
}

rgl_rc port_make(const struct host *host, const char *where, struct port *port, struct rgl_why *why)
{
	for (size_t i = 0; i < sizeof(KINDS) / sizeof(KINDS[0]); i++) {
		const char *rest = behind_prefix(KINDS[i], where);

		if (rest == NULL)
			continue;
		*port = (struct port) { .kind = KINDS[i], .host = host };
		return port->kind->make(port, rest, why);
	}
	return refuse_field(why, RGL_E_FIELD, "printer",
			    "\"%.80s\" is no way to a printer; write usb, usb:04b8:0e2e, "
			    "tcp:HOST, file:/dev/usb/lp0, host or null",
			    where);
}

void port_end(struct port *port)
{
	if (port->kind != NULL && port->kind->end != NULL)
		port->kind->end(port);
	*port = (struct port) { 0 };
}

bool port_is_stopped(const struct port *port)
{
	return port->stop != NULL && atomic_load(port->stop);
}

rgl_rc port_say_stopped(const struct port *port, struct rgl_why *why)
{
	return refuse(why, RGL_E_PRINTER,
		      "printing on %s was stopped; the receipt prints at the next start",
		      port->name);
}

enum port_event port_fail(struct port *port, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(port->fault, sizeof(port->fault), format, arguments);
	va_end(arguments);
	return PORT_FAILED;
}

bool port_wait(const struct port *port, int descriptor, short events, unsigned wait_ms)
{
	struct pollfd one = { .fd = descriptor, .events = events };

	for (;;) {
		unsigned slice_ms = wait_ms < PORT_SLICE_MS ? wait_ms : PORT_SLICE_MS;
		int count = poll(&one, 1, (int)slice_ms);

		if (count > 0)
			return true;
		if (count < 0 && errno != EINTR)
			return false;
		wait_ms -= slice_ms;
		if (wait_ms == 0 || port_is_stopped(port))
			return false;
	}
}
