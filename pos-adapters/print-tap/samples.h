/* samples.h - what the owner does with samples of receipts: teach a pattern, try one. */
#pragma once

#include "pos-adapters/print-tap/settings.h"

/* Writes a pattern to standard output, and to standard error what was understood of each sample and
 * what was not. The status to exit with. */
int samples_learn(const struct settings *settings, int count, char **paths);

/* Says what the pattern finds in each sample. */
int samples_read(const struct settings *settings, int count, char **paths);
