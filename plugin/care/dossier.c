/* dossier.c - see dossier.h. */
#include "plugin/care/dossier.h"

#include "plugin/loyalty/said.h"
#include "plugin/store/query.h"

#define TEXT_ROOM 1024 /* as long as any text that is kept, with its NUL */

struct column {
	const char *name;
	enum dossier_kind kind;
};

struct section {
	const char *name;
	enum statement statement;
	struct column columns[DOSSIER_VALUES_MAX];
};

static const struct section SECTIONS[] = {
#define COLUMN(kind, name) { #name, DOSSIER_##kind },
#define SECTION(name, statement, columns) { #name, STATEMENT_DOSSIER_##statement, { columns } },
#include "plugin/care/dossier_sections.def"
#undef SECTION
#undef COLUMN
};

/* A row's texts, and the row. */
struct reading {
	struct store *store;
	struct dossier_row row;
	char texts[DOSSIER_VALUES_MAX][TEXT_ROOM];
};

/* ---- One row ---- */

static rgl_rc take_sealed(struct reading *reading, struct query *q, char ret[TEXT_ROOM])
{
	uint8_t sealed[TEXT_ROOM + SEAL_EXTRA];
	size_t length = query_length(q);
	rgl_rc rc = RGL_E_DAMAGED;

	ret[0] = '\0';
	if (length > SEAL_EXTRA && length < sizeof(sealed)) {
		query_blob(q, sealed, length);
		rc = keys_unseal(&reading->store->keys, sealed, length, ret);
		ret[length - SEAL_EXTRA] = '\0';
	}
	if (rc < 0)
		return refuse(&reading->store->refusal, rc,
			      "phone or e-mail cannot be read with this key; put the store's own "
			      "key back");
	return rc;
}

/* *ret_known false: it is not known, or nothing. */
static rgl_rc take_value(struct reading *reading, struct query *q, const struct column *column,
			 bool *ret_known)
{
	struct dossier_value *value = &reading->row.values[reading->row.count];
	char *text = reading->texts[reading->row.count];
	rgl_rc rc = RGL_OK;

	*ret_known = !query_is_null(q);
	*value = (struct dossier_value) { .name = column->name, .kind = column->kind };
	if (!*ret_known) {
		query_skip(q);
		return RGL_OK;
	}
	switch (column->kind) {
	case DOSSIER_SEALED:
		rc = take_sealed(reading, q, text);
		value->kind = DOSSIER_TEXT;
		value->text = text;
		break;
	case DOSSIER_TEXT:
	case DOSSIER_CODE:
	case DOSSIER_WORD:
		query_text(q, text, TEXT_ROOM);
		value->text = text;
		break;
	case DOSSIER_TIME:
		value->number = query_int(q);
		*ret_known = value->number > 0;
		break;
	case DOSSIER_ID:
	case DOSSIER_COUNT:
	case DOSSIER_MONEY:
		value->number = query_int(q);
		break;
	}
	if (value->text != NULL && text[0] == '\0')
		*ret_known = false;
	return rc;
}

static rgl_rc take_row(struct reading *reading, struct query *q, const struct section *section)
{
	rgl_rc rc = RGL_OK;

	reading->row.section = section->name;
	reading->row.count = 0;
	for (size_t i = 0; rc == RGL_OK && i < DOSSIER_VALUES_MAX; i++) {
		bool is_known = false;

		if (section->columns[i].name == NULL)
			break;
		rc = take_value(reading, q, &section->columns[i], &is_known);
		reading->row.count += is_known;
	}
	return rc;
}

/* ---- All of it ---- */

static rgl_rc read_section(struct reading *reading, const struct section *section, int64_t member,
			   dossier_taker *take, void *user)
{
	struct query q = query(reading->store, section->statement);
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	query_bind_int(&q, member);
	while (rc == RGL_OK && query_row(&q)) {
		rc = take_row(reading, &q, section);
		if (rc == RGL_OK)
			rc = take(user, &reading->row);
	}
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}

static rgl_rc read_all(struct reading *reading, int64_t member, dossier_taker *take, void *user)
{
	rgl_rc rc = said_check_number(reading->store, member, "member_id");

	for (size_t i = 0; rc == RGL_OK && i < sizeof(SECTIONS) / sizeof(SECTIONS[0]); i++)
		rc = read_section(reading, &SECTIONS[i], member, take, user);
	return rc;
}

rgl_rc dossier_read(struct store *store, int64_t member, dossier_taker *take, void *user)
{
	struct reading *reading = host_new(store->host, sizeof(*reading));
	rgl_rc rc;

	if (reading == NULL)
		return refuse(&store->refusal, RGL_E_MEMORY, "there is not enough memory");
	reading->store = store;
	rc = store_look(store);
	if (rc == RGL_OK) {
		rc = read_all(reading, member, take, user);
		store_looked(store);
	}
	wipe(reading, sizeof(*reading));
	host_free(store->host, reading);
	return rc;
}

rgl_rc dossier_language(struct store *store, int64_t member, char ret[16])
{
	struct query q;
	rgl_rc rc = said_check_number(store, member, "member_id");

	if (rc < 0)
		return rc;
	q = query(store, STATEMENT_DOSSIER_LANGUAGE);
	query_bind_int(&q, member);
	ret[0] = '\0';
	if (query_row(&q))
		query_text(&q, ret, 16);
	return query_end(&q);
}
