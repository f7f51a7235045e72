/* write.c - see write.h. */
#include "receipts/words/write.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include <unicode/udatpg.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

#define DIGITS_MAX 6u /* of a currency; ISO 4217 has up to 4 */
#define SKELETON_ROOM 32
#define PATTERN_ROOM 96
#define KEYWORD_ROOM 16
#define NARROW_SPACE 0x202F /* few fonts have it */
#define HELD_SPACE 0x00A0

/* English of no country in particular: day before month, 24 hours. */
static const char ENGLISH[] = "en_GB";

/* ICU's word for what went wrong, as ours. */
static rgl_rc fault(UErrorCode status, struct rgl_why *why)
{
	if (status == U_MEMORY_ALLOCATION_ERROR)
		return refuse(why, RGL_E_MEMORY, "there is no memory for a language; try again");
	return refuse(
		why, RGL_E_INPUT_OUTPUT,
		"numbers and days cannot be written (ICU says %s); is libicu installed whole?",
		u_errorName(status));
}

/* ---- Languages ---- */

static bool is_tag_byte(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '-';
}

bool write_tag(const char *language, char ret[WRITE_TAG_ROOM])
{
	char tag[WRITE_TAG_ROOM];
	char locale[WRITE_LOCALE_ROOM];
	UErrorCode status = U_ZERO_ERROR;
	int32_t read = 0;
	size_t length = language == NULL ? 0 : strnlen(language, WRITE_TAG_ROOM);

	if (length < 2 || length >= WRITE_TAG_ROOM)
		return false;
	for (size_t i = 0; i < length; i++) {
		char byte = language[i];

		if (byte >= 'A' && byte <= 'Z')
			byte = (char)(byte - 'A' + 'a');
		tag[i] = byte == '_' ? '-' : byte;
		if (!is_tag_byte(tag[i]))
			return false;
	}
	tag[length] = '\0';
	(void)uloc_forLanguageTag(tag, locale, sizeof(locale), &read, &status);
	if (U_FAILURE(status) || status == U_STRING_NOT_TERMINATED_WARNING ||
	    read != (int32_t)length)
		return false;
	memcpy(ret, tag, length + 1);
	return true;
}

/* Whether ICU writes that language. It would take the process's own instead of one that it does not
 * have. */
static bool is_known(const char *locale)
{
	size_t length = strcspn(locale, "_@");

	for (int32_t i = 0; i < uloc_countAvailable(); i++) {
		const char *available = uloc_getAvailable(i);

		if (strcspn(available, "_@") == length && memcmp(available, locale, length) == 0)
			return true;
	}
	return false;
}

struct writer writer_of(const char *tag, uint32_t digits)
{
	struct writer writer = { .digits = digits < DIGITS_MAX ? digits : DIGITS_MAX };
	UErrorCode status = U_ZERO_ERROR;
	int32_t read = 0;

	(void)uloc_forLanguageTag(tag, writer.locale, sizeof(writer.locale), &read, &status);
	writer.is_right_to_left = U_SUCCESS(status) && uloc_isRightToLeft(writer.locale);
	if (U_FAILURE(status) || strcmp(writer.locale, "en") == 0 || !is_known(writer.locale))
		memcpy(writer.locale, ENGLISH, sizeof(ENGLISH));
	/* The shop's days are Gregorian, also where another calendar is usual. */
	status = U_ZERO_ERROR;
	(void)uloc_setKeywordValue("calendar", "gregorian", writer.locale, sizeof(writer.locale),
				   &status);
	if (U_FAILURE(status))
		memcpy(writer.locale, ENGLISH, sizeof(ENGLISH));
	return writer;
}

