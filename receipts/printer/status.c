/* status.c - see status.h. */
#include "receipts/printer/status.h"

#include <string.h>

#define XON 0x11
#define XOFF 0x13

/* DLE EOT */
#define OFFLINE 0x08	  /* 1 */
#define COVER_OPEN 0x04	  /* 2 */
#define PAPER_STOP 0x20	  /* 2 */
#define FAULT 0x40	  /* 2 */
#define CUTTER 0x08	  /* 3 */
#define PAPER_ABSENT 0x60 /* 4 */
#define PAPER_LOW 0x0C	  /* 4 */

#define ESCPOS_REPORT 4
#define STAR_REPORT_MIN 7

void status_forget(struct status_ear *ear, enum profile_status dialect)
{
	*ear = (struct status_ear) { .dialect = dialect };
}

static void say(struct status_ear *ear, uint8_t byte)
{
	if (ear->said_length < sizeof(ear->said))
		ear->said[ear->said_length++] = byte;
}

/* The four bytes of GS a: paper and cover are told apart from a fault that a person must clear. */
static void read_escpos_report(struct status_ear *ear)
{
	const uint8_t *block = ear->block;

	ear->has_report = true;
	ear->is_low = (block[2] & 0x03) != 0;
	if (block[0] & 0x20)
		ear->report = STATUS_COVER_OPEN;
	else if (block[2] & 0x0C)
		ear->report = STATUS_NO_PAPER;
	else if (block[1] & 0x08)
		ear->report = STATUS_CUTTER;
	else if (block[1] & 0x60)
		ear->report = STATUS_FAULT;
	else
		ear->report = block[0] & 0x08 ? STATUS_OFFLINE : STATUS_FINE;
}

static enum status_trouble star_trouble(const uint8_t *block)
{
	if (block[2] & 0x20)
		return STATUS_COVER_OPEN;
	if (block[5] & 0x08)
		return STATUS_NO_PAPER;
	if (block[3] & 0x08)
		return STATUS_CUTTER;
	if (block[3] & 0x40)
		return STATUS_HOT;
	if (block[3] & 0x24)
		return STATUS_FAULT;
	return block[2] & 0x08 ? STATUS_OFFLINE : STATUS_FINE;
}

/* The counter of ETB is five bits, at 1 to 3, 5 and 6 of the eighth byte. */
static void read_star_report(struct status_ear *ear)
{
	const uint8_t *block = ear->block;

	ear->has_report = true;
	ear->report = star_trouble(block);
	ear->is_low = (block[5] & 0x06) != 0;
	ear->has_count = ear->block_needs > STAR_REPORT_MIN;
	if (ear->has_count)
		ear->count = (uint8_t)((block[7] >> 1 & 0x07) | (block[7] >> 2 & 0x18));
}

/* What begins a block that goes up to a NUL: the answers to GS g 2 and GS I, GS ( H and the like.
 */
static bool begins_text(uint8_t byte)
{
	return byte == 0x37 || byte == 0x3D || byte == 0x53 || byte == 0x5F;
}

static void begin_report(struct status_ear *ear, uint8_t byte, size_t needs)
{
	ear->block[0] = byte;
	ear->block_length = 1;
	ear->block_needs = needs;
}

/* A byte that stands alone or begins something. */
static void sort_escpos(struct status_ear *ear, uint8_t byte)
{
	if (byte == XON || byte == XOFF)
		return;
	if ((byte & 0x93) == 0x10) {
		begin_report(ear, byte, ESCPOS_REPORT);
	} else if ((byte & 0x93) == 0x12) {
		ear->reply = byte;
		ear->has_reply = true;
	} else if (begins_text(byte)) {
		ear->is_in_text = true;
		say(ear, byte);
	} else if ((byte & 0xF0) == 0) {
		ear->has_confirmed = true;
		ear->is_low = ear->is_low || (byte & 0x03) != 0;
	}
}

