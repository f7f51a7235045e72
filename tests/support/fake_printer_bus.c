/* fake_printer_bus.c - see fake_printer.h: the bus, and plugging in and out.
 *
 * umockdev is never called with a printer's lock held: its own thread takes that lock.
 */
#include "tests/support/fake_printer.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/fake_printer_parts.h"

#define BUS_PATH "/devices/pci0000:00/0000:00:14.0/usb1"
/* umockdev takes a node with the sticky bit for a device. */
#define NODE_MODE 01666
#define NODE_MODE_FORBIDDEN 01000 /* not even to its owner, when that is not root */

struct fake_bus *fake_bus_open(void)
{
	const char *preload = getenv("LD_PRELOAD");
	struct fake_bus *bus;
	char *root;

	if (preload == NULL || strstr(preload, "umockdev-preload") == NULL)
		return NULL;
	bus = g_new0(struct fake_bus, 1);
	bus->testbed = umockdev_testbed_new();
	bus->printers = g_ptr_array_new();
	/* So that another user sees it too, as with the real /sys, and hears of what comes and
	 * goes: umockdev puts a socket there for whoever listens. */
	root = umockdev_testbed_get_root_dir(bus->testbed);
	(void)chmod(root, 01777);
	g_free(root);
	return bus;
}

static void free_printer(struct fake_printer *printer)
{
	g_object_unref(printer->handler);
	fake_transfers_forget(printer, NULL);
	fake_firmware_free(&printer->firmware);
	if (printer->ready >= 0)
		(void)close(printer->ready);
	(void)pthread_cond_destroy(&printer->changed);
	(void)pthread_mutex_destroy(&printer->lock);
	g_free(printer);
}

void fake_bus_close(struct fake_bus *bus)
{
	/* First the testbed, whose thread serves clients. */
	g_object_unref(bus->testbed);
	for (guint i = 0; i < bus->printers->len; i++)
		free_printer(g_ptr_array_index(bus->printers, i));
	g_ptr_array_unref(bus->printers);
	g_free(bus);
}

struct fake_printer *fake_printer_add(struct fake_bus *bus, const struct fake_model *model)
{
	struct fake_printer *printer = g_new0(struct fake_printer, 1);

	printer->bus = bus;
	printer->model = *model;
	printer->ready = -1;
	(void)pthread_mutex_init(&printer->lock, NULL);
	(void)pthread_cond_init(&printer->changed, NULL);
	fake_firmware_init(&printer->firmware, model, printer->counts);
	printer->handler = umockdev_ioctl_base_new();
	g_signal_connect(printer->handler, "handle-ioctl", G_CALLBACK(fake_usbfs_serve), printer);
	g_signal_connect(printer->handler, "client-connected", G_CALLBACK(fake_usbfs_meet),
			 printer);
	g_ptr_array_add(bus->printers, printer);
	printer->port = bus->printers->len;
	(void)snprintf(printer->path, sizeof(printer->path), "/sys" BUS_PATH "/1-%u",
		       printer->port);
	return printer;
}

/* Device, configuration, interface (class 7, subclass 1), endpoints 0x01 and 0x82, as hex. */
static void write_descriptors(const struct fake_model *model, char *ret, size_t room)
{
	const char *in = model->is_one_way ? "" : "07058202400000";

	(void)snprintf(ret, room,
		       "1201000200000040%02X%02X%02X%02X00010102%02X01"
		       "0902%02X0001010080FA090400000%c07010%c0007050102400000%s",
		       model->vendor & 0xff, model->vendor >> 8, model->product & 0xff,
		       model->product >> 8, model->serial == NULL ? 0 : 3,
		       model->is_one_way ? 25 : 32, model->is_one_way ? '1' : '2',
		       model->is_one_way ? '1' : '2', in);
}