void write_pin(void)
{
	/* A function's address is not an object's in C; it is in POSIX. */
	void (*functions[2])(void) = { (void (*)(void))u_errorName, (void (*)(void))udat_format };

	for (size_t i = 0; i < 2; i++) {
		void *address;
		void *library;
		Dl_info info;

		memcpy(&address, &functions[i], sizeof(address));
		if (dladdr(address, &info) == 0 || info.dli_fname == NULL)
			continue;
		library = dlopen(info.dli_fname, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
		if (library != NULL)
			(void)dlclose(library);
	}
}

void writer_close(struct writer *writer)
{
	for (size_t i = 0; i < WRITE_NUMBERS; i++)
		if (writer->numbers[i] != NULL)
			unumf_close(writer->numbers[i]);
	if (writer->number != NULL)
		unumf_closeResult(writer->number);
	for (size_t i = 0; i < WRITE_CLOCKS; i++)
		if (writer->clocks[i] != NULL)
			udat_close(writer->clocks[i]);
	for (size_t i = 0; i < WRITE_RULES; i++)
		if (writer->rules[i] != NULL)
			uplrules_close(writer->rules[i]);
	*writer = (struct writer) { 0 };
}

/* ICU's text as ours. */
static rgl_rc narrow(UChar *wide, int32_t length, char ret[WRITE_ROOM], struct rgl_why *why)
{
	UErrorCode status = U_ZERO_ERROR;
	char text[WRITE_ROOM];

	for (int32_t i = 0; i < length; i++)
		if (wide[i] == NARROW_SPACE)
			wide[i] = HELD_SPACE;
	(void)u_strToUTF8(text, WRITE_ROOM - 1, &length, wide, length, &status);
	if (U_FAILURE(status))
		return fault(status, why);
	memcpy(ret, text, (size_t)length);
	ret[length] = '\0';
	return RGL_OK;
}

/* ---- Numbers ---- */

/* ICU's number skeleton: "." and a 0 for each digit that is there, a # for one that may be. */
static void skeleton_of(enum write_number kind, uint32_t digits, UChar ret[SKELETON_ROOM])
{
	char text[SKELETON_ROOM] = "precision-integer";

	if (kind == WRITE_QUANTITY)
		(void)snprintf(text, sizeof(text), ".###");
	else if (kind == WRITE_MONEY && digits > 0)
		(void)snprintf(text, sizeof(text), ".%.*s", (int)digits, "000000");
	(void)u_uastrcpy(ret, text);
}

static rgl_rc need_number(struct writer *writer, enum write_number kind, struct rgl_why *why)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar skeleton[SKELETON_ROOM];

	if (writer->number == NULL) {
		UFormattedNumber *number = unumf_openResult(&status);

		if (U_FAILURE(status))
			return fault(status, why);
		writer->number = number;
	}
	if (writer->numbers[kind] == NULL) {
		UNumberFormatter *formatter;

		skeleton_of(kind, writer->digits, skeleton);
		formatter = unumf_openForSkeletonAndLocale(skeleton, -1, writer->locale, &status);
		if (U_FAILURE(status))
			return fault(status, why);
		writer->numbers[kind] = formatter;
	}
	return RGL_OK;
}

/* By the decimal digits, so that every one of 64 bits is kept. */
static rgl_rc format(struct writer *writer, enum write_number kind, int64_t number,
		     struct rgl_why *why)
{
	static const uint32_t PLACES[WRITE_NUMBERS] = { [WRITE_QUANTITY] = 3 };
	char decimal[DECIMAL_ROOM];
	UErrorCode status = U_ZERO_ERROR;
	rgl_rc rc = need_number(writer, kind, why);

	if (rc < 0)
		return rc;
	decimal_write(number, kind == WRITE_MONEY ? writer->digits : PLACES[kind], decimal);
	unumf_formatDecimal(writer->numbers[kind], decimal, -1, writer->number, &status);
	return U_FAILURE(status) ? fault(status, why) : RGL_OK;
}

static rgl_rc write_number(struct writer *writer, enum write_number kind, int64_t number,
			   char ret[WRITE_ROOM], struct rgl_why *why)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar wide[WRITE_ROOM];
	int32_t length;
	rgl_rc rc = format(writer, kind, number, why);

	if (rc < 0)
		return rc;
	length = unumf_resultToString(writer->number, wide, WRITE_ROOM, &status);
	return U_FAILURE(status) ? fault(status, why) : narrow(wide, length, ret, why);
}

