/* SPDX-License-Identifier: Apache-2.0 */
/* process.h - what belongs to a process and not to a library in it, written down to compare.
 *
 * Out: a text for each thing, so that a difference can be read where a test fails.
 */
#pragma once

enum { PROCESS_TEXT_ROOM = 65536, PROCESS_PATH_ROOM = 4096 };

struct process {
	char signals[PROCESS_TEXT_ROOM]; /* each signal's handler, flags, and whether it is held */
	char locale[512];
	char cwd[PROCESS_PATH_ROOM];
	char environment[PROCESS_TEXT_ROOM]; /* names, where they stand, and a sum of each */
	char descriptors[PROCESS_TEXT_ROOM]; /* and which file each stands for */
	char umask_line[64];
	char threads_line[64];
};

/* Writes down the calling process, as the calling thread sees it. Fails the running test when
 * /proc cannot be read. */
void process_write(struct process *ret);
