/* serve.c - see serve.h. */
#include "pos-adapters/print-tap/serve.h"
#include "pos-adapters/print-tap/house.h"
#include "pos-adapters/print-tap/pass.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum { US_A_MS = 1000, US_A_SECOND = 1000000, HOLD_MS_MAX = 4, IDLE_MAX = 3600 };
enum { LINGER_US = 10 * US_A_SECOND, PASSES_MAX = 16, ROUND_MS = 500, AGAIN_MS = 200 };

/* What all of them have. */
struct server {
	const struct settings *settings;
	struct house house;
	struct port port;
	int signals;
	int listening;
	uint32_t passes;
	bool is_ended;
	struct pass *pass; /* made at the start; a child fills in its copy */
};

void serve_begin(struct pass *pass, const struct settings *settings, const char *reader)
{
	pass->hold_us = (int64_t)settings_number(settings->hold_ms, 0, HOLD_MS_MAX) * US_A_MS;
	/* The wait is shorter than what was promised by what a scheduler needs. */
	pass->hold_us -= pass->hold_us / 8;
	pass->idle_us = (int64_t)settings_number(settings->idle_seconds, 0, IDLE_MAX) * US_A_SECOND;
	pass_begin(pass, settings_dialect(settings), reader);
}

/* Signals come by a descriptor; nothing is interrupted. */
static bool server_open(struct server *server, const struct settings *settings, char *ret_why)
{
	sigset_t set;

	server->settings = settings;
	server->listening = -1;
	(void)signal(SIGPIPE, SIG_IGN);
	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGCHLD);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGINT);
	(void)sigprocmask(SIG_BLOCK, &set, NULL);
	server->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	server->pass = calloc(1, sizeof(*server->pass));
	(void)snprintf(ret_why, SETTINGS_WHY_ROOM, "there is not enough memory");
	if (server->pass == NULL || server->signals < 0)
		return false;
	return house_open(&server->house, settings, ret_why);
}

static void reap(struct server *server)
{
	struct signalfd_siginfo info;
	pid_t child;

	while (read(server->signals, &info, sizeof(info)) == (ssize_t)sizeof(info))
		server->is_ended = server->is_ended || info.ssi_signo != SIGCHLD;
	for (child = waitpid(-1, NULL, WNOHANG); child > 0; child = waitpid(-1, NULL, WNOHANG)) {
		if (!house_ended(&server->house, child) && server->passes > 0)
			server->passes--;
	}
}

static void server_close(struct server *server)
{
	if (server->house.reader > 0)
		(void)kill(server->house.reader, SIGTERM);
	house_leave(&server->house);
	free(server->pass);
}

/* A child that does nothing but pass on. Ends with SIGTERM as any program does. */
static void become_passer(struct server *server)
{
	sigset_t none;

	if (server->listening >= 0)
		(void)close(server->listening);
	house_leave(&server->house);
	(void)close(server->signals);
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	serve_begin(server->pass, server->settings, server->house.socket);
}

