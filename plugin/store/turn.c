/* turn.c - see turn.h. */
#include "plugin/store/turn.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static void follow_store(int turn, const struct stat *store)
{
	bool followed = fchmod(turn, store->st_mode & 0666) == 0;

	if (geteuid() == 0)
		followed = fchown(turn, store->st_uid, store->st_gid) == 0 && followed;
	(void)followed;
}

rgl_rc turn_open(const char *store_path, int *ret, struct rgl_why *refusal)
{
	struct stat store = { .st_mode = 0600 };
	char path[4104];
	mode_t mode = 0600;
	int turn;

	(void)snprintf(path, sizeof(path), "%s-turn", store_path);
	if (stat(store_path, &store) == 0)
		mode = store.st_mode & 0666;
	turn = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (turn >= 0)
		/* As SQLite does with its files: the store's mode, and its owner's, whoever was
		 * first; when that may not be, the file is still of use to this user. */
		follow_store(turn, &store);
	else if (errno == EEXIST)
		turn = open(path, O_RDWR | O_CLOEXEC);
	if (turn >= 0) {
		*ret = turn;
		return RGL_OK;
	}
	if (errno == EACCES || errno == EROFS || errno == EPERM)
		return refuse(refusal, RGL_E_READ_ONLY,
			      "%s and %s-turn may not be written by this user; give write "
			      "permission to them and to their folder",
			      store_path, store_path);
	if (errno == ENOSPC || errno == EDQUOT)
		return refuse(refusal, RGL_E_FULL, "the disk is full; free room and try again");
	return refuse(refusal, RGL_E_INPUT_OUTPUT, "%s: %s", path, strerror(errno));
}

void turn_close(int turn)
{
	if (turn >= 0)
		(void)close(turn);
}

/* Two bytes of the file: who comes next, and whose turn it is. A waiter holds the first while it
 * tries for the second, so that whoever gives its turn away cannot take it again before him: an
 * import that writes without end lets a till through between any two of its transactions. */
enum place { PLACE_NEXT = 0, PLACE_TURN = 1, PLACE_CLAIMS = 2 };

static bool try_lock(int turn, enum place place, short kind)
{
	struct flock lock = { .l_type = kind, .l_whence = SEEK_SET, .l_start = place, .l_len = 1 };

	return fcntl(turn, F_OFD_SETLK, &lock) == 0;
}

static int64_t monotonic_ms(void)
{
	struct timespec now = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The clock is asked only when there is something to wait for. */
static rgl_rc wait_for(int turn, enum place place, int64_t limit_ms, int64_t *end_ms,
		       struct rgl_why *refusal)
{
	const struct timespec pause = { .tv_nsec = 500000 };

	while (!try_lock(turn, place, F_WRLCK)) {
		int cause = errno;
		int64_t now_ms = monotonic_ms();

		if (cause != EAGAIN && cause != EACCES && cause != EINTR)
			return refuse(refusal, RGL_E_INPUT_OUTPUT, "the store's turn file: %s",
				      strerror(cause));
		if (*end_ms == 0)
			*end_ms = now_ms + limit_ms;
		if (now_ms >= *end_ms)
			return refuse(refusal, RGL_E_BUSY,
				      "another program is writing to the store for too long; "
				      "nothing was kept: try again, or close that program");
		(void)nanosleep(&pause, NULL);
	}
	return RGL_OK;
}

rgl_rc turn_take(int turn, int64_t limit_ms, struct rgl_why *refusal)
{
	int64_t end_ms = 0;
	rgl_rc rc = wait_for(turn, PLACE_NEXT, limit_ms, &end_ms, refusal);

	if (rc < 0)
		return rc;
	rc = wait_for(turn, PLACE_TURN, limit_ms, &end_ms, refusal);
	(void)try_lock(turn, PLACE_NEXT, F_UNLCK);
	return rc;
}

void turn_give(int turn)
{
	(void)try_lock(turn, PLACE_TURN, F_UNLCK);
}

bool turn_is_wanted(int turn)
{
	struct flock lock = {
		.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = PLACE_NEXT, .l_len = 1
	};

	return fcntl(turn, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

static bool set_claim(int turn, uint32_t number, short type)
{
	struct flock lock = {
		.l_type = type,
		.l_whence = SEEK_SET,
		.l_start = PLACE_CLAIMS + (off_t)number,
		.l_len = 1,
	};

	return fcntl(turn, F_OFD_SETLK, &lock) == 0;
}

bool turn_claim(int turn, uint32_t number)
{
	return set_claim(turn, number, F_WRLCK);
}

void turn_disclaim(int turn, uint32_t number)
{
	(void)set_claim(turn, number, F_UNLCK);
}
