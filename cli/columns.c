/* columns.c - see columns.h. */
#include "cli/columns.h"

#include <stdbool.h>
#include <string.h>

struct meaning {
	const char *flag;
	const char *names;
};

static const struct meaning MEANINGS[COLUMN_COUNT] = {
#define COLUMN_MEANING(name, flag, names) { flag, names },
	COLUMN_MEANINGS(COLUMN_MEANING)
#undef COLUMN_MEANING
};

/* A part of a text that others own. */
struct part {
	const char *text;
	size_t length;
};

static struct part part_of(struct csv_field field)
{
	return (struct part) { field.text, field.length };
}

/* The next letter that counts, as a small one; 0 at the end. */
static char next_letter(struct part part, size_t *at)
{
	while (*at < part.length) {
		char letter = part.text[(*at)++];

		if (letter >= 'A' && letter <= 'Z')
			return (char)(letter + ('a' - 'A'));
		if (letter != ' ' && letter != '_' && letter != '-')
			return letter;
	}
	return '\0';
}

/* Whether two names are the same but for what does not count; `open`: or the first only begins
 * like the second. */
static bool is_called(struct part name, struct part wanted_name, bool open)
{
	size_t name_at = 0;
	size_t wanted_at = 0;

	for (;;) {
		char wanted = next_letter(wanted_name, &wanted_at);
		char given;

		if (wanted == '\0' && open)
			return true;
		given = next_letter(name, &name_at);
		if (given != wanted)
			return false;
		if (given == '\0')
			return true;
	}
}

static bool is_named(struct part name, const char *names)
{
	while (*names != '\0') {
		struct part known = { names, strcspn(names, " *") };

		names += known.length;
		if (is_called(name, known, *names == '*'))
			return true;
		names += *names == '*';
		names += *names == ' ';
	}
	return false;
}

static rgl_rc find_meaning(struct part flag, enum column *ret, struct rgl_why *refusal)
{
	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		struct part known = { MEANINGS[i].flag, strlen(MEANINGS[i].flag) };

		if (is_called(flag, known, false)) {
			*ret = (enum column)i;
			return RGL_OK;
		}
	}
	return refuse(refusal, RGL_E_FIELD,
		      "--map does not know \"%.*s\": it knows date, total, member, name, sale_id, "
		      "store, till, cashier, channel, item, category, quantity, tax and cost.",
		      (int)flag.length, flag.text);
}

/* The one column of that name: the very same name before a similar one. */
static rgl_rc find_header(const struct csv_row *header, struct part wanted, const char *name,
			  int32_t *ret, struct rgl_why *refusal)
{
	int32_t similar = -1;
	int32_t same = -1;
	int32_t similar_count = 0;
	int32_t same_count = 0;

	for (size_t i = 0; i < header->count; i++) {
		struct part given = part_of(header->fields[i]);

		if (!is_called(given, wanted, false))
			continue;
		similar = (int32_t)i;
		similar_count++;
		if (given.length != wanted.length ||
		    memcmp(given.text, wanted.text, given.length) != 0)
			continue;
		same = (int32_t)i;
		same_count++;
	}
	if (similar_count == 0)
		return refuse(
			refusal, RGL_E_FIELD,
			"%s has no column \"%.*s\", which --map names: look at its first line.",
			name, (int)wanted.length, wanted.text);
	if (same_count > 1 || (same_count == 0 && similar_count > 1))
		return refuse(refusal, RGL_E_FIELD,
			      "%s has more than one column \"%.*s\": give one another name.", name,
			      (int)wanted.length, wanted.text);
	*ret = same_count == 1 ? same : similar;
	return RGL_OK;
}

static bool is_taken(const struct columns *columns, int32_t at)
{
	for (size_t i = 0; i < COLUMN_COUNT; i++)
		if (columns->at[i] == at)
			return true;
	return false;
}

/* One "meaning=header" of --map. */
static rgl_rc take_pair(const struct csv_row *header, struct part pair, const char *name,
			struct columns *columns, struct rgl_why *refusal)
{
	const char *equals = memchr(pair.text, '=', pair.length);
	enum column column = COLUMN_DATE;
	struct part flag;
	struct part wanted;
	int32_t at = -1;
	rgl_rc rc;

