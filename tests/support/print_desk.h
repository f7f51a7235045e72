/* SPDX-License-Identifier: Apache-2.0 */
/* print_desk.h - a till with a USB printer beside it, from outside: for flow tests of printing.
 *
 * In:  REGULARS_SO and REGULARS, the library and the command; umockdev-wrapper around the test.
 * Out: what is on paper, held against what the command says that a receipt is.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tests/support/fake_printer.h"
#include "tests/support/print_till.h"

#define PRINT_DESK_PRINTER "EPSON TM-T20III (USB 04b8:0e2e)"

struct print_desk {
	struct fake_bus *bus;
	struct fake_printer *printer;
	struct print_till till;
	long long member;
};

/* Bytes of the test's own, to be freed. */
struct print_piece {
	uint8_t *bytes;
	size_t length;
};

/* A new shop with one member, a till, the printer plugged in or not. */
void print_desk_open(struct print_desk *ret, bool is_plugged);
void print_desk_close(struct print_desk *desk);

/* A sale to the member that asks for its receipt. */
void print_desk_sell(struct print_desk *desk, const char *id);

/* Asks the till until it says that; the last of it is returned. */
struct print_state print_desk_await(struct print_desk *desk, const char *words);

/* So many are on paper, the till knows it, and no more wait. */
void print_desk_await_printed(struct print_desk *desk, long long count);

/* The dots of a slip, counted from 0; that many have to be cut off already. */
struct print_piece print_desk_slip(struct print_desk *desk, size_t index);

/* What the command says that a sale's receipt is. */
struct print_piece print_desk_receipt(const char *id);

/* Whether that slip is the sale's receipt, or ends with it. */
bool print_desk_slip_is(struct print_desk *desk, size_t index, const char *id);

/* How many slips are cut off. */
size_t print_desk_slips(struct print_desk *desk);

/* Dots as a picture that others read: PBM. */
void print_desk_picture(const struct print_piece *dots, const char *name);

/* For cmocka: a folder of its own, and what the tests leave there. */
int print_desk_set_up(void **state);
int print_desk_tear_down(void **state);
