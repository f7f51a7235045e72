/* fake_printer_transfer.c - URBs: from the client into the printer, and back with how it went. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/fake_printer_parts.h"

/* A FIFO stands for the device's node: libusb polls it for POLLOUT, which it has while there is
 * room in it. Full means that there is nothing to reap. A plain file would always be ready, and
 * libusb would turn in circles. */
static void show_ready(struct fake_printer *printer)
{
	bool is_ready = !g_queue_is_empty(&printer->done);
	char block[4096] = { 0 };
	ssize_t moved;

	if (printer->ready < 0 || is_ready == printer->is_ready)
		return;
	do {
		moved = is_ready ? read(printer->ready, block, sizeof(block))
				 : write(printer->ready, block, sizeof(block));
	} while (moved > 0);
	printer->is_ready = is_ready;
}

void fake_transfer_free(struct fake_transfer *transfer)
{
	if (transfer->buffer != NULL)
		g_object_unref(transfer->buffer);
	g_object_unref(transfer->data);
	g_free(transfer);
}

void fake_transfer_end(struct fake_printer *printer, struct fake_transfer *transfer, int status)
{
	transfer->status = status;
	g_queue_push_tail(&printer->done, transfer);
	show_ready(printer);
}

static void move_answers(struct fake_printer *printer)
{
	GByteArray *answers = printer->firmware.answers;

	while (answers->len > 0 && !g_queue_is_empty(&printer->in)) {
		struct fake_transfer *transfer = g_queue_pop_head(&printer->in);
		size_t room = (size_t)transfer->urb->buffer_length;
		size_t length = MIN(room, answers->len);

		memcpy(transfer->buffer->data, answers->data, length);
		g_byte_array_remove_range(answers, 0, (guint)length);
		transfer->done = length;
		fake_transfer_end(printer, transfer, 0);
	}
}

static bool is_question(const struct fake_printer *printer, const struct fake_transfer *transfer)
{
	return transfer->done == 0 &&
	       fake_firmware_is_question(&printer->firmware, transfer->buffer->data,
					 (size_t)transfer->urb->buffer_length);
}

static bool fault_is_due(const struct fake_printer *printer)
{
	const struct fake_firmware *firmware = &printer->firmware;

	return firmware->has_fault && firmware->fault < FAKE_NO_PAPER &&
	       printer->counts[FAKE_TAKEN] >= firmware->fault_at;
}

static void end_first(struct fake_printer *printer, int status)
{
	fake_transfer_end(printer, g_queue_pop_head(&printer->out), status);
}

static void break_cable(struct fake_printer *printer)
{
	printer->firmware.has_fault = false;
	fake_transfers_break(printer);
}

/* The fault strikes the first transfer. False: it stays where it is. */
static bool strike(struct fake_printer *printer)
{
	switch (printer->firmware.fault) {
	case FAKE_STALL:
		printer->is_halted = true;
		end_first(printer, -EPIPE);
		break;
	case FAKE_SHORT:
		end_first(printer, 0);
		break;
	case FAKE_BUS_ERROR:
		end_first(printer, -EPROTO);
		break;
	case FAKE_UNPLUG:
		break_cable(printer);
		return false;
	case FAKE_NAK:
	case FAKE_UNPLUG_UNHEARD:
	case FAKE_NO_PAPER:
	case FAKE_COVER_OPEN:
	case FAKE_CUTTER_JAM:
	case FAKE_PAPER_LOW:
	case FAKE_SWITCHED_OFF:
		return false;
	}
	printer->firmware.has_fault = false;
	return true;
}

/* Byte for byte into the receive buffer. False: something holds it up. */
static bool feed(struct fake_printer *printer, struct fake_transfer *transfer)
{
	struct fake_firmware *firmware = &printer->firmware;
	size_t length = (size_t)transfer->urb->buffer_length;

	while (transfer->done < length) {
		if (fault_is_due(printer) && firmware->fault != FAKE_UNPLUG_UNHEARD)
			return false;
		if (fake_firmware_is_full(firmware) || firmware->is_off)
			return false;
		fake_firmware_take(firmware, transfer->buffer->data[transfer->done++]);
		fake_firmware_work(firmware);
	}
	return true;
}

