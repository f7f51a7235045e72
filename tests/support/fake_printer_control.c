/* fake_printer_control.c - what the printer answers on its control pipe.
 *
 * Source: USB Printer Class 1.1 section 4.2; USB 2.0 section 9.4.3 for strings.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/fake_printer_parts.h"

#define SETUP 8 /* bytes of the request in front of the data */

static size_t write_device_id(const struct fake_model *model, uint8_t *ret, size_t room)
{
	char text[512];
	int length = snprintf(text, sizeof(text), "MFG:%s;CMD:%s;MDL:%s;CLS:PRINTER;SN:%s;",
			      model->make == NULL ? "" : model->make,
			      model->commands == NULL ? "ESC/POS" : model->commands,
			      model->model == NULL ? "" : model->model,
			      model->serial == NULL ? "" : model->serial);
	size_t total = (size_t)length + 2;

	if (total > room)
		return 0;
	ret[0] = (uint8_t)(total >> 8);
	ret[1] = (uint8_t)total;
	memcpy(ret + 2, text, (size_t)length);
	return total;
}

/* String 0 is the list of languages: English. */
static size_t write_string(const struct fake_model *model, uint8_t index, uint8_t *ret)
{
	const char *const words[] = { "\x09", model->make, model->model, model->serial };
	size_t length = 2;

	if (index >= sizeof(words) / sizeof(words[0]) || words[index] == NULL)
		return 0;
	for (const char *word = words[index]; *word != '\0'; word++) {
		ret[length++] = (uint8_t)*word;
		ret[length++] = index == 0 ? 0x04 : 0;
	}
	ret[0] = (uint8_t)length;
	ret[1] = 3;
	return length;
}

void fake_control_answer(struct fake_printer *printer, struct fake_transfer *transfer)
{
	uint8_t *request = transfer->buffer->data;
	unsigned kind = (unsigned)request[0] << 8 | request[1];
	size_t wanted = (size_t)(request[6] | request[7] << 8);
	uint8_t reply[600] = { 0 };
	size_t length = 0;

	if (kind == 0xa100)
		length = write_device_id(&printer->model, reply, sizeof(reply));
	else if (kind == 0x8006 && request[3] == 3)
		length = write_string(&printer->model, request[2], reply);
	if (kind == 0xa101) {
		reply[0] = fake_firmware_port_status(&printer->firmware);
		length = 1;
	}
	length = MIN(length, wanted);
	memcpy(request + SETUP, reply, length);
	transfer->done = length;
	fake_transfer_end(printer, transfer, length > 0 ? 0 : -EPIPE);
}
