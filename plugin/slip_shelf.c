/* slip_shelf.c - see slip_shelf.h. */
#include "plugin/slip_shelf.h"

#include <stdio.h>
#include <string.h>

/* Memory is worth another try; anything else is wrong with the part, and ours stands in. */
static rgl_rc leave_out(struct shelf *shelf, const char *what, rgl_rc rc,
			const struct rgl_why *said, struct rgl_why *why)
{
	if (rc == RGL_E_MEMORY)
		return refuse(why, rc, "%s", said->text);
	if (rc < 0 && shelf->left_out_count < SHELF_LEFT_OUT_MAX)
		shelf->left_out[shelf->left_out_count++] = (struct shelf_left_out) { what, *said };
	return RGL_OK;
}

void shelf_tell(struct shelf *shelf)
{
	for (size_t i = 0; i < shelf->left_out_count; i++)
		host_log(shelf->host, RGL_LOG_WARNING,
			 "the shop's %s for receipts does not read any more, ours is used: %s",
			 shelf->left_out[i].what, shelf->left_out[i].why.text);
	shelf->left_out_count = 0;
}

static rgl_rc read_own_template(struct store *store, struct shelf *shelf)
{
	struct rgl_why why = { .size = sizeof(why) };
	struct bytes text = bytes_of(store->host);
	rgl_rc rc = slip_part_read(store, SLIP_TEMPLATE, NULL, &text);

	if (rc == RGL_OK) {
		rc = template_read(store->host, (const char *)text.data, text.length, NULL,
				   &shelf->template, &why);
		rc = leave_out(shelf, "template", rc, &why, &store->refusal);
	} else if (rc == RGL_E_UNKNOWN) {
		rc = RGL_OK;
	}
	bytes_free(&text);
	return rc;
}

static rgl_rc read_our_template(struct shelf *shelf, struct rgl_why *why)
{
	size_t length = 0;
	const char *ours = template_text(template_names()[0], &length);

	return template_read(shelf->host, ours, length, NULL, &shelf->template, why);
}

static rgl_rc read_template(struct store *store, struct shelf *shelf)
{
	rgl_rc rc = read_own_template(store, shelf);

	if (rc == RGL_OK && shelf->template == NULL)
		rc = read_our_template(shelf, &store->refusal);
	return rc;
}

static rgl_rc read_logo(struct store *store, struct shelf *shelf)
{
	const rgl_rc rc = slip_part_read(store, SLIP_LOGO, NULL, &shelf->logo_png);

	return rc == RGL_E_UNKNOWN ? RGL_OK : rc;
}

rgl_rc shelf_logo(struct shelf *shelf, const struct bitmap **ret, struct rgl_why *why)
{
	struct rgl_why said = { .size = sizeof(said) };
	rgl_rc rc = RGL_OK;

	if (shelf->logo_png.length > 0) {
		rc = encode_logo(shelf->host, shelf->logo_png.data, shelf->logo_png.length,
				 SLIP_LOGO_WIDTH, &shelf->logo, &said);
		rc = leave_out(shelf, "logo", rc, &said, why);
		if (rc < 0)
			return rc;
		bytes_free(&shelf->logo_png);
	}
	*ret = shelf->logo.bits != NULL ? &shelf->logo : NULL;
	return RGL_OK;
}

static void note_name(void *user, const struct slip_part_row *row)
{
	struct shelf *shelf = user;

	if (row->kind != SLIP_WORDS || shelf->own_count == SHELF_OWN_MAX)
		return;
	(void)snprintf(shelf->own_names[shelf->own_count++], sizeof(shelf->own_names[0]), "%s",
		       row->name);
}

/* Whether they can be used at all is seen before they are among the others. */
static rgl_rc try_words(struct store *store, struct shelf *shelf, const struct words_own *own,
			bool *ret_reads)
{
	const struct words_wish wish = { .member = own->language,
					 .shop = own->language,
					 .currency = store->shop.currency,
					 .own = own,
					 .own_count = 1 };
	struct rgl_why why = { .size = sizeof(why) };
	struct words *words = NULL;
	rgl_rc rc = words_open(store->host, &wish, &words, &why);

	*ret_reads = rc == RGL_OK;
	if (rc == RGL_OK)
		words_close(words);
	return leave_out(shelf, "sentences", rc, &why, &store->refusal);
}