/* One connection of the till, from its beginning to its end. */
static void pass_connection(struct server *server, int till)
{
	struct pass *pass = server->pass;
	int on = 1;
	enum pass_end end;

	become_passer(server);
	pass->printer = port_open(&server->port);
	if (pass->printer < 0) {
		port_break(till); /* as a printer that is not there */
		return;
	}
	(void)setsockopt(till, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	(void)fcntl(till, F_SETFL, fcntl(till, F_GETFL) | O_NONBLOCK);
	pass->till = pass->back = till;
	pass->is_till_socket = true;
	pass->is_socket = server->port.kind == PORT_SOCKET;
	pass->printer_back = port_answers(&server->port, pass->printer) ? pass->printer : -1;
	end = pass_run(pass);
	(void)close(pass->printer);
	if (end == PASS_PRINTER_GONE)
		port_break(till);
	else
		(void)close(till);
	pass_linger(pass, LINGER_US);
}

static void take_connection(struct server *server)
{
	int till = accept4(server->listening, NULL, NULL, SOCK_CLOEXEC);
	pid_t child;

	if (till < 0)
		return;
	child = fork();
	if (child == 0) {
		pass_connection(server, till);
		_exit(0);
	}
	if (child > 0)
		server->passes++;
	else
		port_break(till);
	if (child > 0)
		(void)close(till);
}

/* Keeps the reader, takes connections. */
static void serve(struct server *server)
{
	while (!server->is_ended) {
		struct pollfd fds[] = { { .fd = server->signals, .events = POLLIN },
					{ .fd = server->listening, .events = POLLIN } };

		if (server->passes >= PASSES_MAX)
			fds[1].fd = -1;
		house_keep(&server->house);
		(void)poll(fds, 2, server->house.reader == 0 ? AGAIN_MS : ROUND_MS);
		reap(server);
		if (fds[1].revents != 0)
			take_connection(server);
	}
}

/* Says why it cannot be, and lets everything go. */
static int complain(struct server *server, const char *why)
{
	(void)fprintf(stderr, "print-tap: %s\n", why);
	server_close(server);
	return 1;
}

int serve_tcp(const struct settings *settings, const char *listen, const char *printer)
{
	struct server server = { .house = { .listening = -1, .lock = -1 } };
	char why[SETTINGS_WHY_ROOM];

	if (!port_read(printer, &server.port, why) || !server_open(&server, settings, why))
		return complain(&server, why);
	if (server.port.kind == PORT_BACKEND)
		return complain(&server, "serve-tcp prints to socket://HOST:PORT or file:PATH");
	if (!port_listen(listen, &server.listening, why))
		return complain(&server, why);
	house_keep(&server.house);
	(void)printf("listening at %s%s\n", strchr(listen, ':') == NULL ? "127.0.0.1:" : "",
		     listen);
	(void)fflush(stdout);
	serve(&server);
	server_close(&server);
	return 0;
}

int serve_reader(const struct settings *settings)
{
	struct server server = { .house = { .listening = -1, .lock = -1 } };
	char why[SETTINGS_WHY_ROOM];

	if (!server_open(&server, settings, why))
		return complain(&server, why);
	if (server.house.listening < 0)
		return complain(&server, "another program keeps the reader of this home");
	serve(&server);
	server_close(&server);
	return 0;
}

/* A pty in raw mode; its other end stays open, so that the till may come and go. */
static int open_pty(char *ret_name, size_t room, int *ret_other)
{
	int fd = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	struct termios mode;

	if (fd < 0 || grantpt(fd) != 0 || unlockpt(fd) != 0 || ptsname_r(fd, ret_name, room) != 0)
		return -1;
	*ret_other = open(ret_name, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (*ret_other < 0 || tcgetattr(*ret_other, &mode) != 0)
		return -1;
	cfmakeraw(&mode);
	(void)tcsetattr(*ret_other, TCSANOW, &mode);
	return fd;
}

/* Passes on for ever; a printer that went away is waited for, and the till waits too. */
static void pass_pty(struct server *server, int till)
{
	struct pass *pass = server->pass;

	become_passer(server);
	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
	pass->till = pass->back = till;
	pass->is_endless = true;
	pass->is_socket = server->port.kind == PORT_SOCKET;
	for (;;) {
		pass->printer = port_open(&server->port);
		if (pass->printer >= 0) {
			pass->printer_back =
				port_answers(&server->port, pass->printer) ? pass->printer : -1;
			pass->up_ended = pass->up_told = false;
			(void)pass_run(pass);
			(void)close(pass->printer);
		}
		(void)poll(NULL, 0, AGAIN_MS);
	}
}

int serve_pty(const struct settings *settings, const char *printer)
{
	struct server server = { .house = { .listening = -1, .lock = -1 } };
	char why[SETTINGS_WHY_ROOM];
	char name[64];
	int other = -1;
	int till = open_pty(name, sizeof(name), &other);

	if (till < 0)
		return complain(&server, "no pseudo terminal can be had");
	if (!port_read(printer, &server.port, why) || !server_open(&server, settings, why))
		return complain(&server, why);
	if (server.port.kind == PORT_BACKEND)
		return complain(&server, "serve-pty prints to socket://HOST:PORT or file:PATH");
	if (settings->link[0] != '\0') {
		(void)unlink(settings->link);
		if (symlink(name, settings->link) != 0)
			return complain(&server, "the link cannot be made");
	}
	(void)printf("the till prints to %s\n", settings->link[0] != '\0' ? settings->link : name);
	(void)fflush(stdout);
	while (!server.is_ended) {
		pid_t child = fork();

		if (child == 0)
			pass_pty(&server, till);
		server.passes = child > 0 ? 1 : 0;
		while (!server.is_ended && server.passes > 0) {
			struct pollfd fd = { .fd = server.signals, .events = POLLIN };

			house_keep(&server.house);
			(void)poll(&fd, 1, ROUND_MS);
			reap(&server);
		}
		if (child > 0 && server.is_ended)
			(void)kill(child, SIGTERM);
	}
	if (settings->link[0] != '\0')
		(void)unlink(settings->link);
	server_close(&server);
	return 0;
}
