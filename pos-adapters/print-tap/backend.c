/* backend.c - see backend.h. */
#include "pos-adapters/print-tap/backend.h"
#include "pos-adapters/print-tap/house.h"
#include "pos-adapters/print-tap/pass.h"
#include "pos-adapters/print-tap/port.h"
#include "pos-adapters/print-tap/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ARGUMENTS = 6, FILE_ARGUMENT = 6, COPIES_ARGUMENT = 4, BACK_CHANNEL = 3 };
enum { LINGER_US = 10000000, COPIES_MAX = 1000 };

/* A job on its way. */
struct job {
	struct port port;
	pid_t backend; /* another backend that gets the bytes; 0: none */
	struct pass *pass;
};

int backend_list(void)
{
	(void)printf("network " BACKEND_SCHEME
		     " \"Unknown\" \"Receipt printer, read by Regulars\"\n");
	return BACKEND_OK;
}

static int fail(int end, const char *what, const char *why)
{
	(void)fprintf(stderr, "ERROR: %s%s%s\n", what, why[0] == '\0' ? "" : ": ", why);
	return end;
}

/* Starts the backend of a device; its standard input in the job's printer. */
static bool start_backend(struct job *job, char **argv)
{
	const char *folder = getenv("CUPS_SERVERBIN");
	char path[PORT_NAME_ROOM];
	char copies[] = "1"; /* the others are made here */
	char *arguments[] = { job->port.name, argv[1], argv[2], argv[3], copies, argv[5], NULL };
	size_t scheme = strcspn(job->port.name, ":");
	int ends[2];

	if (snprintf(path, sizeof(path), "%s/backend/%.*s",
		     folder == NULL ? "/usr/lib/cups" : folder, (int)scheme,
		     job->port.name) >= (int)sizeof(path) ||
	    strchr(path + strlen(path) - scheme, '/') != NULL || access(path, X_OK) != 0 ||
	    pipe(ends) != 0)
		return false;
	job->backend = fork();
	if (job->backend == 0) {
		(void)dup2(ends[0], STDIN_FILENO);
		(void)close(ends[0]);
		(void)close(ends[1]);
		(void)setenv("DEVICE_URI", job->port.name, 1);
		(void)signal(SIGPIPE, SIG_DFL);
		(void)execv(path, arguments);
		_exit(BACKEND_STOP);
	}
	(void)close(ends[0]);
	(void)fcntl(ends[1], F_SETFL, O_NONBLOCK);
	(void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	job->pass->printer = ends[1];
	return job->backend > 0;
}

static bool open_printer(struct job *job, char **argv)
{
	struct pass *pass = job->pass;

	pass->printer_back = -1;
	pass->is_socket = job->port.kind == PORT_SOCKET;
	if (job->port.kind == PORT_BACKEND)
		return start_backend(job, argv);
	(void)fputs("STATE: +connecting-to-device\n", stderr);
	pass->printer = port_open(&job->port);
	if (pass->printer < 0)
		return false;
	(void)fputs("STATE: -connecting-to-device\n", stderr);
	if (port_answers(&job->port, pass->printer))
		pass->printer_back = pass->printer;
	return true;
}

/* What the other backend said is what we say. */
static int await_backend(struct job *job, enum pass_end end)
{
	int status = 0;

	if (job->backend == 0 || waitpid(job->backend, &status, 0) < 0)
		return end == PASS_DONE ? BACKEND_OK : BACKEND_FAILED;
	if (!WIFEXITED(status))
		return BACKEND_FAILED;
	return WEXITSTATUS(status);
}

/* All copies of the job, to the printer; a printer is opened once. */
static int print(struct job *job, const char *file, int copies)
{
	struct pass *pass = job->pass;
	enum pass_end end = PASS_DONE;

	/* Where CUPS listens for answers it has opened this for us. */
	pass->back = fcntl(BACK_CHANNEL, F_GETFD) >= 0 ? BACK_CHANNEL : -1;
	for (int i = 0; i < copies && end == PASS_DONE; i++) {
		pass->till = file == NULL ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC);
		if (pass->till < 0)
			return fail(BACKEND_CANCEL, "The job's file cannot be read",
				    strerror(errno));
		pass->till_ended = pass->printer_told = false;
		/* The printer is told of the last copy's end only. */
		pass->is_socket = job->port.kind == PORT_SOCKET && i + 1 == copies;
		end = pass_run(pass);
		if (file != NULL)
			(void)close(pass->till);
		if (end == PASS_DONE && file != NULL)
			(void)fprintf(stderr, "PAGE: %d 1\n", i + 1);
	}
	(void)close(pass->printer);
	if (end == PASS_PRINTER_GONE && job->backend == 0)
		(void)fail(BACKEND_FAILED, "The printer broke off", strerror(errno));
	pass->has_text = false; /* what broke off comes again */
	pass_linger(pass, LINGER_US);
	return await_backend(job, end);
}

int backend_run(const struct settings *settings, int argc, char **argv)
{
	char why[SETTINGS_WHY_ROOM] = "it is too long";
	const char *device = getenv("DEVICE_URI");
	struct job job = { 0 };
	struct house house;
	const char *file = argc > FILE_ARGUMENT ? argv[FILE_ARGUMENT] : NULL;
	int copies = 1;
	int status;

	if (argc != ARGUMENTS && argc != ARGUMENTS + 1)
		return fail(BACKEND_STOP,
			    "usage: regulars-tap job user title copies options [file]", "");
	job.pass = calloc(1, sizeof(*job.pass));
	device = device == NULL ? argv[0] : device;
	if (strncmp(device, BACKEND_SCHEME ":", strlen(BACKEND_SCHEME) + 1) == 0)
		device += strlen(BACKEND_SCHEME) + 1;
	if (job.pass == NULL || !port_read(device, &job.port, why)) {
		free(job.pass);
		return fail(BACKEND_STOP, "The printer's address is wrong", why);
	}
	if (file != NULL)
		copies = settings_number(argv[COPIES_ARGUMENT], 1, COPIES_MAX);
	(void)signal(SIGPIPE, SIG_IGN);
	if (file == NULL)
		(void)signal(SIGTERM, SIG_IGN); /* the filter before us ends the job */
	house_start_apart(settings);
	if (!settings_path(settings, "reader.sock", house.socket, sizeof(house.socket)))
		house.socket[0] = '\0'; /* then nobody reads along */
	serve_begin(job.pass, settings, house.socket);
	if (!open_printer(&job, argv)) {
		status = errno;
		free(job.pass);
		return fail(BACKEND_RETRY, "The printer cannot be reached; it is tried again later",
			    strerror(status));
	}
	status = print(&job, file, copies);
	free(job.pass);
	return status;
}
