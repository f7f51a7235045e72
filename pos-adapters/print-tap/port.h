/* port.h - the printer behind the tap.
 *
 * Where it is: socket://HOST:PORT, file:PATH (a node as /dev/usb/lp0, or a file), fd:N (for tests),
 * or, in a CUPS backend, any other device URI: then that backend is started and gets the bytes.
 */
#pragma once

#include <stdbool.h>
#include <sys/socket.h>
#include <sys/types.h>

enum { PORT_NAME_ROOM = 1024, PORT_WHY_ROOM = 200, PORT_NUMBER = 9100 };

enum port_kind { PORT_SOCKET, PORT_FILE, PORT_BACKEND };

/* Names are looked up once, at the start. */
struct port {
	enum port_kind kind;
	char name[PORT_NAME_ROOM];
	struct sockaddr_storage address;
	socklen_t address_length;
};

/* False with words in ret_why. */
bool port_read(const char *name, struct port *ret, char *ret_why);

/* Opens a socket or a file, not to block; below 0: it cannot be had now, errno says why. */
int port_open(const struct port *port);

/* Whether answers can be read of what was opened. */
bool port_answers(const struct port *port, int fd);

/* Resolves HOST:PORT or PORT alone, for listening; loopback unless a host is named. */
bool port_listen(const char *name, int *ret_fd, char *ret_why);

/* Closes so that the other side sees a break, as of a printer that is switched off. */
void port_break(int fd);
