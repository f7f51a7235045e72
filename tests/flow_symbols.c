/* flow_symbols.c - the door: found by its one name, closed to other ABIs, and gone after dlclose.
 */
#include "tests/support/check.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/regulars.h"

typedef const struct rgl_api *(*entry)(uint32_t host_abi);

/* ISO C has no way from an object's address to a function's: POSIX says that this one works. */
static entry find_entry(void *library)
{
	void *symbol = dlsym(library, "regulars_entry");
	entry found;

	assert_non_null(symbol);
	(void)memcpy(&found, &symbol, sizeof(found));
	return found;
}

static void *load(void)
{
	const char *path = getenv("REGULARS_SO");
	void *library;

	if (path == NULL)
		fail_msg("REGULARS_SO does not say where the library is");
	library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (library == NULL)
		fail_msg("%s", dlerror());
	return library;
}

static bool is_mapped(const char *name)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	char line[1024];
	bool found = false;

	assert_non_null(maps);
	while (fgets(line, sizeof(line), maps) != NULL)
		found = found || strstr(line, name) != NULL;
	(void)fclose(maps);
	return found;
}

static void the_entry_gives_a_whole_table(void **state)
{
	void *library = load();
	const struct rgl_api *api = find_entry(library)(RGL_ABI);

	(void)state;
	assert_non_null(api);
	assert_int_equal(api->size, sizeof(*api));
	assert_int_equal(api->abi, RGL_ABI);
	assert_non_null(api->version);
	assert_true(api->words != NULL && api->open != NULL && api->close != NULL);
	assert_true(api->shop != NULL && api->identify != NULL && api->enrol != NULL);
	assert_true(api->sale != NULL && api->refund != NULL && api->receipt != NULL);
	assert_true(api->printing != NULL && api->request != NULL);
	assert_string_equal(api->words(RGL_OK), "done");
	assert_int_equal(dlclose(library), 0);
}

/* A till of another age gets a clear no instead of a table that it would misread. */
static void another_abi_is_refused(void **state)
{
	void *library = load();

	(void)state;
	assert_null(find_entry(library)(0));
	assert_null(find_entry(library)(UINT32_MAX));
	assert_int_equal(dlclose(library), 0);
}

/* A till may unload the plugin and load it again, as it does for an update. */
static void unloading_leaves_nothing_mapped(void **state)
{
	(void)state;
	assert_false(is_mapped("libregulars.so"));
	for (int i = 0; i < 20; i++) {
		void *library = load();

		assert_non_null(find_entry(library)(RGL_ABI));
		assert_true(is_mapped("libregulars.so"));
		assert_int_equal(dlclose(library), 0);
		assert_false(is_mapped("libregulars.so"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_entry_gives_a_whole_table),
		cmocka_unit_test(another_abi_is_refused),
		cmocka_unit_test(unloading_leaves_nothing_mapped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
