/* port_file.c - a device node, as /dev/usb/lp0 of the system's own printer driver, or a plain file,
 * which receipts are added to, each as a whole.
 *
 * Source: linux/drivers/usb/class/usblp.c: O_NONBLOCK, poll, LPGETSTATUS, LPIOC_GET_DEVICE_ID.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "receipts/printer/port.h"

#define CHUNK 2048
#define ANSWER_MS 300
#define LP_GET_STATUS 0x060B
#define LP_PAPER_OUT 0x20
#define DEVICE_ID_ROOM 1024
#define LP_GET_DEVICE_ID _IOC(_IOC_READ, 'P', 1, DEVICE_ID_ROOM)

struct file {
	int descriptor; /* -1: closed */
	bool is_plain;
	bool is_printer_driver;
	char path[PRINTER_WHERE_ROOM];
};

static rgl_rc make(struct port *port, const char *where, struct rgl_why *why)
{
	struct file *file;

	if (*where == '\0' || strlen(where) >= sizeof(file->path) ||
	    where[strlen(where) - 1] == '/')
		return refuse_field(why, RGL_E_FIELD, "printer",
				    "\"file:%.80s\" is not a file to print into; write "
				    "file:/dev/usb/lp0 or file:/path/receipts.bin",
				    where);
	file = host_new(port->host, sizeof(*file));
	if (file == NULL)
		return refuse(why, RGL_E_MEMORY, "not enough memory to print");
	port->own = file;
	file->descriptor = -1;
	(void)snprintf(file->path, sizeof(file->path), "%s", where);
	(void)snprintf(port->name, sizeof(port->name), "%.110s", where);
	(void)snprintf(port->identity, sizeof(port->identity), "file:%.105s", where);
	return RGL_OK;
}

static rgl_rc say_unopened(const struct port *port, int code, struct rgl_why *why)
{
	switch (code) {
	case EBUSY:
	case EWOULDBLOCK:
		return refuse(
			why, RGL_E_PRINTER,
			"%s is held by another program; end that program, it prints by itself",
			port->name);
	case EACCES:
	case EPERM:
		return refuse(why, RGL_E_PRINTER,
			      "no permission to use %s; put this user into the group that owns it "
			      "(ls -l shows it; lp for a printer), then start the till anew",
			      port->name);
	case ENOENT:
	case ENOTDIR:
	case ENODEV:
	case ENXIO:
		return refuse(why, RGL_E_NO_PRINTER,
			      "nothing is there at %s; plug the printer in and switch it on, it "
			      "prints by itself",
			      port->name);
	case EISDIR:
		return refuse(why, RGL_E_PRINTER, "%s is a folder; write the name of a file in it",
			      port->name);
	case EROFS:
		return refuse(why, RGL_E_PRINTER, "%s cannot be written: its disk is read-only",
			      port->name);
	default:
		return refuse(why, RGL_E_PRINTER, "%s cannot be opened (%s)", port->name,
			      strerrordesc_np(code));
	}
}

/* For reading too, where that is let: a device says how it is. -1 sets errno. */
static int open_node(const char *path)
{
	int flags = O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
	int descriptor = open(path, O_RDWR | flags);

	if (descriptor < 0 && (errno == EACCES || errno == EINVAL))
		descriptor = open(path, O_WRONLY | flags);
	return descriptor;
}

/* A FIFO is opened for writing alone: who reads at its other end says nothing back. A file that is
 * not there yet is made, but for a device's. */
static int open_path(const char *path, bool *ret_is_plain)
{
	struct stat is;
	bool is_there = stat(path, &is) == 0;
	int flags = O_NONBLOCK | O_NOCTTY | O_CLOEXEC;

	*ret_is_plain = is_there ? S_ISREG(is.st_mode) : strncmp(path, "/dev/", 5) != 0;
	if (*ret_is_plain)
		return open(path, O_WRONLY | O_APPEND | O_CREAT | flags, 0600);
	if (is_there && S_ISFIFO(is.st_mode))
		return open(path, O_WRONLY | flags);
	return open_node(path);
}

/* The system's own driver knows what the printer calls itself. */
static void identify(struct port *port)
{
	struct file *file = port->own;
	char id[DEVICE_ID_ROOM] = "";
	char words[2 * PORT_WORD_ROOM];
	unsigned length;

	file->is_printer_driver = ioctl(file->descriptor, LP_GET_DEVICE_ID, id) >= 0;
	if (!file->is_printer_driver)
		return;
	length = (unsigned)(unsigned char)id[0] << 8 | (unsigned char)id[1];
	if (length > 2 && length <= sizeof(id))
		port_identity_parse(id + 2, length - 2, &port->about);
	port_identity_name(&port->about, words, sizeof(words));
	(void)snprintf(port->name, sizeof(port->name), "%s (%.28s)", words, file->path);
}

/* A serial line is made for people as a rule: the system would add to line ends and say the
 * printer's answers back to it. Its speed and its flow control stay as they were set. */
static void make_raw(int descriptor)
{
	struct termios is;
	struct termios raw;

	if (tcgetattr(descriptor, &is) != 0)
		return;
	raw = is;
	cfmakeraw(&raw);
	raw.c_cflag = is.c_cflag;
	raw.c_iflag |= is.c_iflag & (IXON | IXOFF);
	(void)tcsetattr(descriptor, TCSANOW, &raw);
}

