/* usb_counter.c - see usb_counter.h. */
#include "tests/support/usb_counter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SOON_TRIES 100000

const struct fake_model counter_epson = { .vendor = 0x04b8,
					  .product = 0x0e2e,
					  .make = "EPSON",
					  .model = "TM-m30",
					  .serial = "X7QK0012" };
const struct fake_model counter_star = { .vendor = 0x0519,
					 .product = 0x0003,
					 .make = "Star",
					 .model = "TSP143",
					 .serial = "0001",
					 .commands = "STAR",
					 .dialect = FAKE_STAR };

const struct fake_model counter_bixolon = {
	.vendor = 0x1504, .product = 0x0006, .make = "BIXOLON", .model = "SRP-330II", .serial = "B1"
};

static void react(void *user, const char *line)
{
	/* A flow control byte, and an automatic report of four. */
	static const uint8_t muttering[] = { 0x13, 0x10, 0x00, 0x00, 0x00 };
	struct counter *counter = user;

	counter->told++;
	if (*line == '\0')
		return;
	(void)snprintf(counter->line, sizeof(counter->line), "%s", line);
	switch (counter->reaction) {
	case LOOKS_ON:
		break;
	case MENDS_ITS_MUTTERING:
		fake_printer_mute(counter->printer, true);
		fake_printer_mutter(counter->printer, muttering, sizeof(muttering));
		fake_printer_repair(counter->printer);
		break;
	case MENDS_IT:
		fake_printer_repair(counter->printer);
		break;
	case PULLS_THE_CABLE:
		fake_printer_unplug(counter->printer);
		break;
	case CLOSES_THE_TILL:
		atomic_store(&counter->stop, true);
		break;
	}
}

void counter_fill_job(uint8_t job[COUNTER_JOB])
{
	static const uint8_t head[8] = { 0x1d, 'v', '0', 0, 72, 0, 24, 0 };
	static const uint8_t cut[4] = { 0x1d, 'V', 'B', 0 };
	uint32_t noise = 1;
	uint8_t *at = job;

	memcpy(at, "\x1b@Hello\n", 8);
	at += 8;
	for (int band = 0; band < COUNTER_BANDS; band++) {
		memcpy(at, head, sizeof(head));
		at += sizeof(head);
		for (int i = 0; i < 72 * 24; i++) {
			noise = noise * 1664525u + 1013904223u;
			*at++ = (uint8_t)(noise >> 24);
		}
	}
	memcpy(at - 900, "\x10\x04\x01", 3);
	memcpy(at, cut, sizeof(cut));
}

void counter_set_patience(struct counter *counter, int64_t wait_ms, enum reaction reaction)
{
	counter->wait_ms = wait_ms;
	counter->reaction = reaction;
}

void counter_open(struct counter *ret, const struct fake_model *model)
{
	memset(ret, 0, sizeof(*ret));
	host_init(&ret->host, NULL);
	counter_fill_job(ret->job);
	ret->why.size = sizeof(ret->why);
	ret->bus = fake_bus_open();
	assert_non_null(ret->bus);
	if (model != NULL) {
		ret->printer = fake_printer_add(ret->bus, model);
		fake_printer_plug(ret->printer);
	}
	counter_set_patience(ret, COUNTER_LONG_MS, LOOKS_ON);
}

void counter_close(struct counter *counter)
{
	printer_close(counter->way);
	fake_bus_close(counter->bus);
}

rgl_rc counter_enter(struct counter *counter, const char *wish)
{
	struct printer_patience patience = {
		.wait_ms = counter->wait_ms, .say = react, .user = counter, .stop = &counter->stop
	};

	if (strcmp(counter->wish, wish) != 0) {
		printer_close(counter->way);
		counter->way = NULL;
		assert_int_equal(printer_open(&counter->host, wish, &counter->way, &counter->why),
				 RGL_OK);
		(void)snprintf(counter->wish, sizeof(counter->wish), "%s", wish);
	}
	printer_set_patience(counter->way, &patience);
	return printer_enter(counter->way, &counter->why);
}

rgl_rc counter_enter_soon(struct counter *counter, const char *wish)
{
	rgl_rc rc = counter_enter(counter, wish);

	for (int i = 0; i < SOON_TRIES && rc == RGL_E_NO_PRINTER; i++) {
		(void)sched_yield();
		rc = counter_enter(counter, wish);
	}
	return rc;
}

rgl_rc counter_print(struct counter *counter, const char *wish)
{
	struct counter_outcome outcome = { 0 };
	rgl_rc rc = counter_enter(counter, wish);

	if (rc == RGL_OK)
		rc = printer_send(counter->way, counter->job, COUNTER_JOB, &outcome.taken,
				  &counter->why);
	if (rc == RGL_OK)
		rc = printer_confirm(counter->way, &outcome.confirmed, &counter->why);
	printer_leave(counter->way);
	outcome.profile = printer_profile(counter->way);
	outcome.is_low = printer_is_low(counter->way);
	(void)snprintf(outcome.name, sizeof(outcome.name), "%s", printer_name(counter->way));
	(void)snprintf(outcome.identity, sizeof(outcome.identity), "%s",
		       printer_identity(counter->way));
	counter->outcome = outcome;
	return rc;
}

void counter_assert_paper(struct counter *counter, struct fake_printer *printer, size_t times)
{
	size_t length = 0;
	uint8_t *paper = fake_printer_paper(printer, &length);

	assert_non_null(paper);
	assert_int_equal(length, times * COUNTER_JOB);
	for (size_t i = 0; i < times; i++)
		assert_memory_equal(paper + i * COUNTER_JOB, counter->job, COUNTER_JOB);
	free(paper);
}

void counter_assert_printed(struct counter *counter, rgl_rc rc)
{
	assert_int_equal(rc, RGL_OK);
	assert_int_equal(counter->outcome.taken, COUNTER_JOB);
	assert_true(counter->outcome.confirmed);
	assert_string_equal(counter->outcome.name, EPSON);
	assert_string_equal(counter->outcome.identity, "04b8:0e2e:X7QK0012");
	counter_assert_paper(counter, counter->printer, 1);
}

void counter_assert_refused(struct counter *counter, rgl_rc rc, rgl_rc expected, const char *line)
{
	assert_int_equal(rc, expected);
	assert_int_equal(counter->why.code, expected);
	assert_string_equal(counter->why.text, line);
	assert_false(counter->outcome.confirmed);
}
