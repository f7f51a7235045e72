/* text_qr.c - a QR code that the printer draws itself; see text.h. */
#include <string.h>

#include "receipts/dots/qr.h"
#include "receipts/printer/text_parts.h"

#define MODULE_MIN 4  /* as layout.c has it: what every scanner and phone reads */
#define MODULE_MAX 16 /* of function 167 */
#define VERSIONS 7
#define LEVEL_M 49
#define MODEL_2 50

bool text_qr_fits(const struct paper_element *element)
{
	const char *said = element->texts[0];
	const size_t length = strlen(said);

	for (size_t i = 0; i < length; i++)
		if ((uint8_t)said[i] < 0x20 || said[i] == 0x7F)
			return false;
	return length > 0 && length <= QR_TEXT_MAX;
}

/* Modules of the code, as bytes with correction M (ISO/IEC 18004, table 7); the printer may find a
 * smaller one. */
static uint32_t modules_of(size_t length)
{
	const size_t holds[VERSIONS] = { 14, 26, 42, 62, 84, 106, 122 };
	uint32_t version = 1;

	while (version < VERSIONS && length > holds[version - 1])
		version++;
	return 17 + 4 * version;
}

/* As wide as layout.c draws it: two fifths of the paper, or five sixths. */
static uint8_t module_of(const struct text *text, const struct paper_element *element)
{
	const uint32_t width = text->profile->dots;
	const uint32_t share = element->style.size == PAPER_LARGE ? width * 5 / 6 : width * 21 / 50;
	const uint32_t dots = share / (modules_of(strlen(element->texts[0])) + 2 * QR_QUIET);

	if (dots < MODULE_MIN)
		return MODULE_MIN;
	return (uint8_t)(dots < MODULE_MAX ? dots : MODULE_MAX);
}

static void add_function(struct text *text, uint8_t function, uint8_t value)
{
	const uint8_t command[] = { 0x1D, '(', 'k', 3, 0, 49, function, value };

	bytes_add(text->out, command, sizeof(command));
}

void text_qr_add(struct text *text, const struct paper_element *element)
{
	const size_t length = strlen(element->texts[0]);
	const uint8_t model[] = { 0x1D, '(', 'k', 4, 0, 49, 65, MODEL_2, 0 };
	const uint8_t store[] = { 0x1D, '(', 'k', (uint8_t)(length + 3), 0, 49, 80, 48 };

	bytes_add_byte(text->out, '\n');
	bytes_add(text->out, model, sizeof(model));
	add_function(text, 67, module_of(text, element));
	add_function(text, 69, LEVEL_M);
	bytes_add(text->out, store, sizeof(store));
	bytes_add(text->out, element->texts[0], length);
	add_function(text, 81, 48);
	bytes_add_byte(text->out, '\n');
}
