/* scanner.h - a scanner on a serial port, read line by line by the reader. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { SCANNER_TEXT_ROOM = 128 };

struct scanner {
	const char *path; /* "": there is none */
	int fd;		  /* -1: not open */
	int64_t tried_ms;
	int64_t at_ms; /* when `last` was scanned */
	uint32_t length;
	char open[SCANNER_TEXT_ROOM];
	char last[SCANNER_TEXT_ROOM]; /* "": nothing, or it was used */
};

/* Opens it when it is not open, at most every few seconds. */
void scanner_open(struct scanner *scanner, int64_t now_ms);

/* Reads what is there. */
void scanner_read(struct scanner *scanner, int64_t now_ms);

/* Forgets the last scan, so that no other receipt gets it. */
void scanner_forget(struct scanner *scanner);
