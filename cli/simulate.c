/* simulate.c - placeholder */
#include "cli/programme.h"
rgl_rc programme_simulate(struct cli *cli, const char *path)
{
	return refuse(&cli->refusal, RGL_E_INTERNAL, "%s", path);
}
