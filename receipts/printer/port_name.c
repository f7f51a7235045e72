/* port_name.c - see port_name.h. */
#include "receipts/printer/port_name.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* In memory of the C library: it may be written to after the till's host has gone. */
struct port_lookup {
	struct gaicb request;
	struct addrinfo wish;
	char host[PORT_HOST_ROOM];
	char service[8];
};

static const struct addrinfo WISH = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG };

static rgl_rc say_unknown(const char *host, struct rgl_why *why)
{
	return refuse(why, RGL_E_NO_PRINTER,
		      "no machine is called \"%.80s\" on this network; write the address that the "
		      "printer prints itself, as in tcp:192.168.1.50",
		      host);
}

static rgl_rc say_late(const char *host, struct rgl_why *why)
{
	return refuse(why, RGL_E_NO_PRINTER,
		      "nobody on the network says where \"%.80s\" is; is this machine on the "
		      "network? an address as in tcp:192.168.1.50 needs no name",
		      host);
}

static rgl_rc begin(const char *host, const char *service, struct port_lookup **ret)
{
	struct port_lookup *lookup = calloc(1, sizeof(*lookup));
	struct gaicb *list[1];

	if (lookup == NULL)
		return RGL_E_MEMORY;
	memcpy(lookup->host, host, strlen(host) + 1);
	memcpy(lookup->service, service, strlen(service) + 1);
	lookup->wish = WISH;
	lookup->request = (struct gaicb) { .ar_name = lookup->host,
					   .ar_service = lookup->service,
					   .ar_request = &lookup->wish };
	list[0] = &lookup->request;
	if (getaddrinfo_a(GAI_NOWAIT, list, 1, NULL) != 0) {
		free(lookup);
		return RGL_E_MEMORY;
	}
	*ret = lookup;
	return RGL_OK;
}

/* Until it has ended; false: it has not, by then. */
static bool await(const struct port *port, struct port_lookup *lookup, unsigned wait_ms)
{
	const struct timespec slice = { .tv_nsec = PORT_SLICE_MS * 1000000L };
	const struct gaicb *list[] = { &lookup->request };

	for (unsigned waited_ms = 0; waited_ms < wait_ms; waited_ms += PORT_SLICE_MS) {
		if (gai_error(&lookup->request) != EAI_INPROGRESS)
			return true;
		if (port_is_stopped(port))
			return false;
		(void)gai_suspend(list, 1, &slice);
	}
	return gai_error(&lookup->request) != EAI_INPROGRESS;
}

/* An address needs nobody to be asked. */
static int read_address(const char *host, const char *service, struct addrinfo **ret)
{
	struct addrinfo wish = { .ai_socktype = SOCK_STREAM,
				 .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV };

	return getaddrinfo(host, service, &wish, ret);
}

rgl_rc port_name_find(const struct port *port, const char *host, const char *service,
		      unsigned wait_ms, struct port_lookup **lookup, struct addrinfo **ret,
		      struct rgl_why *why)
{
	int code = read_address(host, service, ret);

	if (code == 0)
		return RGL_OK;
	if (code == EAI_MEMORY || (*lookup == NULL && begin(host, service, lookup) < 0))
		return refuse(why, RGL_E_MEMORY, "not enough memory to look for \"%.80s\"", host);
	if (!await(port, *lookup, wait_ms))
		return port_is_stopped(port) ? port_say_stopped(port, why) : say_late(host, why);
	code = gai_error(&(*lookup)->request);
	if (code == 0)
		*ret = (*lookup)->request.ar_result;
	free(*lookup);
	*lookup = NULL;
	if (code == EAI_MEMORY)
		return refuse(why, RGL_E_MEMORY, "not enough memory to look for \"%.80s\"", host);
	if (code == EAI_AGAIN)
		return say_late(host, why);
	return code == 0 ? RGL_OK : say_unknown(host, why);
}

void port_name_end(struct port_lookup *lookup)
{
	if (lookup == NULL)
		return;
	/* One that runs cannot be called back, and will be written to: then these few bytes stay,
	 * once, rather than the till waiting for the resolver's half minute. */
	if (gai_error(&lookup->request) == EAI_INPROGRESS &&
	    gai_cancel(&lookup->request) == EAI_NOTCANCELED)
		return;
	if (gai_error(&lookup->request) == 0)
		freeaddrinfo(lookup->request.ar_result);
	free(lookup);
}
