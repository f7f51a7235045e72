/* test_width.c - columns of a terminal, held against the C library's own table. */
#include "tests/support/check.h"

#include <locale.h>
#include <wchar.h>

#include "plugin/base/width.h"

/* Letters take one, ideographs two, marks on a letter none; a soft hyphen is shown. */
static void letters_ideographs_and_marks(void **state)
{
	(void)state;
	assert_int_equal(width_of('a'), 1);
	assert_int_equal(width_of(0x5BFF), 2);
	assert_int_equal(width_of(0x0301), 0);
	assert_int_equal(width_of(0x094D), 0);
	assert_int_equal(width_of(0x200D), 0);
	assert_int_equal(width_of(0xAD), 1);
	assert_int_equal(width_of(0x1F600), 2);
	assert_int_equal(width_of(0x10FFFF), 1);
}

/* How many characters of a range differ; those that the C library does not know do not count. */
static int count_differing(uint32_t first, uint32_t last, int *compared)
{
	int differing = 0;

	for (uint32_t at = first; at <= last; at++) {
		const int said = wcwidth((wchar_t)at);

		if (said < 0)
			continue;
		(*compared)++;
		if (said == (int)width_of(at))
			continue;
		differing++;
		print_message("# U+%04X: %d here, %d there\n", at, (int)width_of(at), said);
	}
	return differing;
}

/* In blocks that the C library's tables of different years have no quarrel about. */
static void widths_are_what_the_c_library_says(void **state)
{
	const uint32_t ranges[][2] = {
		{ 0x20, 0x7E },	    { 0xA0, 0xAC },	  { 0xAE, 0x5FF },	{ 0x900, 0xDFF },
		{ 0x1E00, 0x200A }, { 0x2010, 0x2027 },	  { 0x2030, 0x205E },	{ 0x20A0, 0x262F },
		{ 0x2638, 0x2689 }, { 0x2690, 0x2E7F },	  { 0x3000, 0x303E },	{ 0x3041, 0x30FF },
		{ 0x3400, 0x4DBF }, { 0x4E00, 0x9FFF },	  { 0xAC00, 0xD7A3 },	{ 0xF900, 0xFA6D },
		{ 0xFF01, 0xFF60 }, { 0x1F300, 0x1F64F }, { 0x1F680, 0x1F6D7 }, { 0x20000, 0x2A6DF }
	};
	locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", NULL);
	locale_t before;
	int compared = 0;
	int differing = 0;

	(void)state;
	if (locale == NULL)
		skip();
	before = uselocale(locale);
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		differing += count_differing(ranges[i][0], ranges[i][1], &compared);
	(void)uselocale(before);
	freelocale(locale);
	assert_true(compared > 80000);
	assert_int_equal(differing, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_ideographs_and_marks),
		cmocka_unit_test(widths_are_what_the_c_library_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
