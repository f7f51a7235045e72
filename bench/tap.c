/* tap.c - bench/tap BUILD FOLDER PRINTS: how much later a print comes through print-tap, beside a
 * bare loop that copies, in one run, turn by turn.
 *
 * Both stand on this machine between a till and a printer that are played here. A print is a
 * receipt with a picture and a cut; its time is from the first byte in to the last byte out.
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/measure.h"

enum { PATH = 512, PRINTS_MAX = 100000, RECEIPT = 2048, LIMIT_US = 5000 };

static int listen_somewhere(int *ret_port)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t length = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	measure_need(fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0 &&
			     listen(fd, 4) == 0 &&
			     getsockname(fd, (struct sockaddr *)&address, &length) == 0,
		     "there is no port to listen at");
	*ret_port = ntohs(address.sin_port);
	return fd;
}

static int call(int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int on = 1;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	measure_need(connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0,
		     "nobody listens");
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	return fd;
}

/* The least that can stand between the two: read, write, one way. */
static void copy_loop(int listening, int printer_port)
{
	char bytes[65536];
	int till = accept(listening, NULL, NULL);
	int printer = call(printer_port);

	for (;;) {
		struct pollfd fd = { .fd = till, .events = POLLIN };
		ssize_t length = poll(&fd, 1, -1) > 0 ? read(till, bytes, sizeof(bytes)) : -1;

		if (length <= 0 || write(printer, bytes, (size_t)length) != length)
			_exit(0);
	}
}

static pid_t tap_start(const char *build, const char *home, int tap_port, int printer_port)
{
	char program[PATH];
	char at[64];
	char to[64];
	char said[64];
	int ends[2];
	pid_t child;

	(void)snprintf(program, sizeof(program), "%s/print-tap", build);
	(void)snprintf(at, sizeof(at), "127.0.0.1:%d", tap_port);
	(void)snprintf(to, sizeof(to), "socket://127.0.0.1:%d", printer_port);
	measure_need(pipe(ends) == 0, "there is no pipe");
	child = fork();
	if (child == 0) {
		(void)dup2(ends[1], STDOUT_FILENO);
		(void)execl(program, program, "serve-tcp", "--home", home, at, to, (char *)NULL);
		_exit(127);
	}
	(void)close(ends[1]);
	measure_need(read(ends[0], said, sizeof(said)) > 0, "print-tap does not start");
	(void)close(ends[0]);
	return child;
}

static size_t receipt_make(char *to)
{
	size_t length = 0;

	length += (size_t)snprintf(to, RECEIPT, "\x1B@Shop\nReceipt\n");
	for (int i = 0; i < 30; i++)
		length += (size_t)snprintf(to + length, RECEIPT - length, "%2d x Coffee %20d.50\n",
					   i, i * 3);
	memcpy(to + length,
	       "\x1B"
	       "d\x04\x1DVA\x03",
	       7);
	return length + 7;
}

static double print_one(int till, int printer, const char *bytes, size_t length)
{
	char taken[RECEIPT];
	double began = measure_now_us();

	measure_need(write(till, bytes, length) == (ssize_t)length &&
			     recv(printer, taken, length, MSG_WAITALL) == (ssize_t)length &&
			     memcmp(taken, bytes, length) == 0,
		     "what came out is not what went in");
	return measure_now_us() - began;
}

static void say(const char *which, double share, double *tap, double *bare, size_t prints)
{
	char what[MEASURE_TEXT * 2];
	char measured[MEASURE_TEXT];
	char against[MEASURE_TEXT];
	double with = measure_at(tap, prints, share);
	double without = measure_at(bare, prints, share);

	(void)snprintf(what, sizeof(what), "print-tap: a receipt comes later, %s", which);
	(void)snprintf(measured, sizeof(measured), "%.0f us", with);
	(void)snprintf(against, sizeof(against), "a copying loop %.0f us", without);
	measure_line(what, measured, against, 0, "< 5 ms more");
	if (share < 1)
		measure_need(with - without < LIMIT_US, "a print came five milliseconds later");
}

int main(int argc, char **argv)
{
	size_t prints = argc == 4 ? measure_count(argv[3], PRINTS_MAX) : 0;
	char bytes[RECEIPT];
	size_t length = receipt_make(bytes);
	int printer_port;
	int bare_port;
	int tap_port;
	int printer;
	int bare;
	double *tap_us;
	double *bare_us;
	int tills[2];
	int printers[2];
	pid_t children[2];

	measure_need(argc == 4, "usage: bench/tap BUILD FOLDER PRINTS");
	tap_us = measure_room(prints, sizeof(*tap_us));
	bare_us = measure_room(prints, sizeof(*bare_us));
	printer = listen_somewhere(&printer_port);
	bare = listen_somewhere(&bare_port);
	children[0] = fork();
	if (children[0] == 0)
		copy_loop(bare, printer_port);
	(void)close(listen_somewhere(&tap_port));
	children[1] = tap_start(argv[1], argv[2], tap_port, printer_port);
	tills[0] = call(bare_port);
	printers[0] = accept(printer, NULL, NULL);
	tills[1] = call(tap_port);
	printers[1] = accept(printer, NULL, NULL);
	for (size_t i = 0; i < prints; i++) {
		bare_us[i] = print_one(tills[0], printers[0], bytes, length);
		tap_us[i] = print_one(tills[1], printers[1], bytes, length);
	}
	say("median", 0.5, tap_us, bare_us, prints);
	say("99 of 100", 0.99, tap_us, bare_us, prints);
	say("at most", 1, tap_us, bare_us, prints);
	for (int i = 0; i < 2; i++) {
		(void)close(tills[i]);
		(void)kill(children[i], SIGTERM);
		(void)waitpid(children[i], NULL, 0);
	}
	free(tap_us);
	free(bare_us);
	return 0;
}