static rgl_rc open_file(struct port *port, struct rgl_why *why)
{
	struct file *file = port->own;

	file->descriptor = open_path(file->path, &file->is_plain);
	if (file->descriptor < 0)
		return say_unopened(port, errno, why);
	if (file->is_plain && flock(file->descriptor, LOCK_EX | LOCK_NB) != 0)
		return say_unopened(port, errno, why);
	if (file->is_plain)
		return RGL_OK;
	make_raw(file->descriptor);
	identify(port);
	port->says = (fcntl(file->descriptor, F_GETFL) & O_ACCMODE) == O_RDWR;
	return RGL_OK;
}

/* A reader of a FIFO that left would end the process by SIGPIPE: it is kept from this thread for
 * the while of the write, and taken back. */
static ssize_t write_quietly(int descriptor, const uint8_t *bytes, size_t length)
{
	const struct timespec now = { 0 };
	sigset_t pipe_only, before, pending;
	bool was_pending;
	ssize_t moved;
	int code;

	(void)sigemptyset(&pipe_only);
	(void)sigaddset(&pipe_only, SIGPIPE);
	(void)sigemptyset(&pending);
	(void)sigpending(&pending);
	was_pending = sigismember(&pending, SIGPIPE) == 1;
	(void)pthread_sigmask(SIG_BLOCK, &pipe_only, &before);
	moved = write(descriptor, bytes, length);
	code = errno;
	if (moved < 0 && code == EPIPE && !was_pending)
		(void)sigtimedwait(&pipe_only, NULL, &now);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	errno = code;
	return moved;
}

static enum port_event event_of(struct port *port, int code)
{
	switch (code) {
	case EAGAIN:
	case EINTR:
		return PORT_TIMEOUT;
	case ENOMEM:
		return PORT_NO_MEMORY;
	case ENODEV:
	case ENXIO:
	case EPIPE:
		return PORT_GONE;
	case ENOSPC:
	case EDQUOT:
	case EFBIG:
		/* The printer driver says so of paper. */
		if (!((struct file *)port->own)->is_plain)
			return PORT_TIMEOUT;
		return port_fail(port, "no room on the disk of %s; make room, it prints by itself",
				 port->name);
	default:
		return PORT_FAILED;
	}
}

/* A whole receipt or nothing of it: what a full disk took is taken back. */
static enum port_event append(struct port *port, const uint8_t *bytes, size_t length,
			      size_t *ret_taken)
{
	const struct file *file = port->own;
	struct stat before;
	ssize_t moved;
	int code;

	if (fstat(file->descriptor, &before) != 0)
		return event_of(port, errno);
	moved = write(file->descriptor, bytes, length);
	code = moved < 0 ? errno : ENOSPC;
	if (moved == (ssize_t)length) {
		*ret_taken = length;
		return PORT_OK;
	}
	port->is_undone = ftruncate(file->descriptor, before.st_size) == 0;
	if (!port->is_undone && moved > 0)
		*ret_taken = (size_t)moved;
	return event_of(port, code);
}

static enum port_event send(struct port *port, const uint8_t *bytes, size_t length,
			    unsigned wait_ms, size_t *ret_taken)
{
	const struct file *file = port->own;
	ssize_t moved;

	*ret_taken = 0;
	if (file->is_plain)
		return append(port, bytes, length, ret_taken);
	if (!port_wait(port, file->descriptor, POLLOUT, wait_ms))
		return PORT_TIMEOUT;
	moved = write_quietly(file->descriptor, bytes, length < CHUNK ? length : CHUNK);
	if (moved < 0)
		return event_of(port, errno);
	*ret_taken = (size_t)moved;
	return moved > 0 ? PORT_OK : PORT_TIMEOUT;
}

static enum port_event listen(struct port *port, uint8_t *said, size_t room, unsigned wait_ms,
			      size_t *ret_length)
{
	const struct file *file = port->own;
	enum port_event event;
	ssize_t length;

	if (!port_wait(port, file->descriptor, POLLIN, wait_ms))
		return PORT_TIMEOUT;
	length = read(file->descriptor, said, room);
	if (length > 0) {
		*ret_length = (size_t)length;
		return PORT_OK;
	}
	/* A driver that has nothing to say reads as an end; EIO is a terminal whose far end left.
	 */
	if (length == 0)
		return PORT_TIMEOUT;
	event = errno == EIO ? PORT_GONE : event_of(port, errno);
	return event == PORT_GONE ? event : PORT_TIMEOUT;
}

/* Closing would throw away what the driver still has. */
static enum port_event settle(struct port *port, unsigned wait_ms)
{
	const struct file *file = port->own;

	if (file->is_plain || port_wait(port, file->descriptor, POLLOUT, wait_ms))
		return PORT_OK;
	return PORT_TIMEOUT;
}

static enum status_trouble ask(struct port *port)
{
	const struct file *file = port->own;
	int status = 0;

	if (!file->is_printer_driver || ioctl(file->descriptor, LP_GET_STATUS, &status) != 0)
		return STATUS_FINE;
	return status & LP_PAPER_OUT ? STATUS_NO_PAPER : STATUS_FINE;
}

static void close_file(struct port *port, bool is_broken)
{
	struct file *file = port->own;

	(void)is_broken;
	if (file->descriptor >= 0)
		(void)close(file->descriptor);
	file->descriptor = -1;
}

static void end(struct port *port)
{
	struct file *file = port->own;

	if (file == NULL)
		return;
	close_file(port, false);
	host_free(port->host, file);
}

const struct port_kind port_file = { .prefix = "file",
				     .chunk = SIZE_MAX,
				     .answer_ms = ANSWER_MS,
				     .make = make,
				     .open = open_file,
				     .send = send,
				     .listen = listen,
				     .settle = settle,
				     .ask = ask,
				     .close = close_file,
				     .end = end };
