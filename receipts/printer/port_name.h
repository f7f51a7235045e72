/* port_name.h - the addresses of a machine on the network, found with an end to the waiting.
 *
 * In:  a name or an address, IPv4 or IPv6; a port.
 * Out: addresses to try in order.
 * Not here: connecting. No address is ever turned back into a name.
 *
 * A name is looked up by the C library on a thread of its own making (getaddrinfo_a), because its
 * resolver has no end of ours: who waits can leave. A lookup that was left goes on by itself for as
 * long as the resolver's own limits let it; the next wait is for the same one.
 */
#pragma once

#include <netdb.h>

#include "receipts/printer/port.h"

#define PORT_HOST_ROOM 256

struct port_lookup;

/* *lookup: NULL, or one that was left before. E_NO_PRINTER: nobody is called so, or nobody said in
 * time. E_PRINTER: stopped. E_MEMORY. *ret is freed with freeaddrinfo. */
MUST_USE rgl_rc port_name_find(const struct port *port, const char *host, const char *service,
			       unsigned wait_ms, struct port_lookup **lookup, struct addrinfo **ret,
			       struct rgl_why *why);

/* Leaves it for good; NULL is allowed. */
void port_name_end(struct port_lookup *lookup);
