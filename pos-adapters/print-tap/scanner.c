/* scanner.c - see scanner.h. */
#include "pos-adapters/print-tap/scanner.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { RETRY_MS = 5000 };

void scanner_open(struct scanner *scanner, int64_t now_ms)
{
	struct termios mode;

	if (scanner->path[0] == '\0' || scanner->fd >= 0 ||
	    (scanner->tried_ms != 0 && now_ms - scanner->tried_ms < RETRY_MS))
		return;
	scanner->tried_ms = now_ms;
	scanner->fd = open(scanner->path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (scanner->fd >= 0 && tcgetattr(scanner->fd, &mode) == 0) {
		cfmakeraw(&mode);
		(void)tcsetattr(scanner->fd, TCSANOW, &mode);
	}
}

static void take(struct scanner *scanner, char character, int64_t now_ms)
{
	if (character != '\r' && character != '\n') {
		if (scanner->length + 1 < sizeof(scanner->open))
			scanner->open[scanner->length++] = character;
		return;
	}
	if (scanner->length == 0)
		return;
	scanner->open[scanner->length] = '\0';
	memcpy(scanner->last, scanner->open, scanner->length + 1);
	memset(scanner->open, 0, sizeof(scanner->open));
	scanner->length = 0;
	scanner->at_ms = now_ms;
}

void scanner_read(struct scanner *scanner, int64_t now_ms)
{
	char bytes[256];
	ssize_t length = read(scanner->fd, bytes, sizeof(bytes));

	if (length <= 0 && (length == 0 || (errno != EAGAIN && errno != EINTR))) {
		(void)close(scanner->fd);
		scanner->fd = -1;
		scanner->tried_ms = now_ms;
	}
	for (ssize_t i = 0; i < length; i++)
		take(scanner, bytes[i], now_ms);
	memset(bytes, 0, sizeof(bytes));
}

void scanner_forget(struct scanner *scanner)
{
	memset(scanner->last, 0, sizeof(scanner->last));
}
