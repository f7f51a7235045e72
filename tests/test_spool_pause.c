/* test_spool_pause.c - how long the printing thread waits between tries. */
#include "tests/support/check.h"

#include "receipts/spool_pause.h"

/* A printer without paper is asked less and less often, and at least each minute; a store that
 * another program writes to is asked soon, and the pause begins anew behind that. */
static void a_pause_grows_from_a_second_to_a_minute(void **state)
{
	static const struct {
		int64_t before_ms;
		rgl_rc code;
		int64_t after_ms;
	} ROWS[] = {
		{ 0, RGL_E_PRINTER, 1000 },	     { 1000, RGL_E_PRINTER, 2000 },
		{ 2000, RGL_E_NO_PRINTER, 4000 },    { 4000, RGL_E_FULL, 8000 },
		{ 8000, RGL_E_PRINTER, 16000 },	     { 16000, RGL_E_MEMORY, 32000 },
		{ 32000, RGL_E_PRINTER, 60000 },     { 60000, RGL_E_PRINTER, 60000 },
		{ INT64_MAX, RGL_E_PRINTER, 60000 }, { 0, RGL_E_BUSY, 250 },
		{ 60000, RGL_E_BUSY, 250 },	     { 250, RGL_E_BUSY, 250 },
		{ 250, RGL_E_PRINTER, 1000 },	     { 30001, RGL_E_PRINTER, 60000 },
		{ 30000, RGL_E_PRINTER, 60000 },     { 29999, RGL_E_PRINTER, 59998 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(ROWS) / sizeof(ROWS[0]); i++)
		assert_int_equal(spool_pause(ROWS[i].before_ms, ROWS[i].code), ROWS[i].after_ms);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pause_grows_from_a_second_to_a_minute),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
