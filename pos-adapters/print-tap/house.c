/* house.c - see house.h. */
#include "pos-adapters/print-tap/house.h"
#include "pos-adapters/print-tap/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { BACKLOG = 64, AGAIN_MS = 500, STAY_SECONDS = 1800 };

static long long clock_ms(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int listen_at(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	(void)snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	(void)unlink(path);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0 ||
	    chmod(path, 0600) != 0 || listen(fd, BACKLOG) != 0) {
		if (fd >= 0)
			(void)close(fd);
		return -1;
	}
	return fd;
}

/* Whether nobody else keeps it; then it is ours. */
static bool take_over(struct house *house)
{
	if (flock(house->lock, LOCK_EX | LOCK_NB) != 0)
		return false;
	house->listening = listen_at(house->socket);
	return true;
}

/* Samples that nobody could keep would be missed only when they are wanted. */
static bool has_room_for_samples(const struct settings *settings, char *ret_why)
{
	const char *folder = settings->capture;

	if (folder[0] == '\0' || mkdir(folder, 0700) == 0 || access(folder, W_OK | X_OK) == 0)
		return true;
	(void)snprintf(ret_why, SETTINGS_WHY_ROOM, "capture: %.150s: %s", folder, strerror(errno));
	return false;
}

bool house_open(struct house *house, const struct settings *settings, char *ret_why)
{
	char lock[HOUSE_PATH_ROOM + 8];

	*house = (struct house) { .settings = settings, .listening = -1, .lock = -1 };
	(void)snprintf(ret_why, SETTINGS_WHY_ROOM, "home: longer than the path of a socket may be");
	if (!settings_path(settings, "reader.sock", house->socket, sizeof(house->socket)))
		return false;
	(void)snprintf(lock, sizeof(lock), "%s.lock", house->socket);
	if (mkdir(settings->home, 0700) == 0 || errno == EEXIST)
		house->lock = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (house->lock < 0) {
		(void)snprintf(ret_why, SETTINGS_WHY_ROOM, "%.150s: %s", lock, strerror(errno));
		return false;
	}
	if (!has_room_for_samples(settings, ret_why))
		return false;
	if (!take_over(house))
		return true; /* another keeps it, and may end one day */
	if (house->listening >= 0)
		return true;
	(void)snprintf(ret_why, SETTINGS_WHY_ROOM, "%.150s: %s", house->socket, strerror(errno));
	return false;
}

void house_leave(struct house *house)
{
	if (house->listening >= 0)
		(void)close(house->listening);
	if (house->lock >= 0)
		(void)close(house->lock);
	house->listening = house->lock = -1;
}

static void start_reader(struct house *house, int stay_seconds)
{
	sigset_t none;
	pid_t child;

	house->started_ms = clock_ms();
	(void)fflush(NULL);
	child = fork();
	if (child > 0)
		house->reader = child;
	if (child != 0)
		return;
	/* A reader that hangs must not keep another keeper out. */
	(void)close(house->lock);
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	_exit(reader_run(house->settings, house->listening, stay_seconds));
}

void house_keep(struct house *house)
{
	if (house->listening < 0 && house->lock >= 0)
		(void)take_over(house);
	if (house->listening < 0 || house->reader != 0 ||
	    (house->started_ms != 0 && clock_ms() - house->started_ms < AGAIN_MS))
		return;
	start_reader(house, 0);
}

bool house_ended(struct house *house, pid_t child)
{
	if (child != house->reader || child == 0)
		return false;
	house->reader = 0;
	return true;
}

/* Keeps a reader until one ends by itself. */
static void keep_apart(struct house *house)
{
	int status = 0;

	do {
		while (clock_ms() - house->started_ms < AGAIN_MS && house->started_ms != 0)
			(void)poll(NULL, 0, 50);
		start_reader(house, STAY_SECONDS);
		if (house->reader == 0 || waitpid(house->reader, &status, 0) < 0)
			return;
		house->reader = 0;
	} while (!WIFEXITED(status) || WEXITSTATUS(status) != 0);
}

/* In the background: nothing of the caller's is held open, or CUPS would wait for it. */
static void go_apart(struct house *house)
{
	int null = open("/dev/null", O_RDWR);

	(void)setsid();
	for (int fd = 0; fd < 1024; fd++) {
		if (fd != null && fd != house->listening && fd != house->lock)
			(void)close(fd);
	}
	for (int fd = 0; fd < 3 && null >= 0; fd++)
		(void)dup2(null, fd);
	keep_apart(house);
}

void house_start_apart(const struct settings *settings)
{
	struct house house;
	char why[SETTINGS_WHY_ROOM];
	pid_t child;

	if (!house_open(&house, settings, why) || house.listening < 0) {
		house_leave(&house);
		return;
	}
	(void)fflush(NULL);
	child = fork();
	if (child == 0) {
		/* Twice, so that nobody has to wait for it. */
		if (fork() == 0)
			go_apart(&house);
		_exit(0);
	}
	if (child > 0)
		(void)waitpid(child, NULL, 0);
	house_leave(&house);
}
