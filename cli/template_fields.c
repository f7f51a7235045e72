/* template_fields.c - regulars template fields: what a template can name. */
#include <stdio.h>
#include <string.h>

#include "cli/template.h"
#include "receipts/fields.h"

static const char *kind_words(enum value_kind kind)
{
	switch (kind) {
	case VALUE_TEXT:
		return "text";
	case VALUE_COUNT:
		return "number";
	case VALUE_MONEY:
		return "amount";
	case VALUE_QUANTITY:
		return "quantity";
	case VALUE_DAY:
		return "day";
	case VALUE_TIME:
		return "time";
	case VALUE_FLAG:
		return "yes or no";
	}
	return "";
}

/* A row for each field and list, out of the file that templates are held against; kind 0: a list.
 */
struct row {
	enum field_list list;
	enum value_kind kind;
	const char *name;
	const char *what;
};
static const struct row ROWS[] = {
#define FIELD_LIST(list, name, what) { FIELDS_##list, 0, name, what },
#define FIELD(list, name, kind, what) { FIELDS_##list, VALUE_##kind, name, what },
#include "receipts/fields.def"
#undef FIELD_LIST
#undef FIELD
};

static void print_row(const struct row *row)
{
	if (row->kind == 0)
		(void)printf("\n.each %s: %s\n", row->name, row->what);
	else
		(void)printf("  {{%s}}%*s %-9s  %s\n", row->name, (int)(14 - strlen(row->name)), "",
			     kind_words(row->kind), row->what);
}

void template_print_fields(void)
{
	size_t length = 0;
	const char *text = words_catalogue("en", &length);

	for (int list = FIELDS_TOP; list < FIELDS_LISTS; list++)
		for (size_t i = 0; i < sizeof(ROWS) / sizeof(ROWS[0]); i++)
			if ((int)ROWS[i].list == list)
				print_row(&ROWS[i]);
	/* The sentences are those of the English catalogue, as a translator reads it. */
	(void)printf("\nSentences, for {{say NAME}}:\n\n");
	if (text != NULL)
		(void)fwrite(text, 1, length, stdout);
}
