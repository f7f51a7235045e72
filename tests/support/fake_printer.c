/* fake_printer.c - see fake_printer.h: what a test does to a printer, and sees of it. */
#include "tests/support/fake_printer.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/support/fake_printer_parts.h"

#define WAIT_S 30

void fake_printer_fail(struct fake_printer *printer, enum fake_fault fault, size_t after)
{
	struct fake_firmware *firmware = &printer->firmware;

	(void)pthread_mutex_lock(&printer->lock);
	firmware->has_fault = true;
	firmware->fault = fault;
	firmware->fault_at =
		after + printer->counts[fault >= FAKE_NO_PAPER ? FAKE_PRINTED : FAKE_TAKEN];
	fake_transfers_move(printer);
	(void)pthread_mutex_unlock(&printer->lock);
}

void fake_printer_repair(struct fake_printer *printer)
{
	(void)pthread_mutex_lock(&printer->lock);
	printer->firmware.has_fault = false;
	printer->firmware.has_no_paper = false;
	printer->firmware.is_open = false;
	fake_transfers_move(printer);
	(void)pthread_mutex_unlock(&printer->lock);
}

static void set(struct fake_printer *printer, bool *field, bool value)
{
	(void)pthread_mutex_lock(&printer->lock);
	*field = value;
	(void)pthread_mutex_unlock(&printer->lock);
}

void fake_printer_mute(struct fake_printer *printer, bool is_mute)
{
	set(printer, &printer->firmware.is_mute, is_mute);
}

void fake_printer_mutter(struct fake_printer *printer, const uint8_t *bytes, size_t length)
{
	(void)pthread_mutex_lock(&printer->lock);
	g_byte_array_append(printer->firmware.answers, bytes, (guint)length);
	fake_transfers_move(printer);
	(void)pthread_mutex_unlock(&printer->lock);
}

void fake_printer_bind_driver(struct fake_printer *printer, bool is_bound)
{
	set(printer, &printer->had_driver, false);
	set(printer, &printer->has_driver, is_bound);
}

bool fake_printer_has_driver(struct fake_printer *printer)
{
	bool has_driver;

	(void)pthread_mutex_lock(&printer->lock);
	has_driver = printer->has_driver;
	(void)pthread_mutex_unlock(&printer->lock);
	return has_driver;
}

void fake_printer_occupy(struct fake_printer *printer, bool is_occupied)
{
	set(printer, &printer->is_occupied, is_occupied);
}

size_t fake_printer_count(struct fake_printer *printer, enum fake_count what)
{
	size_t count;

	(void)pthread_mutex_lock(&printer->lock);
	count = printer->counts[what];
	(void)pthread_mutex_unlock(&printer->lock);
	return count;
}

bool fake_printer_wait(struct fake_printer *printer, enum fake_count what, size_t at_least)
{
	struct timespec until;
	bool has_come;
	int code = 0;

	(void)clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += WAIT_S;
	(void)pthread_mutex_lock(&printer->lock);
	while (printer->counts[what] < at_least && code == 0)
		code = pthread_cond_timedwait(&printer->changed, &printer->lock, &until);
	has_come = printer->counts[what] >= at_least;
	(void)pthread_mutex_unlock(&printer->lock);
	return has_come;
}

uint8_t *fake_printer_paper(struct fake_printer *printer, size_t *ret_length)
{
	GByteArray *paper = printer->firmware.paper;
	uint8_t *copy;

	(void)pthread_mutex_lock(&printer->lock);
	copy = malloc(paper->len + 1);
	if (copy != NULL) {
		memcpy(copy, paper->data == NULL ? (const uint8_t *)"" : paper->data, paper->len);
		*ret_length = paper->len;
	}
	(void)pthread_mutex_unlock(&printer->lock);
	return copy;
}
