/* port_tcp.c - the network's way: raw bytes to a printer's port, 9100 as a rule.
 *
 * What the kernel took is not yet the printer's: few bytes at a time are let in, settle() waits for
 * the printer to acknowledge them, and a connection that ends badly, or with its process, is reset,
 * so that nothing follows after the receipt was given up.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <linux/sockios.h>

#include <poll.h>

#include "receipts/printer/port_name.h"

#define PORT_USUAL "9100"
#define CHUNK 4096
#define KERNEL_BYTES 4096 /* asked for; Linux doubles it */
#define CONNECT_MS 3000
#define LOOKUP_MS 3000
#define ANSWER_MS 600
#define FAREWELL_MS 1000

/* An idle connection is asked after this many seconds whether it still is one, this often. */
#define ALIVE_AFTER_S 5
#define ALIVE_EACH_S 2
#define ALIVE_TIMES 3

struct tcp {
	int socket; /* -1: none */
	struct port_lookup *lookup;
	char host[PORT_HOST_ROOM];
	char service[8];
};

static bool is_port(const char *text)
{
	unsigned number = 0;
	size_t length = strlen(text);

	for (size_t i = 0; i < length; i++) {
		if (text[i] < '0' || text[i] > '9' || length > 5)
			return false;
		number = number * 10 + (unsigned)(text[i] - '0');
	}
	return number >= 1 && number <= 65535;
}

/* An IPv6 address, maybe with "%eth0" behind it. */
static bool is_ipv6(const char *host)
{
	char address[INET6_ADDRSTRLEN];
	struct in6_addr binary;
	size_t length = strcspn(host, "%");

	if (length >= sizeof(address))
		return false;
	memcpy(address, host, length);
	address[length] = '\0';
	return inet_pton(AF_INET6, address, &binary) == 1;
}

/* HOST, HOST:PORT, [IPv6], [IPv6]:PORT, and an IPv6 address without brackets where no port is
 * meant. Names are letters, digits, dashes, dots and underscores. */
