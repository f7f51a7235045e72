/* read_names.c - the names in a template: are they there, and if not, which one was meant? See
 * reader.h. */
#include "receipts/template/reader.h"

#include <string.h>

#include "plugin/base/ascii.h"
#include "receipts/words/words.h"

#define NAME_MAX_LENGTH 31 /* of a name that is compared with others */

static const struct {
	enum field_list list;
	const char *name;
} NAMES[] = {
#define FIELD_LIST(list, name, what) { FIELDS_TOP, name },
#define FIELD(list, name, kind, what) { FIELDS_##list, name },
#include "receipts/fields.def"
#undef FIELD_LIST
#undef FIELD
};
enum { NAME_COUNT = sizeof(NAMES) / sizeof(NAMES[0]) };

/* The name that is nearest to what was written; "" while none is near enough. */
struct nearest {
	struct piece wanted;
	struct piece name;
	size_t distance;
};

/* One slip in a short name, two or three in a longer one; more is another name. */
static struct nearest nearest_to(struct piece wanted)
{
	const size_t slips = wanted.length < 6 ? 1 : wanted.length < 9 ? 2 : 3;

	return (struct nearest) { .wanted = wanted, .name = { "", 0 }, .distance = slips + 1 };
}

static size_t least(size_t a, size_t b, size_t c)
{
	size_t less = a < b ? a : b;

	return less < c ? less : c;
}

/* Letters put in, left out, changed, or two beside each other swapped (optimal string alignment);
 * capitals are as small ones. */
static size_t distance_of(struct piece a, struct piece b)
{
	size_t rows[3][NAME_MAX_LENGTH + 1];
	size_t *before = rows[0];
	size_t *above = rows[1];
	size_t *row = rows[2];

	memset(rows, 0, sizeof(rows));
	for (size_t j = 0; j <= b.length; j++)
		above[j] = j;
	for (size_t i = 1; i <= a.length; i++) {
		size_t *const spare = before;

		row[0] = i;
		for (size_t j = 1; j <= b.length; j++) {
			const char x = ascii_lower(a.text[i - 1]);
			const char y = ascii_lower(b.text[j - 1]);
			const bool is_swap = i > 1 && j > 1 && x == ascii_lower(b.text[j - 2]) &&
					     y == ascii_lower(a.text[i - 2]);

			row[j] = least(above[j] + 1, row[j - 1] + 1, above[j - 1] + (x != y));
			if (is_swap && before[j - 2] + 1 < row[j])
				row[j] = before[j - 2] + 1;
		}
		before = above;
		above = row;
		row = spare;
	}
	return above[b.length];
}

static void try_name(struct nearest *nearest, struct piece name)
{
	size_t distance;

	if (name.length > NAME_MAX_LENGTH || nearest->wanted.length > NAME_MAX_LENGTH ||
	    nearest->wanted.length == 0)
		return;
	distance = distance_of(nearest->wanted, name);
	if (distance >= nearest->distance)
		return;
	nearest->distance = distance;
	nearest->name = name;
}

static void try_text(struct nearest *nearest, const char *name)
{
	try_name(nearest, (struct piece) { name, strlen(name) });
}

/* "there is no field "memebr"; did you mean "member"?" */
static rgl_rc refuse_name(const struct reader *reader, const char *what,
			  const struct nearest *nearest, const char *advice)
{
	const struct piece wanted = nearest->wanted;
	const int length = (int)nearest->name.length;

	if (length > 0)
		return reader_refuse(reader, wanted.text, RGL_E_FIELD,
				     "there is no %s \"%.*s\"; did you mean \"%.*s\"?", what,
				     reader_quoted(wanted), wanted.text, length,
				     nearest->name.text);
	return reader_refuse(reader, wanted.text, RGL_E_FIELD, "there is no %s \"%.*s\"; %s", what,
			     reader_quoted(wanted), wanted.text, advice);
}

/* As a text with a NUL; one that is too long for any name becomes "". */
static void name_of(struct piece piece, char ret[NAME_MAX_LENGTH + 1])
{
	const size_t length = piece.length <= NAME_MAX_LENGTH ? piece.length : 0;

	memcpy(ret, piece.text, length);
	ret[length] = '\0';
}

static const char *list_name(enum field_list list)
{
	switch (list) {
#define FIELD_LIST(list, name, what)                                                               \
	case FIELDS_##list:                                                                        \
		return name;
#define FIELD(list, name, kind, what)
#include "receipts/fields.def"
#undef FIELD_LIST
#undef FIELD
	case FIELDS_TOP:
	case FIELDS_LISTS:
		break;
	}
	return "";
}

