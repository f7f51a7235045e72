/* scratch.c - see scratch.h. */
#include "cli/scratch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

rgl_rc scratch_make(struct cli *cli, const char *why, struct scratch *ret)
{
	const char *folder = getenv("TMPDIR");
	struct scratch made = { "", "" };

	(void)snprintf(made.folder, sizeof(made.folder), "%s/regulars-XXXXXX",
		       folder == NULL || folder[0] == '\0' ? "/tmp" : folder);
	if (mkdtemp(made.folder) == NULL)
		return refuse(&cli->refusal, RGL_E_INPUT_OUTPUT, "%s: TMPDIR: %s", why,
			      strerror(errno));
	(void)snprintf(made.path, sizeof(made.path), "%s/shop.db", made.folder);
	*ret = made;
	return RGL_OK;
}

void scratch_remove(const struct scratch *scratch)
{
	static const char *const ENDINGS[] = { "", ".key", "-wal", "-shm", "-turn" };
	char path[sizeof(scratch->path) + 8];

	if (scratch->path[0] == '\0')
		return;
	for (size_t i = 0; i < sizeof(ENDINGS) / sizeof(ENDINGS[0]); i++) {
		(void)snprintf(path, sizeof(path), "%s%s", scratch->path, ENDINGS[i]);
		(void)unlink(path);
	}
	(void)rmdir(scratch->folder);
}
