/* replay.c - runs a fuzz target over files, without libFuzzer: its seeds, or an input that was
 * found.
 *
 * In:  paths of files, as arguments.
 * Out: TAP, a test a file. An input that does not hold ends the program, after its name.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"

#define INPUT_MAX 4194304

/* In memory of just its size, so that a sanitizer sees a byte too many. */
static int replay(const char *path)
{
	FILE *file = fopen(path, "rbe");
	uint8_t *data = malloc(INPUT_MAX);
	uint8_t *input = NULL;
	size_t size = 0;

	if (file != NULL && data != NULL) {
		size = fread(data, 1, INPUT_MAX, file);
		input = malloc(size > 0 ? size : 1);
	}
	if (file != NULL)
		(void)fclose(file);
	if (input != NULL) {
		memcpy(input, data, size);
		(void)LLVMFuzzerTestOneInput(input, size);
	}
	free(data);
	free(input);
	return input == NULL ? -1 : 0;
}

int main(int count, char **paths)
{
	int failed = 0;

	for (int i = 1; i < count; i++) {
		int rc;

		(void)printf("# %s\n", paths[i]);
		(void)fflush(stdout);
		rc = replay(paths[i]);
		failed += rc < 0;
		(void)printf("%s %d - %s\n", rc < 0 ? "not ok" : "ok", i, paths[i]);
	}
	(void)printf("1..%d\n", count - 1);
	return failed > 0 || count < 2 ? 1 : 0;
}
