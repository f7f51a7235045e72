/* serve.h - the tap as a network printer or a serial one, and a reader kept for CUPS. Each runs
 * until SIGTERM or SIGINT; the status to exit with. */
#pragma once

#include "pos-adapters/print-tap/port.h"
#include "pos-adapters/print-tap/settings.h"

int serve_tcp(const struct settings *settings, const char *listen, const char *printer);
int serve_pty(const struct settings *settings, const char *printer);
int serve_reader(const struct settings *settings);

struct pass;

/* What a passing process begins with. */
void serve_begin(struct pass *pass, const struct settings *settings, const char *reader);
