/* port_plain.c - the two ways without a cable: the till's own print callback, and nowhere. */
#include <stdio.h>

#include "receipts/printer/port.h"

static rgl_rc make_plain(struct port *port, const char *where, struct rgl_why *why)
{
	if (*where == '\0')
		return RGL_OK;
	return refuse_field(why, RGL_E_FIELD, "printer",
			    "\"%s:%.80s\" is not a printer; %s has nothing behind it",
			    port->kind->prefix, where, port->kind->prefix);
}

static rgl_rc make_host(struct port *port, const char *where, struct rgl_why *why)
{
	rgl_rc rc = make_plain(port, where, why);

	if (rc == RGL_OK && port->host->lent.print == NULL)
		return refuse_field(why, RGL_E_FIELD, "printer",
				    "printer is \"host\" but the till lent no print callback");
	return rc;
}

static rgl_rc open_host(struct port *port, struct rgl_why *why)
{
	(void)why;
	(void)snprintf(port->name, sizeof(port->name), "the till's own printer");
	return RGL_OK;
}

static rgl_rc open_null(struct port *port, struct rgl_why *why)
{
	(void)why;
	(void)snprintf(port->name, sizeof(port->name), "the null printer");
	return RGL_OK;
}

static enum port_event send_host(struct port *port, const uint8_t *bytes, size_t length,
				 unsigned wait_ms, size_t *ret_taken)
{
	const struct rgl_host *lent = &port->host->lent;

	(void)wait_ms;
	*ret_taken = 0;
	if (lent->print(lent->user, bytes, length) != 0)
		return port_fail(port, "the till's own printer did not take it");
	*ret_taken = length;
	return PORT_OK;
}

static enum port_event send_null(struct port *port, const uint8_t *bytes, size_t length,
				 unsigned wait_ms, size_t *ret_taken)
{
	(void)port;
	(void)bytes;
	(void)wait_ms;
	*ret_taken = length;
	return PORT_OK;
}

static void close_plain(struct port *port, bool is_broken)
{
	(void)port;
	(void)is_broken;
}

const struct port_kind port_host = { .prefix = "host",
				     .chunk = SIZE_MAX,
				     .make = make_host,
				     .open = open_host,
				     .send = send_host,
				     .close = close_plain };
const struct port_kind port_null = { .prefix = "null",
				     .chunk = SIZE_MAX,
				     .make = make_plain,
				     .open = open_null,
				     .send = send_null,
				     .close = close_plain };
