/* commands.h - the commands by name: what they are called, what they take, how they are used. */
#pragma once

#include "cli/command.h"

/* Those of a group stand together. flags: as arguments_read wants them. */
struct command {
	const char *group;
	const char *name;
	const char *summary;
	const char *usage;
	const char *flags;
	int words_max; /* beside the flags */
	command_function *run;
};

/* NULL: there is none (any more). */
const struct command *commands_at(int place);
const struct command *commands_find(const char *name);
