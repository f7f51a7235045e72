/* test_port_file.c - printing into device nodes and files: FIFOs and terminals of the test's own
 * stand for the nodes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "receipts/printer/printer.h"

#define JOB 200000 /* more than a pipe holds */
#define LONG_MS 600000

struct desk {
	struct host host;
	struct printer *printer;
	char folder[64];
	char path[96];
	char wish[128];
	size_t taken;
	bool confirmed;
	unsigned told;
	int reader; /* the far end, which the cashier opens or closes when the printer waits */
	bool drains;
	bool hangs_up;
	char line[320];
	struct rgl_why why;
	uint8_t job[JOB];
	uint8_t paper[JOB + 4096];
	size_t printed;
};

static void read_on(struct desk *desk)
{
	ssize_t length;

	do {
		length = read(desk->reader, desk->paper + desk->printed,
			      sizeof(desk->paper) - desk->printed);
		desk->printed += length > 0 ? (size_t)length : 0;
	} while (length > 0);
}

static void react(void *user, const char *line)
{
	struct desk *desk = user;

	desk->told++;
	if (*line != '\0')
		(void)snprintf(desk->line, sizeof(desk->line), "%s", line);
	if (desk->drains)
		read_on(desk);
	if (desk->hangs_up && desk->reader >= 0) {
		(void)close(desk->reader);
		desk->reader = -1;
	}
}

static void desk_open(struct desk *ret, const char *name)
{
	const char *place = getenv("TMPDIR");

	memset(ret, 0, sizeof(*ret));
	host_init(&ret->host, NULL);
	ret->why.size = sizeof(ret->why);
	ret->reader = -1;
	(void)snprintf(ret->folder, sizeof(ret->folder), "%.40s/port-XXXXXX",
		       place == NULL ? "/tmp" : place);
	assert_non_null(mkdtemp(ret->folder));
	assert_int_equal(chmod(ret->folder, 0755), 0);
	(void)snprintf(ret->path, sizeof(ret->path), "%s/%s", ret->folder, name);
	(void)snprintf(ret->wish, sizeof(ret->wish), "file:%s", ret->path);
	for (size_t i = 0; i < JOB; i++)
		ret->job[i] = i % 32 == 31 ? '\n' : (uint8_t)('A' + i / 32 % 26);
}

static void desk_close(struct desk *desk)
{
	printer_close(desk->printer);
	if (desk->reader >= 0)
		(void)close(desk->reader);
	(void)unlink(desk->path);
	assert_int_equal(rmdir(desk->folder), 0);
}

static rgl_rc print(struct desk *desk, int64_t wait_ms)
{
	struct printer_patience patience = { .wait_ms = wait_ms, .say = react, .user = desk };
	rgl_rc rc = RGL_OK;

	desk->taken = 0;
	desk->confirmed = false;
	if (desk->printer == NULL)
		rc = printer_open(&desk->host, desk->wish, &desk->printer, &desk->why);
	assert_int_equal(rc, RGL_OK);
	printer_set_patience(desk->printer, &patience);
	rc = printer_enter(desk->printer, &desk->why);
	if (rc == RGL_OK)
		rc = printer_send(desk->printer, desk->job, JOB, &desk->taken, &desk->why);
	if (rc == RGL_OK)
		rc = printer_confirm(desk->printer, &desk->confirmed, &desk->why);
	printer_leave(desk->printer);
	return rc;
}

static size_t read_file(struct desk *desk)
{
	FILE *file = fopen(desk->path, "re");

	assert_non_null(file);
	desk->printed = fread(desk->paper, 1, sizeof(desk->paper), file);
	(void)fclose(file);
	return desk->printed;
}

static void assert_refused(struct desk *desk, rgl_rc rc, rgl_rc expected, const char *behind)
{
	char line[320];

	(void)snprintf(line, sizeof(line), "%s%s", desk->path, behind);
	assert_int_equal(rc, expected);
	assert_non_null(strstr(desk->why.text, line));
}

/* Receipts one behind the other, in a file that only its owner reads: receipts have names in them.
 */
