/* usb_session.c - since when a USB printer is on; see printer_session() in printer.h.
 *
 * Source: Linux gives a device the next free number of its bus when it is plugged in or switched on
 * (drivers/usb/core/hub.c, choose_devnum) and counts from the beginning at each boot, which has an
 * id of its own (random(4)). A device that lost its power while the computer slept may keep its
 * number (Documentation/driver-api/usb/persist.rst), so how long it slept is part of it.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "receipts/printer/usb_parts.h"

#define BOOT_ID "/proc/sys/kernel/random/boot_id"

enum { BOOT_ROOM = 37 };

/* False: this system has none. */
static bool read_boot(char ret[BOOT_ROOM])
{
	int file = open(BOOT_ID, O_RDONLY | O_CLOEXEC);
	ssize_t length;

	if (file < 0)
		return false;
	length = read(file, ret, BOOT_ROOM - 1);
	(void)close(file);
	if (length != BOOT_ROOM - 1)
		return false;
	ret[BOOT_ROOM - 1] = '\0';
	return true;
}

/* In whole seconds since the boot; the clocks differ by nothing else. */
static long long slept_s(void)
{
	struct timespec awake = { 0 };
	struct timespec all = { 0 };
	long long seconds;

	(void)clock_gettime(CLOCK_MONOTONIC, &awake);
	(void)clock_gettime(CLOCK_BOOTTIME, &all);
	seconds = (long long)(all.tv_sec - awake.tv_sec);
	return all.tv_nsec < awake.tv_nsec ? seconds - 1 : seconds;
}

void usb_session_read(const struct usb_device *device, char ret[PRINTER_SESSION_ROOM])
{
	libusb_device *place = libusb_get_device(device->handle);
	char boot[BOOT_ROOM];

	ret[0] = '\0';
	if (read_boot(boot))
		(void)snprintf(ret, PRINTER_SESSION_ROOM, "%s+%lld/%03u/%03u", boot, slept_s(),
			       (unsigned)libusb_get_bus_number(place),
			       (unsigned)libusb_get_device_address(place));
}
