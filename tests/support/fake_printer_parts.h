/* fake_printer_parts.h - what fake_printer*.c share. Every printer has one lock: functions here are
 * called with it held. */
#pragma once

#include <glib.h>
#include <linux/usbdevice_fs.h>
#include <pthread.h>
#include <umockdev.h>

#include "tests/support/fake_printer.h"

/* One URB that a client submitted. `data` and `buffer` are its two pieces of the client's memory.
 */
struct fake_transfer {
	UMockdevIoctlClient *client; /* only compared */
	UMockdevIoctlData *data;
	UMockdevIoctlData *buffer;
	struct usbdevfs_urb *urb;
	size_t done;
	int status;
};

/* The printer without its plug: what it took in, what it made of it, what it wants to say. */
struct fake_firmware {
	GByteArray *taken;
	GByteArray *paper;
	GByteArray *answers;
	GByteArray *garble; /* said instead of an answer, unless empty */
	GArray *cuts;	    /* where in `paper` each slip ends */
	enum fake_dialect dialect;
	size_t room;
	size_t worked; /* of `taken` */
	uint8_t head[16];
	size_t head_length;
	size_t body_left;
	unsigned realtime; /* how much of DLE EOT n, or ESC ACK SOH, was seen */
	bool is_raster;	   /* Star: between ESC * r A and ESC * r B */
	uint8_t etb;	   /* Star: how many ETB were worked through */
	bool has_no_paper;
	bool is_open;
	bool is_jammed;
	bool is_low;
	bool is_off;
	bool is_mute;
	bool has_fault;
	enum fake_fault fault;
	size_t fault_at;
	size_t *counts;
};

struct fake_printer {
	struct fake_bus *bus;
	struct fake_model model;
	unsigned port;
	unsigned number; /* of the device, new with each plug */
	pthread_mutex_t lock;
	pthread_cond_t changed;
	UMockdevIoctlBase *handler;
	struct fake_firmware firmware;
	GQueue out;
	GQueue in;
	GQueue done;
	bool is_plugged;
	bool is_listed; /* the system knows of it */
	bool is_halted;
	bool has_driver;
	bool had_driver;
	bool is_occupied;
	int ready; /* our end of the FIFO that stands for the node; -1 before the first plug */
	bool is_ready;
	char node[64];
	char path[128];
	size_t counts[FAKE_COUNTS];
};

struct fake_bus {
	UMockdevTestbed *testbed;
	GPtrArray *printers;
	unsigned last_number;
};

/* fake_printer_firmware.c */
void fake_firmware_init(struct fake_firmware *firmware, const struct fake_model *model,
			size_t *counts);
void fake_firmware_free(struct fake_firmware *firmware);

/* Switched off and on: what it held is lost, what is on paper stays. */
void fake_firmware_restart(struct fake_firmware *firmware);
bool fake_firmware_is_full(const struct fake_firmware *firmware);
void fake_firmware_take(struct fake_firmware *firmware, uint8_t byte);

/* A question that came as a transfer of its own: it is answered even when the buffer is full. */
bool fake_firmware_is_question(const struct fake_firmware *firmware, const uint8_t *bytes,
			       size_t length);
void fake_firmware_ask(struct fake_firmware *firmware, const uint8_t question[3]);

/* For the dialects: something is said, a slip ends, a question is no paper. */
void fake_firmware_answer(struct fake_firmware *firmware, const void *bytes, size_t length);
void fake_firmware_cut(struct fake_firmware *firmware);
void fake_firmware_drop(struct fake_firmware *firmware);

/* fake_printer_escpos.c, fake_printer_star.c: how long the command is that begins like this (0:
 * too early to say); what a whole one does; the answer to a question. */
size_t fake_escpos_length(const struct fake_firmware *firmware);
void fake_escpos_obey(struct fake_firmware *firmware);
void fake_escpos_tell(struct fake_firmware *firmware, uint8_t which);
size_t fake_star_length(const struct fake_firmware *firmware);
void fake_star_obey(struct fake_firmware *firmware);
void fake_star_tell(struct fake_firmware *firmware);

void fake_firmware_work(struct fake_firmware *firmware);
uint8_t fake_firmware_port_status(const struct fake_firmware *firmware);

/* fake_printer_transfer.c: moves whatever can move now. */
void fake_transfers_move(struct fake_printer *printer);
void fake_transfer_submit(struct fake_printer *printer, struct fake_transfer *transfer);
void fake_transfer_end(struct fake_printer *printer, struct fake_transfer *transfer, int status);
void fake_transfer_free(struct fake_transfer *transfer);

/* Whatever a client had in flight is ended (a cable) or forgotten (a process that is gone: NULL
 * stands for all clients). */
void fake_transfers_break(struct fake_printer *printer);
void fake_transfers_forget(struct fake_printer *printer, const UMockdevIoctlClient *client);

/* Of one client: a transfer that ended (NULL: none), or one that is to end now. */
struct fake_transfer *fake_transfer_reap(struct fake_printer *printer,
					 const UMockdevIoctlClient *client);
bool fake_transfer_cancel(struct fake_printer *printer, const UMockdevIoctlClient *client,
			  gulong address);

/* fake_printer_control.c: a request on the control pipe. */
void fake_control_answer(struct fake_printer *printer, struct fake_transfer *transfer);

/* fake_printer_usbfs.c: a client's ioctl, and a new client; they take the lock themselves. */
gboolean fake_usbfs_serve(UMockdevIoctlBase *base, UMockdevIoctlClient *client,
			  struct fake_printer *printer);
void fake_usbfs_meet(UMockdevIoctlBase *base, UMockdevIoctlClient *client,
		     struct fake_printer *printer);