static void a_plain_file_gets_whole_receipts(void **state)
{
	struct desk desk;
	struct stat is;

	(void)state;
	desk_open(&desk, "receipts.bin");
	assert_int_equal(print(&desk, LONG_MS), RGL_OK);
	assert_int_equal(desk.taken, JOB);
	assert_false(desk.confirmed);
	assert_int_equal(stat(desk.path, &is), 0);
	assert_int_equal(is.st_mode & 0777, 0600);
	assert_int_equal(print(&desk, LONG_MS), RGL_OK);
	assert_int_equal(stat(desk.path, &is), 0);
	assert_int_equal(is.st_size, 2 * JOB);
	assert_true(read_file(&desk) > JOB);
	assert_memory_equal(desk.paper, desk.job, JOB);
	desk_close(&desk);
}

/* The disk is full within a receipt: nothing of it stays, and it counts as not begun. */
static void a_full_disk_keeps_no_half_receipt(void **state)
{
	const struct rlimit small = { JOB + JOB / 2, JOB * 4 };
	struct rlimit before;
	struct desk desk;
	rgl_rc rc;

	(void)state;
	desk_open(&desk, "receipts.bin");
	assert_int_equal(print(&desk, LONG_MS), RGL_OK);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	(void)signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	rc = print(&desk, LONG_MS);
	(void)setrlimit(RLIMIT_FSIZE, &(struct rlimit) { before.rlim_cur, small.rlim_max });
	assert_int_equal(rc, RGL_E_PRINTER);
	assert_non_null(strstr(desk.why.text, "no room on the disk of "));
	assert_int_equal(desk.taken, 0);
	assert_int_equal(read_file(&desk), JOB);
	desk_close(&desk);
}

