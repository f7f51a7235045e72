/* slip_parts.c - see slip_parts.h: the shop's parts between receipts, and a receipt made of them.
 */
#include "plugin/slip_parts.h"

#include "plugin/slip_shelf.h"

struct slip_parts {
	const struct host *host;
	bool was_read;
	struct shelf shelf;
	struct template *tried;
};

rgl_rc slip_parts_open(const struct host *host, struct slip_parts **ret, struct rgl_why *why)
{
	struct slip_parts *parts = host_new(host, sizeof(*parts));

	if (parts == NULL)
		return refuse(why, RGL_E_MEMORY, "there is no memory for the shop's receipts");
	parts->host = host;
	*ret = parts;
	return RGL_OK;
}

void slip_parts_close(struct slip_parts *parts)
{
	if (parts == NULL)
		return;
	template_free(parts->tried);
	shelf_empty(&parts->shelf);
	host_free(parts->host, parts);
}

rgl_rc slip_parts_look(struct slip_parts *parts, struct store *store)
{
	struct shelf fresh;
	int64_t changes = 0;
	rgl_rc rc = store_look(store);

	if (rc < 0)
		return rc;
	rc = settings_changes(store, &changes);
	if (rc < 0 || (parts->was_read && changes == parts->shelf.changes))
		goto out;
	rc = shelf_read(store, &fresh);
	if (rc < 0)
		goto out;
	shelf_empty(&parts->shelf);
	parts->shelf = fresh;
	/* What it points to of itself came along. */
	for (size_t i = 0; i < fresh.own_count; i++)
		parts->shelf.own[i].language = parts->shelf.own_names[i];
	parts->was_read = true;
out:
	store_looked(store);
	return rc;
}

rgl_rc slip_parts_ours(struct slip_parts *parts, const char *language,
		       const struct currency *currency, struct rgl_why *why)
{
	struct shelf fresh;
	rgl_rc rc = shelf_ours(parts->host, language, currency, &fresh, why);

	if (rc < 0)
		return rc;
	shelf_empty(&parts->shelf);
	parts->shelf = fresh;
	return RGL_OK;
}

const char *slip_parts_language(const struct slip_parts *parts)
{
	return parts->shelf.language;
}

rgl_rc slip_parts_words(struct slip_parts *parts, const char *language, struct words **ret,
			struct rgl_why *why)
{
	return shelf_words(&parts->shelf, language == NULL ? "" : language, ret, why);
}

static bool has_word(const void *user, const char *key)
{
	return words_has(user, key);
}

rgl_rc slip_parts_try(struct slip_parts *parts, const char *text, size_t length,
		      struct rgl_why *why)
{
	struct template_words asks = { .has_word = has_word };
	struct template *template = NULL;
	struct words *words = NULL;
	rgl_rc rc = shelf_words(&parts->shelf, "", &words, why);

	if (rc < 0)
		return rc;
	asks.user = words;
	rc = template_read(parts->host, text, length, &asks, &template, why);
	if (rc < 0)
		return rc;
	template_free(parts->tried);
	parts->tried = template;
	return RGL_OK;
}

const struct profile *slip_parts_profile(const struct slip_parts *parts)
{
	return parts->shelf.profile;
}

enum encode_mode slip_parts_mode(const struct slip_parts *parts, const struct profile *profile)
{
	return parts->shelf.has_printer_letters && profile->text_columns > 0 ? ENCODE_TEXT
									     : ENCODE_DOTS;
}

rgl_rc slip_render(struct slip_parts *parts, const struct receipt *receipt, const char *language,
		   const struct render_wish *wish, struct fonts **fonts, struct bytes *out,
		   struct rgl_why *why)
{
	struct render_source source = {
		.receipt = receipt,
		.template = parts->tried != NULL ? parts->tried : parts->shelf.template,
	};
	struct render_wish asked = *wish;
	rgl_rc rc;

	if (language == NULL)
		language = receipt->language == NULL ? "" : receipt->language;
	if (asked.profile == NULL)
		asked.profile = parts->shelf.profile;
	rc = shelf_words(&parts->shelf, language, &source.words, why);
	if (rc == RGL_OK)
		rc = shelf_logo(&parts->shelf, &source.logo, why);
	shelf_tell(&parts->shelf);
	return rc < 0 ? rc : render_receipt(&source, &asked, parts->host, fonts, out, why);
}