/* The list whose items have such a field; FIELDS_TOP when there is none. */
static enum field_list list_with(struct piece name)
{
	for (int i = 0; i < NAME_COUNT; i++)
		if (NAMES[i].list != FIELDS_TOP && piece_is(name, NAMES[i].name))
			return NAMES[i].list;
	return FIELDS_TOP;
}

static rgl_rc no_field(struct reader *reader, struct piece name, bool with_lists)
{
	struct nearest nearest = nearest_to(name);
	enum field_list list = list_with(name);

	if (list != FIELDS_TOP)
		return reader_refuse(reader, name.text, RGL_E_FIELD,
				     "\"%.*s\" is of the items of \"%s\"; write it between .each "
				     "%s and its .end",
				     reader_quoted(name), name.text, list_name(list),
				     list_name(list));
	for (int i = 0; i < NAME_COUNT; i++) {
		const bool is_list = fields_list(NAMES[i].name) != FIELDS_TOP;

		if ((NAMES[i].list == FIELDS_TOP || NAMES[i].list == reader->list) &&
		    (with_lists || !is_list))
			try_text(&nearest, NAMES[i].name);
	}
	return refuse_name(reader, "field", &nearest, "\"regulars template fields\" lists them");
}

rgl_rc reader_asks(struct reader *reader, struct piece name, enum field_list *ret_list)
{
	char text[NAME_MAX_LENGTH + 1];
	enum field_list list;

	name_of(name, text);
	list = fields_list(text);
	if (list == FIELDS_TOP && fields_kind(reader->list, text) == 0)
		return no_field(reader, name, true);
	*ret_list = list;
	return RGL_OK;
}

rgl_rc reader_list(struct reader *reader, struct piece name, enum field_list *ret)
{
	struct nearest nearest = nearest_to(name);
	char text[NAME_MAX_LENGTH + 1];
	enum field_list list;

	name_of(name, text);
	list = fields_list(text);
	if (list == FIELDS_TOP) {
		for (int i = 0; i < NAME_COUNT; i++)
			if (fields_list(NAMES[i].name) != FIELDS_TOP)
				try_text(&nearest, NAMES[i].name);
		return refuse_name(reader, "list", &nearest,
				   "\"regulars template fields\" lists them");
	}
	*ret = list;
	return RGL_OK;
}

rgl_rc reader_field(struct reader *reader, struct piece name, enum value_kind *ret)
{
	char text[NAME_MAX_LENGTH + 1];
	enum value_kind kind;

	name_of(name, text);
	kind = fields_kind(reader->list, text);
	if (kind == VALUE_FLAG)
		return reader_refuse(reader, name.text, RGL_E_FIELD,
				     "\"%s\" is yes or no and has no text of its own; write .if %s",
				     text, text);
	if (kind == 0 && fields_list(text) != FIELDS_TOP)
		return reader_refuse(reader, name.text, RGL_E_FIELD,
				     "\"%s\" is a list; write .each %s and what is printed of each",
				     text, text);
	if (kind == 0)
		return no_field(reader, name, false);
	*ret = kind;
	return RGL_OK;
}

/* The sentences' names are those of the English catalogue: at the head of a line, up to a blank, a
 * bracket or the sign behind. */
static void try_sentences(struct nearest *nearest)
{
	size_t length = 0;
	const char *at = words_catalogue("en", &length);
	const char *const end = at == NULL ? NULL : at + length;

	while (at < end) {
		const char *line_end = memchr(at, '\n', (size_t)(end - at));
		const size_t name = strcspn(at, " [=\n");

		if (line_end == NULL)
			line_end = end;
		if (name > 0 && at[0] != '#' && name < (size_t)(line_end - at))
			try_name(nearest, (struct piece) { at, name });
		at = line_end < end ? line_end + 1 : end;
	}
}

rgl_rc reader_sentence(struct reader *reader, struct piece name)
{
	struct nearest nearest = nearest_to(name);
	char text[NAME_MAX_LENGTH + 1];

	name_of(name, text);
	if (text[0] != '\0' &&
	    (reader->words == NULL || reader->words->has_word(reader->words->user, text)))
		return RGL_OK;
	try_sentences(&nearest);
	return refuse_name(reader, "sentence", &nearest, "\"regulars template fields\" lists them");
}

rgl_rc reader_no_word(struct reader *reader, struct piece name)
{
	static const char *const words[] = {
		".centre", ".left",  ".right", ".large",  ".small",   ".bold", ".lines",
		".rule",   ".space", ".qr",    ".stamps", ".picture", ".cut",  ".drawer",
		".buzzer", ".if",    ".else",  ".each",	  ".end",
	};
	struct nearest nearest = nearest_to(name);

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		try_text(&nearest, words[i]);
	return refuse_name(reader, "instruction", &nearest,
			   "to print it as it is, write \\ before it");
}
