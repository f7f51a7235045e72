/* settings.h - what the owner says of a tap, from a file and the command line.
 *
 * A line of the file is a name and a value; the same names with two dashes are options. The file is
 * --settings FILE, else REGULARS_TAP_SETTINGS, else /etc/regulars-tap.conf when it is there.
 */
#pragma once

#include "pos-adapters/print-tap/stream.h"

enum { SETTINGS_TEXT_ROOM = 400, SETTINGS_WHY_ROOM = 300 };

#define SETTINGS_FILE "/etc/regulars-tap.conf"

/* X(member, name, as it is when nothing is said, what it is) */
#define SETTINGS(X)                                                                                \
	X(home, "home", "/var/lib/regulars-tap", "folder for what waits and what was not read")    \
	X(pattern, "pattern", "", "the pattern file; HOME/pattern")                                \
	X(store, "store", "", "the shop's store; none: receipts are read and listed only")         \
	X(key, "key", "", "its key; STORE.key")                                                    \
	X(library, "library", "libregulars.so.0", "the plugin")                                    \
	X(till, "till", "till", "this till's name")                                                \
	X(printer, "printer", "escpos", "escpos or star")                                          \
	X(codepage, "codepage", "auto", "437 850 852 858 866 1252 utf8 auto")                      \
	X(scanner, "scanner", "", "a serial scanner for members' cards")                           \
	X(scan_minutes, "scan-minutes", "5", "how long a scan waits for its receipt")              \
	X(thanks, "thanks", "Thank you, {name}!|{points} points today, {balance} in all.",         \
	  "before the cut, for a member; | begins a line")                                         \
	X(invite, "invite", "", "before the cut, for others")                                      \
	X(hold_ms, "hold-ms", "4", "how long a cut waits for those words, 0 to 4")                 \
	X(idle_seconds, "idle-seconds", "20", "silence that ends a receipt without a cut")         \
	X(link, "link", "", "serve-pty: the name that the till prints to")                         \
	X(capture, "capture", "", "folder that gets each receipt's text, as samples")

struct settings {
#define SETTINGS_MEMBER(member, name, usual, says) char member[SETTINGS_TEXT_ROOM];
	SETTINGS(SETTINGS_MEMBER)
#undef SETTINGS_MEMBER
};

/* Reads the file, then the options, wherever they stand; the words between them are moved to the
 * front of argv, *ret_words of them. False with words in ret_why. */
bool settings_read(int argc, char **argv, struct settings *ret, int *ret_words, char *ret_why);

/* A whole number out of a setting, within bounds. */
int settings_number(const char *text, int least, int most);

/* What the tap knows of the printer's bytes. */
enum stream_dialect settings_dialect(const struct settings *settings);
int settings_codepage(const struct settings *settings);

/* HOME/name; false when that is longer than room. */
bool settings_path(const struct settings *settings, const char *name, char *ret, size_t room);
