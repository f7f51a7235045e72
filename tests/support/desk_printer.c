/* desk_printer.c - see desk_printer.h. */
#include "tests/support/desk_printer.h"

#include <stdlib.h>
#include <string.h>

struct printer {
	const struct host *host;
	struct desk_printer *desk;
};

static struct desk_printer *current;

void desk_printer_init(struct desk_printer *ret)
{
	memset(ret, 0, sizeof(*ret));
	paper_machine_init(&ret->machine);
	ret->identity = "04b8:0e2e:J1";
	ret->session = "boot/001/005";
	ret->call_at = DESK_PRINTER_NO_CALL;
	desk_printer_be(ret, "epson-tm-t20iii");
	desk_printer_mend(ret);
	current = ret;
}

void desk_printer_free(struct desk_printer *desk)
{
	paper_machine_free(&desk->machine);
}

void desk_printer_be(struct desk_printer *desk, const char *profile)
{
	const struct profile *found = profile_find(profile);

	if (found == NULL)
		abort();
	desk->profile = *found;
	desk->machine.is_plain = found->proof != PROFILE_PROOF_COUNTER;
}

void desk_printer_mend(struct desk_printer *desk)
{
	desk->break_at = DESK_PRINTER_NEVER;
	desk->stuck_at = DESK_PRINTER_NEVER;
	desk->is_broken = false;
	desk->is_away = false;
}

size_t desk_printer_count(const struct desk_printer *desk, const uint8_t *dots, size_t length)
{
	size_t count = 0;

	for (size_t i = 0; i < desk->machine.count; i++)
		count += slip_ends_with(&desk->machine.slips[i], dots, length);
	return count;
}

/* ---- printer.h ---- */

rgl_rc printer_open(const struct host *host, const char *wish, struct printer **ret,
		    struct rgl_why *why)
{
	struct printer *printer;

	if (strcmp(wish, "nonsense") == 0)
		return refuse(why, RGL_E_FIELD, "nonsense is no printer");
	printer = host_new(host, sizeof(*printer));
	if (printer == NULL)
		return refuse(why, RGL_E_MEMORY, "no memory");
	printer->host = host;
	printer->desk = current;
	*ret = printer;
	return RGL_OK;
}

void printer_close(struct printer *printer)
{
	if (printer != NULL)
		host_free(printer->host, printer);
}

void printer_set_patience(struct printer *printer, const struct printer_patience *patience)
{
	(void)printer;
	(void)patience;
}

static rgl_rc call(struct desk_printer *desk, struct rgl_why *why)
{
	if (desk->calls++ == desk->call_at)
		desk->at_call(desk->user);
	if (desk->is_broken || desk->is_away)
		return refuse(why, RGL_E_NO_PRINTER, "the printer is not there; plug it in");
	return RGL_OK;
}

rgl_rc printer_enter(struct printer *printer, struct rgl_why *why)
{
	if (printer->desk->is_inside)
		abort();
	printer->desk->is_inside = true;
	printer->desk->entered++;
	return call(printer->desk, why);
}

void printer_leave(struct printer *printer)
{
	printer->desk->is_inside = false;
}

const struct profile *printer_profile(const struct printer *printer)
{
	return &printer->desk->profile;
}

const char *printer_name(const struct printer *printer)
{
	(void)printer;
	return "the desk's printer";
}

const char *printer_identity(const struct printer *printer)
{
	return printer->desk->identity;
}

const char *printer_session(const struct printer *printer)
{
	return printer->desk->session;
}

bool printer_is_low(const struct printer *printer)
{
	return printer->desk->is_low;
}

rgl_rc printer_send(struct printer *printer, const uint8_t *bytes, size_t length, size_t *ret_taken,
		    struct rgl_why *why)
{
	struct desk_printer *desk = printer->desk;
	size_t end = desk->break_at < desk->stuck_at ? desk->break_at : desk->stuck_at;
	size_t left = end - desk->taken;
	size_t part = length < left ? length : left;
	rgl_rc rc = call(desk, why);

	if (rc < 0)
		return rc;
	paper_machine_take(&desk->machine, bytes, part);
	desk->taken += part;
	*ret_taken = part;
	if (part == length)
		return RGL_OK;
	if (desk->taken == desk->stuck_at)
		return refuse(why, RGL_E_PRINTER, "no paper; put in a roll");
	desk->is_broken = true;
	*ret_taken = part / 2;
	return refuse(why, RGL_E_NO_PRINTER, "the printer went away; plug it in");
}

rgl_rc printer_answer(struct printer *printer, int64_t wait_ms,
		      bool (*ends)(const uint8_t *said, size_t length), uint8_t *said, size_t room,
		      size_t *ret_length, struct rgl_why *why)
{
	struct desk_printer *desk = printer->desk;
	size_t length = 0;
	rgl_rc rc = call(desk, why);

	(void)wait_ms;
	if (rc < 0)
		return rc;
	while (!desk->is_mute && length < room && !(length > 0 && ends(said, length)) &&
	       paper_machine_hear(&desk->machine, said + length, 1) == 1)
		length++;
	*ret_length = length;
	return RGL_OK;
}

rgl_rc printer_confirm(struct printer *printer, bool *ret_confirmed, struct rgl_why *why)
{
	rgl_rc rc = call(printer->desk, why);

	if (rc == RGL_OK)
		*ret_confirmed = !printer->desk->is_mute &&
				 printer->desk->profile.proof != PROFILE_PROOF_NONE;
	return rc;
}
