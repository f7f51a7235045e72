/* test_profile.c - the printers that are known: whole, of one name each, and found by what they say
 * of themselves. */
#include "tests/support/check.h"

#include <string.h>

#include "receipts/dots/canvas.h"
#include "receipts/printer/profile.h"

/* A row with a width that no canvas can have would stop every receipt. */
static void every_row_makes_sense(void **state)
{
	size_t count = 0;
	const struct profile *all = profile_all(&count);

	(void)state;
	assert_true(count >= 15);
	for (size_t i = 0; i < count; i++) {
		const struct profile *profile = &all[i];

		assert_ptr_equal(profile_find(profile->name), profile);
		assert_int_equal(strspn(profile->name, "abcdefghijklmnopqrstuvwxyz0123456789-"),
				 strlen(profile->name));
		assert_true(profile->title[0] != '\0');
		assert_int_equal(profile->dots % 8, 0);
		assert_in_range(profile->dots, 256, CANVAS_WIDTH_MAX);
		assert_true(profile->dpi == 180 || profile->dpi == 203);
		/* Letters of font A are 12 dots wide, so that many fit the head. */
		assert_true(profile->text_columns == 0 ||
			    profile->text_columns == profile->dots / 12);
		assert_true(profile->text_columns == 0 || profile->language == PROFILE_ESCPOS);
		assert_in_range(profile->page_1252 + 1, 0, 256);
		if (profile->proof == PROFILE_PROOF_COUNTER)
			assert_true(profile->has_cutter && profile->vendor == 0x04B8 &&
				    profile->status == PROFILE_STATUS_ESCPOS);
	}
	assert_non_null(profile_find(PROFILE_DEFAULT));
	assert_null(profile_find("epson"));
	assert_null(profile_find(""));
}

static void a_printer_is_known_by_what_it_says(void **state)
{
	static const struct {
		uint16_t vendor;
		uint16_t product;
		const char *make;
		const char *model;
		const char *name;
	} cases[] = {
		{ 0x04B8, 0x0202, "EPSON", "TM-T88V", "epson-tm-t88v" },
		{ 0x04B8, 0x0202, "EPSON", "TM-T88VI", "epson-tm-t88vi" },
		{ 0x04B8, 0x0202, "EPSON", "tm-t88vii", "epson-tm-t88vii" },
		{ 0x04B8, 0x0E2E, "EPSON", "TM-m30", "epson-tm-m30" },
		{ 0x04B8, 0, "EPSON", "TM-m30II-NT", "epson-tm-m30ii" },
		{ 0x04B8, 0, "", "TM-m30III-H", "epson-tm-m30iii" },
		{ 0, 0, "EPSON", "TM-T20II", "epson-tm-t20ii" },
		{ 0, 0, "", "TM-T20III", "epson-tm-t20iii" },
		{ 0x04B8, 0x0202, "EPSON", "TM-U220", "generic-80" },
		{ 0x04B8, 0, "", "", "generic-80" },
		{ 0x0519, 3, "", "", "star-tsp100" },
		{ 0x0519, 1, "Star", "TSP143 (STR_T-001)", "star-tsp100" },
		{ 0x0519, 1, "Star", "TSP654 (STR_T-001)", "star-tsp650ii" },
		{ 0x0519, 0x11, "Star", "MCP31", "star-mc-print3" },
		{ 0x0519, 0x11, "Star", "mC-Print2", "star-mc-print2" },
		{ 0x0519, 9, "Star", "XYZ", "star-raster" },
		{ 0, 0, "Star Micronics", "", "star-raster" },
		{ 0x1504, 0x1F, "BIXOLON", "SRP-350II", "bixolon-srp-350iii" },
		{ 0x1504, 6, "BIXOLON", "SRP-330II", "bixolon-srp-330ii" },
		{ 0x1504, 6, "BIXOLON", "SRP-352plusIII", "bixolon-srp-352iii" },
		{ 0x1D90, 0x20F0, "", "", "citizen-ct-e351" },
		{ 0x1D90, 0x2060, "CITIZEN", "CT-S310II", "citizen-ct-s310ii" },
		/* Somebody else's printer that calls itself like an Epson is none. */
		{ 0x0416, 0x5011, "POS", "TM-T88V", "generic-80" },
		{ 0, 0, "", "", "generic-80" },
		{ 0, 0, "\xFF\x1B", "\xFF\x1B|", "generic-80" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(
			profile_of(cases[i].vendor, cases[i].product, cases[i].make, cases[i].model)
				->name,
			cases[i].name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_makes_sense),
		cmocka_unit_test(a_printer_is_known_by_what_it_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
