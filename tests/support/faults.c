/* faults.c - see faults.h. */
#include "tests/support/faults.h"

#include <errno.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The C library's own, and those of a sanitizer where there is one. */
extern void *library_malloc(size_t bytes) __asm__("__libc_malloc");
extern void *library_calloc(size_t count, size_t bytes) __asm__("__libc_calloc");
extern void *library_realloc(void *memory, size_t bytes) __asm__("__libc_realloc");
extern void *checked_malloc(size_t bytes) __asm__("__interceptor_malloc") __attribute__((weak));
extern void *checked_calloc(size_t count, size_t bytes) __asm__("__interceptor_calloc")
	__attribute__((weak));
extern void *checked_realloc(void *memory, size_t bytes) __asm__("__interceptor_realloc")
	__attribute__((weak));

static struct {
	atomic_bool runs_out;
	atomic_bool once;
	atomic_bool ran_out;
	atomic_long left;
} memory_state;

static struct {
	bool runs_out;
	bool ran_out;
	int64_t left;
} disk_state;

void faults_memory(long at, bool once)
{
	memory_state.left = at;
	memory_state.once = once;
	memory_state.ran_out = false;
	memory_state.runs_out = true;
}

bool faults_memory_end(void)
{
	memory_state.runs_out = false;
	return memory_state.ran_out;
}

long faults_next(long at)
{
	return at < 100 ? at + 1 : at + 23;
}

/* A sanitizer asks for memory before it is ready to look at any access. */
__attribute__((no_sanitize("address", "undefined"))) static bool fails(void)
{
	if (!memory_state.runs_out || memory_state.left-- > 0)
		return false;
	if (memory_state.once && memory_state.ran_out)
		return false;
	memory_state.ran_out = true;
	errno = ENOMEM;
	return true;
}

void *faults_malloc(size_t bytes)
{
	if (fails())
		return NULL;
	return checked_malloc != NULL ? checked_malloc(bytes) : library_malloc(bytes);
}

void *faults_calloc(size_t count, size_t bytes)
{
	if (fails())
		return NULL;
	return checked_calloc != NULL ? checked_calloc(count, bytes) : library_calloc(count, bytes);
}

void *faults_realloc(void *memory, size_t bytes)
{
	if (bytes > 0 && fails())
		return NULL;
	return checked_realloc != NULL ? checked_realloc(memory, bytes)
				       : library_realloc(memory, bytes);
}

void faults_disk(int64_t bytes)
{
	disk_state.left = bytes;
	disk_state.ran_out = false;
	disk_state.runs_out = true;
}

bool faults_disk_end(void)
{
	disk_state.runs_out = false;
	return disk_state.ran_out;
}

/* How much of a write fits: a full disk takes a part first, then nothing. Pipes and terminals are
 * no disk. */
static bool fits(int file, size_t *length)
{
	struct stat status;

	if (!disk_state.runs_out || fstat(file, &status) != 0 || !S_ISREG(status.st_mode))
		return true;
	if ((int64_t)*length > disk_state.left) {
		*length = (size_t)disk_state.left;
		disk_state.ran_out = true;
	}
	disk_state.left -= (int64_t)*length;
	return *length > 0 || !disk_state.ran_out;
}

static int full(void)
{
	errno = ENOSPC;
	return -1;
}

ssize_t faults_write(int file, const void *data, size_t length)
{
	return fits(file, &length) ? syscall(SYS_write, file, data, length) : full();
}

ssize_t faults_pwrite(int file, const void *data, size_t length, off_t at)
{
	return fits(file, &length) ? syscall(SYS_pwrite64, file, data, length, at) : full();
}

int faults_truncate(int file, off_t length)
{
	struct stat status;
	size_t more = 0;

	if (fstat(file, &status) == 0 && length > status.st_size)
		more = (size_t)(length - status.st_size);
	return more == 0 || fits(file, &more) ? (int)syscall(SYS_ftruncate, file, length) : full();
}