static rgl_rc read_words(struct store *store, struct shelf *shelf)
{
	size_t named;
	rgl_rc rc = slip_part_list(store, note_name, shelf);

	named = shelf->own_count;
	shelf->own_count = 0;
	for (size_t i = 0; rc == RGL_OK && i < named; i++) {
		const size_t at = shelf->own_count;
		struct bytes *text = &shelf->own_texts[at];
		bool reads = false;

		*text = bytes_of(store->host);
		memmove(shelf->own_names[at], shelf->own_names[i], sizeof(shelf->own_names[i]));
		rc = slip_part_read(store, SLIP_WORDS, shelf->own_names[at], text);
		shelf->own[at] = (struct words_own) { shelf->own_names[at],
						      (const char *)text->data, text->length };
		if (rc == RGL_OK)
			rc = try_words(store, shelf, &shelf->own[at], &reads);
		if (rc == RGL_OK && reads)
			shelf->own_count++;
		else
			bytes_free(text);
	}
	return rc;
}

static rgl_rc read_settings(struct store *store, struct shelf *shelf)
{
	char value[SETTING_ROOM];
	rgl_rc rc = settings_read(store, "language", value);

	if (rc < 0)
		return rc;
	(void)snprintf(shelf->language, sizeof(shelf->language), "%.15s",
		       value[0] == '\0' ? store->shop.language : value);
	rc = settings_read(store, "preview", value);
	if (rc < 0)
		return rc;
	shelf->profile = profile_find(value);
	if (shelf->profile == NULL)
		shelf->profile = profile_find(PROFILE_DEFAULT);
	rc = settings_read(store, "receipt_letters", value);
	shelf->has_printer_letters = rc == RGL_OK && strcmp(value, SETTING_PRINTER_LETTERS) == 0;
	return rc;
}

rgl_rc shelf_read(struct store *store, struct shelf *ret)
{
	rgl_rc rc;

	*ret = (struct shelf) { .host = store->host,
				.currency = store->shop.currency,
				.logo_png = bytes_of(store->host) };
	rc = settings_changes(store, &ret->changes);
	if (rc == RGL_OK)
		rc = read_settings(store, ret);
	if (rc == RGL_OK)
		rc = read_template(store, ret);
	if (rc == RGL_OK)
		rc = read_logo(store, ret);
	if (rc == RGL_OK)
		rc = read_words(store, ret);
	if (rc < 0)
		shelf_empty(ret);
	return rc;
}

rgl_rc shelf_ours(const struct host *host, const char *language, const struct currency *currency,
		  struct shelf *ret, struct rgl_why *why)
{
	rgl_rc rc;

	*ret = (struct shelf) { .host = host,
				.currency = *currency,
				.profile = profile_find(PROFILE_DEFAULT),
				.logo_png = bytes_of(host) };
	(void)snprintf(ret->language, sizeof(ret->language), "%.15s", language);
	rc = read_our_template(ret, why);
	if (rc < 0)
		shelf_empty(ret);
	return rc;
}

void shelf_empty(struct shelf *shelf)
{
	const struct host *host = shelf->host;

	if (host == NULL)
		return;
	template_free(shelf->template);
	bytes_free(&shelf->logo_png);
	host_free(host, (void *)(uintptr_t)shelf->logo.bits);
	for (size_t i = 0; i < SHELF_WORDS_MAX; i++)
		words_close(shelf->kept[i].words);
	for (size_t i = 0; i < shelf->own_count; i++)
		bytes_free(&shelf->own_texts[i]);
	*shelf = (struct shelf) { .host = host, .logo_png = bytes_of(host) };
}

static rgl_rc open_words(struct shelf *shelf, const char *language, struct words **ret,
			 struct rgl_why *why)
{
	const struct words_wish wish = { .member = language,
					 .shop = shelf->language,
					 .currency = shelf->currency,
					 .own = shelf->own,
					 .own_count = shelf->own_count };
	struct shelf_words *place = &shelf->kept[shelf->kept_next];
	struct words *words = NULL;
	rgl_rc rc = words_open(shelf->host, &wish, &words, why);

	if (rc < 0)
		return rc;
	words_close(place->words);
	place->words = words;
	(void)snprintf(place->language, sizeof(place->language), "%.15s", language);
	shelf->kept_next = (shelf->kept_next + 1) % SHELF_WORDS_MAX;
	*ret = words;
	return RGL_OK;
}

rgl_rc shelf_words(struct shelf *shelf, const char *language, struct words **ret,
		   struct rgl_why *why)
{
	for (size_t i = 0; i < SHELF_WORDS_MAX; i++) {
		if (shelf->kept[i].words == NULL || strcmp(shelf->kept[i].language, language) != 0)
			continue;
		*ret = shelf->kept[i].words;
		return RGL_OK;
	}
	return open_words(shelf, language, ret, why);
}
