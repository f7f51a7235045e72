/* no_memory.c - to be loaded before a program: one allocation of the program's own finds no memory.
 *
 * In:  NO_MEMORY_AT, which one, counted in each process from its beginning; NO_MEMORY_SAID, a file
 *      that is made when it happened, and without which it happens no more than once.
 * Not here: what libraries allocate; the plugin's own tests see to that.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#pragma GCC visibility push(default)

/* NOLINTBEGIN(bugprone-reserved-identifier): the C library's own names of what is replaced here */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
/* NOLINTEND(bugprone-reserved-identifier) */

static uintptr_t text_from;
static uintptr_t text_to;
static pid_t process;
static long seen;

/* The first object is the program. */
static int note_program(struct dl_phdr_info *info, size_t size, void *user)
{
	(void)size;
	(void)user;
	for (size_t i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &info->dlpi_phdr[i];

		if (part->p_type != PT_LOAD || (part->p_flags & PF_X) == 0)
			continue;
		text_from = info->dlpi_addr + part->p_vaddr;
		text_to = text_from + part->p_memsz;
	}
	return 1;
}

static int is_missing(const void *caller)
{
	const char *at = getenv("NO_MEMORY_AT");
	const char *said = getenv("NO_MEMORY_SAID");
	int fd;

	if (at == NULL || said == NULL)
		return 0;
	if (text_to == 0)
		(void)dl_iterate_phdr(note_program, NULL);
	if ((uintptr_t)caller < text_from || (uintptr_t)caller >= text_to)
		return 0;
	if (process != getpid())
		seen = 0;
	process = getpid();
	if (++seen != strtol(at, NULL, 10))
		return 0;
	fd = open(said, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return 0;
	(void)close(fd);
	errno = ENOMEM;
	return 1;
}

void *malloc(size_t size)
{
	return is_missing(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return is_missing(__builtin_return_address(0)) ? NULL : __libc_calloc(count, size);
}

FILE *fopen(const char *path, const char *mode)
{
	FILE *(*real)(const char *, const char *) = NULL;

	*(void **)&real = dlsym(RTLD_NEXT, "fopen");
	return is_missing(__builtin_return_address(0)) ? NULL : real(path, mode);
}

DIR *opendir(const char *path)
{
	DIR *(*real)(const char *) = NULL;

	*(void **)&real = dlsym(RTLD_NEXT, "opendir");
	return is_missing(__builtin_return_address(0)) ? NULL : real(path);
}