rgl_rc writer_plural(struct writer *writer, enum write_rules rules, int64_t count, enum plural *ret,
		     struct rgl_why *why)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar wide[KEYWORD_ROOM];
	char keyword[WRITE_ROOM];
	int32_t length;
	rgl_rc rc = format(writer, WRITE_COUNT, count, why);

	if (rc < 0)
		return rc;
	if (writer->rules[rules] == NULL) {
		UPluralRules *opened = uplrules_openForType(
			writer->locale,
			rules == WRITE_ORDINAL ? UPLURAL_TYPE_ORDINAL : UPLURAL_TYPE_CARDINAL,
			&status);

		if (U_FAILURE(status))
			return fault(status, why);
		writer->rules[rules] = opened;
	}
	length = uplrules_selectFormatted(writer->rules[rules], writer->number, wide, KEYWORD_ROOM,
					  &status);
	if (U_FAILURE(status))
		return fault(status, why);
	rc = narrow(wide, length, keyword, why);
	if (rc == RGL_OK) {
		enum plural plural = plural_of((struct span) { keyword, strlen(keyword) });

		*ret = plural == PLURALS ? PLURAL_OTHER : plural;
	}
	return rc;
}

/* ---- Days ---- */

/* The order and the signs that the language has for these fields: ICU's date skeletons. j: the
 * hour, of 12 or 24 as is usual there. */
static rgl_rc open_clock(const char *locale, enum write_clock kind, UDateTimePatternGenerator *by,
			 UDateFormat **ret, struct rgl_why *why)
{
	static const char *const FIELDS[WRITE_CLOCKS] = { "yMMMd", "yMMMEdjm" };
	UErrorCode status = U_ZERO_ERROR;
	UChar fields[SKELETON_ROOM];
	UChar pattern[PATTERN_ROOM];
	UChar zone[SKELETON_ROOM];
	UDateFormat *clock;
	int32_t length;

	(void)u_uastrcpy(fields, FIELDS[kind]);
	(void)u_uastrcpy(zone, "UTC"); /* what is written is the shop's clock already */
	length = udatpg_getBestPattern(by, fields, -1, pattern, PATTERN_ROOM, &status);
	clock = udat_open(UDAT_PATTERN, UDAT_PATTERN, locale, zone, -1, pattern, length, &status);
	if (U_FAILURE(status))
		return fault(status, why);
	*ret = clock;
	return RGL_OK;
}

static rgl_rc need_clocks(struct writer *writer, struct rgl_why *why)
{
	UErrorCode status = U_ZERO_ERROR;
	UDateTimePatternGenerator *by;
	rgl_rc rc = RGL_OK;

	if (writer->clocks[WRITE_CLOCKS - 1] != NULL)
		return RGL_OK;
	by = udatpg_open(writer->locale, &status);
	if (U_FAILURE(status))
		return fault(status, why);
	for (size_t i = 0; i < WRITE_CLOCKS && rc == RGL_OK; i++)
		if (writer->clocks[i] == NULL)
			rc = open_clock(writer->locale, (enum write_clock)i, by, &writer->clocks[i],
					why);
	udatpg_close(by);
	return rc;
}

static rgl_rc write_clock(struct writer *writer, enum write_clock kind, const struct civil *at,
			  char ret[WRITE_ROOM], struct rgl_why *why)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar wide[WRITE_ROOM];
	int32_t length;
	rgl_rc rc;

	if (at->month == 0) {
		ret[0] = '\0';
		return RGL_OK;
	}
	rc = need_clocks(writer, why);
	if (rc < 0)
		return rc;
	length = udat_format(writer->clocks[kind], (UDate)civil_ms(at), wide, WRITE_ROOM, NULL,
			     &status);
	return U_FAILURE(status) ? fault(status, why) : narrow(wide, length, ret, why);
}

rgl_rc writer_value(struct writer *writer, const struct value *value, char ret[WRITE_ROOM],
		    struct rgl_why *why)
{
	switch (value->kind) {
	case VALUE_COUNT:
		return write_number(writer, WRITE_COUNT, value->number, ret, why);
	case VALUE_MONEY:
		return write_number(writer, WRITE_MONEY, value->number, ret, why);
	case VALUE_QUANTITY:
		return write_number(writer, WRITE_QUANTITY, value->number, ret, why);
	case VALUE_DAY:
		return write_clock(writer, WRITE_DAY, &value->at, ret, why);
	case VALUE_TIME:
		return write_clock(writer, WRITE_TIME, &value->at, ret, why);
	case VALUE_TEXT:
	case VALUE_FLAG:
		break;
	}
	ret[0] = '\0';
	return RGL_OK;
}
