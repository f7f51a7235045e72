/* test_decode.c - npos, an ESC/POS decoder that nobody here wrote, reads back what is sent.
 *
 * It is put into the build folder by npm from tests/decode/package-lock.json. Where node or npm is
 * missing, or npm cannot reach its packages, the tests are skipped, and stderr says why.
 */
#include "tests/test_encode_parts.h"

#include <stdio.h>
#include <unistd.h>

#include "receipts/dots/layout.h"

#define PATH_ROOM 400
#define FILE_ROOM 400000

static char modules[PATH_ROOM];
static bool is_there;
static char found[FILE_ROOM];
static size_t found_length;

static int run(const char *command)
{
	return system(command); /* NOLINT(cert-env33-c): a test's own words */
}

static int fetch(void **state)
{
	const char *build = getenv("REGULARS_BUILD");
	char command[2 * PATH_ROOM];

	(void)state;
	(void)snprintf(modules, sizeof(modules), "%s/decode", build == NULL ? "build" : build);
	(void)snprintf(command, sizeof(command), "tests/decode/fetch tests/decode '%s' >&2",
		       modules);
	is_there = run(command) == 0;
	return 0;
}

static void path_of(const char *name, char ret[PATH_ROOM])
{
	const char *folder = getenv("TMPDIR");

	(void)snprintf(ret, PATH_ROOM, "%s/%s", folder == NULL ? "/tmp" : folder, name);
}

static void load(const char *name)
{
	char path[PATH_ROOM];
	FILE *file;

	path_of(name, path);
	file = fopen(path, "rb");
	assert_non_null(file);
	found_length = fread(found, 1, sizeof(found) - 1, file);
	found[found_length] = '\0';
	(void)fclose(file);
	(void)unlink(path);
}

/* npos's status; what it found is in files for load(). */
static int decode(const struct bytes *bytes)
{
	char command[4 * PATH_ROOM];
	char in[PATH_ROOM];
	char out[PATH_ROOM];
	FILE *file;

	path_of("receipt", out);
	path_of("receipt.bin", in);
	file = fopen(in, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes->data, 1, bytes->length, file), bytes->length);
	assert_int_equal(fclose(file), 0);
	(void)snprintf(command, sizeof(command),
		       "node --no-deprecation tests/decode/decode.js '%s' '%s' '%s'", modules, in,
		       out);
	return run(command);
}

static void need_npos(void)
{
	if (!is_there)
		skip();
}

static void the_picture_is_bit_for_bit_the_canvas(void **state)
{
	const char *const names[] = { "generic-58", "epson-tm-t88v", "epson-tm-m30" };
	struct desk *desk = *state;

	need_npos();
	desk_fill(desk);
	for (size_t i = 0; i < 3; i++) {
		const struct profile *profile = profile_find(names[i]);
		const struct encode_wish wish = { profile, ENCODE_DOTS, NULL, "J001" };
		struct canvas canvas = { 0 };

		assert_int_equal(desk_encode(desk, &wish), RGL_OK);
		assert_int_equal(layout_draw(&desk->paper, desk->fonts, profile->dots, NULL,
					     &canvas, &desk->why),
				 RGL_OK);
		assert_int_equal(decode(&desk->bytes), 0);
		load("receipt.dots");
		assert_int_equal(found_length, (size_t)canvas.stride * canvas.rows);
		assert_memory_equal(found, canvas.bits, found_length);
		canvas_free(&canvas);
	}
}

static void the_text_is_what_was_said(void **state)
{
	struct profile profile =
		*profile_find("epson-tm-m30"); /* with a buzzer, and counting too */
	const struct encode_wish wish = { &profile, ENCODE_TEXT, NULL, "J001" };
	struct desk *desk = *state;

	need_npos();
	profile.proof = PROFILE_PROOF_COUNTER;
	desk_fill(desk);
	assert_int_equal(desk_encode(desk, &wish), RGL_OK);
	assert_int_equal(decode(&desk->bytes), 0);
	load("receipt.text");
	assert_string_equal(found, "Caf\xC3\xA9\n"
				   "------------------------------------------------\n"
				   "Flat white                                 38.00\n"
				   "2 \xC3\x97 Cinnamon snail                         64.00\n"
				   "\n\n\n");
	load("receipt.commands");
	/* Initialised; page 16; drawer; the title large, bold and in the middle; back again. */
	assert_ptr_equal(strstr(found, "ESC@\nESCt 10\nESCp 0019fa\n"), found);
	assert_non_null(
		strstr(found, "GS! 11\nESCE 01\nESCa 01\ntext\nGS! 00\nESCE 00\nESCa 00\n"));
	assert_non_null(strstr(found, "\nGSV 4200\n"));
	assert_non_null(strstr(found, "GS(k 16003150305247"));
	assert_non_null(strstr(found, "\nESC(A 04003031010a\n"));
	assert_non_null(strstr(found, "\nGS(H 060030304a303031\n"));
}

/* npos has to refuse something, or its word is worth nothing. */
static void npos_refuses_what_it_does_not_know(void **state)
{
	const char *const bad[] = { "\x1B@\x1Bq", "\x1B@hello\x07", "\x1DV" };

	(void)state;
	need_npos();
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const struct bytes bytes = { .data = (uint8_t *)(uintptr_t)bad[i],
					     .length = strlen(bad[i]) };

		assert_int_not_equal(decode(&bytes), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_picture_is_bit_for_bit_the_canvas, desk_set_up,
						desk_tear_down),
		cmocka_unit_test_setup_teardown(the_text_is_what_was_said, desk_set_up,
						desk_tear_down),
		cmocka_unit_test(npos_refuses_what_it_does_not_know),
	};

	return cmocka_run_group_tests(tests, fetch, NULL);
}
