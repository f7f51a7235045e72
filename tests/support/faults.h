/* faults.h - memory and a disk that run out, for the whole process: SQLite and cJSON too.
 *
 * In:  after how many allocations, after how many bytes written.
 * Not here: what a till lends (sweep.h).
 *
 * A test program that wants them defines malloc, calloc and realloc (or write, pwrite64 and
 * ftruncate64) itself and hands on to these: the libraries then find its own before the C
 * library's (RGL_EXPORT, so that they are seen). Programs that do not are left as they are. Memory
 * runs out for every thread, a disk is for one.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* From now on allocation number `at`, counted from 0, fails; and all after it, unless `once`. */
void faults_memory(long at, bool once);

/* Memory is there again. True when some allocation failed meanwhile. */
bool faults_memory_end(void);

/* The allocation to fail after number `at` in a sweep that would take minutes: each of the first
 * hundred, then one in 23. Preparing a statement takes more than that, so each of them is met. */
long faults_next(long at);

void *faults_malloc(size_t bytes);
void *faults_calloc(size_t count, size_t bytes);
void *faults_realloc(void *memory, size_t bytes);

/* From now on the disk has room for so many bytes, then it is full. */
void faults_disk(int64_t bytes);

/* There is room again. True when the disk was full meanwhile. */
bool faults_disk_end(void);

ssize_t faults_write(int file, const void *data, size_t length);
ssize_t faults_pwrite(int file, const void *data, size_t length, off_t at);
int faults_truncate(int file, off_t length);
