/* usb_till.h - a till as a process of its own that prints one job by USB. */
#pragma once

/* Prints the counter's job on the first USB printer. The process's exit status: 0 when it was
 * printed and the process has the descriptors, threads and signal handlers that it had before, and
 * its signals went to no thread of libusb's; else the number of the first thing that was not so. */
int usb_till_run(void);