static bool add_device(struct fake_printer *printer)
{
	const struct fake_model *model = &printer->model;
	char descriptors[160], text[1024];

	write_descriptors(model, descriptors, sizeof(descriptors));
	(void)snprintf(text, sizeof(text),
		       "P: %s\nN: %s\nE: SUBSYSTEM=usb\nE: DEVTYPE=usb_device\nE: DRIVER=usb\n"
		       "E: BUSNUM=001\nE: DEVNUM=%03u\nE: DEVNAME=/dev/%s\nE: MAJOR=189\n"
		       "E: MINOR=%u\nA: busnum=1\\n\nA: devnum=%u\\n\nA: bConfigurationValue=1\\n\n"
		       "A: speed=12\\n\nA: idVendor=%04x\\n\nA: idProduct=%04x\\n\n"
		       "H: descriptors=%s\n",
		       printer->path + strlen("/sys"), printer->node, printer->number,
		       printer->node, printer->number - 1, printer->number, model->vendor,
		       model->product, descriptors);
	return umockdev_testbed_add_from_string(printer->bus->testbed, text, NULL);
}

/* Where the bus keeps what stands for the node: itself, or (under "ioctl/") umockdev's socket. */
static void node_path(struct fake_printer *printer, const char *under, char *ret, size_t room)
{
	char *root = umockdev_testbed_get_root_dir(printer->bus->testbed);

	(void)snprintf(ret, room, "%s/%sdev/%s", root, under, printer->node);
	g_free(root);
}

/* Puts a FIFO where the node was: see fake_printer_transfer.c. The socket behind it is for all
 * users, so that the node alone decides who may open it. */
static int make_ready_pipe(struct fake_printer *printer)
{
	char path[512];
	int descriptor;

	node_path(printer, "ioctl/", path, sizeof(path));
	(void)chmod(path, 0777);
	node_path(printer, "", path, sizeof(path));
	(void)unlink(path);
	if (mkfifo(path, NODE_MODE) != 0 || chmod(path, NODE_MODE) != 0)
		return -1;
	descriptor = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (descriptor >= 0)
		(void)fcntl(descriptor, F_SETPIPE_SZ, 4096);
	return descriptor;
}

/* Under the next number; nothing of the time before is left. */
static void renew(struct fake_printer *printer)
{
	(void)pthread_mutex_lock(&printer->lock);
	printer->number = ++printer->bus->last_number;
	(void)snprintf(printer->node, sizeof(printer->node), "bus/usb/001/%03u", printer->number);
	fake_transfers_forget(printer, NULL);
	if (printer->ready >= 0)
		(void)close(printer->ready);
	printer->ready = -1;
	(void)pthread_mutex_unlock(&printer->lock);
}

void fake_printer_plug(struct fake_printer *printer)
{
	UMockdevTestbed *testbed = printer->bus->testbed;
	char device[96];
	int ready;

	renew(printer);
	(void)snprintf(device, sizeof(device), "/dev/%s", printer->node);
	(void)umockdev_testbed_attach_ioctl(testbed, device, printer->handler, NULL);
	(void)add_device(printer);
	ready = make_ready_pipe(printer);

	(void)pthread_mutex_lock(&printer->lock);
	printer->ready = ready;
	printer->is_ready = true; /* an empty pipe; moving on fills it */
	printer->is_plugged = true;
	printer->is_listed = true;
	printer->is_halted = false;
	if (printer->firmware.is_off)
		fake_firmware_restart(&printer->firmware);
	g_byte_array_set_size(printer->firmware.answers, 0);
	fake_transfers_move(printer);
	(void)pthread_mutex_unlock(&printer->lock);
	umockdev_testbed_uevent(testbed, printer->path, "add");
}

void fake_printer_unplug(struct fake_printer *printer)
{
	bool was_listed;

	(void)pthread_mutex_lock(&printer->lock);
	fake_transfers_break(printer);
	was_listed = printer->is_listed;
	printer->is_listed = false;
	(void)pthread_mutex_unlock(&printer->lock);
	if (!was_listed)
		return;
	umockdev_testbed_uevent(printer->bus->testbed, printer->path, "remove");
	umockdev_testbed_remove_device(printer->bus->testbed, printer->path);
}

void fake_printer_switch(struct fake_printer *printer, bool is_on)
{
	if (is_on) {
		fake_printer_plug(printer);
		return;
	}
	(void)pthread_mutex_lock(&printer->lock);
	printer->firmware.is_off = true;
	(void)pthread_mutex_unlock(&printer->lock);
	fake_printer_unplug(printer);
}

void fake_printer_forbid(struct fake_printer *printer, bool is_forbidden)
{
	char path[512];

	node_path(printer, "", path, sizeof(path));
	(void)chmod(path, is_forbidden ? NODE_MODE_FORBIDDEN : NODE_MODE);
}
