/* SPDX-License-Identifier: Apache-2.0 */
/* nospace.c - a disk that is full as long as a certain file exists. To be put in front of a program
 * with LD_PRELOAD.
 *
 * In:  NOSPACE_WHEN, the path of that file.
 * Out: ENOSPC for every write into a file; standard input, output and error stay as they are.
 * Not here: what a program may still do on a full disk: read, remove, shorten.
 *
 * In a folder of its own: among the tests' other support it would be linked into them.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static bool is_full(int file)
{
	const char *sign = getenv("NOSPACE_WHEN");

	return file > STDERR_FILENO && sign != NULL && access(sign, F_OK) == 0;
}

static bool refuses(int file)
{
	if (!is_full(file))
		return false;
	errno = ENOSPC;
	return true;
}

ssize_t write(int file, const void *bytes, size_t length)
{
	return refuses(file) ? -1 : syscall(SYS_write, file, bytes, length);
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t at)
{
	return refuses(file) ? -1 : syscall(SYS_pwrite64, file, bytes, length, at);
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off_t at)
{
	return refuses(file) ? -1 : syscall(SYS_pwrite64, file, bytes, length, at);
}
