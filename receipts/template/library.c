/* library.c - the templates that come with Regulars. See template.h. */
#include <stdio.h>
#include <string.h>

#include "receipts/template/template.h"
#include "receipts/texts.h"

#define NAME_ROOM 64

const char *const *template_names(void)
{
	static const char *const names[] = { "default", "narrow", "logo", "letter", NULL };

	return names;
}

const char *template_text(const char *name, size_t *ret_length)
{
	char path[NAME_ROOM];

	(void)snprintf(path, sizeof(path), "template/%s", name);
	for (const struct text *text = texts; text->name != NULL; text++) {
		if (strcmp(text->name, path) != 0)
			continue;
		*ret_length = strlen(text->text);
		return text->text;
	}
	return NULL;
}