static bool split(const char *where, struct tcp *ret)
{
	static const char NAME[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				   "-._:%";
	bool is_bracketed = where[0] == '[';
	const char *host = is_bracketed ? where + 1 : where;
	const char *end = is_bracketed ? strchr(host, ']') : strrchr(host, ':');
	const char *service = PORT_USUAL;
	size_t length;

	if (is_bracketed && end == NULL)
		return false;
	if (end == NULL || (!is_bracketed && strchr(host, ':') != end))
		end = host + strlen(host);
	length = (size_t)(end - host);
	if (is_bracketed)
		end++;
	if (*end == ':')
		service = end + 1;
	else if (*end != '\0')
		return false;
	if (length == 0 || length >= sizeof(ret->host) || strspn(host, NAME) < length ||
	    !is_port(service))
		return false;
	memcpy(ret->host, host, length);
	ret->host[length] = '\0';
	(void)snprintf(ret->service, sizeof(ret->service), "%s", service);
	return strchr(ret->host, ':') == NULL ? strchr(ret->host, '%') == NULL : is_ipv6(ret->host);
}

static rgl_rc make(struct port *port, const char *where, struct rgl_why *why)
{
	struct tcp *tcp = host_new(port->host, sizeof(*tcp));

	if (tcp == NULL)
		return refuse(why, RGL_E_MEMORY, "not enough memory to print");
	port->own = tcp;
	tcp->socket = -1;
	if (!split(where, tcp))
		return refuse_field(
			why, RGL_E_FIELD, "printer",
			"\"tcp:%.80s\" is not a printer on the network; write "
			"tcp:192.168.1.50, tcp:printer.local:9100 or tcp:[fe80::1]:9100",
			where);
	if (strcmp(tcp->service, PORT_USUAL) == 0)
		(void)snprintf(port->name, sizeof(port->name), "the printer at %.90s", tcp->host);
	else
		(void)snprintf(port->name, sizeof(port->name), "the printer at %.80s port %s",
			       tcp->host, tcp->service);
	(void)snprintf(port->identity, sizeof(port->identity), "tcp:%.98s:%s", tcp->host,
		       tcp->service);
	return RGL_OK;
}

static rgl_rc say_unreached(const struct port *port, int code, struct rgl_why *why)
{
	switch (code) {
	case ECONNREFUSED:
		return refuse(why, RGL_E_PRINTER,
			      "%s is on but takes no receipts; another program may be printing, "
			      "or its port is another one; it prints by itself",
			      port->name);
	case ENETUNREACH:
	case ENETDOWN:
	case EADDRNOTAVAIL:
		return refuse(why, RGL_E_NO_PRINTER,
			      "this machine has no way to %s; look at its network cable or Wi-Fi, "
			      "it prints by itself",
			      port->name);
	case ENOMEM:
	case ENOBUFS:
		return refuse(why, RGL_E_MEMORY, "not enough memory to print on %s", port->name);
	case EMFILE:
	case ENFILE:
		return refuse(why, RGL_E_PRINTER,
			      "this machine has too many files open to print on %s; it prints by "
			      "itself when some are closed",
			      port->name);
	case EACCES:
	case EPERM:
		return refuse(why, RGL_E_PRINTER,
			      "this machine's firewall does not let the till at %s; allow it, it "
			      "prints by itself",
			      port->name);
	default:
		return refuse(why, RGL_E_NO_PRINTER,
			      "%s does not answer on the network; switch it on, look at its cable "
			      "and its address, it prints by itself",
			      port->name);
	}
}

static void set_option(int socket, int level, int name, int value)
{
	(void)setsockopt(socket, level, name, &value, sizeof(value));
}

/* Closing it resets it, until disconnect() knows that all is well. */
static void set_options(int socket)
{
	const struct linger reset = { .l_onoff = 1, .l_linger = 0 };

	(void)setsockopt(socket, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
	set_option(socket, SOL_SOCKET, SO_SNDBUF, KERNEL_BYTES);
	set_option(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
	set_option(socket, IPPROTO_TCP, TCP_KEEPIDLE, ALIVE_AFTER_S);
	set_option(socket, IPPROTO_TCP, TCP_KEEPINTVL, ALIVE_EACH_S);
	set_option(socket, IPPROTO_TCP, TCP_KEEPCNT, ALIVE_TIMES);
	set_option(socket, IPPROTO_TCP, TCP_NODELAY, 1);
}

/* One address; 0, or an errno. */
static int connect_to(struct port *port, const struct addrinfo *address)
{
	struct tcp *tcp = port->own;
	socklen_t length = sizeof(int);
	int code = 0;

	tcp->socket = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (tcp->socket < 0)
		return errno;
	set_options(tcp->socket);
	if (connect(tcp->socket, address->ai_addr, address->ai_addrlen) == 0)
		return 0;
	if (errno != EINPROGRESS)
		return errno;
	if (!port_wait(port, tcp->socket, POLLOUT, CONNECT_MS))
		return ETIMEDOUT;
	if (getsockopt(tcp->socket, SOL_SOCKET, SO_ERROR, &code, &length) != 0)
		return errno;
	return code;
}

static void drop(struct tcp *tcp)
{
	if (tcp->socket >= 0)
		(void)close(tcp->socket);
	tcp->socket = -1;
}

static rgl_rc open_printer(struct port *port, struct rgl_why *why)
{
	struct tcp *tcp = port->own;
	struct addrinfo *addresses = NULL;
	int code = EADDRNOTAVAIL;
	rgl_rc rc;

	rc = port_name_find(port, tcp->host, tcp->service, LOOKUP_MS, &tcp->lookup, &addresses,
			    why);
	if (rc < 0)
		return rc;
	for (const struct addrinfo *one = addresses; one != NULL && code != 0; one = one->ai_next) {
		if (port_is_stopped(port))
			break;
		drop(tcp);
		code = connect_to(port, one);
	}
	freeaddrinfo(addresses);
	port->says = code == 0;
	if (code != 0 && port_is_stopped(port))
		return port_say_stopped(port, why);
	return code == 0 ? RGL_OK : say_unreached(port, code, why);
}

/* What an errno of a connection that stood means. */
static enum port_event event_of(int code)
{
	switch (code) {
	case EAGAIN:
	case EINTR:
		return PORT_TIMEOUT;
	case ENOMEM:
	case ENOBUFS:
		return PORT_NO_MEMORY;
	default:
		return PORT_GONE;
	}
}

static enum port_event send_bytes(struct port *port, const uint8_t *bytes, size_t length,
				  unsigned wait_ms, size_t *ret_taken)
{
	const struct tcp *tcp = port->own;
	ssize_t moved;

	*ret_taken = 0;
	if (!port_wait(port, tcp->socket, POLLOUT, wait_ms))
		return PORT_TIMEOUT;
	moved = send(tcp->socket, bytes, length, MSG_NOSIGNAL);
	if (moved < 0)
		return event_of(errno);
	*ret_taken = (size_t)moved;
	return PORT_OK;
}

static enum port_event listen_for(struct port *port, uint8_t *said, size_t room, unsigned wait_ms,
				  size_t *ret_length)
{
	const struct tcp *tcp = port->own;
	ssize_t length;

	if (!port_wait(port, tcp->socket, POLLIN, wait_ms))
		return PORT_TIMEOUT;
	length = recv(tcp->socket, said, room, 0);
	if (length < 0)
		return event_of(errno);
	if (length == 0)
		return PORT_GONE;
	*ret_length = (size_t)length;
	return PORT_OK;
}

/* The kernel has no word for "all acknowledged": it is asked, at first often. */
static enum port_event settle(struct port *port, unsigned wait_ms)
{
	const struct timespec pause = { .tv_nsec = 2000000 };
	const struct tcp *tcp = port->own;
	struct pollfd one = { .fd = tcp->socket };
	int waiting = 0;

	for (unsigned waited_ms = 0; waited_ms < wait_ms; waited_ms += 2) {
		if (poll(&one, 1, 0) > 0 && (one.revents & (POLLERR | POLLHUP)) != 0)
			return PORT_GONE;
		if (ioctl(tcp->socket, SIOCOUTQ, &waiting) != 0 || waiting == 0)
			return PORT_OK;
		(void)nanosleep(&pause, NULL);
	}
	return PORT_TIMEOUT;
}

/* No more comes from us. A printer that answered behind its data has done it all; another gets a
 * moment to read what it has, because what it says to a closed connection would cost it the rest.
 */
static void bid_farewell(struct port *port)
{
	const struct linger usual = { 0 };
	const struct tcp *tcp = port->own;
	uint8_t said[256];

	(void)setsockopt(tcp->socket, SOL_SOCKET, SO_LINGER, &usual, sizeof(usual));
	(void)shutdown(tcp->socket, SHUT_WR);
	if (port->has_answered)
		return;
	for (unsigned i = 0; i < FAREWELL_MS / PORT_SLICE_MS; i++) {
		if (port_is_stopped(port))
			return;
		if (port_wait(port, tcp->socket, POLLIN, PORT_SLICE_MS) &&
		    recv(tcp->socket, said, sizeof(said), 0) <= 0)
			return;
	}
}

static void close_printer(struct port *port, bool is_broken)
{
	struct tcp *tcp = port->own;

	if (tcp->socket >= 0 && !is_broken)
		bid_farewell(port);
	drop(tcp);
}

static void end(struct port *port)
{
	struct tcp *tcp = port->own;

	if (tcp == NULL)
		return;
	drop(tcp);
	port_name_end(tcp->lookup);
	host_free(port->host, tcp);
}

const struct port_kind port_tcp = { .prefix = "tcp",
				    .chunk = CHUNK,
				    .answer_ms = ANSWER_MS,
				    .make = make,
				    .open = open_printer,
				    .send = send_bytes,
				    .listen = listen_for,
				    .settle = settle,
				    .close = close_printer,
				    .end = end };
