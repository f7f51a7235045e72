/* tap_rig.c - see tap_rig.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/support/tap_rig.h"

double tap_rig_now_ms(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int listen_somewhere(int *ret_port)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t length = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(fd, 16), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &length), 0);
	*ret_port = ntohs(address.sin_port);
	return fd;
}

int tap_rig_call(int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int on = 1;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	return fd;
}

/* Starts the tap; it is ready when it has said so. */
static void tap_start(struct tap_rig *rig, const char *hold_ms)
{
	char program[TAP_RIG_PATH];
	char at[64];
	char to[64];
	char said[64];
	int ends[2];

	(void)snprintf(program, sizeof(program), "%s/print-tap", getenv("REGULARS_BUILD"));
	(void)snprintf(at, sizeof(at), "127.0.0.1:%d", rig->tap_port);
	(void)snprintf(to, sizeof(to), "socket://127.0.0.1:%d", rig->printer_port);
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	rig->tap = fork();
	if (rig->tap == 0) {
		(void)dup2(ends[1], STDOUT_FILENO);
		(void)execl(program, program, "serve-tcp", "--home", rig->home, "--hold-ms",
			    hold_ms, at, to, (char *)NULL);
		_exit(127);
	}
	(void)close(ends[1]);
	assert_true(read(ends[0], said, sizeof(said)) > 0);
	(void)close(ends[0]);
}

void tap_rig_open(struct tap_rig *rig, const char *hold_ms)
{
	int other;
	const char *folder = getenv("TMPDIR");

	assert_non_null(getenv("REGULARS_BUILD"));
	*rig = (struct tap_rig) { 0 };
	(void)snprintf(rig->home, sizeof(rig->home), "%s/tap-XXXXXX",
		       folder == NULL ? "/var/tmp" : folder);
	assert_non_null(mkdtemp(rig->home));
	rig->printer = listen_somewhere(&rig->printer_port);
	other = listen_somewhere(&rig->tap_port);
	(void)close(other);
	tap_start(rig, hold_ms);
}

void tap_rig_close(struct tap_rig *rig)
{
	int status = -1;

	(void)kill(rig->tap, SIGTERM);
	assert_int_equal(waitpid(rig->tap, &status, 0), rig->tap);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	if (rig->printer >= 0)
		(void)close(rig->printer);
}

/* Who passes on has closed its keeper's descriptor for signals. */
static bool keeps_signals(long child)
{
	char path[TAP_RIG_PATH];
	char name[64];
	bool found = false;

	for (int fd = 0; fd < 16 && !found; fd++) {
		ssize_t length;

		(void)snprintf(path, sizeof(path), "/proc/%ld/fd/%d", child, fd);
		length = readlink(path, name, sizeof(name) - 1);
		name[length < 0 ? 0 : length] = '\0';
		found = strstr(name, "signalfd") != NULL;
	}
	return found;
}

pid_t tap_rig_reader_of(const struct tap_rig *rig)
{
	char path[TAP_RIG_PATH];
	long child = 0;
	bool found = false;
	FILE *file;

	(void)snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)rig->tap,
		       (int)rig->tap);
	file = fopen(path, "r");
	while (file != NULL && !found && fscanf(file, "%ld", &child) == 1)
		found = keeps_signals(child);
	if (file != NULL)
		(void)fclose(file);
	return found ? (pid_t)child : 0;
}

uint32_t tap_rig_chance(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* Adds a receipt: text, a picture that holds the bytes of cuts, a code, a cut. */
size_t tap_rig_receipt_add(uint8_t *to, uint32_t number)
{
	static const uint8_t PICTURE[] = { 0x1D, 'v', '0', 0,	 4,   0,    4,	  0,
					   0x1D, 'V', 0,   0x1B, 'i', 0x1B, 'm',  0x1D,
					   'V',	 'A', 3,   0x1B, 'd', 1,    0x1D, 'V' };
	size_t length = 0;

	length += (size_t)sprintf((char *)to, "\x1B@Shop\nReceipt %u\nCoffee 2.50\nTotal 2.50\n",
				  number);
	memcpy(to + length, PICTURE, sizeof(PICTURE));
	length += sizeof(PICTURE);
	memcpy(to + length,
	       "\x1B"
	       "d\x03\x1DVA\x03",
	       7);
	return length + 7;
}

/* Sends in pieces of chance, takes at the printer, until all is there; `each` is called between. */
void tap_rig_carry(int till, int printer, const uint8_t *bytes, size_t length, uint32_t seed,
		   void (*each)(void *user, size_t sent), void *user)
{
	uint8_t *taken = malloc(length + 1);
	size_t sent = 0;
	size_t got = 0;

	assert_non_null(taken);
	(void)fcntl(till, F_SETFL, O_NONBLOCK);
	while (got < length) {
		struct pollfd fds[] = { { till, sent < length ? POLLOUT : 0, 0 },
					{ printer, POLLIN, 0 } };
		size_t piece = 1 + tap_rig_chance(&seed) % (seed % 3 == 0 ? 5000 : 40);
		ssize_t moved;

		assert_true(poll(fds, 2, TAP_RIG_WAIT_MS) > 0);
		if (sent + piece > length)
			piece = length - sent;
		if (piece > 0 && (fds[0].revents & POLLOUT) != 0) {
			moved = write(till, bytes + sent, piece);
			assert_true(moved > 0 || errno == EAGAIN);
			sent += moved > 0 ? (size_t)moved : 0;
		}
		if (fds[1].revents != 0) {
			moved = read(printer, taken + got, length + 1 - got);
			assert_true(moved > 0);
			got += (size_t)moved;
		}
		if (each != NULL)
			each(user, sent);
	}
	assert_int_equal(got, length);
	assert_memory_equal(taken, bytes, length);
	free(taken);
}