/* The first transfer, as far as it goes. False: it has to wait. */
static bool move_first(struct fake_printer *printer)
{
	struct fake_transfer *transfer = g_queue_peek_head(&printer->out);
	struct fake_firmware *firmware = &printer->firmware;

	if (printer->is_halted) {
		end_first(printer, -EPIPE);
		return true;
	}
	if (is_question(printer, transfer)) {
		transfer->done = 3;
		fake_firmware_ask(firmware, transfer->buffer->data);
		fake_firmware_work(firmware);
		end_first(printer, 0);
		return true;
	}
	if (!feed(printer, transfer)) {
		if (fault_is_due(printer) && strike(printer))
			return true;
		printer->counts[FAKE_REFUSALS]++;
		return false;
	}
	if (fault_is_due(printer) && firmware->fault == FAKE_UNPLUG_UNHEARD) {
		transfer->done = 0;
		break_cable(printer);
		return false;
	}
	end_first(printer, 0);
	return true;
}

void fake_transfers_move(struct fake_printer *printer)
{
	fake_firmware_work(&printer->firmware);
	while (printer->is_plugged && !g_queue_is_empty(&printer->out) && move_first(printer))
		;
	if (printer->firmware.is_off && printer->is_plugged)
		break_cable(printer);
	move_answers(printer);
	show_ready(printer);
	(void)pthread_cond_broadcast(&printer->changed);
}

void fake_transfer_submit(struct fake_printer *printer, struct fake_transfer *transfer)
{
	bool is_in = transfer->urb->endpoint & 0x80;

	g_queue_push_tail(is_in ? &printer->in : &printer->out, transfer);
	fake_transfers_move(printer);
}

static void end_all(struct fake_printer *printer, GQueue *queue)
{
	while (!g_queue_is_empty(queue))
		fake_transfer_end(printer, g_queue_pop_head(queue), -ESHUTDOWN);
}

void fake_transfers_break(struct fake_printer *printer)
{
	printer->is_plugged = false;
	end_all(printer, &printer->out);
	end_all(printer, &printer->in);
}

static void forget_in(GQueue *queue, const UMockdevIoctlClient *client)
{
	GList *next;

	for (GList *item = queue->head; item != NULL; item = next) {
		struct fake_transfer *transfer = item->data;

		next = item->next;
		if (client != NULL && transfer->client != client)
			continue;
		g_queue_delete_link(queue, item);
		fake_transfer_free(transfer);
	}
}

void fake_transfers_forget(struct fake_printer *printer, const UMockdevIoctlClient *client)
{
	forget_in(&printer->out, client);
	forget_in(&printer->in, client);
	forget_in(&printer->done, client);
	show_ready(printer);
}

/* A client's first transfer; at that address, unless it is 0. */
static struct fake_transfer *take_out(GQueue *queue, const UMockdevIoctlClient *client,
				      gulong address)
{
	for (GList *item = queue->head; item != NULL; item = item->next) {
		struct fake_transfer *transfer = item->data;

		if (transfer->client == client &&
		    (address == 0 || transfer->data->client_addr == address)) {
			g_queue_delete_link(queue, item);
			return transfer;
		}
	}
	return NULL;
}

struct fake_transfer *fake_transfer_reap(struct fake_printer *printer,
					 const UMockdevIoctlClient *client)
{
	struct fake_transfer *transfer = take_out(&printer->done, client, 0);

	show_ready(printer);
	return transfer;
}

bool fake_transfer_cancel(struct fake_printer *printer, const UMockdevIoctlClient *client,
			  gulong address)
{
	struct fake_transfer *transfer = take_out(&printer->out, client, address);

	if (transfer == NULL)
		transfer = take_out(&printer->in, client, address);
	if (transfer == NULL)
		return false;
	fake_transfer_end(printer, transfer, -ENOENT);
	return true;
}
