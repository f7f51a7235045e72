/* host.c - see host.h. */
#include "plugin/base/host.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "plugin/base/utf8.h"

static void *own_resize(void *user, void *memory, size_t bytes)
{
	(void)user;
	if (bytes == 0) {
		free(memory);
		return NULL;
	}
	return realloc(memory, bytes);
}

static int64_t own_now_ms(void *user)
{
	struct timespec now = { 0 };

	(void)user;
	(void)clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void own_log(void *user, int32_t level, const char *line)
{
	(void)user;
	(void)level;
	(void)line;
}

void host_init(struct host *ret, const struct rgl_host *lent)
{
	struct host host = { 0 };

	if (lent != NULL)
		memcpy(&host.lent, lent,
		       lent->size < sizeof(host.lent) ? lent->size : sizeof(host.lent));
	host.lent.size = sizeof(host.lent);
	if (host.lent.resize == NULL)
		host.lent.resize = own_resize;
	if (host.lent.now_ms == NULL)
		host.lent.now_ms = own_now_ms;
	if (host.lent.log == NULL)
		host.lent.log = own_log;
	*ret = host;
}

void *host_new(const struct host *host, size_t bytes)
{
	void *memory = host->lent.resize(host->lent.user, NULL, bytes);

	if (memory != NULL)
		memset(memory, 0, bytes);
	return memory;
}

void *host_resize(const struct host *host, void *memory, size_t bytes)
{
	return host->lent.resize(host->lent.user, memory, bytes);
}

void host_free(const struct host *host, void *memory)
{
	if (memory != NULL)
		(void)host->lent.resize(host->lent.user, memory, 0);
}

int64_t host_now_ms(const struct host *host)
{
	return host->lent.now_ms(host->lent.user);
}

void host_log(const struct host *host, int32_t level, const char *format, ...)
{
	char line[512];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	line[utf8_whole(line, strlen(line))] = '\0';
	host->lent.log(host->lent.user, level, line);
}