/* The first byte of a Star's block says its length, in bits 1 to 3 and 5. */
static void sort_star(struct status_ear *ear, uint8_t byte)
{
	size_t needs = (byte >> 1 & 0x07u) | (byte >> 2 & 0x08u);

	if ((byte & 0xD1) == 0x01 && needs >= STAR_REPORT_MIN)
		begin_report(ear, byte, needs);
	else
		say(ear, byte);
}

static void sort(struct status_ear *ear, uint8_t byte)
{
	switch (ear->dialect) {
	case PROFILE_STATUS_ESCPOS:
		sort_escpos(ear, byte);
		break;
	case PROFILE_STATUS_STAR:
		sort_star(ear, byte);
		break;
	case PROFILE_STATUS_NONE:
		say(ear, byte);
		break;
	}
}

/* Whether the byte can be the next one of the block that has begun. */
static bool continues(const struct status_ear *ear, uint8_t byte)
{
	if (ear->dialect == PROFILE_STATUS_STAR)
		return ear->block_length > 1 || (byte & 0x91) == 0x80;
	return (byte & 0x90) == 0;
}

static void add_to_report(struct status_ear *ear, uint8_t byte)
{
	ear->block[ear->block_length++] = byte;
	if (ear->block_length < ear->block_needs)
		return;
	ear->block_length = 0;
	if (ear->dialect == PROFILE_STATUS_STAR)
		read_star_report(ear);
	else
		read_escpos_report(ear);
}

static void hear_byte(struct status_ear *ear, uint8_t byte)
{
	if (ear->is_in_text) {
		say(ear, byte);
		ear->is_in_text = byte != 0 && ear->said_length < sizeof(ear->said);
	} else if (ear->block_length > 0 && continues(ear, byte)) {
		add_to_report(ear, byte);
	} else {
		ear->block_length = 0;
		sort(ear, byte);
	}
}

void status_hear(struct status_ear *ear, const uint8_t *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		hear_byte(ear, bytes[i]);
}

enum status_trouble status_of_replies(const uint8_t replies[4])
{
	if (replies[1] & COVER_OPEN)
		return STATUS_COVER_OPEN;
	if ((replies[1] & PAPER_STOP) || (replies[3] & PAPER_ABSENT))
		return STATUS_NO_PAPER;
	if (replies[1] & FAULT)
		return replies[2] & CUTTER ? STATUS_CUTTER : STATUS_FAULT;
	return replies[0] & OFFLINE ? STATUS_OFFLINE : STATUS_FINE;
}

bool status_is_low(uint8_t reply_4)
{
	return (reply_4 & PAPER_LOW) != 0;
}

/* A sentence about a printer: what stands before its name, and behind it. */
struct sentence {
	const char *before;
	const char *behind;
};

rgl_rc status_refuse(enum status_trouble trouble, const char *name, struct rgl_why *why)
{
	static const struct sentence sentences[] = {
		[STATUS_NO_PAPER] = { "no paper in ", "; put paper in" },
		[STATUS_COVER_OPEN] = { "the cover of ", " is open; close it" },
		[STATUS_CUTTER] = { "the knife of ",
				    " is stuck; take stuck paper out, switch it off and on" },
		[STATUS_HOT] = { "", " is too hot; let it cool down" },
		[STATUS_FAULT] = { "", " reports a fault; look for stuck paper, switch it off and "
				       "on" },
		[STATUS_OFFLINE] = { "", " is offline; press its feed button or switch it off and "
					 "on" },
		[STATUS_STUCK] = { "", " takes nothing; look at its paper, cover and lights" },
	};
	const struct sentence *sentence =
		&sentences[trouble == STATUS_FINE ? STATUS_STUCK : trouble];

	return refuse(why, RGL_E_PRINTER, "%s%s%s, it prints by itself", sentence->before, name,
		      sentence->behind);
}
