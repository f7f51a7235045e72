/* slip_part.c - one part of a receipt: applied, taken away, read. See slip_parts.h. */
#include <string.h>

#include "plugin/care/audit.h"
#include "plugin/slip_shelf.h"
#include "plugin/store/query.h"

#define LANGUAGE_MAX 15

static const char *name_of(enum slip_part kind, const char *name)
{
	switch (kind) {
	case SLIP_TEMPLATE:
		return "receipt";
	case SLIP_LOGO:
		return "logo";
	case SLIP_WORDS:
		break;
	}
	return name == NULL ? "" : name;
}

static rgl_rc check_language(struct store *store, const char *name)
{
	const size_t length = strlen(name);

	if (length >= 2 && length <= LANGUAGE_MAX &&
	    strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") ==
		    length)
		return RGL_OK;
	return refuse_field(&store->refusal, RGL_E_FIELD, "language",
			    "\"%.20s\" is no language; write it as in da or pt-BR", name);
}

static rgl_rc check_words(struct store *store, const char *name, const char *text, size_t length)
{
	const struct words_own own = { name, text, length };
	const struct words_wish wish = { .member = name,
					 .shop = name,
					 .currency = store->shop.currency,
					 .own = &own,
					 .own_count = 1 };
	struct words *words = NULL;
	rgl_rc rc = check_language(store, name);

	if (rc == RGL_OK)
		rc = words_open(store->host, &wish, &words, &store->refusal);
	if (rc == RGL_OK)
		words_close(words);
	return rc;
}

/* Its sentences may be the shop's own. */
static rgl_rc check_template(struct store *store, const char *text, size_t length)
{
	struct slip_parts *parts = NULL;
	rgl_rc rc = slip_parts_open(store->host, &parts, &store->refusal);

	if (rc < 0)
		return rc;
	rc = slip_parts_look(parts, store);
	if (rc == RGL_OK)
		rc = slip_parts_try(parts, text, length, &store->refusal);
	slip_parts_close(parts);
	return rc;
}

static rgl_rc check_logo(struct store *store, const void *png, size_t length)
{
	struct bitmap logo = { 0 };
	rgl_rc rc = encode_logo(store->host, png, length, SLIP_LOGO_WIDTH, &logo, &store->refusal);

	if (rc == RGL_OK)
		host_free(store->host, (void *)(uintptr_t)logo.bits);
	return rc;
}

static rgl_rc check(struct store *store, enum slip_part kind, const char *name, const void *data,
		    size_t length)
{
	if (length == 0)
		return refuse(&store->refusal, RGL_E_LIMIT, "the file is empty");
	if (length > SLIP_PART_MAX)
		return refuse(&store->refusal, RGL_E_LIMIT,
			      "the file is larger than %d bytes; a receipt needs much less",
			      SLIP_PART_MAX);
	switch (kind) {
	case SLIP_TEMPLATE:
		return check_template(store, data, length);
	case SLIP_WORDS:
		return check_words(store, name, data, length);
	case SLIP_LOGO:
		return check_logo(store, data, length);
	}
	return RGL_E_INTERNAL;
}

static rgl_rc write(struct store *store, enum slip_part kind, const char *name, const void *data,
		    size_t length)
{
	struct query q = query(store, STATEMENT_PART_WRITE);
	rgl_rc rc;

	query_bind_int(&q, kind);
	query_bind_text(&q, name);
	query_bind_blob(&q, data, length);
	query_bind_int(&q, host_now_ms(store->host));
	rc = query_run(&q);
	if (rc == RGL_OK)
		rc = audit_add(store, NULL, "receipt", 0, name);
	return rc < 0 ? rc : settings_changed(store);
}

rgl_rc slip_part_apply(struct store *store, enum slip_part kind, const char *name, const void *data,
		       size_t length)
{
	rgl_rc rc;

	name = name_of(kind, name);
	rc = check(store, kind, name, data, length);
	if (rc == RGL_OK)
		rc = store_begin(store);
	return rc < 0 ? rc : store_end(store, write(store, kind, name, data, length));
}

static rgl_rc none(struct store *store, enum slip_part kind, const char *name)
{
	static const char *const WHAT[] = { "template", "sentences", "logo" };

	return refuse(&store->refusal, RGL_E_UNKNOWN, "the shop has no %s of its own%s%.20s",
		      WHAT[kind - SLIP_TEMPLATE], kind == SLIP_WORDS ? " in " : "",
		      kind == SLIP_WORDS ? name : "");
}

static rgl_rc drop(struct store *store, enum slip_part kind, const char *name)
{
	struct query q = query(store, STATEMENT_PART_DROP);
	bool was_there;
	rgl_rc rc;

	query_bind_int(&q, kind);
	query_bind_text(&q, name);
	was_there = query_row(&q);
	rc = query_run(&q);
	if (rc == RGL_OK && !was_there)
		rc = none(store, kind, name);
	if (rc == RGL_OK)
		rc = audit_add(store, NULL, "receipt", 0, name);
	return rc < 0 ? rc : settings_changed(store);
}

rgl_rc slip_part_remove(struct store *store, enum slip_part kind, const char *name)
{
	rgl_rc rc = store_begin(store);

	return rc < 0 ? rc : store_end(store, drop(store, kind, name_of(kind, name)));
}

rgl_rc slip_part_read(struct store *store, enum slip_part kind, const char *name, struct bytes *out)
{
	struct query q = query(store, STATEMENT_PART_READ);
	bool is_there;
	rgl_rc rc;

	name = name_of(kind, name);
	query_bind_int(&q, kind);
	query_bind_text(&q, name);
	is_there = query_row(&q);
	if (is_there) {
		const size_t length = query_length(&q);
		uint8_t *room = bytes_extend(out, length);

		if (room != NULL)
			query_blob(&q, room, length);
	}
	rc = query_end(&q);
	if (rc == RGL_OK && !is_there)
		rc = none(store, kind, name);
	if (rc == RGL_OK && bytes_rc(out) < 0)
		rc = refuse(&store->refusal, bytes_rc(out), "there is not enough memory");
	return rc;
}

rgl_rc slip_part_list(struct store *store, void (*row)(void *user, const struct slip_part_row *row),
		      void *user)
{
	struct query q = query(store, STATEMENT_PART_LIST);

	while (query_row(&q)) {
		struct slip_part_row part = { .kind = (enum slip_part)query_int(&q) };

		query_text(&q, part.name, sizeof(part.name));
		part.bytes = query_int(&q);
		part.applied_ms = query_int(&q);
		row(user, &part);
	}
	return query_end(&q);
}
