/* ops_shop.c - shop: which it is, and what is in effect there. */
#include <string.h>

#include "plugin/gateway/ops.h"
#include "plugin/loyalty/book.h"
#include "plugin/slip_parts.h"
#include "receipts/words/words.h"

static bool is_ours(const char *language)
{
	for (const char *const *name = words_languages(); *name != NULL; name++)
		if (strcmp(*name, language) == 0)
			return true;
	return false;
}

static void answer_own(void *user, const struct slip_part_row *row)
{
	struct answer *answer = user;

	if (row->kind == SLIP_WORDS && !is_ours(row->name))
		answer_element(answer, row->name);
}

/* In which receipts can be written: ours, and those that the owner wrote beside them. */
static rgl_rc answer_languages(struct rgl *rgl, struct answer *answer)
{
	rgl_rc rc;

	answer_list(answer, "languages");
	for (const char *const *name = words_languages(); *name != NULL; name++)
		answer_element(answer, *name);
	rc = slip_part_list(rgl->store, answer_own, answer);
	answer_list_end(answer);
	return rc;
}

rgl_rc op_shop(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	const struct book_entry *entry = NULL;
	struct rgl_shop shop = { 0 };
	rgl_rc rc = fields_end(fields);

	if (rc == RGL_OK)
		rc = context_shop(rgl->store, &shop);
	if (rc == RGL_OK)
		rc = book_at(desk_book(rgl->desk), host_now_ms(rgl->store->host), &entry);
	if (rc != RGL_OK)
		return rc;
	answer_text(answer, "name", shop.name);
	answer_text(answer, "currency", shop.currency);
	answer_int(answer, "exponent", shop.exponent);
	answer_text(answer, "language", shop.language);
	answer_text(answer, "zone", shop.zone);
	answer_text(answer, "version", shop.version);
	answer_int(answer, "store_version", shop.store_version);
	answer_int(answer, "programme", entry->version);
	answer_int(answer, "members", shop.members);
	return answer_languages(rgl, answer);
}
