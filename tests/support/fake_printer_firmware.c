/* fake_printer_firmware.c - how the printer works through its bytes, whatever it speaks: its
 * buffer, its paper, its slips, and what stops it. */
#include <string.h>

#include "tests/support/fake_printer_parts.h"

#define DLE 0x10
#define EOT 0x04
#define ESC 0x1b
#define ACK 0x06
#define SOH 0x01

void fake_firmware_init(struct fake_firmware *firmware, const struct fake_model *model,
			size_t *counts)
{
	*firmware = (struct fake_firmware) { .room = model->buffer == 0 ? 4096 : model->buffer,
					     .dialect = model->dialect,
					     .counts = counts };
	firmware->taken = g_byte_array_new();
	firmware->paper = g_byte_array_new();
	firmware->answers = g_byte_array_new();
	firmware->garble = g_byte_array_new();
	firmware->cuts = g_array_new(FALSE, FALSE, sizeof(size_t));
}

void fake_firmware_free(struct fake_firmware *firmware)
{
	g_byte_array_unref(firmware->taken);
	g_byte_array_unref(firmware->paper);
	g_byte_array_unref(firmware->answers);
	g_byte_array_unref(firmware->garble);
	g_array_unref(firmware->cuts);
}

void fake_firmware_restart(struct fake_firmware *firmware)
{
	firmware->worked = firmware->taken->len;
	firmware->head_length = 0;
	firmware->body_left = 0;
	firmware->realtime = 0;
	firmware->is_raster = false;
	firmware->etb = 0;
	firmware->is_off = false;
	g_byte_array_set_size(firmware->answers, 0);
}

bool fake_firmware_is_full(const struct fake_firmware *firmware)
{
	return firmware->taken->len - firmware->worked >= firmware->room;
}

void fake_firmware_answer(struct fake_firmware *firmware, const void *bytes, size_t length)
{
	if (firmware->is_mute)
		return;
	if (firmware->garble->len > 0)
		g_byte_array_append(firmware->answers, firmware->garble->data,
				    firmware->garble->len);
	else
		g_byte_array_append(firmware->answers, bytes, (guint)length);
}

void fake_firmware_cut(struct fake_firmware *firmware)
{
	size_t at = firmware->paper->len;

	firmware->counts[FAKE_CUTS]++;
	g_array_append_val(firmware->cuts, at);
}

void fake_firmware_drop(struct fake_firmware *firmware)
{
	g_byte_array_set_size(firmware->paper, firmware->paper->len - (guint)firmware->head_length);
	firmware->counts[FAKE_PRINTED] -= firmware->head_length;
}

uint8_t fake_firmware_port_status(const struct fake_firmware *firmware)
{
	if (firmware->has_no_paper)
		return 0x20;
	return firmware->is_open || firmware->is_jammed ? 0x00 : 0x18;
}

/* The first two bytes of a question and, where it has no other meaning, the third. */
static const uint8_t *question_of(const struct fake_firmware *firmware)
{
	static const uint8_t escpos[] = { DLE, EOT };
	static const uint8_t star[] = { ESC, ACK };

	return firmware->dialect == FAKE_STAR ? star : escpos;
}

static void tell(struct fake_firmware *firmware, uint8_t which)
{
	firmware->counts[FAKE_QUESTIONS]++;
	if (firmware->dialect == FAKE_STAR)
		fake_star_tell(firmware);
	else
		fake_escpos_tell(firmware, which);
}

/* Real-time questions are looked for in everything that comes in, pictures too, as printers do. */
static void look_for_question(struct fake_firmware *firmware, uint8_t byte)
{
	const uint8_t *question = question_of(firmware);

	if (firmware->realtime == 2) {
		if (firmware->dialect != FAKE_STAR || byte == SOH)
			tell(firmware, byte);
		firmware->realtime = 0;
	} else if (firmware->realtime == 1 && byte == question[1]) {
		firmware->realtime = 2;
	} else {
		firmware->realtime = byte == question[0] ? 1 : 0;
	}
}

void fake_firmware_take(struct fake_firmware *firmware, uint8_t byte)
{
	g_byte_array_append(firmware->taken, &byte, 1);
	firmware->counts[FAKE_TAKEN]++;
	look_for_question(firmware, byte);
}

bool fake_firmware_is_question(const struct fake_firmware *firmware, const uint8_t *bytes,
			       size_t length)
{
	return length == 3 && memcmp(bytes, question_of(firmware), 2) == 0;
}

void fake_firmware_ask(struct fake_firmware *firmware, const uint8_t question[3])
{
	g_byte_array_append(firmware->taken, question, 3);
	firmware->realtime = 0;
	tell(firmware, question[2]);
}

static size_t command_length(const struct fake_firmware *firmware)
{
	return firmware->dialect == FAKE_STAR ? fake_star_length(firmware)
					      : fake_escpos_length(firmware);
}

static void obey(struct fake_firmware *firmware)
{
	if (firmware->dialect == FAKE_STAR)
		fake_star_obey(firmware);
	else
		fake_escpos_obey(firmware);
}

static void work_on(struct fake_firmware *firmware, uint8_t byte)
{
	size_t length;

	g_byte_array_append(firmware->paper, &byte, 1);
	firmware->counts[FAKE_PRINTED]++;
	if (firmware->body_left > 0) {
		if (--firmware->body_left == 0)
			firmware->head_length = 0;
		return;
	}
	firmware->head[firmware->head_length++] = byte;
	length = command_length(firmware);
	if (length > sizeof(firmware->head) && length > firmware->head_length) {
		firmware->body_left = length - firmware->head_length;
	} else if ((length != 0 && length <= firmware->head_length) ||
		   firmware->head_length == sizeof(firmware->head)) {
		obey(firmware);
		firmware->head_length = 0;
	}
}

/* The faults of the mechanism strike between two bytes. */
static void wear(struct fake_firmware *firmware)
{
	if (!firmware->has_fault || firmware->fault < FAKE_NO_PAPER ||
	    firmware->counts[FAKE_PRINTED] < firmware->fault_at)
		return;
	firmware->has_fault = false;
	firmware->has_no_paper = firmware->fault == FAKE_NO_PAPER;
	firmware->is_open = firmware->fault == FAKE_COVER_OPEN;
	firmware->is_jammed = firmware->fault == FAKE_CUTTER_JAM;
	firmware->is_low = firmware->fault == FAKE_PAPER_LOW;
	firmware->is_off = firmware->fault == FAKE_SWITCHED_OFF;
}

static bool stands(const struct fake_firmware *firmware)
{
	return firmware->has_no_paper || firmware->is_open || firmware->is_jammed ||
	       firmware->is_off;
}

void fake_firmware_work(struct fake_firmware *firmware)
{
	wear(firmware);
	while (firmware->worked < firmware->taken->len && !stands(firmware)) {
		work_on(firmware, firmware->taken->data[firmware->worked++]);
		wear(firmware);
	}
}
