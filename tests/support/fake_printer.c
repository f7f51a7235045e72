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
	printer->firmware.is_jammed = false;
	printer->firmware.is_low = false;
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

void fake_printer_garble(struct fake_printer *printer, const uint8_t *bytes, size_t length)
{
	(void)pthread_mutex_lock(&printer->lock);
	g_byte_array_set_size(printer->firmware.garble, 0);
	g_byte_array_append(printer->firmware.garble, bytes, (guint)length);
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

/* A copy of a piece of the paper; the lock is held. NULL: no memory. */
static uint8_t *copy_paper(const struct fake_firmware *firmware, size_t from, size_t to,
			   size_t *ret_length)
{
	uint8_t *copy = malloc(to - from + 1);

	if (copy == NULL)
		return NULL;
	if (to > from)
		memcpy(copy, firmware->paper->data + from, to - from);
	*ret_length = to - from;
	return copy;
}

uint8_t *fake_printer_paper(struct fake_printer *printer, size_t *ret_length)
{
	uint8_t *copy;

	(void)pthread_mutex_lock(&printer->lock);
	copy = copy_paper(&printer->firmware, 0, printer->firmware.paper->len, ret_length);
	(void)pthread_mutex_unlock(&printer->lock);
	return copy;
}

/* Where the slip begins, and where it ends. */
static void find_slip(const struct fake_firmware *firmware, size_t index, size_t *ret_from,
		      size_t *ret_to)
{
	const GArray *cuts = firmware->cuts;

	*ret_from = index == 0 ? 0 : g_array_index(cuts, size_t, index - 1);
	*ret_to = index < cuts->len ? g_array_index(cuts, size_t, index) : firmware->paper->len;
}

uint8_t *fake_printer_slip(struct fake_printer *printer, size_t index, size_t *ret_length)
{
	uint8_t *copy = NULL;
	size_t from, to;

	(void)pthread_mutex_lock(&printer->lock);
	if (index <= printer->firmware.cuts->len) {
		find_slip(&printer->firmware, index, &from, &to);
		copy = copy_paper(&printer->firmware, from, to, ret_length);
	}
	(void)pthread_mutex_unlock(&printer->lock);
	return copy;
}

size_t fake_printer_slips_with(struct fake_printer *printer, const void *bytes, size_t length)
{
	const struct fake_firmware *firmware = &printer->firmware;
	size_t count = 0, from, to;

	(void)pthread_mutex_lock(&printer->lock);
	for (size_t i = 0; i < firmware->cuts->len; i++) {
		find_slip(firmware, i, &from, &to);
		if (memmem(firmware->paper->data + from, to - from, bytes, length) != NULL)
			count++;
	}
	(void)pthread_mutex_unlock(&printer->lock);
	return count;
}
