/* printer.c - see printer.h: what was wished for, and one receipt after another. */
#include "receipts/printer/printer.h"

#include <stdio.h>
#include <string.h>

#include "receipts/printer/job.h"

#define PATIENCE_MS 5000
#define PROFILE_ROOM 40

/* wished: NULL: the printer is asked what it is. */
struct printer {
	const struct host *host;
	struct port port;
	struct job job;
	struct printer_patience patience;
	const struct profile *wished;
	const struct profile *profile;
	char where[PRINTER_WHERE_ROOM];
	bool is_entered;
};

static rgl_rc read_profile(const char *name, size_t length, struct printer *printer,
			   struct rgl_why *why)
{
	char text[PROFILE_ROOM];

	if (length < sizeof(text)) {
		memcpy(text, name, length);
		text[length] = '\0';
		printer->wished = profile_find(text);
	}
	if (printer->wished != NULL)
		return RGL_OK;
	return refuse_field(
		why, RGL_E_FIELD, "printer",
		"\"%.*s\" is no printer profile; \"regulars printers --profiles\" lists "
		"them",
		length < 80 ? (int)length : 80, name);
}

/* [PROFILE@]WHERE. An address may have an @ as well (fe80::1 does not, a serial number may): a
 * profile is what stands before the first one, where no colon or slash comes earlier. */
static rgl_rc read_wish(const char *wish, struct printer *printer, struct rgl_why *why)
{
	size_t length = strcspn(wish, "@:/");
	rgl_rc rc = RGL_OK;

	if (wish[length] == '@') {
		rc = read_profile(wish, length, printer, why);
		wish += length + 1;
	}
	if (rc < 0)
		return rc;
	if (strlen(wish) >= sizeof(printer->where))
		return refuse_field(why, RGL_E_FIELD, "printer",
				    "\"%.60s...\" is too long for a printer; %d characters are "
				    "enough",
				    wish, PRINTER_WHERE_ROOM - 1);
	(void)snprintf(printer->where, sizeof(printer->where), "%s", wish);
	return port_make(printer->host, printer->where, &printer->port, why);
}

rgl_rc printer_open(const struct host *host, const char *wish, struct printer **ret,
		    struct rgl_why *why)
{
	struct printer *printer = host_new(host, sizeof(*printer));
	rgl_rc rc;

	if (printer == NULL)
		return refuse(why, RGL_E_MEMORY, "not enough memory for a printer");
	printer->host = host;
	printer->patience.wait_ms = PATIENCE_MS;
	rc = read_wish(wish == NULL ? "" : wish, printer, why);
	if (rc < 0) {
		printer_close(printer);
		return rc;
	}
	printer->profile =
		printer->wished != NULL ? printer->wished : profile_find(PROFILE_DEFAULT);
	*ret = printer;
	return RGL_OK;
}

void printer_close(struct printer *printer)
{
	if (printer == NULL)
		return;
	printer_leave(printer);
	port_end(&printer->port);
	host_free(printer->host, printer);
}

void printer_set_patience(struct printer *printer, const struct printer_patience *patience)
{
	printer->patience = *patience;
}

/* What it says of itself decides, unless the wish did. */
static void choose_profile(struct printer *printer)
{
	const struct port *port = &printer->port;

	if (printer->wished == NULL)
		printer->profile = profile_of(port->vendor, port->product, port->about.make,
					      port->about.model);
}

static void begin_job(struct printer *printer)
{
	const struct profile *profile = printer->profile;

	printer->job = (struct job) { .port = &printer->port,
				      .patience = &printer->patience,
				      .dialect = profile->status,
				      .has_barrier = profile->proof != PROFILE_PROOF_NONE ||
						     profile->status == PROFILE_STATUS_STAR };
	status_forget(&printer->job.ear, profile->status);
}

rgl_rc printer_enter(struct printer *printer, struct rgl_why *why)
{
	rgl_rc rc;

	printer_leave(printer);
	printer->port.stop = printer->patience.stop;
	printer->port.fault[0] = '\0';
	printer->port.session[0] = '\0';
	printer->port.has_answered = false;
	printer->is_entered = true;
	rc = printer->port.kind->open(&printer->port, why);
	choose_profile(printer);
	begin_job(printer);
	printer->job.why = why;
	if (rc == RGL_OK)
		rc = job_begin(&printer->job);
	printer->job.is_broken = rc < 0;
	return rc;
}

void printer_leave(struct printer *printer)
{
	if (!printer->is_entered)
		return;
	printer->port.kind->close(&printer->port, printer->job.is_broken);
	printer->port.says = false;
	printer->is_entered = false;
}

const struct profile *printer_profile(const struct printer *printer)
{
	return printer->profile;
}

const char *printer_name(const struct printer *printer)
{
	return printer->port.name[0] == '\0' ? printer->where : printer->port.name;
}

const char *printer_identity(const struct printer *printer)
{
	return printer->port.identity;
}

const char *printer_session(const struct printer *printer)
{
	return printer->port.session;
}

bool printer_is_low(const struct printer *printer)
{
	return printer->job.is_low;
}

/* Sending and asking are for a printer that was entered. */
static rgl_rc check_entered(struct printer *printer, struct rgl_why *why)
{
	printer->job.why = why;
	if (!printer->is_entered)
		return refuse(why, RGL_E_INTERNAL, "%s was not taken for a receipt",
			      printer_name(printer));
	return RGL_OK;
}

rgl_rc printer_send(struct printer *printer, const uint8_t *bytes, size_t length, size_t *ret_taken,
		    struct rgl_why *why)
{
	rgl_rc rc = check_entered(printer, why);

	*ret_taken = 0;
	return rc < 0 ? rc : job_send(&printer->job, bytes, length, ret_taken);
}

rgl_rc printer_answer(struct printer *printer, int64_t wait_ms,
		      bool (*ends)(const uint8_t *said, size_t length), uint8_t *said, size_t room,
		      size_t *ret_length, struct rgl_why *why)
{
	rgl_rc rc = check_entered(printer, why);

	return rc < 0 ? rc : job_answer(&printer->job, wait_ms, ends, said, room, ret_length);
}

rgl_rc printer_confirm(struct printer *printer, bool *ret_confirmed, struct rgl_why *why)
{
	rgl_rc rc = check_entered(printer, why);

	return rc < 0 ? rc : job_confirm(&printer->job, ret_confirmed);
}
