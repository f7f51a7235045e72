/* port.c - see port.h. */
#include "pos-adapters/print-tap/port.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CONNECT_MS = 10000, BACKLOG = 8 };

/* "host:port" in its parts; without a colon the whole is `alone`. */
static bool host_and_port(const char *text, char *host, size_t host_room, char *service,
			  size_t service_room)
{
	const char *colon = strrchr(text, ':');
	size_t length = colon == NULL ? strlen(text) : (size_t)(colon - text);
	size_t end = colon == NULL ? 0 : strcspn(colon + 1, "/?");

	if (colon == NULL)
		length = strcspn(text, "/?");
	if (length > 1 && text[0] == '[' && text[length - 1] == ']') {
		text++;
		length -= 2;
	}
	if (length == 0 || length >= host_room || end >= service_room)
		return false;
	memcpy(host, text, length);
	host[length] = '\0';
	(void)snprintf(service, service_room, "%d", PORT_NUMBER);
	if (end > 0) {
		memcpy(service, colon + 1, end);
		service[end] = '\0';
	}
	return true;
}

static bool resolve(const char *text, struct port *ret, char *ret_why)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo *found = NULL;
	char host[256];
	char service[16];
	int rc = EAI_NONAME;

	if (host_and_port(text, host, sizeof(host), service, sizeof(service)))
		rc = getaddrinfo(host, service, &hints, &found);
	if (rc != 0) {
		(void)snprintf(ret_why, PORT_WHY_ROOM, "%.100s: %.80s", text, gai_strerror(rc));
		return false;
	}
	memcpy(&ret->address, found->ai_addr, found->ai_addrlen);
	ret->address_length = found->ai_addrlen;
	freeaddrinfo(found);
	return true;
}

bool port_read(const char *name, struct port *ret, char *ret_why)
{
	struct port port = { .kind = PORT_BACKEND };

	(void)snprintf(ret_why, PORT_WHY_ROOM,
		       "%.100s: is no socket://HOST:PORT, file:PATH or other "
		       "device",
		       name);
	if (strlen(name) >= sizeof(port.name) || strchr(name, ':') == NULL)
		return false;
	memcpy(port.name, name, strlen(name) + 1);
	if (strncmp(name, "file:", 5) == 0) {
		port.kind = PORT_FILE;
		memmove(port.name, name + 5, strlen(name + 5) + 1);
		if (strncmp(port.name, "//", 2) == 0)
			memmove(port.name, port.name + 2, strlen(port.name + 2) + 1);
	} else if (strncmp(name, "socket://", 9) == 0) {
		port.kind = PORT_SOCKET;
		if (!resolve(name + 9, &port, ret_why))
			return false;
	}
	*ret = port;
	return true;
}

static void set_up_socket(int fd)
{
	int on = 1;

	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	(void)fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

static bool is_connected(int fd)
{
	struct pollfd wait = { .fd = fd, .events = POLLOUT };
	int error = ETIMEDOUT;
	socklen_t length = sizeof(error);

	if (poll(&wait, 1, CONNECT_MS) == 1)
		(void)getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length);
	errno = error;
	return error == 0;
}

static int open_socket(const struct port *port)
{
	int fd = socket(port->address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int kept;

	if (fd < 0)
		return -1;
	set_up_socket(fd);
	if (connect(fd, (const struct sockaddr *)&port->address, port->address_length) == 0 ||
	    (errno == EINPROGRESS && is_connected(fd)))
		return fd;
	kept = errno;
	(void)close(fd);
	errno = kept;
	return -1;
}

int port_open(const struct port *port)
{
	int flags = O_NONBLOCK | O_NOCTTY | O_CLOEXEC | O_APPEND;
	int fd;

	if (port->kind == PORT_SOCKET)
		return open_socket(port);
	fd = open(port->name, O_RDWR | flags);
	return fd >= 0 ? fd : open(port->name, O_WRONLY | flags);
}

bool port_answers(const struct port *port, int fd)
{
	struct stat stat;

	if (port->kind == PORT_SOCKET)
		return true;
	return (fcntl(fd, F_GETFL) & O_ACCMODE) == O_RDWR && fstat(fd, &stat) == 0 &&
	       S_ISCHR(stat.st_mode);
}

bool port_listen(const char *name, int *ret_fd, char *ret_why)
{
	struct port port = { .kind = PORT_SOCKET };
	char whole[300];
	int on = 1;
	int fd;

	(void)snprintf(whole, sizeof(whole), "%s%.200s",
		       strchr(name, ':') == NULL ? "127.0.0.1:" : "", name);
	if (!resolve(whole, &port, ret_why))
		return false;
	fd = socket(port.address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0)
		(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (fd < 0 || bind(fd, (struct sockaddr *)&port.address, port.address_length) != 0 ||
	    listen(fd, BACKLOG) != 0) {
		(void)snprintf(ret_why, PORT_WHY_ROOM, "%.60s: %s", whole, strerror(errno));
		if (fd >= 0)
			(void)close(fd);
		return false;
	}
	*ret_fd = fd;
	return true;
}

void port_break(int fd)
{
	struct linger linger = { .l_onoff = 1, .l_linger = 0 };

	(void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
	(void)close(fd);
}
