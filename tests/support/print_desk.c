/* SPDX-License-Identifier: Apache-2.0 */
/* print_desk.c - see print_desk.h. */
#include "tests/support/print_desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/paper_machine.h"

enum { TRIES = 200000, FILE_ROOM = 1 << 20, STRIDE = 72 };

static const struct fake_model epson = { .vendor = 0x04b8,
					 .product = 0x0e2e,
					 .make = "EPSON",
					 .model = "TM-T20III",
					 .serial = "X7QK0012" };

/* ---- The desk ---- */

void print_desk_open(struct print_desk *ret, bool is_plugged)
{
	memset(ret, 0, sizeof(*ret));
	assert_int_equal(system("rm -f shop.db*; \"$REGULARS\" init --store shop.db"
				" --name 'Kaffe & Kage' --currency EUR --zone Europe/Copenhagen"
				" >init.log 2>&1"),
			 0);
	ret->bus = fake_bus_open();
	assert_non_null(ret->bus);
	ret->printer = fake_printer_add(ret->bus, &epson);
	if (is_plugged)
		fake_printer_plug(ret->printer);
	print_till_start(&ret->till);
	assert_true(print_till_ask(&ret->till, "{\"op\":\"enrol\",\"name\":\"Asha Verma\"}"));
	assert_int_equal(
		sscanf(ret->till.answer, "{\"ok\":true,\"member\":{\"id\":%lld", &ret->member), 1);
}

void print_desk_close(struct print_desk *desk)
{
	print_till_close(&desk->till);
	fake_bus_close(desk->bus);
}

/* A sale to the member that asks for its receipt. */
void print_desk_sell(struct print_desk *desk, const char *id)
{
	char json[512];

	(void)snprintf(json, sizeof(json),
		       "{\"op\":\"sale\",\"print\":true,\"sale\":{\"id\":\"%s\",\"currency\":"
		       "\"EUR\",\"at\":\"2026-11-21T09:00:00Z\",\"member\":{\"id\":%lld},\"total\":"
		       "420,\"lines\":[{\"name\":\"Flat white\",\"total\":420}]}}",
		       id, desk->member);
	assert_true(print_till_ask(&desk->till, json));
	assert_non_null(strstr(desk->till.answer, "\"code\":\"OK\""));
	assert_non_null(strstr(desk->till.answer, "\"receipt\":"));
}

/* Asks the till until it says that; the last of it is returned. */
struct print_state print_desk_await(struct print_desk *desk, const char *words)
{
	struct print_state state = print_till_state(&desk->till);

	for (int i = 0; i < TRIES && strstr(state.says, words) == NULL; i++) {
		(void)sched_yield();
		state = print_till_state(&desk->till);
	}
	assert_non_null(strstr(state.says, words));
	return state;
}

/* So many are on paper, the till knows it, and no more wait. */
void print_desk_await_printed(struct print_desk *desk, long long count)
{
	struct print_state state = print_till_state(&desk->till);

	for (int i = 0; i < TRIES && (state.printed < count || state.waiting > 0); i++) {
		(void)sched_yield();
		state = print_till_state(&desk->till);
	}
	assert_int_equal(state.printed, count);
	assert_int_equal(state.waiting, 0);
	assert_int_equal(state.code, 0);
	assert_string_equal(state.says, "");
}

/* ---- Paper ---- */

/* The dots of a slip, counted from 0; that many have to be cut off already. */
struct print_piece print_desk_slip(struct print_desk *desk, size_t index)
{
	struct print_piece dots = { 0 };
	size_t length = 0;
	uint8_t *bytes = fake_printer_slip(desk->printer, index, &length);

	assert_non_null(bytes);
	dots.bytes = paper_machine_dots(bytes, length, &dots.length);
	free(bytes);
	return dots;
}

/* What the command says that a sale's receipt is. */
struct print_piece print_desk_receipt(const char *id)
{
	struct print_piece dots = { 0 };
	uint8_t *bytes = malloc(FILE_ROOM);
	char command[256];
	size_t length;
	FILE *file;

	assert_non_null(bytes);
	(void)snprintf(command, sizeof(command),
		       "\"$REGULARS\" receipt %s --escpos receipt.bin --store shop.db", id);
	assert_int_equal(system(command), 0);
	file = fopen("receipt.bin", "re");
	assert_non_null(file);
	length = fread(bytes, 1, FILE_ROOM, file);
	(void)fclose(file);
	dots.bytes = paper_machine_dots(bytes, length, &dots.length);
	free(bytes);
	assert_true(dots.length > 1000);
	return dots;
}

static bool ends_with(const struct print_piece *slip, const struct print_piece *receipt)
{
	return slip->length >= receipt->length &&
	       memcmp(slip->bytes + slip->length - receipt->length, receipt->bytes,
		      receipt->length) == 0;
}

/* Whether that slip is the sale's receipt, or ends with it. */
bool print_desk_slip_is(struct print_desk *desk, size_t index, const char *id)
{
	struct print_piece slip = print_desk_slip(desk, index);
	struct print_piece receipt = print_desk_receipt(id);
	bool is = ends_with(&slip, &receipt);

	free(slip.bytes);
	free(receipt.bytes);
	return is;
}

size_t print_desk_slips(struct print_desk *desk)
{
	return fake_printer_count(desk->printer, FAKE_CUTS);
}

/* Dots as a picture that others read: PBM. */
void print_desk_picture(const struct print_piece *dots, const char *name)
{
	FILE *file = fopen(name, "we");

	assert_true(file != NULL && dots->length % STRIDE == 0);
	(void)fprintf(file, "P4\n%d %zu\n", STRIDE * 8, dots->length / STRIDE);
	assert_int_equal(fwrite(dots->bytes, 1, dots->length, file), dots->length);
	(void)fclose(file);
}

int print_desk_set_up(void **state)
{
	const char *place = getenv("TMPDIR");
	char folder[] = "print-XXXXXX";

	(void)state;
	if (getenv("REGULARS_SO") == NULL || getenv("REGULARS") == NULL)
		return -1;
	return chdir(place != NULL ? place : "/tmp") == 0 && mkdtemp(folder) != NULL &&
			       chdir(folder) == 0
		       ? 0
		       : -1;
}

int print_desk_tear_down(void **state)
{
	(void)state;
	return system("rm -f shop.db* *.log *.pbm receipt.bin") == 0 ? 0 : -1;
}
