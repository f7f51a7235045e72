/* dossier_json.c - see dossier_json.h. */
#include "plugin/care/dossier_json.h"

#include <string.h>

#include "plugin/base/json_text.h"

static const char *const NAMES[] = {
#define COLUMN(kind, name)
#define SECTION(name, statement, columns) #name,
#include "plugin/care/dossier_sections.def"
#undef SECTION
#undef COLUMN
};

enum { SECTION_COUNT = sizeof(NAMES) / sizeof(NAMES[0]) };

/* open: how many sections were begun; rows: in the last of them. */
struct writing {
	struct store *store;
	struct bytes *out;
	size_t open;
	size_t rows;
};

/* Begins the lists up to that section: those in between are empty. */
static void open_to(struct writing *writing, const char *section)
{
	while (writing->open < SECTION_COUNT &&
	       (writing->open == 0 || strcmp(NAMES[writing->open - 1], section) != 0)) {
		bytes_printf(writing->out, "%s,\"%s\":[", writing->open == 0 ? "" : "]",
			     NAMES[writing->open]);
		writing->open++;
		writing->rows = 0;
	}
}

static void add_value(struct writing *writing, const struct dossier_value *value)
{
	char when[ZONE_TIME_ROOM];

	bytes_printf(writing->out, "\"%s\":", value->name);
	if (value->text != NULL) {
		json_add_text(writing->out, value->text);
	} else if (value->kind == DOSSIER_TIME) {
		zone_write(writing->store->zone, value->number, when);
		json_add_text(writing->out, when);
	} else {
		bytes_printf(writing->out, "%lld", (long long)value->number);
	}
}

static rgl_rc take(void *user, const struct dossier_row *row)
{
	struct writing *writing = user;

	open_to(writing, row->section);
	bytes_add_text(writing->out, writing->rows++ == 0 ? "{" : ",{");
	for (size_t i = 0; i < row->count; i++) {
		bytes_add_text(writing->out, i == 0 ? "" : ",");
		add_value(writing, &row->values[i]);
	}
	bytes_add_text(writing->out, "}");
	return bytes_rc(writing->out);
}

rgl_rc dossier_json(struct store *store, int64_t member, struct bytes *out)
{
	struct writing writing = { .store = store, .out = out };
	char when[ZONE_TIME_ROOM];
	rgl_rc rc;

	zone_write(store->zone, host_now_ms(store->host), when);
	bytes_add_text(out, "{\"shop\":");
	json_add_text(out, store->shop.name);
	bytes_printf(out, ",\"currency\":\"%s\",\"digits\":%u,\"written\":\"%s\"",
		     store->shop.currency.code, (unsigned)store->shop.currency.exponent, when);
	rc = dossier_read(store, member, take, &writing);
	open_to(&writing, "");
	bytes_add_text(out, "]}");
	return rc < 0 ? rc : bytes_rc(out);
}