/* Two tills into one file: one after the other. */
static void a_file_that_another_program_holds_is_waited_for(void **state)
{
	struct desk desk;
	int held;

	(void)state;
	desk_open(&desk, "receipts.bin");
	held = open(desk.path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	assert_int_equal(flock(held, LOCK_EX), 0);
	assert_refused(&desk, print(&desk, LONG_MS), RGL_E_PRINTER,
		       " is held by another program; end that program, it prints by itself");
	(void)close(held);
	assert_int_equal(print(&desk, LONG_MS), RGL_OK);
	desk_close(&desk);
}

/* Not there, a folder, no permission: each with its own words. Root may do everything, so root
 * steps down. */
static void what_cannot_be_opened_says_why(void **state)
{
	uid_t user = geteuid();
	struct desk desk;
	int made;
	rgl_rc rc;

	(void)state;
	desk_open(&desk, "file");
	(void)snprintf(desk.wish, sizeof(desk.wish), "file:/dev/usb-none/lp7");
	assert_int_equal(print(&desk, LONG_MS), RGL_E_NO_PRINTER);
	assert_string_equal(desk.why.text,
			    "nothing is there at /dev/usb-none/lp7; plug the printer in and "
			    "switch it on, it prints by itself");
	printer_close(desk.printer);
	desk.printer = NULL;
	(void)snprintf(desk.wish, sizeof(desk.wish), "file:%s", desk.folder);
	assert_int_equal(print(&desk, LONG_MS), RGL_E_PRINTER);
	assert_non_null(strstr(desk.why.text, " is a folder; write the name of a file in it"));
	printer_close(desk.printer);
	desk.printer = NULL;
	(void)snprintf(desk.wish, sizeof(desk.wish), "file:%s", desk.path);
	made = open(desk.path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	assert_int_equal(fchmod(made, 0), 0);
	(void)close(made);
	if (user == 0)
		assert_int_equal(seteuid(65534), 0);
	rc = print(&desk, LONG_MS);
	if (user == 0)
		assert_int_equal(seteuid(user), 0);
	assert_int_equal(rc, RGL_E_PRINTER);
	assert_non_null(strstr(desk.why.text, "no permission to use "));
	desk_close(&desk);
}

/* A device that nobody serves (ENXIO), then one that takes some and stands: the till waits, and
 * goes on at its byte. */
static void a_node_that_stands_goes_on_at_its_byte(void **state)
{
	struct desk desk;

	(void)state;
	desk_open(&desk, "lp0");
	assert_int_equal(mkfifo(desk.path, 0600), 0);
	assert_int_equal(print(&desk, LONG_MS), RGL_E_NO_PRINTER);
	assert_non_null(strstr(desk.why.text, "nothing is there at "));
	desk.reader = open(desk.path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	desk.drains = true;
	assert_int_equal(print(&desk, LONG_MS), RGL_OK);
	assert_int_equal(desk.taken, JOB);
	assert_true(desk.told >= 2);
	assert_non_null(strstr(desk.line, " takes nothing; look at its paper"));
	read_on(&desk);
	assert_int_equal(desk.printed, JOB);
	assert_memory_equal(desk.paper, desk.job, JOB);
	desk_close(&desk);
}

/* Whoever reads leaves within a receipt: told, and SIGPIPE does not end the process, which has not
 * blocked it. */
static void a_reader_that_leaves_ends_no_process(void **state)
{
	sigset_t pending;
	struct desk desk;

	(void)state;
	desk_open(&desk, "lp0");
	assert_int_equal(mkfifo(desk.path, 0600), 0);
	desk.reader = open(desk.path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	desk.hangs_up = true;
	assert_refused(&desk, print(&desk, LONG_MS), RGL_E_NO_PRINTER,
		       " went away; plug it in and switch it on, it prints by itself");
	assert_in_range(desk.taken, 1, JOB - 1);
	assert_int_equal(sigpending(&pending), 0);
	assert_int_equal(sigismember(&pending, SIGPIPE), 0);
	desk_close(&desk);
}

/* A node that nobody empties is given up when patience ends. */
static void a_node_that_stands_for_long_is_given_up(void **state)
{
	struct desk desk;

	(void)state;
	desk_open(&desk, "lp0");
	assert_int_equal(mkfifo(desk.path, 0600), 0);
	desk.reader = open(desk.path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	assert_refused(&desk, print(&desk, 500), RGL_E_PRINTER,
		       " takes nothing; look at its paper,"
		       " cover and lights, it prints by "
		       "itself");
	read_on(&desk);
	assert_int_equal(desk.printed, desk.taken);
	desk_close(&desk);
}

/* ---- A printer on a serial line ---- */

/* The far end of a terminal: takes all, and answers as a printer does. */
struct line {
	int master;
	uint8_t paper[JOB + 4096];
	size_t printed;
	bool is_over;
};

static void answer(struct line *line, size_t from)
{
	for (size_t i = from < 2 ? 2 : from; i < line->printed; i++) {
		const uint8_t *end = line->paper + i - 2;
		uint8_t status = end[0] == 0x10 && end[1] == 0x04 ? 0x12 : 0x00;

		if (status != 0 || (end[0] == 0x1D && end[1] == 'r'))
			(void)!write(line->master, &status, 1);
	}
}

static void *serve(void *user)
{
	struct line *line = user;
	struct pollfd one = { .fd = line->master, .events = POLLIN };
	ssize_t length;

	while (poll(&one, 1, 30000) > 0) {
		size_t before = line->printed;

		length = read(line->master, line->paper + line->printed,
			      sizeof(line->paper) - line->printed);
		if (length <= 0)
			break;
		line->printed += (size_t)length;
		answer(line, before);
	}
	return NULL;
}

/* A terminal as device: read and written, so it is asked, and it confirms. It is as the system
 * makes it, for people: it would add to line ends, and say the printer's answers back to it. */
static void a_device_that_answers_confirms(void **state)
{
	static struct line line;
	struct termios is;
	pthread_t thread;
	struct desk desk;
	int kept;

	(void)state;
	desk_open(&desk, "unused");
	line.master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	assert_true(line.master >= 0);
	assert_int_equal(grantpt(line.master), 0);
	assert_int_equal(unlockpt(line.master), 0);
	(void)snprintf(desk.wish, sizeof(desk.wish), "file:%s", ptsname(line.master));
	kept = open(ptsname(line.master), O_RDWR | O_NOCTTY | O_CLOEXEC);
	assert_int_equal(tcgetattr(kept, &is), 0);
	assert_true((is.c_oflag & OPOST) != 0 && (is.c_lflag & ECHO) != 0);
	assert_int_equal(pthread_create(&thread, NULL, serve, &line), 0);
	assert_int_equal(print(&desk, LONG_MS), RGL_OK);
	assert_true(desk.confirmed);
	(void)close(kept);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_non_null(memmem(line.paper, line.printed, desk.job, JOB));
	(void)close(line.master);
	desk_close(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_file_gets_whole_receipts),
		cmocka_unit_test(a_full_disk_keeps_no_half_receipt),
		cmocka_unit_test(a_file_that_another_program_holds_is_waited_for),
		cmocka_unit_test(what_cannot_be_opened_says_why),
		cmocka_unit_test(a_node_that_stands_goes_on_at_its_byte),
		cmocka_unit_test(a_reader_that_leaves_ends_no_process),
		cmocka_unit_test(a_node_that_stands_for_long_is_given_up),
		cmocka_unit_test(a_device_that_answers_confirms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
