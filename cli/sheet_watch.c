/* sheet_watch.c - see sheet.h: draws again whenever the template's file changes.
 *
 * Its folder is watched and not the file: many editors write a new file and give it the old one's
 * name.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

#include "cli/sheet.h"

#define QUIET_MS 40 /* an editor's last write is awaited so long */

struct watch {
	int descriptor;
	char folder[4096];
	const char *name; /* of the file, in it */
};

static rgl_rc watch_open(struct cli *cli, const char *path, struct watch *ret)
{
	const char *slash = strrchr(path, '/');
	struct watch watch = { .name = slash == NULL ? path : slash + 1 };

	if (slash == NULL)
		(void)snprintf(watch.folder, sizeof(watch.folder), ".");
	else
		(void)snprintf(watch.folder, sizeof(watch.folder), "%.*s",
			       slash == path ? 1 : (int)(slash - path), path);
	watch.descriptor = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	if (watch.descriptor >= 0 &&
	    inotify_add_watch(watch.descriptor, watch.folder, IN_CLOSE_WRITE | IN_MOVED_TO) >= 0) {
		*ret = watch;
		return RGL_OK;
	}
	(void)refuse(&cli->refusal, RGL_E_INPUT_OUTPUT, "%.200s cannot be watched: %s",
		     watch.folder, strerror(errno));
	if (watch.descriptor >= 0)
		(void)close(watch.descriptor);
	return RGL_E_INPUT_OUTPUT;
}

/* Reads what happened; whether it was to our file, or so much that some of it is lost. */
static bool read_events(const struct watch *watch)
{
	_Alignas(struct inotify_event) char buffer[8192];
	ssize_t length;
	bool is_ours = false;

	while ((length = read(watch->descriptor, buffer, sizeof(buffer))) > 0) {
		for (size_t at = 0; at < (size_t)length;) {
			const struct inotify_event *event =
				(const struct inotify_event *)(const void *)(buffer + at);

			is_ours = is_ours || (event->mask & IN_Q_OVERFLOW) != 0 ||
				  (event->len > 0 && strcmp(event->name, watch->name) == 0);
			at += sizeof(*event) + event->len;
		}
	}
	return is_ours;
}

/* Until the file was changed and nothing has happened to it for a moment. */
static rgl_rc wait_changed(struct cli *cli, const struct watch *watch)
{
	struct pollfd poll_on = { .fd = watch->descriptor, .events = POLLIN };
	bool is_ours = false;

	for (;;) {
		int ready = poll(&poll_on, 1, is_ours ? QUIET_MS : -1);

		if (ready == 0)
			return RGL_OK;
		if (ready < 0 && errno != EINTR)
			return refuse(&cli->refusal, RGL_E_INPUT_OUTPUT,
				      "%.200s cannot be watched any more: %s", watch->folder,
				      strerror(errno));
		if (ready > 0)
			is_ours = read_events(watch) || is_ours;
	}
}

/* One line a drawing. A mistake in the template is told, and the last good picture stays. */
static rgl_rc draw(struct sheet *sheet)
{
	struct cli *cli = sheet_cli(sheet);
	const struct sheet_wish *wish = sheet_wish_of(sheet);
	const bool is_shown = strcmp(wish->to, "-") == 0;
	const time_t now = time(NULL);
	struct tm clock;
	char stamp[16] = "";
	rgl_rc rc;

	if (is_shown && cli->colour)
		(void)fputs("\033[H\033[2J", stdout);
	rc = sheet_draw(sheet);
	if (localtime_r(&now, &clock) != NULL)
		(void)strftime(stamp, sizeof(stamp), "%H:%M:%S ", &clock);
	if (rc < 0)
		(void)fprintf(stderr, "%s%s\n", stamp, cli->refusal.text);
	else
		(void)fprintf(is_shown ? stderr : stdout, "%s%s\n", stamp,
			      is_shown ? "drawn" : wish->to);
	(void)fflush(stdout);
	/* What is not the template's own mistake would only come again. */
	if (rc == RGL_E_MEMORY || rc == RGL_E_TAKEN || rc == RGL_E_FONT)
		return rc;
	cli->refusal.text[0] = '\0';
	return RGL_OK;
}

rgl_rc sheet_watch(struct sheet *sheet)
{
	struct cli *cli = sheet_cli(sheet);
	struct watch watch;
	rgl_rc rc = watch_open(cli, sheet_wish_of(sheet)->template, &watch);

	if (rc < 0)
		return rc;
	do {
		rc = draw(sheet);
		if (rc == RGL_OK)
			rc = wait_changed(cli, &watch);
	} while (rc == RGL_OK);
	(void)close(watch.descriptor);
	return rc;
}