	if (equals == NULL || equals == pair.text || equals + 1 == pair.text + pair.length)
		return refuse(refusal, RGL_E_FIELD,
			      "--map has \"%.*s\": write MEANING=COLUMN, as in --map "
			      "member=customer_id,date=day",
			      (int)pair.length, pair.text);
	flag = (struct part) { pair.text, (size_t)(equals - pair.text) };
	wanted = (struct part) { equals + 1, pair.length - flag.length - 1 };
	rc = find_meaning(flag, &column, refusal);
	if (rc >= 0)
		rc = find_header(header, wanted, name, &at, refusal);
	if (rc < 0)
		return rc;
	if (columns->at[column] >= 0 || is_taken(columns, at))
		return refuse(refusal, RGL_E_FIELD,
			      "--map uses \"%s\" or the column \"%.*s\" twice: keep one.",
			      MEANINGS[column].flag, (int)wanted.length, wanted.text);
	columns->at[column] = at;
	return RGL_OK;
}

static rgl_rc take_map(const struct csv_row *header, const char *map, const char *name,
		       struct columns *columns, struct rgl_why *refusal)
{
	bool more = map != NULL && map[0] != '\0';

	while (more) {
		struct part pair = { map, strcspn(map, ",") };
		rgl_rc rc = take_pair(header, pair, name, columns, refusal);

		if (rc < 0)
			return rc;
		more = map[pair.length] == ',';
		map += pair.length + more;
	}
	return RGL_OK;
}

/* A meaning that --map left open, by the names that are usual for it. */
static rgl_rc guess(const struct csv_row *header, const struct columns *mapped, enum column column,
		    const char *name, int32_t *ret, struct rgl_why *refusal)
{
	int32_t found = -1;

	for (size_t i = 0; i < header->count; i++) {
		struct part given = part_of(header->fields[i]);

		if (is_taken(mapped, (int32_t)i) || !is_named(given, MEANINGS[column].names))
			continue;
		if (found >= 0)
			return refuse(refusal, RGL_E_FIELD,
				      "%s: both \"%s\" and \"%s\" could be the %s: say which with "
				      "--map %s=%s",
				      name, header->fields[found].text, given.text,
				      MEANINGS[column].flag, MEANINGS[column].flag,
				      header->fields[found].text);
		found = (int32_t)i;
	}
	*ret = found;
	return RGL_OK;
}

static rgl_rc check_needed(const struct columns *columns, const char *name, struct rgl_why *refusal)
{
	static const enum column NEEDED[] = { COLUMN_DATE, COLUMN_TOTAL };

	for (size_t i = 0; i < sizeof(NEEDED) / sizeof(NEEDED[0]); i++) {
		const char *flag = MEANINGS[NEEDED[i]].flag;

		if (columns->at[NEEDED[i]] < 0)
			return refuse(refusal, RGL_E_FIELD,
				      "%s has no column that looks like the %s: name it with --map "
				      "%s=COLUMN",
				      name, flag, flag);
	}
	return RGL_OK;
}

rgl_rc columns_find(const struct csv_row *header, const char *map, const char *name,
		    struct columns *ret, struct rgl_why *refusal)
{
	struct columns mapped;
	struct columns columns;
	rgl_rc rc;

	for (size_t i = 0; i < COLUMN_COUNT; i++)
		mapped.at[i] = -1;
	rc = take_map(header, map, name, &mapped, refusal);
	if (rc < 0)
		return rc;
	columns = mapped;
	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		if (mapped.at[i] >= 0)
			continue;
		rc = guess(header, &mapped, (enum column)i, name, &columns.at[i], refusal);
		if (rc < 0)
			return rc;
	}
	rc = check_needed(&columns, name, refusal);
	if (rc >= 0)
		*ret = columns;
	return rc;
}

const struct csv_field *columns_field(const struct columns *columns, const struct csv_row *row,
				      enum column column)
{
	int32_t at = columns->at[column];

	return at >= 0 && (size_t)at < row->count ? &row->fields[at] : NULL;
}
