/* result.c - see result.h. */
#include "plugin/base/result.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "plugin/base/keys.h"
#include "plugin/base/pan.h"
#include "plugin/base/utf8.h"

const char *result_words(rgl_rc rc)
{
	switch (rc) {
#define RESULT_WORDS(name, code, words)                                                            \
	case (code):                                                                               \
		return words;
		RGL_RESULTS(RESULT_WORDS)
#undef RESULT_WORDS
	default:
		return "this is not a result of Regulars";
	}
}

const char *result_name(rgl_rc rc)
{
	switch (rc) {
#define RESULT_NAME(name, code, words)                                                             \
	case (code):                                                                               \
		return #name;
		RGL_RESULTS(RESULT_NAME)
#undef RESULT_NAME
	default:
		return "E_INTERNAL";
	}
}

/* One line for a person, whatever a till or a scanner put into it. */
static void tidy(char *text, size_t room)
{
	size_t length = strnlen(text, room);

	text[utf8_whole(text, length)] = '\0';
	for (char *at = text; *at != '\0'; at++)
		if ((unsigned char)*at < 0x20 || *at == 0x7F)
			*at = ' ';
}

/* A sale's id or a field's name may hold a payment card's number; no message repeats it. */
static void mask(char *text, size_t room)
{
	char whole[sizeof(((struct rgl_why *)NULL)->text)];

	(void)snprintf(whole, sizeof(whole), "%s", text);
	pan_mask(whole, text, room);
	wipe(whole, sizeof(whole));
}

PRINTF(4, 0)
static void say(struct rgl_why *refusal, rgl_rc rc, const char *field, const char *format,
		va_list arguments)
{
	if (refusal == NULL)
		return;
	refusal->code = rc;
	(void)snprintf(refusal->field, sizeof(refusal->field), "%s", field);
	(void)vsnprintf(refusal->text, sizeof(refusal->text), format, arguments);
	tidy(refusal->field, sizeof(refusal->field));
	tidy(refusal->text, sizeof(refusal->text));
	mask(refusal->field, sizeof(refusal->field));
	mask(refusal->text, sizeof(refusal->text));
}

rgl_rc(refuse)(struct rgl_why *refusal, rgl_rc rc, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(refusal, rc, "", format, arguments);
	va_end(arguments);
	return rc;
}

rgl_rc(refuse_field)(struct rgl_why *refusal, rgl_rc rc, const char *field, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(refusal, rc, field, format, arguments);
	va_end(arguments);
	return rc;
}
